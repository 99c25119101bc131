"""A review as rows, and the review again from its rows. Pure: what goes in comes out. Texts hold no NUL any more."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, TypeAlias

from services.store import models
from services.store.rows import Row, Rows
from services.store.text import short
from shared import findings as said

Quotes: TypeAlias = dict[tuple[str, int], list[said.Evidence]]


def review_row(review: said.Review, versions: said.Versions) -> Row:
    """What a row of table reviews takes from the review itself."""
    coverage = review.coverage
    return {
        "outcome": review.outcome,
        "errors": review.counts.error,
        "warnings": review.counts.warning,
        "infos": review.counts.info,
        "counts_by_rule": _by_rule(review.findings),
        "rules": coverage and coverage.rules,
        "passed": coverage and coverage.pass_,
        "failed": coverage and coverage.fail,
        "not_applicable": coverage and coverage.not_applicable,
        "insufficient_data": coverage and coverage.insufficient_data,
        "parse_uncertain": coverage and coverage.parse_uncertain,
        "raised": coverage and coverage.error,
        "gouji_version": versions.gouji,
        "parser_version": versions.parser,
        "rules_version": versions.rules,
        "profile": versions.profile,
    }


def judgement_rows(review: said.Review, review_id: int) -> Rows:
    """Everything the review says, grouped by table, parents before children."""
    of, findings, confirmations = review_id, review.findings, review.confirmations
    by_rule = review.coverage.by_rule if review.coverage else {}
    tables: Rows = [
        (models.Finding, [_said(of, n, each) for n, each in enumerate(findings, 1)]),
        (models.Confirmation, [_said(of, n, each) for n, each in enumerate(confirmations, 1)]),
        (models.Evidence, [*_evidence(of, "finding", findings), *_evidence(of, "confirmation", confirmations)]),
        (models.FindingProject, list(_projects(of, findings))),
        (models.Coverage, [_line(of, rule, line) for rule, line in by_rule.items()]),
    ]
    return [(table, rows) for table, rows in tables if rows]


def review_of(
    row: models.Review,
    findings: Sequence[models.Finding],
    confirmations: Sequence[models.Confirmation],
    evidence: Iterable[models.Evidence],
    coverage: Iterable[models.Coverage],
) -> said.Review:
    """The review again; submission, source, revision and status are the caller's to fill in."""
    quotes: Quotes = defaultdict(list)
    for each in evidence:
        quotes[each.said, each.position].append(
            said.Evidence(quote=each.quote, value=each.value, unit=each.unit, at=each.at)
        )
    return said.Review(
        submission=row.submission_id,
        id=row.document_id,
        source="",
        outcome=row.outcome,
        findings=[_finding(each, quotes["finding", each.position]) for each in findings],
        confirmations=[_finding(each, quotes["confirmation", each.position]) for each in confirmations],
        counts=said.Counts(error=row.errors, warning=row.warnings, info=row.infos),
        coverage=_coverage(row, coverage),
        versions=said.Versions(
            gouji=row.gouji_version, parser=row.parser_version, rules=row.rules_version, profile=row.profile
        ),
    )


def _by_rule(findings: Iterable[said.Finding]) -> dict[str, int]:
    """How many findings each rule has, without the suppressed."""
    return dict(sorted(Counter(finding.rule for finding in findings if not finding.suppressed).items()))


def _line(of: int, rule: str, line: said.RuleOutcome) -> Row:
    return {"review_id": of, "rule": rule, "outcome": line.outcome.value, "reason": line.reason}


def _said(of: int, position: int, finding: said.Finding) -> Row:
    subject = finding.subject
    return {
        "review_id": of,
        "position": position,
        "rule": finding.rule,
        "severity": finding.severity.value,
        "message": finding.message,
        "message_en": finding.message_en,
        "subject": subject,
        "project": subject.get("project"),
        "code": subject.get("code"),
        "indicator": subject.get("indicator"),
        "field": subject.get("field"),
        "table_kind": subject.get("table"),
        "table_row": subject.get("row"),
        "table_column": subject.get("column"),
        "section": subject.get("section"),
        "equation": finding.equation,
        "suggestion": finding.suggestion,
        "clause": finding.clause,
        "fingerprint": short(finding.fingerprint),
        "suppressed": finding.suppressed,
    }


def _evidence(of: int, kind: str, findings: Sequence[said.Finding]) -> Iterator[Row]:
    for position, finding in enumerate(findings, 1):
        for number, end in enumerate(finding.evidence, 1):
            yield {
                "review_id": of,
                "said": kind,
                "position": position,
                "number": number,
                "quote": end.quote,
                "value": end.value,
                "unit": end.unit,
                "at": end.at,
            }


def _projects(of: int, findings: Sequence[said.Finding]) -> Iterator[Row]:
    for position, finding in enumerate(findings, 1):
        alone = [finding.subject["project"]] if "project" in finding.subject else []
        for project in dict.fromkeys(finding.subject.get("projects", alone)):
            yield {"review_id": of, "position": position, "project": project}


def _finding(row: models.Finding | models.Confirmation, evidence: list[said.Evidence]) -> said.Finding:
    values: dict[str, Any] = {
        "rule": row.rule,
        "severity": row.severity,
        "message": row.message,
        "message_en": row.message_en,
        "subject": row.subject,
        "equation": row.equation,
        "suggestion": row.suggestion,
        "clause": row.clause,
        "fingerprint": row.fingerprint,
        "suppressed": row.suppressed,
    }
    return said.Finding(evidence=evidence, **values)


def _coverage(row: models.Review, lines: Iterable[models.Coverage]) -> said.Coverage | None:
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
        by_rule={line.rule: said.RuleOutcome(outcome=said.Outcome(line.outcome), reason=line.reason) for line in lines},
    )
