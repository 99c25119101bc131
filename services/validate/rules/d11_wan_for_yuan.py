"""GJ-D11: a total cost carries 元 where 万元 is meant, or the reverse."""

from collections.abc import Iterator
from decimal import Decimal

from services.validate.costs import Cost, costs_of
from services.validate.indicators import PRINT_RULES, print_damaged, subject_of, unless_doubted
from services.validate.money import budget_of, in_table_unit, money_evidence
from services.validate.products import closing_product
from services.validate.rule import (
    Context,
    Severity,
    Verdict,
    about,
    failed,
    insufficient,
    not_applicable,
    passed,
    rule,
)
from shared.amounts import WAN, YUAN, Amount, compare_copy, digits, in_unit
from shared.document import Project

TEN_THOUSAND = Decimal(10_000)


@rule(
    "GJ-D11",
    title="元/万元量级错误",
    title_en="Unit off by ten thousand",
    summary="成本总额的计量单位应当与预算数相符，不应错用元或万元。",
    severity=Severity.ERROR,
    scope="project",
    clause="财预〔2015〕88号（绩效目标与资金量相匹配）；算术勾稽",
    since="0.1.0",
    after=PRINT_RULES,
)
def wan_for_yuan(context: Context, project: Project) -> Iterator[Verdict]:
    """A total cost carries 元 where 万元 is meant, or the reverse.

    What it checks
        The value of a row that names the cost of the whole project (总成本, 总额, 控制数 …) is not the budget with the
        other of the two units while it is 10 000 times off with its own.

    Why it matters
        The number was typed in one unit and the unit chosen from a list in the other: the limit then says nothing.

    Known traps
        A price of one may happen to carry the budget's digits: a row named as a price, or one whose product with a
        quantity is the budget, is left alone. Both readings are shown; only the unit is doubted.

    Example
        成本控制数 ≤12元 with a budget of 12.00 万元.

    Severity
        error: seen from the document alone.
    """
    budget = budget_of(project)
    totals = [cost for cost in costs_of(project, lambda row: print_damaged(context, project, row)) if cost.is_total]
    product = closing_product(project)
    priced = {pair.price.row.number for pair in product.pairs} if product else set()
    if budget is None:
        yield insufficient(about(project), "没有可计算的预算数", "there is no budget to compare with")
    elif not totals:
        yield not_applicable(about(project), "没有成本总额指标", "no row names the cost of the whole")
    else:
        for cost in totals:
            wrong = cost.row.number not in priced and other_unit(cost.amount, budget)
            verdict = _finding(project, cost, budget) if wrong else passed(subject_of(project, cost.row))
            yield unless_doubted(context, verdict)


def other_unit(amount: Amount, budget: Amount) -> bool:
    """Whether the amount is the budget once 元 is read as 万元 or 万元 as 元."""
    swapped = {YUAN: WAN, WAN: YUAN}.get(amount.unit)
    return swapped is not None and compare_copy(Amount(amount.number, swapped), budget).holds


def _finding(project: Project, cost: Cost, budget: Amount) -> Verdict:
    swapped = WAN if cost.amount.unit == YUAN else YUAN
    meant = f"{cost.amount.number}{swapped}"
    return failed(
        subject_of(project, cost.row),
        f"{cost.row.title}{cost.row.target}，与项目预算{in_table_unit(budget)}数字相同而单位相差一万倍，"
        f"疑为{meant}，请核实计量单位。",
        f"The value is the budget of {in_table_unit(budget)} but for its unit: {meant} seems to be meant.",
        [cost.row.evidence(digits(cost.amount.yuan), YUAN), money_evidence(project, "budget")],
        equation=f"{in_unit(cost.amount.yuan)} ≠ {in_unit(budget.yuan)}；{meant} = {in_table_unit(budget)}",
        suggestion=f"{cost.row.value.operator or ''}{meant}",
    )
