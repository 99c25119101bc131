"""What a rule says of one subject: a frozen verdict with a named constructor for each outcome.

Every reason and message comes in both languages, Chinese first. A rule never builds a Verdict by hand.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from shared.document import Project
from shared.findings import Evidence, Outcome, Severity, Subject

DOCUMENT: Subject = {"document": True}


def about(project: Project, indicator: int | None = None, field: str | None = None) -> Subject:
    """The subject of a project, of its `indicator`-th row (from 1), or of one field of either."""
    subject: Subject = {"project": project.ordinal, "code": project.code}
    if indicator is not None:
        subject["indicator"] = indicator
    if field is not None:
        subject["field"] = field
    return subject


def of_projects(projects: Iterable[Project]) -> Subject:
    """The subject of several projects together, such as a cluster."""
    return {"projects": [project.ordinal for project in projects]}


def of_table(kind: str | None, row: int | None = None, column: str | None = None) -> Subject:
    """The subject of a budget table, of its `row`-th row (from 1) or of one cell."""
    subject: Subject = {"table": kind or ""}
    if row is not None:
        subject["row"] = row
    if column is not None:
        subject["column"] = column
    return subject


def of_section(title: str) -> Subject:
    """The subject of a headed section of the document."""
    return {"section": title}


@dataclass(frozen=True, slots=True)
class Verdict:
    """One outcome on one subject. `severity` None is the rule's default. `note` marks a pass worth a confirmation."""

    outcome: Outcome
    subject: Subject
    message: str = ""
    message_en: str = ""
    severity: Severity | None = None
    evidence: tuple[Evidence, ...] = ()
    equation: str | None = None
    suggestion: str | None = None
    clause: str | None = None
    note: bool = False


def passed(subject: Subject) -> Verdict:
    """The rule holds on the subject."""
    return Verdict(Outcome.PASS, subject)


def confirmed(
    subject: Subject, message: str, message_en: str, evidence: Iterable[Evidence], equation: str | None = None
) -> Verdict:
    """The rule holds, and saying so saves the reviewer a calculation."""
    return Verdict(
        Outcome.PASS, subject, message, message_en, Severity.INFO, tuple(evidence), equation=equation, note=True
    )


def failed(  # noqa: PLR0913 - one argument a field of the finding
    subject: Subject,
    message: str,
    message_en: str,
    evidence: Iterable[Evidence],
    *,
    severity: Severity | None = None,
    equation: str | None = None,
    suggestion: str | None = None,
    clause: str | None = None,
) -> Verdict:
    """The rule is broken: a finding. `severity` and `clause` only where they differ from the rule's own."""
    return Verdict(Outcome.FAIL, subject, message, message_en, severity, tuple(evidence), equation, suggestion, clause)


def not_applicable(subject: Subject, reason: str, reason_en: str) -> Verdict:
    """The rule has nothing to say of the subject."""
    return Verdict(Outcome.NOT_APPLICABLE, subject, reason, reason_en)


def insufficient(subject: Subject, reason: str, reason_en: str) -> Verdict:
    """A field that the rule needs is not in the document."""
    return Verdict(Outcome.INSUFFICIENT_DATA, subject, reason, reason_en)


def uncertain(subject: Subject, reason: str, reason_en: str) -> Verdict:
    """The field is there, but our reading of it is doubtful."""
    return Verdict(Outcome.PARSE_UNCERTAIN, subject, reason, reason_en)


def raised(subject: Subject, error: Exception) -> Verdict:
    """The rule itself raised: our own fault, never the submitter's."""
    name = type(error).__name__
    return Verdict(Outcome.ERROR, subject, f"规则运行出错（{name}）", f"the rule raised {name}: {error}")


def evidence(part: Any, path: str, value: object = None, unit: str | None = None) -> Evidence:
    """One end of a finding: what `part` prints at `path` ("budget", "plan.mar", "goals.0"), as read, and where.

    `value` is the plain number or the amount in `unit` (元 for money); blank cells are quoted as "".
    """
    printed, place = part, part.at
    for step in path.split("."):
        printed = printed[int(step)] if step.isdigit() else getattr(printed, step)
        place = _within(place, step)
    return Evidence(
        quote="；".join(map(str, printed)) if isinstance(printed, list) else str(printed or ""),
        value=None if value is None else str(value),
        unit=unit,
        at=place,
    )


def cell(table: Any, row: int, column: int, value: object = None, unit: str | None = None) -> Evidence:
    """The evidence of one cell of a budget table; `row` and `column` are indices, a row may be too short for them."""
    place = _within(_within(_within(table.at, "rows"), str(row)), str(column))
    printed = table.rows[row][column] if column < len(table.rows[row]) else None
    return Evidence(quote=printed or "", value=None if value is None else str(value), unit=unit, at=place)


def _within(place: Any, step: str) -> Any:
    """The place under `step`, or the whole part's own where only that is known, or None."""
    if isinstance(place, Mapping):
        return place.get(step)
    if isinstance(place, list) and step.isdigit():
        return place[int(step)] if int(step) < len(place) else None
    return None
