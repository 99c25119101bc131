"""Mends rows of a text dump that lost a tab or won a blank line, where the header's count of columns decides.

Only what adds up exactly is mended; everything else stays as it is and extraction sees it so.
"""

from collections.abc import Collection, Sequence

from services.parse.blocks import Cell
from services.parse.stitch import line_places
from services.parse.templates import Template
from services.parse.text import label_key

Cells = tuple[Cell, ...]


def mended(rows: Sequence[Cells], templates: Sequence[Template]) -> tuple[Cells, ...]:
    """`rows` with those under an indicator header brought to its count of columns where that is plain."""
    columns = {label for template in templates for label in template.columns}
    fields = {label for template in templates for label in template.fields}
    result: list[Cells] = []
    width = position = 0
    while position < len(rows):
        row, taken = rows[position], 1
        if _names(row, columns) >= 3:
            row = tuple(line for cell in row for line in apart(cell))
            width = len(row)
        elif label_key(row[0].text) in fields:
            width = 0
        elif width:
            taken = _parts_of_one_row(rows[position:], width)
            row = _taken_apart(tuple(cell for part in rows[position : position + taken] for cell in part), width)
        result.append(row)
        position += taken
    return tuple(result)


def _names(row: Cells, columns: Collection[str]) -> int:
    return len({label_key(line.text) for cell in row for line in apart(cell)} & set(columns))


def _parts_of_one_row(rows: Sequence[Cells], width: int) -> int:
    """How many rows, from the first on, hold together just as many cells as there are columns."""
    if _lines(rows[0]) == width:
        return 1
    cells = 0
    for count, row in enumerate(rows, 1):
        cells += len(row)
        if cells >= width:
            return count if cells == width else 1
    return 1


def apart(cell: Cell) -> Cells:
    """The lines of a cell as cells of their own."""
    lines, places = cell.text.split("\n"), line_places(cell)
    if len(lines) == 1 or len(lines) != len(places):
        return (cell,)
    return tuple(Cell(text, (place,)) for text, place in zip(lines, places, strict=True))


def _lines(row: Cells) -> int:
    return sum(len(apart(cell)) for cell in row)


def _taken_apart(row: Cells, width: int) -> Cells:
    """The row with every line a cell, when it lacks cells and its lines are just as many as the columns."""
    if len(row) < width == _lines(row):
        return tuple(part for cell in row for part in apart(cell))
    return row
