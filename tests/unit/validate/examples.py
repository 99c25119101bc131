"""Examples of rules as data: a document, and what a rule must say of each of its subjects.

The unit tests, the registry test and the mutation check all run the same examples.
"""

import importlib
import pkgutil
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from services.validate.core import verdicts_of
from services.validate.registry import registry
from services.validate.rule import Rule
from services.validate.verdict import Verdict
from shared.document import Document
from tests.unit.validate import rules as rule_tests

INVENTED: dict[str, Any] = {
    "id": "0" * 64,
    "source": "invented.txt",
    "media_type": "text/plain",
    "form": "word-text",
    "template": "hebei-target-text",
    "kind": "target-text",
    "division": "130999",
    "fiscal_year": 2024,
    "department": {"code": "511", "name": "某县园林管理局"},
    "overall_goal": "做好全县绿地养护。",
    "sub_goals": [{"title": "绿地养护", "goal": "养护绿地30公顷。", "indicators": ["养护面积30公顷"]}],
    "safeguards": ["（一）完善制度建设。健全绿地养护制度。"],
}

PROJECT: dict[str, Any] = {
    "ordinal": 1,
    "title": "行道树养护",
    "unit_code": "511001",
    "unit_name": "某县园林管理局本级",
    "currency_unit": "万元",
    "code": "13099924P00511110001U",
    "name": "行道树养护",
    "budget": "12.00",
    "fiscal_funds": "12.00",
    "other_funds": None,
    "purpose": "用于全县行道树修剪和补植。",
    "plan": {"mar": "25%", "jun": "50%", "oct": "75%", "dec": "100%"},
    "goals": ["修剪行道树6000株。"],
    "indicators": [],
}

INDICATOR: dict[str, Any] = {
    "level1": "产出指标",
    "level2": "数量指标",
    "name": "修剪株数",
    "description": "全年修剪行道树的数量",
    "target": "≥6000株",
    "basis": "年度养护计划",
}


def an_indicator(**changes: Any) -> dict[str, Any]:
    """An indicator row that no rule objects to, with changes."""
    return {**INDICATOR, **changes}


def a_project(**changes: Any) -> dict[str, Any]:
    """A project that no rule objects to, with changes."""
    return {**PROJECT, "indicators": [an_indicator()], **changes}


def a_document(*projects: dict[str, Any], **changes: Any) -> Document:
    """A target text of `projects` (numbered in order where they all have the ordinal 1), with changes."""
    numbered = [{**p, "ordinal": n} if p["ordinal"] == 1 else p for n, p in enumerate(projects, 1)]
    return Document.model_validate({**INVENTED, "projects": numbered, **changes})


def a_disclosure(*tables: dict[str, Any], **changes: Any) -> Document:
    """A disclosure file of `tables`, with changes."""
    form = {"kind": "disclosure", "template": "hebei-disclosure", "budget_tables": list(tables)}
    return Document.model_validate({**INVENTED, **form, **changes})


def a_doubt(**subject: Any) -> dict[str, Any]:
    """A warning of the reading about `subject`."""
    return {"code": "column_lost", "message": "读得不准", "message_en": "read with doubt", "subject": subject}


@dataclass(frozen=True)
class Example:
    """`rule` on `document` must give exactly the verdicts `expect`, as `flat` writes them.

    `near` marks a near miss: a document just beside the fault, which must stay silent. Each of `says` must stand in
    the finding's messages, equation or evidence.
    """

    rule: str
    name: str
    document: Document
    expect: tuple[str, ...]
    near: bool = False
    says: tuple[str, ...] = field(default=())

    def __str__(self) -> str:
        return f"{self.rule} {self.name}"

    def check(self) -> None:
        """Raise AssertionError where the rule says anything else."""
        verdicts = verdicts_of(self.rule, self.document)
        said = sorted(flat(verdict, registry()[self.rule]) for verdict in verdicts)
        assert said == sorted(self.expect), f"{said} instead of {sorted(self.expect)}"
        text = "\n".join(map(spoken, verdicts))
        for words in self.says:
            assert words in text, f"{words!r} is not in {text!r}"


def flat(verdict: Verdict, rule: Rule) -> str:
    """One verdict in a line: "fail error P1.2 target", "pass document", "note P3" (a confirmation)."""
    outcome = "note" if verdict.note else str(verdict.outcome)
    severity = str(verdict.severity or rule.severity) if verdict.outcome == "fail" else ""
    return " ".join(word for word in [outcome, severity, subject_of(verdict)] if word)


def subject_of(verdict: Verdict) -> str:
    """The subject in short: "document", "P1", "P1.2 target", "P1,3", "某表 r3 合计", "§一、总体"."""
    s = verdict.subject
    if "projects" in s:
        return "P" + ",".join(map(str, s["projects"]))
    if "project" in s:
        row = f".{s['indicator']}" if "indicator" in s else ""
        return f"P{s['project']}{row} {s.get('field', '')}".strip()
    if "table" in s:
        row = f" r{s['row']}" if "row" in s else ""
        return f"{s['table']}{row} {s.get('column', '')}".strip()
    return f"§{s['section']}" if "section" in s else "document"


def spoken(verdict: Verdict) -> str:
    """Everything a verdict says, as text."""
    ends = [f"{e.quote} {e.value} {e.unit}" for e in verdict.evidence]
    return "\n".join([verdict.message, verdict.message_en, verdict.equation or "", verdict.suggestion or "", *ends])


@cache
def examples_of() -> tuple[Example, ...]:
    """The examples of all rules: EXAMPLES of every test module in tests/unit/validate/rules."""
    modules = pkgutil.iter_modules(rule_tests.__path__, f"{rule_tests.__name__}.")
    found = [importlib.import_module(module.name) for module in modules if "test_" in module.name]
    return tuple(example for module in found for example in getattr(module, "EXAMPLES", ()))
