"""What is no ordinary target text ends in a clear reading: nothing invented, nothing lost that is there."""

import pytest

from services.parse.core import parse
from shared.document import UNKNOWN, Document
from specimens import oddities
from specimens.compare import differences, faults
from specimens.variants import RENDERERS, variant

SEEDS = range(1, 9)
FORMS = sorted(RENDERERS)


def read(data: bytes) -> Document:
    """The one document in `data`."""
    (document,) = parse(data, "specimen.txt")
    return document


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("form", FORMS)
def test_blank_form_keeps_its_template_and_has_no_project(form: str, seed: int) -> None:
    specimen = oddities.blank_form(form, seed)
    assert faults(specimen, read(specimen.content)) == []


@pytest.mark.parametrize("seed", SEEDS)
def test_foreign_form_is_unknown_and_keeps_its_cells(seed: int) -> None:
    specimen = oddities.foreign_form(seed)
    document = read(specimen.content)
    assert (document.template, document.kind, document.title) == (UNKNOWN, "other", specimen.truth.title)
    assert document.projects == []
    rows = [row for table in document.budget_tables for row in (list[str | None](table.columns), *table.rows)]
    found = {cell for row in rows for cell in row if cell}
    assert oddities.foreign_cells(seed) - found == set()


@pytest.mark.parametrize("seed", SEEDS)
def test_news_page_gives_no_project_and_no_table(seed: int) -> None:
    document = read(oddities.news_page(seed).content)
    assert (document.template, document.kind) == (UNKNOWN, "other")
    assert document.projects == []
    assert document.budget_tables == []
    assert document.sub_goals == []


@pytest.mark.parametrize("seed", SEEDS)
def test_lone_heading_gives_no_invented_value(seed: int) -> None:
    for project in read(oddities.lone_heading(seed).content).projects:
        assert project.model_dump(exclude={"ordinal", "title", "at"}, exclude_none=True, exclude_defaults=True) == {}


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("form", FORMS)
def test_cut_document_keeps_the_projects_before_the_cut(form: str, seed: int) -> None:
    specimen, complete = oddities.cut(form, seed)
    document = read(specimen.content)
    for whole, got in zip(specimen.truth.projects[:complete], document.projects, strict=False):
        right = specimen.truth.model_copy(update={"projects": [whole]})
        there = document.model_copy(update={"projects": [got]})
        assert [d for d in differences(right, there) if d[0].startswith("projects")] == []
    assert len(document.projects) >= complete


@pytest.mark.parametrize("encoding", oddities.ENCODINGS)
def test_encoding_does_not_change_what_is_read(encoding: str) -> None:
    specimen = oddities.encoded(variant("word-text", 3), encoding)
    assert faults(specimen, read(specimen.content)) == []
