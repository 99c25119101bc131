"""GJ-D09: quantity times unit cost beside the budget."""

from typing import Any

import pytest

from shared.document import Document
from tests.unit.validate.examples import Example, a_document, a_doubt, a_project
from tests.unit.validate.rules.test_d_costs import cost, costing, count


def paid(quantity: str, price: str, *more: dict[str, Any], **changes: Any) -> Document:
    """A project of 20.00 万元 with one quantity of people and one price, and `more` rows."""
    changes = {"budget": "20.00", **changes}
    return costing(count(quantity, "培训人数"), cost(price, "培训单位成本"), *more, **changes)


EXAMPLES = [
    Example(
        "GJ-D09",
        "the budget",
        paid("200人", "1000元/人"),
        ("note P1",),
        says=("200人×1000元 = 200000元", "200人 200 人", "1000元/人 1000 元", "20.00 200000 元"),
    ),
    Example("GJ-D09", "one percent off", paid("202人", "1000元/人"), ("note P1",), near=True, says=("相差2000元",)),
    Example("GJ-D09", "within the printed digits", paid("3人", "66666.67元/人"), ("note P1",), near=True),
    Example(
        "GJ-D09", "a little more", paid("250人", "1000元/人"), ("fail info P1",), says=("+25%", "250000元 > 200000元")
    ),
    Example(
        "GJ-D09",
        "much more",
        paid("251人", "1000元/人"),
        ("fail warning P1",),
        says=("超过项目预算20.00万元（+25.5%）",),
    ),
    Example("GJ-D09", "at least many", paid("≥300人", "1000元/人"), ("fail warning P1",)),
    Example("GJ-D09", "thousands", paid("≥7.50万人", "4元/人"), ("fail warning P1",), says=("75000人×4元",)),
    Example(
        "GJ-D09",
        "much less",
        paid("150人", "1000元/人"),
        ("fail warning P1",),
        says=("（-25%）", "150000元 < 200000元"),
    ),
    Example("GJ-D09", "a fifth less", paid("160人", "1000元/人"), ("fail info P1",)),
    Example(
        "GJ-D09", "a purpose of two things", paid("150人", "1000元/人", purpose="培训、宣传"), ("fail warning P1",)
    ),
    Example("GJ-D09", "two subsidies", paid("300人", "1000元/人", purpose="培训补贴和岗位补贴"), ("fail warning P1",)),
    Example("GJ-D09", "at least few", paid("≥150人", "1000元/人"), ("fail info P1",)),
    Example(
        "GJ-D09",
        "a purpose of several things",
        paid("150人", "1000元/人", purpose="培训、宣传、印刷"),
        ("fail info P1",),
    ),
    Example("GJ-D09", "a price a month", paid("10人", "1666.67元/人/月"), ("note P1",), says=("×12月",)),
    Example(
        "GJ-D09",
        "a price a month by its words",
        costing(count("10人", "护林员"), cost("1666.67元", "补助", "每月人均补助"), budget="20.00"),
        ("note P1",),
        says=("10人×1666.67元×12月",),
    ),
    Example(
        "GJ-D09",
        "paid by the month",
        costing(count("10人", "护林员"), cost("1666.67元/人", "按月发放的补助"), budget="20.00"),
        ("note P1",),
        says=("×12月",),
    ),
    Example("GJ-D09", "a price a day", paid("10人", "100元/人/天"), ("not_applicable P1",), near=True),
    Example("GJ-D09", "a price for people and times", paid("300人", "1000元/人/次"), ("not_applicable P1",), near=True),
    Example("GJ-D09", "a backslash typed for a slash", paid("300人", "0.10万元\\人"), ("fail warning P1",)),
    Example("GJ-D09", "万 without 元", paid("300人", "0.10万/人"), ("fail warning P1",)),
    Example("GJ-D09", "the few digits of the price explain it", paid("300人", "0.1万元/人"), ("pass P1",), near=True),
    Example(
        "GJ-D09",
        "what it is for is in the name",
        costing(count("300人", "培训人数"), cost("1000元", "每人成本"), budget="20.00"),
        ("fail warning P1",),
    ),
    Example(
        "GJ-D09",
        "pairs by shared words",
        costing(
            count("30人", "村级护林员人数"),
            count("10人", "镇级护林员人数"),
            cost("9000元/人", "镇级护林员补助标准"),
            cost("3000元/人", "村级护林员补助标准"),
            budget="18.00",
        ),
        ("note P1",),
        says=("10人×9000元+30人×3000元 = 180000元",),
    ),
    Example(
        "GJ-D09",
        "pairs that exceed",
        costing(
            count("30人", "村级护林员人数"),
            count("10人", "镇级护林员人数"),
            cost("9000元/人", "镇级护林员报酬"),
            cost("3000元/人", "村级护林员报酬"),
            budget="12.00",
        ),
        ("fail warning P1",),
        says=("10人×9000元+30人×3000元 = 180000元 > 120000元",),
    ),
    Example(
        "GJ-D09",
        "which pair is not clear",
        costing(count("30人", "甲"), count("10人", "乙"), cost("9000元/人", "丙"), budget="12.00"),
        ("not_applicable P1",),
        near=True,
    ),
    Example(
        "GJ-D09",
        "not marked as a price but exact",
        costing(count("400台", "设备数"), cost("≤500元", "开支"), budget="20.00"),
        ("note P1",),
    ),
    Example(
        "GJ-D09",
        "not marked as a price and not exact",
        costing(count("401台", "设备数"), cost("≤500元", "开支"), budget="20.00"),
        ("not_applicable P1",),
        near=True,
    ),
    Example(
        "GJ-D09",
        "another unit but exact",
        costing(count("20000人", "发放人数"), cost("10元/册", "手册单价"), budget="20.00"),
        ("note P1",),
    ),
    Example(
        "GJ-D09",
        "another unit",
        costing(count("30000人", "发放人数"), cost("10元/册", "手册单价"), budget="20.00"),
        ("not_applicable P1",),
        near=True,
    ),
    Example(
        "GJ-D09",
        "one source of several",
        paid("300人", "1000元/人", name="提前下达培训经费"),
        ("not_applicable P1",),
        near=True,
    ),
    Example(
        "GJ-D09",
        "several subsidies",
        paid("300人", "1000元/人", purpose="发放培训补贴、岗位补贴和租金补贴"),
        ("not_applicable P1",),
        near=True,
    ),
    Example("GJ-D09", "one source, yet equal", paid("200人", "1000元/人", name="中央培训经费"), ("note P1",)),
    Example(
        "GJ-D09",
        "a formula beside",
        paid("300人", "1000元/人", cost("市价的70%", "教材")),
        ("not_applicable P1",),
        near=True,
    ),
    Example(
        "GJ-D09", "a sum beside", paid("300人", "1000元/人", cost("3万元", "场地费")), ("not_applicable P1",), near=True
    ),
    Example("GJ-D09", "the budget beside", paid("300人", "1000元/人", cost("20万元")), ("fail warning P1",)),
    Example(
        "GJ-D09",
        "a loan is no price",
        costing(count("30人", "贷款人数"), cost("≤30万元/人", "贷款额度"), budget="20.00"),
        ("not_applicable P1",),
        near=True,
    ),
    Example(
        "GJ-D09",
        "a damaged print",
        paid("300人", "0108元/人", count("≥098%", "率")),
        ("not_applicable P1",),
        near=True,
    ),
    Example(
        "GJ-D09",
        "doubt about the price",
        paid("300人", "1000元/人", warnings=(a_doubt(project=1, indicator=2, field="target"),)),
        ("parse_uncertain P1",),
    ),
    Example(
        "GJ-D09",
        "doubt about the budget",
        paid("300人", "1000元/人", warnings=(a_doubt(project=1, field="budget"),)),
        ("parse_uncertain P1",),
    ),
    Example("GJ-D09", "no price", a_document(a_project()), ("not_applicable P1",)),
    Example("GJ-D09", "no budget", paid("300人", "1000元/人", budget="0"), ("insufficient_data P1",)),
]


@pytest.mark.parametrize("example", EXAMPLES, ids=str)
def test_rule(example: Example) -> None:
    example.check()
