"""GJ-E23: two indicators of a project contradict each other."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import permutations

from services.validate.indicators import PRINT_RULES, Row, print_damaged, rows
from services.validate.rule import Context, Severity, Verdict, about, failed, not_applicable, passed, rule
from shared.amounts import digits
from shared.document import Project
from shared.folding import plain
from shared.lexicon import COUNT_UNITS
from shared.values import Kind

MONTHS = 12
# What is done with or by those who are counted; two counts are of one object only where these agree.
SCOPES = re.compile(
    "登记|缴费|缴纳|参保|领取|享受|培训|发放|认证|补贴|就业|创业|贷款|检查|体检|救助|资助|安置|招聘|办理|受理|接种|筛查|入学|毕业|在校"
    "|退休|在职|新增|注册|申请|审核|评审|签约|入住|监测|修剪|养护|种植"
)
MONTHLY = re.compile("月末|每月|按月|月人均|月均|逐月|各月|/月")
PERSON, VISIT = "人", "人次"


@dataclass(frozen=True, slots=True)
class Clash:
    """Two rows that cannot both hold: what is said of them, and the numbers."""

    rows: tuple[Row, Row]
    message: str
    english: str
    equation: str


@rule(
    "GJ-E23",
    title="同一项目指标间矛盾",
    title_en="Indicators contradict each other",
    summary="同一项目中反映同一对象的指标值不应相互矛盾。",
    severity=Severity.WARNING,
    scope="project",
    clause="算术勾稽；财预〔2021〕101号（指标科学性）",
    since="0.1.0",
    after=PRINT_RULES,
)
def indicators_contradict(context: Context, project: Project) -> Iterator[Verdict]:
    """Two indicators of a project contradict each other.

    What it checks
        Two counts of the same object (same unit, same scope words such as 领取 or 缴费) where one is at least more than
        the other is at most or exactly, and less than half as much again. A number of 人次 below the number of 人, or
        below twelve times it where the payment is monthly.

    Why it matters
        One of the two is wrong: a digit lost in 人次, or a number of last year beside one of this.

    Known traps
        Other scopes count other people: 登记, 缴费 and 领取 are kept apart. Two lower bounds never contradict. Counts
        that differ by more than half are counts of different things.

    Example
        每月领取人数 ≥600人 beside 领取人次 720人次: 7200 in a year.

    Severity
        warning.
    """
    counted = [row for row in rows(project) if _counts(row) and _usable(context, project, row)]
    clashes = [clash for one, other in permutations(counted, 2) if (clash := _bounds(one, other))]
    clashes += [clash for one, other in permutations(counted, 2) if (clash := _visits(project, one, other))]
    if len(counted) < 2:
        yield not_applicable(about(project), "没有可比较的指标", "no two indicators can be compared")
    elif not clashes:
        yield passed(about(project))
    for clash in clashes:
        yield failed(
            about(project, clash.rows[0].number),
            clash.message,
            clash.english,
            [row.evidence(digits(row.value.quantity or Decimal(0)), row.value.unit.base) for row in clash.rows],
            equation=clash.equation,
        )


def _counts(row: Row) -> bool:
    return row.value.kind is Kind.NUMBER and row.value.unit.base in COUNT_UNITS and bool(_scope(row))


def _usable(context: Context, project: Project, row: Row) -> bool:
    return not print_damaged(context, project, row) and not context.doubted(project, "target", row.number)


def _scope(row: Row) -> frozenset[str]:
    return frozenset(SCOPES.findall(row.name))


def _bounds(one: Row, other: Row) -> Clash | None:
    """`one` is at least more than `other` is exactly or at most."""
    if one.value.operator not in ("≥", ">") or other.value.operator not in (None, "=", "≤", "<"):
        return None
    if one.value.unit.base != other.value.unit.base or not _same_object(one, other):
        return None
    least, most = one.value.quantity or Decimal(0), other.value.quantity or Decimal(0)
    if not most < least < most * Decimal("1.5"):
        return None
    unit = one.value.unit.base
    return Clash(
        (one, other),
        f"{one.title}{one.target}与{other.title}{other.target}反映同一对象而数值矛盾，请核实。",
        f"{one.target} and {other.target} count the same and cannot both hold.",
        f"{digits(least)}{unit} > {digits(most)}{unit}",
    )


def _same_object(one: Row, other: Row) -> bool:
    return _scope(one) == _scope(other)


def _visits(project: Project, persons: Row, visits: Row) -> Clash | None:
    """`visits` in 人次 are fewer than `persons` in 人 make in the year."""
    if (persons.value.unit.base, visits.value.unit.base) != (PERSON, VISIT) or not _same_object(persons, visits):
        return None
    if persons.value.operator in ("≤", "<") or visits.value.operator in ("≤", "<"):
        return None
    said = f"{persons.words}{visits.words}{project.purpose or ''}{''.join(project.goals)}"
    times = MONTHS if MONTHLY.search(plain(said)) else 1
    due, stated = (persons.value.quantity or Decimal(0)) * times, visits.value.quantity or Decimal(0)
    if stated >= due * Decimal("0.9"):
        return None
    factor = f"×{times}月" if times > 1 else ""
    lost = "，疑少录一位" if stated * 10 == due else ""
    return Clash(
        (persons, visits),
        f"{persons.title}{persons.target}按{times}个月计应为{digits(due)}人次，{visits.title}为{visits.target}{lost}，请核实。"
        if times > 1
        else f"{visits.title}{visits.target}少于{persons.title}{persons.target}，请核实。",
        f"{visits.target} is less than {persons.target} come to in a year.",
        f"{digits(persons.value.quantity or Decimal(0))}人{factor} = {digits(due)}人次 > {digits(stated)}人次",
    )
