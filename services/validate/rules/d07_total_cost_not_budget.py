"""GJ-D07: the total cost among the indicators is not the budget."""

from collections.abc import Callable, Iterator

from services.validate.costs import Cost, amount_of, costs_of, one_source_of_several
from services.validate.indicators import (
    PRINT_RULES,
    Class,
    Row,
    print_damaged,
    rows,
    subject_of,
    unless_doubted,
)
from services.validate.money import budget_of, doubted_money, in_table_unit, money_evidence
from services.validate.products import closing_product
from services.validate.rule import (
    Context,
    Severity,
    Verdict,
    about,
    confirmed,
    failed,
    insufficient,
    not_applicable,
    passed,
    rule,
)
from shared.amounts import YUAN, Amount, compare_copy, digits, in_unit
from shared.document import Project
from shared.findings import Evidence


@rule(
    "GJ-D07",
    title="成本指标总额与预算数矛盾",
    title_en="Total cost is not the budget",
    summary="成本指标中的总额应当与项目预算数一致。",
    severity=Severity.ERROR,
    scope="project",
    clause="财预〔2015〕88号（绩效目标与资金量相匹配）；财预〔2021〕101号（成本指标）",
    since="0.1.0",
    after=(*PRINT_RULES, "GJ-D11"),
)
def total_cost_not_budget(context: Context, project: Project) -> Iterator[Verdict]:
    """The total cost among the indicators is not the budget.

    What it checks
        A cost row that names the cost of the whole (总成本, 总额, 总量, 总预算, 预算控制, 控制数, 经费金额, 项目资金 …)
        lies within 0.5 % of the budget, or within what the budget's printed digits leave open. More is an error,
        less a warning. A cost row that equals the budget is confirmed whatever it is called.

    Why it matters
        The limit of cost is what execution will be measured by. Above the budget it limits nothing; it is often the
        value of another project that was copied along.

    Known traps
        A price is no total: a unit such as 元/人, a name with 人均, 单价, 标准, a row whose product with a quantity is
        the budget, an amount that is less than a hundredth of the budget. Ceilings of loans are no cost. Two rows
        that each equal the budget are not added. A total beside other sums of money may be the total of a part: less
        than the budget says nothing then. ≥ with less than the budget is no contradiction.

    Example
        补助金额总量 ≤3.2万元 with a budget of 0.20 万元.

    Severity
        error above the budget (warning where the name shows one of several sources of money), warning below it.
    """
    subject, budget = about(project), budget_of(project)
    doubt = doubted_money(context, project, ("budget",), subject)

    def spared(row: Row) -> bool:
        return print_damaged(context, project, row)

    costs = costs_of(project, spared)
    if doubt:
        yield doubt
    elif budget is None:
        yield insufficient(subject, "没有可计算的预算数", "there is no budget to compare with")
    elif not costs:
        yield not_applicable(subject, "没有以金额表示的成本指标", "no cost is an amount of money")
    else:
        priced = _priced(project, spared)
        for cost in costs:
            verdict = _kept_out(context, project, cost, budget, priced) or _judged(context, project, cost, budget)
            yield unless_doubted(context, verdict)


def _priced(project: Project, spared: Callable[[Row], bool]) -> set[int]:
    """The numbers of the rows whose product with a quantity is the budget."""
    product = closing_product(project, spared)
    return {pair.price.row.number for pair in product.pairs} if product else set()


def _kept_out(context: Context, project: Project, cost: Cost, budget: Amount, priced: set[int]) -> Verdict | None:
    subject = subject_of(project, cost.row)
    if cost.row.number in priced or cost.is_price or cost.is_ceiling:
        return not_applicable(subject, "是单位成本或限额，不是总额", "a price or a ceiling, not a total")
    if not cost.is_total and not cost.equals(budget):
        return not_applicable(subject, "不是成本总额", "not named as the cost of the whole")
    if context.found("GJ-D11", about(project, cost.row.number)):
        return not_applicable(subject, "已由GJ-D11提示", "GJ-D11 already speaks of this value")
    return None


def _judged(context: Context, project: Project, cost: Cost, budget: Amount) -> Verdict:
    slack = max(budget.yuan * context.threshold("share"), budget.half)
    if cost.amount.yuan > budget.yuan + slack:
        return _above(project, cost, budget)
    if cost.amount.yuan < budget.yuan - slack:
        return _below(context, project, cost, budget)
    return _confirmation(project, cost, budget)


def _above(project: Project, cost: Cost, budget: Amount) -> Verdict:
    source = one_source_of_several(project)
    shared = f"（项目可能只是资金来源之一：{source}）" if source else ""
    return failed(
        subject_of(project, cost.row),
        f"{cost.row.title}{cost.row.target}，超过项目预算{in_table_unit(budget)}{shared}，请核实。",
        f"The total cost {cost.row.target} is above the budget of {in_table_unit(budget)}.",
        _ends(project, cost),
        severity=Severity.WARNING if source else Severity.ERROR,
        equation=f"{in_unit(cost.amount.yuan)} > {in_unit(budget.yuan)}",
        suggestion=f"≤{in_unit(budget.yuan, cost.amount.unit)}",
    )


def _below(context: Context, project: Project, cost: Cost, budget: Amount) -> Verdict:
    subject = subject_of(project, cost.row)
    if cost.row.value.operator in ("≥", ">"):
        return passed(subject)
    others = [row for row in rows(project) if row.kind is Class.COST and row.number != cost.row.number]
    if any(amount_of(row) is not None and not row.value.unit.per for row in others):
        return not_applicable(subject, "可能是其中一部分的总额", "it may be the total of a part")
    if cost.amount.yuan < budget.yuan * context.threshold("least_share"):
        return not_applicable(subject, "与预算数相差悬殊，可能是单位成本", "it may be the price of one")
    return failed(
        subject,
        f"{cost.row.title}{cost.row.target}，低于项目预算{in_table_unit(budget)}，请核实。",
        f"The total cost {cost.row.target} is below the budget of {in_table_unit(budget)}.",
        _ends(project, cost),
        severity=Severity.WARNING,
        equation=f"{in_unit(cost.amount.yuan)} < {in_unit(budget.yuan)}",
        suggestion=f"≤{in_unit(budget.yuan, cost.amount.unit)}",
    )


def _confirmation(project: Project, cost: Cost, budget: Amount) -> Verdict:
    compared = compare_copy(cost.amount, budget)
    return confirmed(
        subject_of(project, cost.row),
        f"{cost.row.title}{cost.row.target}，与预算数{in_table_unit(budget)}一致。",
        "The cost is the budget.",
        _ends(project, cost),
        compared.equation() if compared.holds else f"{in_unit(compared.left)} ≈ {in_unit(compared.right)}",
    )


def _ends(project: Project, cost: Cost) -> list[Evidence]:
    return [cost.row.evidence(digits(cost.amount.yuan), YUAN), money_evidence(project, "budget")]
