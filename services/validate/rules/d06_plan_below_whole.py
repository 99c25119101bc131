"""GJ-D06: the spending plan does not reach the whole budget by the end of the year."""

from collections.abc import Iterator
from decimal import Decimal

from services.validate.money import money_evidence
from services.validate.plans import Form, SpendingPlan, plan_evidence, plan_of
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
    "GJ-D06",
    title="支出计划未达全年",
    title_en="Plan does not reach the year's whole",
    summary="支出计划到12月底应当达到100%（或预算数）。",
    severity=Severity.ERROR,
    scope="project",
    clause="预算法第十八条（预算年度）；算术勾稽",
    since="0.1.0",
    after=("GJ-D05",),
)
def plan_below_whole(context: Context, project: Project) -> Iterator[Verdict]:
    """The spending plan does not reach the whole budget by the end of the year.

    What it checks
        The figure of 12月底 is 100 % or the budget, or the figures of all periods add up to it.

    Why it matters
        The budget is the year's; what is not planned to be spent by December should not be in it.

    Known traps
        Texts often lose the column 12月底 (plans then seem to end at 75 %): the rule only speaks where a value of
        12月底 was really read. A single value whose column is lost says nothing. What is above the whole is D05's.

    Example
        `25% 50% 75% 90%`.

    Severity
        error: seen from the document alone.
    """
    subject, plan = about(project, field="plan"), plan_of(project)
    doubt = context.doubted(project, "plan")
    if doubt:
        yield uncertain(subject, doubt.message, doubt.message_en)
    elif plan.form is Form.BLANK:
        yield not_applicable(subject, "未填写支出计划", "no plan is filled in")
    elif not plan.readable:
        yield insufficient(subject, "支出计划中有不是数字的内容", "a cell of the plan is no number")
    elif plan.form is not Form.UNCLEAR:
        yield passed(subject)
    elif "dec" not in plan.quarters:
        yield insufficient(subject, "没有读到12月底的支出计划", "no value of the end of December was read")
    elif context.found("GJ-D05", subject):
        yield not_applicable(subject, "已由GJ-D05提示", "GJ-D05 already speaks of this plan")
    else:
        yield _finding(project, plan)


def _finding(project: Project, plan: SpendingPlan) -> Verdict:
    last, whole = (
        plan.values[-1],
        "100%" if plan.signed else f"100%或预算数{project.budget}{project.currency_unit or ''}",
    )
    reached, reached_en = (f"12月底为{last}", f"ends at {last}")
    equation = f"{last} < {'100%' if plan.signed else '100'}"
    if not plan.rising:
        total = digits(sum(plan.numbers, Decimal(0))) + ("%" if plan.signed else "")
        reached, reached_en = f"各期合计{total}，12月底为{last}", f"adds up to {total} and ends at {last}"
        equation = f"{'+'.join(map(str, plan.values))} = {total} ≠ {'100%' if plan.signed else '100'}"
    ends = [plan_evidence(project)] if plan.signed else [plan_evidence(project), money_evidence(project, "budget")]
    return failed(
        about(project, field="plan"),
        f"资金支出计划{reached}，未达到{whole}，请核实。",
        f"The plan {reached_en}: it does not reach the whole of the year's budget.",
        ends,
        equation=equation,
    )
