"""The tables of a document page by page: each table block with its heading, header, rows and notes."""

from collections import Counter
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass, field

from services.parse.blocks import Block, Cell, Line, Table
from services.parse.extract.budget_headers import HIGHEST, Header, Row, is_number, read_header
from services.parse.extract.captions import (
    Heading,
    Printed,
    is_contents,
    is_note,
    notes_below,
    printed,
    read_aside,
    read_heading,
)
from services.parse.extract.fallen_rows import fallen_tables
from services.parse.extract.fallen_tables import Rebuilt, rebuilt
from services.parse.extract.header_forms import BUDGET_FORMS, FORMS
from services.parse.extract.table_edges import edged
from shared.budget_kinds import table_kind
from shared.folding import plain


@dataclass(slots=True)
class Part:
    """One table block with what stands around it. `raw` are its rows with the header, `rows` those below it."""

    heading: Heading
    header: Header | None
    raw: list[Row]
    rows: list[Row]
    notes: list[Printed]
    width: int
    alone: bool  # something that is no heading stands between this table and the one before
    doubtful: list[Row] = field(default_factory=list)  # rows whose amounts may stand in other columns


def table_parts(blocks: Sequence[Block], skip: Set[int], taken: set[int]) -> Iterator[Part]:
    """The tables in `blocks` but those in `skip` and tables of contents; the indices of what they use go to `taken`.

    A part's notes are complete when the next one is asked for.
    """
    running = running_lines(blocks)
    wholes = list(rebuilt(blocks))
    gap: list[tuple[int, Line]] = []
    last: Part | None = None
    for positions, block in edged([block for _, block in wholes]):
        indices = [index for position in positions for index in wholes[position][0]]
        if isinstance(block, Line):
            if plain(block.text) not in running or is_note(block.text):
                gap.append((indices[0], block))
            continue
        gap = _after_notes(last, gap, taken)
        if not skip.isdisjoint(indices) or _is_contents(block):
            last, gap = None, []
            continue
        part, used = _part(block, [line for _, line in gap])
        part.alone = last is None or used < len(gap)
        taken.update(number for number, _ in gap[len(gap) - used :])
        taken.update(indices)
        last, gap = part, []
        yield part
    _after_notes(last, gap, taken)


def budget_forms(blocks: Sequence[Block]) -> int:
    """How many of the seven headers of the disclosure form's budget tables stand in `blocks`, whatever the headings."""
    forms = {table.form for table in fallen_tables(blocks)}
    for block in blocks:
        if isinstance(block, Table):
            header = read_header(block.rows[:HIGHEST], _width(block.rows))
            forms.add(header.columns if header else ())
    return len(forms & set(FORMS[:BUDGET_FORMS]))


def running_lines(blocks: Sequence[Block]) -> frozenset[str]:
    """Lines that stand on every page (headers, footers), folded: repeated often, and naming no table."""
    counts = Counter(plain(block.text) for block in blocks if isinstance(block, Line))
    repeated = (text for text, count in counts.items() if count > 2 and text and table_kind(text) is None)
    return frozenset(text for text in repeated if not read_aside(text, (), Heading()))


def body(raw: Sequence[Row], header: Header | None) -> list[Row]:
    """The rows under `header`: no blank ones, and none that repeats the header or numbers the columns."""
    return [row for row in raw if any(c.text.strip() for c in row) and not (header and header.repeats(row))]


def _after_notes(last: Part | None, gap: list[tuple[int, Line]], taken: set[int]) -> list[tuple[int, Line]]:
    """Give the notes at the head of `gap` to the table before it; the lines that remain."""
    if last is None:
        return gap
    notes, count = notes_below([line for _, line in gap], empty=not last.rows)
    last.notes.extend(notes)
    taken.update(number for number, _ in gap[:count])
    return gap[count:]


def _part(table: Table, above: Sequence[Line]) -> tuple[Part, int]:
    """The part that `table` is, and how many of the lines above it belong to it."""
    inside, raw, notes = _stripped([_carried(table, number) for number in range(len(table.rows))])
    heading, used = read_heading([*above, *inside])
    width = _width(raw)
    header = read_header(raw, width)
    rows = body(raw[header.height :] if header else raw, header)
    part = Part(heading, header, raw, rows, [*heading.notes, *notes], width, alone=False)
    if isinstance(table, Rebuilt):
        part.doubtful = [table.rows[number] for number in sorted(table.doubtful)]
    return part, max(used - len(inside), 0)


def _carried(table: Table, number: int) -> Row:
    """A row with the labels of cells that are merged downward into it; amounts stay where they stand."""
    return tuple(
        _above(table, number, column, cell) if cell.covered and number else cell
        for column, cell in enumerate(table.rows[number])
    )


def _above(table: Table, number: int, column: int, covered: Cell) -> Cell:
    for up in range(number - 1, -1, -1):
        owner = table.rows[up][column] if column < len(table.rows[up]) else covered
        if not owner.covered:
            merged = owner.row_span > number - up and owner.text.strip() and not is_number(owner.text)
            return Cell(owner.text, owner.places, covered=True) if merged else covered
    return covered


def _stripped(rows: list[Row]) -> tuple[list[Line], list[Row], list[Printed]]:
    """The lines of a heading that a table holds in its first rows, its own rows, and the notes in its last ones."""
    inside: list[Line] = []
    notes: list[Printed] = []
    while len(rows) > 1 and (lines := _heading_lines(rows[0])):
        inside += lines
        rows = rows[1:]
    while rows and (cell := _only(rows[-1])) and is_note(cell.text):
        notes.insert(0, Printed(printed(cell.text) or "", cell.places))
        rows = rows[:-1]
    return inside, rows, notes


def _heading_lines(row: Row) -> list[Line]:
    """The lines of a row that is a heading: one cell over the whole table, or a department and a unit in some."""
    filled = [cell for cell in row if cell.text.strip()]
    if len(row) < 2 or not filled or any(is_number(cell.text) or is_note(cell.text) for cell in filled):
        return []
    lines = [Line(text, cell.places) for cell in filled for text in cell.text.split("\n") if text.strip()]
    if len(filled) == 1 and (filled[0].col_span == len(row) or _is_title(filled[0].text)):
        return lines
    values = read_heading(lines)[0].values
    return lines if "unit" in values and "caption" not in values else []


def _is_title(text: str) -> bool:
    return table_kind(text) is not None and plain(text).endswith(("表", "情况", "预算", "元", ")"))


def _only(row: Row) -> Cell | None:
    filled = [cell for cell in row if cell.text.strip()]
    return filled[0] if len(filled) == 1 else None


def _width(rows: Sequence[Row]) -> int:
    """How many columns the table has. Blank cells at the ends of rows count where the first row shows merged ones."""
    filled = max((_length(row) for row in rows), default=0)
    printed = max((len(row) for row in rows), default=0)
    return printed if rows and len(rows[0]) < printed else filled


def _length(row: Row) -> int:
    return max((i + 1 for i, cell in enumerate(row) if cell.text.strip() or cell.covered), default=0)


def _is_contents(table: Table) -> bool:
    """Whether the table is a table of contents: a title, leaders and a page in most rows."""
    texts = ["".join(cell.text for cell in row) for row in table.rows]
    filled = [text for text in texts if text.strip()]
    return bool(filled) and 2 * sum(1 for text in filled if is_contents(text)) > len(filled)
