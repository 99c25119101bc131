"""Rules D about costs among the indicators: totals, parts, units, scale."""

from typing import Any

import pytest

from shared.document import Document
from tests.unit.validate.examples import Example, a_document, a_doubt, a_project, an_indicator


def cost(target: str, name: str = "成本控制数", description: str | None = None, **changes: Any) -> dict[str, Any]:
    """A cost row."""
    return an_indicator(level2="成本指标", name=name, description=description or name, target=target, **changes)


def count(target: str, name: str = "养护对象", **changes: Any) -> dict[str, Any]:
    """A quantity row."""
    return an_indicator(level2="数量指标", name=name, description=name, target=target, **changes)


def costing(*rows: dict[str, Any], budget: str = "12.00", warnings: tuple[Any, ...] = (), **changes: Any) -> Document:
    """A document of one project with these indicator rows."""
    return a_document(a_project(budget=budget, indicators=list(rows), **changes), warnings=list(warnings))


D07 = [
    Example(
        "GJ-D07",
        "above the budget",
        costing(cost("≤39万元", "补助金额总量")),
        ("fail error P1.1 target",),
        says=(
            "成本指标“补助金额总量”≤39万元，超过项目预算12.00万元",
            "390000元 > 120000元",
            "≤39万元 390000 元",
            "≤12万元",
        ),
    ),
    Example("GJ-D07", "just above", costing(cost("≤12.07万元")), ("fail error P1.1 target",)),
    Example("GJ-D07", "half a percent above", costing(cost("≤12.06万元")), ("note P1.1 target",), near=True),
    Example("GJ-D07", "half a percent below", costing(cost("≤11.94万元")), ("note P1.1 target",), near=True),
    Example("GJ-D07", "a hundredth", costing(cost("≤1200元")), ("fail warning P1.1 target",)),
    Example(
        "GJ-D07",
        "a total by its description",
        costing(cost("≤13万元", "养护", "养护总成本")),
        ("fail error P1.1 target",),
    ),
    Example(
        "GJ-D07",
        "a price beside is no part",
        costing(cost("≤11万元"), cost("500元/株", "苗木")),
        ("fail warning P1.1 target", "not_applicable P1.2 target"),
    ),
    Example("GJ-D07", "within half a percent", costing(cost("≤12.05万元")), ("note P1.1 target",), near=True),
    Example("GJ-D07", "equal in the other unit", costing(cost("≤120000元")), ("note P1.1 target",), near=True),
    Example(
        "GJ-D07", "within the budget's digits", costing(cost("≤945元"), budget="0.09"), ("note P1.1 target",), near=True
    ),
    Example(
        "GJ-D07", "below", costing(cost("≤11.9万元")), ("fail warning P1.1 target",), says=("119000元 < 120000元",)
    ),
    Example("GJ-D07", "just below", costing(cost("≤11.95万元")), ("note P1.1 target",), near=True),
    Example("GJ-D07", "at least less", costing(cost("≥11万元")), ("pass P1.1 target",), near=True),
    Example("GJ-D07", "at least more", costing(cost("≥13万元")), ("fail error P1.1 target",)),
    Example(
        "GJ-D07",
        "one source of several",
        costing(cost("≤39万元"), name="行道树养护市级补助资金"),
        ("fail warning P1.1 target",),
        says=("资金来源之一",),
    ),
    Example("GJ-D07", "another cost that equals", costing(cost("≤12万元", "养护经费")), ("note P1.1 target",)),
    Example("GJ-D07", "another cost", costing(cost("≤11万元", "养护经费")), ("not_applicable P1.1 target",), near=True),
    Example("GJ-D07", "a price by its unit", costing(cost("≤500元/株")), ("not_applicable P1.1 target",), near=True),
    Example(
        "GJ-D07",
        "a price by its name",
        costing(cost("≤500元", "人均总成本")),
        ("not_applicable P1.1 target",),
        near=True,
    ),
    Example(
        "GJ-D07",
        "a price by its description",
        costing(cost("≤13万元", "总成本", "每株总成本")),
        ("not_applicable P1.1 target",),
        near=True,
    ),
    Example(
        "GJ-D07",
        "a price by its product",
        costing(cost("≤0.5元", "总成本"), count("240000张")),
        ("not_applicable P1.1 target",),
        near=True,
    ),
    Example("GJ-D07", "may be a price", costing(cost("≤500元")), ("not_applicable P1.1 target",), near=True),
    Example(
        "GJ-D07", "a ratio", costing(cost("≤9万元", "养护", "总额/人数")), ("not_applicable P1.1 target",), near=True
    ),
    Example("GJ-D07", "a ceiling", costing(cost("≤400万元", "贷款总额")), ("not_applicable P1.1 target",), near=True),
    Example("GJ-D07", "an income", costing(cost("3000万元", "征缴总额")), ("not_applicable P1.1 target",), near=True),
    Example(
        "GJ-D07",
        "twice the budget is not added",
        costing(cost("≤12万元", "养护经费"), cost("≤12.00万元")),
        ("note P1.1 target", "note P1.2 target"),
        near=True,
    ),
    Example(
        "GJ-D07",
        "the total of a part",
        costing(cost("≤8万元", "修剪总成本"), cost("≤4万元", "补植费")),
        ("not_applicable P1.1 target", "not_applicable P1.2 target"),
        near=True,
    ),
    Example("GJ-D07", "ten thousand times off is D11's", costing(cost("≤12元")), ("not_applicable P1.1 target",)),
    Example(
        "GJ-D07",
        "a damaged print",
        costing(cost("≤0108元"), cost("≤098%", "节约率")),
        ("not_applicable P1",),
        near=True,
    ),
    Example(
        "GJ-D07",
        "doubt about the value",
        costing(cost("≤39万元"), warnings=(a_doubt(project=1, indicator=1, field="target"),)),
        ("parse_uncertain P1.1 target",),
    ),
    Example(
        "GJ-D07",
        "doubt about the budget",
        costing(cost("≤39万元"), warnings=(a_doubt(project=1, field="budget"),)),
        ("parse_uncertain P1",),
    ),
    Example(
        "GJ-D07",
        "of several years",
        costing(cost("≤39万元", "项目总投资控制数")),
        ("not_applicable P1.1 target",),
        near=True,
    ),
    Example("GJ-D07", "no cost", costing(count("≥6000株")), ("not_applicable P1",)),
    Example("GJ-D07", "a symbolic cost", costing(cost("≤预算批复金额")), ("not_applicable P1",), near=True),
    Example("GJ-D07", "no budget", costing(cost("≤39万元"), budget="0.00"), ("insufficient_data P1",)),
]

D08 = [
    Example(
        "GJ-D08",
        "more than the budget",
        costing(cost("≤8万元", "修剪费"), cost("≤5.5万元", "补植费")),
        ("fail warning P1",),
        says=("8万元+5.5万元 = 13.5万元 > 12.00万元", "≤5.5万元 55000 元"),
    ),
    Example(
        "GJ-D08",
        "the budget",
        costing(cost("≤8万元", "修剪费"), cost("≤4万元", "补植费")),
        ("note P1",),
        says=("8万元+4万元 = 12万元",),
    ),
    Example(
        "GJ-D08",
        "within rounding",
        costing(cost("8.00万元", "修剪费"), cost("4.01万元", "补植费")),
        ("pass P1",),
        near=True,
    ),
    Example("GJ-D08", "less", costing(cost("≤8万元", "修剪费"), cost("≤3万元", "补植费")), ("pass P1",), near=True),
    Example(
        "GJ-D08",
        "one of them is the budget",
        costing(cost("≤12万元", "修剪费"), cost("≤3万元", "补植费")),
        ("not_applicable P1",),
        near=True,
    ),
    Example(
        "GJ-D08",
        "a price among them",
        costing(cost("≤8万元", "修剪费"), cost("≤7万元/台", "设备")),
        ("not_applicable P1",),
        near=True,
    ),
    Example(
        "GJ-D08",
        "a formula among them",
        costing(cost("≤8万元", "修剪费"), cost("≤7万元", "补植费"), cost("市价的70%", "苗木")),
        ("not_applicable P1",),
        near=True,
    ),
    Example(
        "GJ-D08",
        "the same part twice",
        costing(cost("≤8万元", "费"), cost("≤7万元", "费")),
        ("not_applicable P1",),
        near=True,
    ),
    Example(
        "GJ-D08",
        "one source of several",
        costing(cost("≤8万元", "修剪费"), cost("≤7万元", "补植费"), purpose="提前下达"),
        ("not_applicable P1",),
        near=True,
    ),
    Example(
        "GJ-D08",
        "doubt",
        costing(
            cost("≤8万元", "修剪费"),
            cost("≤7万元", "补植费"),
            warnings=(a_doubt(project=1, indicator=2, field="target"),),
        ),
        ("parse_uncertain P1",),
    ),
    Example("GJ-D08", "one part", costing(cost("≤13万元", "修剪费")), ("not_applicable P1",)),
    Example("GJ-D08", "no budget", costing(cost("≤8万元"), budget="无"), ("insufficient_data P1",)),
]

D10 = [
    Example(
        "GJ-D10",
        "a hundred times below",
        costing(count("≥120元", "补助资金拨付金额")),
        ("fail error P1.1 target",),
        says=("120元 < 120000元", "量级悬殊"),
    ),
    Example(
        "GJ-D10",
        "just less than a hundred times",
        costing(count("≥1201元", "资金拨付金额")),
        ("pass P1.1 target",),
        near=True,
    ),
    Example("GJ-D10", "exactly a hundred times", costing(count("1200元", "资金到位")), ("fail error P1.1 target",)),
    Example("GJ-D10", "a hundred times above", costing(count("1200万元", "补助金额")), ("fail error P1.1 target",)),
    Example("GJ-D10", "less above", costing(count("1199万元", "补助金额")), ("pass P1.1 target",), near=True),
    Example("GJ-D10", "the budget", costing(count("120000元", "资金拨付金额")), ("note P1.1 target",), near=True),
    Example("GJ-D10", "an amount for one", costing(count("500元", "补助金额")), ("pass P1.1 target",), near=True),
    Example("GJ-D10", "a price", costing(count("500元/人", "资金到位")), ("not_applicable P1",), near=True),
    Example("GJ-D10", "an income", costing(count("3000万元", "税收总额")), ("not_applicable P1",), near=True),
    Example("GJ-D10", "a ceiling", costing(count("3000万元", "贷款总额")), ("not_applicable P1",), near=True),
    Example("GJ-D10", "a cost", costing(cost("1200万元", "补助金额")), ("not_applicable P1",)),
    Example("GJ-D10", "a rate", costing(count("100%", "资金到位率")), ("not_applicable P1",)),
    Example(
        "GJ-D10",
        "doubt",
        costing(count("≥120元", "资金拨付金额"), warnings=(a_doubt(project=1, indicator=1, field="target"),)),
        ("parse_uncertain P1.1 target",),
    ),
    Example("GJ-D10", "no budget", costing(count("≥120元", "资金拨付金额"), budget="0"), ("insufficient_data P1",)),
]

D11 = [
    Example(
        "GJ-D11",
        "元 for 万元",
        costing(cost("≤12元")),
        ("fail error P1.1 target",),
        says=("疑为12万元", "12元 ≠ 120000元；12万元 = 12.00万元", "≤12万元"),
    ),
    Example(
        "GJ-D11",
        "万元 for 元",
        costing(cost("120000万元", "总成本"), budget="120000.00", currency_unit="元"),
        ("fail error P1.1 target",),
        says=("疑为120000元",),
    ),
    Example("GJ-D11", "other digits", costing(cost("≤13元")), ("pass P1.1 target",), near=True),
    Example("GJ-D11", "the right unit", costing(cost("≤12万元")), ("pass P1.1 target",), near=True),
    Example(
        "GJ-D11",
        "a price whose product is the budget",
        costing(cost("12元", "总成本"), count("10000张")),
        ("pass P1.1 target",),
        near=True,
    ),
    Example("GJ-D11", "a price", costing(cost("12元/株")), ("not_applicable P1",), near=True),
    Example("GJ-D11", "another cost", costing(cost("12元", "工具费")), ("not_applicable P1",), near=True),
    Example(
        "GJ-D11",
        "doubt",
        costing(cost("≤12元"), warnings=(a_doubt(project=1, indicator=1, field="target"),)),
        ("parse_uncertain P1.1 target",),
    ),
    Example("GJ-D11", "no budget", costing(cost("≤12元"), budget="0"), ("insufficient_data P1",)),
]

EXAMPLES = [*D07, *D08, *D10, *D11]


@pytest.mark.parametrize("example", EXAMPLES, ids=str)
def test_rule(example: Example) -> None:
    example.check()
