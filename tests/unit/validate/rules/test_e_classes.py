"""Rules E about the classes of indicators."""

import pytest

from tests.unit.validate.examples import Example, a_doubt
from tests.unit.validate.rules.test_e_prints import T1, row, table

COUNT, QUALITY, TIME, COST = "数量指标", "质量指标", "时效指标", "成本指标"

# class, name, value, what the rule says of it
FITTING = [
    (COUNT, "修剪株数", "≥6000株"),
    (COUNT, "养护面积", "30公顷"),
    (COUNT, "养护时间", "12个月"),
    (QUALITY, "成活率", "≥90%"),
    (QUALITY, "违规次数", "0次"),
    (QUALITY, "设备故障次数", "≤3次"),
    (QUALITY, "设备使用年限", "≥5年"),
    (TIME, "完工时间", "12月底前"),
    (TIME, "养护周期", "≤30天"),
    (TIME, "拨付及时率", "100%"),
    (TIME, "资金到位率", "100%"),
    (TIME, "按时完工", "≥98%"),
    (TIME, "每月巡查人次", "2人次/月"),
    (TIME, "完工要求", "甲路30日或乙路60日"),
    (COST, "养护成本", "≤12万元"),
    (COST, "贴息比例", "50%"),
    (COST, "成本节约率", "≥5%"),
    (COST, "补助标准", "当地工资标准的70%"),
    (COST, "工具费", "≤预算批复金额"),
    (QUALITY, "景观", "良好"),
]
MISPLACED = [
    (COUNT, "成活率", "≥90%", "warning", "质量"),
    (COUNT, "修剪株数", "≥90%", "warning", "质量"),
    (COUNT, "成活株数的比例", "100%", "info", "质量"),
    (COUNT, "养护经费", "≤12万元", "warning", "成本"),
    (COUNT, "门票收入", "6万元", "warning", "效益"),
    (COUNT, "完工日期", "12月31日", "warning", "时效"),
    (QUALITY, "受益居民", "≥100人", "warning", "数量"),
    (QUALITY, "新建花坛", "≥5个", "info", "数量"),
    (QUALITY, "完工日期", "25日", "warning", "时效"),
    (QUALITY, "养护时间", "≤30天", "info", "时效"),
    (QUALITY, "养护经费", "≤12万元", "warning", "成本"),
    (TIME, "门票收入", "2000万元", "warning", "效益"),
    (TIME, "苗木成活率", "≥95%", "warning", "质量"),
    (TIME, "补助标准", "当地工资标准的50%", "warning", "成本"),
    (TIME, "受益居民", "≥100人", "warning", "数量"),
    (TIME, "新建花坛", "≥5个", "info", "数量"),
    (COST, "养护人数", "≥40人", "warning", "数量"),
    (COST, "预算资金充足", "100%", "warning", "质量"),
    (COST, "养护时间", "≤12个月", "warning", "时效"),
]

E03 = [
    *(
        Example("GJ-E03", f"{level}{name}{value}", table(row(value, level, name)), (f"pass {T1}",), near=True)
        for level, name, value in FITTING
    ),
    *(
        Example(
            "GJ-E03",
            f"{level}{name}{value}",
            table(row(value, level, name)),
            (f"fail {severity} {T1}",),
            says=(f"宜归入{better}指标",),
        )
        for level, name, value, severity, better in MISPLACED
    ),
    Example(
        "GJ-E03",
        "time is in the description",
        table(row("≥90%", TIME, "苗木补植", description="每月30日前完成的补植所占比例")),
        (f"pass {T1}",),
        near=True,
    ),
    Example("GJ-E03", "only a unit is E09's", table(row("元", COUNT)), (f"not_applicable {T1}",), near=True),
    Example("GJ-E03", "a damaged print", table(row("≥095%", COUNT)), (f"not_applicable {T1}",), near=True),
    Example("GJ-E03", "a benefit", table(row("≥90%", "社会效益指标")), ("not_applicable P1",)),
    Example("GJ-E03", "blank", table(row(None, COUNT)), ("not_applicable P1",)),
    Example(
        "GJ-E03",
        "doubt",
        table(row("≥90%", COUNT), warnings=[a_doubt(project=1, indicator=1, field="target")]),
        (f"parse_uncertain {T1}",),
    ),
]

EXAMPLES = [*E03]


@pytest.mark.parametrize("example", EXAMPLES, ids=str)
def test_rule(example: Example) -> None:
    example.check()
