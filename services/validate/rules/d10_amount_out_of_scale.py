"""GJ-D10: an indicator that names the project's money is a hundred times off the budget."""

from collections.abc import Iterator

from services.validate.costs import amount_of
from services.validate.indicators import PRINT_RULES, Class, Row, judge_rows, rows, subject_of
from services.validate.money import budget_of, in_table_unit, money_evidence
from services.validate.rule import Context, Severity, Verdict, about, confirmed, failed, insufficient, rule
from shared.amounts import YUAN, Amount, compare_copy, digits, in_unit
from shared.document import Project
from shared.lexicon import AVERAGE_WORDS, CEILING_WORDS, INCOME_WORDS

# What is moved is the project's money; the second list names it without saying that it is the whole.
MOVED = ("拨入", "拨付", "到位", "下达", "发放总", "总金额", "总额", "总量")
NAMED = (*MOVED, "补助金额", "补贴金额", "资金金额", "发放金额", "奖励金额", "支出金额")


@rule(
    "GJ-D10",
    title="金额类指标与预算量级悬殊",
    title_en="Amount out of scale with the budget",
    summary="反映项目资金的金额类指标应当与预算数量级相当。",
    severity=Severity.ERROR,
    scope="project",
    clause="财预〔2015〕88号（绩效目标与资金量相匹配）；算术勾稽",
    since="0.1.0",
    after=PRINT_RULES,
)
def amount_out_of_scale(context: Context, project: Project) -> Iterator[Verdict]:
    """An indicator that names the project's money is a hundred times off the budget.

    What it checks
        A row outside the cost class whose name says that the project's money is moved (拨入, 拨付, 到位, 总金额 …) and
        whose value is a sum of money lies within a factor of 100 of the budget. One that only names an amount
        (补助金额) must not be 100 times above it.

    Why it matters
        The money moved is the budget: two orders of magnitude are a missing 万, or digits lost in typing.

    Known traps
        Prices of one, ceilings of loans, and money taken in (征缴收入, 税, 保费) are not the project's money. Total
        costs are D07's and D11's. A damaged print is E11's and E12's.

    Example
        专项资金拨付金额 ≥50元 with a budget of 3 200 000.00 元.

    Severity
        error: seen from the document alone.
    """
    budget = budget_of(project)
    if budget is None:
        yield insufficient(about(project), "没有可计算的预算数", "there is no budget to compare with")
        return

    def judged(row: Row) -> Verdict | None:
        return _judged(context, project, row, budget)

    yield from judge_rows(context, project, judged, [row for row in rows(project) if _names_money(row)])


def _names_money(row: Row) -> bool:
    return (
        row.kind not in (Class.COST, Class.UNKNOWN)
        and amount_of(row) is not None
        and not row.value.unit.per
        and any(word in row.name for word in NAMED)
        and not any(word in row.words for word in (*AVERAGE_WORDS, *CEILING_WORDS, *INCOME_WORDS, "标准", "每"))
    )


def _judged(context: Context, project: Project, row: Row, budget: Amount) -> Verdict | None:
    amount = amount_of(row)
    assert amount is not None
    factor = context.threshold("factor")
    ends = [row.evidence(digits(amount.yuan), YUAN), money_evidence(project, "budget")]
    if compare_copy(amount, budget).holds:
        return confirmed(
            subject_of(project, row),
            f"{row.title}{row.target}，与预算数{in_table_unit(budget)}一致。",
            "The amount is the budget.",
            ends,
            compare_copy(amount, budget).equation(),
        )
    above = amount.yuan >= budget.yuan * factor
    below = amount.yuan * factor <= budget.yuan and any(word in row.name for word in MOVED)
    if not above and not below:
        return None
    return failed(
        subject_of(project, row),
        f"{row.title}{row.target}，与项目预算{in_table_unit(budget)}量级悬殊，请核实金额或计量单位。",
        f"The amount {row.target} is out of scale with the budget of {in_table_unit(budget)}.",
        ends,
        equation=f"{in_unit(amount.yuan)} {'>' if above else '<'} {in_unit(budget.yuan)}",
    )
