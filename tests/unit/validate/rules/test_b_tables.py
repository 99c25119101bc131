"""Rules B: is each project's table filled in?"""

from typing import Any

import pytest

from shared.document import Document
from tests.unit.validate.examples import Example, a_disclosure, a_document, a_doubt, a_project, an_indicator

BLANK_PLAN = {"mar": None, "jun": None, "oct": None, "dec": None}
NO_PROJECT = a_document()

B05 = [
    Example("GJ-B05", "filled", a_document(a_project()), ("pass P1 plan",)),
    Example(
        "GJ-B05",
        "blank, beside a filled one",
        a_document(a_project(), a_project(plan=BLANK_PLAN, at={"plan": {"line": 9}})),
        ("pass P1 plan", "fail warning P2 plan"),
        says=("资金支出计划", "12.00"),
    ),
    Example(
        "GJ-B05", "spaces are blank", a_document(a_project(plan={**BLANK_PLAN, "dec": " "})), ("fail warning P1 plan",)
    ),
    Example(
        "GJ-B05",
        "only the last column filled",
        a_document(a_project(plan={**BLANK_PLAN, "dec": "100%"})),
        ("pass P1 plan",),
        near=True,
    ),
    Example(
        "GJ-B05",
        "a lost column is not blank",
        a_document(a_project(plan=BLANK_PLAN), warnings=[a_doubt(project=1, field="plan.dec")]),
        ("parse_uncertain P1 plan",),
    ),
    Example(
        "GJ-B05",
        "the doubt is about another project",
        a_document(a_project(plan=BLANK_PLAN), a_project(), warnings=[a_doubt(project=2, field="plan")]),
        ("fail warning P1 plan", "pass P2 plan"),
    ),
    Example("GJ-B05", "no project", NO_PROJECT, ("not_applicable document",)),
]

B07 = [
    Example("GJ-B07", "filled", a_document(a_project()), ("pass P1 goals",)),
    Example(
        "GJ-B07",
        "blank",
        a_document(a_project(goals=[]), a_project(goals=[" "], budget=None)),
        ("fail error P1 goals", "fail error P2 goals"),
        says=("预算数12.00万元", "绩效目标未填写"),
    ),
    Example(
        "GJ-B07", "one short goal is a goal", a_document(a_project(goals=["", "绿"])), ("pass P1 goals",), near=True
    ),
    Example(
        "GJ-B07",
        "a table cut off",
        a_document(a_project(goals=[]), warnings=[a_doubt(project=1, field="goals")]),
        ("parse_uncertain P1 goals",),
    ),
    Example("GJ-B07", "no project", NO_PROJECT, ("not_applicable document",)),
]

B08 = [
    Example("GJ-B08", "filled", a_document(a_project()), ("pass P1 indicators",)),
    Example(
        "GJ-B08",
        "none",
        a_document(a_project(indicators=[]), a_project()),
        ("fail error P1 indicators", "pass P2 indicators"),
        says=("绩效指标未填写", "12.00"),
    ),
    Example(
        "GJ-B08",
        "rows without a name",
        a_document(a_project(indicators=[an_indicator(name=None), an_indicator(name=" ")])),
        ("fail error P1 indicators",),
    ),
    Example(
        "GJ-B08",
        "one row with a name is enough",
        a_document(a_project(indicators=[an_indicator(name=None), an_indicator(target=None)])),
        ("pass P1 indicators",),
        near=True,
    ),
    Example(
        "GJ-B08",
        "a table cut off",
        a_document(a_project(indicators=[]), warnings=[a_doubt(project=1, field="indicators")]),
        ("parse_uncertain P1 indicators",),
    ),
    Example("GJ-B08", "no project", NO_PROJECT, ("not_applicable document",)),
]

B01 = [
    Example("GJ-B01", "filled", a_document(a_project()), ("pass P1 code",)),
    Example(
        "GJ-B01",
        "blank",
        a_document(a_project(code=" ")),
        ("fail error P1 code",),
        says=("项目编码未填写", "the project code"),
    ),
    Example("GJ-B01", "an odd code is there", a_document(a_project(code="无")), ("pass P1 code",), near=True),
    Example(
        "GJ-B01",
        "doubtful",
        a_document(a_project(code=None), warnings=[a_doubt(project=1, field="code")]),
        ("parse_uncertain P1 code",),
    ),
    Example("GJ-B01", "no project", NO_PROJECT, ("not_applicable document",)),
]
UNITLESS = a_project(unit_code=None, unit_name=None)
B02 = [
    Example("GJ-B02", "filled", a_document(a_project()), ("pass P1 name",)),
    Example("GJ-B02", "no name", a_document(a_project(name=None)), ("fail warning P1 name",), says=("项目名称未填写",)),
    Example(
        "GJ-B02", "no unit", a_document(UNITLESS), ("fail warning P1 unit_code",), says=("单位代码、单位名称未填写",)
    ),
    Example(
        "GJ-B02",
        "no unit, but others have theirs",
        a_document(UNITLESS, a_project()),
        ("fail warning P1 unit_code", "pass P2 name"),
    ),
    Example(
        "GJ-B02", "a form without units", a_document(UNITLESS, UNITLESS), ("pass P1 name", "pass P2 name"), near=True
    ),
    Example("GJ-B02", "a disclosure prints no units", a_disclosure(projects=[UNITLESS]), ("pass P1 name",), near=True),
    Example(
        "GJ-B02",
        "a disclosure without a name",
        a_disclosure(projects=[a_project(name=None)]),
        ("fail warning P1 name",),
    ),
    Example("GJ-B02", "no project", NO_PROJECT, ("not_applicable document",)),
]
B03 = [
    Example("GJ-B03", "filled", a_document(a_project()), ("pass P1 budget",)),
    Example(
        "GJ-B03", "no budget", a_document(a_project(budget=None)), ("fail error P1 budget",), says=("预算数未填写",)
    ),
    Example(
        "GJ-B03",
        "no funds",
        a_document(a_project(fiscal_funds=None)),
        ("fail error P1 fiscal_funds",),
        says=("财政资金",),
    ),
    Example("GJ-B03", "other funds blank", a_document(a_project(other_funds=None)), ("pass P1 budget",), near=True),
    Example(
        "GJ-B03",
        "other funds alone",
        a_document(a_project(fiscal_funds=None, other_funds="12.00")),
        ("pass P1 budget",),
        near=True,
    ),
    Example(
        "GJ-B03",
        "other funds of 0",
        a_document(a_project(fiscal_funds=None, other_funds="0.00")),
        ("fail error P1 fiscal_funds",),
    ),
    Example("GJ-B03", "no project", NO_PROJECT, ("not_applicable document",)),
]
B04 = [
    Example("GJ-B04", "filled", a_document(a_project()), ("pass P1 purpose",)),
    Example(
        "GJ-B04",
        "eight characters",
        a_document(a_project(purpose="用于保证绿化养护。")),
        ("pass P1 purpose",),
        near=True,
    ),
    Example(
        "GJ-B04",
        "seven, and a full stop",
        a_document(a_project(purpose="用于绿化养护中。")),
        ("fail info P1 purpose",),
        says=("“用于绿化养护中。”过于简略（7个字）", "only 7"),
    ),
    Example("GJ-B04", "blank", a_document(a_project(purpose="。")), ("fail warning P1 purpose",), says=("未填写",)),
    Example(
        "GJ-B04",
        "doubtful",
        a_document(a_project(purpose=None), warnings=[a_doubt(project=1, field="purpose")]),
        ("parse_uncertain P1 purpose",),
    ),
    Example("GJ-B04", "no project", NO_PROJECT, ("not_applicable document",)),
]
VAGUE = ["保障业务正常开展", "资金合理使用"]
B06 = [
    Example("GJ-B06", "a figure", a_document(a_project()), ("pass P1 goals",)),
    Example(
        "GJ-B06",
        "nothing to measure",
        a_document(a_project(goals=VAGUE)),
        ("fail info P1 goals",),
        says=("保障业务正常开展 None", "资金合理使用 None"),
    ),
    Example(
        "GJ-B06", "a predicate", a_document(a_project(goals=[*VAGUE, "提高成活率"])), ("pass P1 goals",), near=True
    ),
    Example("GJ-B06", "blank", a_document(a_project(goals=[])), ("not_applicable P1 goals",)),
    Example(
        "GJ-B06",
        "cut off",
        a_document(a_project(goals=[" "]), warnings=[a_doubt(project=1, field="goals")]),
        ("not_applicable P1 goals",),
    ),
    Example("GJ-B06", "no project", NO_PROJECT, ("not_applicable document",)),
]


def rows(*indicators: dict[str, Any], **changes: Any) -> Document:
    project = changes.pop("project", {})
    return a_document(a_project(indicators=list(indicators), **project), **changes)


B09 = [
    Example(
        "GJ-B09",
        "whole rows",
        rows(an_indicator(), an_indicator(description=None, basis=None)),
        ("pass P1.1", "pass P1.2"),
        near=True,
    ),
    Example(
        "GJ-B09",
        "no value",
        rows(an_indicator(), an_indicator(target=None)),
        ("pass P1.1", "fail error P1.2 target"),
        says=("缺少指标值", "“修剪株数”"),
    ),
    Example(
        "GJ-B09",
        "no class and no name",
        rows(an_indicator(), an_indicator(level2=None, name=" ")),
        ("pass P1.1", "fail error P1.2 level2"),
        says=("第2条指标缺少二级指标、三级指标名称",),
    ),
    Example(
        "GJ-B09",
        "doubtful",
        rows(an_indicator(target=None), an_indicator(name=None), warnings=[a_doubt(project=1, indicator=1)]),
        ("parse_uncertain P1.1", "fail error P1.2 name"),
    ),
    Example(
        "GJ-B09",
        "half a row of a rebuilt table",
        rows(an_indicator(name=None, target=None), an_indicator(target=None), form="pdf-text"),
        ("parse_uncertain P1.1", "fail error P1.2 target"),
    ),
    Example(
        "GJ-B09",
        "a torn row of a rebuilt table",
        rows(an_indicator(), an_indicator(target=None, basis=None), form="pdf-text"),
        ("pass P1.1", "parse_uncertain P1.2"),
    ),
    Example("GJ-B09", "nothing filled in is another rule's", rows(an_indicator(name=None)), ("not_applicable P1",)),
    Example("GJ-B09", "no rows", rows(), ("not_applicable P1",)),
    Example("GJ-B09", "no project", NO_PROJECT, ("not_applicable document",)),
]


def of(level2: str, level1: str = "产出指标") -> dict[str, Any]:
    return an_indicator(level1=level1, level2=level2)


QUANTITY, QUALITY, TIME, COST = of("数量指标"), of("质量指标"), of("时效指标"), of("成本指标")
BENEFIT, SATISFIED = of("社会效益指标", "效益指标"), of("服务对象满意度指标", "满意度指标")
ALL = (QUANTITY, QUALITY, TIME, COST, BENEFIT, SATISFIED)


def without(*rows_: dict[str, Any]) -> list[dict[str, Any]]:
    return [row for row in ALL if row not in rows_]


def lacking(rule: str, severity: str, missing: dict[str, Any], word: str) -> list[Example]:
    """The examples that the rules about one class share."""
    cut = [a_doubt(project=1, field="indicators")]
    return [
        Example(rule, "every class", rows(*ALL), ("pass P1",)),
        Example(rule, "missing", rows(*without(missing)), (f"fail {severity} P1",), says=(word,)),
        Example(rule, "a table cut off", rows(*without(missing), warnings=cut), ("parse_uncertain P1",)),
        Example(rule, "blank indicators", rows(), ("not_applicable P1",)),
        Example(rule, "rows without names", rows(an_indicator(name=None)), ("not_applicable P1",)),
        Example(rule, "no project", NO_PROJECT, ("not_applicable document",)),
    ]


B10 = [
    Example("GJ-B10", "every class", rows(*ALL), ("pass P1",)),
    Example(
        "GJ-B10",
        "none of output",
        rows(BENEFIT, SATISFIED),
        ("fail error P1",),
        says=("没有产出指标", "社会效益指标、服务对象满意度指标"),
    ),
    Example("GJ-B10", "level 1 alone says so", rows(of("其他", "产出指标"), BENEFIT), ("pass P1",), near=True),
    Example("GJ-B10", "level 2 alone says so", rows(of("数量指标", "")), ("pass P1",), near=True),
    Example("GJ-B10", "cost is no output", rows(of("经济成本指标", "成本指标")), ("fail error P1",)),
    Example("GJ-B10", "no project", NO_PROJECT, ("not_applicable document",)),
]
B11 = [
    *lacking("GJ-B11", "warning", QUANTITY, "没有数量指标"),
    Example("GJ-B11", "no quality", rows(*without(QUALITY)), ("fail warning P1",), says=("没有质量指标",)),
    Example("GJ-B11", "no time", rows(*without(TIME)), ("fail info P1",), near=False, says=("没有时效指标",)),
    Example(
        "GJ-B11",
        "neither quality nor time",
        rows(*without(TIME, QUALITY)),
        ("fail warning P1",),
        says=("质量指标、时效指标",),
    ),
    Example("GJ-B11", "no output at all", rows(BENEFIT), ("not_applicable P1",), near=True),
]
B12 = [
    *lacking("GJ-B12", "error", BENEFIT, "没有效益指标"),
    Example("GJ-B12", "效果 is 效益", rows(QUANTITY, of("可持续影响指标", "效果指标")), ("pass P1",), near=True),
]
B13 = [
    *lacking("GJ-B13", "warning", SATISFIED, "没有满意度指标"),
    Example(
        "GJ-B13",
        "an internal project",
        rows(QUANTITY, project={"purpose": "用于办公设备购置。"}),
        ("fail info P1",),
    ),
    Example(
        "GJ-B13", "an internal project by its name", rows(QUANTITY, project={"name": "系统运维"}), ("fail info P1",)
    ),
    Example("GJ-B13", "satisfaction under another level", rows(of("满意度指标", "效益指标")), ("pass P1",), near=True),
]
B14 = [
    *lacking("GJ-B14", "warning", COST, "没有成本指标"),
    Example("GJ-B14", "cost as a level of its own", rows(of("经济成本指标", "成本指标")), ("pass P1",), near=True),
]
NO_BASIS = an_indicator(basis=None)
B15 = [
    Example("GJ-B15", "given", rows(an_indicator()), ("pass P1 basis",)),
    Example(
        "GJ-B15", "all blank", rows(NO_BASIS, NO_BASIS), ("fail warning P1 basis",), says=("2条指标中有2条", "2/2")
    ),
    Example(
        "GJ-B15", "some blank", rows(an_indicator(), an_indicator(basis=" ")), ("fail info P1 basis",), says=("1/2",)
    ),
    Example("GJ-B15", "one word is a basis", rows(an_indicator(basis="计划")), ("pass P1 basis",), near=True),
    Example(
        "GJ-B15",
        "doubtful",
        rows(NO_BASIS, warnings=[a_doubt(project=1, indicator=1, field="basis")]),
        ("parse_uncertain P1 basis",),
    ),
    Example("GJ-B15", "another form", rows(NO_BASIS, template="henan-target-text"), ("not_applicable P1 basis",)),
    Example("GJ-B15", "blank indicators", rows(), ("not_applicable P1 basis",)),
    Example("GJ-B15", "no names", rows(an_indicator(name=None, basis=None)), ("not_applicable P1 basis",)),
    Example("GJ-B15", "no project", NO_PROJECT, ("not_applicable document",)),
]

EXAMPLES = [
    *(*B01, *B02, *B03, *B04, *B05, *B06, *B07, *B08, *B09),
    *(*B10, *B11, *B12, *B13, *B14, *B15),
]


@pytest.mark.parametrize("example", EXAMPLES, ids=str)
def test_rule(example: Example) -> None:
    example.check()
