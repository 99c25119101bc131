"""Invented disclosure documents are read as they were written, and their sums raise no finding."""

import os

import pytest

from services.parse.core import parse
from services.validate.core import judge
from shared.document import Document
from specimens.compare import faults
from specimens.disclosure import disclosure
from specimens.render_sheets import RENDERERS

VARIANTS = int(os.environ.get("GOUJI_VARIANTS", "24"))
FIRST = int(os.environ.get("GOUJI_SEED", "1"))
SEEDS = range(FIRST, FIRST + max(3, VARIANTS // 3))


def read(form: str, seed: int) -> tuple[Document, Document, list[str]]:
    """What was written, what was read, and the cells that differ."""
    specimen = RENDERERS[form](disclosure(seed), seed)
    (document,) = parse(specimen.content, specimen.name)
    return specimen.truth, document, faults(specimen, document)


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("form", sorted(RENDERERS))
def test_disclosure_is_read_as_it_was_written(form: str, seed: int) -> None:
    truth, document, wrong = read(form, seed)
    assert wrong == []
    assert [figure.label for figure in document.narrative_figures] == [f.label for f in truth.narrative_figures]
    assert [figure.text for figure in document.narrative_figures] == [f.text for f in truth.narrative_figures]


@pytest.mark.parametrize("seed", SEEDS)
def test_budget_that_closes_raises_no_finding(seed: int) -> None:
    review = judge(disclosure(seed).truth)
    assert [(f.rule, f.message) for f in review.findings if f.rule.startswith("GJ-G")] == []
