"""The characters of a page with their boxes, as they are seen: no doubles, nothing hidden, doubtful ones counted."""

import ctypes
from dataclasses import dataclass
from typing import Any, NamedTuple

import pypdfium2.raw as pdfium

from services.parse.readers.pdf.geometry import Transform

_REPLACEMENT = 0xFFFD
_SPACES = frozenset((0x09, 0x0A, 0x0D, 0x20, 0xA0, 0x3000, 0xFFFE, 0x02))


class Glyph(NamedTuple):
    """One visible character and its box in display space. A tuple, because a page has thousands."""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Glyphs:
    """The glyphs of a page in the order of its content, and how many have no certain character."""

    seen: list[Glyph]
    unmapped: int
    hidden: int


def glyphs_of(textpage: Any, to_display: Transform, hidden_text: set[int]) -> Glyphs:
    """The visible glyphs of an open PDFium text page (raw handle); `hidden_text` are addresses of text objects."""
    unicode_of, box_of_char, is_unsure = (
        pdfium.FPDFText_GetUnicode,
        pdfium.FPDFText_GetLooseCharBox,
        pdfium.FPDFText_HasUnicodeMapError,
    )
    rect = pdfium.FS_RECTF()
    seen: list[Glyph] = []
    unmapped = hidden = 0
    for index in range(pdfium.FPDFText_CountChars(textpage)):
        code = unicode_of(textpage, index)
        if code in _SPACES:
            continue
        if hidden_text and _object_address(textpage, index) in hidden_text:
            hidden += 1
            continue
        box_of_char(textpage, index, rect)
        if code in (0, _REPLACEMENT) or is_unsure(textpage, index) == 1:
            unmapped += 1
            code = _REPLACEMENT
        x0, top = to_display(rect.left, rect.top)
        x1, bottom = to_display(rect.right, rect.bottom)
        if x0 > x1:
            x0, x1 = x1, x0
        if top > bottom:
            top, bottom = bottom, top
        seen.append(Glyph(chr(code), x0, top, x1, bottom))
    return Glyphs(seen, unmapped, hidden)


def _object_address(textpage: Any, index: int) -> int:
    return ctypes.cast(pdfium.FPDFText_GetTextObject(textpage, index), ctypes.c_void_p).value or 0
