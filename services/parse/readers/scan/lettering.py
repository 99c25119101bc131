"""Lines of letters: where they stand in a region of a page, and what they say, with a confidence for each letter."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np

from services.parse.readers.scan.pictures import Grey

Region: TypeAlias = tuple[int, int, int, int]  # left, top, right, bottom in pixels

_LOWEST = 10  # pixels: lower than this is dirt, not a line of letters
_INK_OF_A_LETTER = 8  # pixels of ink at least
_BORDER = 4  # pixels around a line, as the model is used to


@dataclass(frozen=True, slots=True)
class Reading:
    """What a line says, and how sure each of its letters is (0 to 1)."""

    text: str
    confidences: tuple[float, ...]

    @property
    def confidence(self) -> float:
        """That of the least sure letter: one wrong digit is a wrong amount."""
        return min(self.confidences, default=0.0)


def lines_in(letters: Grey, region: Region) -> Iterator[Region]:
    """The lines of letters in a region of the ink without rules, by the blank rows between them."""
    left, top, right, bottom = region
    part = letters[top:bottom, left:right]
    for first, last in _runs(part.any(axis=1), gap=2):
        if last - first < _LOWEST // 2:
            continue
        columns = np.flatnonzero(part[first:last].any(axis=0))
        if np.count_nonzero(part[first:last]) >= _INK_OF_A_LETTER and last - first >= _LOWEST:
            yield left + int(columns[0]), top + first, left + int(columns[-1]) + 1, top + last


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
