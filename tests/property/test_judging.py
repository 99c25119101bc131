"""Planted faults fire, their sound twins stay silent, and no invented document makes a rule raise."""

import os
from typing import Any

import pytest

from services.parse.core import parse
from services.validate.core import judge
from services.validate.registry import registry
from shared.findings import Finding, Outcome
from specimens.compare import faults
from specimens.content import generate
from specimens.disclosure import disclosure
from specimens.examples import examples
from specimens.faults import FAULTS, SOUND, planted, sound
from specimens.planting import Fault
from specimens.specimen import Specimen
from specimens.variants import RENDERERS

VARIANTS = int(os.environ.get("GOUJI_VARIANTS", "24"))
FIRST = int(os.environ.get("GOUJI_SEED", "1"))
SEEDS = range(FIRST, FIRST + max(2, VARIANTS // 8))


def findings(fault: Fault, found: list[Finding]) -> list[Finding]:
    """The findings of the fault's rule on its subject."""
    return [f for f in found if f.rule == fault.rule and fault.subject().items() <= dict(f.subject).items()]


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("fault", FAULTS, ids=str)
def test_planted_fault_fires(fault: Fault, seed: int) -> None:
    if fault.rule not in registry():
        pytest.skip(f"{fault.rule} is not built yet")
    review = judge(planted(fault, sound(seed)).truth)
    assert findings(fault, review.findings), f"seed {seed}: {review.coverage and review.coverage.by_rule[fault.rule]}"


@pytest.mark.parametrize("seed", SEEDS)
def test_sound_disclosure_is_silent(seed: int) -> None:
    assert [(f.rule, f.message) for f in judge(disclosure(seed, SOUND).truth).findings] == []


@pytest.mark.parametrize("seed", range(FIRST, FIRST + VARIANTS))
def test_sound_document_is_silent(seed: int) -> None:
    review = judge(sound(seed).truth)
    assert [(f.rule, f.message) for f in review.findings] == []


@pytest.mark.parametrize("seed", range(FIRST, FIRST + VARIANTS))
def test_no_rule_raises(seed: int) -> None:
    coverage = judge(generate(seed).truth).coverage
    assert coverage is not None
    assert {id: line.reason for id, line in coverage.by_rule.items() if line.outcome is Outcome.ERROR} == {}


FORMS = sorted(RENDERERS)


@pytest.mark.parametrize("number", range(len(FAULTS)), ids=[str(fault) for fault in FAULTS])
def test_printed_fault_is_read_and_fires(number: int) -> None:
    fault, form = FAULTS[number], FORMS[(number + FIRST) % len(FORMS)]
    specimen = RENDERERS[form](planted(fault, sound(FIRST)), FIRST)
    (document,) = parse(specimen.content, specimen.name)
    assert findings(fault, judge(document).findings), form


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("seed", SEEDS)
def test_sound_document_is_silent_when_it_was_read(form: str, seed: int) -> None:
    specimen = RENDERERS[form](sound(seed), seed)
    (document,) = parse(specimen.content, specimen.name)
    assert [(f.rule, f.message) for f in judge(document).findings] == []


@pytest.mark.parametrize(("specimen", "expected"), list(examples()), ids=lambda value: getattr(value, "name", ""))
def test_example_gives_its_findings(specimen: Specimen, expected: list[dict[str, Any]]) -> None:
    (document,) = parse(specimen.content, specimen.name)
    review = judge(document)
    for entry in expected:
        found = [f for f in review.findings if f.rule == entry["rule"]]
        assert any(entry["subject"].items() <= dict(f.subject).items() for f in found), entry
    if document.projects:
        assert faults(specimen, document) == []
        assert (review.outcome == "clean") == (not expected)
