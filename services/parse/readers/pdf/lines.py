"""Glyphs into printed lines, for a whole page at once: by container, height, then from left to right.

A container is a cell, or the page outside all tables. Glyphs printed twice (a false bold) count once.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from services.parse.radicals import with_ideographs
from services.parse.readers.pdf.geometry import Box, rounded
from services.parse.readers.pdf.glyphs import Glyphs

_DOUBLE = 0.15  # of a glyph's width: the same character nearer than this is one printed twice; dots stand at 0.24
_SPACE = 0.45  # of a glyph's height: a gap wider than this is a space
_NEXT_LINE = 0.5  # of a glyph's height: a step down by more than this begins a line


class TextLine(NamedTuple):
    """One printed line: its container, its text, and its box in display space, to a tenth of a point."""

    container: int
    text: str
    box: Box


def lines_of(glyphs: Glyphs, containers: NDArray[np.int64]) -> list[TextLine]:
    """The printed lines of each container, containers in ascending order, lines from top to bottom."""
    if not len(glyphs):
        return []
    middle = (glyphs.top + glyphs.bottom) / 2
    order = np.lexsort((middle, containers))
    glyphs, containers, middle = glyphs.take(order), containers.take(order), middle.take(order)
    height = glyphs.bottom - glyphs.top
    step = middle[1:] - middle[:-1] > _NEXT_LINE * np.maximum(height[1:], height[:-1])
    line = np.concatenate(([0], np.cumsum(step | (containers[1:] != containers[:-1]))))
    glyphs = glyphs.take(np.lexsort((glyphs.x0, line)))
    again = _printed_again(glyphs, line)
    if again.any():
        once = np.flatnonzero(~again)
        glyphs, line, containers = glyphs.take(once), line.take(once), containers.take(once)
    return _assembled(glyphs, line, containers)


def _printed_again(glyphs: Glyphs, line: NDArray[np.int64]) -> NDArray[np.bool_]:
    x0, near = glyphs.x0, _DOUBLE * (glyphs.x1 - glyphs.x0)
    same = (glyphs.codes[1:] == glyphs.codes[:-1]) & (line[1:] == line[:-1])
    return np.concatenate(([False], same & (x0[1:] - x0[:-1] < near[:-1])))


def _assembled(glyphs: Glyphs, line: NDArray[np.int64], containers: NDArray[np.int64]) -> list[TextLine]:
    first = np.concatenate(([True], line[1:] != line[:-1]))
    starts = np.flatnonzero(first)
    gaps = glyphs.x0[1:] - glyphs.x1[:-1] > _SPACE * (glyphs.bottom[1:] - glyphs.top[1:])
    spaces = np.cumsum(np.concatenate(([False], gaps)) & ~first)  # before and at each glyph
    codes = np.full(len(glyphs) + spaces[-1], ord(" "), dtype="<u4")
    codes[np.arange(len(glyphs)) + spaces] = glyphs.codes
    text = with_ideographs(codes.tobytes().decode("utf-32-le", "surrogatepass"))
    begins = starts + spaces[starts]
    texts = map(text.__getitem__, map(slice, begins.tolist(), [*begins[1:].tolist(), len(text)]))
    edges = (
        np.minimum.reduceat(glyphs.x0, starts),
        np.minimum.reduceat(glyphs.top, starts),
        np.maximum.reduceat(glyphs.x1, starts),
        np.maximum.reduceat(glyphs.bottom, starts),
    )
    boxes = rounded(np.stack(edges, axis=1))
    return list(map(TextLine, containers[starts].tolist(), texts, boxes))
