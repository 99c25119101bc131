"""Rules E about levels, names and columns of the indicator table."""

from typing import Any

import pytest

from tests.unit.validate.examples import Example, a_document, a_doubt, a_project, an_indicator
from tests.unit.validate.rules.test_e_prints import row, table


def level(level1: str | None, level2: str | None = "数量指标") -> dict[str, Any]:
    return an_indicator(level1=level1, level2=level2)


def named(name: str | None, description: str | None = "说明", target: str = "≥5株", **changes: Any) -> dict[str, Any]:
    return an_indicator(name=name, description=description, target=target, **changes)


def doubt(field: str, number: int = 1) -> list[dict[str, Any]]:
    return [a_doubt(project=1, indicator=number, field=field)]


OLD = [level("产出指标", "成本指标"), level("效益指标", "社会效益指标"), level("满意度指标", "服务对象满意度指标")]
NEW = [level("成本指标", "经济成本指标"), level("产出指标"), level("效益指标", "可持续影响指标")]

E01 = [
    Example("GJ-E01", "old scheme", table(*OLD), ("pass P1 level1",)),
    Example("GJ-E01", "new scheme", table(*NEW), ("pass P1 level1",), near=True),
    Example("GJ-E01", "without 指标", table(level("产出"), level("效益")), ("pass P1 level1",), near=True),
    Example(
        "GJ-E01",
        "another word",
        table(level("效果指标"), level("效果指标")),
        ("fail info P1 level1",),
        says=("“效果指标”不规范，宜为效益指标",),
    ),
    Example("GJ-E01", "an unknown level", table(level("管理指标")), ("fail info P1 level1",)),
    Example("GJ-E01", "doubt", table(level("效果指标"), warnings=doubt("level1")), ("parse_uncertain P1 level1",)),
    Example("GJ-E01", "blank", table(level(None)), ("not_applicable P1",)),
]

E02 = [
    Example("GJ-E02", "old scheme", table(*OLD), ("pass document",)),
    Example("GJ-E02", "new scheme", table(*NEW), ("pass document",), near=True),
    Example(
        "GJ-E02",
        "elsewhere",
        table(level("产出指标", "社会效益指标")),
        ("pass document", "fail warning P1.1 level2"),
        says=("宜归入效益指标",),
    ),
    Example(
        "GJ-E02", "another word for level 1", table(level("效果指标", "社会效益指标")), ("pass document",), near=True
    ),
    Example("GJ-E02", "an unknown level 2", table(level("产出指标", "过程指标")), ("pass document",), near=True),
    Example(
        "GJ-E02",
        "both schemes",
        a_document(a_project(indicators=OLD), a_project(indicators=NEW)),
        ("fail warning document",),
        says=("项目1中归于产出指标，在项目2中为一级指标",),
    ),
    Example(
        "GJ-E02",
        "doubt",
        table(level("产出指标", "社会效益指标"), warnings=doubt("level2")),
        ("pass document", "parse_uncertain P1.1 level2"),
    ),
    Example("GJ-E02", "blank", table(level(None)), ("not_applicable document",)),
]

TWICE = [named("成活率", "成活率"), named("修剪率", "修剪率。")]
E07 = [
    Example("GJ-E07", "explained", table(named("成活率", "成活株数占补植株数的比例")), ("pass P1 description",)),
    Example(
        "GJ-E07", "once", table(*TWICE[:1], named("修剪率", "按时修剪的比例")), ("pass P1 description",), near=True
    ),
    Example(
        "GJ-E07",
        "more than half",
        table(*TWICE, named("面积", "养护绿地的面积")),
        ("fail warning P1 description",),
        says=("2/3个指标",),
    ),
    Example("GJ-E07", "half", table(*TWICE, *[named("面积", "养护绿地的面积")] * 2), ("fail info P1 description",)),
    Example(
        "GJ-E07",
        "nearly the name",
        table(
            named("行道树修剪完成情况", "行道树修剪完成的情况"), named("绿地养护面积情况统计", "绿地养护面积情况统计数")
        ),
        ("pass P1 description",),
        near=True,
    ),
    Example(
        "GJ-E07",
        "the name and one character",
        table(named("行道树修剪补植完成情况", "行道树修剪补植完成情况数"), TWICE[0]),
        ("fail warning P1 description",),
    ),
    Example("GJ-E07", "doubt", table(*TWICE, warnings=doubt("description")), ("pass P1 description",)),
    Example("GJ-E07", "no description", table(named("成活率", None)), ("not_applicable P1",)),
]

E20 = [
    Example("GJ-E20", "other names", table(named("补植"), named("修剪")), ("pass P1",)),
    Example(
        "GJ-E20",
        "two values",
        table(named("补植", "补植株数", "≥200株"), named("补植", "补植株数", "≥300株")),
        ("fail error P1.1",),
        says=("≥200株 ≠ ≥300株",),
    ),
    Example("GJ-E20", "twice", table(named("补植"), named("补植")), ("fail warning P1.1",), says=("重复出现",)),
    Example(
        "GJ-E20",
        "tiers",
        table(named("补植", "乔木", "≥200株"), named("补植", "灌木", "≥300株")),
        ("fail info P1.1",),
        says=("出现2次，描述不同",),
    ),
    Example(
        "GJ-E20",
        "two values, no description",
        table(named("补植", None, "1株"), named("补植", None, "2株")),
        ("fail info P1.1",),
    ),
    Example("GJ-E20", "other classes", table(named("补植"), named("补植", level2="质量指标")), ("pass P1",), near=True),
    Example(
        "GJ-E20",
        "doubt",
        table(named("补植", "甲", "1株"), named("补植", "甲", "2株"), warnings=doubt("target", 2)),
        ("pass P1",),
        near=True,
    ),
    Example("GJ-E20", "no name", table(named(None)), ("not_applicable P1",)),
]

CLASS = "社会效益指标"
SIBLINGS = [a_project(indicators=[named("提升市容", "市民感受", level2=CLASS)]) for _ in range(2)]
E24 = [
    Example(
        "GJ-E24",
        "the class as name",
        table(named(CLASS, "提升市容", level2=CLASS)),
        ("fail error P1.1 name",),
        says=("与二级指标“社会效益指标”相同", "提升市容"),
    ),
    Example("GJ-E24", "a name", table(named("提升市容", "市民感受", level2=CLASS)), ("pass P1.1 target",), near=True),
    Example(
        "GJ-E24",
        "a kind of the class",
        table(named("居民社会效益指标", level2=CLASS)),
        ("pass P1.1 target",),
        near=True,
    ),
    Example(
        "GJ-E24",
        "the siblings show it",
        a_document(*SIBLINGS, a_project(indicators=[named("市容市貌情况改善", "提升市容", level2=CLASS)])),
        ("pass P1.1 target", "pass P2.1 target", "fail warning P3.1 name"),
        says=("在项目1、2中为三级指标名称",),
    ),
    Example(
        "GJ-E24",
        "one sibling is chance",
        a_document(SIBLINGS[0], a_project(indicators=[named("市容市貌情况改善", "提升市容", level2=CLASS)])),
        ("pass P1.1 target", "pass P2.1 target"),
        near=True,
    ),
    Example(
        "GJ-E24",
        "part of its own name",
        a_document(*SIBLINGS, a_project(indicators=[named("提升市容市貌", "提升市容", level2=CLASS)])),
        ("pass P1.1 target", "pass P2.1 target", "pass P3.1 target"),
        near=True,
    ),
    Example(
        "GJ-E24",
        "satisfaction",
        table(named("服务对象满意度指标", "群众满意度", level2="服务对象满意度指标")),
        ("not_applicable P1",),
        near=True,
    ),
    Example(
        "GJ-E24",
        "doubt",
        table(named(CLASS, "提升市容", level2=CLASS), warnings=doubt("name")),
        ("parse_uncertain P1.1 name",),
    ),
]

E21 = [
    Example("GJ-E21", "filled in", table(row("≥5处")), ("pass P1",)),
    Example(
        "GJ-E21", "in a value", table(row("≥5处（文字描述）")), ("fail error P1.1 target",), says=("“（文字描述）”",)
    ),
    Example("GJ-E21", "in a goal", a_document(a_project(goals=["目标内容1养护绿地"])), ("fail warning P1 goals",)),
    Example("GJ-E21", "in the purpose", a_document(a_project(purpose="用于××路养护")), ("fail warning P1 purpose",)),
    Example("GJ-E21", "in a basis", table(row("≥5处", basis="请填写")), ("fail warning P1.1 basis",)),
    Example("GJ-E21", "latin blanks", table(row("≥5处", description="XX街道")), ("fail warning P1.1 description",)),
    Example(
        "GJ-E21", "sizes and stray letters", table(row("5件", name="XXL服装", basis="axxb")), ("pass P1",), near=True
    ),
    Example("GJ-E21", "a product", table(row("5件", description="长×宽")), ("pass P1",), near=True),
    Example(
        "GJ-E21", "a model district", a_document(a_project(purpose="示例区养护，目标内容完整")), ("pass P1",), near=True
    ),
    Example("GJ-E21", "doubt", table(row("文字描述"), warnings=doubt("target")), ("parse_uncertain P1.1 target",)),
    Example("GJ-E21", "no project", a_document(), ("not_applicable document",)),
]

EXAMPLES = [*E01, *E02, *E07, *E20, *E21, *E24]


@pytest.mark.parametrize("example", EXAMPLES, ids=str)
def test_rule(example: Example) -> None:
    example.check()
