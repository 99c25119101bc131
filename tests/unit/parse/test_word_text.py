"""Word dumps: one cell a line behind a tab, rows divided by blank lines."""

import pytest

from services.parse.blocks import Line, Table
from services.parse.readers.word_text import read_word_text
from tests.unit.parse.forms import BODY, HEAD, HEADER, UNIT, carried, indicator_rows, read, word


def tables(text: str) -> list[list[list[str]]]:
    blocks = read_word_text(text.split("\n")).blocks
    return [[[cell.text for cell in row] for row in block.rows] for block in blocks if isinstance(block, Table)]


def lines(text: str) -> list[str]:
    return [block.text for block in read_word_text(text.split("\n")).blocks if isinstance(block, Line)]


def project(body: str, head: str | None = None) -> str:
    return f"1.图书购置经费绩效目标表\n\t{UNIT}\n\t单位：万元\n\n{word(HEAD) if head is None else head}\n\n{body}\n\n"


def test_rows_are_divided_by_blank_lines_and_cells_begin_with_a_tab() -> None:
    assert tables("\t甲\n\t\n\t丙\n\n\t丁\n\n") == [[["甲", "", "丙"], ["丁"]]]


def test_cell_goes_on_without_a_tab() -> None:
    assert tables("\t目标\n\t1.甲\n2.乙\n\n\t丙\n") == [[["目标", "1.甲\n2.乙"], ["丙"]]]


def test_paragraph_behind_an_empty_one_belongs_to_the_cell_when_the_table_goes_on() -> None:
    assert tables("\t\n\t用于甲。\n\n专款专用。\n\n\t计划\n\t3月底\n") == [
        [["", "用于甲。\n专款专用。"], ["计划", "3月底"]]
    ]


@pytest.mark.parametrize(
    "heading", ["2、办公经费绩效目标表 TC 2、办公经费绩效目标表 \\f C \\l 1 ", "2、办公经费绩效目标表"]
)
@pytest.mark.parametrize("gap", ["\n", "\n\n", "\n\n\n"])
def test_heading_ends_the_table_above_it(heading: str, gap: str) -> None:
    text = f"\t甲\n\t乙\n{gap}{heading}\n\t101001某某馆\n"
    assert tables(text) == [[["甲", "乙"]], [["101001某某馆"]]]
    assert lines(text) == ["2、办公经费绩效目标表"]


def test_every_line_of_a_cell_keeps_its_place() -> None:
    (table,) = read_word_text(["\t目标", "\t1.甲", "2.乙"]).blocks
    assert isinstance(table, Table)
    assert table.rows[0][1].places == ({"line": 2}, {"line": 3})


def test_page_number_behind_the_last_table_is_no_cell() -> None:
    assert tables("\t甲\n\t乙\n\n\n2\n") == [[["甲", "乙"]]]


def test_project_is_read_with_its_places() -> None:
    document = read(project(word((HEADER, *BODY))))
    assert indicator_rows(document) == carried(BODY)
    assert document.projects[0].goals == ["丰富馆藏。", "方便借阅。"]
    assert document.projects[0].unit_code == "101001"
    assert document.projects[0].at["unit_code"] == {"line": 2}
    assert document.warnings == []


def test_blank_template_row_is_no_indicator() -> None:
    document = read(project(word((HEADER, [""] * 6))))
    assert document.projects[0].indicators == []


@pytest.mark.parametrize(
    "broken",
    [
        "\t产出指标\n\t数量指标\n购置册数\n\t全年购置图书册数\n\t≥1200册\n\t工作计划\n",  # a tab is lost
        "\t产出指标\n\t数量指标\n\n\t购置册数\n\t全年购置图书册数\n\t≥1200册\n\t工作计划\n",  # a blank line inside
        "\t产出指标\n\t数量指标\n\n\n\t购置册数\n\t全年购置图书册数\n\n\t≥1200册\n\t工作计划\n",
        "\t产出指标\n数量指标\n购置册数\n全年购置图书册数\n≥1200册\n工作计划\n",
    ],
)
def test_row_is_mended_where_its_count_of_cells_decides(broken: str) -> None:
    document = read(project(word((HEADER,)) + broken + "\n" + word(BODY[1:])))
    assert indicator_rows(document) == carried(BODY)


def test_lost_tabs_and_blank_lines_in_the_head_do_not_matter() -> None:
    head = word(HEAD).replace("\t图书购置经费", "图书购置经费").replace("\t预算数\n\t3.50", "\t预算数\n3.50", 1)
    document = read(project(word((HEADER, *BODY)), head))
    (found,) = document.projects
    assert (found.name, found.budget, found.fiscal_funds) == ("图书购置经费", "3.50", "3.50")


def test_value_in_a_row_of_its_own_belongs_to_the_label_above() -> None:
    head = word(HEAD).replace("\t项目编码\n", "\t项目编码\n\n")
    assert read(project(word((HEADER, *BODY)), head)).projects[0].code == "13999924P00511110001J"
