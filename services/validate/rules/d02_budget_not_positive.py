"""GJ-D02: the budget of a project is zero or negative, or a part exceeds it."""

from collections.abc import Iterator

from services.validate.money import doubted_money, in_table_unit, money, money_evidence
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
from shared.amounts import Amount
from shared.document import Project

FIELDS = ("budget", "fiscal_funds", "other_funds")
NAMES = {"fiscal_funds": "财政资金", "other_funds": "其他资金"}


@rule(
    "GJ-D02",
    title="预算数为零或为负、分项大于合计",
    title_en="Budget not positive, or less than a part",
    summary="项目预算数应当大于零，且不小于其中的任何一项资金。",
    severity=Severity.ERROR,
    scope="project",
    clause="预算法第十九条；算术勾稽",
    since="0.1.0",
    after=("GJ-D01",),
)
def budget_not_positive(context: Context, project: Project) -> Iterator[Verdict]:
    """The budget of a project is zero or negative, or a part exceeds it.

    What it checks
        预算数 is above zero, no fund is negative, and no fund is larger than the budget beyond printed precision.

    Why it matters
        A project without money is none; a negative fund hides a difference.

    Known traps
        Remainders of a few hundred 元 are real projects. Where the funds do not add up, D01 says so already.

    Example
        预算数 0.00.

    Severity
        error: seen from the document alone.
    """
    subject = about(project, field="budget")
    budget = money(project, "budget")
    doubt = doubted_money(context, project, FIELDS, subject)
    if doubt:
        yield doubt
    elif budget is None:
        yield insufficient(subject, "预算数不是可计算的金额", "the budget is blank or no number")
    elif budget.yuan > 0 and context.found("GJ-D01", about(project)):
        yield not_applicable(subject, "已由GJ-D01提示", "GJ-D01 already speaks of these amounts")
    else:
        yield _judged(project, budget)


def _judged(project: Project, budget: Amount) -> Verdict:
    subject, printed = about(project, field="budget"), in_table_unit(budget)
    if budget.yuan <= 0:
        fault = "为零" if budget.yuan == 0 else "为负数"
        return failed(
            subject,
            f"项目预算数{printed}{fault}，请核实。",
            f"The budget {printed} is not above zero.",
            [money_evidence(project, "budget")],
            equation=f"{printed} ≤ 0",
        )
    for field, name in NAMES.items():
        part = money(project, field)
        if part is not None and (part.yuan < 0 or part.yuan - budget.yuan > part.half + budget.half):
            fault = "为负数" if part.yuan < 0 else f"大于预算数{printed}"
            return failed(
                subject,
                f"{name}{in_table_unit(part)}{fault}，请核实。",
                f"The fund {in_table_unit(part)} is {'below zero' if part.yuan < 0 else 'above the budget'}.",
                [money_evidence(project, field), money_evidence(project, "budget")],
                equation=f"{in_table_unit(part)} {'< 0' if part.yuan < 0 else f'> {printed}'}",
            )
    return passed(subject)
