"""GJ-D05: a cumulative spending plan falls, or leaves its range."""

from collections.abc import Iterator

from services.validate.money import money_evidence
from services.validate.plans import MONTHS, Form, SpendingPlan, plan_evidence, plan_of
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
    uncertain,
)
from shared.amounts import digits
from shared.document import Project


@rule(
    "GJ-D05",
    title="累计计划递减或超范围",
    title_en="Cumulative plan falls or leaves its range",
    summary="累计支出计划应当逐期不减，且在0至100%（或预算数）之间。",
    severity=Severity.ERROR,
    scope="project",
    clause="算术勾稽（累计支出计划）",
    since="0.1.0",
)
def plan_falls(context: Context, project: Project) -> Iterator[Verdict]:
    """A cumulative spending plan falls, or leaves its range.

    What it checks
        A plan whose last figure is the whole (100 %, or the budget) is cumulative and must not fall. No figure is
        negative, above 100 % or, printed without a percent sign, above both 100 and the budget.

    Why it matters
        Money that is planned as spent by June cannot be unspent by October.

    Known traps
        A plan by period need not rise: figures that add up to the whole are one. Blank first periods are no fall.

    Example
        `25% 60% 50% 100%`.

    Severity
        error: seen from the document alone.
    """
    subject, plan = about(project, field="plan"), plan_of(project)
    doubt = context.doubted(project, "plan")
    if plan.form is Form.BLANK:
        yield not_applicable(subject, "未填写支出计划", "no plan is filled in")
    elif doubt:
        yield uncertain(subject, doubt.message, doubt.message_en)
    elif not plan.readable:
        yield insufficient(subject, "支出计划中有不是数字的内容", "a cell of the plan is no number")
    else:
        yield _outside(project, plan) or _falling(project, plan) or passed(subject)


def _outside(project: Project, plan: SpendingPlan) -> Verdict | None:
    for position, number in enumerate(plan.numbers):
        value = plan.values[position]
        if number < 0:
            return _failed(project, plan, position, "小于0", "is below zero", f"{value} < 0")
        if number > max(plan.wholes):
            whole = f"{digits(max(plan.wholes))}{'%' if plan.signed else ''}"
            return _failed(project, plan, position, f"大于{whole}", "is above the whole", f"{value} > {whole}")
    return None


def _falling(project: Project, plan: SpendingPlan) -> Verdict | None:
    if plan.form is not Form.UNCLEAR or not any(plan.ends_at(whole) for whole in plan.wholes):
        return None
    position = next(i for i in range(1, len(plan.numbers)) if plan.numbers[i] < plan.numbers[i - 1])
    equation = f"{plan.values[position - 1]} > {plan.values[position]}"
    fault = "小于上一期，累计支出计划不应递减"
    return _failed(project, plan, position, fault, "is less than the one before it", equation)


def _failed(  # noqa: PLR0913, PLR0917 - one argument a field of the finding
    project: Project, plan: SpendingPlan, position: int, fault: str, fault_en: str, equation: str
) -> Verdict:
    value, month = plan.values[position], MONTHS[plan.quarters[position]]
    ends = [plan_evidence(project)] if plan.signed else [plan_evidence(project), money_evidence(project, "budget")]
    return failed(
        about(project, field="plan"),
        f"资金支出计划{month}“{value}”{fault}，请核实。",
        f"The figure {value} of the plan {fault_en}.",
        ends,
        equation=equation,
    )
