"""GJ-D01: the budget of a project is not the sum of its funds."""

from collections.abc import Iterator

from services.validate.money import doubted_money, in_table_unit, money, money_evidence
from services.validate.rule import (
    Context,
    Severity,
    Verdict,
    about,
    confirmed,
    failed,
    insufficient,
    passed,
    rule,
)
from shared.amounts import Amount, Closeness, Comparison, compare_sum, in_unit
from shared.document import Project

FIELDS = ("budget", "fiscal_funds", "other_funds")


@rule(
    "GJ-D01",
    title="预算数≠财政资金+其他资金",
    title_en="Budget is not the sum of its funds",
    summary="项目预算数应当等于财政资金与其他资金之和。",
    severity=Severity.ERROR,
    scope="project",
    clause="预算法实施条例第五条（各项支出按资金来源分别列示）；算术勾稽",
    since="0.1.0",
)
def budget_not_sum_of_funds(context: Context, project: Project) -> Iterator[Verdict]:
    """The budget of a project is not the sum of its funds.

    What it checks
        预算数 = 财政资金 + 其他资金, each figure granted half a unit of its last printed digit.

    Why it matters
        The sources of the money are shown separately (条例 art. 5, read); the figures come from one entry form, so a
        difference means that one of them was typed or changed afterwards.

    Known traps
        A blank 其他资金 is no fault and counts as zero. A blank budget or blank fiscal funds is B03's, not this
        rule's. A difference within printed precision is named in a confirmation, not held against anyone.

    Example
        预算数 12.00, 财政资金 8.00, 其他资金 3.00.

    Severity
        error: seen from the document alone.
    """
    subject = about(project, field="budget")
    budget, fiscal, other = (money(project, field) for field in FIELDS)
    doubt = doubted_money(context, project, FIELDS, subject)
    if doubt:
        yield doubt
    elif budget is None or fiscal is None or (project.other_funds and other is None):
        yield insufficient(subject, "预算数或其资金来源不是可计算的金额", "an amount is blank or no number")
    else:
        yield _verdict(project, budget, [part for part in (fiscal, other) if part is not None and part.yuan != 0])


def _verdict(project: Project, budget: Amount, parts: list[Amount]) -> Verdict:
    subject = about(project, field="budget")
    compared = compare_sum(parts, budget)
    ends = [money_evidence(project, field) for field in FIELDS if getattr(project, field)]
    printed = in_table_unit(budget)
    if compared.closeness is Closeness.CLOSES and len(parts) < 2:
        return passed(subject)
    if compared.holds:
        how = "相等" if compared.closeness is Closeness.CLOSES else f"相差{in_unit(abs(compared.difference))}，为尾差"
        return confirmed(
            subject,
            f"财政资金与其他资金之和与预算数{printed}{how}。",
            "The funds add up to the budget.",
            ends,
            _equation(compared, budget, parts),
        )
    total = in_unit(compared.left, budget.unit)
    return failed(
        subject,
        f"财政资金与其他资金合计{total}，与预算数{printed}不符，请核实。",
        f"The funds add up to {total}, not to the budget of {printed}.",
        ends,
        equation=_equation(compared, budget, parts),
        suggestion=f"如资金来源无误，预算数应为{total}",
    )


def _equation(compared: Comparison, budget: Amount, parts: list[Amount]) -> str:
    """ "8.00万元+3.00万元 = 11万元 ≠ 12.00万元", without the middle where there is one part or both sides are equal."""
    sides = ["+".join(map(in_table_unit, parts)) or in_unit(compared.left, budget.unit)]
    if len(parts) > 1 and compared.difference:
        sides[0] += f" = {in_unit(compared.left, budget.unit)}"
    return f"{sides[0]} {compared.sign} {in_table_unit(budget)}"
