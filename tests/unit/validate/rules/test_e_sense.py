"""Rules E about what a row says as a whole: unit and name, binding, contradiction, time."""

from typing import Any

import pytest

from tests.unit.validate.examples import Example, a_document, a_doubt, a_project
from tests.unit.validate.rules.test_e_prints import DOUBT, T1, row, table, values

COUNT, TIME, COST = "数量指标", "时效指标", "成本指标"


def named(name: str, target: str, expect: str, near: bool = False, subject: str = T1) -> Example:
    return Example("GJ-E19", f"{name}{target}", table(row(target, name=name)), (f"{expect} {subject}",), near=near)


E19 = [
    named("培训人数", "≥90%", "fail error"),
    named("培训人数（月末数）", "90百分比", "fail error"),
    named("培训人数", "≥90人", "pass", near=True),
    named("养护终生保障率", "68000人", "fail error"),
    named("拨付及时率", "28天", "fail error"),
    named("补植比例", "5万元", "fail error"),
    named("成活率（%）", "≥90%", "pass", near=True),
    named("成活率", "≥90", "not_applicable", near=True, subject="P1"),
    named("增长率", "5个百分点", "pass", near=True),
    named("养护效率", "5株/天", "pass", near=True),
    named("养护频率", "3次", "pass", near=True),
    named("拨付金额", "300人", "fail error"),
    named("拨付金额", "300万元", "pass", near=True),
    named("修剪数量", "3万元", "fail error"),
    named("成活率", "≥095%", "not_applicable", near=True),
    named("培训人数", "良好", "not_applicable", subject="P1"),
    Example("GJ-E19", "doubt", table(row("≥90%", name="培训人数"), **DOUBT), (f"parse_uncertain {T1}",)),
]
E22 = [
    Example("GJ-E22", "the budget", values("≤预算批复金额", level2=COST), (f"fail info {T1}",), says=("没有约束",)),
    Example("GJ-E22", "within the budget", values("控制在预算内", level2=COST), (f"fail info {T1}",)),
    Example("GJ-E22", "a figure", values("≤20000元", level2=COST), (f"pass {T1}",), near=True),
    Example("GJ-E22", "another reference", values("不低于全省平均水平"), (f"pass {T1}",), near=True),
    Example("GJ-E22", "words about money", values("财政资金对景观持续改善的影响程度"), (f"pass {T1}",), near=True),
    Example(
        "GJ-E22",
        "of no concern",
        table(row("≥5株", description="无关")),
        ("fail info P1.1 description",),
        says=("“无关”",),
    ),
    Example("GJ-E22", "a value of no concern", values("不适用"), (f"fail info {T1}",)),
    Example(
        "GJ-E22",
        "a word that begins so",
        table(row("≥5株", description="无关人员进出次数")),
        (f"pass {T1}",),
        near=True,
    ),
    Example("GJ-E22", "doubt", table(row("≤预算", COST), **DOUBT), (f"parse_uncertain {T1}",)),
    Example("GJ-E22", "no indicator", table(), ("not_applicable P1",)),
]


def counts(*pairs: tuple[str, str], **changes: Any) -> Any:
    """A project with quantity rows of these names and values."""
    warnings = changes.pop("warnings", [])
    rows = [row(target, COUNT, name, description="全部计入") for name, target in pairs]
    return a_document(a_project(**{"goals": ["养护。"], "indicators": rows, **changes}), warnings=warnings)


E23 = [
    Example(
        "GJ-E23",
        "counts of people in other scopes",
        counts(("培训人数", "≥690人"), ("培训登记人员", "680人")),
        ("pass P1",),
        near=True,
    ),
    Example(
        "GJ-E23",
        "two counts of one scope",
        counts(("培训人数", "≥690人"), ("园艺培训人员", "680人")),
        ("fail warning P1.1",),
        says=("690人 > 680人",),
    ),
    Example("GJ-E23", "they agree", counts(("培训人数", "≥680人"), ("园艺培训人员", "690人")), ("pass P1",), near=True),
    Example(
        "GJ-E23",
        "two lower bounds",
        counts(("培训人数", "≥690人"), ("园艺培训人员", "≥680人")),
        ("pass P1",),
        near=True,
    ),
    Example("GJ-E23", "other scopes", counts(("登记人数", "≥690人"), ("领取人数", "680人")), ("pass P1",), near=True),
    Example("GJ-E23", "far apart", counts(("培训人数", "≥690人"), ("园艺培训人员", "68人")), ("pass P1",), near=True),
    Example("GJ-E23", "rates", counts(("培训率", "≥95%"), ("园艺培训率", "90%")), ("not_applicable P1",), near=True),
    Example("GJ-E23", "other units", counts(("培训人数", "≥690人"), ("培训场次", "680场")), ("pass P1",), near=True),
    Example(
        "GJ-E23",
        "a digit lost",
        counts(("每月领取人数", "≥600人"), ("领取人次", "≥720人次")),
        ("fail warning P1.1",),
        says=("600人×12月 = 7200人次 > 720人次", "疑少录一位"),
    ),
    Example(
        "GJ-E23",
        "monthly and right",
        counts(("每月领取人数", "≥600人"), ("领取人次", "≥7200人次")),
        ("pass P1",),
        near=True,
    ),
    Example(
        "GJ-E23",
        "the month in the purpose",
        counts(("领取人数", "≥600人"), ("领取人次", "≥720人次"), purpose="按月发放补助"),
        ("fail warning P1.1",),
    ),
    Example("GJ-E23", "at most", counts(("每月领取人数", "≤600人"), ("领取人次", "≥720人次")), ("pass P1",), near=True),
    Example("GJ-E23", "not monthly", counts(("领取人数", "≥600人"), ("领取人次", "≥720人次")), ("pass P1",), near=True),
    Example(
        "GJ-E23",
        "fewer visits than persons",
        counts(("培训人数", "≥600人"), ("培训人次", "≥300人次")),
        ("fail warning P1.1",),
        says=("少于",),
    ),
    Example(
        "GJ-E23",
        "a damaged print",
        counts(("培训人数", "≥0690人"), ("园艺培训人员", "680人")),
        ("not_applicable P1",),
        near=True,
    ),
    Example(
        "GJ-E23",
        "doubt",
        counts(
            ("培训人数", "≥690人"),
            ("园艺培训人员", "680人"),
            warnings=[a_doubt(project=1, indicator=2, field="target")],
        ),
        ("not_applicable P1",),
    ),
]

E25 = [
    Example("GJ-E25", "a month or months", values("≤3月", level2=TIME), (f"fail info {T1}",), says=("3月份或3个月",)),
    Example("GJ-E25", "months", values("≤3个月", level2=TIME), (f"pass {T1}",), near=True),
    Example("GJ-E25", "the end of a month", values("≤3月底", level2=TIME), (f"pass {T1}",), near=True),
    Example("GJ-E25", "days", values("≤90天", level2=TIME), (f"pass {T1}",), near=True),
    Example("GJ-E25", "in time", values("及时办理", level2=TIME), (f"fail info {T1}",), says=("没有时间界限",)),
    Example("GJ-E25", "each quarter", values("每季度末", level2=TIME), (f"fail info {T1}",), says=("没有具体日期",)),
    Example("GJ-E25", "a day of each month", values("每月25日", level2=TIME), (f"pass {T1}",), near=True),
    Example("GJ-E25", "another class", values("≤3月"), ("not_applicable P1",), near=True),
    Example("GJ-E25", "doubt", table(row("≤3月", TIME), **DOUBT), (f"parse_uncertain {T1}",)),
]

EXAMPLES = [*E19, *E22, *E23, *E25]


@pytest.mark.parametrize("example", EXAMPLES, ids=str)
def test_rule(example: Example) -> None:
    example.check()
