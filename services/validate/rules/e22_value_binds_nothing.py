"""GJ-E22: an indicator binds nothing: its value is the budget itself, or it is marked as of no concern."""

from collections.abc import Iterator

from services.validate.indicators import Row, judge_rows, rows, subject_of, unless_doubted
from services.validate.rule import Context, Severity, Verdict, failed, rule
from shared.document import Project
from shared.folding import bare
from shared.lexicon import BUDGET_WORDS
from shared.values import Kind

NO_CONCERN = frozenset(("无关", "不适用", "不涉及", "无关项"))


@rule(
    "GJ-E22",
    title="指标无约束力",
    title_en="Indicator binds nothing",
    summary="指标值不应只写“不超过预算”，也不应列入与项目无关的指标。",
    severity=Severity.INFO,
    scope="project",
    clause="财预〔2021〕101号（避免缺乏约束力）",
    since="0.1.0",
)
def value_binds_nothing(context: Context, project: Project) -> Iterator[Verdict]:
    """An indicator binds nothing.

    What it checks
        The value only refers to the budget (≤预算批复金额, 控制在预算内), or value or description is 无关 or 不适用.

    Why it matters
        Spending never exceeds what was approved, so the first binds nothing (101号); the second is a row of the
        template that should have been deleted.

    Known traps
        A figure (≤20000元) binds even where it is the budget.

    Example
        成本控制数 ≤批复预算.

    Severity
        info.
    """
    yield from judge_rows(context, project, lambda row: _judged(context, project, row), rows(project), spare=())


def _judged(context: Context, project: Project, row: Row) -> Verdict | None:
    if row.value.kind is Kind.SYMBOLIC and any(word in row.value.words for word in BUDGET_WORDS):
        fault, fault_en = "只引用预算金额，对执行没有约束", "only refers to the budget"
        return _finding(project, row, "target", fault, fault_en)
    for field, printed in (("target", row.target), ("description", row.description)):
        if bare(printed) in NO_CONCERN:
            fault, fault_en = "表明该指标与项目无关，建议删除或填写", "says that the indicator is of no concern"
            return unless_doubted(context, _finding(project, row, field, fault, fault_en))
    return None


def _finding(project: Project, row: Row, field: str, fault: str, fault_en: str) -> Verdict:
    what, what_en = ("指标值", "value") if field == "target" else ("描述", "description")
    printed = getattr(row.indicator, field)
    return failed(
        subject_of(project, row, field),
        f"{row.title}的{what}“{printed}”{fault}。",
        f"The {what_en} {printed} {fault_en}.",
        [row.evidence(field=field)],
    )
