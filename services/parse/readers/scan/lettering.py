"""Lines of letters: where they stand in a region of a page, and what they say, with a confidence for each letter."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np

from services.parse.readers.scan.pictures import Grey

Region: TypeAlias = tuple[int, int, int, int]  # left, top, right, bottom in pixels

_LOWEST = 10  # pixels: lower than this is dirt, not a line of letters
_HIGHEST = 36  # pixels: a line of letters with its marks
_BRIDGE = 0.03  # of the most ink in a row: less between two lines joins them by accident
_DASH = 15  # pixels: a line so low is a dash
_APART = 90  # pixels: letters further apart than this are of two lines
_INK_OF_A_LETTER = 8  # pixels of ink at least
_BORDER = 4  # pixels around a line, as the model is used to


@dataclass(frozen=True, slots=True)
class Reading:
    """What a line says, how sure each of its letters is (0 to 1), and what it is if it is not that."""

    text: str
    confidences: tuple[float, ...]
    others: str = ""

    @property
    def confidence(self) -> float:
        """That of the least sure letter: one wrong digit is a wrong amount."""
        return min(self.confidences, default=0.0)


def lines_in(letters: Grey, region: Region) -> Iterator[Region]:
    """The lines of letters in a region of the ink without rules, by the blank rows between them.

    What stands far apart in one row is more than one line: the unit at the left of a table, the money's at its right.
    """
    left, top, right, bottom = region
    part = letters[top:bottom, left:right]
    for first, last in _rows(part):
        for start, end in _runs(part[first:last].any(axis=0), gap=_APART):
            for upper, lower in _rows(part[first:last, start:end]):
                if _is_line(part[first + upper : first + lower, start:end]):
                    yield left + start, top + first + upper, left + end, top + first + lower


def _is_line(part: Grey) -> bool:
    height, width = part.shape
    return bool(np.count_nonzero(part) >= _INK_OF_A_LETTER) and (height >= _LOWEST or width >= _DASH)


def _rows(part: Grey) -> list[tuple[int, int]]:
    """Runs of rows with ink: a low one is the dot or the bar of the letter that it stands nearest to."""
    inked = np.count_nonzero(part, axis=1)
    runs = [each for run in _runs(inked > 0, gap=2) for each in _parted(inked, *run)]
    joined: list[tuple[int, int]] = []
    for first, last in runs:
        above = joined[-1] if joined else None
        low = above is not None and min(last - first, above[1] - above[0]) < _LOWEST
        if above and low and first - above[1] < _LOWEST // 2 and last - above[0] <= _HIGHEST:
            joined[-1] = (above[0], last)
        else:
            joined.append((first, last))
    return joined


def _parted(inked: Any, first: int, last: int) -> list[tuple[int, int]]:
    """A run too high for one line, parted where a speck or the tail of a letter bridges the gap between two."""
    if last - first <= _HIGHEST:
        return [(first, last)]
    high = inked[first:last]
    parts = [(first + start, first + end) for start, end in _runs(high > high.max() * _BRIDGE, gap=2)]
    whole = all(end - start >= _LOWEST * 1.5 for start, end in parts)
    return parts if whole else [(first, last)]


def _runs(filled: Any, gap: int) -> list[tuple[int, int]]:
    """Runs of True, those less than `gap` apart joined: 二 and = have a gap of their own."""
    runs: list[tuple[int, int]] = []
    edges = np.flatnonzero(np.diff(np.concatenate(([0], filled.astype(np.int8), [0]))))
    for first, last in zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True):
        if runs and first - runs[-1][1] <= gap:
            runs[-1] = (runs[-1][0], last)
        else:
            runs.append((first, last))
    return runs


def picture_of(picture: Grey, region: Region) -> Grey:
    """The part of a page that holds one line, with the border that the model is used to."""
    left, top, right, bottom = region
    height, width = picture.shape
    return picture[
        max(0, top - _BORDER) : min(height, bottom + _BORDER), max(0, left - _BORDER) : min(width, right + _BORDER)
    ]
