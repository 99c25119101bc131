"""Rebuilds the budget tables of a dump whose cells stand in lines of text: the form's grid, the amounts in place.

Which column an amount stood in follows from the sums of its row, of the subjects above it, and of the table that has
all expenditure; where that is not enough the row is doubtful, and a warning says so.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from services.parse.blocks import Block, Cell, Table
from services.parse.extract.fallen_rows import PRICED, Fallen, FallenRow, Piece, fallen_tables
from services.parse.extract.placing import Placed, Row, place
from services.parse.extract.row_sums import TEXTS, column_sums
from services.parse.text import ordinal
from shared.budget_kinds import TableKind
from shared.folding import plain

# The left side of a table of two sides holds income, the right one expenditure.
RIGHT = re.compile(r"支出|预备费|人行科目|年[终末]")
FUNCTION = re.compile(r"([一二三四五六七八九十]+)、")
SPENT = re.compile(r"本年支出合计")
TOTAL = "合计"

Hints = Mapping[str, frozenset[str]]


@dataclass(frozen=True, slots=True)
class Rebuilt(Table):
    """A table put together again; `doubtful` are the rows whose amounts may stand in other columns."""

    doubtful: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class _Side:
    """A label's column and the columns of amounts behind it."""

    label: int
    money: tuple[int, ...]


def rebuilt(blocks: Sequence[Block]) -> Iterator[tuple[tuple[int, ...], Block]]:
    """The blocks with their indices, each table that stood in lines as one block."""
    tables = {table.start: table for table in fallen_tables(blocks)}
    hints = _hints(tables.values())
    index = 0
    while index < len(blocks):
        table = tables.get(index)
        if table:
            yield tuple(range(index, table.end)), _rebuild(table, hints)
        else:
            yield (index,), blocks[index]
        index = table.end if table else index + 1


def _hints(tables: Iterable[Fallen]) -> Hints:
    """Which columns each subject has money in, from the table of all expenditure."""
    whole = next((t for t in tables if t.kind is TableKind.EXPENDITURE and t.rows), None)
    if whole is None:
        return {}
    side = _sides(whole.form)[0]
    placed = _placed(whole, side, {})
    return {
        _code(row): frozenset(whole.form[column] for column in way)
        for number, (row, way) in enumerate(zip(whole.rows, placed.ways, strict=True))
        if number not in placed.doubtful and _code(row)
    }


def _rebuild(table: Fallen, hints: Hints) -> Rebuilt:
    grid: list[list[Cell]] = [[Cell("")] * len(table.form) for _ in table.rows]
    doubtful: set[int] = set()
    head = _header(table)
    for row, cells in zip(table.rows, grid, strict=True):
        for piece in row.pieces:
            if piece.kind in ("ordinal", "code"):
                cells[0 if piece.kind == "ordinal" else 1] = Cell(piece.text, piece.places)
            elif piece.kind.isdecimal():
                cells[int(piece.kind)] = Cell(piece.text, piece.places)
    if table.form[0] != "序号":
        return Rebuilt((*head, *_listed(table, grid, doubtful)), frozenset(number + len(head) for number in doubtful))
    for number, side in enumerate(_sides(table.form)):
        placed = _placed(table, side, hints, number)
        doubtful |= placed.doubtful
        for row, cells, way in zip(table.rows, grid, placed.ways, strict=True):
            label, amounts = _on_side(row, len(_sides(table.form)), number)
            cells[side.label] = label or Cell("")
            for column, piece in zip(way, amounts, strict=False):
                cells[column] = Cell(piece.text, piece.places)
    return Rebuilt((*head, *(tuple(cells) for cells in grid)), frozenset(number + len(head) for number in doubtful))


def _listed(table: Fallen, grid: list[list[Cell]], doubtful: set[int]) -> list[tuple[Cell, ...]]:
    """The rows of a table without ordinals; amounts behind a price stand under the sources that they add up from."""
    columns = {i: table.form[i] for i in range(PRICED, len(table.form))}
    amounts = [[piece for piece in row.pieces if piece.kind == "amount"] for row in table.rows]
    rows = [Row(None, tuple(piece.text for piece in pieces[: len(columns)])) for pieces in amounts]
    placed = place(rows, columns, [(PRICED, tuple(range(PRICED + 1, len(table.form) - 1)))] if columns else [])
    doubtful |= placed.doubtful
    for cells, pieces, way in zip(grid, amounts, placed.ways, strict=True):
        for column, piece in zip(way, pieces, strict=False):
            cells[column] = Cell(piece.text, piece.places)
    return [tuple(cells) for cells in grid]


def _header(table: Fallen) -> list[tuple[Cell, ...]]:
    """The form's header, merged cells as blanks."""
    paths = [column.split("/") for column in table.form]
    tops = [path[0] if number == 0 or paths[number - 1][0] != path[0] else "" for number, path in enumerate(paths)]
    rows = [tops, [path[1] if len(path) > 1 else "" for path in paths]]
    return [tuple(Cell(text, table.header if text else ()) for text in row) for row in rows]


def _sides(form: Sequence[str]) -> list[_Side]:
    labels = [i for i, column in enumerate(form) if column.endswith(("项目", "科目名称"))]
    ends = [*labels[1:], len(form)]
    return [_Side(label, tuple(range(label + 1, end))) for label, end in zip(labels, ends, strict=True)]


def _placed(table: Fallen, side: _Side, hints: Hints, number: int = 0) -> Placed:
    """The columns of the amounts on one side of each row."""
    count = len(_sides(table.form))
    pieces = [_on_side(row, count, number) for row in table.rows]
    columns = {i: table.form[i] for i in side.money if not TEXTS.fullmatch(table.form[i].split("/")[-1])}
    rows = [
        Row(_key(table, row, label), tuple(piece.text for piece in amounts[: len(columns)]))
        for row, (label, amounts) in zip(table.rows, pieces, strict=True)
    ]
    if len(columns) == 1:
        ways = [tuple(columns)[: len(row.amounts)] for row in rows]
        return Placed(ways, {i for i, (_, amounts) in enumerate(pieces) if len(amounts) > 1})
    return place(rows, columns, column_sums(table.form), hints)


def _key(table: Fallen, row: FallenRow, label: Cell | None) -> str | None:
    """Where a row stands in the tree of sums: its code, "" for the total, "001" and so on for a numbered function."""
    code = _code(row)
    if code:
        return code
    text = plain(label.text) if label else ""
    if table.kind is TableKind.FISCAL_BALANCE:
        if SPENT.fullmatch(text):
            return ""
        function = FUNCTION.match(text)
        return f"{ordinal(function[1]):03d}" if function else None
    return "" if text == TOTAL and len(_sides(table.form)) == 1 and table.kind is not TableKind.HOSPITALITY else None


def _code(row: FallenRow) -> str:
    return next((piece.text for piece in row.pieces if piece.kind == "code"), "")


def _on_side(row: FallenRow, sides: int, side: int) -> tuple[Cell | None, list[Piece]]:
    """The label and the amounts that a row has on one of its sides."""
    found: list[tuple[list[Piece], list[Piece]]] = []
    for piece in row.pieces:
        if piece.kind == "label":
            found.append(([piece], []))
        elif piece.kind == "amount":
            if not found:
                found.append(([], []))
            found[-1][1].append(piece)
    wrapped = [*row.above, *row.below]
    if wrapped and not found:
        found.append(([], []))
    sided = _sided(found, sides, "".join(line.text for line in wrapped))
    if side not in sided:
        return None, []
    labels, amounts = sided[side]
    last = max(sided) == side
    return _label(labels, row if last else None), amounts


def _sided(
    found: list[tuple[list[Piece], list[Piece]]], sides: int, wrapped: str
) -> dict[int, tuple[list[Piece], list[Piece]]]:
    if sides == 1:
        labels = [piece for part in found for piece in part[0]]
        return {0: (labels, [piece for part in found for piece in part[1]])} if found else {}
    if len(found) >= 2:
        return {0: found[0], 1: found[1]}
    if not found:
        return {}
    text = plain("".join(piece.text for piece in found[0][0]) + wrapped)
    return {1 if RIGHT.search(text) else 0: found[0]}


def _label(pieces: Sequence[Piece], row: FallenRow | None) -> Cell | None:
    """A label with the lines that wrap above and below it."""
    above, below = (row.above, row.below) if row else ([], [])
    parts = [*((line.text, line.places) for line in above), *((p.text, p.places) for p in pieces)]
    parts += [(line.text, line.places) for line in below]
    if not parts:
        return None
    return Cell("\n".join(text for text, _ in parts), tuple(place for _, places in parts for place in places))
