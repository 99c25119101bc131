"""HTML tables inside a text dump, as vision models write them: cells with spans, each with the lines it stands on."""

import re
from collections.abc import Mapping, Sequence
from html.parser import HTMLParser

from services.parse.blocks import Cell, Table
from services.parse.readers.grid import GridBuilder, lines_in
from services.parse.readers.markup import without_markup
from shared.places import Place, line

TABLE = re.compile(r"<table\b[^<>]*>", re.IGNORECASE)
END = re.compile(r"</table\s*>", re.IGNORECASE)
BREAKS = frozenset(("br", "p", "div", "li"))
CELLS = frozenset(("td", "th"))
GREATEST_SPAN = 500


def read_table(lines: Sequence[str], number: int, column: int) -> tuple[Table, int, int]:
    """The table that begins in line `number` (from 1) at `column`; the line and the column where it ends.

    A table that is not closed ends before the next one begins, or with the text.
    """
    last, end = _end(lines, number, column)
    source = [*lines[number - 1 : last - 1], lines[last - 1][:end]]
    source[0] = source[0][column:]
    reader = _TableReader(number)
    reader.feed("\n".join(source))
    reader.close()
    return reader.table(), last, end


def _end(lines: Sequence[str], number: int, column: int) -> tuple[int, int]:
    for at in range(number, len(lines) + 1):
        start = TABLE.match(lines[at - 1], column).end() if at == number else 0  # type: ignore[union-attr]
        if found := END.search(lines[at - 1], start):
            return at, found.end()
        if opened := TABLE.search(lines[at - 1], start):
            return at, opened.start()
    return len(lines), len(lines[-1])


class _TableReader(HTMLParser):
    """Places the cells on a grid as their tags come; a tag that is missing is made up for."""

    def __init__(self, first: int) -> None:
        super().__init__()
        self._first = first
        self._grid = GridBuilder()
        self._row = -1
        self._spans: tuple[int, int] | None = None  # of the open cell
        self._texts: list[tuple[str, int]] = []  # of the open cell, with their lines

    def table(self) -> Table:
        """What was read."""
        self._end_cell()
        return self._grid.table()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "tr":
            self._end_cell()
            self._row += 1
        elif tag in CELLS:
            self._end_cell()
            self._row = max(self._row, 0)
            given = dict(attrs)
            self._spans = _span(given, "rowspan"), _span(given, "colspan")
        elif tag in BREAKS:
            self._texts.append(("\n", 0))

    def handle_endtag(self, tag: str) -> None:
        if tag in CELLS:
            self._end_cell()
        elif tag in BREAKS:
            self._texts.append(("\n", 0))

    def handle_data(self, data: str) -> None:
        number = self._first + self.getpos()[0] - 1
        for offset, part in enumerate(data.split("\n")):
            self._texts += [("\n", 0)] if offset else []
            self._texts.append((part, number + offset))

    def _end_cell(self) -> None:
        if self._spans is not None:
            text = lines_in(without_markup("".join(part for part, _ in self._texts)).split("\n"))
            places = tuple(line(number) for number in dict.fromkeys(n for part, n in self._texts if part.strip()))
            self._place(text, places)
        self._spans, self._texts = None, []

    def _place(self, text: str, places: tuple[Place, ...]) -> None:
        rows, columns = self._spans or (1, 1)
        self._grid.place_next(self._row, Cell(text, places if text else (), rows, columns))


def _span(attrs: Mapping[str, str | None], name: str) -> int:
    value = (attrs.get(name) or "").strip("\"'\\ ")
    return min(int(value), GREATEST_SPAN) if value.isdecimal() and int(value) else 1
