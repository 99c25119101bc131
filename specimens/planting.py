"""How a known fault is planted into a sound document: the rule that must fire, and ways to change one cell."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from shared.document import Document, Part, Project

TARGET = 2  # the project that the faults are planted into unless said otherwise

P = TypeVar("P", bound=Part)
Change = Callable[[Project], Project]
Plant = Callable[[Document, int], Document]
"""Plants a fault into the project of an ordinal (or into the document, which ignores the ordinal)."""


@dataclass(frozen=True)
class Fault:
    """One known fault: the rule that must fire, how it is planted, and whether its subject is one project."""

    rule: str
    name: str
    plant: Plant
    in_project: bool = True

    def subject(self, ordinal: int = TARGET) -> dict[str, Any]:
        """What the finding's subject must hold when planted into this project."""
        return {"project": ordinal} if self.in_project else {}

    def __str__(self) -> str:
        return f"{self.rule} {self.name}"


def changed(part: P, **fields: Any) -> P:
    """A copy of a part of a document with other fields."""
    return part.model_copy(update=fields)


def in_project(change: Change) -> Plant:
    """Plants by changing one project."""

    def plant(document: Document, ordinal: int) -> Document:
        return changed(document, projects=[change(p) if p.ordinal == ordinal else p for p in document.projects])

    return plant


def with_fields(**fields: Any) -> Plant:
    """Plants by setting fields of the project."""
    return in_project(lambda project: changed(project, **fields))


def row_of(project: Project, level2: str) -> int:
    """The index of the first row of a class."""
    return next(i for i, row in enumerate(project.indicators) if row.level2 == level2)


def with_row(level2: str, **fields: Any) -> Plant:
    """Plants by setting fields of the project's first indicator of a class."""

    def change(project: Project) -> Project:
        return with_indicator(project, row_of(project, level2), **fields)

    return in_project(change)


def with_indicator(project: Project, at: int, **fields: Any) -> Project:
    """The project with fields of one indicator set."""
    rows = list(project.indicators)
    rows[at] = changed(rows[at], **fields)
    return changed(project, indicators=rows)
