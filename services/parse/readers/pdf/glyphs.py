"""The characters of a page with their boxes, as they are seen: nothing hidden, doubtful ones counted."""

from dataclasses import dataclass
from itertools import repeat
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from services.parse.readers.pdf import native
from services.parse.readers.pdf.geometry import Floats, Mask, Transform, displayed

REPLACEMENT = 0xFFFD
# White space, and what PDFium makes of a character it cannot name.
_IS_BLANK = np.zeros(0x10000, dtype=bool)
_IS_BLANK[[0x09, 0x0A, 0x0D, 0x20, 0xA0, 0x3000, 0xFFFE]] = True
_SLANT = 0.1  # of the other side of the triangle: six degrees, more than a page that was scanned askew
_NOT_SAID = 0xFFFE  # in PDFium's text: it says only of the single character what it is
_LINE_END_HYPHEN = 0x02  # PDFium takes it for one that parts a word; Chinese knows none such, so it was printed
_SURROGATES = (0xD800, 0xDFFF)
_LAST = 0x10FFFF
_BOX_FLOATS = 4  # left, top, right, bottom
_MATRIX_FLOATS = 6
_LARGE = 1.6  # times the page's usual height: with a pale colour, a watermark
_TEXT_HEIGHT = 20.0  # points: a page's usual height is no more, though it should hold nothing but a watermark

# The handles of the text objects of a page that nobody sees, and of those that are pale on white paper.
Looks: TypeAlias = tuple[set[int], set[int]]


@dataclass(frozen=True, slots=True)
class Glyphs:
    """The visible glyphs of a page in the order of its content: `codes` and `boxes` of equal length."""

    codes: NDArray[np.int64]  # Unicode; REPLACEMENT where the font does not say which character it is
    boxes: Floats  # a row each: x0, top, x1, bottom in display space

    def __len__(self) -> int:
        return len(self.codes)

    @property
    def x0(self) -> Floats:
        """Left edges."""
        return self.boxes[:, 0]

    @property
    def top(self) -> Floats:
        """Upper edges."""
        return self.boxes[:, 1]

    @property
    def x1(self) -> Floats:
        """Right edges."""
        return self.boxes[:, 2]

    @property
    def bottom(self) -> Floats:
        """Lower edges."""
        return self.boxes[:, 3]

    @property
    def unmapped(self) -> int:
        """How many glyphs have no certain character."""
        return int(np.count_nonzero(self.codes == REPLACEMENT))

    def take(self, indices: NDArray[np.int64]) -> "Glyphs":
        """The glyphs at `indices`, in that order."""
        return Glyphs(self.codes.take(indices), self.boxes.take(indices, axis=0))


def glyphs_of(textpage: int, to_display: Transform, looks: Looks) -> tuple[Glyphs, Glyphs]:
    """The visible glyphs of an open PDFium text page: its text, and what is only a mark across it."""
    count = max(0, native.text_count_chars(textpage))
    boxes = np.empty((count, _BOX_FLOATS), dtype=np.float32)
    list(map(native.text_box, repeat(textpage, count), range(count), native.addresses(boxes)[0]))
    codes = _codes(textpage, count)
    codes[_unsure(textpage, count) | (codes == 0) | (codes > _LAST)] = REPLACEMENT
    codes[codes == _LINE_END_HYPHEN] = ord("-")
    glyphs = Glyphs(codes, displayed(to_display, boxes))
    shown = np.flatnonzero(~_IS_BLANK[np.minimum(codes, len(_IS_BLANK) - 1)])
    text, marks = _parted(textpage, glyphs.take(shown), shown, looks)
    return glyphs.take(shown[text]), glyphs.take(shown[marks])


def _codes(textpage: int, count: int) -> NDArray[np.int64]:
    """The characters, at once where each is one unit of PDFium's text, else one by one."""
    text = np.zeros(count + 1, dtype=np.uint16)
    if native.text_utf16(textpage, 0, count, text.ctypes.data) == count + 1:
        codes = text[:count].astype(np.int64)
        if not ((codes >= _SURROGATES[0]) & (codes <= _SURROGATES[1])).any():
            for index in np.flatnonzero(codes == _NOT_SAID).tolist():
                codes[index] = native.text_unicode(textpage, index)
            return codes
    return np.fromiter(map(native.text_unicode, repeat(textpage, count), range(count)), dtype=np.int64, count=count)


def _unsure(textpage: int, count: int) -> Mask:
    """Which glyphs have no mapping to a character: a matter of the font, so that every one of them is asked."""
    answers = map(native.text_is_unsure, repeat(textpage, count), range(count))
    return np.asarray(np.fromiter(answers, dtype=np.int64, count=count) == 1)


def _parted(textpage: int, glyphs: Glyphs, indices: NDArray[np.int64], looks: Looks) -> tuple[Mask, Mask]:
    """Which glyphs are text, and which are writing across the page: a watermark is no part of a cell. Neither are those
    that nobody sees. `indices` says where they stand in the text page.

    Asking every glyph would cost as much as reading it, so it is done only on a page where an object is hidden, one may
    be pale and large, or the first of a run of neighbours is slanted: a run may change its looks, but not its slant.
    """
    hidden, pale = looks
    large = _large(glyphs) if pale else np.zeros(len(glyphs), dtype=bool)
    if not (hidden or large.any() or _slanted(textpage, indices[_first_of_runs(glyphs)]).any()):
        return np.ones(len(glyphs), dtype=bool), np.zeros(len(glyphs), dtype=bool)
    objects = list(map(native.text_object, repeat(textpage), indices.tolist()))
    seen = ~_among(objects, hidden)
    marks = _slanted(textpage, indices) | (_among(objects, pale) & large)
    return seen & ~marks, seen & marks


def _large(glyphs: Glyphs) -> Mask:
    """Which glyphs are far higher than text usually is, on this page or any."""
    height = glyphs.bottom - glyphs.top
    return np.asarray(height > _LARGE * min(float(np.median(height)) if len(height) else 0.0, _TEXT_HEIGHT))


def _among(objects: list[int], chosen: set[int]) -> Mask:
    return np.fromiter(map(chosen.__contains__, objects), dtype=bool, count=len(objects))


def _slanted(textpage: int, indices: NDArray[np.int64]) -> Mask:
    """Which glyphs are turned by no multiple of 90 degrees. Italics lean, which is another thing."""
    matrices = np.zeros((len(indices), _MATRIX_FLOATS), dtype=np.float32)
    list(map(native.text_matrix, repeat(textpage), indices.tolist(), native.addresses(matrices)[0]))
    along, up = np.abs(matrices[:, :2]).T
    return np.asarray(np.minimum(along, up) > _SLANT * np.maximum(along, up))


def _first_of_runs(glyphs: Glyphs) -> NDArray[np.int64]:
    """The indices of glyphs that do not follow their predecessor closely on the same line."""
    if not len(glyphs):
        return np.arange(0)
    x0, top, x1, bottom = glyphs.boxes.T
    gap = x0[1:] - x1[:-1]
    height = bottom[1:] - top[1:]
    breaks = (np.abs(top[1:] - top[:-1]) > 1.0) | (np.abs(gap) > height)
    return np.flatnonzero(np.concatenate(([True], breaks)))
