"""Makes projects of the parts that belong to each: heading, unit lines, head of the table, indicators."""

from collections.abc import Iterator, Sequence
from typing import Any

from services.parse.blocks import Cell, Line
from services.parse.extract.goals import split_goals
from services.parse.extract.indicators import IndicatorTable, habit_of, read_indicators
from services.parse.extract.project_heading import title_of
from services.parse.extract.project_table import Head, read_head
from services.parse.extract.segments import Segment, places
from services.parse.stitch import places_of
from services.parse.templates import COLUMNS, FIELDS, Template
from services.parse.text import compact, currency_of, unit_of
from shared.document import QUARTERS, Indicator, Plan, Project, ReadingWarning
from shared.findings import Subject
from shared.places import At, Place, joined
from shared.warnings import warning

NATURES = frozenset(("定性", "定量"))
TEXT_FIELDS = ("code", "name", "budget", "fiscal_funds", "other_funds", "purpose")


def read_projects(segments: Sequence[Segment], template: Template) -> tuple[list[Project], list[ReadingWarning]]:
    """The projects in order, without blank forms, and what is doubtful about them."""
    projects: list[Project] = []
    warnings: list[ReadingWarning] = []
    habit = habit_of((segment.indicator_rows for segment in segments), template)
    for segment in segments:
        head = read_head(segment.head_rows, template)
        table = read_indicators(segment.indicator_rows, template, habit)
        project = _project(len(projects) + 1, segment, head, table, template)
        if _is_blank(project):
            warnings.append(warning("blank_form", None, _all_places(segment)))
            continue
        projects.append(project)
        warnings += _doubts(project.ordinal, segment, head, table, template)
    return projects, warnings


def _project(ordinal: int, segment: Segment, head: Head, table: IndicatorTable, template: Template) -> Project:
    at: At = {}
    values: dict[str, Any] = dict(_heading_values(segment, head, template, at))
    for name in TEXT_FIELDS:
        if cell := head.values.get(name):
            values[name], at[name] = compact(cell.text), joined(cell.places)
    if head.plan:
        at["plan"] = {quarter: joined(head.plan[quarter].places) for quarter in QUARTERS if quarter in head.plan}
    goals = split_goals(head.goals)
    if goals:
        at["goals"] = [joined(found) for _, found in goals]
    return Project(
        ordinal=ordinal,
        **values,
        plan=Plan(**{quarter: compact(cell.text) for quarter, cell in head.plan.items()}),
        goals=[text for text, _ in goals],
        indicators=[_indicator(fields) for fields in table.rows],
        at=at,
    )


def _heading_values(segment: Segment, head: Head, template: Template, at: At) -> Iterator[tuple[str, str | None]]:
    name = compact(head.values["name"].text) if "name" in head.values else None
    if title := title_of(segment.heading, template, name):
        at["title"] = joined(places(segment.heading))
        yield "title", title
    currency = head.currency_unit
    for line in segment.units:
        text, where = compact(line.text), line.places
        unit = unit_of(text)
        if unit:
            at["unit_code"] = at["unit_name"] = joined(where)
            yield "unit_code", unit[0]
            yield "unit_name", unit[1]
        stated = unit[2] if unit else currency_of(text)
        if stated:
            currency, at["currency_unit"] = stated, joined(where)
    yield "currency_unit", currency


def _indicator(fields: dict[str, Cell]) -> Indicator:
    at: At = {}
    values: dict[str, str] = {}
    for name in ("level1", "level2", "name", "description", "basis"):
        if (cell := fields.get(name)) and cell.text:
            values[name], at[name] = compact(cell.text), joined(cell.places)
    target = [cell for name in ("operator", "target", "unit") if (cell := fields.get(name)) and _is_printed(name, cell)]
    if target:
        values["target"] = "".join(compact(cell.text) for cell in target)
        at["target"] = joined(places_of(target))
    return Indicator(**values, at=at)


def _is_printed(name: str, cell: Cell) -> bool:
    """Whether a part of a target value is printed with it: 定性 in the place of an operator compares nothing."""
    return bool(cell.text) and not (name == "operator" and compact(cell.text) in NATURES)


def _is_blank(project: Project) -> bool:
    """Whether the table is a form that nobody filled in."""
    filled = [getattr(project, name) for name in TEXT_FIELDS]
    return not any((*filled, *project.plan.values(), *project.goals, *project.indicators))


def _all_places(segment: Segment) -> tuple[Place, ...]:
    rows = [*segment.head_rows, *(row for row, _ in segment.indicator_rows)]
    return (*places(segment.heading), *places_of(cell for row in rows[:1] for cell in row.cells))


def _doubts(
    ordinal: int, segment: Segment, head: Head, table: IndicatorTable, template: Template
) -> Iterator[ReadingWarning]:
    """What could not be read surely in one project."""
    yield from _lost_labels(ordinal, segment, head, template)
    yield from _lost_plan_columns(ordinal, segment, head, template)
    yield from _lost_indicator_columns(ordinal, segment, table, template)
    for join in table.joins:
        if not join.sure:
            yield warning("row_join_doubtful", None, join.lower, {"project": ordinal}, reason="；".join(join.evidence))
    for position in table.doubtful_rows:
        places = places_of(table.rows[position - 1].values())
        doubt: Subject = {"project": ordinal, "indicator": position}
        yield warning("row_join_doubtful", None, places, doubt, reason="no level")
    for position in table.doubtful_levels:
        subject: Subject = {"project": ordinal, "indicator": position, "field": "level1"}
        level2 = table.rows[position - 1]["level2"]
        yield warning("level_doubtful", compact(level2.text), level2.places, subject)
    for cell in head.unplaced:
        yield warning("text_unplaced", compact(cell.text), cell.places, {"project": ordinal})
    for line in segment.others:
        yield warning("text_unplaced", compact(line.text), line.places, {"project": ordinal})


def _lost_labels(ordinal: int, segment: Segment, head: Head, template: Template) -> Iterator[ReadingWarning]:
    for name in FIELDS:
        found = name in head.labels or name in head.values or (name == "purpose" and "money" in head.labels)
        label = template.field_labels.get(name)
        if label and not found and not (name == "plan" and head.quarters):
            subject: Subject = {"project": ordinal, "field": name}
            yield warning("label_lost", None, _first_place(segment), subject, label=label)


def _lost_plan_columns(ordinal: int, segment: Segment, head: Head, template: Template) -> Iterator[ReadingWarning]:
    if not head.quarters and "plan" not in head.labels:
        return
    stray = "、".join(compact(cell.text) for cell in head.stray_plan) or None
    where = places_of(head.stray_plan) or places_of(head.plan.values()) or _first_place(segment)
    for quarter, label in template.quarter_labels.items():
        if quarter not in head.quarters or (stray and quarter not in head.plan):
            subject: Subject = {"project": ordinal, "field": f"plan.{quarter}"}
            yield warning("column_lost", stray, where, subject, column=label)


def _lost_indicator_columns(
    ordinal: int, segment: Segment, table: IndicatorTable, template: Template
) -> Iterator[ReadingWarning]:
    where = _first_place(segment)
    if not segment.indicator_rows:
        yield warning("table_cut", None, where, {"project": ordinal, "field": "indicators"})
        return
    if table.headless:
        yield warning("header_lost", None, where, {"project": ordinal, "field": "indicators"})
    for name, label in template.column_labels.items():
        if table.columns and name in COLUMNS and name not in table.columns:
            yield warning("column_lost", None, where, {"project": ordinal, "field": name}, column=label)
    for cell in table.unknown_columns:
        yield warning("column_unknown", compact(cell.text), cell.places, {"project": ordinal})


def _first_place(segment: Segment) -> tuple[Place, ...]:
    lines: Sequence[Line] = segment.heading
    if lines:
        return places(lines)
    return next((found for row in segment.head_rows if (found := places_of(row.cells[:2]))), ())
