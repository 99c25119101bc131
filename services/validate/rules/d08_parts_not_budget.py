"""GJ-D08: the parts of the cost add up to more than the budget."""

from collections.abc import Iterator

from services.validate.costs import Cost, costs_of, one_source_of_several
from services.validate.indicators import PRINT_RULES, Class, Row, print_damaged, rows
from services.validate.money import budget_of, in_table_unit, money_evidence
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
    uncertain,
)
from shared.amounts import YUAN, Amount, Closeness, compare_sum, digits, in_unit
from shared.document import Project
from shared.folding import bare


@rule(
    "GJ-D08",
    title="分项成本之和与预算数不符",
    title_en="Parts of the cost exceed the budget",
    summary="各分项成本之和不应超过项目预算数。",
    severity=Severity.WARNING,
    scope="project",
    clause="财预〔2015〕88号（绩效目标与资金量相匹配）；算术勾稽",
    since="0.1.0",
    after=PRINT_RULES,
)
def parts_not_budget(context: Context, project: Project) -> Iterator[Verdict]:
    """The parts of the cost add up to more than the budget.

    What it checks
        Where every cost row is an amount of money for a distinct part and none is the budget itself, their sum is
        held against the budget. Equal is a confirmation, more is a warning.

    Why it matters
        The amount must match the target (88号, 资金匹配性): limits that together exceed the budget limit nothing.

    Known traps
        Only if every row is a part: a price, a ceiling, a formula, a named total or the same part twice among them
        makes the rule not applicable. A project that is one of several sources of its money may list the whole cost.

    Example
        施工成本 ≤8万元 and 监理成本 ≤5.5万元 with a budget of 12.00 万元.

    Severity
        warning: the rows may still overlap.
    """
    subject, budget = about(project), budget_of(project)

    def spared(row: Row) -> bool:
        return print_damaged(context, project, row)

    costs = costs_of(project, spared)
    if budget is None:
        yield insufficient(subject, "没有可计算的预算数", "there is no budget to compare with")
    elif not _all_parts(project, costs, budget) or closing_product(project, spared):
        yield not_applicable(subject, "成本指标不都是分项金额", "not every cost row is the amount of a part")
    else:
        yield _judged(context, project, costs, budget)


def _all_parts(project: Project, costs: list[Cost], budget: Amount) -> bool:
    cost_rows = [row for row in rows(project) if row.kind is Class.COST]
    names = {(bare(cost.row.name), bare(cost.row.description)) for cost in costs}
    return (
        len(costs) > 1
        and len(costs) == len(cost_rows) == len(names)
        and not any(cost.is_price or cost.is_ceiling or cost.is_total or cost.equals(budget) for cost in costs)
    )


def _judged(context: Context, project: Project, costs: list[Cost], budget: Amount) -> Verdict:
    subject, compared = about(project), compare_sum([cost.amount for cost in costs], budget)
    parts = "+".join(in_table_unit(cost.amount) for cost in costs)
    total = in_unit(compared.left, budget.unit)
    ends = [*(c.row.evidence(digits(c.amount.yuan), YUAN) for c in costs), money_evidence(project, "budget")]
    if compared.closeness is Closeness.CLOSES:
        message = f"各分项成本{parts}={total}，与预算数一致。"
        return confirmed(subject, message, "The parts of the cost add up to the budget.", ends, f"{parts} = {total}")
    if compared.holds or compared.difference < 0:
        return passed(subject)
    source = one_source_of_several(project)
    if source:
        reason = f"项目可能只是资金来源之一（{source}）"
        return not_applicable(subject, reason, "the project may be one of several sources of its money")
    doubt = next((d for c in costs if (d := context.doubted(project, "target", c.row.number))), None)
    if doubt or (doubt := context.doubted(project, "budget")):
        return uncertain(subject, doubt.message, doubt.message_en)
    return failed(
        subject,
        f"各分项成本合计{total}，超过项目预算{in_table_unit(budget)}，请核实。",
        f"The parts of the cost add up to {total}, above the budget of {in_table_unit(budget)}.",
        ends,
        equation=f"{parts} = {total} > {in_table_unit(budget)}",
    )
