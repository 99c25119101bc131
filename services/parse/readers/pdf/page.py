"""One page of a PDF into tables and lines in reading order, with what makes the reading doubtful."""

from collections import defaultdict
from dataclasses import dataclass, field, replace
from sys import intern

import numpy as np
import pypdfium2 as pdfium
from numpy.typing import NDArray

from services.parse.blocks import Block, Cell, Line, Table
from services.parse.readers.pdf import native
from services.parse.readers.pdf.drawing import Drawing, drawing_of, looks
from services.parse.readers.pdf.geometry import Box, display, rounded
from services.parse.readers.pdf.glyphs import Glyphs, glyphs_of
from services.parse.readers.pdf.grid import Grid, grids_of
from services.parse.readers.pdf.lines import TextLine, lines_of
from shared.places import Place

MARGIN = 0.09  # of a page's height at the top and at the bottom: where headers, footers and page numbers stand
_PRINTED_UPON_A_SCAN = 120  # glyphs: a header, a footer and a page number have no more
_OUTSIDE = -1  # the container of what stands in no table
_COVERED = Cell("", covered=True)


@dataclass(frozen=True, slots=True)
class Page:
    """What one page holds, in reading order, and the reasons to doubt the reading (empty when there are none)."""

    number: int
    width: float
    height: float
    blocks: list[tuple[Box, Block]]
    doubts: list[str] = field(default_factory=list)
    is_scan: bool = False
    mark: tuple[str, Box] | None = None  # writing across the page, and where: in no block


def read_page(document: pdfium.PdfDocument, index: int) -> Page:
    """Read page `index` (from 0); the page is closed before returning."""
    page = document[index]
    try:
        rotation = page.get_rotation()
        crop = page.get_cropbox()
        to_display = display(crop, rotation)
        drawing = drawing_of(native.handle(page.raw), to_display)
        textpage = page.get_textpage()
        try:
            text, marks = glyphs_of(native.handle(textpage.raw), to_display, looks(drawing, to_display))
        finally:
            textpage.close()
        width, height = crop[2] - crop[0], crop[3] - crop[1]
        if rotation in (90, 270):
            width, height = height, width
        found = _page(index + 1, width, height, drawing, text)
        return replace(found, mark=_mark(marks)) if len(marks) else found
    finally:
        page.close()


def _page(number: int, width: float, height: float, drawing: Drawing, glyphs: Glyphs) -> Page:
    grids = grids_of(drawing.horizontal, drawing.vertical)
    containers, firsts = _containers(grids, glyphs)
    if not all(grid.regular for grid in grids):
        grids = _without_pictures(grids, firsts, containers)
        containers, firsts = _containers(grids, glyphs)
    texts: dict[int, list[TextLine]] = defaultdict(list)
    for line in lines_of(glyphs, containers):
        texts[line.container].append(line)
    blocks: list[tuple[Box, Block]] = [
        (grid.box, _table(number, grid, first, texts)) for grid, first in zip(grids, firsts, strict=True)
    ]
    blocks += [(line.box, Line(line.text, (_place(number, line.box),))) for line in texts[_OUTSIDE]]
    blocks.sort(key=lambda block: (block[0][1], block[0][0]))
    is_scan = _is_picture(drawing.images, width, height) and _is_marginal(glyphs, height)
    return Page(number, width, height, blocks, _doubts(grids, glyphs), is_scan)


def _containers(grids: list[Grid], glyphs: Glyphs) -> tuple[NDArray[np.int64], list[int]]:
    """The cell that holds each glyph's middle, cells of all grids numbered on; and each grid's first number."""
    x, y = (glyphs.x0 + glyphs.x1) / 2, (glyphs.top + glyphs.bottom) / 2
    containers = np.full(len(glyphs), _OUTSIDE, dtype=np.int64)
    firsts, first = [], 0
    for grid in grids:
        left, top, right, bottom = grid.box
        inside = (containers == _OUTSIDE) & (left <= x) & (x <= right) & (top <= y) & (y <= bottom)
        if inside.any():
            cols = np.clip(np.searchsorted(grid.xs, x[inside]) - 1, 0, len(grid.xs) - 2)
            rows = np.clip(np.searchsorted(grid.ys, y[inside]) - 1, 0, len(grid.ys) - 2)
            containers[inside] = first + np.asarray(grid.owner)[rows, cols]
        firsts.append(first)
        first += len(grid.cells)
    return containers, firsts


def _without_pictures(grids: list[Grid], firsts: list[int], containers: NDArray[np.int64]) -> list[Grid]:
    """The tables among grids: lines without order and without a word between them are a chart."""
    filled = set(containers.tolist())
    return [
        grid
        for grid, first in zip(grids, firsts, strict=True)
        if grid.regular or not filled.isdisjoint(range(first, first + len(grid.cells)))
    ]


def _table(number: int, grid: Grid, first: int, texts: dict[int, list[TextLine]]) -> Table:
    rows = [[_COVERED] * (len(grid.xs) - 1) for _ in range(len(grid.ys) - 1)]
    blanks = rounded(np.array([cell.box for cell in grid.cells]))
    for index, (row, col, row_span, col_span, _) in enumerate(grid.cells):
        lines = texts.get(first + index)
        if lines is None:
            rows[row][col] = Cell("", (_place(number, blanks[index]),), row_span, col_span)
        else:
            text = intern("\n".join([line.text for line in lines]))  # the words of tables come again and again
            rows[row][col] = Cell(text, tuple([_place(number, line.box) for line in lines]), row_span, col_span)
    return Table(tuple(map(tuple, rows)))


def _mark(glyphs: Glyphs) -> tuple[str, Box]:
    """What is written across the page, in the order of its content."""
    low, high = glyphs.boxes[:, :2].min(axis=0), glyphs.boxes[:, 2:].max(axis=0)
    (box,) = rounded(np.concatenate((low, high)))
    return "".join(map(chr, glyphs.codes.tolist())), box


def _place(number: int, box: Box) -> Place:
    return {"page": number, "bbox": list(box)}


def _is_picture(images: list[Box], width: float, height: float) -> bool:
    """Whether pictures fill the page: a scanner may cut one sheet into many strips."""
    return sum((x1 - x0) * (bottom - top) for x0, top, x1, bottom in images) > 0.5 * width * height


def _is_marginal(glyphs: Glyphs, height: float) -> bool:
    """Whether the page has no text but what a program prints upon a scan: a page number, a header, a footer."""
    marginal = (glyphs.bottom < MARGIN * height) | (glyphs.top > (1 - MARGIN) * height)
    return len(glyphs) <= _PRINTED_UPON_A_SCAN and bool(marginal.all())


def _doubts(grids: list[Grid], glyphs: Glyphs) -> list[str]:
    doubts = []
    if glyphs.unmapped:
        doubts.append("unmapped_glyphs")
    if any(not grid.regular for grid in grids):
        doubts.append("irregular_grid")
    return doubts
