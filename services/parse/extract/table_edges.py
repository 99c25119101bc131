"""Finds the edges of tables in a text dump, where only empty lines and tabs tell a row from a line.

A heading that stands between two tables without an empty line is a row of one cell; a label whose row lost its tabs is
a line in or under the table.
"""

from collections.abc import Iterator, Sequence

from services.parse.blocks import Block, Cell, Line, Table
from services.parse.extract.captions import Heading, is_caption, is_note, read_aside
from services.parse.text import compact, is_page_number
from shared.budget_kinds import table_kind

LONGEST_LABEL = 40  # characters

Item = tuple[tuple[int, ...], Block]  # a block and the indices of the blocks it was made of


def edged(blocks: Sequence[Block]) -> Iterator[Item]:
    """The blocks with their indices: tables taken apart at headings in them, labels under them taken in."""
    position = 0
    while position < len(blocks):
        block, end = blocks[position], position + 1
        if isinstance(block, Table):
            block, end = _grown(block, blocks, end)
            yield from ((tuple(range(position, end)), piece) for piece in _apart(block))
        else:
            yield (position,), block
        position = end


def _apart(table: Table) -> Iterator[Block]:
    """The table, or its parts and the headings between them."""
    if not any(len(row) == 1 and _is_heading(row[0].text) for row in table.rows):
        yield table
        return
    rows: list[tuple[Cell, ...]] = []
    for row in table.rows:
        if len(row) == 1 and _is_heading(row[0].text):
            if rows:
                yield Table(tuple(rows))
            yield Line(row[0].text, row[0].places)
            rows = []
        else:
            rows.append(row)
    if rows:
        yield Table(tuple(rows))


def _is_heading(text: str) -> bool:
    """Whether the text names a budget table, or gives a department, year or unit."""
    heading = Heading()
    aside = read_aside(text, (), heading)
    return (aside and bool(heading.values.keys() & {"unit", "year", "code"})) or (
        table_kind(text) is not None and is_caption(text) and compact(text).endswith(("表", "表）", "表)"))
    )


def _grown(table: Table, blocks: Sequence[Block], start: int) -> tuple[Table, int]:
    """The table with the rows that lost all their tabs, and where it ends: labels right under it, when it goes on below
    them or other rows have lost the blanks at their ends."""
    labels = _labels_below(table, blocks, start)
    end = start + len(labels)
    below = blocks[end] if labels and end < len(blocks) else None
    if isinstance(below, Table) and _first_line(below) == (_last_line(table) or 0) + len(labels) + 1:
        return _grown(Table((*table.rows, *labels, *below.rows)), blocks, end + 1)
    short = len({len(row) for row in table.rows}) > 1
    return (Table((*table.rows, *labels)), end) if labels and short else (table, start)


def _labels_below(table: Table, blocks: Sequence[Block], start: int) -> list[tuple[Cell, ...]]:
    line, rows = _last_line(table), list[tuple[Cell, ...]]()
    for block in blocks[start:]:
        if line is None or not isinstance(block, Line) or not _is_label(block) or _line(block) != line + 1 + len(rows):
            break
        rows.append((Cell(block.text, block.places),))
    return rows


def _is_label(line: Line) -> bool:
    text = compact(line.text)
    if len(text) > LONGEST_LABEL or text.endswith(("。", "；", "：")) or line.level or is_page_number(text):
        return False
    return not is_note(text) and table_kind(text) is None and not read_aside(text, (), Heading())


def _line(line: Line) -> int | None:
    return next((place["line"] for place in line.places if "line" in place), None)


def _first_line(table: Table) -> int | None:
    places = [place for cell in table.rows[0] for place in cell.places]
    return min((place["line"] for place in places if "line" in place), default=None)


def _last_line(table: Table) -> int | None:
    places = [place for cell in table.rows[-1] for place in cell.places]
    return max((place["line"] for place in places if "line" in place), default=None)
