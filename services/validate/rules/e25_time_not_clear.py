"""GJ-E25: a value of time can be read in more than one way, or in none."""

import re
from collections.abc import Iterator

from services.validate.indicators import PRINT_RULES, Class, Row, judge_rows, rows, subject_of
from services.validate.rule import Context, Severity, Verdict, failed, rule
from shared.document import Project
from shared.folding import bare
from shared.lexicon import TIMELY_WORDS
from shared.values import Kind, Role

_TIMELY = re.compile("(?:" + "|".join(sorted(TIMELY_WORDS, key=len, reverse=True)) + ")+")
_EVERY = re.compile(r"每(季度?|月|年|周)(底|末|初)")


@rule(
    "GJ-E25",
    title="时效值含义不清",
    title_en="Time not clear",
    summary="时效指标值应当写明日期或期限。",
    severity=Severity.INFO,
    scope="project",
    clause="财预〔2021〕101号（时效指标）",
    since="0.1.0",
    after=PRINT_RULES,
)
def time_not_clear(context: Context, project: Project) -> Iterator[Verdict]:
    """A value of time can be read in more than one way, or in none.

    What it checks
        In 时效 rows: a number of 月 with neither 个 nor 底 (≤3月: March or three months?), 及时 and 按时 alone,
        每季度末 without a day.

    Why it matters
        Whether it was in time cannot be said a year later.

    Known traps
        ≤11月底, ≤6个月, ≤60天, ≤1年 and dates are clear.

    Example
        完工时间 ≤3月.

    Severity
        info.
    """

    def judged(row: Row) -> Verdict | None:
        fault = unclear(row)
        return _finding(project, row, *fault) if fault else None

    chosen = [row for row in rows(project) if row.kind is Class.TIMELINESS and row.value.kind is not Kind.BLANK]
    yield from judge_rows(context, project, judged, chosen)


def unclear(row: Row) -> tuple[str, str] | None:
    """What is unclear about the row's value, in both languages; None where nothing is."""
    if row.value.kind is Kind.DURATION and row.value.printed(Role.UNIT) == "月" and not row.value.words:
        month = row.value.printed(Role.NUMBER)
        return (
            f"可理解为{month}月份或{month}个月，建议写明“{month}月底前”或“{month}个月”",
            "may be a month or a duration",
        )
    if row.value.kind is Kind.QUALITATIVE and _TIMELY.fullmatch(bare(row.target)):
        return "没有时间界限，建议写明日期或期限", "names no time"
    if row.value.kind is Kind.DATE and _EVERY.fullmatch(bare(row.target)):
        return "没有具体日期，建议写明", "names no day"
    return None


def _finding(project: Project, row: Row, fault: str, fault_en: str) -> Verdict:
    return failed(
        subject_of(project, row),
        f"{row.title}的指标值“{row.target}”{fault}。",
        f"The value {row.target} {fault_en}.",
        [row.evidence(), row.evidence(field="name")],
    )
