"""What PDF files do to tables and text: each trap a small file written here."""

import io

import pytest
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

from services.parse.blocks import Line, Reading, Table
from services.parse.readers.pdf import reader
from services.parse.readers.pdf.reader import read_pdf
from shared.errors import DocumentFailure, Encrypted, Malformed
from tests.unit.parse.raw_pdf import HEIGHT, HELVETICA, WIDTH, XS, YS, four_words, pdf, stroked_lines, words

SQUARE = [["A", "B"], ["C", "D"]]


def tables(reading: Reading) -> list[list[list[str]]]:
    return [[[cell.text for cell in row] for row in block.rows] for block in reading.blocks if isinstance(block, Table)]


def lines(reading: Reading) -> list[str]:
    return [block.text for block in reading.blocks if isinstance(block, Line)]


def codes(reading: Reading) -> list[str]:
    return [code for code, _, _ in reading.warnings]


def thin_fills() -> str:
    across = [f"{XS[0]} {y} {XS[-1] - XS[0]} 0.5 re f" for y in YS]
    return "\n".join(across + [f"{x} {YS[0]} 0.5 {YS[-1] - YS[0]} re f" for x in XS])


def boxes(operator: str) -> str:
    return "\n".join(f"{x} {y} 100 50 re {operator}" for x in XS[:2] for y in YS[:2])


def dots() -> str:
    """Rules as rows of short strokes, as some programs write dashes."""
    across = [f"{x} {y} m {x + 2} {y} l S" for y in YS for x in range(XS[0], XS[-1], 5)]
    return "\n".join(across + [f"{x} {y} m {x} {y + 2} l S" for x in XS for y in range(YS[0], YS[-1], 5)])


POLYLINE = f"{XS[0]} {YS[0]} m {XS[2]} {YS[0]} l {XS[2]} {YS[2]} l {XS[0]} {YS[2]} l h S"
CROSS = f"{XS[0]} {YS[1]} m {XS[2]} {YS[1]} l S {XS[1]} {YS[0]} m {XS[1]} {YS[2]} l S"
INNER_LINES = stroked_lines(XS, YS).split("\n")
WHITE, GREY, BLACK = "1 g", "0.8 g", "0 g 0 G"

DRAWINGS = {
    "lines": stroked_lines(),
    "thin filled rectangles": thin_fills(),
    "stroked rectangles": boxes("S"),
    "one outline and a cross": f"{POLYLINE} {CROSS}",
    "a rule that closes an outline": (
        "150 200 m 50 200 l 50 100 l 150 100 l h S 150 100 m 250 100 l 250 200 l 150 200 l S 50 150 m 250 150 l S"
    ),
    "one path": " ".join(f"{x} {y} 100 50 re" for x in XS[:2] for y in YS[:2]) + " S",
    "dashes": stroked_lines(style="[3 2] 0 d"),
    "dashes, each drawn": dots(),
    "cell backgrounds under lines": f"{GREY} {boxes('f')} {BLACK} {stroked_lines()}",
    "white background behind text": f"{stroked_lines()} {WHITE} 55 105 90 40 re f 155 155 90 40 re f {BLACK}",
    "scaled by a matrix": f"q 2 0 0 2 0 0 cm {stroked_lines([25, 75, 125], [50, 75, 100])} Q",
    "clipped to the table": f"q 40 90 230 130 re W n {stroked_lines()} Q",
    "no borders at the sides": "\n".join(line for line in INNER_LINES if not line.startswith(("50 100 m 50", "250"))),
    "a rule clipped away": f"{stroked_lines()} q 300 100 10 10 re W n 50 125 m 250 125 l S Q",
    "a white rule on white": f"{stroked_lines()} q 1 G 50 125 m 250 125 l S Q",
    "a white rule between coloured cells": (f"{GREY} 50 100 200 100 re f {BLACK} {POLYLINE} q 1 G {CROSS} Q"),
    "a slanted line across": f"{stroked_lines()} 50 100 m 250 200 l S",
}


@pytest.mark.parametrize("drawing", DRAWINGS.values(), ids=DRAWINGS.keys())
def test_rules_of_every_kind_part_the_same_cells(drawing: str) -> None:
    assert tables(read_pdf(pdf(f"{drawing}\n{four_words()}"))) == [SQUARE]


def test_rules_in_a_form_are_where_its_matrix_puts_them() -> None:
    form = ("/Type /XObject /Subtype /Form /BBox [0 0 400 300] /Matrix [1 0 0 1 10 0]", stroked_lines([15, 65, 115]))
    content = f"q 2 0 0 1 0 0 cm /X Do Q {four_words()}"
    reading = read_pdf(pdf(content, resources="/XObject << /X 10 0 R >>", objects=[form]))
    assert tables(reading) == [SQUARE]
    table = next(block for block in reading.blocks if isinstance(block, Table))
    assert table.rows[0][0].places == ({"page": 1, "bbox": pytest.approx([90, 120, 97, 131], abs=3)},)


def test_form_that_draws_itself_ends() -> None:
    form = ("/Type /XObject /Subtype /Form /BBox [0 0 400 300] /Resources << /XObject << /X 10 0 R >> >>", "/X Do")
    content = f"/X Do {stroked_lines()} {four_words()}"
    assert tables(read_pdf(pdf(content, resources="/XObject << /X 10 0 R >>", objects=[form]))) == [SQUARE]


def turned(rotation: int) -> str:
    """The matrix that sets upright what is displayed under /Rotate."""
    return {
        90: f"0 1 -1 0 {WIDTH} 0 cm",
        180: f"-1 0 0 -1 {WIDTH} {HEIGHT} cm",
        270: f"0 -1 1 0 0 {HEIGHT} cm",
    }[rotation]


@pytest.mark.parametrize("rotation", [90, 180, 270])
def test_rotated_page_is_read_as_it_is_displayed(rotation: int) -> None:
    content = f"q {turned(rotation)} {stroked_lines()} {words((60, 170, 'AHEAD'), (190, 170, 'B'), (90, 120, 'C'))} Q"
    reading = read_pdf(pdf(content, page=f"/Rotate {rotation}"))
    assert tables(reading) == [[["AHEAD", "B"], ["C", ""]]]


def test_places_count_from_the_upper_left_of_the_crop_box() -> None:
    content = f"{stroked_lines()} {four_words()}"
    whole = read_pdf(pdf(content))
    cropped = read_pdf(pdf(content, page="/CropBox [20 10 380 290]"))
    assert tables(cropped) == [SQUARE]
    before, after = (
        next(block for block in reading.blocks if isinstance(block, Table)).rows[0][0].places[0]["bbox"]
        for reading in (whole, cropped)
    )
    assert [a - b for a, b in zip(before, after, strict=True)] == pytest.approx([20, 10, 20, 10], abs=0.2)


def test_glyphs_printed_twice_for_bold_count_once() -> None:
    bold = words((60, 170, "TOTAL"), (60.3, 170, "TOTAL"))
    assert tables(read_pdf(pdf(f"{stroked_lines()} {bold}")))[0][0][0] == "TOTAL"


def test_glyphs_printed_twice_one_by_one_count_once() -> None:
    twice = " ".join(f"({letter}) 550 ({letter})" for letter in "TOTAL")
    content = f"{stroked_lines()} BT /F 10 Tf 1 0 0 1 60 170 Tm [{twice}] TJ ET"
    assert tables(read_pdf(pdf(content, font=HELVETICA.replace("Helvetica", "Courier"))))[0][0][0] == "TOTAL"


def test_repeated_letters_are_not_taken_for_bold() -> None:
    assert tables(read_pdf(pdf(f"{stroked_lines()} {words((60, 170, '1000.00'))}")))[0][0][0] == "1000.00"


@pytest.mark.parametrize("extra", ["3 Tr", "7 Tr", "1 g"], ids=["invisible", "clip only", "white"])
def test_text_that_nobody_sees_is_not_read(extra: str) -> None:
    hidden = f"q {words((60, 120, 'SECRET'), extra=extra)} Q"
    assert tables(read_pdf(pdf(f"{stroked_lines()} {four_words()} {hidden}"))) == [SQUARE]


@pytest.mark.parametrize("extra", ["3 Tr", "7 Tr", "1 g"], ids=["invisible", "clip only", "white"])
@pytest.mark.parametrize("drawn", ["{}", "/X Do"], ids=["on the page", "in a form"])
def test_text_that_nobody_sees_is_not_read_though_it_follows_text_that_is_seen(extra: str, drawn: str) -> None:
    text = f"BT /F 10 Tf 1 0 0 1 60 170 Tm (budget 100) Tj {extra} (000) Tj ET"
    fonts = "/Resources << /Font << /F 3 0 R >> >>"
    form = (f"/Type /XObject /Subtype /Form /BBox [0 0 400 300] {fonts}", text)
    content = f"{stroked_lines()} {drawn.format(text)}"
    (table,) = tables(read_pdf(pdf(content, resources="/XObject << /X 10 0 R >>", objects=[form])))
    assert table[0][0] in {"budget 100", "budget100"}


def test_white_text_on_a_coloured_cell_is_read() -> None:
    content = f"0.2 g 50 100 200 100 re f {BLACK} {stroked_lines()} q {four_words(extra='1 g')} Q"
    assert tables(read_pdf(pdf(content))) == [SQUARE]


TYPE0 = """<< /Type /Font /Subtype /Type0 /BaseFont /Some /Encoding /Identity-H /DescendantFonts [<< /Type /Font
 /Subtype /CIDFontType2 /BaseFont /Some /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >>
 /DW 1000 >>] >>"""


def test_glyphs_without_a_mapping_are_never_taken_for_letters() -> None:
    content = f"{stroked_lines()} BT /F 10 Tf 1 0 0 1 60 170 Tm <00410042> Tj ET"
    reading = read_pdf(pdf(content, font=TYPE0))
    text = tables(reading)[0][0][0]
    assert "A" not in text
    assert "B" not in text
    assert "page_read_again" in codes(reading)


UNNAMED = """<< /Type /Font /Subtype /Type1 /BaseFont /ABCDEF+Some /FirstChar 65 /LastChar 66 /Widths [600 600]
 /Encoding << /Type /Encoding /Differences [65 /g31 /g32] >> >>"""


@pytest.mark.parametrize(("font", "code"), [(TYPE0, "<0041>"), (UNNAMED, "(A)")], ids=["no map", "unnamed glyphs"])
def test_glyphs_without_a_mapping_are_found_beside_the_letters_of_another_font(font: str, code: str) -> None:
    content = f"{stroked_lines()} {four_words()} BT /G 10 Tf 1 0 0 1 60 185 Tm {code} Tj ET"
    reading = read_pdf(pdf(content, other_font=font))
    assert ("page_read_again", "unmapped_glyphs") in [(code, reason) for code, reason, _ in reading.warnings]


def test_glyphs_without_a_mapping_are_shown_as_such_where_the_reference_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "read_page_again", lambda *_: 1 / 0)
    content = f"{stroked_lines()} {four_words()} BT /G 10 Tf 1 0 0 1 60 185 Tm <00410042> Tj ET"
    reading = read_pdf(pdf(content, other_font=TYPE0))
    assert tables(reading) == [[["\ufffd\ufffd\nA", "B"], ["C", "D"]]]
    (table,) = (block for block in reading.blocks if isinstance(block, Table))
    assert reading.warnings == tuple(
        ("grid_uncertain", text, sum((cell.places for cell in row), ()))
        for text, row in zip(("\ufffd\ufffd\nA B", "C D"), table.rows, strict=True)
    )


def test_page_that_neither_engine_can_name_the_letters_of_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "read_page_again", lambda *_: 1 / 0)
    reading = read_pdf(pdf("BT /F 10 Tf 1 0 0 1 60 185 Tm <00410042> Tj ET", font=TYPE0))
    assert reading.warnings == (("page_unreadable", None, ({"page": 1},)),)


def test_letters_are_found_by_the_numbers_of_a_font_that_the_file_does_not_hold() -> None:
    names = "1 begincodespacerange <0000> <ffff> endcodespacerange 2 beginbfchar <0200> <4e00> <f001> <4e8c> endbfchar"
    one, other = (
        f"BT /F 10 Tf 1 0 0 1 {at} Tm {code} Tj ET" for at, code in (("60 170", "<0200>"), ("190 120", "<f001>"))
    )
    font = TYPE0.replace("/Identity-H", "/Identity-H /ToUnicode 10 0 R")
    reading = read_pdf(pdf(f"{stroked_lines()} {one} {other}", font=font, objects=[("", names)]))
    assert tables(reading) == [[["一", ""], ["", "二"]]]
    assert codes(reading) == []


FULL_WIDTH = """<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H /DescendantFonts [<<
 /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /DW 1000 /CIDSystemInfo << /Registry (Adobe)
 /Ordering (GB1) /Supplement 4 >> >>] >>"""


def test_radicals_are_read_as_their_ideographs() -> None:
    shown = f"BT /F 10 Tf 1 0 0 1 52 170 Tm <{'⼈目'.encode('utf-16-be').hex()}> Tj ET"
    font = TYPE0.replace("/Identity-H", "/Identity-H /ToUnicode 10 0 R")
    names = "1 begincodespacerange <0000> <ffff> endcodespacerange 2 beginbfchar <2f08> <2f08> <76ee> <76ee> endbfchar"
    assert tables(read_pdf(pdf(f"{stroked_lines()} {shown}", font=font, objects=[("", names)])))[0][0][0] == "人目"


def test_full_width_forms_stay_as_they_are_printed() -> None:
    printed = "３．５０％（万元）"
    shown = f"BT /G 10 Tf 1 0 0 1 52 170 Tm <{printed.encode('utf-16-be').hex()}> Tj ET"
    reading = read_pdf(pdf(f"{stroked_lines()} {shown}", other_font=FULL_WIDTH))
    assert tables(reading)[0][0][0] == printed


def test_tall_label_beside_rows_spans_them() -> None:
    drawing = f"{POLYLINE} 150 150 m 250 150 l S 150 100 m 150 200 l S"
    reading = read_pdf(pdf(f"{drawing} {words((60, 145, 'LABEL'), (190, 170, 'B'), (190, 120, 'D'))}"))
    assert tables(reading) == [[["LABEL", "B"], ["", "D"]]]
    table = next(block for block in reading.blocks if isinstance(block, Table))
    assert (table.rows[0][0].row_span, table.rows[1][0].covered) == (2, True)


def test_tables_side_by_side_are_two() -> None:
    drawing = stroked_lines([20, 90, 160]) + stroked_lines([200, 280, 360])
    placed = words((30, 170, "A"), (100, 170, "B"), (210, 170, "X"), (290, 170, "Y"))
    assert tables(read_pdf(pdf(f"{drawing} {placed}"))) == [[["A", "B"], ["", ""]], [["X", "Y"], ["", ""]]]


def test_running_headers_and_page_numbers_belong_to_no_block() -> None:
    pages = [words((50, 285, f"Budget 2{number}"), (50, 150, "Text"), (200, 8, f"- {number} -")) for number in range(4)]
    assert lines(read_pdf(pdf(pages))) == ["Text"] * 4


def test_number_in_the_middle_of_a_page_is_no_page_number() -> None:
    assert lines(read_pdf(pdf(words((200, 150, "12"))))) == ["12"]


def test_watermark_across_a_table_is_in_no_cell() -> None:
    mark = "q 0.85 g BT /F 60 Tf 0.87 0.5 -0.5 0.87 60 90 Tm (DRAFT) Tj ET Q"
    assert tables(read_pdf(pdf(f"{mark} {stroked_lines()} {four_words()}"))) == [SQUARE]


LEVEL = words((80, 130, "DRAFT"), size=40, extra="0.85 g")


def marks(reading: Reading) -> list[str | None]:
    return [text for code, text, _ in reading.warnings if code == "mark_left_out"]


@pytest.mark.parametrize("mark", [LEVEL, "q 0.5 g BT /F 14 Tf 0.87 0.5 -0.5 0.87 60 90 Tm (DRAFT) Tj ET Q"])
def test_watermark_of_several_pages_is_left_out(mark: str) -> None:
    page = f"{stroked_lines()} {four_words()}"
    reading = read_pdf(pdf([f"q {mark} Q {page}", f"{page} q {mark} Q"]))
    assert (tables(reading), lines(reading), codes(reading)) == ([SQUARE, SQUARE], [], [])


def test_what_looks_like_a_watermark_on_one_page_only_is_doubted() -> None:
    reading = read_pdf(pdf([f"q {LEVEL} Q {stroked_lines()} {four_words()}", words((50, 150, "Text"))]))
    assert (tables(reading), marks(reading)) == ([SQUARE], ["DRAFT"])
    ((place,),) = (places for _, _, places in reading.warnings)
    assert place["page"] == 1
    assert place["bbox"] == pytest.approx([80, 130, 213, 175], abs=8)


NO_MARKS = {
    "large and dark": words((52, 165, "SUM"), size=40, extra="0.4 g"),
    "pale and small": words((60, 170, "SUM"), extra="0.85 g"),
    "on a coloured area": f"0.2 g 50 100 200 100 re f {words((52, 165, 'SUM'), size=40, extra='0.85 g')}",
}


@pytest.mark.parametrize("text", NO_MARKS.values(), ids=NO_MARKS.keys())
def test_text_that_is_only_large_or_only_pale_is_no_watermark(text: str) -> None:
    page = f"q {text} Q {BLACK} {stroked_lines()} {words((190, 120, 'D'), (190, 170, 'B'), (90, 120, 'C'))}"
    reading = read_pdf(pdf([page] * 3))
    assert (tables(reading)[0], codes(reading)) == ([["SUM", "B"], ["C", "D"]], [])


@pytest.mark.parametrize("name", ["Helvetica", "Times-Roman", "Courier", "Arial"])
def test_standard_font_without_widths_stands_where_it_is_printed(name: str) -> None:
    kind = "TrueType" if name == "Arial" else "Type1"
    content = f"{stroked_lines()} {words((52, 170, '1,234,567,890'), (155, 170, 'B'), size=11)}"
    reading = read_pdf(pdf(content, font=f"<< /Type /Font /Subtype /{kind} /BaseFont /{name} >>"))
    assert tables(reading)[0][0] == ["1,234,567,890", "B"]


def test_hyphen_at_the_end_of_a_line_is_kept() -> None:
    content = f"{stroked_lines()} {words((60, 180, 'fund-'), (60, 166, 'direct'))}"
    assert tables(read_pdf(pdf(content)))[0][0][0] == "fund-\ndirect"


LIGATURES = """<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding << /Type /Encoding
 /Differences [65 /fi] >> >>"""


def test_ligature_is_its_letters() -> None:
    assert lines(read_pdf(pdf(words((50, 150, "A")), font=LIGATURES))) == ["fi"]


def encrypted(user: str) -> bytes:
    out = io.BytesIO()
    canvas = Canvas(out, encrypt=StandardEncryption(user, ownerPassword="owner", canPrint=0))
    canvas.drawString(50, 500, "Open")
    canvas.save()
    return out.getvalue()


def test_file_that_only_forbids_changes_is_read() -> None:
    assert lines(read_pdf(encrypted(""))) == ["Open"]


NO_PAGES = pdf([])
FAILURES = {
    "needs a password": (encrypted("user"), Encrypted),
    "no pages": (NO_PAGES, Malformed),
    "only a header": (b"%PDF-1.7\n", Malformed),
}


@pytest.mark.parametrize(("data", "failure"), FAILURES.values(), ids=FAILURES.keys())
def test_file_that_cannot_be_read_says_why(data: bytes, failure: type[DocumentFailure]) -> None:
    with pytest.raises(failure):
        read_pdf(data)


def test_file_with_a_broken_cross_reference_is_read() -> None:
    whole = pdf(f"{stroked_lines()} {four_words()}")
    broken = whole.replace(b"startxref\n", b"startxref\n9")
    assert tables(read_pdf(broken)) == [SQUARE]


def test_file_without_a_cross_reference_is_read() -> None:
    whole = pdf(f"{stroked_lines()} {four_words()}")
    table, trailer = whole.index(b"xref\n0"), whole.index(b"trailer")
    assert tables(read_pdf(whole[:table] + whole[trailer:])) == [SQUARE]


@pytest.mark.parametrize(("right", "off"), [(WIDTH - 20, False), (WIDTH + 40, True)], ids=["on it", "beyond it"])
def test_table_that_runs_off_its_page_is_doubted_row_by_row(right: int, off: bool) -> None:
    """As when a sheet that is too wide is printed: the last column is cut, and nobody left it blank."""
    drawn = stroked_lines((XS[0], XS[1], right), YS)
    warnings = read_pdf(pdf(f"{drawn} {four_words()}")).warnings
    assert [code for code, _, _ in warnings] == (["table_off_page", *["grid_uncertain"] * 2] if off else [])
    assert [text for code, text, _ in warnings if code == "grid_uncertain"] == (["A B", "C D"] if off else [])
