"""Straightening: the skew of a page from its long ruling lines, or from its lines of text where it has none."""

import cv2
import numpy as np

from services.parse.readers.scan.pictures import Grey

_LONGEST_SKEW = 6.0  # degrees
_NONE = 0.05  # degrees: less moves no pixel of a cell
_LINE = 120  # pixels: a component of the mask as long as this is a ruling line


def straightened(picture: Grey) -> tuple[Grey, float]:
    """The page turned upright, and by how many degrees it was turned."""
    angle = _skew(ink(picture))
    if abs(angle) < _NONE:
        return picture, 0.0
    height, width = picture.shape
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1.0)
    turned = cv2.warpAffine(picture, turn, (width, height), flags=cv2.INTER_CUBIC, borderValue=255)
    return np.asarray(turned, dtype=np.uint8), angle


def ink(picture: Grey) -> Grey:
    """255 where there is ink, 0 on paper; uneven light, as in photographs, is taken out."""
    mask = cv2.adaptiveThreshold(picture, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, 31, 12)
    return np.asarray(mask, dtype=np.uint8)


def _skew(mask: Grey) -> float:
    """Degrees, by the median slope of long horizontal strokes, weighted by nothing: one page has dozens."""
    strokes = cv2.morphologyEx(mask, cv2.MORPH_OPEN, np.ones((1, 40), np.uint8))
    strokes = cv2.dilate(strokes, np.ones((5, 15), np.uint8))  # a skewed line is a staircase of strokes
    count, labels, boxes, _ = cv2.connectedComponentsWithStats(strokes)
    slopes = []
    for label in range(1, count):
        x, y, width, height, _ = boxes[label]
        if width < _LINE or height > width / 4:
            continue
        part = labels[y : y + height, x : x + width] == label
        rows, cols = np.nonzero(part)
        slopes.append(np.polyfit(cols, rows, 1)[0])
    if not slopes:
        return 0.0
    angle = float(np.degrees(np.arctan(np.median(slopes))))
    return angle if abs(angle) <= _LONGEST_SKEW else 0.0
