"""pdfplumber, the reference engine: reads the pages that the fast reader is not sure of."""

import io
from functools import cached_property
from typing import Any

from services.parse.blocks import Block, Cell, Line, Table
from services.parse.readers.pdf.geometry import Box
from services.parse.readers.pdf.page import Page
from shared.places import Place


class Reference:
    """A PDF opened by pdfplumber on first use: opening costs as much as reading a page, the library 13 MB."""

    def __init__(self, data: bytes) -> None:
        self._data = data

    @cached_property
    def _document(self) -> Any:
        import pdfplumber  # noqa: PLC0415 - only doubtful pages need it

        return pdfplumber.open(io.BytesIO(self._data))

    def page(self, index: int) -> Any:
        """The page at `index` (from 0), to be closed by the caller."""
        return self._document.pages[index]


def reference_of(data: bytes) -> Reference:
    """The reference engine for one file."""
    return Reference(data)


def read_page_again(reference: Reference, index: int) -> Page:
    """The page at `index` (from 0) as pdfplumber reads it."""
    page = reference.page(index)
    try:
        tables = page.find_tables()
        blocks: list[tuple[Box, Block]] = [(tuple(table.bbox), _table(index + 1, page, table)) for table in tables]
        rest = page
        for table in tables:
            rest = rest.outside_bbox(table.bbox)
        for line in rest.dedupe_chars().extract_text_lines(return_chars=False):
            box = (line["x0"], line["top"], line["x1"], line["bottom"])
            blocks.append((box, Line(line["text"], (_place(index + 1, box),))))
        blocks.sort(key=lambda block: (block[0][1], block[0][0]))
        return Page(index + 1, float(page.width), float(page.height), blocks)
    finally:
        page.close()


def _table(number: int, page: Any, table: Any) -> Table:
    texts = table.extract()
    xs = sorted({cell[0] for cell in table.cells} | {cell[2] for cell in table.cells})
    ys = sorted({cell[1] for cell in table.cells} | {cell[3] for cell in table.cells})
    rows = []
    for row, values in zip(table.rows, texts, strict=True):
        cells = []
        for box, value in zip(row.cells, values, strict=True):
            if box is None:
                cells.append(Cell("", covered=True))
                continue
            spans = (ys.index(box[3]) - ys.index(box[1]), xs.index(box[2]) - xs.index(box[0]))
            cells.append(Cell(value or "", (_place(number, box),), *spans))
        rows.append(tuple(cells))
    return Table(tuple(rows))


def _place(number: int, box: Box) -> Place:
    return {"page": number, "bbox": [round(float(edge), 1) for edge in box]}
