"""Straightening: turns a page upright and takes the camera's angle out, by its ruling lines, else by its lines of text.

A straight line of the paper stays straight in the picture, and its slope changes evenly over the page: two numbers for
the lines across (the slope in the middle, its change a pixel) and two for the lines down say where each pixel was.
"""

from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from services.parse.readers.scan.inking import ink
from services.parse.readers.scan.pictures import Grey

_STEEPEST = 0.11  # some six degrees
_NONE = 0.0008  # of a slope: less moves no pixel out of its line
_STROKE = 40  # pixels: longer than the strokes of letters
_LONG = 120  # pixels: a piece of a ruling line, or of a line of text, at least
_GAP = 41  # pixels: letters nearer than this to each other stand in one line
_FEW = 5  # pieces: fewer say nothing of how slopes change over the page
_SPREAD = 0.15  # of the page: the same of pieces that stand near to each other
_OUTLIER = 0.01  # of a slope, from what most say


class _Slopes(NamedTuple):
    """How lines lie: their slope in the middle of the page, and its change a pixel."""

    middle: float = 0.0
    change: float = 0.0


def straightened(picture: Grey) -> tuple[Grey, float]:
    """The page turned upright, and by how many degrees it was turned."""
    mask = ink(picture)
    across = _fitted(_across(mask), mask.shape[0])
    if across is None:
        return picture, 0.0
    down = _fitted(_pieces(_ruled(np.ascontiguousarray(mask.T))), mask.shape[1]) or _Slopes(-across.middle)
    if max(map(abs, (across.middle, down.middle))) < _NONE and not (across.change or down.change):
        return picture, 0.0
    return _moved(picture, across, down), float(np.degrees(np.arctan(across.middle)))


def _moved(picture: Grey, across: _Slopes, down: _Slopes) -> Grey:
    """The page with each pixel taken from where it was."""
    height, width = picture.shape
    x = np.arange(width, dtype=np.float32)[None, :] - width / 2
    y = np.arange(height, dtype=np.float32)[:, None] - height / 2
    from_x = x + (down.middle + down.change * x) * y + width / 2
    from_y = y + (across.middle + across.change * y) * x + height / 2
    moved = cv2.remap(
        picture, from_x.astype(np.float32), from_y.astype(np.float32), cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE
    )
    return np.asarray(moved, dtype=np.uint8)


def _across(mask: Grey) -> NDArray[np.float64]:
    """The pieces that tell how lines lie: rules where they say it of the page, else text too, which says it worse."""
    rules = _pieces(_ruled(mask))
    return rules if _says_change(rules, mask.shape[0]) else np.concatenate((rules, _pieces(_lined(mask))))


def _ruled(mask: Grey) -> Grey:
    """Long strokes across; one that lies askew is a staircase of strokes, which are joined."""
    strokes = cv2.morphologyEx(mask, cv2.MORPH_OPEN, np.ones((1, _STROKE), np.uint8))
    return np.asarray(cv2.dilate(strokes, np.ones((5, 15), np.uint8)), dtype=np.uint8)


def _lined(mask: Grey) -> Grey:
    """Lines of text as one piece each."""
    return np.asarray(cv2.morphologyEx(mask, cv2.MORPH_CLOSE, np.ones((1, _GAP), np.uint8)), dtype=np.uint8)


def _pieces(mask: Grey) -> NDArray[np.float64]:
    """(height on the page from its middle, slope, length) of each long flat piece."""
    count, labels, boxes, middles = cv2.connectedComponentsWithStats(mask)
    found = []
    for label in range(1, count):
        x, y, width, height, _ = boxes[label].tolist()
        if width < _LONG or height > width / 4:
            continue
        rows, columns = np.nonzero(labels[y : y + height, x : x + width] == label)
        slope = np.polyfit(columns, rows, 1)[0]
        if abs(slope) <= _STEEPEST:
            found.append((middles[label][1] - mask.shape[0] / 2, slope, width))
    return np.array(found, dtype=np.float64).reshape(-1, 3)


def _fitted(pieces: NDArray[np.float64], height: int) -> _Slopes | None:
    """The slopes that most of the pieces agree with; None where there are none."""
    if not len(pieces):
        return None
    at, slope, length = pieces.T
    middle = _weighted_median(slope, length)
    if not _says_change(pieces, height):
        return _Slopes(middle)
    near = abs(slope - middle) < 4 * _OUTLIER
    for _ in range(2):
        change, level = np.polyfit(at[near], slope[near], 1, w=length[near])
        near = abs(slope - (level + change * at)) < _OUTLIER
        if np.count_nonzero(near) < _FEW:
            return _Slopes(middle)
    return _Slopes(float(level), float(change)) if abs(change) * height > _OUTLIER / 5 else _Slopes(middle)


def _says_change(pieces: NDArray[np.float64], height: int) -> bool:
    return len(pieces) >= _FEW and bool(np.ptp(pieces[:, 0]) >= _SPREAD * height)


def _weighted_median(values: NDArray[np.float64], weights: NDArray[np.float64]) -> float:
    order = np.argsort(values)
    reached = np.cumsum(weights[order])
    return float(values[order][np.searchsorted(reached, reached[-1] / 2)])
