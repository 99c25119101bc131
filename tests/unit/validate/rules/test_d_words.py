"""Rules D about budgets that are none, and about amounts and schedules in words."""

from typing import Any

import pytest

from shared.document import Document
from tests.unit.validate.examples import Example, a_document, a_doubt, a_project
from tests.unit.validate.rules.test_d_plans import QUARTERS


def money(budget: str | None, fiscal: str | None, other: str | None = None, **changes: Any) -> Document:
    return a_document(a_project(budget=budget, fiscal_funds=fiscal, other_funds=other), **changes)


def said(**changes: Any) -> Document:
    """A project of 12.00 万元 with these words."""
    warnings = changes.pop("warnings", [])
    return a_document(a_project(**{"goals": ["养护绿地30公顷。"], **changes}), warnings=warnings)


def spent(words: str, *values: str | None, warnings: tuple[Any, ...] = ()) -> Document:
    """A project of 30.00 万元 with this purpose and this plan."""
    schedule = dict(zip(QUARTERS, values, strict=True))
    project = a_project(budget="30.00", fiscal_funds="30.00", purpose=words, plan=schedule)
    return a_document(project, warnings=list(warnings))


FULL = ("25%", "50%", "75%", "100%")
LOST = a_doubt(project=1, field="plan.dec")

D02 = [
    Example("GJ-D02", "positive", money("0.09", "0.09"), ("pass P1 budget",), near=True),
    Example("GJ-D02", "zero", money("0.00", "0.00"), ("fail error P1 budget",), says=("为零", "0.00万元 ≤ 0")),
    Example("GJ-D02", "zero beside a fund", money("0.00", "5.00"), ("fail error P1 budget",), says=("为零",)),
    Example(
        "GJ-D02",
        "a fund below zero",
        money("3.00", "-2.00", "5.00"),
        ("fail error P1 budget",),
        says=("-2.00万元 < 0",),
    ),
    Example("GJ-D02", "negative", money("-3.00", "-3.00"), ("fail error P1 budget",), says=("为负数",)),
    Example(
        "GJ-D02",
        "a negative part",
        money("3.00", "5.00", "-2.00"),
        ("fail error P1 budget",),
        says=("大于预算数3.00万元",),
    ),
    Example("GJ-D02", "a part equal by rounding", money("3.00", "3.004"), ("pass P1 budget",), near=True),
    Example("GJ-D02", "parts that do not add up are D01's", money("3.00", "5.00"), ("not_applicable P1 budget",)),
    Example("GJ-D02", "no number", money("待定", "5.00"), ("insufficient_data P1 budget",)),
    Example(
        "GJ-D02",
        "doubt",
        money("0.00", "0.00", warnings=[a_doubt(project=1, field="budget")]),
        ("parse_uncertain P1 budget",),
    ),
]

D03 = [
    Example(
        "GJ-D03",
        "another amount",
        said(goals=["保障资金36万元落实到位。"]),
        ("fail warning P1 goals",),
        says=("“保障资金36万元落实到位”与项目预算数12.00万元不一致", "360000元 ≠ 120000元"),
    ),
    Example("GJ-D03", "the budget", said(goals=["申请养护资金12万元。"]), ("note P1",), near=True),
    Example("GJ-D03", "the budget in 元", said(purpose="安排120,000元用于养护"), ("note P1",), near=True),
    Example("GJ-D03", "the budget with more digits", said(purpose="共计12.00321万元"), ("note P1",), near=True),
    Example("GJ-D03", "just another amount", said(purpose="共计12.01万元"), ("fail warning P1 purpose",)),
    Example(
        "GJ-D03",
        "amounts that add up",
        said(purpose="修剪资金8万元，补植资金4万元"),
        ("note P1",),
        says=("8万元+4万元",),
    ),
    Example(
        "GJ-D03", "several amounts", said(purpose="修剪资金8万元，补植资金5万元"), ("not_applicable P1",), near=True
    ),
    Example(
        "GJ-D03",
        "amounts that nearly add up",
        said(purpose="修剪资金8.1万元，补植资金4万元"),
        ("not_applicable P1",),
        near=True,
    ),
    Example("GJ-D03", "a limit", said(goals=["保障周转金不低于500万元"]), ("not_applicable P1",), near=True),
    Example("GJ-D03", "a loan", said(purpose="安排贴息，发放贷款1000万元"), ("not_applicable P1",), near=True),
    Example("GJ-D03", "a price", said(purpose="补助资金每人500元"), ("not_applicable P1",), near=True),
    Example("GJ-D03", "a price by its unit", said(purpose="安排资金500元/株"), ("not_applicable P1",), near=True),
    Example("GJ-D03", "a part", said(purpose="其中安排修剪资金3万元"), ("not_applicable P1",), near=True),
    Example("GJ-D03", "an earlier year", said(purpose="上年安排资金30万元"), ("not_applicable P1",), near=True),
    Example("GJ-D03", "not governed", said(purpose="苗木30万元"), ("not_applicable P1",), near=True),
    Example("GJ-D03", "a source of several", said(purpose="中央资金36万元"), ("not_applicable P1 purpose",), near=True),
    Example("GJ-D03", "nothing stated", said(), ("not_applicable P1",)),
    Example("GJ-D03", "no budget", said(budget=None, purpose="安排资金30万元"), ("insufficient_data P1",)),
    Example(
        "GJ-D03",
        "doubt about the words",
        said(purpose="安排资金30万元", warnings=[a_doubt(project=1, field="purpose")]),
        ("parse_uncertain P1 purpose",),
    ),
    Example(
        "GJ-D03",
        "doubt about the budget",
        said(purpose="安排资金30万元", warnings=[a_doubt(project=1, field="budget")]),
        ("parse_uncertain P1",),
    ),
]

D12 = [
    Example(
        "GJ-D12",
        "another figure",
        spent("一季度支出25%，二季度支出60%", *FULL),
        ("fail warning P1 plan",),
        says=("“二季度支出60%”", "60% ≠ 50%", "6月底50%"),
    ),
    Example("GJ-D12", "the plan", spent("一季度支出25%，二季度支出50%，四季度支出100%", *FULL), ("note P1 plan",)),
    Example("GJ-D12", "the third quarter", spent("三季度支出80%，四季度100%", *FULL), ("pass P1 plan",), near=True),
    Example(
        "GJ-D12", "by period", spent("一季度25%、二季度25%、三季度25%、四季度25%", *FULL), ("note P1 plan",), near=True
    ),
    Example(
        "GJ-D12",
        "done early",
        spent("6月底前全部支付完毕", *FULL),
        ("fail warning P1 plan",),
        says=("100% ≠ 50%",),
    ),
    Example("GJ-D12", "done in December", spent("2024年12月底前全部支出", *FULL), ("pass P1 plan",), near=True),
    Example("GJ-D12", "another month", spent("9月底前全部支出", *FULL), ("not_applicable P1 plan",), near=True),
    Example("GJ-D12", "begins to pay", spent("资金于6月支出", *FULL), ("not_applicable P1 plan",), near=True),
    Example(
        "GJ-D12",
        "a plan of amounts",
        spent("6月底前支付完毕", "10.00", "20.00", "25.00", "30.00"),
        ("fail warning P1 plan",),
        says=("100% ≠ 66.67%",),
    ),
    Example(
        "GJ-D12", "amounts by period", spent("二季度50%，四季度100%", "7.50", "7.50", "7.50", "7.50"), ("note P1 plan",)
    ),
    Example(
        "GJ-D12",
        "the figure is blank",
        spent("6月底前全部支出", None, None, "80%", "100%"),
        ("insufficient_data P1 plan",),
    ),
    Example(
        "GJ-D12",
        "the end of the plan is lost",
        spent("一季度25%，二季度60%，12月底前全部支出", "25%", "50%", "75%", None, warnings=(LOST,)),
        ("fail warning P1 plan",),
    ),
    Example(
        "GJ-D12",
        "the figure is lost",
        spent("12月底前全部支出", "25%", "50%", "75%", None, warnings=(LOST,)),
        ("parse_uncertain P1 plan",),
    ),
    Example("GJ-D12", "no schedule", spent("用于养护", *FULL), ("not_applicable P1 plan",)),
]

EXAMPLES = [*D02, *D03, *D12]


@pytest.mark.parametrize("example", EXAMPLES, ids=str)
def test_rule(example: Example) -> None:
    example.check()
