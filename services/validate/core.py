"""Judge a document: run the rules, and make the review of their verdicts. Pure: no clock, no network, no database."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from typing import Any

from services.validate.context import ByProject, Context, by_project
from services.validate.coverage import coverage_of, outcome_of
from services.validate.doubts import Doubts
from services.validate.fingerprints import fingerprinted
from services.validate.profile import Profile, profile_of
from services.validate.registry import registry
from services.validate.rule import Rule
from services.validate.verdict import DOCUMENT, Verdict, about, not_applicable, of_table, raised, uncertain
from services.validate.versions import versions
from shared.document import Document
from shared.findings import Counts, Finding, Outcome, Review, Severity, Subject

Verdicts = dict[str, tuple[Verdict, ...]]
Meter = Callable[[str], AbstractContextManager[object]]


def unmeasured(rule: str) -> AbstractContextManager[object]:
    """The meter that measures nothing."""
    return nullcontext()


def judge(document: Document, profile: Profile | None = None, meter: Meter = unmeasured) -> Review:
    """The review of the document under `profile` (by default the one made for it).

    Submission and revision are None, the status is "stored": the services know better and fill them in. Each rule runs
    inside `meter(its id)`.
    """
    profile = profile or profile_of(document)
    verdicts = run(document, profile, meter=meter)
    findings = fingerprinted(document, _findings(verdicts, profile, note=False))
    counts = count(findings)
    coverage = coverage_of(verdicts)
    return Review(
        id=document.id,
        source=document.source,
        outcome=outcome_of(document, counts, coverage),
        findings=findings,
        confirmations=fingerprinted(document, _findings(verdicts, profile, note=True)),
        counts=counts,
        coverage=coverage,
        versions=versions(profile),
    )


def run(
    document: Document, profile: Profile, rules: Mapping[str, Rule] | None = None, meter: Meter = unmeasured
) -> Verdicts:
    """Rule id -> its verdicts on the document, one a subject, in the order of the ids."""
    memory: dict[Callable[..., Any], Any] = {}
    verdicts: Verdicts = {}
    found: dict[str, ByProject] = {}
    for id, rule in (registry() if rules is None else rules).items():
        earlier = {name: found.get(name, {}) for name in rule.after}
        with meter(id):
            verdicts[id] = tuple(_verdicts(rule, Context(document, profile, id, earlier, memory)))
        found[id] = by_project(verdict.subject for verdict in verdicts[id] if verdict.outcome is Outcome.FAIL)
    return dict(sorted(verdicts.items()))


def verdicts_of(rule: str, document: Document, profile: Profile | None = None) -> tuple[Verdict, ...]:
    """What one rule says of the document, with those run before it that it asks for."""
    needed = {id: found for id, found in registry().items() if id in _needs(rule)}
    return run(document, profile or profile_of(document), needed)[rule]


def count(findings: Iterable[Finding]) -> Counts:
    """Findings by severity, without those suppressed or on watch."""
    counted = [f.severity for f in findings if not (f.suppressed or f.watch)]
    return Counts(**{severity.value: counted.count(severity) for severity in Severity})


def _needs(rule: str) -> set[str]:
    return {rule}.union(*(_needs(id) for id in registry()[rule].after if id in registry()))


def _verdicts(rule: Rule, context: Context) -> Iterator[Verdict]:
    document = context.document
    if document.kind not in rule.kinds:
        yield not_applicable(DOCUMENT, "不适用于此类文件", f"does not apply to a document of kind {document.kind}")
    elif rule.scope == "archive":
        yield not_applicable(DOCUMENT, "在档案比对时运行", "runs in the archive pass")
    elif doubt := context.look_up(Doubts.of).whole:
        yield uncertain(DOCUMENT, doubt.message, doubt.message_en)
    elif rule.scope == "project":
        yield from _on_each(rule, context, [(p, about(p)) for p in document.projects], "没有项目", "no project")
    elif rule.scope == "table":
        tables = [(t, of_table(t.kind)) for t in document.budget_tables]
        yield from _on_each(rule, context, tables, "没有预算表", "no budget table")
    else:
        yield from _guarded(rule, DOCUMENT, context)


def _on_each(
    rule: Rule, context: Context, parts: Sequence[tuple[object, Subject]], reason: str, reason_en: str
) -> Iterator[Verdict]:
    if not parts:
        yield not_applicable(DOCUMENT, reason, reason_en)
    for part, subject in parts:
        yield from _guarded(rule, subject, context, part)


def _guarded(rule: Rule, subject: Subject, context: Context, *part: object) -> Iterator[Verdict]:
    """The rule's verdicts; where it raises, an `error` on the subject after those it already gave."""
    try:
        yield from (_unless_doubtful(context, verdict) for verdict in rule.check(context, *part))
    except Exception as error:  # noqa: BLE001 - a rule's own fault must not stop the others; it is reported
        yield raised(subject, error)


def _unless_doubtful(context: Context, verdict: Verdict) -> Verdict:
    """The verdict; parse_uncertain in place of a finding that quotes letters or cells which may have been misread."""
    if verdict.outcome is not Outcome.FAIL:
        return verdict
    quoted = context.look_up(Doubts.of).at([evidence.at for evidence in verdict.evidence])
    return uncertain(verdict.subject, quoted.message, quoted.message_en) if quoted else verdict


def _findings(verdicts: Verdicts, profile: Profile, *, note: bool) -> list[Finding]:
    wanted = Outcome.PASS if note else Outcome.FAIL
    return [
        _finding(id, verdict, profile)
        for id, given in verdicts.items()
        for verdict in given
        if verdict.outcome is wanted and verdict.note is note
    ]


def _finding(id: str, verdict: Verdict, profile: Profile) -> Finding:
    rule = registry()[id]
    own = verdict.severity or rule.severity
    return Finding(
        rule=id,
        severity=own if verdict.note else profile.severities.get(id, own),
        message=verdict.message,
        message_en=verdict.message_en,
        subject=verdict.subject,
        evidence=list(verdict.evidence),
        equation=verdict.equation,
        suggestion=verdict.suggestion,
        clause=verdict.clause or rule.clause,
        watch=id in profile.watch,
    )
