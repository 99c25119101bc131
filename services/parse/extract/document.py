"""Composes a document from its parts: front matter, target text, budget tables, narrative figures."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from services.parse.blocks import Reading
from services.parse.extract.contents import list_contents
from services.parse.extract.cut_short import signs_in_contents, signs_of_a_cut
from services.parse.extract.disclosure import Budget, extract_budget
from services.parse.extract.doubts import reader_doubts
from services.parse.extract.front import Front, read_front, title_of_unknown
from services.parse.extract.gaps import signs_of_gaps
from services.parse.extract.headings import list_sections
from services.parse.extract.inferred import infer
from services.parse.extract.match import is_of, kind_of
from services.parse.extract.outline import Role, outline
from services.parse.extract.parts import part_readings, split
from services.parse.extract.proved import without_proved
from services.parse.extract.target_text import TargetText, extract_target_text
from services.parse.templates import Template, templates
from shared.divisions import division_of
from shared.document import Document, Kind, Project, ReadingWarning
from shared.warnings import warning


@dataclass(frozen=True)
class Origin:
    """Where a document comes from: the file as given, its id, and the id of the file it is a part of."""

    source: str
    identity: str
    parent: str | None = None


def extract_documents(reading: Reading, origin: Origin) -> list[Document]:
    """The documents that stand in `reading`; several when a department's file holds those of its units."""
    parts = max((split(reading.blocks, template) for template in templates()), key=len)
    if len(parts) == 1:
        return [extract_document(reading, origin)]
    return [
        extract_document(part, Origin(origin.source, _part_identity(origin.identity, i), origin.identity))
        for i, part in enumerate(part_readings(reading, parts), 1)
    ]


def extract_document(reading: Reading, origin: Origin) -> Document:
    """The one document in `reading`, in the words of the first template that knows it."""
    blocks = reading.blocks
    headings: list[ReadingWarning] = []
    for template in templates():
        roles = outline(blocks, template)
        target = extract_target_text(blocks, roles, template)
        kind = kind_of(blocks, roles, target, template)
        if kind == "disclosure" and not is_of(target.cut.segments, template):
            target = target.without_projects()
        if kind != "other":
            return _known(_Read(reading, origin, template, roles, target), kind)
        headings += [found for found in target.warnings if found.code == "heading_without_table"]
    return _unknown(reading, origin, headings)


@dataclass(frozen=True)
class _Read:
    """What was read of a document of a known form before it is composed."""

    reading: Reading
    origin: Origin
    template: Template
    roles: Sequence[Role | None]
    target: TargetText


def _known(read: _Read, kind: Kind) -> Document:
    target, projects = read.target, read.target.projects
    budget = extract_budget(read.reading.blocks, target.taken)
    front = _front(read, budget, kind)
    contents, places = list_contents(read.reading.blocks, read.roles)
    return Document(
        **_identity(read.reading, read.origin),
        template=read.template.documents[kind],
        kind=kind,
        division=_division(front, projects),
        contents=contents,
        sections=list_sections(read.reading.blocks, read.roles, target.cut.headings),
        warnings=[
            *without_proved(reader_doubts(read.reading, projects, read.template), projects, budget.tables),
            *target.warnings,
            *signs_of_a_cut(read.reading.blocks, read.roles, target, read.template, kind),
            *_signs_in_contents(read, budget, kind),
            *signs_of_gaps(target, read.template),
            *budget.warnings,
        ],
        at={**front.at, **target.at, **({"contents": places} if contents else {})},
        **front.fields(),
        **target.fields(),
        **_budget_fields(budget),
    )


def _signs_in_contents(read: _Read, budget: Budget, kind: Kind) -> Iterator[ReadingWarning]:
    """Of a disclosure; the contents of a target text list its projects, which are counted."""
    if kind == "disclosure":
        yield from signs_in_contents(read.reading.blocks, read.roles, read.target, budget.tables)


def _front(read: _Read, budget: Budget, kind: Kind) -> Front:
    front = read_front(read.reading.blocks, read.roles, read.template, kind)
    if kind == "disclosure" and budget.department and front.department.code is None:
        front.department = budget.department
    front.fiscal_year = front.fiscal_year or budget.year
    infer(front, read.reading.blocks, read.target, read.origin.source)
    return front


def _unknown(reading: Reading, origin: Origin, headings: Sequence[ReadingWarning]) -> Document:
    """A form that no template knows: its title and its tables, and nothing made of them."""
    budget = extract_budget(reading.blocks)
    front = title_of_unknown(reading.blocks)
    return Document(
        **_identity(reading, origin),
        warnings=[
            *reader_doubts(reading, [], None),
            warning("template_unknown", None),
            *headings,
            *budget.warnings,
        ],
        at=front.at,
        title=front.title,
        **_budget_fields(budget),
    )


def _identity(reading: Reading, origin: Origin) -> dict[str, Any]:
    return {
        "id": origin.identity,
        "parent": origin.parent,
        "source": origin.source,
        "media_type": reading.media_type,
        "form": reading.form,
        "pages": reading.pages,
    }


def _part_identity(parent: str, index: int) -> str:
    return hashlib.sha256(f"{parent}#{index}".encode()).hexdigest()


def _budget_fields(budget: Budget) -> dict[str, Any]:
    return {"budget_tables": budget.tables, "narrative_figures": budget.figures}


def _division(front: Front, projects: Sequence[Project]) -> str:
    units = dict.fromkeys(project.unit_name for project in projects)
    return division_of([project.code for project in projects], front.department.name, units)
