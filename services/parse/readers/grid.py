"""Placing cells with spans on a grid, as HTML and Word number them: shared by the readers that see merged cells."""

from collections.abc import Callable, Iterable

from services.parse.blocks import Cell, Table
from shared.places import Place

COVERED = Cell("", covered=True)
_MOST_COLUMNS = 500  # a span may claim any number; no form has this many columns
_MOST_ROWS = 5_000


class GridBuilder:
    """Rows of cells with spans, placed one after the other; a position that a span covers is skipped."""

    def __init__(self) -> None:
        self._rows: list[dict[int, Cell]] = []

    def place(self, row: int, text: str, row_span: int, col_span: int, at: Callable[[int, int], Place]) -> int:
        """Place a cell in the first free column of `row` (from 0); `at(row, column)` gives its place. The column."""
        col = self._free(row)
        self.place_at(row, col, Cell(text, (at(row, col),), max(1, row_span), max(1, col_span)))
        return col

    def place_next(self, row: int, cell: Cell) -> None:
        """Place a cell that has its places already in the first free column of `row`."""
        self.place_at(row, self._free(row), cell)

    def _free(self, row: int) -> int:
        while len(self._rows) <= row:
            self._rows.append({})
        col = 0
        while col in self._rows[row]:
            col += 1
        return col

    def place_at(self, row: int, col: int, cell: Cell) -> None:
        """Place a cell at its column, covering what its spans reach."""
        bottom = row + min(cell.row_span, _MOST_ROWS)
        right = min(col + cell.col_span, _MOST_COLUMNS)
        while len(self._rows) < bottom:
            self._rows.append({})
        for r in range(row, bottom):
            for c in range(col, right):
                self._rows[r].setdefault(c, COVERED)
        self._rows[row][col] = cell

    def table(self) -> Table:
        """The finished table: every row as wide as the widest."""
        width = max((max(row) + 1 for row in self._rows if row), default=0)
        return Table(tuple(_filled(row, width) for row in self._rows))


def _filled(row: dict[int, Cell], width: int) -> tuple[Cell, ...]:
    return tuple(row.get(col) or Cell("") for col in range(width))


def lines_in(texts: Iterable[str]) -> str:
    """Paragraphs of a cell as its lines, blank ones dropped."""
    return "\n".join(stripped for text in texts if (stripped := text.strip()))
