"""Two engines for PDF pages: when the reference reads, and that this is said."""

import pypdfium2 as pdfium
import pytest

from services.parse.blocks import Table
from services.parse.core import parse, read
from services.parse.readers.pdf import reader
from services.parse.task import summary
from tests.unit.parse.raw_pdf import four_words, pdf, stroked_lines

SQUARE = pdf(f"{stroked_lines()} {four_words()}")
# The lower right corner of the upper left cell is open: no rectangle, so the fast reader cannot be sure.
CORNER = pdf(
    "50 100 m 250 100 l S 50 200 m 250 200 l S 50 100 m 50 200 l S 250 100 m 250 200 l S"
    f" 50 150 m 150 150 l S 150 100 m 150 130 l S {four_words()}"
)


def tables(data: bytes, engine: str) -> list[list[list[str]]]:
    blocks = read(data, engine).blocks
    return [[[cell.text for cell in row] for row in block.rows] for block in blocks if isinstance(block, Table)]


def test_both_engines_read_a_plain_table_alike() -> None:
    assert tables(SQUARE, "pdfium") == tables(SQUARE, "pdfplumber") == [[["A", "B"], ["C", "D"]]]


def test_reference_reads_alone_when_it_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    def never(*_: object) -> None:
        pytest.fail("the fast reader was used")

    monkeypatch.setattr(reader, "read_page", never)
    assert tables(SQUARE, "pdfplumber") == [[["A", "B"], ["C", "D"]]]


def test_page_that_is_not_sure_is_left_to_the_reference_and_said() -> None:
    (document,) = parse(CORNER, "corner.pdf")
    assert [(w.code, w.text, w.at) for w in document.warnings if w.code == "page_read_again"] == [
        ("page_read_again", "irregular_grid", {"page": 1})
    ]
    assert summary(document).fallbacks == {"irregular_grid": 1}


def test_page_that_the_reference_fails_on_stays_doubtful_and_is_no_fallback(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "read_page_again", lambda *_: 1 / 0)
    (document,) = parse(CORNER, "corner.pdf")
    assert {w.code for w in document.warnings} >= {"grid_uncertain"}
    assert summary(document).fallbacks == {}


def test_fonts_of_the_machine_are_there_again_after_reading() -> None:
    unheld = pdf(four_words(), font="<< /Type /Font /Subtype /TrueType /BaseFont /SimSun >>")
    for _ in range(3):
        read(unheld)
        page = pdfium.PdfDocument(unheld)[0]
        assert page.render().to_numpy().min() < 255


def test_sure_page_is_left_to_nobody() -> None:
    (document,) = parse(SQUARE, "square.pdf")
    assert summary(document).fallbacks == {}
