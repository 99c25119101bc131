"""GJ-E10: a target of satisfaction is impossible, unachievable, too low, or without an operator."""

from collections.abc import Iterator
from decimal import Decimal

from services.validate.indicators import PRINT_RULES, Class, Row, judge_rows, rows, subject_of
from services.validate.rule import Context, Severity, Verdict, failed, rule
from shared.amounts import digits
from shared.document import Project
from shared.values import Kind

WHOLE = Decimal(100)


@rule(
    "GJ-E10",
    title="满意度目标异常",
    title_en="Odd target of satisfaction",
    summary="满意度指标值应当在合理范围内，并带有≥。",
    severity=Severity.INFO,
    scope="project",
    clause="财预〔2021〕101号（满意度指标赋分）",
    since="0.1.0",
    after=PRINT_RULES,
)
def satisfaction_out_of_range(context: Context, project: Project) -> Iterator[Verdict]:
    """A target of satisfaction is impossible, unachievable, too low, or without an operator.

    What it checks
        The percentage of a satisfaction row: above 100 is impossible, 60 or less earns no points, 100 leaves no room
        for a single answer, and without ≥ it asks to be met exactly.

    Why it matters
        Satisfaction is scored in full from 90 % and with nothing below 60 % (101号); the target is a lower bound.

    Known traps
        百分比 and 百分号 are %. A print such as ≥9595% is E11's. Points (85分) and words are not looked at.

    Example
        100百分比.

    Severity
        error above 100, warning at 60 or less, else info.
    """

    def judged(row: Row) -> Verdict | None:
        return _judged(context, project, row)

    chosen = [r for r in rows(project) if r.kind is Class.SATISFACTION and r.value.kind is Kind.NUMBER]
    yield from judge_rows(context, project, judged, [row for row in chosen if row.value.is_percent])


def _judged(context: Context, project: Project, row: Row) -> Verdict | None:
    number, operator = row.value.number or Decimal(0), row.value.operator
    if number > WHOLE:
        return _finding(
            project, row, Severity.ERROR, "超过100%，不可能实现", "is above 100 %", f"{digits(number)}% > 100%"
        )
    if number <= context.threshold("least"):
        least = digits(context.threshold("least"))
        return _finding(
            project, row, Severity.WARNING, "目标过低，建议从严确定", "is very low", f"{digits(number)}% ≤ {least}%"
        )
    if number == WHOLE:
        return _finding(project, row, Severity.INFO, "要求全部满意，难以实现", "leaves no room for one answer")
    if operator is None:
        fault = "缺少“≥”，建议补充"
        return _finding(project, row, Severity.INFO, fault, "has no ≥", suggestion=f"≥{row.target}")
    return None


def _finding(  # noqa: PLR0913, PLR0917 - one argument a field of the finding
    project: Project,
    row: Row,
    severity: Severity,
    fault: str,
    fault_en: str,
    equation: str | None = None,
    suggestion: str | None = None,
) -> Verdict:
    return failed(
        subject_of(project, row),
        f"{row.title}的指标值“{row.target}”{fault}。",
        f"The target of satisfaction {row.target} {fault_en}.",
        [row.evidence(digits(row.value.number or Decimal(0)), row.value.unit.base)],
        severity=severity,
        equation=equation,
        suggestion=suggestion,
    )
