"""Composes a document from its parts: front matter, target text, budget tables, narrative figures."""

from collections import Counter
from collections.abc import Sequence

from services.parse.blocks import Block, Line, Reading, Table
from services.parse.extract.doubts import reader_doubts
from services.parse.extract.front import Front, read_front
from services.parse.extract.outline import outline
from services.parse.extract.target_text import TargetText, extract_target_text
from services.parse.templates import Template, templates
from services.parse.text import compact, unnumbered
from shared.document import UNKNOWN, Document, Kind, Project


def extract_documents(reading: Reading, source: str, identity: str, parent: str | None) -> list[Document]:
    """The documents that stand in `reading`."""
    return [extract_document(reading, reading.blocks, source, identity, parent)]


def extract_document(
    reading: Reading, blocks: Sequence[Block], source: str, identity: str, parent: str | None
) -> Document:
    """One document from its blocks."""
    template = templates()[0]
    roles = outline(blocks, template)
    target = extract_target_text(blocks, roles, template)
    kind = _kind(blocks, target, template)
    front = read_front(blocks, roles, target.projects, template, kind) if kind != "other" else Front()
    warnings = reader_doubts(reading, target.projects, template) + target.warnings
    return Document(
        id=identity,
        parent=parent,
        source=source,
        media_type=reading.media_type,
        pages=reading.pages,
        form=reading.form,
        template=template.documents.get(kind, UNKNOWN),
        kind=kind,
        division=division(target.projects),
        title=front.title,
        fiscal_year=front.fiscal_year,
        department=front.department,
        inferred=front.inferred,
        warnings=warnings,
        at={**front.at, **target.at},
        **(target.fields() if kind != "other" else {}),
    )


def division(projects: Sequence[Project]) -> str:
    """The GB/T 2260 code that most project codes begin with, else 000000."""
    codes = Counter(project.code[:6] for project in projects if project.code and project.code[:6].isdecimal())
    return codes.most_common(1)[0][0] if codes else "000000"


def _kind(blocks: Sequence[Block], target: TargetText, template: Template) -> Kind:
    if _has_disclosure_tables(blocks, template):
        return "disclosure"
    return "target-text" if target.found else "other"


def _has_disclosure_tables(blocks: Sequence[Block], template: Template) -> bool:
    """Whether at least two of the disclosure's tables are named in headings and any table follows."""
    named = {compact(block.text) for block in blocks if isinstance(block, Line) and len(block.text) <= 60}
    titles = {unnumbered(text) for text in named} | named
    return len(titles & template.disclosure_tables) >= 2 and any(isinstance(block, Table) for block in blocks)
