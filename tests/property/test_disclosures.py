"""Invented disclosure documents are read as they were written, and their sums raise no finding."""

import os
from collections.abc import Sequence

import pytest

from services.parse.blocks import Line
from services.parse.core import parse
from services.parse.extract.disclosure import extract_budget
from services.validate.core import judge
from services.validate.registry import registry
from shared.document import BudgetTable, Document, ReadingWarning
from shared.places import line
from specimens.budget_faults import BUDGET_FAULTS, ROUNDING
from specimens.compare import faults
from specimens.disclosure import disclosure
from specimens.planting import Fault
from specimens.render_fallen import fallen
from specimens.render_sheets import RENDERERS
from specimens.setting import Knobs

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


def fired(fault: Fault, seed: int) -> list[str]:
    """The messages of the fault's rule on document `seed` with the fault planted."""
    if fault.rule not in registry():
        pytest.skip(f"{fault.rule} is not built yet")
    document = fault.plant(disclosure(seed, Knobs(projects=3, unit="万元")).truth, 1)
    return [f.message for f in judge(document).findings if f.rule == fault.rule]


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("fault", BUDGET_FAULTS, ids=str)
def test_planted_fault_in_the_budget_fires(fault: Fault, seed: int) -> None:
    assert fired(fault, seed)


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("fault", ROUNDING, ids=str)
def test_slip_that_rounding_explains_is_silent(fault: Fault, seed: int) -> None:
    assert fired(fault, seed) == []


@pytest.mark.parametrize("form", sorted(RENDERERS))
def test_file_with_two_budgets_gives_two_documents(form: str) -> None:
    first, second = (RENDERERS[form](disclosure(seed), seed) for seed in (FIRST, FIRST + 1))
    documents = parse(first.content + b"\n" + second.content, "department-with-unit.txt")
    assert [faults(s, d) for s, d in zip((first, second), documents, strict=True)] == [[], []]


@pytest.mark.parametrize("form", sorted(RENDERERS))
def test_unit_that_calls_its_tables_otherwise_is_of_the_same_form(form: str) -> None:
    specimen = RENDERERS[form](disclosure(FIRST), FIRST)
    (document,) = parse(specimen.content.decode().replace("部门预算", "单位预算").encode(), "unit.txt")
    assert (document.template, len(document.budget_tables)) == ("hebei-disclosure", 12)
    assert document.budget_tables[0].kind == "单位预算收支总表"


def rows_sure(read: BudgetTable, doubts: Sequence[ReadingWarning]) -> list[tuple[int, list[str | None]]]:
    """The rows that no warning speaks of, with their numbers."""
    spoken = {w.subject.get("row") for w in doubts if w.subject and w.subject.get("table") == read.kind}
    return [(number, row) for number, row in enumerate(read.rows, 1) if number not in spoken]


@pytest.mark.parametrize("seed", SEEDS)
def test_tables_that_fell_into_lines_are_rebuilt_or_doubted(seed: int) -> None:
    what = disclosure(seed)
    lines = [Line(text, (line(number),)) for number, text in enumerate(fallen(what, seed), 1)]
    budget = extract_budget(lines)
    kinds = [table.kind for table in budget.tables]
    assert kinds == [table.kind for table in what.truth.budget_tables]
    for read, truth in zip(budget.tables, what.truth.budget_tables, strict=True):
        assert (read.columns, len(read.rows), read.note) == (truth.columns, len(truth.rows), truth.note)
        for number, row in rows_sure(read, budget.warnings):
            assert row == truth.rows[number - 1], (read.kind, number)
    assert [f.amount for f in budget.figures] == [f.amount for f in what.truth.narrative_figures]
