"""Word files are read as Word prints them."""

import pytest

from services.parse.blocks import Line, Table
from services.parse.readers.docx import read_docx
from services.parse.readers.docx_numbering import written
from shared.errors import DocumentFailure, Malformed
from tests.archives import zipped
from tests.unit.parse.packages import docx, p, tbl, tc

LEVELS = (
    ("chineseCountingThousand", "第%1部分 "),
    ("chineseCounting", "%2、"),
    ("decimal", "%3."),
    ("decimal", "%3.%4 "),
    ("bullet", "•"),
)
NUMBERING = (
    '<w:abstractNum w:abstractNumId="7">'
    + "".join(
        f'<w:lvl w:ilvl="{i}"><w:start w:val="1"/><w:numFmt w:val="{figures}"/><w:lvlText w:val="{text}"/></w:lvl>'
        for i, (figures, text) in enumerate(LEVELS)
    )
    + "</w:abstractNum>"
    + '<w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>'
    + '<w:num w:numId="2"><w:abstractNumId w:val="7"/><w:lvlOverride w:ilvl="2"><w:lvl w:ilvl="2">'
    + '<w:start w:val="5"/><w:lvlText w:val="（%3）"/></w:lvl></w:lvlOverride></w:num>'
)
STYLES = (
    '<w:style w:styleId="a1"><w:name w:val="heading 2"/></w:style>'
    '<w:style w:styleId="a2"><w:name w:val="条"/><w:pPr><w:numPr><w:ilvl w:val="1"/><w:numId w:val="1"/></w:numPr>'
    "</w:pPr></w:style>"
)


RUBY = (
    "<w:r><w:ruby><w:rt><w:r><w:t>pin</w:t></w:r></w:rt>"
    "<w:rubyBase><w:r><w:t>拼</w:t></w:r></w:rubyBase></w:ruby></w:r>"
)


def item(level: int, text: str, number: int = 1) -> str:
    return p(text, f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>')


def lines(body: str, **parts: str) -> list[str]:
    return [block.text for block in read_docx(docx(body, **parts)).blocks if isinstance(block, Line)]


def grid(body: str) -> list[list[str]]:
    """The rows of the only table, what a merged cell covers as "<" """
    [table] = [block for block in read_docx(docx(body)).blocks if isinstance(block, Table)]
    return [["<" if cell.covered else cell.text for cell in row] for row in table.rows]


def run(inside: str) -> str:
    return f"<w:p>{inside}</w:p>"


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ("<w:r><w:t>一</w:t></w:r><w:r><w:t>二</w:t></w:r>", ["一二"]),
        ("<w:r><w:t>一</w:t><w:br/><w:t>二</w:t></w:r>", ["一", "二"]),
        ("<w:r><w:t>一</w:t><w:tab/><w:t>2</w:t></w:r>", ["一\t2"]),
        ("<w:r><w:t>3</w:t><w:noBreakHyphen/><w:t>5</w:t></w:r>", ["3-5"]),
        ("<w:ins><w:r><w:t>新</w:t></w:r></w:ins><w:del><w:r><w:delText>旧</w:delText></w:r></w:del>", ["新"]),
        ("<w:moveFrom><w:r><w:t>旧</w:t></w:r></w:moveFrom><w:moveTo><w:r><w:t>新</w:t></w:r></w:moveTo>", ["新"]),
        ("<w:r><w:instrText>TC 一 \\f A</w:instrText></w:r><w:r><w:t>一</w:t></w:r>", ["一"]),
        ('<w:fldSimple w:instr="PAGE"><w:r><w:t>7</w:t></w:r></w:fldSimple>', ["7"]),
        ("<w:hyperlink><w:r><w:t>目录</w:t></w:r></w:hyperlink>", ["目录"]),
        ("<w:sdt><w:sdtContent><w:r><w:t>控件</w:t></w:r></w:sdtContent></w:sdt>", ["控件"]),
        ("<w:r><w:rPr><w:vanish/></w:rPr><w:t>隐</w:t></w:r><w:r><w:t>显</w:t></w:r>", ["显"]),
        ('<w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t>显</w:t></w:r>', ["显"]),
        ('<w:r><w:sym w:font="Symbol" w:char="2265"/><w:t>90%</w:t></w:r>', ["≥90%"]),
        ("<w:r><w:pict><w:txbxContent><w:p><w:r><w:t>框</w:t></w:r></w:p></w:txbxContent></w:pict></w:r>", ["框"]),
        (RUBY, ["拼"]),
    ],
)  # fmt: skip
def test_paragraph_is_what_is_printed(body: str, text: list[str]) -> None:
    assert lines(run(body)) == text


def test_paragraphs_in_content_controls_are_read() -> None:
    assert lines(f"<w:sdt><w:sdtContent>{p('甲')}</w:sdtContent></w:sdt>{p('乙')}") == ["甲", "乙"]


def test_numbers_that_word_counts_are_printed() -> None:
    body = "".join(
        item(level, text) for level, text in ((0, "甲"), (1, "乙"), (2, "丙"), (2, "丁"), (1, "戊"), (2, "己"))
    )
    numbered = ["第一部分 甲", "一、乙", "1.丙", "2.丁", "二、戊", "1.己"]
    assert lines(body, numbering=NUMBERING) == numbered


def test_numbers_of_a_level_show_those_above() -> None:
    assert lines(item(2, "甲") + item(3, "乙") + item(3, "丙"), numbering=NUMBERING)[1:] == ["1.1 乙", "1.2 丙"]


def test_bullets_are_no_numbers() -> None:
    assert lines(item(4, "甲"), numbering=NUMBERING) == ["甲"]


def test_a_list_may_write_and_begin_its_numbers_otherwise() -> None:
    assert lines(item(2, "甲", 2) + item(2, "乙", 2), numbering=NUMBERING) == ["（5）甲", "（6）乙"]


def test_a_style_may_number_its_paragraphs_and_a_paragraph_may_decline() -> None:
    body = p("甲", '<w:pStyle w:val="a2"/>') + p("乙", '<w:pStyle w:val="a2"/><w:numPr><w:numId w:val="0"/></w:numPr>')
    assert lines(body, numbering=NUMBERING, styles=STYLES) == ["一、甲", "乙"]


def test_an_empty_paragraph_counts_and_prints_no_line() -> None:
    assert lines(item(2, "") + item(2, "乙"), numbering=NUMBERING) == ["2.乙"]


def test_headings_have_the_level_of_their_style() -> None:
    [block] = read_docx(docx(p("甲", '<w:pStyle w:val="a1"/>'), styles=STYLES)).blocks
    assert isinstance(block, Line)
    assert block.level == 2


@pytest.mark.parametrize(
    ("number", "figures", "text"),
    [
        (1, "decimal", "1"), (9, "decimalZero", "09"), (10, "chineseCounting", "十"), (12, "chineseCounting", "十二"),
        (110, "chineseCounting", "一百一十"),
        (20, "chineseCountingThousand", "二十"), (105, "chineseCounting", "一百零五"),
        (3, "decimalEnclosedCircleChinese", "③"), (28, "lowerLetter", "bb"), (4, "upperRoman", "IV"),
        (3, "decimalFullWidth", "３"), (3, "unknown", "3"),
    ],
)  # fmt: skip
def test_figures_of_numbers(number: int, figures: str, text: str) -> None:
    assert written(number, figures) == text


SPAN, DOWN, ON = '<w:gridSpan w:val="2"/>', '<w:vMerge w:val="restart"/>', "<w:vMerge/>"


@pytest.mark.parametrize(
    ("body", "cells"),
    [
        (tbl(tc("a", SPAN) + tc("b")), [["a", "<", "b"]]),
        (tbl(tc("a", DOWN) + tc("b"), tc("", ON) + tc("c")), [["a", "b"], ["<", "c"]]),
        (tbl(tc("a", DOWN + SPAN) + tc("b"), tc("", ON + SPAN) + tc("c")), [["a", "<", "b"], ["<", "<", "c"]]),
        (tbl(tc("a", '<w:hMerge w:val="restart"/>') + tc("", "<w:hMerge/>") + tc("b")), [["a", "<", "b"]]),
        (tbl('<w:trPr><w:gridBefore w:val="1"/></w:trPr>' + tc("a")), [["", "a"]]),
        (tbl('<w:trPr><w:del/></w:trPr>' + tc("a"), tc("b")), [["b"]]),
        (tbl(tc("", ON) + tc("a")), [["", "a"]]),
        (tbl(f"<w:sdt><w:sdtContent>{tc('a')}</w:sdtContent></w:sdt>" + tc("b")), [["a", "b"]]),
        (tbl("<w:tc>" + p("一") + p("") + p("二") + "</w:tc>" + tc("b")), [["一\n二", "b"]]),
        (tbl("<w:tc>" + tbl(tc("x") + tc("y")) + p("") + "</w:tc>" + tc("b")), [["x\ny", "b"]]),
        (tbl("<w:tc>" + tbl(tc("x") + tc("y")) + p("") + "</w:tc>"), [["x", "y"]]),
    ],
)  # fmt: skip
def test_cells_stand_where_they_are_printed(body: str, cells: list[list[str]]) -> None:
    assert grid(body) == cells


SPAN_2 = '<w:gridSpan w:val="2"/>'


@pytest.mark.parametrize(
    ("widths", "cells"),
    [
        pytest.param((2000, 1, 2000), [["甲", "乙"], ["丙", "丁"]], id="a hair between edges of two rows"),
        pytest.param((2000, 300, 2000), [["甲", "<", "乙"], ["丙", "丁", "<"]], id="a narrow column"),
        pytest.param((1, 1, 1), [["甲", "<", "乙"], ["丙", "丁", "<"]], id="widths that mean nothing"),
        pytest.param((), [["甲", "<", "乙"], ["丙", "丁", "<"]], id="no widths"),
    ],
)
def test_edges_that_differ_by_a_hair_make_no_column(widths: tuple[int, ...], cells: list[list[str]]) -> None:
    columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    rows = tbl(tc("甲", SPAN_2) + tc("乙"), tc("丙") + tc("丁", SPAN_2))
    assert grid(rows.replace("<w:tbl>", f"<w:tbl><w:tblGrid>{columns}</w:tblGrid>")) == cells


def test_a_text_in_a_column_that_is_none_is_not_lost() -> None:
    columns = '<w:gridCol w:w="2000"/><w:gridCol w:w="1"/>'
    rows = tbl(tc("甲") + tc("乙"))
    assert grid(rows.replace("<w:tbl>", f"<w:tbl><w:tblGrid>{columns}</w:tblGrid>")) == [["甲", "乙"]]


def test_a_merged_cell_knows_how_far_it_reaches() -> None:
    body = tbl(tc("a", DOWN + SPAN) + tc("b"), tc("", ON + SPAN) + tc("c"), tc("", ON + SPAN) + tc("d"))
    [table] = read_docx(docx(body)).blocks
    assert isinstance(table, Table)
    cell = table.rows[0][0]
    assert (cell.row_span, cell.col_span, cell.places) == (3, 2, ({"table": 1, "row": 1, "col": 1},))


def test_a_package_may_call_its_main_part_otherwise_and_be_strict() -> None:
    space = "http://purl.oclc.org/ooxml/wordprocessingml/main"
    relation = '<Relationship Id="r" Type="x/officeDocument" Target="/word/document2.xml"/>'
    files: dict[str, str | bytes] = {
        "_rels/.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f"{relation}</Relationships>",
        "word/document2.xml": f'<w:document xmlns:w="{space}"><w:body>{p("甲")}</w:body></w:document>',
    }
    [block] = read_docx(zipped(files)).blocks
    assert isinstance(block, Line)
    assert block.text == "甲"


@pytest.mark.parametrize(
    "data",
    [
        b"PK\x03\x04", b"", zipped({"word/document.xml": "<a>"}), zipped({"other.xml": "<a/>"}),
        zipped({"word/document.xml": "<a/>"}),
    ],
)  # fmt: skip
def test_a_damaged_package_is_malformed(data: bytes) -> None:
    with pytest.raises(Malformed):
        read_docx(data)


def test_entities_are_never_expanded_nor_fetched() -> None:
    secret = '<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    laughs = '<!DOCTYPE d [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">' + "".join(
        f'<!ENTITY {chr(98 + i)} "{f"&{chr(97 + i)};" * 10}">' for i in range(1, 12)
    ) + "]>"  # fmt: skip
    for doctype, name in ((secret, "x"), (laughs, "m")):
        body = f'{doctype}<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>{p(f"&{name};甲")}</w:body></w:document>'
        try:
            blocks = read_docx(zipped({"word/document.xml": body})).blocks
        except DocumentFailure:
            continue
        assert [block.text for block in blocks if isinstance(block, Line)] in (["甲"], [])
