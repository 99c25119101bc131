"""Turns what a reader doubted into warnings of the document, with the project that each is about."""

from collections.abc import Callable, Iterable, Sequence

from services.parse.blocks import Reading
from services.parse.extract.positions import Positions
from services.parse.templates import Template
from shared.document import Project, ReadingWarning
from shared.findings import Subject
from shared.places import Place
from shared.warnings import warning


def reader_doubts(reading: Reading, projects: Sequence[Project], template: Template | None) -> list[ReadingWarning]:
    """The reader's warnings; a lost column is the plan's, since only there a reader finds values without a place."""
    doubts = []
    of_project = _project_finder(reading, projects)
    for code, text, places in reading.warnings:
        subject: Subject | None = None
        words: dict[str, str] = {"reason": text or ""}
        if code == "column_lost":
            words["column"] = template.field_labels["plan"] if template else ""
        ordinal = of_project(places)
        if ordinal:
            subject = {"project": ordinal, "field": "plan"} if code == "column_lost" else {"project": ordinal}
        doubts.append(warning(code, text, places, subject, **words))
    return doubts


def _project_finder(reading: Reading, projects: Sequence[Project]) -> Callable[[Sequence[Place]], int | None]:
    """Tells the project in whose part of the document places stand: the last one that begins before them."""
    positions = Positions(reading.blocks) if reading.warnings else Positions(())
    begins = [(positions.first(_places(project.at.values())), project.ordinal) for project in projects]

    def found(places: Sequence[Place]) -> int | None:
        if not places:
            return None
        at = positions.of(places[0])
        before = [ordinal for begin, ordinal in begins if begin is not None and begin <= at]
        return before[-1] if before else None

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
