"""Puts labels together that a page break cut, when the first row of a fragment holds the rest of one.

A break may cut all cells of a row, and then the two halves are one row. It may also cut only a label that is merged
over several rows (资金支出计|划), and then the rest of the label goes up and what stands beside it is a row of its own.
"""

from collections.abc import Collection, Sequence
from dataclasses import replace

from services.parse.blocks import Cell
from services.parse.stitch import EMPTY, Row, completes, joined, joined_row
from services.parse.text import label_key

Rows = tuple[list[Row], Row | None]


def with_labels_completed(above: Sequence[Row], row: Row, words: Collection[str]) -> Rows:
    """The rows of the fragment `above` and what remains of `row`, the first one below the break (None: nothing).

    `words` are the labels that may have been cut.
    """
    rows = list(above)
    owners = ((column, _owner(rows, column, cell, words)) for column, cell in enumerate(row.cells))
    ends = {column: owner for column, owner in owners if owner is not None}
    if not ends:
        return rows, row
    cut = [column for column, owner in ends.items() if owner == len(rows) - 1]
    if cut and not _announces(rows[-1], row, ends, words):
        return [*rows[:-1], replace(rows[-1], cells=joined_row(rows[-1].cells, row.cells))], None
    for column, owner in ends.items():
        upper = rows[owner].cells
        whole = joined(upper[column], row.cells[column])
        rows[owner] = replace(rows[owner], cells=(*upper[:column], whole, *upper[column + 1 :]))
    rest = tuple(EMPTY if column in ends else cell for column, cell in enumerate(row.cells))
    return rows, replace(row, cells=rest) if any(cell.text for cell in rest) else None


def _owner(rows: Sequence[Row], column: int, cell: Cell, words: Collection[str]) -> int | None:
    """The row in which the label stands that `cell` completes: the last one with a text in its column."""
    for number in range(len(rows) - 1, -1, -1):
        upper = rows[number].cells[column] if column < len(rows[number].cells) else EMPTY
        if upper.text:
            return number if completes(upper, cell, words) else None
    return None


def _announces(last: Row, row: Row, ends: Collection[int], words: Collection[str]) -> bool:
    """Whether whole labels of the `last` row have texts of `row` under them: values, which are no rest of it."""
    pairs = zip(last.cells, row.cells, strict=False)
    return any(
        bool(lower.text) and column not in ends and label_key(upper.text) in words
        for column, (upper, lower) in enumerate(pairs)
    )
