"""Reads text dumps of Word documents: one cell a line behind a tab, rows divided by blank lines, text without a tab.

A cell of several lines goes on without a tab; an empty paragraph inside it looks like the end of a row, so what follows
decides. Field codes of Word's table of contents are residue.
"""

from collections.abc import Iterator, Sequence

from services.parse.blocks import Block, Cell, Line, Reading, Table
from services.parse.readers.markup import without_field_codes
from services.parse.readers.ragged import mended
from services.parse.templates import templates
from services.parse.text import compact, is_page_number
from shared.places import Place, line

CELL = "\t"


def read_word_text(lines: Sequence[str]) -> Reading:
    """The blocks of `lines`."""
    reader = _Reader(lines)
    reader.read()
    return Reading("word-text", "text/plain", tuple(reader.blocks))


class _Reader:
    def __init__(self, lines: Sequence[str]) -> None:
        self.lines = lines
        self.blocks: list[Block] = []
        self.rows: list[tuple[Cell, ...]] = []
        self.row: list[Cell] = []
        self.blanks = 0  # blank lines since the last text
        self.suffixes = tuple(suffix for template in templates() for suffix in template.suffixes)

    def read(self) -> None:
        for index, text in enumerate(self.lines):
            if not text.strip(" \u3000\r\f") and not text.startswith(CELL):
                self.blanks += 1
                continue
            if text.startswith(CELL):
                self._read_cells(text, line(index + 1))
            elif self._in_table() and self._continues_cell(index):
                self._continue_cell(text, line(index + 1))
            else:
                self._read_line(text, line(index + 1))
            self.blanks = 0
        self._end_table()

    def _in_table(self) -> bool:
        return bool(self.row or self.rows)

    def _read_cells(self, text: str, place: Place) -> None:
        if self.blanks:
            self._end_row()
        for part in text[1:].split(CELL):
            printed = part.strip()
            self.row.append(Cell(printed, (place,) if printed else ()))

    def _continue_cell(self, text: str, place: Place) -> None:
        last = self.row[-1]
        printed = text.strip()
        self.row[-1] = Cell(f"{last.text}\n{printed}" if last.text else printed, (*last.places, place))

    def _read_line(self, text: str, place: Place) -> None:
        self._end_table()
        printed = without_field_codes(text).strip()
        if printed:
            self.blocks.append(Line(printed, (place,)))

    def _end_row(self) -> None:
        if self.row:
            self.rows.append(tuple(self.row))
        self.row = []

    def _end_table(self) -> None:
        self._end_row()
        if self.rows:
            self.blocks.append(Table(mended(self.rows, templates())))
        self.rows = []

    def _continues_cell(self, index: int) -> bool:
        """Whether a line without a tab belongs to the cell above it."""
        if not self.row or self._is_heading(self.lines[index]):
            return False
        if self.blanks == 0:
            return True
        # Behind an empty line: a paragraph of the cell when the table goes on after another empty line.
        return self.blanks == 1 and self._table_goes_on(index)

    def _is_heading(self, text: str) -> bool:
        return without_field_codes(text) != text or compact(text).endswith(self.suffixes)

    def _table_goes_on(self, index: int) -> bool:
        blank = False
        for text in self._following(index + 1):
            if text.startswith(CELL):
                return blank
            if text.strip() and (self._is_heading(text) or is_page_number(compact(text))):
                return False
            blank = not text.strip()
        return False

    def _following(self, start: int) -> Iterator[str]:
        return (self.lines[i] for i in range(start, len(self.lines)))
