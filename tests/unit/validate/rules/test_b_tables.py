"""Rules B: is each project's table filled in?"""

import pytest

from tests.unit.validate.examples import Example, a_document, a_doubt, a_project, an_indicator

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

EXAMPLES = [*B05, *B07, *B08]


@pytest.mark.parametrize("example", EXAMPLES, ids=str)
def test_rule(example: Example) -> None:
    example.check()
