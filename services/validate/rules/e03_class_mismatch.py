"""GJ-E03: what an indicator measures is not what its class measures."""

import re
from collections.abc import Callable, Iterator

from services.validate.indicators import PRINT_RULES, Class, Row, judge_rows, rows, subject_of
from services.validate.rule import Context, Severity, Verdict, failed, rule
from shared.document import Project
from shared.lexicon import COUNT_UNITS, INCOME_WORDS
from shared.values import Kind

PERSONS = frozenset(("人", "人次", "户", "家"))
TIMELY = re.compile(
    "及时|按时|按期|时限|时间|时效|准时|限时|限期|如期|期限|期内|期间|当[年月日天季]|到位|进度|效率|完成率|周期|工期"
    r"|日前|月底|年底|\d[日月年]|提前|逾期|超期"
)
RATES_OF_COST = re.compile("比例|标准|率|占比|比重|节约|控制|超支|偏差|浮动|系数|成本")
RATIO = re.compile("比例|占比|比重|比率")
FAULTS = re.compile("故障|事故|投诉|差错|违规|错误|问题|缺陷|返工|上访|失误|泄露|中断")
LASTING = re.compile("寿命|年限|质保|保修|保质|有效期|使用期|周期|耐久|间隔|时长|持续")
MONEY_NAME = re.compile("(标准|金额|经费|资金|费用|成本|单价|收入|支出)(（[^）]*）|\\([^)]*\\))?$")

Fit = tuple[Class, Severity] | None  # the class that would fit, and how surely the present one does not


@rule(
    "GJ-E03",
    title="指标类型错位",
    title_en="Indicator in the wrong class",
    summary="指标内容应当与其所属的数量、质量、时效、成本类别相符。",
    severity=Severity.WARNING,
    scope="project",
    clause="财预〔2021〕101号（产出指标、成本指标的设置）；指标科学性",
    since="0.1.0",
    after=(*PRINT_RULES, "GJ-E09"),
)
def class_mismatch(context: Context, project: Project) -> Iterator[Verdict]:
    """What an indicator measures is not what its class measures.

    What it checks
        数量 counts, 质量 is a rate or a standard, 时效 a date, a duration or a rate of being in time, 成本 money or a
        share of it. What a row measures is told by its unit, and where that leaves it open by its name.

    Why it matters
        The classes are scored separately; a rotated table leaves the project without, say, a cost although it has one.

    Known traps
        及时率 and 到位率 belong in 时效, 故障次数 in 质量, a rate of interest or a share of a standard in 成本.
        Durations in 数量 and lifetimes in 质量 are right. A ratio (…的比例) in 数量 is a note: policies prescribe such
        ratios. Words, 是/否 and damaged prints are not looked at.

    Example
        A 数量指标 “苗木成活率 ≥90%”, a 成本指标 “养护人数 ≥40人”.

    Severity
        warning; info where usage allows both.
    """

    def judged(row: Row) -> Verdict | None:
        fit = _MISFITS[row.kind](row)
        return _finding(project, row, fit) if fit else None

    chosen = [row for row in rows(project) if row.kind in _MISFITS and row.value.kind is not Kind.BLANK]
    yield from judge_rows(context, project, judged, chosen, spare=(*PRINT_RULES, "GJ-E09"))


def _quantity(row: Row) -> Fit:
    if row.value.is_money:
        return _of_money(row)
    if row.value.is_percent:
        ratio = RATIO.search(row.name) and not row.name.endswith("率")
        return Class.QUALITY, Severity.INFO if ratio else Severity.WARNING
    if row.value.kind is Kind.DATE:
        return Class.TIMELINESS, Severity.WARNING
    return None


def _quality(row: Row) -> Fit:
    if row.value.is_money:
        return _of_money(row)
    if row.value.kind is Kind.DATE:
        return Class.TIMELINESS, Severity.WARNING
    if row.value.kind is Kind.DURATION and not LASTING.search(row.words):
        return Class.TIMELINESS, Severity.INFO
    if _counts(row) and row.value.number and not FAULTS.search(row.words):
        return Class.QUANTITY, Severity.WARNING if row.value.unit.base in PERSONS else Severity.INFO
    return None


def _timeliness(row: Row) -> Fit:
    if row.value.is_money or (row.value.kind in (Kind.FORMULA, Kind.RANGE) and MONEY_NAME.search(row.name)):
        return _of_money(row)
    if TIMELY.search(row.words):
        return None
    if row.value.is_percent:
        return Class.QUALITY, Severity.WARNING
    if _counts(row):
        return Class.QUANTITY, Severity.WARNING if row.value.unit.base in PERSONS else Severity.INFO
    return None


def _cost(row: Row) -> Fit:
    if row.value.kind in (Kind.DATE, Kind.DURATION):
        return Class.TIMELINESS, Severity.WARNING
    if row.value.is_percent and not RATES_OF_COST.search(row.words):
        return Class.QUALITY, Severity.WARNING
    if _counts(row):
        return Class.QUANTITY, Severity.WARNING
    return None


_MISFITS: dict[Class, Callable[[Row], Fit]] = {
    Class.QUANTITY: _quantity,
    Class.QUALITY: _quality,
    Class.TIMELINESS: _timeliness,
    Class.COST: _cost,
}


def _of_money(row: Row) -> Fit:
    """Money paid belongs to the costs, money taken in or saved to the benefits."""
    taken_in = any(word in row.name for word in INCOME_WORDS)
    return (Class.BENEFIT if taken_in else Class.COST), Severity.WARNING


def _counts(row: Row) -> bool:
    """Whether the value is a plain count of something."""
    return row.value.kind is Kind.NUMBER and row.value.unit.base in COUNT_UNITS and not row.value.unit.per


def _finding(project: Project, row: Row, fit: tuple[Class, Severity]) -> Verdict:
    better, severity = fit
    return failed(
        subject_of(project, row),
        f"{row.title}的指标值为“{row.target}”，与{row.kind}指标的含义不符，宜归入{better}指标。",
        f"The value {row.target} is not what a class of {row.kind.name.lower()} measures; "
        f"{better.name.lower()} would fit.",
        [row.evidence(), row.evidence(field="level2"), row.evidence(field="name")],
        severity=severity,
        suggestion=f"归入{better}指标",
    )
