"""A review as rows, and the review again from its rows. Pure: what goes in comes out. Texts hold no NUL any more."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any, TypeAlias

from services.store import models
from services.store.arrivals import Judgement
from services.store.rows import Row, Rows
from services.store.text import short
from shared import findings as said

Json: TypeAlias = dict[str, Any]
_TEXT = (str, type(None))
_OUTCOMES = frozenset(outcome.value for outcome in said.Outcome)


def review_row(event: Judgement, review: Json) -> Row:
    """What a row of table reviews takes from the review itself."""
    coverage = review.get("coverage") or {}
    versions = event.versions
    return {
        "outcome": event.outcome,
        "errors": event.counts.error,
        "warnings": event.counts.warning,
        "infos": event.counts.info,
        "counts_by_rule": _by_rule(review.get("findings", ())),
        "rules": coverage.get("rules"),
        "passed": coverage.get("pass"),
        "failed": coverage.get("fail"),
        "not_applicable": coverage.get("not_applicable"),
        "insufficient_data": coverage.get("insufficient_data"),
        "parse_uncertain": coverage.get("parse_uncertain"),
        "raised": coverage.get("error"),
        "coverage": {rule: _line(line) for rule, line in coverage.get("by_rule", {}).items()} or None,
        "gouji_version": versions.gouji,
        "parser_version": versions.parser,
        "rules_version": versions.rules,
        "profile": versions.profile,
    }


def judgement_rows(review: Json, review_id: int) -> Rows:
    """What the review says, grouped by table."""
    findings, confirmations = review.get("findings", ()), review.get("confirmations", ())
    tables: Rows = [
        (models.Finding, [_said(review_id, n, each) for n, each in enumerate(findings, 1)]),
        (models.Confirmation, [_said(review_id, n, each) for n, each in enumerate(confirmations, 1)]),
    ]
    return [(table, rows) for table, rows in tables if rows]


def review_of(
    row: models.Review, findings: Sequence[models.Finding], confirmations: Sequence[models.Confirmation]
) -> said.Review:
    """The review again; source, revision and status are the caller's to fill in."""
    return said.Review(
        submission=row.submission_id,
        id=row.document_id,
        source="",
        outcome=row.outcome,
        findings=[_finding(each) for each in findings],
        confirmations=[_finding(each) for each in confirmations],
        counts=said.Counts(error=row.errors, warning=row.warnings, info=row.infos),
        coverage=_coverage(row),
        versions=said.Versions(
            gouji=row.gouji_version, parser=row.parser_version, rules=row.rules_version, profile=row.profile
        ),
    )


def _by_rule(findings: Iterable[Json]) -> dict[str, int]:
    """How many findings each rule has, without the suppressed."""
    return dict(sorted(Counter(each["rule"] for each in findings if not each.get("suppressed")).items()))


def _line(line: Json) -> Json:
    """A rule's line of the coverage. Raises ValueError where it could not be read again."""
    outcome, reason = line["outcome"], line.get("reason")
    if outcome not in _OUTCOMES or not isinstance(reason, _TEXT):
        raise ValueError("a line of the coverage is malformed")
    return {"outcome": outcome, "reason": reason} if reason else {"outcome": outcome}


def _ends(evidence: list[Json]) -> list[Json]:
    """`evidence` as it came. Raises ValueError where it could not be read again."""
    for end in evidence:
        quote, value, unit = end["quote"], end.get("value"), end.get("unit")
        if not (isinstance(quote, str) and isinstance(value, _TEXT) and isinstance(unit, _TEXT)):
            raise ValueError("an end of the evidence is malformed")
    return evidence


def _said(review_id: int, position: int, finding: Json) -> Row:
    subject = finding["subject"]
    return {
        "review_id": review_id,
        "position": position,
        "rule": finding["rule"],
        "severity": finding["severity"],
        "message": finding["message"],
        "message_en": finding["message_en"],
        "subject": subject,
        "project": subject.get("project"),
        "code": subject.get("code"),
        "indicator": subject.get("indicator"),
        "field": subject.get("field"),
        "table_kind": subject.get("table"),
        "table_row": subject.get("row"),
        "table_column": subject.get("column"),
        "section": subject.get("section"),
        "evidence": _ends(finding.get("evidence", [])),
        "equation": finding.get("equation"),
        "suggestion": finding.get("suggestion"),
        "clause": finding.get("clause"),
        "fingerprint": short(finding.get("fingerprint", "")),
        "suppressed": finding.get("suppressed", False),
    }


def _finding(row: models.Finding | models.Confirmation) -> said.Finding:
    names = (
        "rule",
        "severity",
        "message",
        "message_en",
        "subject",
        "evidence",
        "equation",
        "suggestion",
        "clause",
        "fingerprint",
        "suppressed",
    )
    return said.Finding.model_validate({name: getattr(row, name) for name in names})


def _coverage(row: models.Review) -> said.Coverage | None:
    if row.rules is None:
        return None
    return said.Coverage(
        rules=row.rules,
        pass_=row.passed or 0,
        fail=row.failed or 0,
        not_applicable=row.not_applicable or 0,
        insufficient_data=row.insufficient_data or 0,
        parse_uncertain=row.parse_uncertain or 0,
        error=row.raised or 0,
        by_rule={rule: said.RuleOutcome.model_validate(line) for rule, line in (row.coverage or {}).items()},
    )
