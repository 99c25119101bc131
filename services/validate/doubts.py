"""What was doubtful in reading, by subject: rules ask here before they accuse."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Self

from shared.document import BudgetTable, Document, ReadingWarning
from shared.findings import Subject

NARROWING = ("indicator", "row", "column")  # a doubt without them is about all of them

# Warnings that put parts of the whole document in doubt, whatever else they are about.
OF_THE_WHOLE: dict[str, tuple[str, ...]] = {
    "document_cut": ("overall_goal", "sub_goals", "safeguards", "projects", "sections", "tables"),
    "projects_missing": ("projects",),
    "heading_without_table": ("projects",),
    "table_unread": ("tables",),
    "pages_unread": ("overall_goal", "sub_goals", "safeguards", "projects", "sections", "tables"),
    "page_unreadable": ("overall_goal", "sub_goals", "safeguards", "projects", "sections", "tables"),
}
# What is found by its heading.
NAMED = ("overall_goal", "sub_goals", "safeguards", "sections", "tables")
# Every row of a project's indicators, and what they lack.
ROWS = "indicators.*"
IDENTITY = ("title", "unit_code", "unit_name", "currency_unit", "code", "name")
HEAD = ("budget", "fiscal_funds", "other_funds", "purpose", "plan", "goals")
# Warnings that put more of a project in doubt than the place where they stand: what a gap in the text may have taken,
# and where two projects may have run together.
OF_A_PROJECT: dict[str, tuple[str, ...]] = {
    "order_lost": (*IDENTITY, *HEAD, ROWS),
    "document_cut": ("indicators",),  # and the fields above them, where it names none of them
    "projects_skipped": (*HEAD, ROWS),
    "levels_again": (ROWS,),
    "grid_uncertain": ("indicators",),
    "head_lost": ("unit_code", "unit_name", "indicators"),
}
# Warnings about letters and the borders of cells: they touch the fields that stand at their places, and no more of what
# they are part of.
OF_A_PLACE = frozenset(("ocr_doubtful", "code_repaired", "grid_uncertain"))


@dataclass(frozen=True, slots=True)
class Doubts:
    """The warnings of a document by what they are about (project, table or section), with the subject of each.

    One without a subject, or about a place, is found by its place.
    """

    warnings: dict[tuple[object, ...], list[tuple[Subject, ReadingWarning]]]
    places: dict[str, ReadingWarning]
    """The warnings about places, by place."""
    whole: ReadingWarning | None
    """The warning that nothing in the document can be trusted to stand where it was read."""

    @classmethod
    def of(cls, document: Document) -> Self:
        """The doubts of the document."""
        fields = _by_place(document) if any(map(_is_by_place, document.warnings)) else {}
        by_whole: dict[tuple[object, ...], list[tuple[Subject, ReadingWarning]]] = {}
        for warning in document.warnings:
            for subject in _subjects(warning, fields):
                by_whole.setdefault(_whole(subject), []).append((subject, warning))
        of_places = (warning for warning in document.warnings if warning.code in OF_A_PLACE)
        places = {str(place): warning for warning in of_places for place in _flat(warning.at)}
        lost = (warning for warning in document.warnings if warning.code == "order_lost" and not warning.subject)
        return cls(by_whole, places, next(lost, None))

    def about(self, subject: Subject) -> ReadingWarning | None:
        """The first warning that touches the subject."""
        if not self.warnings:
            return None
        near = self.warnings.get(_whole(subject), ())
        return next((warning for doubt, warning in near if _touches(doubt, subject)), None)

    def at(self, place: object) -> ReadingWarning | None:
        """The warning about this place, or about one of these."""
        if not self.places:
            return None
        return next((self.places[str(each)] for each in _flat(place) if str(each) in self.places), None)


def _whole(subject: Subject) -> tuple[object, ...]:
    return subject.get("project"), subject.get("table"), subject.get("section")  # a doubt must name the same


def _touches(doubt: Subject, asked: Subject) -> bool:
    if any(name in doubt and name in asked and doubt.get(name) != asked.get(name) for name in NARROWING):
        return False
    return _fields_meet(
        doubt.get("field"),
        asked.get("field"),
        in_row="indicator" in doubt and "indicator" in asked,
        of_row="indicator" in asked,
    )


def _fields_meet(doubt: str | None, asked: str | None, *, in_row: bool, of_row: bool) -> bool:
    """`plan` meets `plan.mar`, and a doubt without a field meets every field of its row, but not of a whole project."""
    if asked is None:
        return True
    if doubt is None:
        return in_row
    if doubt == ROWS:
        return of_row or asked.startswith("indicators")
    return f"{doubt}.".startswith(f"{asked}.") or f"{asked}.".startswith(f"{doubt}.")


def _is_by_place(warning: ReadingWarning) -> bool:
    return warning.subject is None or warning.code in OF_A_PLACE


def _subjects(warning: ReadingWarning, fields: dict[str, list[Subject]]) -> list[Subject]:
    wholes: list[Subject] = [{"document": True, "field": field} for field in OF_THE_WHOLE.get(warning.code, ())]
    if warning.subject and warning.code in OF_A_PROJECT and "project" in warning.subject:
        wholes += _of_project(warning.code, warning.subject)
    if warning.subject is not None and not _is_by_place(warning):
        return [warning.subject, *wholes]
    met = [fields.get(str(place), ()) for place in _flat(warning.at)]
    here = [subject for subjects in met for subject in subjects]
    if warning.code == "ocr_doubtful" and not all(met):  # it may be the heading of what then seems to be missing
        wholes += [{"document": True, "field": field} for field in NAMED]
    return [*(subject for subject in here if warning.code in OF_A_PLACE or "project" in subject), *wholes]


def _of_project(code: str, broken: Subject) -> list[Subject]:
    cut_above = code == "document_cut" and not broken.keys() & {"indicator", "field"}
    fields = (*HEAD, *OF_A_PROJECT[code]) if cut_above else OF_A_PROJECT[code]
    return [{"project": broken["project"], "field": field} for field in fields]


def _by_place(document: Document) -> dict[str, list[Subject]]:
    """Place -> the subjects of what stands there."""
    found: dict[str, list[Subject]] = {}
    for subject, places in _fields(document):
        for place in _flat(places):
            found.setdefault(str(place), []).append(subject)
    return found


def _fields(document: Document) -> Iterator[tuple[Subject, Any]]:
    """(subject, its place or places) of everything that rules ask about."""
    for name, place in document.at.items():
        yield {"document": True, "field": name}, place
    for goal in document.sub_goals:
        yield {"document": True, "field": "sub_goals"}, list(goal.at.values())
    for project in document.projects:
        for name, place in _leaves(project.at):
            yield {"project": project.ordinal, "field": name}, place
        for number, indicator in enumerate(project.indicators, 1):
            for name, place in _leaves(indicator.at):
                yield {"project": project.ordinal, "indicator": number, "field": name}, place
    for table in document.budget_tables:
        yield from _cells(table)
    for figure in document.narrative_figures:
        yield {"section": figure.label}, [figure.at.get(name) for name in ("label", "amount", "unit")]
    for section in document.sections:
        yield {"section": section.title}, section.at.get("title")
        for name in NAMED:  # a doubtful title may be that of another section
            yield {"document": True, "field": name}, section.at.get("title")


def _cells(table: BudgetTable) -> Iterator[tuple[Subject, Any]]:
    """(subject, place) of a table's unit, of its columns and of its cells."""
    kind = table.kind or ""
    yield {"table": kind}, [table.at.get("kind"), table.at.get("currency_unit")]
    for column, place in zip(table.columns, table.at.get("columns", ()), strict=False):
        yield {"table": kind, "column": column}, place
    for number, places in enumerate(table.at.get("rows", ()), 1):
        for column, place in zip(table.columns, places, strict=False):
            yield {"table": kind, "row": number, "column": column}, place


def _leaves(at: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    for name, place in at.items():
        if name == "plan" and isinstance(place, dict) and not _is_place(place):
            yield from ((f"plan.{quarter}", p) for quarter, p in place.items())
        else:
            yield name, place


def _flat(places: Any) -> Iterator[Any]:
    """Each of the places in lists of lists, or the one place."""
    if isinstance(places, list):
        for each in places:
            yield from _flat(each)
    elif places is not None:
        yield places


def _is_place(value: dict[str, Any]) -> bool:
    return not value.keys().isdisjoint(("line", "page"))
