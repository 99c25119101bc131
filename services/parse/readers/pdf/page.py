"""One page of a PDF into tables and lines in reading order, with what makes the reading doubtful."""

from collections import defaultdict
from dataclasses import dataclass, field

import pypdfium2 as pdfium

from services.parse.blocks import Block, Cell, Line, Table
from services.parse.readers.pdf.drawing import Drawing, drawing_of
from services.parse.readers.pdf.geometry import Box, display
from services.parse.readers.pdf.glyphs import Glyph, Glyphs, glyphs_of
from services.parse.readers.pdf.grid import Grid, grids_of
from services.parse.readers.pdf.lines import lines_of
from shared.places import Place


@dataclass(frozen=True, slots=True)
class Page:
    """What one page holds, in reading order, and the reasons to doubt the reading (empty when there are none)."""

    number: int
    width: float
    height: float
    blocks: list[tuple[Box, Block]]
    doubts: list[str] = field(default_factory=list)
    is_scan: bool = False


def read_page(document: pdfium.PdfDocument, index: int) -> Page:
    """Read page `index` (from 0); the page is closed before returning."""
    page = document[index]
    try:
        rotation = page.get_rotation()
        crop = page.get_cropbox()
        to_display = display(crop, rotation)
        drawing = drawing_of(page.raw, to_display)
        textpage = page.get_textpage()
        try:
            glyphs = glyphs_of(textpage.raw, to_display, drawing.hidden_text)
        finally:
            textpage.close()
        width, height = crop[2] - crop[0], crop[3] - crop[1]
        if rotation in (90, 270):
            width, height = height, width
        return _page(index + 1, width, height, drawing, glyphs)
    finally:
        page.close()


def _page(number: int, width: float, height: float, drawing: Drawing, glyphs: Glyphs) -> Page:
    grids = grids_of(drawing.horizontal, drawing.vertical)
    inside, outside = _assigned(grids, glyphs.seen)
    blocks: list[tuple[Box, Block]] = [(grid.box, _table(number, grid, inside[i])) for i, grid in enumerate(grids)]
    blocks += [(line.box, Line(line.text, (_place(number, line.box),))) for line in lines_of(outside)]
    blocks.sort(key=lambda block: (block[0][1], block[0][0]))
    is_scan = not glyphs.seen and any(_covers(image, width, height) for image in drawing.images)
    return Page(number, width, height, blocks, _doubts(grids, glyphs), is_scan)


def _assigned(grids: list[Grid], glyphs: list[Glyph]) -> tuple[list[dict[int, list[Glyph]]], list[Glyph]]:
    """Each glyph to the cell that holds its middle: a mapping of cells for each grid, and the glyphs in none."""
    inside: list[dict[int, list[Glyph]]] = [defaultdict(list) for _ in grids]
    outside: list[Glyph] = []
    for glyph in glyphs:
        x, y = (glyph.x0 + glyph.x1) / 2, (glyph.top + glyph.bottom) / 2
        for grid, cells in zip(grids, inside, strict=True):
            cell = grid.at(x, y)
            if cell is not None:
                cells[cell].append(glyph)
                break
        else:
            outside.append(glyph)
    return inside, outside


def _table(number: int, grid: Grid, glyphs: dict[int, list[Glyph]]) -> Table:
    covered = Cell("", covered=True)
    rows = [[covered] * (len(grid.xs) - 1) for _ in range(len(grid.ys) - 1)]
    for index, cell in enumerate(grid.cells):
        lines = lines_of(glyphs[index]) if index in glyphs else []
        places = tuple(_place(number, line.box) for line in lines) or (_place(number, cell.box),)
        text = "\n".join(line.text for line in lines)
        rows[cell.row][cell.col] = Cell(text, places, cell.row_span, cell.col_span)
    return Table(tuple(tuple(row) for row in rows))


def _place(number: int, box: Box) -> Place:
    return {"page": number, "bbox": [round(edge, 1) for edge in box]}


def _covers(image: Box, width: float, height: float) -> bool:
    return (image[2] - image[0]) * (image[3] - image[1]) > 0.5 * width * height


def _doubts(grids: list[Grid], glyphs: Glyphs) -> list[str]:
    doubts = []
    if glyphs.unmapped:
        doubts.append("unmapped_glyphs")
    if any(not grid.regular for grid in grids):
        doubts.append("irregular_grid")
    return doubts
