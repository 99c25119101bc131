"""Rules D and E just at their edges: the last value that passes and the first that does not."""

from typing import Any

import pytest

from shared.document import Document
from tests.unit.validate.examples import Example, a_document, a_project, an_indicator


def funded(budget: str, fiscal: str | None = None, other: str | None = None) -> Document:
    return a_document(a_project(budget=budget, fiscal_funds=fiscal, other_funds=other))


D02 = [
    Example("GJ-D02", "zero", funded("0.00"), ("fail error P1 budget",), says=("0.00万元为零", "0.00万元 ≤ 0")),
    Example("GJ-D02", "negative", funded("-1.00"), ("fail error P1 budget",), says=("-1.00万元为负数",)),
    Example("GJ-D02", "the smallest budget", funded("0.01", "0.01"), ("pass P1 budget",), near=True),
    Example("GJ-D02", "a part as large as the whole", funded("5.00", "5.00", "0.00"), ("pass P1 budget",), near=True),
]


D02 += [
    Example(
        "GJ-D02", "one 元, where the sum is wrong already", funded("0.0001", "0.0003"), ("not_applicable P1 budget",)
    ),
    Example("GJ-D02", "nothing, where the sum is wrong already", funded("0.00", "3.00"), ("fail error P1 budget",)),
    Example(
        "GJ-D02",
        "a part below zero",
        funded("12.00", "-1.00", "13.00"),
        ("fail error P1 budget",),
        says=("-1.00万元为负数", "< 0", "below zero"),
    ),
]


def rated(level2: str, name: str, *targets: str, **more: Any) -> Document:
    rows = [an_indicator(level1="产出指标", level2=level2, name=name, target=target, **more) for target in targets]
    return a_document(a_project(indicators=rows))


def described(*pairs: tuple[str, str]) -> Document:
    return a_document(a_project(indicators=[an_indicator(name=n, description=d) for n, d in pairs]))


PLAIN = ("修剪株数", "全年修剪行道树的数量")
E07 = [
    Example(
        "GJ-E07",
        "two of four",
        described(("补植株数", "补植株数"), ("浇水次数", "浇水次数"), PLAIN, PLAIN),
        ("fail info P1 description",),
        says=("2/4",),
    ),
    Example(
        "GJ-E07",
        "two of three",
        described(("补植株数", "补植株数"), ("浇水次数", "浇水次数"), PLAIN),
        ("fail warning P1 description",),
    ),
    Example(
        "GJ-E07", "two characters", described(("株数", "株数"), ("次数", "次数")), ("fail warning P1 description",)
    ),
    Example("GJ-E07", "one character", described(("树", "树"), ("草", "草")), ("pass P1 description",), near=True),
    Example(
        "GJ-E07",
        "nine of ten characters",
        described(*[("一二三四五六七八九", "一二三四五六七八九十")] * 2),
        ("fail warning P1 description",),
    ),
    Example(
        "GJ-E07",
        "eight of nine characters",
        described(*[("一二三四五六七八", "一二三四五六七八九")] * 2),
        ("pass P1 description",),
        near=True,
    ),
]


def said(target: str, name: str = "养护", description: str = "养护") -> Document:
    return rated("社会效益指标", name, target, description=description)


E08 = [
    Example(
        "GJ-E08", "four characters", said("绿地养护", "绿地养护"), ("fail error P1.1 target",), says=("与指标名称相同",)
    ),
    Example("GJ-E08", "three characters", said("绿养护", "绿养护"), ("pass P1.1 target",), near=True),
    Example(
        "GJ-E08",
        "the description",
        said("绿地养护", "养护", "绿地养护"),
        ("fail error P1.1 target",),
        says=("绩效指标描述相同",),
    ),
    Example(
        "GJ-E08",
        "eight of ten characters of it",
        said("改善公园绿地环境", "养护", "改善公园绿地环境质量"),
        ("fail info P1.1 target",),
        says=("摘自绩效指标描述",),
    ),
    Example(
        "GJ-E08",
        "eight of eleven",
        said("改善公园绿地环境", "养护", "改善公园绿地环境的质量"),
        ("pass P1.1 target",),
        near=True,
    ),
    Example(
        "GJ-E08", "seven of eight", said("改善绿地的环境", "养护", "改善绿地的环境好"), ("pass P1.1 target",), near=True
    ),
    Example(
        "GJ-E08",
        "as long, and other words",
        said("改善公园绿地环境", "养护", "提升道路绿化水平好"),
        ("pass P1.1 target",),
        near=True,
    ),
]


def pleased(*targets: str) -> Document:
    return rated("服务对象满意度指标", "居民满意度", *targets)


E10 = [
    Example("GJ-E10", "sixty", pleased("≥60%"), ("fail warning P1.1 target",), says=("60% ≤ 60%",)),
    Example("GJ-E10", "sixty-one", pleased("≥61%"), ("pass P1.1 target",), near=True),
    Example("GJ-E10", "nothing", pleased("≥0%"), ("fail warning P1.1 target",), says=("0% ≤ 60%",)),
    Example("GJ-E10", "the whole", pleased("≥100%"), ("fail info P1.1 target",), says=("难以实现",)),
    Example("GJ-E10", "above the whole", pleased("≥101%"), ("fail error P1.1 target",), says=("101% > 100%",)),
    Example("GJ-E10", "a count of people", pleased("≥90人"), ("not_applicable P1",), near=True),
    Example("GJ-E10", "words", pleased("满意"), ("not_applicable P1",), near=True),
]

E15 = [
    Example(
        "GJ-E15",
        "the whole",
        rated("质量指标", "成活率", "100%", "=100%", "≤100%"),
        tuple(f"pass P1.{n} target" for n in (1, 2, 3)),
        near=True,
    ),
    Example(
        "GJ-E15",
        "at least the whole",
        rated("质量指标", "成活率", "≥100%"),
        ("fail info P1.1 target",),
        says=("只能等于100%", "≥100% = 100%", "can only be"),
    ),
    Example(
        "GJ-E15",
        "more than the whole",
        rated("质量指标", "成活率", ">100%"),
        ("fail error P1.1 target",),
        says=("超过100%，不可能实现", ">100% > 100%", "is above"),
    ),
    Example(
        "GJ-E15",
        "above the whole",
        rated("质量指标", "成活率", "101%"),
        ("fail error P1.1 target",),
        says=("101% > 100%",),
    ),
    Example("GJ-E15", "nothing", rated("质量指标", "死亡率", "0%"), ("pass P1.1 target",), near=True),
    Example("GJ-E15", "a range", rated("质量指标", "成活率", "95-105%"), ("not_applicable P1",), near=True),
    Example("GJ-E15", "per mille", rated("质量指标", "发生率", "150‰"), ("not_applicable P1",), near=True),
]

E24 = [
    Example("GJ-E24", "the class as a name", rated("数量指标", "数量指标", "3株"), ("fail error P1.1 name",)),
    Example(
        "GJ-E24",
        "no description",
        rated("数量指标", "数量指标", "3株", description=None),
        ("not_applicable P1",),
        near=True,
    ),
    Example("GJ-E24", "no name", rated("数量指标", "", "3株"), ("not_applicable P1",), near=True),
]

E25 = [
    Example(
        "GJ-E25",
        "a month or months",
        rated("时效指标", "完成时间", "≤3月"),
        ("fail info P1.1 target",),
        says=("3月份或3个月",),
    ),
    Example(
        "GJ-E25",
        "months",
        rated("时效指标", "完成时间", "≤3个月", "≤60天", "≤1年", "3月底前"),
        tuple(f"pass P1.{n} target" for n in range(1, 5)),
        near=True,
    ),
    Example(
        "GJ-E25", "in time", rated("时效指标", "完成时间", "及时"), ("fail info P1.1 target",), says=("没有时间界限",)
    ),
    Example(
        "GJ-E25",
        "words that name a time",
        rated("时效指标", "完成时间", "汛期到来之前"),
        ("pass P1.1 target",),
        near=True,
    ),
    Example(
        "GJ-E25",
        "every quarter's end",
        rated("时效指标", "拨付时间", "每季度末"),
        ("fail info P1.1 target",),
        says=("没有具体日期",),
    ),
    Example(
        "GJ-E25", "every month on a day", rated("时效指标", "拨付时间", "每月25日"), ("pass P1.1 target",), near=True
    ),
    Example("GJ-E25", "blank", rated("时效指标", "完成时间", ""), ("not_applicable P1",)),
    Example("GJ-E25", "of another class", rated("数量指标", "完成时间", "≤3月"), ("not_applicable P1",), near=True),
]


def based(target: str, basis: str | None, name: str = "修剪株数", level2: str = "数量指标") -> Document:
    return rated(level2, name, target, basis=basis)


E16 = [
    Example("GJ-E16", "two per cent less", based("≥98株", "2023年修剪100株"), ("pass P1.1 target",), near=True),
    Example(
        "GJ-E16",
        "more than two per cent less",
        based("≥97株", "2023年修剪100株"),
        ("fail warning P1.1 target",),
        says=("97株 < 100株",),
    ),
    Example("GJ-E16", "half of it", based("≥50株", "2023年修剪100株"), ("fail warning P1.1 target",)),
    Example(
        "GJ-E16",
        "less than half counts another thing",
        based("≥49株", "2023年修剪100株"),
        ("pass P1.1 target",),
        near=True,
    ),
    Example(
        "GJ-E16",
        "the latest year counts",
        based("≥97株", "2022年修剪100株，2023年修剪90株"),
        ("pass P1.1 target",),
        near=True,
    ),
    Example(
        "GJ-E16",
        "last year without its number",
        based("≥97株", "上年修剪100株，2022年修剪90株"),
        ("fail warning P1.1 target",),
    ),
    Example("GJ-E16", "this year's own plan", based("≥97株", "2024年修剪100株"), ("pass P1.1 target",), near=True),
    Example("GJ-E16", "a limit", based("≤97株", "2023年修剪100株"), ("not_applicable P1",), near=True),
    Example("GJ-E16", "a range", based("≥97株", "2023年修剪90-100株"), ("pass P1.1 target",), near=True),
    Example("GJ-E16", "another unit", based("≥97株", "2023年修剪100公里"), ("pass P1.1 target",), near=True),
    Example("GJ-E16", "another thing", based("≥97株", "2023年死亡病虫100株"), ("pass P1.1 target",), near=True),
]


def counting(*rows: tuple[str, str], purpose: str = "绿化") -> Document:
    indicators = [an_indicator(name=name, description="数量", target=target) for name, target in rows]
    return a_document(a_project(purpose=purpose, goals=["绿化"], indicators=indicators))


def printed(*targets: str) -> Document:
    return rated("质量指标", "养护标准", *targets)


def lines(*outcomes: str) -> tuple[str, ...]:
    return tuple(f"{outcome} P1.{n} target" for n, outcome in enumerate(outcomes, 1))


JOINED = "fail warning"
TWICE = ("9090%", "9595%")  # two damaged prints: money is suspected too
E11 = [
    Example(
        "GJ-E11",
        "of two percentages",
        printed("10050%", "10049%", "49100%", "50100%"),
        lines(JOINED, "pass", "pass", JOINED),
    ),
    Example("GJ-E11", "a number twice", printed("3030%", "1212%", "30301%"), lines(JOINED, JOINED, "pass")),
    Example("GJ-E11", "too short and too long", printed("999%", "1000000%"), lines("pass", "pass"), near=True),
    Example("GJ-E11", "money, where nothing else is damaged", printed("3030元"), lines("pass"), near=True),
    Example(
        "GJ-E11",
        "money, where two prints are",
        printed("3030元", "90108元", "3040元", "30300元", *TWICE),
        lines(JOINED, JOINED, "pass", "pass", JOINED, JOINED),
        says=("3030 → 30", "90108 → 108"),
    ),
    Example("GJ-E11", "money with a decimal point", printed("3030.5元", *TWICE), lines("pass", JOINED, JOINED)),
]

E23 = [
    Example(
        "GJ-E23",
        "at least more than it is",
        counting(("修剪数", "≥120株"), ("修剪总数", "100株")),
        ("fail warning P1.1",),
        says=("120株 > 100株",),
    ),
    Example(
        "GJ-E23",
        "at least more than at most",
        counting(("修剪数", ">120株"), ("修剪总数", "≤100株")),
        ("fail warning P1.1",),
    ),
    Example(
        "GJ-E23", "at least as many", counting(("修剪数", "≥100株"), ("修剪总数", "=100株")), ("pass P1",), near=True
    ),
    Example(
        "GJ-E23", "half as much again", counting(("修剪数", "≥150株"), ("修剪总数", "100株")), ("pass P1",), near=True
    ),
    Example(
        "GJ-E23", "two lower bounds", counting(("修剪数", "≥120株"), ("修剪总数", "≥100株")), ("pass P1",), near=True
    ),
    Example("GJ-E23", "another unit", counting(("修剪数", "≥120株"), ("修剪总数", "100棵")), ("pass P1",), near=True),
    Example("GJ-E23", "another scope", counting(("修剪数", "≥120株"), ("种植数", "100株")), ("pass P1",), near=True),
    Example("GJ-E23", "one count", counting(("修剪数", "≥120株")), ("not_applicable P1",)),
    Example(
        "GJ-E23",
        "no scope and no count",
        counting(("修剪数", "≥120株"), ("树", "100株"), ("修剪率", "9%")),
        ("not_applicable P1",),
        near=True,
    ),
    Example(
        "GJ-E23",
        "fewer visits than persons",
        counting(("培训人数", "≥100人"), ("培训人次", "≥80人次")),
        ("fail warning P1.1",),
        says=("少于", "100人 = 100人次 > 80人次"),
    ),
    Example(
        "GJ-E23",
        "nine visits of ten",
        counting(("培训人数", "≥100人"), ("培训人次", "≥90人次")),
        ("pass P1",),
        near=True,
    ),
    Example(
        "GJ-E23",
        "a digit lost",
        counting(("领取人数", "≥600人"), ("领取人次", "720人次"), purpose="按月发放"),
        ("fail warning P1.1",),
        says=("疑少录一位", "600人×12月 = 7200人次 > 720人次"),
    ),
    Example(
        "GJ-E23",
        "too few, no digit lost",
        counting(("领取人数", "≥600人"), ("领取人次", "700人次"), purpose="按月发放"),
        ("fail warning P1.1",),
        says=("700人次，请核实",),
    ),
    Example(
        "GJ-E23",
        "at most so many persons",
        counting(("培训人数", "≤100人"), ("培训人次", "80人次")),
        ("pass P1",),
        near=True,
    ),
    Example(
        "GJ-E23",
        "at most so many visits",
        counting(("培训人数", "≥100人"), ("培训人次", "≤80人次")),
        ("pass P1",),
        near=True,
    ),
    Example(
        "GJ-E23",
        "visits of another scope",
        counting(("培训人数", "≥100人"), ("体检人次", "80人次")),
        ("pass P1",),
        near=True,
    ),
]

EXAMPLES = [*E11, *E23, *D02, *E07, *E08, *E10, *E15, *E16, *E24, *E25]


@pytest.mark.parametrize("example", EXAMPLES, ids=str)
def test_rule(example: Example) -> None:
    example.check()
