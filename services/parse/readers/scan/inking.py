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
    _, labels, boxes, _ = cv2.connectedComponentsWithStats(mask)
    small = np.maximum(boxes[:, cv2.CC_STAT_WIDTH], boxes[:, cv2.CC_STAT_HEIGHT]) <= _SPECK
    dropped = (boxes[:, cv2.CC_STAT_HEIGHT] > _TALLEST) | _is_edge(boxes, *mask.shape)
    for label in np.flatnonzero(small).tolist():
        x, y, width, height, area = boxes[label].tolist()
        around = mask[max(0, y - _ALONE) : y + height + _ALONE, max(0, x - _ALONE) : x + width + _ALONE]
        dropped[label] = np.count_nonzero(around) == area
    dropped[0] = False
    return np.where(dropped[labels], 0, mask).astype(np.uint8)


def _is_edge(boxes: NDArray[np.int32], height: int, width: int) -> NDArray[np.bool_]:
    left, top = boxes[:, cv2.CC_STAT_LEFT], boxes[:, cv2.CC_STAT_TOP]
    wide, tall = boxes[:, cv2.CC_STAT_WIDTH], boxes[:, cv2.CC_STAT_HEIGHT]
    at_edge = np.minimum(np.minimum(left, top), np.minimum(width - left - wide, height - top - tall))
    across = (wide > _TALLEST) & (np.minimum(top, height - top - tall) < _MARGIN)
    return across | (at_edge < _UNPRINTED)
