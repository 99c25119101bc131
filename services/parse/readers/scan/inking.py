"""Ink on paper: which pixels of a page are printed, without the grain of a sensor, uneven light and dust."""

import cv2
import numpy as np
from numpy.typing import NDArray

from services.parse.readers.scan.pictures import Grey

_LIGHT = 31  # pixels: wider than a stroke, narrower than a shadow
_DARKER = 12  # shades by which ink differs from the paper around it
_SPECK = 6  # pixels: what is no larger may be dust
_ALONE = 12  # pixels: dust has nothing so near to it, a full stop its letter
_TALLEST = 130  # pixels: what is taller is no letter but a sheet's edge, a seal, a photograph
_MARGIN = 100  # pixels: what is wider than a letter is tall, so near to the picture's edge, is a sheet's edge too
_UNPRINTED = 16  # pixels: no printer reaches so near to the edge


def ink(picture: Grey) -> Grey:
    """255 where there is ink, 0 on paper; uneven light, as in photographs, and grain are taken out."""
    smooth = cv2.GaussianBlur(picture, (5, 5), 0.9)
    mask = cv2.adaptiveThreshold(smooth, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, _LIGHT, _DARKER)
    return np.asarray(mask, dtype=np.uint8)


def letters_of(mask: Grey) -> Grey:
    """The ink without what is no letter: specks that stand alone, edges of the paper, seals."""
    _, labels, found, _ = cv2.connectedComponentsWithStats(mask)
    boxes = np.asarray(found, dtype=np.int64)
    dropped = (boxes[:, cv2.CC_STAT_HEIGHT] > _TALLEST) | _at_edge(boxes, *mask.shape)
    for label in np.flatnonzero(boxes[:, 2:4].max(axis=1) <= _SPECK).tolist():
        x, y, width, height, area = boxes[label].tolist()
        around = mask[max(0, y - _ALONE) : y + height + _ALONE, max(0, x - _ALONE) : x + width + _ALONE]
        dropped[label] = dropped[label] or np.count_nonzero(around) == area
    dropped[0] = False
    return np.where(dropped[labels], 0, mask).astype(np.uint8)


def _at_edge(boxes: NDArray[np.int64], height: int, width: int) -> NDArray[np.bool_]:
    left, top, wide, tall, _ = boxes.T
    above = np.minimum(top, height - top - tall)
    beside = np.minimum(left, width - left - wide)
    at_edge: NDArray[np.bool_] = ((wide > _TALLEST) & (above < _MARGIN)) | (np.minimum(above, beside) < _UNPRINTED)
    return at_edge
