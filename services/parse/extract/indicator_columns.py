"""Finds the columns of an indicator table by its header, and the cells of a row under them."""

from collections.abc import Sequence
from dataclasses import dataclass

from services.parse.blocks import Cell
from services.parse.stitch import EMPTY, joined
from services.parse.templates import Template
from services.parse.text import label_key


@dataclass(frozen=True)
class Header:
    """Where the columns begin; a column reaches to the next one, since OCR leaves blank columns between."""

    columns: tuple[tuple[int, str], ...]
    width: int
    assumed: bool = False  # no header is printed; this is the form's own order

    def pick(self, cells: Sequence[Cell]) -> dict[str, Cell]:
        """The cells of a row by column."""
        if len(cells) == len(self.columns) < self.width:
            return {name: cell for (_, name), cell in zip(self.columns, cells, strict=True)}
        picked = {}
        ends = [index for index, _ in self.columns[1:]] + [max(len(cells), self.width)]
        for (start, name), end in zip(self.columns, ends, strict=True):
            cell = cells[start] if start < len(cells) else EMPTY
            for more in cells[start + 1 : end]:
                cell = joined(cell, more)
            picked[name] = cell
        return picked


def header_of(cells: Sequence[Cell], template: Template) -> Header:
    """The columns that a header row names."""
    named = ((i, template.columns.get(label_key(cell.text))) for i, cell in enumerate(cells) if cell.text)
    return Header(tuple((i, name) for i, name in named if name), len(cells))


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
