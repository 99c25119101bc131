"""The characters of a page with their boxes, as they are seen: nothing hidden, doubtful ones counted."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from services.parse.readers.pdf import native
from services.parse.readers.pdf.geometry import Transform

Floats: TypeAlias = NDArray[np.float64]

REPLACEMENT = 0xFFFD
# White space, and what PDFium makes of a soft hyphen and of a character it cannot name.
_BLANKS = np.array([0x02, 0x09, 0x0A, 0x0D, 0x20, 0xA0, 0x3000, 0xFFFE])
_BOX_FLOATS = 4  # left, top, right, bottom


@dataclass(frozen=True, slots=True)
class Glyphs:
    """The visible glyphs of a page in the order of its content: columns of equal length, boxes in display space."""

    codes: NDArray[np.int64]  # Unicode; REPLACEMENT where the font does not say which character it is
    x0: Floats
    top: Floats
    x1: Floats
    bottom: Floats
    hidden: int = 0

    def __len__(self) -> int:
        return len(self.codes)

    @property
    def unmapped(self) -> int:
        """How many glyphs have no certain character."""
        return int(np.count_nonzero(self.codes == REPLACEMENT))

    def where(self, chosen: NDArray[np.bool_] | NDArray[np.int64]) -> "Glyphs":
        """The glyphs that a mask or an array of indices chooses."""
        return Glyphs(
            self.codes[chosen], self.x0[chosen], self.top[chosen], self.x1[chosen], self.bottom[chosen], self.hidden
        )


def glyphs_of(textpage: int, to_display: Transform, is_hidden: Callable[[int], bool]) -> Glyphs:
    """The visible glyphs of an open PDFium text page; `is_hidden` says it of the handle of a text object."""
    count = native.text_count_chars(textpage)
    pages, indices = [textpage] * count, range(count)
    boxes = np.empty((count, _BOX_FLOATS), dtype=np.float32)
    first = boxes.ctypes.data
    list(map(native.text_box, pages, indices, range(first, first + boxes.nbytes, boxes.itemsize * _BOX_FLOATS)))
    codes = np.fromiter(map(native.text_unicode, pages, indices), dtype=np.int64, count=count)
    unsure = np.fromiter(map(native.text_is_unsure, pages, indices), dtype=np.int64, count=count)
    codes[(unsure == 1) | (codes == 0)] = REPLACEMENT
    glyphs = _displayed(codes, boxes.astype(np.float64), to_display)
    shown = ~np.isin(codes, _BLANKS)
    hidden = _hidden(textpage, glyphs, shown, is_hidden)
    seen = glyphs.where(shown & ~hidden)
    return Glyphs(seen.codes, seen.x0, seen.top, seen.x1, seen.bottom, int(np.count_nonzero(hidden)))


def _displayed(codes: NDArray[np.int64], boxes: Floats, to_display: Transform) -> Glyphs:
    left, top, right, bottom = boxes.T
    one_x, one_y = to_display(left, top)
    other_x, other_y = to_display(right, bottom)
    return Glyphs(
        codes,
        np.minimum(one_x, other_x),
        np.minimum(one_y, other_y),
        np.maximum(one_x, other_x),
        np.maximum(one_y, other_y),
    )


def _hidden(
    textpage: int, glyphs: Glyphs, shown: NDArray[np.bool_], is_hidden: Callable[[int], bool]
) -> NDArray[np.bool_]:
    """Which glyphs belong to hidden text objects.

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
            seen[handle] = is_hidden(handle)
        return seen[handle]

    if any(ask(int(index)) for index in _first_of_runs(glyphs, shown)):
        for index in np.flatnonzero(shown):
            hidden[index] = ask(int(index))
    return hidden


def _first_of_runs(glyphs: Glyphs, shown: NDArray[np.bool_]) -> NDArray[np.int64]:
    """The indices of glyphs that do not follow their predecessor closely on the same line."""
    indices = np.flatnonzero(shown)
    if not len(indices):
        return indices
    x0, x1, top, bottom = (column[indices] for column in (glyphs.x0, glyphs.x1, glyphs.top, glyphs.bottom))
    gap = x0[1:] - x1[:-1]
    height = bottom[1:] - top[1:]
    breaks = (np.abs(top[1:] - top[:-1]) > 1.0) | (np.abs(gap) > height)
    return indices[np.concatenate(([True], breaks))]
