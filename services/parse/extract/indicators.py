"""Reads the indicator rows of a project: columns by their headers, levels carried down, broken rows joined."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from services.parse.blocks import Cell
from services.parse.stitch import EMPTY, Join, Row, completes, joined, places_of
from services.parse.templates import Template
from services.parse.text import compact, label_key

Fields = Mapping[str, Cell]  # column -> cell
CONTENT = ("name", "description", "target", "basis", "operator", "unit")


@dataclass
class IndicatorTable:
    """The indicator rows with all their halves together, and what is doubtful about them."""

    rows: list[dict[str, Cell]] = field(default_factory=list)
    columns: set[str] = field(default_factory=set)  # that the header names
    unknown_columns: list[Cell] = field(default_factory=list)
    headless: bool = False  # no header was found; the form's own order was assumed
    joins: list[Join] = field(default_factory=list)
    doubtful_levels: list[int] = field(default_factory=list)  # indicators, counted from 1


@dataclass(frozen=True)
class Header:
    """Where the columns begin; a column reaches to the next one, since OCR leaves blank columns between."""

    columns: tuple[tuple[int, str], ...]
    width: int

    def pick(self, cells: Sequence[Cell]) -> dict[str, Cell]:
        """The cells of a row by column."""
        if len(cells) == len(self.columns) < self.width:
            return {name: cell for (_, name), cell in zip(self.columns, cells, strict=True)}
        picked = {}
        ends = [index for index, _ in self.columns[1:]] + [max(len(cells), self.width)]
        for (start, name), end in zip(self.columns, ends, strict=True):
            cell = cells[start] if start < len(cells) else EMPTY
            for more in cells[start + 1 : end]:
                cell = joined(cell, more)
            picked[name] = cell
        return picked


def header_of(cells: Sequence[Cell], template: Template) -> Header:
    """The columns that a header row names."""
    named = ((i, template.columns.get(label_key(cell.text))) for i, cell in enumerate(cells) if cell.text)
    return Header(tuple((i, name) for i, name in named if name), len(cells))


def begins_level(cells: Sequence[Cell], template: Template) -> bool:
    """Whether a row begins as an indicator row does: with the name of a level."""
    texts = [label_key(cell.text) for cell in cells[:2]]
    return any(text in template.levels or text in template.level2 for text in texts)


def read_indicators(rows: Iterable[tuple[Row, bool]], template: Template) -> IndicatorTable:
    """The indicators from the rows of the table, each with whether it is a header row."""
    table = IndicatorTable()
    header: Header | None = None
    after_break = False
    for row, is_header in rows:
        if is_header:
            header = header_of(row.cells, template)
            _note_columns(table, row.cells, header, template)
            after_break = bool(table.rows)
            continue
        if header is None:
            header, table.headless = _assumed_header(template), True
        fields = header.pick(_aligned(row.cells, header, template))
        _add(table, fields, after_break or row.opens, template)
        after_break = False
    _carry_levels(table, template)
    return table


def _note_columns(table: IndicatorTable, cells: Sequence[Cell], header: Header, template: Template) -> None:
    table.columns |= {name for _, name in header.columns}
    known = {compact(cell.text) for cell in table.unknown_columns}
    for cell in cells:
        if cell.text and label_key(cell.text) not in template.columns and compact(cell.text) not in known:
            table.unknown_columns.append(cell)


def _assumed_header(template: Template) -> Header:
    return Header(tuple(enumerate(template.column_order)), len(template.column_order))


def _aligned(cells: tuple[Cell, ...], header: Header, template: Template) -> tuple[Cell, ...]:
    """The cells moved to where the level names say they belong, when a dump lost or added a leading cell."""
    first, second, third = (label_key(cell.text) for cell in (*cells, EMPTY, EMPTY, EMPTY)[:3])
    if header.columns[:2] != ((0, "level1"), (1, "level2")):
        return cells
    lost_first = first in template.level2 and first not in template.levels and second not in template.level2
    if lost_first and len(cells) < header.width:
        return (EMPTY, *cells)
    if not first and second in template.levels and third in template.level2:
        return cells[1:]
    return cells


def _add(table: IndicatorTable, fields: dict[str, Cell], at_break: bool, template: Template) -> None:
    if not any(cell.text for cell in fields.values()):
        return
    join = _join(table, fields, at_break, template)
    if join is None:
        table.rows.append(fields)
        return
    upper = table.rows[-1]
    table.rows[-1] = {name: joined(upper.get(name, EMPTY), cell) for name, cell in fields.items()}
    table.joins.append(join)


def _join(table: IndicatorTable, lower: Fields, at_break: bool, template: Template) -> Join | None:
    """Why `lower` is the rest of the last row, or None when it is a row of its own."""
    if not table.rows:
        return None
    upper = table.rows[-1]
    evidence, sure = _evidence(table, upper, lower, at_break, template)
    if not evidence:
        return None
    return Join(places_of(upper.values()), places_of(lower.values()), tuple(evidence), sure)


def _evidence(
    table: IndicatorTable, upper: Fields, lower: Fields, at_break: bool, template: Template
) -> tuple[list[str], bool]:
    for name, words in (("level1", template.levels), ("level2", template.level2)):
        if completes(upper.get(name, EMPTY), lower.get(name, EMPTY), words):
            return [f"{name} completed"], True
    if _text(lower, "level1") or _text(lower, "level2"):
        return [], True
    if not _text(lower, "name"):
        return ["no level and no name"], True
    if not at_break:
        return [], True
    if not _text(lower, "target"):
        return ["after a page break", "no level and no value"], True
    if _merges_second_level(table):
        return [], _looks_complete(upper)
    return ["after a page break", "no level, though every other row has one"], not _looks_complete(lower)


def _merges_second_level(table: IndicatorTable) -> bool:
    """Whether the form merges equal second levels, so that a row without one is a row of its own."""
    return any(not _text(fields, "level2") for fields in table.rows)


def _looks_complete(fields: Fields) -> bool:
    value = _text(fields, "target")
    return bool(value) and value[0] in "≥≤=<>＝＞＜大小不"


def _carry_levels(table: IndicatorTable, template: Template) -> None:
    """Gives every row its levels, and leaves out the template rows that hold nothing else."""
    level1 = level2 = EMPTY
    filled = []
    for fields in table.rows:
        doubtful = not _text(fields, "level1") and _contradicts(level1, fields, template)
        if _text(fields, "level1"):
            level1, level2 = fields["level1"], EMPTY
        level2 = fields["level2"] if _text(fields, "level2") else level2
        if any(_text(fields, name) for name in CONTENT):
            filled.append({**fields, "level1": level1, "level2": level2})
            table.doubtful_levels += [len(filled)] if doubtful else []
    table.rows = filled


def _contradicts(level1: Cell, fields: Fields, template: Template) -> bool:
    """Whether a row's second level belongs to another first level than the one carried: its label may be lost."""
    below, above = label_key(_text(fields, "level2")), label_key(level1.text)
    return below in template.level2 and above in template.levels and below not in template.levels[above]


def _text(fields: Fields, name: str) -> str:
    return fields[name].text if name in fields else ""
