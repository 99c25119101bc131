"""GJ-E15: a rate is above 100 %."""

import re
from collections.abc import Iterator
from decimal import Decimal

from services.validate.indicators import PRINT_RULES, Class, Row, judge_rows, rows, subject_of
from services.validate.rule import Context, Severity, Verdict, failed, rule
from shared.amounts import digits
from shared.document import Project
from shared.values import Kind

WHOLE = Decimal(100)
PART_OF_WHOLE = re.compile("(率|比例|比率|占比|比重|覆盖|覆盖面|程度)$")
MAY_EXCEED = re.compile(
    "完成|增长|增幅|提高|提升|上升|增加|上涨|增值|收益|利润|产销|周转|投入产出|超额|杠杆|同比|环比|负荷|溢价|回报"
)
BRACKETED = re.compile(r"[（(][^（）()]*[）)]$")


@rule(
    "GJ-E15",
    title="比率超过100%",
    title_en="Rate above 100 %",
    summary="占比类指标的目标值不应超过100%。",
    severity=Severity.ERROR,
    scope="project",
    clause="算术（部分不大于整体）",
    since="0.1.0",
    after=PRINT_RULES,
)
def rate_above_whole(context: Context, project: Project) -> Iterator[Verdict]:
    """A rate is above 100 %.

    What it checks
        The value of a row whose name ends in 率, 比例, 占比, 覆盖 or 程度 is at most 100 %. ≥100% can only be met by
        100 % exactly: a note.

    Why it matters
        A part of a whole cannot be more than the whole.

    Known traps
        Rates of growth, of completing a plan, of return and the like may exceed 100 %. Satisfaction is E10's, a print
        such as ≥9595% E11's.

    Example
        苗木成活率 ≥120%.

    Severity
        error, info for ≥100%.
    """

    def judged(row: Row) -> Verdict | None:
        return _judged(project, row)

    yield from judge_rows(context, project, judged, [row for row in rows(project) if _is_part(row)])


def rate_name(row: Row) -> str:
    """The name without a bracket behind it: 参保率 of 参保率（%）."""
    return BRACKETED.sub("", row.name)


def _is_part(row: Row) -> bool:
    return (
        row.kind is not Class.SATISFACTION
        and row.value.kind is Kind.NUMBER
        and row.value.is_percent
        and PART_OF_WHOLE.search(rate_name(row)) is not None
        and MAY_EXCEED.search(row.words) is None
    )


def _judged(project: Project, row: Row) -> Verdict | None:
    number = row.value.number or Decimal(0)
    if number < WHOLE or (number == WHOLE and row.value.operator not in ("≥", ">")):
        return None
    above = number > WHOLE or row.value.operator == ">"
    return failed(
        subject_of(project, row),
        f"{row.title}的指标值“{row.target}”{'超过100%，不可能实现' if above else '只能等于100%'}，请核实。",
        f"The rate {row.target} {'is above' if above else 'can only be'} 100 %.",
        [row.evidence(digits(number), row.value.unit.base)],
        severity=Severity.ERROR if above else Severity.INFO,
        equation=f"{row.value.operator or ''}{digits(number)}% {'>' if above else '='} 100%",
        suggestion="100%",
    )
