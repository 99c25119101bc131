"""Budget tables from blocks: every table under its heading, the parts that pages cut put together again."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from services.parse.blocks import Block, Cell
from services.parse.extract.budget_headers import Header, Row, has_header_words, is_number
from services.parse.extract.captions import UNIT, Heading, Printed, agree, caption_text, joined_notes, printed
from services.parse.extract.fallen_rows import headings_alone
from services.parse.extract.row_sums import TEXTS, rows_close
from services.parse.extract.table_parts import Part, body, table_parts
from shared.document import BudgetTable, ReadingWarning
from shared.findings import Subject
from shared.folding import plain
from shared.places import At, joined
from shared.warnings import warning

ORDINAL = ("序号", "行次")
KEYS = (*ORDINAL, "编码", "代码")
"""How columns end that are filled in every row of a table."""


@dataclass(slots=True)
class Found:
    """The budget tables of a document, and the indices of the blocks they were read from: tables, headings, notes."""

    tables: list[BudgetTable] = field(default_factory=list)
    headings: list[Heading] = field(default_factory=list)
    warnings: list[ReadingWarning] = field(default_factory=list)
    taken: set[int] = field(default_factory=set)


def extract_tables(blocks: Sequence[Block], skip: Collection[int] = ()) -> Found:
    """Every table of `blocks` but those at the indices in `skip` and tables of contents."""
    found = Found()
    wholes: list[Part] = []
    for part in list(table_parts(blocks, frozenset(skip), found.taken)):
        rows = _continuation(wholes[-1], part) if wholes else None
        if rows is None:
            wholes.append(part)
        else:
            _append(wholes[-1], part, rows)
    for whole in wholes:
        table = _built(whole)
        found.tables.append(table)
        found.headings.append(whole.heading)
        found.warnings.extend(_doubts(whole, table))
    for line in headings_alone(blocks, found.taken | set(skip)):
        kind = caption_text(line.text)
        found.warnings.append(warning("table_unread", line.text, line.places, {"table": kind}, table=kind))
    return found


def _continuation(whole: Part, part: Part) -> list[Row] | None:
    """The rows of `part` where it is the next page's part of the table `whole`; None where it is another table."""
    names = ("caption", "code", "year", "unit")
    if part.alone or not all(agree(whole.heading.text(name), part.heading.text(name)) for name in names):
        return None
    rows = part.rows
    if part.header is not None and not _same_header(whole.header, part.header):
        if part.heading.text("caption") or has_header_words(part.raw[: part.header.height]):
            return None
        rows = body(part.raw, whole.header)
    if part.width > whole.width or _begins_anew(whole, part, rows):
        return None
    return rows


def _same_header(one: Header | None, other: Header) -> bool:
    """Whether two headers have the same columns, or the same labels that a conversion has put in other cells."""
    if one is None:
        return False
    unsure = one.unsure or other.unsure or one.moved or other.moved
    return one.columns == other.columns or (unsure and _labels(one) == _labels(other))


def _labels(header: Header) -> set[str]:
    return {text for row in header.rows for text in row if text}


def _begins_anew(whole: Part, part: Part, rows: Sequence[Row]) -> bool:
    """Whether the ordinals start again, or, without ordinals, the rows do under a header of their own."""
    if not rows or not whole.rows:
        return False
    column = _ordinal(whole.header)
    if column is not None:
        before, after = _number(whole.rows[-1], column), _number(rows[0], column)
        return before is not None and after is not None and after <= before
    return part.header is not None and _label(rows[0]) == _label(whole.rows[0])


def _ordinal(header: Header | None) -> int | None:
    return next((i for i, column in enumerate(header.columns) if column in ORDINAL), None) if header else None


def _number(row: Row, column: int) -> int | None:
    text = plain(row[column].text) if column < len(row) else ""
    return int(text) if text.isdecimal() else None


def _label(row: Row) -> str:
    return next((plain(cell.text) for cell in row if cell.text.strip()), "")


def _append(whole: Part, part: Part, rows: list[Row]) -> None:
    if rows and whole.rows and _is_second_half(whole, rows[0]):
        whole.rows[-1] = _joined_rows(whole.rows[-1], rows[0])
        rows = rows[1:]
    whole.rows.extend(rows)
    whole.notes.extend(part.notes)
    if whole.header and part.header and (whole.header.unsure or whole.header.moved) and not part.header.unsure:
        whole.header = part.header
    for name, value in part.heading.values.items():
        whole.heading.values.setdefault(name, value)


def _is_second_half(whole: Part, row: Row) -> bool:
    """Whether the row is the rest of a row that the page cut: no ordinal or code of its own, text under text."""
    columns = whole.header.columns if whole.header else ()
    keys = [i for i, column in enumerate(columns) if column.endswith(KEYS)]
    before = whole.rows[-1]
    filled = [i for i, cell in enumerate(row) if cell.text.strip()]
    return bool(keys) and all(
        i not in keys and i < len(before) and before[i].text.strip() and not is_number(row[i].text) for i in filled
    )


def _joined_rows(first: Row, second: Row) -> Row:
    return tuple(
        Cell(cell.text + second[i].text, (*cell.places, *second[i].places)) if i < len(second) else cell
        for i, cell in enumerate(first)
    )


def _built(whole: Part) -> BudgetTable:
    """The table as the contract has it."""
    columns = list(whole.header.columns if whole.header else ("",) * whole.width)
    rows = [_fitted(row, columns) for row in whole.rows]
    ordinal = _ordinal(whole.header)
    if not any(cell.text.strip() for row in rows for i, cell in enumerate(row) if i != ordinal):
        rows = []
    unit = whole.heading.values.get("unit") or _unit_in(whole.header)
    year = whole.heading.text("year")
    note = joined_notes(whole.notes)
    values = {
        "kind": whole.heading.values.get("caption"),
        "department_code": whole.heading.values.get("code"),
        "year": whole.heading.values.get("year"),
        "currency_unit": unit,
        "note": note,
    }
    at: At = {name: joined(value.places) for name, value in values.items() if value}
    at["columns"] = [joined(places) for places in whole.header.places] if whole.header else []
    at["rows"] = [[joined(cell.places) for cell in row] for row in rows]
    return BudgetTable(
        kind=whole.heading.text("caption"),
        department_code=whole.heading.text("code"),
        year=int(year) if year else None,
        currency_unit=unit.text if unit else None,
        columns=columns,
        rows=[[printed(cell.text) for cell in row] for row in rows],
        note=note.text if note else None,
        at=at,
    )


def _fitted(row: Row, columns: Sequence[str]) -> Row:
    """The row with a cell for each column. A short row that has all its amounts has merged labels before them."""
    cells = list(row[: len(columns)])
    missing = len(columns) - len(cells)
    money = sum(1 for column in columns if not TEXTS.fullmatch(column.split("/")[-1]))
    amounts = 0
    while amounts < len(cells) and (is_number(cells[-1 - amounts].text) or not cells[-1 - amounts].text.strip()):
        amounts += 1
    place = len(cells) - amounts if missing and amounts == money else len(cells)
    cells[place:place] = [Cell("")] * missing
    return tuple(cells)


def _unit_in(header: Header | None) -> Printed | None:
    """The currency unit that a column's label states, where no line above the table does."""
    for column, places in zip(header.columns, header.places, strict=True) if header else ():
        match = UNIT.search(plain(column))
        if match:
            return Printed(match[1], places)
    return None


def _doubts(whole: Part, table: BudgetTable) -> list[ReadingWarning]:
    """Warnings where rows are lost, or where columns may not be over their values: rows without blanks, moved cells
    of the header."""
    return [*_lost_rows(whole, table), *_doubtful_rows(whole, table), *_doubtful_header(whole, table)]


def _lost_rows(whole: Part, table: BudgetTable) -> Iterator[ReadingWarning]:
    """A warning at each row before which the ordinals jump."""
    column = _ordinal(whole.header)
    for above, row in pairwise(whole.rows if column is not None else ()):
        before, after = _number(above, column or 0), _number(row, column or 0)
        if before is not None and after is not None and after > before + 1:
            places = tuple(place for cell in row for place in cell.places)
            subject: Subject = {"table": table.kind or ""}
            yield warning("rows_lost", None, places, subject, table=table.kind or "未命名", before=before, after=after)


def _doubtful_rows(whole: Part, table: BudgetTable) -> Iterator[ReadingWarning]:
    for row in whole.doubtful:
        number = next((i for i, kept in enumerate(whole.rows, 1) if kept == row), None)
        places = tuple(place for cell in row for place in cell.places)
        subject: Subject = {"table": table.kind or ""}
        if number:
            subject["row"] = number
        yield warning("blanks_lost", "".join(cell.text for cell in row), places, subject, table=table.kind or "")


def _doubtful_header(whole: Part, table: BudgetTable) -> list[ReadingWarning]:
    """A warning where cells of the header were moved and no sums vouch for their places."""
    header = whole.header
    if header is None or not (header.unsure or (header.moved and not rows_close(table.columns, table.rows))):
        return []
    subject: Subject | None = {"table": table.kind} if table.kind else None
    places = tuple(place for column in header.places for place in column)
    return [warning("header_uncertain", None, places, subject, table=table.kind or "未命名")]
