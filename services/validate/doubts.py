"""What was doubtful in reading, by subject: rules ask here before they accuse."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Self

from shared.document import Document, ReadingWarning
from shared.findings import Subject

NARROWING = ("indicator", "row", "column")  # a doubt without them is about all of them

# Warnings that put parts of the whole document in doubt, whatever else they are about.
OF_THE_WHOLE: dict[str, tuple[str, ...]] = {
    "document_cut": ("overall_goal", "sub_goals", "safeguards", "projects", "sections", "tables"),
    "projects_missing": ("projects",),
    "heading_without_table": ("projects",),
    "table_unread": ("tables",),
    "page_unreadable": ("overall_goal", "sub_goals", "safeguards", "projects", "sections", "tables"),
}
# Every row of a project's indicators, and what they lack.
ROWS = "indicators.*"
HEAD = ("budget", "fiscal_funds", "other_funds", "purpose", "plan", "goals")
# Warnings that put more of a project in doubt than the place where they stand: what a gap in the text may have taken,
# and where two projects may have run together.
OF_A_PROJECT: dict[str, tuple[str, ...]] = {
    "document_cut": ("indicators",),  # and the fields above them, where it names none of them
    "projects_skipped": (*HEAD, ROWS),
    "levels_again": (ROWS,),
    "head_lost": ("unit_code", "unit_name", "indicators"),
}


@dataclass(frozen=True, slots=True)
class Doubts:
    """The warnings of a document by what they are about (project, table or section), with the subject of each.

    One without a subject is found by its place.
    """

    warnings: dict[tuple[object, ...], list[tuple[Subject, ReadingWarning]]]

    @classmethod
    def of(cls, document: Document) -> Self:
        """The doubts of the document."""
        fields = tuple(_fields(document)) if any(w.subject is None for w in document.warnings) else ()
        by_whole: dict[tuple[object, ...], list[tuple[Subject, ReadingWarning]]] = {}
        for warning in document.warnings:
            for subject in _subjects(warning, fields):
                by_whole.setdefault(_whole(subject), []).append((subject, warning))
        return cls(by_whole)

    def about(self, subject: Subject) -> ReadingWarning | None:
        """The first warning that touches the subject."""
        if not self.warnings:
            return None
        near = self.warnings.get(_whole(subject), ())
        return next((warning for doubt, warning in near if _touches(doubt, subject)), None)


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


def _subjects(warning: ReadingWarning, fields: tuple[tuple[Subject, Any], ...]) -> list[Subject]:
    wholes: list[Subject] = [{"document": True, "field": field} for field in OF_THE_WHOLE.get(warning.code, ())]
    if warning.subject is not None:
        if warning.code in OF_A_PROJECT and "project" in warning.subject:
            wholes += _of_project(warning.code, warning.subject)
        return [warning.subject, *wholes]
    places = warning.at if isinstance(warning.at, list) else [warning.at]
    return [*(subject for subject, place in fields if place in places), *wholes]


def _of_project(code: str, broken: Subject) -> list[Subject]:
    cut_above = code == "document_cut" and not broken.keys() & {"indicator", "field"}
    fields = (*HEAD, *OF_A_PROJECT[code]) if cut_above else OF_A_PROJECT[code]
    return [{"project": broken["project"], "field": field} for field in fields]


def _fields(document: Document) -> Iterable[tuple[Subject, Any]]:
    """(subject, place) of each project's and indicator's fields."""
    for project in document.projects:
        for name, place in _leaves(project.at):
            yield {"project": project.ordinal, "field": name}, place
        for number, indicator in enumerate(project.indicators, 1):
            for name, place in _leaves(indicator.at):
                yield {"project": project.ordinal, "indicator": number, "field": name}, place


def _leaves(at: dict[str, Any]) -> Iterable[tuple[str, Any]]:
    for name, place in at.items():
        if name == "plan" and isinstance(place, dict) and "line" not in place:
            yield from ((f"plan.{quarter}", p) for quarter, p in place.items())
        elif isinstance(place, list):
            yield from ((name, p) for p in place)
        else:
            yield name, place
