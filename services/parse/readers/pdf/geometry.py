"""Points of a PDF page: from user space, which may be cropped and rotated, to the page as displayed.

All other modules of this reader work in display space: PDF points, origin at the top left, y downwards.
"""

from collections.abc import Callable
from typing import Any, NamedTuple, TypeAlias

Transform: TypeAlias = Callable[[Any, Any], tuple[Any, Any]]  # of two numbers, or of two arrays of numbers
Box: TypeAlias = tuple[float, float, float, float]  # x0, top, x1, bottom
Matrix: TypeAlias = tuple[float, float, float, float, float, float]

IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


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


def multiply(inner: Matrix, outer: Matrix) -> Matrix:
    """The matrix that applies `inner` first, then `outer`."""
    a, b, c, d, e, f = inner
    g, h, i, j, k, m = outer
    return (a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m)


def applied(matrix: Matrix, x: float, y: float) -> tuple[float, float]:
    """`matrix` applied to one point."""
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def box_of(points: list[tuple[float, float]]) -> Box:
    """The smallest box that holds `points`."""
    xs = [x for x, _ in points]
    ys = [y for _, y in points]
    return min(xs), min(ys), max(xs), max(ys)
