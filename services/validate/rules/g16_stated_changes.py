"""GJ-G16: the stated changes from last year do not add up."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from services.validate.rule import (
    BOTH,
    DOCUMENT,
    Context,
    Severity,
    Verdict,
    evidence,
    insufficient,
    not_applicable,
    of_section,
    rule,
    uncertain,
)
from services.validate.sums import Claim, settled
from shared.amounts import Amount, compare_sum, digits, read_amount
from shared.document import NarrativeFigure
from shared.folding import plain

UP, DOWN = re.compile(r"增加|增长|上升"), re.compile(r"减少|下降|压减")
BASIC, PROJECTS = re.compile(r"基本支出"), re.compile(r"项目支出")
NEAR = 6
OVERALL = re.compile(r"(?:较|比|与).*(?:年|上年)")


@dataclass(frozen=True)
class Change:
    """A stated change with its sign."""

    figure: NarrativeFigure
    amount: Amount


@rule(
    "GJ-G16",
    title="增减额勾稽",
    title_en="Sum of the stated changes",
    summary="预算总额较上年的增减额应等于基本支出与项目支出增减额之和。",
    severity=Severity.ERROR,
    scope="document",
    kinds=BOTH,
    clause="地方预决算公开专项检查（真实性）",
    since="0.1.0",
)
def stated_changes(context: Context) -> Iterator[Verdict]:
    """The stated changes from last year do not add up.

    What it checks
        In the sentence that compares the budget with last year's: the total change is that of 基本支出 plus that of
        项目支出, with the signs of 增加 and 减少.

    Why it matters
        The three figures stand side by side and come from no table of this year.

    Known traps
        Changes of single items are examples, not parts. Where one of the three is not stated nothing is added up.

    Example
        Less by 10.00 in all, 基本支出 less by 1.00, 项目支出 more by 9.00.

    Severity
        error.
    """
    changes = [change for figure in context.document.narrative_figures if (change := _change(figure))]
    if not changes:
        yield not_applicable(DOCUMENT, "说明中没有增减额", "no change is stated")
        return
    total = next((c for c in changes if OVERALL.search(_label(c)) and not _part(c)), None)
    near = _near(context, total, changes) if total else []
    basic = next((c for c in near if BASIC.search(_label(c))), None)
    projects = next((c for c in near if PROJECTS.search(_label(c))), None)
    if total is None or basic is None or projects is None:
        yield insufficient(DOCUMENT, "未同时写明总额、基本支出、项目支出的增减额", "not all three changes are stated")
        return
    subject = of_section(total.figure.label)
    doubt = context.doubt(subject)
    if doubt:
        yield uncertain(subject, doubt.message, doubt.message_en)
        return
    compared = compare_sum([basic.amount, projects.amount], total.amount)
    unit = total.figure.unit
    written = f"{digits(basic.amount.number)}{_signed(projects.amount)}={compared.equation(unit)}"
    claim = Claim("基本支出与项目支出增减额之和与总增减额", "the stated changes and their total", subject, unit=unit)
    quotes = [evidence(c.figure, "amount", digits(c.amount.yuan), "元") for c in (total, basic, projects)]
    yield settled(compared, claim, quotes, written)


def _change(figure: NarrativeFigure) -> Change | None:
    """The figure as a change: with a minus where its label says less; None where the label speaks of no change."""
    label = plain(figure.label)
    amount = read_amount(figure.amount, figure.unit)
    sign = Decimal(1) if UP.search(label) else Decimal(-1) if DOWN.search(label) else None
    if amount is None or sign is None:
        return None
    return Change(figure, Amount(sign * amount.number, amount.unit, amount.printed))


def _label(change: Change) -> str:
    return plain(change.figure.label)


def _part(change: Change) -> bool:
    return bool(BASIC.search(_label(change)) or PROJECTS.search(_label(change)))


def _near(context: Context, total: Change, changes: list[Change]) -> list[Change]:
    """The changes stated just behind the total: among the next `NEAR` amounts of the narrative."""
    figures = context.document.narrative_figures
    first = figures.index(total.figure)
    return [change for change in changes if change.figure in figures[first + 1 : first + 1 + NEAR]]


def _signed(amount: Amount) -> str:
    return f"+{digits(amount.number)}" if amount.number >= 0 else digits(amount.number)
