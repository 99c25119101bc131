"""Gives back to a table of a text dump the rows that lost their tabs: a label and nothing else, between its lines."""

from collections.abc import Iterator, Sequence

from services.parse.blocks import Block, Cell, Line, Table
from services.parse.extract.captions import Heading, is_note, read_aside
from services.parse.text import compact, is_page_number
from shared.budget_kinds import table_kind

LONGEST_LABEL = 40  # characters

Item = tuple[tuple[int, ...], Block]  # a block and the indices of the blocks it was made of


def whole_tables(blocks: Sequence[Block]) -> Iterator[Item]:
    """The blocks with their indices; a table takes in the labels that stand on the lines right between its rows."""
    position = 0
    while position < len(blocks):
        block, end = blocks[position], position + 1
        if isinstance(block, Table):
            while more := _rest(block, blocks, end):
                block, end = Table((*block.rows, *more[0])), more[1]
        yield tuple(range(position, end)), block
        position = end


def _rest(table: Table, blocks: Sequence[Block], start: int) -> tuple[list[tuple[Cell, ...]], int] | None:
    """Rows that go on with `table` from `start` without an empty line, and where they end; None where none does."""
    line, rows, position = _last_line(table), list[tuple[Cell, ...]](), start
    while line and position < len(blocks):
        block = blocks[position]
        if not isinstance(block, Line) or not _is_label(block) or _first_line(block) != line + 1:
            break
        rows.append((Cell(block.text, block.places),))
        line, position = line + 1, position + 1
    below = blocks[position] if position < len(blocks) else None
    if rows and isinstance(below, Table) and _first_line(below) == (line or 0) + 1:
        return [*rows, *below.rows], position + 1
    return (rows, position) if rows and _has_short_rows(table) else None


def _is_label(line: Line) -> bool:
    text = compact(line.text)
    if len(text) > LONGEST_LABEL or text.endswith(("。", "；", "：")) or line.level or is_page_number(text):
        return False
    return not is_note(text) and table_kind(text) is None and not read_aside(text, (), Heading())


def _has_short_rows(table: Table) -> bool:
    """Whether rows have lost the blanks at their ends, so that one may have lost them all."""
    lengths = {len(row) for row in table.rows}
    return len(lengths) > 1


def _first_line(block: Block) -> int | None:
    places = block.places if isinstance(block, Line) else [p for cell in block.rows[0] for p in cell.places]
    return min((place["line"] for place in places if "line" in place), default=None)


def _last_line(table: Table) -> int | None:
    places = [place for cell in table.rows[-1] for place in cell.places]
    return max((place["line"] for place in places if "line" in place), default=None)
