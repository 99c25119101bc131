"""Coverage: how each rule ended on a document, and whether that suffices to call the document judged."""

from collections import Counter
from collections.abc import Mapping, Sequence

from services.validate.verdict import Verdict
from shared.document import UNKNOWN, Document
from shared.findings import Counts, Coverage, DocumentOutcome, Outcome, RuleOutcome, Severity

UNDECIDED = (Outcome.INSUFFICIENT_DATA, Outcome.PARSE_UNCERTAIN, Outcome.ERROR)


def coverage_of(verdicts: Mapping[str, Sequence[Verdict]]) -> Coverage:
    """One line a rule, and how many rules ended how."""
    lines = {id: line_of(given) for id, given in verdicts.items()}
    ends = Counter(line.outcome.value for line in lines.values())
    return Coverage.model_validate({"rules": len(lines), **ends, "by_rule": lines})


def line_of(verdicts: Sequence[Verdict]) -> RuleOutcome:
    """The first outcome, in the order of Outcome, that any subject gave, with the first such subject's reason."""
    if not verdicts:
        return RuleOutcome(
            outcome=Outcome.NOT_APPLICABLE, reason="没有可检查的对象", reason_en="there is nothing to check"
        )
    order = list(Outcome)
    first = min(verdicts, key=lambda verdict: order.index(verdict.outcome))
    return RuleOutcome(outcome=first.outcome, reason=first.message or None, reason_en=first.message_en or None)


def outcome_of(document: Document, counts: Counts, coverage: Coverage) -> DocumentOutcome:
    """The highest severity that counts, `clean`, or `unjudged` where too little could be judged to say either."""
    if unjudged(document, coverage):
        return "unjudged"
    for severity in sorted(Severity, key=lambda s: s.rank, reverse=True):
        if getattr(counts, severity.value):
            return severity.value
    return "clean"


def unjudged(document: Document, coverage: Coverage) -> bool:
    """Unknown template; no project and no table; or more than half of the applicable rules undecided."""
    if document.template == UNKNOWN or not (document.projects or document.budget_tables):
        return True
    ends = [line.outcome for line in coverage.by_rule.values() if line.outcome is not Outcome.NOT_APPLICABLE]
    return 2 * sum(end in UNDECIDED for end in ends) > len(ends)
