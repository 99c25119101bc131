"""The engine: every subject gets a verdict, a rule that raises harms no other, and the review says what did not run."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from services.validate import core
from services.validate.core import judge, run, verdicts_of
from services.validate.coverage import line_of
from services.validate.profile import Profile, profiles
from services.validate.registry import registry
from services.validate.rule import Context, Rule, Scope, Verdict, about, confirmed, failed, passed, uncertain
from services.validate.verdict import DOCUMENT, insufficient, not_applicable, raised
from shared.document import Document, Project
from shared.findings import Counts, Outcome, Severity
from tests.unit.validate.examples import a_disclosure, a_document, a_doubt, a_project, an_indicator

DEFAULT = profiles()["default"]


def a_rule(check: Any, *, id: str = "GJ-A01", scope: Scope = "project", **changes: Any) -> Rule:
    record: dict[str, Any] = {
        "title": "甲",
        "title_en": "A",
        "summary": "",
        "severity": Severity.WARNING,
        "kinds": ("target-text",),
        "clause": "",
        "since": "0.1.0",
        "after": (),
    }
    return Rule(id=id, scope=scope, check=check, **{**record, **changes})


def fails_on_second(context: Context, project: Project) -> Iterator[Verdict]:
    subject = about(project)
    yield failed(subject, "错", "wrong", []) if project.ordinal == 2 else passed(subject)


def raises_on_second(context: Context, project: Project) -> Iterator[Verdict]:
    if project.ordinal == 2:
        raise ValueError("broken")
    yield passed(about(project))


def outcomes(document: Document, *rules: Rule) -> dict[str, list[str]]:
    given = run(document, DEFAULT, {rule.id: rule for rule in rules})
    return {id: [str(verdict.outcome) for verdict in verdicts] for id, verdicts in given.items()}


def test_each_project_gets_its_verdict() -> None:
    document = a_document(a_project(), a_project(), a_project())
    assert outcomes(document, a_rule(fails_on_second)) == {"GJ-A01": ["pass", "fail", "pass"]}


def test_rule_that_raises_is_an_error_on_its_subject_and_stops_no_other() -> None:
    document = a_document(a_project(), a_project(), a_project())
    given = outcomes(document, a_rule(raises_on_second), a_rule(fails_on_second, id="GJ-A02"))
    assert given == {"GJ-A01": ["pass", "error", "pass"], "GJ-A02": ["pass", "fail", "pass"]}


@pytest.mark.parametrize(
    ("document", "changes", "reason"),
    [
        (a_document(a_project(), kind="disclosure"), {}, "disclosure"),
        (a_document(), {}, "no project"),
        (a_document(a_project()), {"scope": "table"}, "no budget table"),
        (a_document(a_project()), {"scope": "archive"}, "archive pass"),
    ],
)
def test_rule_with_nothing_to_judge_is_not_applicable_and_says_why(
    document: Document, changes: dict[str, Any], reason: str
) -> None:
    [verdict] = run(document, DEFAULT, {"GJ-A01": a_rule(fails_on_second, **changes)})["GJ-A01"]
    assert verdict.outcome is Outcome.NOT_APPLICABLE
    assert reason in verdict.message_en
    assert verdict.message


def test_rule_runs_after_those_it_asks_and_sees_only_those() -> None:
    seen: dict[str, object] = {}

    def asks(context: Context, project: Project) -> Iterator[Verdict]:
        seen[f"P{project.ordinal}"] = context.found("GJ-A02", about(project, 1, "target"))
        with pytest.raises(LookupError):
            context.found("GJ-A03", about(project))
        yield passed(about(project))

    rules = {
        "GJ-A02": a_rule(fails_on_second, id="GJ-A02"),
        "GJ-A03": a_rule(fails_on_second, id="GJ-A03"),
        "GJ-A01": a_rule(asks, after=("GJ-A02",)),
    }
    given = run(a_document(a_project(), a_project()), DEFAULT, rules)
    assert seen == {"P1": False, "P2": True}
    assert list(given) == ["GJ-A01", "GJ-A02", "GJ-A03"]


def test_lookup_is_computed_once_a_document() -> None:
    calls = []

    def lookup(document: Document) -> int:
        calls.append(document.id)
        return len(document.projects)

    def looks(context: Context, project: Project) -> Iterator[Verdict]:
        assert context.look_up(lookup) == 2
        yield passed(about(project))

    rules = {id: a_rule(looks, id=id) for id in ("GJ-A01", "GJ-A02")}
    run(a_document(a_project(), a_project()), DEFAULT, rules)
    assert len(calls) == 1


ORDER = [
    raised(DOCUMENT, ValueError("x")),
    failed(DOCUMENT, "错", "wrong", []),
    uncertain(DOCUMENT, "疑", "doubtful"),
    insufficient(DOCUMENT, "缺", "missing"),
    passed(DOCUMENT),
    not_applicable(DOCUMENT, "无", "none"),
]


@pytest.mark.parametrize("first", range(len(ORDER)))
def test_line_of_a_rule_is_the_gravest_outcome_in_the_order_of_the_contract(first: int) -> None:
    line = line_of(ORDER[first:][::-1])
    assert line.outcome is ORDER[first].outcome
    assert (line.reason or "") == ORDER[first].message


def test_rule_without_a_verdict_is_not_applicable() -> None:
    assert line_of([]).outcome is Outcome.NOT_APPLICABLE


def with_rules(monkeypatch: pytest.MonkeyPatch, *rules: Rule) -> None:
    monkeypatch.setattr(core, "registry", lambda: {rule.id: rule for rule in rules})


def confirms(context: Context, project: Project) -> Iterator[Verdict]:
    yield confirmed(about(project), "相符", "agrees", [], "1 = 1")


def test_review_counts_findings_and_keeps_confirmations_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    with_rules(monkeypatch, a_rule(fails_on_second), a_rule(confirms, id="GJ-A02"))
    review = judge(a_document(a_project(), a_project()))
    assert [finding.rule for finding in review.findings] == ["GJ-A01"]
    assert [finding.rule for finding in review.confirmations] == ["GJ-A02", "GJ-A02"]
    assert {str(finding.severity) for finding in review.confirmations} == {"info"}
    assert review.counts == Counts(warning=1)
    assert review.outcome == "warning"
    assert review.coverage
    assert (review.coverage.rules, review.coverage.pass_, review.coverage.fail) == (2, 1, 1)
    assert (review.submission, review.revision, review.status) == (None, None, "stored")


def test_review_without_findings_is_clean(monkeypatch: pytest.MonkeyPatch) -> None:
    with_rules(monkeypatch, a_rule(fails_on_second))
    assert judge(a_document(a_project())).outcome == "clean"


def doubts(context: Context, project: Project) -> Iterator[Verdict]:
    yield uncertain(about(project), "疑", "doubtful")


@pytest.mark.parametrize(
    ("document", "rules", "expected"),
    [
        (a_document(a_project(), template="unknown"), [fails_on_second], "unjudged"),
        (a_document(), [fails_on_second], "unjudged"),
        (a_disclosure({"kind": "某表"}), [], "clean"),
        (a_document(a_project()), [fails_on_second, doubts], "clean"),  # half is not more than half
        (a_document(a_project()), [fails_on_second, doubts, doubts], "unjudged"),
        (a_document(a_project(), a_project()), [fails_on_second, doubts, raises_on_second], "unjudged"),
    ],
)
def test_review_is_unjudged_where_too_little_could_be_judged(
    monkeypatch: pytest.MonkeyPatch, document: Document, rules: list[Any], expected: str
) -> None:
    with_rules(monkeypatch, *(a_rule(check, id=f"GJ-A0{n}") for n, check in enumerate(rules, 1)))
    assert judge(document).outcome == expected


def a_profile(**changes: Any) -> Profile:
    fields = {name: getattr(DEFAULT, name) for name in DEFAULT.__slots__}
    return Profile(**{**fields, **changes})


def test_profile_changes_a_severity(monkeypatch: pytest.MonkeyPatch) -> None:
    with_rules(monkeypatch, a_rule(fails_on_second))
    review = judge(a_document(a_project(), a_project()), a_profile(severities={"GJ-A01": Severity.INFO}))
    assert review.outcome == "info"
    assert review.findings[0].severity is Severity.INFO


def test_rule_on_watch_reports_but_does_not_decide(monkeypatch: pytest.MonkeyPatch) -> None:
    with_rules(monkeypatch, a_rule(fails_on_second))
    review = judge(a_document(a_project(), a_project()), a_profile(watch=frozenset({"GJ-A01"})))
    assert review.outcome == "clean"
    assert review.counts == Counts()
    assert [finding.watch for finding in review.findings] == [True]


def test_each_rule_runs_once_inside_the_meter(monkeypatch: pytest.MonkeyPatch) -> None:
    with_rules(monkeypatch, a_rule(fails_on_second), a_rule(confirms, id="GJ-A02"))
    measured = []

    @contextmanager
    def meter(rule: str) -> Iterator[None]:
        yield
        measured.append(rule)

    judge(a_document(a_project(), a_project()), meter=meter)
    assert measured == ["GJ-A01", "GJ-A02"]


def test_same_document_gives_the_same_review() -> None:
    document = a_document(a_project(goals=[]), a_project(indicators=[]))
    assert judge(document) == judge(document)


def test_one_rule_alone_says_what_it_says_among_all() -> None:
    document = a_document(a_project(goals=[], indicators=[an_indicator(name="绿化qwe")]))
    together = run(document, DEFAULT)
    assert {id: verdicts_of(id, document) for id in registry()} == together


@pytest.mark.parametrize(
    ("doubt", "asked", "meets"),
    [
        ({"project": 1, "field": "plan.dec"}, {"project": 1, "field": "plan"}, True),
        ({"project": 1, "field": "plan"}, {"project": 1, "field": "plan.dec"}, True),
        ({"project": 1, "field": "plan.dec"}, {"project": 1, "field": "plan.mar"}, False),
        ({"project": 1, "field": "plan"}, {"project": 2, "field": "plan"}, False),
        ({"project": 1, "field": "budget"}, {"project": 1, "field": "plan"}, False),
        ({"project": 1}, {"project": 1, "field": "plan"}, False),
        ({"project": 1, "indicator": 2}, {"project": 1, "indicator": 2, "field": "target"}, True),
        ({"project": 1, "indicator": 2, "field": "name"}, {"project": 1, "indicator": 2, "field": "target"}, False),
        ({"project": 1, "indicator": 2}, {"project": 1, "indicator": 3, "field": "target"}, False),
        ({"table": "某表"}, {"table": "某表", "row": 2, "column": "合计"}, True),
        ({"table": "某表", "row": 3}, {"table": "某表", "row": 2}, False),
        ({"table": "某表"}, {"table": "他表"}, False),
        ({"document": True, "field": "sub_goals"}, {"document": True, "field": "sub_goals"}, True),
    ],
)
def test_doubt_meets_what_it_is_about(doubt: dict[str, Any], asked: Any, meets: bool) -> None:
    document = a_document(a_project(), a_project(), warnings=[a_doubt(**doubt)])
    context = Context(document, DEFAULT, "GJ-A01")
    assert (context.doubt(asked) is not None) is meets


def test_doubt_without_a_subject_is_found_by_its_place() -> None:
    warning = {"code": "column_lost", "message": "", "message_en": "", "at": [{"line": 7}, {"line": 9}]}
    places = {"plan": {"mar": {"line": 8}, "jun": {"line": 9}}, "budget": {"line": 5}}
    document = a_document(a_project(at=places), warnings=[warning])
    context = Context(document, DEFAULT, "GJ-A01")
    project = document.projects[0]
    assert context.doubted(project, "plan")
    assert context.doubted(project, "plan.jun")
    assert not context.doubted(project, "plan.mar")
    assert not context.doubted(project, "budget")
