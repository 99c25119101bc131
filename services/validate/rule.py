"""The kernel of the rules: the record a rule is registered with, and the decorator that registers it.

A rule is a small pure generator of verdicts with a page of its own in its docstring (What it checks, Why it matters,
Known traps, Example, Severity). By scope it receives:

    document   check(context)
    project    check(context, project)   once a project
    table      check(context, table)     once a budget table
    archive    judged in the archive pass, not here

The engine answers not_applicable itself where the document is of another kind or has no project or table.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal, TypeAlias, TypeVar

from services.validate.context import Context
from services.validate.verdict import (
    DOCUMENT,
    Verdict,
    about,
    cell,
    confirmed,
    evidence,
    failed,
    insufficient,
    not_applicable,
    of_projects,
    of_section,
    of_table,
    passed,
    uncertain,
)
from shared.document import Kind
from shared.findings import Severity

__all__ = [
    "BOTH",
    "DISCLOSURE",
    "DOCUMENT",
    "Context",
    "Rule",
    "Severity",
    "Verdict",
    "about",
    "cell",
    "confirmed",
    "evidence",
    "failed",
    "insufficient",
    "not_applicable",
    "of_projects",
    "of_section",
    "of_table",
    "passed",
    "rule",
    "uncertain",
]

Scope = Literal["document", "project", "table", "archive"]
Check: TypeAlias = Callable[..., Iterator[Verdict]]
C = TypeVar("C", bound=Check)

BOTH: tuple[Kind, ...] = ("target-text", "disclosure")
DISCLOSURE: tuple[Kind, ...] = ("disclosure",)

ID = re.compile(r"GJ-[A-I]\d\d")


@dataclass(frozen=True, slots=True)
class Rule:
    """The record of a rule. `after` names the rules whose findings it asks for (do not stack): they run before it."""

    id: str
    title: str
    title_en: str
    summary: str  # what it checks, one Chinese sentence
    severity: Severity
    scope: Scope
    kinds: tuple[Kind, ...]
    clause: str
    since: str
    after: tuple[str, ...]
    check: Check

    def __post_init__(self) -> None:
        if not ID.fullmatch(self.id):
            raise ValueError(f"{self.id} is no rule id")
        if self.id in self.after:
            raise ValueError(f"{self.id} asks for its own findings")


REGISTERED: dict[str, Rule] = {}


def rule(  # noqa: PLR0913 - one argument a field of the record
    id: str,
    *,
    title: str,
    title_en: str,
    summary: str,
    severity: Severity,
    scope: Scope,
    clause: str,
    since: str,
    kinds: tuple[Kind, ...] = BOTH,
    after: tuple[str, ...] = (),
) -> Callable[[C], C]:
    """Register the decorated generator as the rule `id`; the function itself stays as it is."""

    def register(check: C) -> C:
        if id in REGISTERED:
            raise ValueError(f"{id} is registered twice")
        REGISTERED[id] = Rule(id, title, title_en, summary, severity, scope, kinds, clause, since, after, check)
        return check

    return register
