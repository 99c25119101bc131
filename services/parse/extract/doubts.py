"""Turns what a reader doubted into warnings of the document, with the project that each is about."""

from collections.abc import Iterable, Sequence

from services.parse.blocks import Reading
from services.parse.extract.parts import order
from services.parse.templates import Template
from shared.document import Project, ReadingWarning
from shared.findings import Subject
from shared.places import Place
from shared.warnings import warning


def reader_doubts(reading: Reading, projects: Sequence[Project], template: Template | None) -> list[ReadingWarning]:
    """The reader's warnings; a lost column is the plan's, since only there a reader finds values without a place."""
    doubts = []
    for code, text, places in reading.warnings:
        subject: Subject | None = None
        words: dict[str, str] = {"reason": text or ""}
        if code == "column_lost":
            words["column"] = template.field_labels["plan"] if template else ""
        ordinal = _project_at(places, projects)
        if ordinal:
            subject = {"project": ordinal, "field": "plan"} if code == "column_lost" else {"project": ordinal}
        doubts.append(warning(code, text, places, subject, **words))
    return doubts


def _project_at(places: Sequence[Place], projects: Sequence[Project]) -> int | None:
    """The project in whose part of the document the places stand: the last one that begins before them."""
    if not places:
        return None
    found = None
    for project in projects:
        begin = min((order(place) for place in _places(project.at.values())), default=None)
        if begin is not None and begin <= order(places[0]):
            found = project.ordinal
    return found


def _places(at: Iterable[object]) -> Iterable[Place]:
    for value in at:
        if isinstance(value, list):
            yield from _places(value)
        elif isinstance(value, dict):
            if value.keys() & {"line", "page", "paragraph", "table", "sheet"}:
                yield value  # type: ignore[misc]
            else:
                yield from _places(value.values())
