"""GJ-E19: the unit of a value does not fit the name of its indicator."""

import re
from collections.abc import Iterator

from services.validate.indicators import PRINT_RULES, Row, judge_rows, rows, subject_of
from services.validate.rule import Context, Severity, Verdict, failed, rule
from services.validate.rules.e15_rate_above_whole import rate_name
from shared.document import Project
from shared.lexicon import COUNT_UNITS, RATE_UNITS, TIME_UNITS
from shared.values import Kind

RATE = re.compile("(率|比例|比率|占比|比重|百分比)$")
NO_RATE = re.compile("(频率|效率|功率|速率|心率|分辨率|容积率|汇率|斜率|倍率|税率|费率|利率)$")
COUNT = re.compile("(人数|人次|户数|次数|数量|件数|个数|台数|场次|份数|批次|总数)$")
AMOUNT = re.compile("(金额|经费|资金|费用|总额|收入|支出)$")


@rule(
    "GJ-E19",
    title="单位与名称不符",
    title_en="Unit against the name",
    summary="指标值的计量单位应当与指标名称相符。",
    severity=Severity.ERROR,
    scope="project",
    clause="算术；预算管理一体化系统录入规则（计量单位）；实务口径",
    since="0.1.0",
    after=(*PRINT_RULES, "GJ-E09"),
)
def unit_against_the_name(context: Context, project: Project) -> Iterator[Verdict]:
    """The unit of a value does not fit the name of its indicator.

    What it checks
        A name that ends in 率 or 比例 has a value in %, one that ends in 人数, 次数 or 数量 a value that counts, one
        that ends in 金额 a value in money.

    Why it matters
        A number of people in percent, or a rate in people, cannot be measured: the row was filled in wrongly.

    Known traps
        Only the name decides, not the description. Brackets behind the name (参保率（%）, 人数（月末数）) are put
        aside. 效率, 频率, 利率 and the like are no shares. Values in words have no unit. 百分比 is %; ‰ and 百分点
        are rates.

    Example
        培训人数 ≥90%.

    Severity
        error: seen from the row alone.
    """

    def judged(row: Row) -> Verdict | None:
        expected = expected_unit(row)
        return _finding(project, row, *expected) if expected else None

    chosen = [row for row in rows(project) if row.value.kind in (Kind.NUMBER, Kind.DURATION) and row.value.unit.base]
    yield from judge_rows(context, project, judged, chosen, spare=(*PRINT_RULES, "GJ-E09"))


def expected_unit(row: Row) -> tuple[str, str] | None:
    """What the name asks for, in both languages, where the value has another unit."""
    name, base = rate_name(row), row.value.unit.base
    if RATE.search(name) and not NO_RATE.search(name):
        wrong = base not in RATE_UNITS and (base in COUNT_UNITS | TIME_UNITS or row.value.is_money)
        return ("百分比", "a percentage") if wrong else None
    if COUNT.search(name):
        return ("数量", "a count") if row.value.is_percent or row.value.is_money else None
    if AMOUNT.search(name):
        return ("金额", "money") if base in COUNT_UNITS and not row.value.unit.per else None
    return None


def _finding(project: Project, row: Row, expected: str, expected_en: str) -> Verdict:
    return failed(
        subject_of(project, row),
        f"{row.title}的指标值“{row.target}”的计量单位与名称不符，按名称应为{expected}，请核实。",
        f"The unit of {row.target} does not fit the name, which asks for {expected_en}.",
        [row.evidence(None, row.value.unit.base), row.evidence(field="name")],
    )
