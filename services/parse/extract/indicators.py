"""Reads the indicator rows of a project: columns by their headers, levels carried down, broken rows joined."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from services.parse.blocks import Cell
from services.parse.extract.indicator_columns import Header, aligned, assumed_header, header_of
from services.parse.stitch import EMPTY, Join, Row, completes, joined, places_of
from services.parse.templates import Template
from services.parse.text import compact, label_key

Fields = Mapping[str, Cell]  # column -> cell
WHOLE_VALUE = re.compile(r"(?:[≥≤=<>＝＞＜]|[大小等不高低少多于超过至约]{1,4})?\d")
CONTENT = ("name", "description", "target", "basis", "operator", "unit")


@dataclass(frozen=True)
class Habit:
    """How often a document leaves out a second level that equals the one above it, and how often it prints it."""

    merges: int = 0
    repeats: int = 0


NO_HABIT = Habit()


@dataclass
class IndicatorTable:
    """The indicator rows with all their halves together, and what is doubtful about them."""

    rows: list[dict[str, Cell]] = field(default_factory=list)
    columns: set[str] = field(default_factory=set)  # that the header names
    unknown_columns: list[Cell] = field(default_factory=list)
    headless: bool = False  # no header was found; the form's own order was assumed
    joins: list[Join] = field(default_factory=list)
    habit: Habit = NO_HABIT
    doubtful_rows: list[int] = field(default_factory=list)  # that may be the rest of the row above, counted from 1
    doubtful_levels: list[int] = field(default_factory=list)  # indicators, counted from 1


def habit_of(tables: Iterable[Sequence[tuple[Row, bool]]], template: Template) -> Habit:
    """What all the tables of a document show about equal second levels, page breaks left out."""
    merges = repeats = 0
    for rows in tables:
        header, above, at_break = assumed_header(template), "", False
        for row, is_header in rows:
            if is_header:
                header, at_break = header_of(row.cells, template), True
                continue
            fields = header.pick(aligned(row.cells, header, template))
            level2 = _text(fields, "level2")
            merges += not (at_break or row.opens or level2) and bool(_text(fields, "name"))
            repeats += bool(level2) and level2 == above and not _text(fields, "level1")
            above, at_break = level2 or above, False
    return Habit(merges, repeats)


def read_indicators(rows: Iterable[tuple[Row, bool]], template: Template, habit: Habit = NO_HABIT) -> IndicatorTable:
    """The indicators from the rows of the table, each with whether it is a header row."""
    table = IndicatorTable(habit=habit)
    header: Header | None = None
    after_break = False
    for row, is_header in rows:
        if is_header:
            header = header_of(row.cells, template)
            _note_columns(table, row.cells, header, template)
            after_break = bool(table.rows)
            continue
        if header is None:
            header, table.headless = assumed_header(template), True
        fields = header.pick(aligned(row.cells, header, template))
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


def _add(table: IndicatorTable, fields: dict[str, Cell], at_break: bool, template: Template) -> None:
    if not any(cell.text for cell in fields.values()):
        return
    if at_break:
        fields = _with_levels_completed(table.rows, fields, template)
    join = _join(table, fields, at_break, template)
    if join is None:
        table.rows.append(fields)
        return
    upper = table.rows[-1]
    table.rows[-1] = {name: joined(upper.get(name, EMPTY), cell) for name, cell in fields.items()}
    table.joins.append(join)


def _with_levels_completed(
    rows: Sequence[dict[str, Cell]], lower: dict[str, Cell], template: Template
) -> dict[str, Cell]:
    """The first row below a break without the rest of a level that is merged over rows: it goes up to its beginning."""
    for name, words in (("level1", template.levels), ("level2", template.level2)):
        owner = next((row for row in reversed(rows) if _text(row, name)), None)
        if owner is None or not completes(owner[name], lower.get(name, EMPTY), words):
            continue
        if owner is not rows[-1] or label_key(_text(lower, "level2")) in template.level2:
            owner[name] = joined(owner[name], lower[name])
            lower = {**lower, name: EMPTY}
    return lower


def _join(table: IndicatorTable, lower: Fields, at_break: bool, template: Template) -> Join | None:
    """Why `lower` is the rest of the last row, or None when it is a row of its own."""
    if not table.rows:
        return None
    upper = table.rows[-1]
    evidence, sure = _evidence(table, upper, lower, at_break, template)
    if not evidence:
        table.doubtful_rows += [] if sure else [len(table.rows) + 1]
        return None
    return Join(places_of(upper.values()), places_of(lower.values()), tuple(evidence), sure)


def _evidence(
    table: IndicatorTable, upper: Fields, lower: Fields, at_break: bool, template: Template
) -> tuple[list[str], bool]:
    for name, words in (("level1", template.levels), ("level2", template.level2)):
        if completes(upper.get(name, EMPTY), lower.get(name, EMPTY), words):
            return [f"{name} completed"], True
    if _text(lower, "level1") or _text(lower, "level2"):
        halves = at_break and not _text(lower, "target") and _unknown_halves(upper, lower, template)
        return (["after a page break", "two halves of an unknown level, no value"] if halves else []), not halves
    if not _text(lower, "name"):
        return ["no level and no name"], True
    if not at_break:
        return [], True
    if not _text(lower, "target"):
        return ["after a page break", "no level and no value"], True
    return _evidence_of_habit(table.habit, upper, lower)


def _evidence_of_habit(habit: Habit, upper: Fields, lower: Fields) -> tuple[list[str], bool]:
    """A row after a page break that lacks only its levels: whether the document merges equal levels decides."""
    number_cut = _text(upper, "target")[-1:].isdecimal() and _text(lower, "target")[:1].isdecimal()
    own = _is_value(upper) and _is_value(lower) and not number_cut
    if habit.merges > habit.repeats:
        return [], True
    if habit.repeats > habit.merges:
        return ["after a page break", "no level, though equal levels are printed"], not own
    return ([], False) if own else (["after a page break", "no level and no whole value"], False)


def _is_value(fields: Fields) -> bool:
    """Whether the value is whole by its looks: a number with what compares it."""
    return WHOLE_VALUE.match(compact(_text(fields, "target"))) is not None


def _unknown_halves(upper: Fields, lower: Fields, template: Template) -> bool:
    """Whether neither row names a second level that the template knows."""
    texts = [label_key(_text(fields, "level2")) for fields in (upper, lower)]
    return all(text and text not in template.level2 for text in texts) and not _text(lower, "level1")


def _carry_levels(table: IndicatorTable, template: Template) -> None:
    """Gives every row its levels, and leaves out the template rows that hold nothing else."""
    level1 = level2 = EMPTY
    centred = bool(table.rows) and not _text(table.rows[0], "level1")
    filled = []
    for position, fields in enumerate(table.rows):
        doubtful = not _text(fields, "level1") and (not level1.text or _contradicts(level1, fields, template))
        if _text(fields, "level1"):
            level1, level2 = fields["level1"], EMPTY
        elif doubtful and centred:
            level1 = _level_below(table.rows[position:], template) or level1
        level2 = fields["level2"] if _text(fields, "level2") else level2
        if any(_text(fields, name) for name in CONTENT):
            filled.append({**fields, "level1": level1, "level2": level2})
            table.doubtful_levels += [len(filled)] if doubtful else []
    table.rows = filled


def _level_below(rows: Sequence[Fields], template: Template) -> Cell | None:
    """The next first level, when it fits: a merged label may be printed in the middle of its rows."""
    below = next((fields["level1"] for fields in rows if _text(fields, "level1")), None)
    return None if below is None or _contradicts(below, rows[0], template) else below


def _contradicts(level1: Cell, fields: Fields, template: Template) -> bool:
    """Whether a row's second level belongs to another first level than the one carried: its label may be lost."""
    below, above = label_key(_text(fields, "level2")), label_key(level1.text)
    return below in template.level2 and above in template.levels and below not in template.levels[above]


def _text(fields: Fields, name: str) -> str:
    return fields[name].text if name in fields else ""
