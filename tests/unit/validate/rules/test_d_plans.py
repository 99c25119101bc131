"""Rules D about the spending plan: its form, its course, its end."""

from typing import Any

import pytest

from shared.document import Document
from tests.unit.validate.examples import Example, a_document, a_doubt, a_project

QUARTERS = ("mar", "jun", "oct", "dec")


def planned(*values: str | None, budget: str = "30.00", **changes: Any) -> dict[str, Any]:
    """A project with the plan of these four values."""
    return a_project(budget=budget, plan=dict(zip(QUARTERS, values, strict=True)), **changes)


def plan(*values: str | None, budget: str = "30.00", **changes: Any) -> Document:
    """A document of one project with the plan of these four values."""
    return a_document(planned(*values, budget=budget), **changes)


LOST = a_doubt(project=1, field="plan.dec")

D04 = [
    Example("GJ-D04", "percentages", plan("25%", "50%", "75%", "100%"), ("pass P1 plan",)),
    Example("GJ-D04", "percentages without the sign", plan("25.00", "50.00", "75.00", "100.00"), ("pass P1 plan",)),
    Example("GJ-D04", "the first periods blank", plan(None, "50%", None, "100%"), ("pass P1 plan",), near=True),
    Example("GJ-D04", "percentages by period", plan("25%", "25%", "25%", "25%"), ("pass P1 plan",)),
    Example(
        "GJ-D04",
        "amounts that are percentages too",
        plan("20.00", "40.00", "60.00", "100.00", budget="100.00"),
        ("pass P1 plan",),
        near=True,
    ),
    Example(
        "GJ-D04",
        "cumulative amounts",
        plan("10.00", "15.00", "20.00", "30.00"),
        ("note P1 plan", "fail info document"),
        says=("33.33%、50%、66.67%、100%", "累计金额1个项目（1）", "3月底 10.00；6月底 15.00"),
    ),
    Example(
        "GJ-D04",
        "amounts by period",
        a_document(planned("7.50", "7.50", "7.50", "7.50"), planned("25%", "50%", "75%", "100%")),
        ("note P1 plan", "pass P2 plan", "fail info document"),
        says=("25%、50%、75%、100%", "7.50+7.50+7.50+7.50 = 30.00", "分期金额1个项目（1）"),
    ),
    Example(
        "GJ-D04",
        "rounded amounts by period",
        plan("3.33", "3.33", "3.33", None, budget="10.00"),
        ("note P1 plan", "fail info document"),
    ),
    Example(
        "GJ-D04",
        "both kinds of percentages",
        a_document(planned("25%", "50%", "75%", "100%"), planned("25%", "25%", "25%", "25%")),
        ("pass P1 plan", "pass P2 plan", "fail info document"),
        says=("口径不一", "3月底 25%；6月底 25%", "累计百分比1个项目（1），分期百分比1个项目（2）"),
    ),
    Example(
        "GJ-D04",
        "a single figure is of either kind",
        a_document(planned("25%", "25%", "25%", "25%"), planned(None, None, None, "100%")),
        ("pass P1 plan", "pass P2 plan"),
        near=True,
    ),
    Example("GJ-D04", "a lost column", plan("25%", "50%", "75%", None, warnings=[LOST]), ("parse_uncertain P1 plan",)),
    Example("GJ-D04", "blank", plan(None, None, None, None), ("not_applicable P1 plan",)),
    Example("GJ-D04", "reaches no whole", plan("25%", "50%", "75%", "90%"), ("insufficient_data P1 plan",)),
    Example("GJ-D04", "words", plan("一季度", "50%", "75%", "100%"), ("insufficient_data P1 plan",)),
]

D05 = [
    Example("GJ-D05", "rises", plan(None, "75%", "100%", "100%"), ("pass P1 plan",)),
    Example("GJ-D05", "by period", plan("40%", "30%", "20%", "10%"), ("pass P1 plan",), near=True),
    Example("GJ-D05", "amounts by period", plan("12.00", "9.00", "6.00", "3.00"), ("pass P1 plan",), near=True),
    Example(
        "GJ-D05",
        "falls",
        plan("25%", "60%", "50%", "100%"),
        ("fail error P1 plan",),
        says=("10月底“50%”小于上一期", "60% > 50%"),
    ),
    Example(
        "GJ-D05", "stands, then falls", plan("25%", "25%", "20%", "100%"), ("fail error P1 plan",), says=("25% > 20%",)
    ),
    Example(
        "GJ-D05",
        "amounts fall",
        plan("10.00", "25.00", "20.00", "30.00"),
        ("fail error P1 plan",),
        says=("25.00 > 20.00", "30.00 300000 元"),
    ),
    Example(
        "GJ-D05", "above the whole", plan("25%", "50%", "75%", "120%"), ("fail error P1 plan",), says=("120% > 100%",)
    ),
    Example("GJ-D05", "below zero", plan("-5%", "50%", "75%", "100%"), ("fail error P1 plan",), says=("-5% < 0",)),
    Example("GJ-D05", "above the budget", plan("10", "120", "20", "30"), ("fail error P1 plan",), says=("120 > 100",)),
    Example("GJ-D05", "falls and ends nowhere", plan("25%", "60%", "50%", "90%"), ("pass P1 plan",)),
    Example("GJ-D05", "doubt", plan("25%", "60%", "50%", "100%", warnings=[LOST]), ("parse_uncertain P1 plan",)),
    Example("GJ-D05", "words", plan("一季度", "50%", "75%", "100%"), ("insufficient_data P1 plan",)),
    Example("GJ-D05", "blank", plan(None, None, None, None), ("not_applicable P1 plan",)),
]

D06 = [
    Example("GJ-D06", "reaches the whole", plan("25%", "50%", "75%", "100%"), ("pass P1 plan",)),
    Example("GJ-D06", "thirds", plan("33.3%", "33.3%", "33.3%", "0"), ("pass P1 plan",), near=True),
    Example("GJ-D06", "amounts by period", plan("7.50", "7.50", "7.50", "7.50"), ("pass P1 plan",), near=True),
    Example(
        "GJ-D06",
        "ends early",
        plan("25%", "50%", "75%", "90%"),
        ("fail error P1 plan",),
        says=("90% < 100%", "12月底为90%"),
    ),
    Example(
        "GJ-D06",
        "periods fall short",
        plan("30%", "20%", "30%", "10%"),
        ("fail error P1 plan",),
        says=("30%+20%+30%+10% = 90% ≠ 100%",),
    ),
    Example(
        "GJ-D06",
        "amounts end early",
        plan("10.00", "15.00", "20.00", "28.00"),
        ("fail error P1 plan",),
        says=("预算数30.00万元", "30.00 300000 元"),
    ),
    Example(
        "GJ-D06", "no value of December", plan("25%", "50%", "75%", None), ("insufficient_data P1 plan",), near=True
    ),
    Example(
        "GJ-D06",
        "the column of December lost",
        plan("25%", "50%", "75%", None, warnings=[LOST]),
        ("parse_uncertain P1 plan",),
        near=True,
    ),
    Example("GJ-D06", "done by October", plan("30%", "60%", "100%", None), ("pass P1 plan",), near=True),
    Example("GJ-D06", "above the whole is D05's", plan("25%", "50%", "75%", "120%"), ("not_applicable P1 plan",)),
    Example("GJ-D06", "words", plan("25%", "50%", "75%", "全部"), ("insufficient_data P1 plan",)),
    Example("GJ-D06", "blank", plan(None, None, None, None), ("not_applicable P1 plan",)),
]

EXAMPLES = [*D04, *D05, *D06]


@pytest.mark.parametrize("example", EXAMPLES, ids=str)
def test_rule(example: Example) -> None:
    example.check()
