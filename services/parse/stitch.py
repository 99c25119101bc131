"""Puts together what page breaks took apart, on the cell model: rows of fragments, broken rows, repeated headers.

It knows no form: the words that complete each other over a break (labels, level names) are given by the caller.
Every join says why it was made (`Join.evidence`), so that a reader with page geometry can add its own reasons.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from services.parse.blocks import Cell, Table
from services.parse.text import label_key
from shared.places import Place

EMPTY = Cell("")


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table; `opens` when it is the first of its fragment, so that it may continue the row above."""

    cells: tuple[Cell, ...]
    opens: bool = False


@dataclass(frozen=True, slots=True)
class Join:
    """Two halves that were read as one row: where they stand, why, and whether that is sure."""

    upper: tuple[Place, ...]
    lower: tuple[Place, ...]
    evidence: tuple[str, ...]
    sure: bool = True


def rows_of(fragments: Iterable[Table]) -> list[Row]:
    """The rows of the fragments of one table, in order, without blank ones."""
    rows = []
    for fragment in fragments:
        opens = True
        for cells in fragment.rows:
            if any(cell.text for cell in cells):
                rows.append(Row(cells, opens))
                opens = False
    return rows


def joined(upper: Cell, lower: Cell) -> Cell:
    """One cell of two halves, joined as printed, with the places of both."""
    if not lower.text:
        return upper
    if not upper.text:
        return lower
    upper_places, lower_places = line_places(upper), line_places(lower)
    return Cell(f"{upper.text}\n{lower.text}", (*upper_places, *lower_places), upper.row_span, upper.col_span)


def joined_row(upper: Sequence[Cell], lower: Sequence[Cell]) -> tuple[Cell, ...]:
    """Two halves of a row, joined cell by cell."""
    width = max(len(upper), len(lower))
    padded = ((*cells, *(EMPTY,) * (width - len(cells))) for cells in (upper, lower))
    return tuple(joined(above, below) for above, below in zip(*padded, strict=True))


def completes(upper: Cell, lower: Cell, words: Collection[str]) -> bool:
    """Whether `lower` is the rest of a known word that the break cut: 服务对象满|意度指标."""
    if not upper.text or not lower.text or label_key(upper.text + lower.text) not in words:
        return False
    return not (label_key(upper.text) in words and label_key(lower.text) in words)


def places_of(cells: Iterable[Cell]) -> tuple[Place, ...]:
    """Where the texts of `cells` stand."""
    return tuple(place for cell in cells for place in cell.places)


def line_places(cell: Cell) -> tuple[Place, ...]:
    """One place for each line of the cell's text, where the reader gave as many or only one; else all it gave."""
    lines = cell.text.count("\n") + 1
    return cell.places * lines if len(cell.places) == 1 else cell.places
