"""What the rules say of the real documents: the acceptance list, and what it leaves out."""

import json
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

from services.parse.core import parse
from services.validate.core import judge
from services.validate.registry import registry
from shared.findings import Finding, Review
from tests.seeds import DOMAIN, SEEDS, TRUTH, needs_seeds, seed

pytestmark = needs_seeds


@cache
def review(number: str) -> Review:
    """The review of one seed as it is read."""
    path = seed(number)
    [document] = parse(path.read_bytes(), path.name)
    return judge(document)


def found(findings: list[Finding], rule: str) -> set[str]:
    """The subjects of a rule's findings in short: "P6", "P6.4", "document"."""
    said = set()
    for finding in findings:
        if finding.rule == f"GJ-{rule}":
            s = finding.subject
            row = f".{s['indicator']}" if "indicator" in s else ""
            said.add(f"P{s['project']}{row}" if "project" in s else "document")
    return said


def test_acceptance_list_is_met(tmp_path: Path) -> None:
    reviews = tmp_path / "reviews.jsonl"
    reviews.write_text("\n".join(review(number).model_dump_json() for number in ("000", "002", "004")), "utf-8")
    for path in (DOMAIN / "expectations.json", *TRUTH.glob("0*.json")):
        (tmp_path / path.name).write_bytes(path.read_bytes())
    call = [sys.executable, str(DOMAIN / "score_findings.py"), str(tmp_path / "expectations.json"), str(reviews)]
    call += ["--rules", ",".join(registry()), "--bar", "1", "--severity", "--json"]
    score = json.loads(subprocess.run(call, capture_output=True, check=False, text=True).stdout)
    sure = [f"{m['seed']} {m['rule']} P{m['project']}: {m['why']}" for m in score["misses"] if m["certainty"] == "sure"]
    assert not sure
    assert not score["false_alarms_sure"]
    assert score["pass"]


@pytest.mark.parametrize("number", sorted(path.name[:3] for path in SEEDS.glob("*.txt")))
def test_no_rule_raises(number: str) -> None:
    coverage = review(number).coverage
    assert coverage is not None
    assert not [id for id, line in coverage.by_rule.items() if line.outcome == "error"]


def registry_of(group: str) -> list[str]:
    """The rules of a group, without the prefix: "G01", "G02"."""
    return [id.removeprefix("GJ-") for id in sorted(registry()) if id[3] == group]


# Projects and rows (facts of the documents) that each rule speaks of, and all of them.
FINDINGS = [
    *((number, rule, set()) for number in ("000", "001", "002", "003", "004") for rule in ("A02", "A05", "A07", "C02")),
    *((number, rule, set()) for number in ("000", "001", "002", "003") for rule in ("B07", "B08")),
    *(("004", rule, {f"P{n}" for n in range(3, 9)}) for rule in ("B07", "B08")),
    *((number, "B05", set()) for number in ("000", "001", "002")),
    ("003", "B05", {"P3", "P7"}),
    ("004", "B05", {"P4", "P7"}),
    *(("001", rule, set()) for rule in registry_of("G") + registry_of("I")),
    *((number, "C12", set()) for number in ("001", "002", "003", "004")),
    ("000", "C12", {"P16.6"}),
    ("001", "C10", {"P15.8", "P15.10", "P16.6", "P18.8", "P18.10", "P21.6", "P22.4"}),
    ("003", "F01", {f"P{n}" for n in range(1, 13)}),
    ("001", "F05", {"P6"}),
    ("001", "F06", set()),
    ("001", "D07", set()),
    ("001", "D09", set()),
    ("001", "D06", set()),
    ("001", "E08", {"P16.8", "P16.9", "P18.11", "P18.12", "P22.5", "P22.6", "P26.8"}),
    ("001", "E16", {"P24.1", "P25.1", "P25.10", "P27.1", "P27.16", "P28.1", "P28.7", "P29.1", "P29.7"}),
    ("001", "E17", {"P7", "P14", "P15", "P20", "P21"}),
    ("001", "E21", {"P13", "P17", "P19", "P21", "P22", "P23"}),
    ("001", "E22", set()),
    ("001", "E23", set()),
    ("001", "E24", set()),
    ("003", "E21", {"P7.1"}),
    ("003", "E24", {"P11.5", "P11.6", "P11.7", "P11.8"}),
    ("003", "D06", set()),
    ("003", "E05", set()),
]
CONFIRMATIONS = [
    *(("001", rule, {"document"}) for rule in ("G01", "G04", "G06", "G08", "G12", "G13", "G14", "G16")),
    ("000", "D09", {"P13"}),
    ("001", "D09", {"P6", "P9", "P12", "P26"}),
    ("001", "D08", {"P1"}),
    ("002", "D09", {"P1", "P6", "P7", "P8", "P10", "P11"}),
    ("004", "D03", {"P1", "P2", "P5", "P6", "P8"}),
]


@pytest.mark.parametrize(("number", "rule", "subjects"), FINDINGS)
def test_rule_speaks_of_these_and_no_others(number: str, rule: str, subjects: set[str]) -> None:
    assert found(review(number).findings, rule) == subjects


@pytest.mark.parametrize(("number", "rule", "subjects"), CONFIRMATIONS)
def test_rule_confirms_these_and_no_others(number: str, rule: str, subjects: set[str]) -> None:
    assert found(review(number).confirmations, rule) == subjects


def test_yes_or_no_stands_in_more_than_half_of_the_rows_of_003() -> None:
    assert len(found(review("003").findings, "E06")) == 59


@pytest.mark.parametrize(("number", "outcome"), [("000", "pass"), ("001", "pass"), ("002", "pass")])
def test_every_check_character_of_the_third_generation_holds(number: str, outcome: str) -> None:
    coverage = review(number).coverage
    assert coverage
    assert coverage.by_rule["GJ-C02"].outcome == outcome


@pytest.mark.parametrize("number", ["003", "004"])
def test_check_character_is_not_asked_of_older_codes(number: str) -> None:
    coverage = review(number).coverage
    assert coverage
    assert coverage.by_rule["GJ-C02"].outcome == "not_applicable"


def test_sum_of_the_projects_names_its_rounding() -> None:
    [finding] = [finding for finding in review("001").confirmations if finding.rule == "GJ-G13"]
    assert "尾差0.01万元" in finding.message
    assert finding.equation == "Σ29个项目=42969.98万元 ≈ 42969.97万元"


def test_twenty_two_stated_amounts_agree_with_a_cell() -> None:
    [finding] = [finding for finding in review("001").confirmations if finding.rule == "GJ-G12"]
    assert "22项" in finding.message
