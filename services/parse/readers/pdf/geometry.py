"""Points of a PDF page: from user space, which may be cropped and rotated, to the page as displayed.

All other modules of this reader work in display space: PDF points, origin at the top left, y downwards.
"""

from collections.abc import Callable
from typing import Any, NamedTuple, TypeAlias, TypeVar

import numpy as np
from numpy.typing import NDArray

Transform: TypeAlias = Callable[[Any, Any], tuple[Any, Any]]  # of two numbers, or of two arrays of numbers
Box: TypeAlias = tuple[float, float, float, float]  # x0, top, x1, bottom
Matrix: TypeAlias = tuple[float, float, float, float, float, float]
Floats: TypeAlias = NDArray[np.float64]
Matrices: TypeAlias = tuple[Floats, Floats, Floats, Floats, Floats, Floats]
Mask: TypeAlias = NDArray[np.bool_]
AnyMatrix = TypeVar("AnyMatrix", Matrix, Matrices)

IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
_TENTHS = tuple(i / 10 for i in range(20_000))  # points: of the largest pages that are printed


class Rule(NamedTuple):
    """A ruling line: where it stands (`at`: y of a horizontal rule, x of a vertical one) and from where to where."""

    at: float
    start: float
    end: float


def display(crop: Box, rotation: int) -> Transform:
    """The transform of a page with crop box (left, bottom, right, top in user space) and /Rotate in degrees."""
    left, bottom, right, top = crop
    if rotation == 90:
        return lambda x, y: (y - bottom, x - left)
    if rotation == 180:
        return lambda x, y: (right - x, y - bottom)
    if rotation == 270:
        return lambda x, y: (top - y, right - x)
    return lambda x, y: (x - left, top - y)


def displayed(to_display: Transform, corners: NDArray[np.float32]) -> Floats:
    """Boxes in display space, given by (x, y, x, y) of two opposite corners, one a row."""
    x, y, other_x, other_y = corners.astype(np.float64).T
    (x, y), (other_x, other_y) = to_display(x, y), to_display(other_x, other_y)
    boxes = np.empty((len(corners), 4))
    np.minimum(x, other_x, out=boxes[:, 0])
    np.minimum(y, other_y, out=boxes[:, 1])
    np.maximum(x, other_x, out=boxes[:, 2])
    np.maximum(y, other_y, out=boxes[:, 3])
    return boxes


def multiply(inner: AnyMatrix, outer: Matrix) -> AnyMatrix:
    """The matrix (or one for each of many objects) that applies `inner` first, then `outer`."""
    a, b, c, d, e, f = inner
    g, h, i, j, k, m = outer
    return (a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m)


def applied(matrix: Matrix, x: Floats, y: Floats) -> tuple[Floats, Floats]:
    """`matrix` applied to points."""
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def rounded(boxes: Floats) -> list[Box]:
    """Boxes, a row each, to a tenth of a point. Equal edges are one number in memory: places are most of a file's."""
    tenths = np.rint(boxes * 10).ravel()
    if len(tenths) and tenths.min() >= 0 and tenths.max() < len(_TENTHS):
        edges = map(_TENTHS.__getitem__, tenths.astype(np.int64).tolist())
    else:
        edges = iter((tenths / 10).tolist())
    return list(zip(edges, edges, edges, edges, strict=True))
