"""GJ-C09: an amount is negative, too exact, or no amount."""

from collections.abc import Iterator
from decimal import Decimal

from services.validate.rule import (
    Context,
    Severity,
    Verdict,
    about,
    evidence,
    failed,
    not_applicable,
    passed,
    rule,
    uncertain,
)
from shared.amounts import WAN, half_unit, read_amount
from shared.document import Project

NAMES = {
    "budget": ("预算数", "the budget"),
    "fiscal_funds": ("财政资金", "the fiscal funds"),
    "other_funds": ("其他资金", "other funds"),
}
LEAST = Decimal("0.005")  # half of the second place after the point


@rule(
    "GJ-C09",
    title="金额格式",
    title_en="Form of amounts",
    summary="金额应为不小于零的数字，小数不超过两位。",
    severity=Severity.WARNING,
    scope="project",
    clause="预算法第十九条",
    since="0.1.0",
)
def malformed_amount(context: Context, project: Project) -> Iterator[Verdict]:
    """An amount is negative, too exact, or no amount.

    What it checks
        预算数, 财政资金 and 其他资金 are numbers of at most two places, and not negative.

    Why it matters
        The form is printed from a system that knows amounts only; anything else was typed over it.

    Known traps
        Blank is nothing, not 0. Thousands separators and a unit behind the number are fine, and so are zeros at the
        end (860.0000).

    Example
        12.345 万元; “约12万”.

    Severity
        warning.
    """
    fields = [field for field in NAMES if (getattr(project, field) or "").strip()]
    if not fields:
        yield not_applicable(about(project), "没有金额", "no amount is printed")
    for field in fields:
        yield _judged(context, project, field)


def _judged(context: Context, project: Project, field: str) -> Verdict:
    subject, doubt = about(project, field=field), context.doubted(project, field)
    printed = getattr(project, field)
    amount = read_amount(printed, project.currency_unit or WAN)
    if amount is None:
        zh, en = "不是规范的金额", "is no amount"
    elif amount.number < 0:
        zh, en = "为负数", "is negative"
    elif half_unit(amount.number.normalize()) < LEAST:
        zh, en = "小数超过两位", "has more than two places"
    else:
        return passed(subject)
    if doubt:
        return uncertain(subject, doubt.message, doubt.message_en)
    name, name_en = NAMES[field]
    return failed(
        subject,
        f"{name}“{printed}”{zh}，请核对。",
        f"{name_en.capitalize()}, {printed}, {en}.",
        [evidence(project, field)],
    )
