"""Puts labels together that a page break cut, when the first row of a fragment holds the rest of one.

A break may cut all cells of a row, and then the two halves are one row. It may also cut only a label that is merged
over several rows (资金支出计|划), and then the rest of the label goes up and what stands beside it is a row of its own.
"""

from collections.abc import Collection, Sequence
from dataclasses import replace

from services.parse.blocks import Cell
from services.parse.stitch import EMPTY, Row, completes, joined, joined_row
from services.parse.text import label_key

Cells = Sequence[Cell]
Rows = tuple[list[Row], Row | None]


def with_labels_completed(above: Sequence[Row], row: Row, words: Collection[str]) -> Rows:
    """The rows of the fragment `above` and what remains of `row`, the first one below the break (None: nothing).

    `words` are the labels that may have been cut.
    """
    rows = list(above)
    cells = _laid_under(rows[-1].cells, row.cells) if rows else row.cells
    owners = ((column, _owner(rows, column, cell, words)) for column, cell in enumerate(cells))
    ends = {column: owner for column, owner in owners if owner is not None}
    if not ends:
        return rows, row
    cut = [column for column, owner in ends.items() if owner == len(rows) - 1]
    if cut and not _announces(rows[-1].cells, cells, ends, words):
        return [*rows[:-1], replace(rows[-1], cells=joined_row(rows[-1].cells, cells))], None
    for column, owner in ends.items():
        upper = rows[owner].cells
        whole = joined(upper[column], cells[column])
        rows[owner] = replace(rows[owner], cells=(*upper[:column], whole, *upper[column + 1 :]))
    rest = tuple(EMPTY if column in ends else cell for column, cell in enumerate(cells))
    return rows, replace(row, cells=rest) if any(cell.text for cell in rest) else None


def _owner(rows: Sequence[Row], column: int, cell: Cell, words: Collection[str]) -> int | None:
    """The row in which the label stands that `cell` completes: the last one with a text in its column."""
    for number in range(len(rows) - 1, -1, -1):
        upper = rows[number].cells[column] if column < len(rows[number].cells) else EMPTY
        if upper.text:
            return number if completes(upper, cell, words) else None
    return None


def _laid_under(upper: Cells, lower: Cells) -> Cells:
    """`lower` in the columns of `upper`: the rest of a table has fewer where fewer of its rows are cut into cells."""
    above, below = _printed(upper), _printed(lower)
    if len(upper) == len(lower) or len(above) != len(below):
        return lower
    cells: list[Cell] = [EMPTY] * len(upper)
    for there, here in zip(above, below, strict=True):
        cells[there] = lower[here]
    return tuple(cells)


def _printed(cells: Cells) -> list[int]:
    """Where the cells of a row begin: positions that none to the left reaches over."""
    begins, column = [], 0
    while column < len(cells):
        begins.append(column)
        column += max(1, cells[column].col_span)
    return begins


def _announces(last: Cells, row: Cells, ends: Collection[int], words: Collection[str]) -> bool:
    """Whether whole labels of the `last` row have texts of `row` under them: values, which are no rest of it."""
    pairs = zip(last, row, strict=False)
    return any(
        bool(lower.text) and column not in ends and label_key(upper.text) in words
        for column, (upper, lower) in enumerate(pairs)
    )
