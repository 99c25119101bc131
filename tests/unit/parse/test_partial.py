"""What can be read of a file is kept, and what is missing is said: a page that fails, and time that runs out."""

import io
from collections.abc import Callable

import pytest
from PIL import Image

from services.parse.core import read
from services.parse.readers.pdf import reader as pdf_reader
from services.parse.readers.scan import reader as scan_reader
from shared.errors import TooLarge
from tests.fuzz.crafted.papers import pdf, stream

DRAWN = stream(b"14000 0 0 14000 0 0 cm /I Do")
FONT = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"


def pages(*kinds: str) -> bytes:
    """A PDF with a page of text, one that is missing, or a huge one without text, for each of `kinds`."""
    numbers = {"text": 3, "missing": 99, "huge": 6}
    kids = b" ".join(b"%d 0 R" % numbers[kind] for kind in kinds)
    text = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>"
    huge = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 14000 14000]/Contents 7 0 R"
    huge += b"/Resources<</XObject<</I 8 0 R>>>>>>"
    dot = b"/Subtype/Image/Width 1/Height 1/BitsPerComponent 8/ColorSpace/DeviceGray"
    tree = b"<</Type/Pages/Kids[%s]/Count %d>>" % (kids, len(kinds))
    said = stream(b"BT /F 12 Tf 72 700 Td (Budget) Tj ET")
    return pdf([b"<</Type/Catalog/Pages 2 0 R>>", tree, text, said, FONT, huge, DRAWN, stream(b"x", dot)])


def tiff(count: int) -> bytes:
    """White pages."""
    page, data = Image.new("L", (400, 500), 255), io.BytesIO()
    page.save(data, "TIFF", save_all=True, append_images=[page] * (count - 1))
    return data.getvalue()


def warnings(data: bytes) -> list[tuple[str, list[object]]]:
    """The codes and pages of what is missing."""
    missing = ("page_unreadable", "pages_unread")
    return [(code, [place["page"] for place in at]) for code, _, at in read(data).warnings if code in missing]


def after(looks: int) -> Callable[[], bool]:
    """A clock that runs out after so many looks at it."""
    left = iter([False] * looks)
    return lambda: next(left, True)


@pytest.mark.parametrize(
    ("kinds", "missing"),
    [
        (("text", "text"), []),
        (("text", "missing", "text"), [("page_unreadable", [2])]),
        (("text", "huge", "text", "missing"), [("page_unreadable", [2]), ("page_unreadable", [4])]),
    ],
)
def test_a_page_that_cannot_be_read_is_named_and_the_others_are_kept(
    kinds: tuple[str, ...], missing: list[tuple[str, list[object]]]
) -> None:
    assert warnings(pages(*kinds)) == missing


def test_a_file_of_nothing_but_a_huge_page_says_so() -> None:
    with pytest.raises(TooLarge):
        read(pages("huge"))


def test_the_pages_that_were_read_in_time_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf_reader, "out_of_time", after(2))
    reading = pdf_reader.read_pdf(pages(*["text"] * 5))
    assert len(reading.blocks) == 2
    assert reading.warnings == (("pages_unread", "3–5", ({"page": 3},)),)


def test_the_pictures_that_were_read_in_time_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scan_reader, "out_of_time", after(1))
    assert warnings(tiff(3)) == [("pages_unread", [2])]
