"""Rows of a sheet as a printed page shows them: rows of one text above or below a table are lines, the rest tables.

Spreadsheets and the web pages that are saved from them put headings, notes and tables into one grid.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise, takewhile
from typing import TypeAlias

from services.parse.blocks import Block, Cell, Line, Table

Cells: TypeAlias = Sequence[Cell]

_UNIT_LINE = re.compile(r"^\s*(?:金额)?单位[:：]")


def blocks_of_sheet(rows: Iterable[Cells]) -> Iterator[Block]:
    """Tables parted by blank rows; the lines above and below each taken out of it."""
    part: list[Cells] = []
    for row in [*rows, ()]:
        if not _is_blank(row):
            part.append(row)
            continue
        yield from _tables(part)
        part = []


def blocks_of_page(rows: Sequence[Cells]) -> Iterator[Block]:
    """The same for a table of a web page, which may hold blank rows of its own: they part it only where a line of text
    follows."""
    part: list[Cells] = []
    for row, below in zip(rows, [*rows[1:], ()], strict=False):
        if _is_blank(row) and below and _is_over_all(below):
            yield from _tables(part, over_all=True)
            part = []
        else:
            part.append(row)
    yield from _tables(part, over_all=True)


def _is_blank(row: Cells) -> bool:
    return not any(cell.covered or cell.text.strip() for cell in row)


def _tables(rows: Sequence[Cells], over_all: bool = False) -> Iterator[Block]:
    """The tables that follow each other without a blank row: each begins with its heading, one of whose lines states
    the currency unit."""
    are_lines = [_is_line(row) for row in rows]
    starts = [0]
    for index, (above, here) in enumerate(pairwise(are_lines), 1):
        if here and not above and _states_unit(rows[index:]) and not _reached(rows[index]):
            starts.append(index)
    for start, end in pairwise([*starts, len(rows)]):
        yield from _part(rows[start:end], over_all)


def _states_unit(rows: Sequence[Cells]) -> bool:
    """Whether a currency unit is stated in the lines with which `rows` begin."""
    lines = takewhile(_is_line, rows)
    return any(_UNIT_LINE.match(cell.text) for row in lines for cell in row if cell.text)


def _part(rows: Sequence[Cells], over_all: bool = False) -> Iterator[Block]:
    """One table with its lines; with `over_all` only rows of one cell over all columns are lines below it."""
    first, last = 0, len(rows)
    while first < last and _is_line(rows[first]):
        first += 1
    while last > first and _is_line(rows[last - 1]) and not _reached(rows[last - 1]):
        if over_all and not _is_over_all(rows[last - 1]):
            break
        last -= 1
    for row in rows[:first]:
        yield from _line(row)
    if first < last:
        yield Table(tuple(map(tuple, rows[first:last])))
    for row in rows[last:]:
        yield from _line(row)


def _is_line(row: Cells) -> bool:
    """One text alone, or captions side by side such as 部门：… and 单位：万元."""
    texts = [text for cell in row if (text := cell.text.strip())]
    if len(texts) <= 1:
        return True
    return len(texts) <= 3 and any(map(_UNIT_LINE.match, texts)) and not any(text == "项目编码" for text in texts)


def _is_over_all(row: Cells) -> bool:
    """Whether one cell with a text takes the whole row."""
    return bool(row[0].text.strip()) and row[0].col_span >= len(row)


def _reached(row: Cells) -> bool:
    """Whether a cell above is merged down into the row: then the row is part of the table."""
    own = 0
    for cell in row:
        if cell.covered and not own:
            return True
        own = own - 1 if cell.covered else cell.col_span - 1
    return False


def _line(row: Cells) -> Iterator[Line]:
    cells = [cell for cell in row if cell.text.strip()]
    if cells:
        places = tuple(place for cell in cells for place in cell.places)
        text = "  ".join(cell.text.strip() for cell in cells)
        for line in text.split("\n"):
            yield Line(line.strip(), places)
