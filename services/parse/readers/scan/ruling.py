"""Ruling lines of a page picture: what stays of the ink when only long straight strokes are kept."""

from typing import TypeAlias

import cv2
import numpy as np

from services.parse.readers.pdf.geometry import Rule
from services.parse.readers.scan.pictures import POINT, Grey

_ACROSS, _DOWN = 60, 24  # pixels: across longer than the strokes of letters, down as low as a row of small print
_LONG = 90  # pixels: a rule shorter than this must meet another, or it is the stroke of a heading's letter
_MENDED = 3  # pixels: gaps of a worn line; wider ones would join the strokes of neighbouring letters
_REACH = 9  # pixels: rules that end so near to each other meet
_SHORT, _REACH_OF_SHORT = 60, 3  # pixels: the stroke of a letter in a low row nearly meets both its rules
_THICKEST = 14  # pixels

Stroke: TypeAlias = tuple[int, int, int, int]  # left, top, width, height in pixels


def rules_of(mask: Grey) -> tuple[list[Rule], list[Rule], Grey]:
    """Horizontal and vertical rules in points, and the ink without them."""
    across = _strokes(mask, (1, _ACROSS), (1, _MENDED))
    down = _strokes(mask, (_DOWN, 1), (_MENDED, 1))
    rows = [(x, y, w, h) for x, y, w, h in _boxes(across) if h <= _THICKEST]
    columns = [(x, y, w, h) for x, y, w, h in _boxes(down) if w <= _THICKEST]
    rows, columns = _meeting(rows, columns)
    horizontal = [Rule((y + h / 2) * POINT, x * POINT, (x + w) * POINT) for x, y, w, h in rows]
    vertical = [Rule((x + w / 2) * POINT, y * POINT, (y + h) * POINT) for x, y, w, h in columns]
    return horizontal, vertical, _without(mask, [*rows, *columns])


def _meeting(rows: list[Stroke], columns: list[Stroke]) -> tuple[list[Stroke], list[Stroke]]:
    """The strokes that make a table: horizontal ones that are long, and vertical ones that join two of these."""
    rows = [stroke for stroke in rows if stroke[2] >= _LONG]
    columns = [stroke for stroke in columns if sum(_touch(row, stroke) for row in rows) >= 2]
    return rows, columns


def _touch(row: Stroke, column: Stroke) -> bool:
    x, y, width, height = row
    left, top, thick, tall = column
    across, down = left + thick / 2, y + height / 2
    reach = _REACH if tall >= _SHORT else _REACH_OF_SHORT
    return x - _REACH <= across <= x + width + _REACH and top - reach <= down <= top + tall + reach


def _without(mask: Grey, strokes: list[Stroke]) -> Grey:
    letters = mask.copy()
    for x, y, width, height in strokes:
        letters[max(0, y - 1) : y + height + 1, max(0, x - 1) : x + width + 1] = 0
    return letters


def _strokes(mask: Grey, length: tuple[int, int], mend: tuple[int, int]) -> Grey:
    mended = cv2.morphologyEx(mask, cv2.MORPH_CLOSE, np.ones(mend, np.uint8))
    return np.asarray(cv2.morphologyEx(mended, cv2.MORPH_OPEN, np.ones(length, np.uint8)), dtype=np.uint8)


def _boxes(strokes: Grey) -> list[Stroke]:
    count, _, boxes, _ = cv2.connectedComponentsWithStats(strokes)
    return [(int(x), int(y), int(w), int(h)) for x, y, w, h, _ in boxes[1:count]]
