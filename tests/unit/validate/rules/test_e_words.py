"""Rules E about values in words, bases and times."""

from typing import Any

import pytest

from tests.unit.validate.examples import Example, a_document, a_doubt, a_project
from tests.unit.validate.rules.test_e_prints import DOUBT, T1, T2, T3, row, table, values

TIME, COST, BENEFIT = "时效指标", "成本指标", "社会效益指标"

E04 = [
    Example("GJ-E04", "a time in words", values("及时办理", level2=TIME), (f"fail warning {T1}",), says=("未量化",)),
    Example("GJ-E04", "a cost in words", values("视实际情况", level2=COST), (f"fail warning {T1}",)),
    Example("GJ-E04", "a budget", values("≤预算批复金额", level2=COST), (f"fail warning {T1}",)),
    Example("GJ-E04", "a benefit in words", values("美化街道，方便出行", level2=BENEFIT), (f"fail info {T1}",)),
    Example("GJ-E04", "a grade", values("良好", "好/较好/一般"), (f"pass {T1}", f"pass {T2}"), near=True),
    Example("GJ-E04", "a formula", values("工资标准的70%", level2=COST), ("not_applicable P1",), near=True),
    Example(
        "GJ-E04", "a time of the year", values("每季度末", "年底前", level2=TIME), ("not_applicable P1",), near=True
    ),
    Example("GJ-E04", "a yes is E06's", values("是", "是/否"), ("not_applicable P1",), near=True),
    Example("GJ-E04", "a unit is E09's", values("株"), ("not_applicable P1",), near=True),
    Example(
        "GJ-E04", "vague words are E05's", values("效果显著", level2=BENEFIT), (f"not_applicable {T1}",), near=True
    ),
    Example(
        "GJ-E04",
        "a repeated name is E08's",
        table(row("绿地景观改善", name="绿地景观改善")),
        (f"not_applicable {T1}",),
        near=True,
    ),
    Example("GJ-E04", "doubt", table(row("及时办理", TIME), **DOUBT), (f"parse_uncertain {T1}",)),
]

E05 = [
    Example("GJ-E05", "a benefit", values("效果显著", level2=BENEFIT), (f"fail info {T1}",), says=("效果显著", "空泛")),
    Example("GJ-E05", "elsewhere", values("有效保障", "显著提高"), (f"fail warning {T1}", f"fail warning {T2}")),
    Example("GJ-E05", "there is some", values("有", level2=BENEFIT), (f"fail info {T1}",)),
    Example("GJ-E05", "says what", values("绿地得到保障", "提升绿地覆盖"), (f"pass {T1}", f"pass {T2}"), near=True),
    Example("GJ-E05", "grades", values("良好", "较好", "合格"), tuple(f"pass {t}" for t in (T1, T2, T3)), near=True),
    Example("GJ-E05", "a yes", values("是"), (f"pass {T1}",), near=True),
    Example("GJ-E05", "a figure", values("提高5%"), ("not_applicable P1",), near=True),
    Example("GJ-E05", "a repeated name is E08's", table(row("有效保障", name="有效保障")), (f"not_applicable {T1}",)),
    Example("GJ-E05", "doubt", table(row("效果显著"), **DOUBT), (f"parse_uncertain {T1}",)),
]

E06 = [
    Example("GJ-E06", "both", values("是/否"), (f"fail warning {T1}",), says=("同时列出两种答案",)),
    Example("GJ-E06", "both in other signs", values("是／否", "有 / 无"), (f"fail warning {T1}", f"fail warning {T2}")),
    Example("GJ-E06", "one", values("是", "无"), (f"fail info {T1}", f"fail info {T2}")),
    Example("GJ-E06", "some is E05's", values("有"), (f"not_applicable {T1}",), near=True),
    Example("GJ-E06", "a word that begins so", values("是否达标", "无投诉"), (f"pass {T1}", f"pass {T2}"), near=True),
    Example("GJ-E06", "blank", table(row(None)), ("not_applicable P1",)),
    Example("GJ-E06", "doubt", table(row("是/否"), **DOUBT), (f"parse_uncertain {T1}",)),
]

E13 = [
    Example("GJ-E13", "with operators", values("≥95%", "5株以上", "不超过3次"), ("pass P1",), near=True),
    Example(
        "GJ-E13", "without", values("95%", "≥5株", "238个"), ("fail info P1",), says=("2个指标值", "“95%”、“238个”")
    ),
    Example("GJ-E13", "satisfaction", values("95%", level2="满意度指标"), ("not_applicable P1",), near=True),
    Example("GJ-E13", "times and words", values("12月底", "良好", "3个月"), ("not_applicable P1",), near=True),
    Example("GJ-E13", "damaged prints", values("095%", "9595%"), ("not_applicable P1",), near=True),
    Example("GJ-E13", "doubt", table(row("95%"), **DOUBT), ("not_applicable P1",)),
]


def signed(level2: str, name: str, target: str, expect: str, near: bool = False) -> Example:
    return Example("GJ-E14", f"{name}{target}", table(row(target, level2, name)), (f"{expect} {T1}",), near=near)


E14 = [
    signed(COST, "养护成本", "≥12万元", "fail warning"),
    signed(COST, "养护成本", "≤12万元", "pass", near=True),
    signed(COST, "护林员补助标准", "≥2000元/人", "fail info"),
    signed(TIME, "办结时限", "≥30天", "fail warning"),
    signed(TIME, "办结时限", "≤30天", "pass", near=True),
    signed(TIME, "宣传时间", "≥30天", "fail info"),
    signed("质量指标", "投诉率", "≥5%", "fail warning"),
    signed("质量指标", "投诉率", "≤5%", "pass", near=True),
    signed("质量指标", "投诉处理率", "≥95%", "pass", near=True),
    signed("质量指标", "事故下降率", "≥5%", "pass", near=True),
    signed("数量指标", "帮助失业人员人数", "≥50人", "pass", near=True),
    signed("质量指标", "设备故障次数", "≥3次", "fail warning"),
    signed("质量指标", "苗木成活率", "≤90%", "fail warning"),
    signed("质量指标", "苗木成活率", "≥90%", "pass", near=True),
    signed("质量指标", "超限率", "≤0.5%", "pass", near=True),
    signed("质量指标", "辍学率", "≤1%", "pass", near=True),
    signed("数量指标", "补植次数", "≤1次", "pass", near=True),
    Example("GJ-E14", "better", table(row("≥12万元", COST, "成本")), (f"fail warning {T1}",), says=("改用“≤”",)),
    Example("GJ-E14", "the other", table(row("≤9%", name="成活率")), (f"fail warning {T1}",), says=("改用“≥”",)),
    Example("GJ-E14", "a norm", table(row("≥9元", COST, "补助")), (f"fail info {T1}",), says=("不低于标准之意",)),
    Example("GJ-E14", "a rate of cost", table(row("≥5%", COST, "节约率")), (f"pass {T1}",), near=True),
    Example("GJ-E14", "a rate of time", table(row("≥95%", TIME, "办结时限")), (f"pass {T1}",), near=True),
    Example("GJ-E14", "no operator", values("95%"), ("not_applicable P1",)),
    Example("GJ-E14", "doubt", table(row("≥12万元", COST, "成本"), **DOUBT), (f"parse_uncertain {T1}",)),
]


def rated(name: str, target: str, expect: str, near: bool = False, **changes: Any) -> Example:
    return Example("GJ-E15", f"{name}{target}", table(row(target, name=name, **changes)), (expect,), near=near)


E15 = [
    rated("苗木成活率", "≥120%", f"fail error {T1}"),
    rated("苗木成活率（%）", "101%", f"fail error {T1}"),
    rated("苗木成活率", ">100%", f"fail error {T1}"),
    rated("苗木成活率", "≥100%", f"fail info {T1}"),
    rated("苗木成活率", "100%", f"pass {T1}", near=True),
    rated("苗木成活率", "≥99%", f"pass {T1}", near=True),
    rated("绿地增长率", "≥120%", "not_applicable P1", near=True),
    rated("计划完成率", "≥120%", "not_applicable P1", near=True),
    rated("满意率", "≥120%", "not_applicable P1", near=True, level2="满意度指标"),
    rated("苗木成活率", "≥9595%", f"not_applicable {T1}", near=True),
    rated("修剪株数", "120%", "not_applicable P1"),
    Example("GJ-E15", "doubt", table(row("120%", name="成活率"), **DOUBT), (f"parse_uncertain {T1}",)),
]


def based(target: str, basis: str | None, expect: str, near: bool = False, **changes: Any) -> Example:
    level2 = changes.pop("level2", "数量指标")
    found = table(row(target, level2, "存活株数", basis=basis), **changes)
    return Example("GJ-E16", f"{target} on {basis}", found, (expect,), near=near)


E16 = [
    based("≥10万株", "2023年末存活10.4万株", f"fail warning {T1}"),
    based("≥10万株", "2023年末存活10.2万株", f"pass {T1}", near=True),
    based("≥90%", "参考上年值，上年存活率93%", f"fail warning {T1}"),
    based("≥100株", "2023年实际完成150株", f"fail warning {T1}"),
    based("≥100株", "2023年苗圃育苗150株", f"pass {T1}", near=True),
    based("≥100株", "2023年存活201株", f"pass {T1}", near=True),
    based("≥100株", "2022年150株，2023年100株", f"pass {T1}", near=True),
    based("≥100株", "2022年100株，2023年150株", f"fail warning {T1}"),
    based("≥100株", "2024年存活150株", f"pass {T1}", near=True),
    based("≥100株", "2023年修剪150公顷", f"pass {T1}", near=True),
    based("≥100株", "园发〔2023〕150号", f"pass {T1}", near=True),
    based("≥100株", "2023年120-150株", f"pass {T1}", near=True),
    based("≥100株", "2023年甲路90株和乙路60株", f"pass {T1}", near=True),
    based("≤100株", "2023年150株", "not_applicable P1", near=True),
    based("≥100元", "2023年150元", "not_applicable P1", near=True, level2="成本指标"),
    based("≥100株", "2023年150株", f"pass {T1}", near=True, fiscal_year=None),
    based("≥100株", "去年150株", f"fail warning {T1}", fiscal_year=None),
    based("≥100株", None, "not_applicable P1"),
    based("≥100株", "2023年150株", f"parse_uncertain {T1}", warnings=DOUBT["warnings"]),
]

E17 = [
    Example("GJ-E17", "a document", table(row("95%", basis="园发〔2023〕15号")), ("pass document",)),
    Example(
        "GJ-E17",
        "a standard with its source",
        table(row("95%", basis="计划标准，园发〔2023〕15号")),
        ("pass document",),
        near=True,
    ),
    Example("GJ-E17", "a survey", table(row("95%", basis="调查问卷")), ("pass document",), near=True),
    Example(
        "GJ-E17",
        "a generic word",
        table(row("95%", basis="计划标准"), row("5株", basis="计划标准")),
        ("pass document", "fail info P1 basis"),
        says=("2个指标", "“计划标准”"),
    ),
    Example(
        "GJ-E17",
        "its own name",
        table(row("95%", name="养护率", basis="养护率")),
        ("pass document", "fail info P1.1 basis"),
    ),
    Example(
        "GJ-E17", "an instruction", table(row("95%", basis="县领导批示")), ("pass document", "fail info P1.1 basis")
    ),
    Example(
        "GJ-E17",
        "the form's default",
        a_document(
            a_project(indicators=[row("95%", basis="工作计划")]), a_project(indicators=[row("5株", basis="工作计划")])
        ),
        ("fail info document",),
        says=("2个指标", "项目1、2"),
    ),
    Example(
        "GJ-E17",
        "doubt",
        table(row("95%", basis="满意度"), warnings=[a_doubt(project=1, indicator=1, field="basis")]),
        ("pass document", "parse_uncertain P1.1 basis"),
    ),
    Example("GJ-E17", "blank is B15's", table(row("95%", basis=None)), ("not_applicable document",)),
]

EXAMPLES = [*E04, *E05, *E06, *E13, *E14, *E15, *E16, *E17]


@pytest.mark.parametrize("example", EXAMPLES, ids=str)
def test_rule(example: Example) -> None:
    example.check()
