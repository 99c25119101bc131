"""Finds the columns of an indicator table by its header, and the cells of a row under them."""

from collections.abc import Sequence
from dataclasses import dataclass

from services.parse.blocks import Cell
from services.parse.stitch import EMPTY, joined
from services.parse.templates import Template
from services.parse.text import label_key


@dataclass(frozen=True)
class Header:
    """Where the columns begin; a column reaches to the next one, since OCR leaves blank columns between.

    A column with a name that no template knows is in none.
    """

    columns: tuple[tuple[int, str], ...]
    width: int
    assumed: bool = False  # no header is printed; this is the form's own order
    unknown: tuple[int, ...] = ()  # where columns begin whose names no template knows

    def pick(self, cells: Sequence[Cell]) -> dict[str, Cell]:
        """The cells of a row by column."""
        starts = sorted([*(index for index, _ in self.columns), *self.unknown, max(len(cells), self.width)])
        if len(cells) == len(starts) - 1 < self.width:  # a fragment with fewer columns, each under its label
            return {name: cells[starts.index(start)] for start, name in self.columns}
        picked = {}
        for start, name in self.columns:
            cell = cells[start] if start < len(cells) else EMPTY
            for more in cells[start + 1 : starts[starts.index(start) + 1]]:
                cell = joined(cell, more)
            picked[name] = cell
        return picked


def header_of(cells: Sequence[Cell], template: Template) -> Header:
    """The columns that a header row names."""
    named = [(i, template.columns.get(label_key(cell.text))) for i, cell in enumerate(cells) if cell.text]
    unknown = tuple(i for i, name in named if not name)
    return Header(tuple((i, name) for i, name in named if name), len(cells), unknown=unknown)


def assumed_header(template: Template) -> Header:
    """The columns in the form's own order."""
    return Header(tuple(enumerate(template.column_order)), len(template.column_order), assumed=True)


def begins_level(cells: Sequence[Cell], template: Template) -> bool:
    """Whether a row begins as an indicator row does: with the name of a level."""
    texts = [label_key(cell.text) for cell in cells[:2]]
    return any(text in template.levels or text in template.level2 for text in texts)


def aligned(cells: tuple[Cell, ...], header: Header, template: Template) -> tuple[Cell, ...]:
    """The cells moved to where the level names say they belong, when a dump lost or added a leading cell."""
    first, second, third = (label_key(cell.text) for cell in (*cells, EMPTY, EMPTY, EMPTY)[:3])
    if header.columns[:2] != ((0, "level1"), (1, "level2")):
        return cells
    # The second cell may hold only the first half of a level's name.
    lost_first = first in template.level2 and not (second and any(word.startswith(second) for word in template.level2))
    if lost_first and (len(cells) < header.width or header.assumed):
        return (EMPTY, *cells)
    if not first and second in template.levels and third in template.level2:
        return cells[1:]
    return cells
