"""Invented documents as files (Word, web page, workbook, PDF by two engines): each is read as it was meant, and every
format gives the same document but for what tells the files apart.

`GOUJI_VARIANTS` sets how many documents are tried (default 24): a quarter of it a format, a fortieth as `.doc`;
`GOUJI_SEED` the first seed.
"""

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

import pytest

from services.parse.core import parse
from shared.document import Document
from specimens import render_doc, render_docx, render_html, render_paper, render_typst, render_xlsx
from specimens.compare import faults, said
from specimens.content import generate
from specimens.disclosure import disclosure
from specimens.render_sheet_files import RENDERERS as SHEET_FILES
from specimens.render_sheet_pdf import RENDERERS as SHEET_PDFS
from specimens.specimen import Specimen
from specimens.variants import FILES, variant

VARIANTS = int(os.environ.get("GOUJI_VARIANTS", "24"))
FIRST = int(os.environ.get("GOUJI_SEED", "1"))
FEW, MANY = max(1, VARIANTS // 40), max(2, VARIANTS // 4)
REFERENCE = "docx"
NO_OFFICE = None if render_doc.has_office() else "LibreOffice is not installed here"
NO_FONT = None if render_typst.has_font() else "no Chinese font on this machine to print with"


@dataclass(frozen=True)
class Format:
    """One way to print: for how many seeds it is tried, and what the machine lacks for it."""

    render: Callable[[Any, int], Specimen]
    seeds: int = MANY
    lacking: str | None = None


@dataclass(frozen=True)
class Kind:
    """One kind of document: what makes it up, and the formats it is printed in."""

    content: Callable[[int], Any]
    formats: dict[str, Format]


KINDS = {
    "target text": Kind(
        generate,
        {
            "doc": Format(render_doc.render, FEW, NO_OFFICE),
            "docx": Format(render_docx.render),
            "html": Format(render_html.render),
            "pdf by reportlab": Format(render_paper.render),
            "pdf by typst": Format(render_typst.render, lacking=NO_FONT),
            "xlsx": Format(render_xlsx.render),
        },
    ),
    "disclosure": Kind(
        disclosure,
        {name: Format(render) for name, render in SHEET_FILES.items()}
        | {"pdf by reportlab": Format(SHEET_PDFS["pdf by reportlab"])}
        | {"pdf by typst": Format(SHEET_PDFS["pdf by typst"], lacking=NO_FONT)},
    ),
}


def cases() -> Iterator[Any]:
    """Kind, format and seed."""
    for kind, formats in ((name, each.formats) for name, each in KINDS.items()):
        for name, form in formats.items():
            marks = [pytest.mark.skip(reason=form.lacking)] if form.lacking else []
            for seed in range(FIRST, FIRST + form.seeds):
                yield pytest.param(kind, name, seed, marks=marks, id=f"{kind}-{name}-{seed}")


@cache
def read(kind: str, name: str, seed: int) -> tuple[Specimen, Document]:
    """A document as it was printed, and as it was read."""
    specimen = KINDS[kind].formats[name].render(KINDS[kind].content(seed), seed)
    (document,) = parse(specimen.content, specimen.name)
    return specimen, document


@pytest.mark.timeout(240)
@pytest.mark.parametrize(("kind", "name", "seed"), list(cases()))
def test_document_is_read_as_it_was_meant_and_the_same_in_every_format(kind: str, name: str, seed: int) -> None:
    specimen, document = read(kind, name, seed)
    assert faults(specimen, document) == []
    assert said(document, specimen.traits) == said(read(kind, REFERENCE, seed)[1], specimen.traits)


@pytest.mark.parametrize("form", sorted(FILES))
def test_same_seed_gives_the_same_file(form: str) -> None:
    assert variant(form, 5).content == variant(form, 5).content
