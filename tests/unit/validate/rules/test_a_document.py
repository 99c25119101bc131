"""Rules A: is the document complete?"""

from typing import Any

import pytest

from tests.unit.validate.examples import Example, a_document, a_doubt, a_project


def a_section(title: str, characters: int, **more: Any) -> dict[str, Any]:
    return {"title": title, "characters": characters, **more}


NEWS: dict[str, Any] = {"kind": "other", "template": "unknown"}
SUB_GOAL = {"title": "绿地养护", "goal": "养护绿地30公顷。", "indicators": []}

A02 = [
    Example("GJ-A02", "both printed", a_document(a_project()), ("pass §总体绩效目标", "pass §分项绩效目标")),
    Example(
        "GJ-A02",
        "no overall goal",
        a_document(a_project(), overall_goal=None),
        ("fail error §总体绩效目标", "pass §分项绩效目标"),
        says=("总体绩效目标", "某县园林管理局"),
    ),
    Example(
        "GJ-A02",
        "no sub-goal",
        a_document(a_project(), sub_goals=[]),
        ("pass §总体绩效目标", "fail error §分项绩效目标"),
    ),
    Example(
        "GJ-A02",
        "a sub-goal with a heading alone says nothing",
        a_document(a_project(), overall_goal="  ", sub_goals=[{**SUB_GOAL, "goal": None}]),
        ("fail error §总体绩效目标", "fail error §分项绩效目标"),
        says=("补充", "missing"),
    ),
    Example(
        "GJ-A02",
        "unheaded sub-goal, and one with indicators alone",
        a_document(a_project(), sub_goals=[{**SUB_GOAL, "title": None, "goal": None, "indicators": ["30公顷"]}]),
        ("pass §总体绩效目标", "pass §分项绩效目标"),
        near=True,
    ),
    Example(
        "GJ-A02",
        "doubtful reading accuses nobody",
        a_document(a_project(), overall_goal=None, warnings=[a_doubt(document=True, field="overall_goal")]),
        ("parse_uncertain §总体绩效目标", "pass §分项绩效目标"),
    ),
    Example(
        "GJ-A02",
        "a doubt about something else excuses nothing",
        a_document(a_project(), overall_goal=None, warnings=[a_doubt(project=1, field="plan")]),
        ("fail error §总体绩效目标", "pass §分项绩效目标"),
    ),
    Example("GJ-A02", "a news page", a_document(overall_goal=None, **NEWS), ("not_applicable document",)),
]

A07 = [
    Example(
        "GJ-A07",
        "filled",
        a_document(sections=[a_section("一、总体绩效目标", 300), a_section("二、国有资产信息", 5)]),
        ("pass §一、总体绩效目标", "pass §二、国有资产信息"),
    ),
    Example(
        "GJ-A07",
        "nothing under a heading",
        a_document(sections=[a_section("八、国有资产信息", 4, at={"title": {"line": 7}})]),
        ("fail warning §八、国有资产信息",),
        says=("八、国有资产信息", "写明“无”"),
    ),
    Example(
        "GJ-A07",
        "“none” is content, a heading of their own is their affair",
        a_document(sections=[a_section("七、政府采购预算情况", 1, opening="无"), a_section("附：大事记", 0)]),
        ("pass §七、政府采购预算情况",),
        near=True,
    ),
    Example(
        "GJ-A07",
        "doubtful reading",
        a_document(sections=[a_section("九、名词解释", 0)], warnings=[a_doubt(section="九、名词解释")]),
        ("parse_uncertain §九、名词解释",),
    ),
    Example(
        "GJ-A07",
        "doubt about another section",
        a_document(sections=[a_section("九、名词解释", 0)], warnings=[a_doubt(section="八、国有资产信息")]),
        ("fail warning §九、名词解释",),
    ),
    Example("GJ-A07", "no heading was read", a_document(a_project()), ("insufficient_data document",)),
    Example("GJ-A07", "no required one", a_document(sections=[a_section("附", 0)]), ("not_applicable document",)),
    Example("GJ-A07", "news", a_document(sections=[a_section("收支", 0)], **NEWS), ("not_applicable document",)),
]

EXAMPLES = [*A02, *A07]


@pytest.mark.parametrize("example", EXAMPLES, ids=str)
def test_rule(example: Example) -> None:
    example.check()
