"""GJ-E09: a value is only a unit, or only an operator."""

from collections.abc import Iterator

from services.validate.indicators import Row, judge_rows, rows, subject_of
from services.validate.rule import Context, Severity, Verdict, failed, rule
from shared.document import Project
from shared.values import Kind


@rule(
    "GJ-E09",
    title="指标值只有单位或只有符号",
    title_en="Value without a number",
    summary="指标值应当有数值，不应只有计量单位或计算符号。",
    severity=Severity.ERROR,
    scope="project",
    clause="财预〔2021〕101号（指标值应量化易评）；预算管理一体化系统录入规则（指标值必填）",
    since="0.1.0",
)
def value_without_number(context: Context, project: Project) -> Iterator[Verdict]:
    """A value is only a unit, or only an operator.

    What it checks
        The value of an indicator is more than a unit (人, 元/人) or an operator (≥, ≥%).

    Why it matters
        The number was left out when the form was filled in: there is no target to measure.

    Known traps
        Words such as 是 and 有 are values (E06, E05); a blank value is B09's.

    Example
        Name 修剪株数, value 株.

    Severity
        error: seen from the document alone.
    """

    def judged(row: Row) -> Verdict | None:
        if row.value.kind is Kind.UNIT:
            return _finding(project, row, "只有计量单位", "a unit")
        if row.value.kind is Kind.OPERATOR:
            return _finding(project, row, "只有计算符号", "an operator")
        return None

    chosen = [row for row in rows(project) if row.value.kind is not Kind.BLANK]
    yield from judge_rows(context, project, judged, chosen, spare=())


def _finding(project: Project, row: Row, fault: str, fault_en: str) -> Verdict:
    return failed(
        subject_of(project, row),
        f"{row.title}的指标值“{row.target}”{fault}，缺少数值，请补充。",
        f"The value {row.target} is only {fault_en}: its number is missing.",
        [row.evidence(), row.evidence(field="name")],
    )
