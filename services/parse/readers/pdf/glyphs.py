"""The characters of a page with their boxes, as they are seen: nothing hidden, doubtful ones counted."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import repeat
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from services.parse.readers.pdf import native
from services.parse.readers.pdf.geometry import Transform

Floats: TypeAlias = NDArray[np.float64]

REPLACEMENT = 0xFFFD
# White space, and what PDFium makes of a character it cannot name.
_BLANKS = np.array([0x09, 0x0A, 0x0D, 0x20, 0xA0, 0x3000, 0xFFFE])
_SLANT = 0.1  # of the other side of the triangle: six degrees, more than a page that was scanned askew
_ANSWERS = native.Answers(floats=6, integers=0)
_NOT_SAID = 0xFFFE  # in PDFium's text: it says only of the single character what it is
_LINE_END_HYPHEN = 0x02  # PDFium takes it for one that parts a word; Chinese knows none such, so it was printed
_SURROGATES = (0xD800, 0xDFFF)
_BOX_FLOATS = 4  # left, top, right, bottom


@dataclass(frozen=True, slots=True)
class Glyphs:
    """The visible glyphs of a page in the order of its content: `codes` and `boxes` of equal length."""

    codes: NDArray[np.int64]  # Unicode; REPLACEMENT where the font does not say which character it is
    boxes: Floats  # a row each: x0, top, x1, bottom in display space
    hidden: int = 0

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

    def where(self, chosen: NDArray[np.bool_] | NDArray[np.int64]) -> "Glyphs":
        """The glyphs that a mask or an array of indices chooses."""
        return Glyphs(self.codes[chosen], self.boxes[chosen], self.hidden)


def glyphs_of(textpage: int, to_display: Transform, is_hidden: Callable[[int], bool]) -> Glyphs:
    """The visible glyphs of an open PDFium text page; `is_hidden` says it of the handle of a text object."""
    count = max(0, native.text_count_chars(textpage))
    boxes = np.empty((count, _BOX_FLOATS), dtype=np.float32)
    first = boxes.ctypes.data
    addresses = range(first, first + boxes.nbytes, boxes.itemsize * _BOX_FLOATS)
    list(map(native.text_box, repeat(textpage, count), range(count), addresses))
    codes = _codes(textpage, count)
    codes[_unsure(textpage, codes) | (codes == 0)] = REPLACEMENT
    codes[codes == _LINE_END_HYPHEN] = ord("-")
    glyphs = Glyphs(codes, _displayed(boxes, to_display))
    shown = ~np.isin(codes, _BLANKS)
    hidden = _hidden(textpage, glyphs, shown, is_hidden)
    if not hidden.any():
        return glyphs.where(shown)
    return replace(glyphs.where(shown & ~hidden), hidden=int(np.count_nonzero(hidden)))


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


def _unsure(textpage: int, codes: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Which glyphs have no mapping to a character.

    Whether there is one is a matter of the font: each character is asked about where it stands first, and every glyph
    of a page where one of these has none.
    """
    count = len(codes)
    _, firsts = np.unique(codes, return_index=True)
    if 1 not in map(native.text_is_unsure, repeat(textpage, count), firsts.tolist()):
        return np.zeros(count, dtype=bool)
    every = map(native.text_is_unsure, repeat(textpage, count), range(count))
    return np.fromiter(every, dtype=bool, count=count)


def _displayed(boxes: NDArray[np.float32], to_display: Transform) -> Floats:
    left, top, right, bottom = boxes.astype(np.float64).T
    one_x, one_y = to_display(left, top)
    other_x, other_y = to_display(right, bottom)
    low = np.minimum(one_x, other_x), np.minimum(one_y, other_y)
    high = np.maximum(one_x, other_x), np.maximum(one_y, other_y)
    return np.stack((*low, *high), axis=1)


def _hidden(
    textpage: int, glyphs: Glyphs, shown: NDArray[np.bool_], is_hidden: Callable[[int], bool]
) -> NDArray[np.bool_]:
    """Which glyphs belong to hidden text objects, or to writing across the page: a watermark is no part of a cell.

    Asking for every glyph would cost as much as reading it, so the first of each run of neighbours is asked, and all
    of them on a page where one is hidden.
    """
    hidden = np.zeros(len(glyphs), dtype=bool)
    seen: dict[int, bool] = {}

    def ask(index: int) -> bool:
        handle = native.text_object(textpage, index)
        if not handle:  # a character that PDFium made up belongs to no object
            return False
        if handle not in seen:
            seen[handle] = is_hidden(handle) or _is_slanted(textpage, index)
        return seen[handle]

    if any(ask(int(index)) for index in _first_of_runs(glyphs, shown)):
        for index in np.flatnonzero(shown):
            hidden[index] = ask(int(index))
    return hidden


def _is_slanted(textpage: int, index: int) -> bool:
    """Whether a glyph is turned by no multiple of 90 degrees. Italics lean, which is another thing."""
    native.text_matrix(textpage, index, _ANSWERS.float_at[0])
    along, up = map(abs, _ANSWERS.floats(2))
    return min(along, up) > _SLANT * max(along, up)


def _first_of_runs(glyphs: Glyphs, shown: NDArray[np.bool_]) -> NDArray[np.int64]:
    """The indices of glyphs that do not follow their predecessor closely on the same line."""
    indices = np.flatnonzero(shown)
    if not len(indices):
        return indices
    x0, top, x1, bottom = glyphs.boxes[indices].T
    gap = x0[1:] - x1[:-1]
    height = bottom[1:] - top[1:]
    breaks = (np.abs(top[1:] - top[:-1]) > 1.0) | (np.abs(gap) > height)
    return indices[np.concatenate(([True], breaks))]
