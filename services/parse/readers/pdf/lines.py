"""Glyphs into printed lines, for a whole page at once: by container, height, then from left to right.

A container is a cell, or the page outside all tables. Glyphs printed twice (a false bold) count once.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from services.parse.radicals import with_ideographs
from services.parse.readers.pdf.geometry import Box
from services.parse.readers.pdf.glyphs import Glyphs

_DOUBLE = 0.3  # of a glyph's width: the same character nearer than this is the same one, printed twice
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
    glyphs, containers, middle = glyphs.where(order), containers[order], middle[order]
    height = glyphs.bottom - glyphs.top
    step = np.diff(middle) > _NEXT_LINE * np.maximum(height[1:], height[:-1])
    line = np.concatenate(([0], np.cumsum(step | (np.diff(containers) != 0))))
    order = np.lexsort((glyphs.x0, line))
    glyphs = glyphs.where(order)
    once = _printed_once(glyphs, line)
    return _assembled(glyphs.where(once), line[once], containers[once])


def _printed_once(glyphs: Glyphs, line: NDArray[np.int64]) -> NDArray[np.bool_]:
    width = glyphs.x1[:-1] - glyphs.x0[:-1]
    again = (np.diff(glyphs.codes) == 0) & (np.diff(glyphs.x0) < _DOUBLE * width) & (np.diff(line) == 0)
    return ~np.concatenate(([False], again))


def _assembled(glyphs: Glyphs, line: NDArray[np.int64], containers: NDArray[np.int64]) -> list[TextLine]:
    starts = np.flatnonzero(np.concatenate(([True], np.diff(line) != 0)))
    ends = np.append(starts[1:], len(line)).tolist()
    gap = (glyphs.x0[1:] - glyphs.x1[:-1]) > _SPACE * (glyphs.bottom[1:] - glyphs.top[1:])
    spaced = np.concatenate(([False], gap))
    has_space = np.logical_or.reduceat(spaced, starts).tolist()
    edges = (
        np.minimum.reduceat(glyphs.x0, starts),
        np.minimum.reduceat(glyphs.top, starts),
        np.maximum.reduceat(glyphs.x1, starts),
        np.maximum.reduceat(glyphs.bottom, starts),
    )
    boxes = map(tuple, np.stack(edges, axis=1).round(1).tolist())
    text = with_ideographs("".join(map(chr, glyphs.codes.tolist())))
    lines = []
    of = containers[starts].tolist()
    for container, start, end, parted, box in zip(of, starts.tolist(), ends, has_space, boxes, strict=True):
        part = text[start:end]
        if parted:
            gaps = spaced[start:end]
            part = part[0] + "".join(f" {c}" if space else c for c, space in zip(part[1:], gaps[1:], strict=True))
        lines.append(TextLine(container, part, box))
    return lines
