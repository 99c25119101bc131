"""Fingerprints: the same finding on a corrected resubmission has the same one, so that marks stay with it.

Made of rule, series, project code (else name), indicator class, name and description (else table, row label and
column; else section) and field. No ordinal, page or value: those change between rounds. Equal ones are numbered.
"""

import hashlib
import re
from collections import Counter
from collections.abc import Iterable

from shared.document import BudgetTable, Document, Project
from shared.findings import Finding, Subject
from shared.series import series_of

LENGTH = 16  # hex digits: 64 bits, far beyond the findings of a province in a season
FIGURE = re.compile(r"^[\d.,，\-—%\s]*$")


def fingerprinted(document: Document, findings: Iterable[Finding]) -> list[Finding]:
    """The findings with their fingerprints, in their order."""
    series, seen = series_of(document), Counter[str]()
    named = []
    for finding in findings:
        print_ = hashed([finding.rule, series, *identity(document, finding.subject)])
        seen[print_] += 1
        number = f"-{seen[print_]}" if seen[print_] > 1 else ""
        named.append(finding.model_copy(update={"fingerprint": print_ + number}))
    return named


def hashed(parts: Iterable[str]) -> str:
    """A short stable hash of the parts; their borders count."""
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:LENGTH]


def identity(document: Document, subject: Subject) -> list[str]:
    """What the subject is, without ordinals, places and values."""
    field = subject.get("field") or ""
    if "project" in subject:
        return [*_project(document, subject["project"], subject.get("indicator")), field]
    if "projects" in subject:
        return [*sorted("".join(_project(document, ordinal, None)) for ordinal in subject["projects"]), field]
    if "table" in subject:
        return [*_table(document, subject), field]
    return [subject.get("section", "document"), field]


def _project(document: Document, ordinal: int, indicator: int | None) -> list[str]:
    project = next((p for p in document.projects if p.ordinal == ordinal), None)
    if project is None:
        return [""]
    return [project.code or project.name or "", *(_indicator(project, indicator) if indicator else [])]


def _indicator(project: Project, number: int) -> list[str]:
    row = project.indicators[number - 1]
    return [row.level2 or row.level1 or "", row.name or "", row.description or ""]


def _table(document: Document, subject: Subject) -> list[str]:
    kind = subject["table"]
    table = next((t for t in document.budget_tables if (t.kind or "") == kind), None)
    label = _row_label(table, subject["row"]) if table and "row" in subject else ""
    return [kind, label, subject.get("column", "")]


def _row_label(table: BudgetTable, row: int) -> str:
    """The cells of the row that are words, or all where the row has none; 序号 and amounts are no label."""
    cells = [cell or "" for cell in table.rows[row - 1]]
    words = [cell for cell in cells if not FIGURE.match(cell)]
    return "|".join(words or cells[:1])
