"""GJ-I07: a change of the “三公” expenses is stated without a reason."""

import re
from collections.abc import Iterator

from services.validate.rule import (
    DISCLOSURE,
    DOCUMENT,
    Context,
    Severity,
    Verdict,
    evidence,
    failed,
    insufficient,
    not_applicable,
    of_section,
    passed,
    rule,
)
from shared.document import NarrativeFigure
from shared.folding import plain

SUBJECT = "“三公”经费"
NAMED = re.compile(r"三公|公务接待|公务用车|因公出国")
CHANGED = re.compile(r"增加|减少|增长|下降|持平|无变化|无增减")
REASON = re.compile(r"原因|由于|主要是|主要为|因为|为了|严格")
UNCHANGED = re.compile(r"持平|无变化|无增减|没有变化")
NEAR = 3  # amounts behind the last “三公” amount that may still speak of it


@rule(
    "GJ-I07",
    title="三公增减未说明原因",
    title_en="Change of the three public expenses without a reason",
    summary="“三公”经费较上年增减的，应说明原因；没有增减的应说明持平。",
    severity=Severity.WARNING,
    scope="document",
    kinds=DISCLOSURE,
    clause="财政预决算领域基层政务公开标准目录；地方预决算公开专项检查",
    since="0.1.0",
)
def change_without_reason(context: Context) -> Iterator[Verdict]:
    """A change of the “三公” expenses is stated without a reason.

    What it checks
        The sentences with amounts of the three public expenses: one that states a change gives a reason, or says that
        nothing changed.

    Why it matters
        Inspections look at this sentence in every file.

    Known traps
        A sentence without an amount (与上年持平) is not among the stated amounts: where no change is stated nothing can
        be said.

    Example
        “公务接待费1.00万元，比上年增加0.50万元。”

    Severity
        warning.
    """
    sentences = _sentences(context.document.narrative_figures)
    if not sentences:
        yield not_applicable(DOCUMENT, "说明中没有“三公”经费金额", "no amount of the three public expenses is stated")
        return
    changes = [figure for figure in sentences if CHANGED.search(plain(figure.text))]
    silent = [figure for figure in changes if not (REASON.search(plain(figure.text)) or _unchanged(figure))]
    subject = of_section(SUBJECT)
    if not changes:
        yield insufficient(subject, "说明中未见增减情况", "no change is stated with an amount")
    elif not silent:
        yield passed(subject)
    else:
        yield failed(
            subject,
            "“三公”经费增减未说明原因，请补充。",
            "A change of the three public expenses is stated without a reason.",
            [evidence(figure, "text") for figure in silent],
        )


def _unchanged(figure: NarrativeFigure) -> bool:
    text = plain(figure.text)
    return bool(UNCHANGED.search(text)) and not re.search(r"增加\d|减少\d", text)


def _sentences(figures: list[NarrativeFigure]) -> list[NarrativeFigure]:
    """One figure of each sentence that speaks of the three public expenses, or follows one that does closely."""
    named = [n for n, figure in enumerate(figures) if NAMED.search(plain(figure.text))]
    chosen = figures[named[0] : named[-1] + 1 + NEAR] if named else []
    once: dict[str, NarrativeFigure] = {}
    for n, figure in enumerate(chosen):
        later = n > named[-1] - named[0]
        if NAMED.search(plain(figure.text)) or (
            later and re.search(r"年相比|上年|[较比]20\d\d年", plain(figure.label))
        ):
            once.setdefault(figure.text, figure)
    return list(once.values())
