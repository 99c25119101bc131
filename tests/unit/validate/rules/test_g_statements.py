"""Rules G12 to G20: do the narrative, the projects, assets and procurement agree with the budget tables?"""

from typing import Any

import pytest

from shared.document import Document
from tests.unit.validate.budget import (
    ASSETS,
    BALANCE,
    BASIC,
    BUDGET,
    EXPENDITURE,
    FISCAL,
    FUND,
    GENERAL,
    HOSPITALITY,
    INCOME,
    PROCUREMENT,
    Table,
    a_figure,
    a_table,
    balance,
    with_cell,
)
from tests.unit.validate.examples import Example, a_disclosure, a_document, a_doubt, a_project

T1, T2, T3, T6 = (table["kind"] for table in (BALANCE, INCOME, EXPENDITURE, BASIC))
T4, T5, T7, T9 = FISCAL["kind"], GENERAL["kind"], FUND["kind"], HOSPITALITY["kind"]
NO_TABLE = a_document(a_project())


def stating(*figures: tuple[str, str], **changes: Any) -> Document:
    return a_disclosure(*BUDGET, narrative_figures=[a_figure(*figure) for figure in figures], **changes)


AGREEING = (
    ("2024年预算收入", "345.00"),
    ("一般公共预算拨款收入", "300.00"),
    ("基金预算收入", "40"),
    ("单位资金收入", "0.00"),
    ("上年结转结余", "5.00"),
    ("2024年支出预算", "345.00"),
    ("基本支出", "220.00"),
    ("人员经费", "180.00"),
    ("日常公用经费", "40.00"),
    ("项目支出", "125.00"),
    ("2024年预算收支安排", "345.00"),
    ("机关运行经费", "40.00"),
    ("财政拨款“三公”经费", "10.00"),
    ("因公出国（境）费", "0.00"),
    ("公务接待费", "10.00"),
    ("政府采购", "0.00"),
)
G12 = [
    Example(
        "GJ-G12",
        "every amount repeats its cell",
        stating(*AGREEING),
        (*(f"pass §{label}" for label, _ in AGREEING), "note document"),
        says=("16项金额",),
    ),
    Example(
        "GJ-G12",
        "typed wrong",
        stating(("基本支出", "220.00"), ("项目支出", "152.00")),
        ("pass §基本支出", "fail error §项目支出"),
        says=("“项目支出152.00万元”与部门预算支出总表“项目支出”的125.00万元不一致", "152万元 ≠ 125万元"),
    ),
    Example(
        "GJ-G12",
        "a label that two amounts have",
        stating(("公务接待费", "10.00"), ("公务接待费", "9.00")),
        ("pass §公务接待费", "fail warning §公务接待费"),
    ),
    Example(
        "GJ-G12",
        "a blank cell is 0",
        stating(("因公出国（境）费", "1.00")),
        ("fail error §因公出国（境）费",),
        says=("空白",),
    ),
    Example(
        "GJ-G12",
        "rounded to 亿元",
        a_disclosure(*BUDGET, narrative_figures=[a_figure("预算收入", "0.03", "亿元")]),
        ("pass §预算收入", "note document"),
        near=True,
    ),
    Example(
        "GJ-G12",
        "changes from last year, and labels of no cell",
        stating(
            ("基本支出减少", "31.24"), ("与2023年相比减少", "0.47"), ("较2023年预算增加", "7.00"), ("培训费", "3.00")
        ),
        tuple(
            f"not_applicable §{label}" for label in ("基本支出减少", "与2023年相比减少", "较2023年预算增加", "培训费")
        ),
        near=True,
    ),
    Example(
        "GJ-G12",
        "another definition",
        stating(("机关运行经费", "55.00")),
        ("insufficient_data §机关运行经费",),
        near=True,
    ),
    Example(
        "GJ-G12",
        "the table is missing",
        stating(("国有资本经营预算支出", "7.00")),
        ("insufficient_data §国有资本经营预算支出",),
    ),
    Example("GJ-G12", "an empty table has no cell", stating(("政府采购", "7.00")), ("insufficient_data §政府采购",)),
    Example(
        "GJ-G12",
        "a doubtful amount",
        stating(("项目支出", "152.00"), warnings=[a_doubt(section="项目支出")]),
        ("parse_uncertain §项目支出",),
    ),
    Example(
        "GJ-G12",
        "a doubtful cell",
        stating(("公务接待费", "11.00"), warnings=[a_doubt(table=HOSPITALITY["kind"], row=3)]),
        ("parse_uncertain §公务接待费",),
    ),
    Example("GJ-G12", "no amount", stating(("项目支出", "若干")), ("parse_uncertain §项目支出",)),
    Example("GJ-G12", "nothing stated", a_disclosure(*BUDGET), ("not_applicable document",)),
    Example("GJ-G12", "a target text", NO_TABLE, ("not_applicable document",)),
    Example(
        "GJ-G12",
        "nothing to compare it with, and 0",
        a_disclosure(BALANCE, narrative_figures=[a_figure("公务接待费", "0.00")]),
        ("insufficient_data §公务接待费",),
    ),
    Example(
        "GJ-G12",
        "the sides of the difference",
        stating(("项目支出", "152.00")),
        ("fail error §项目支出",),
        says=("prints 125.00.",),
    ),
]


def spending(*budgets: str | None, table: Table = EXPENDITURE, **changes: Any) -> Document:
    projects = [a_project(ordinal=n, budget=budget) for n, budget in enumerate(budgets, 1)]
    return a_disclosure(BALANCE, table, projects=projects, **changes)


SPENT = f"{T3} r1 项目支出"
G13 = [
    Example("GJ-G13", "closes", spending("45.00", "80.00"), (f"note {SPENT}",), says=("Σ2个项目=125万元 = 125万元",)),
    Example(
        "GJ-G13",
        "rounding names its 尾差",
        spending("45.00", "80.01"),
        (f"note {SPENT}",),
        near=True,
        says=("尾差0.01万元", "125.01万元 ≈ 125万元", "80.01 800100 元"),
    ),
    Example(
        "GJ-G13", "more than the table", spending("45.00", "80.02"), (f"fail error {SPENT}",), says=("相差0.02万元",)
    ),
    Example(
        "GJ-G13",
        "less: projects may be left out",
        spending("45.00"),
        (f"fail info {SPENT}",),
        says=("多80万元", "可能有项目未列出"),
    ),
    Example(
        "GJ-G13",
        "operating expenditure explains the rest",
        spending("45.00", "83.00", table=with_cell(EXPENDITURE, 0, 6, "3.00")),
        (f"note {SPENT}",),
        near=True,
    ),
    Example(
        "GJ-G13",
        "operating expenditure does not explain it",
        spending("45.00", "90.00", table=with_cell(EXPENDITURE, 0, 6, "3.00")),
        (f"fail error {SPENT}",),
        says=("相差10万元",),
    ),
    Example("GJ-G13", "a project without a budget", spending("45.00", None), (f"insufficient_data {SPENT}",)),
    Example(
        "GJ-G13",
        "a doubtful budget",
        spending("45.00", "8.00", warnings=[a_doubt(project=2, field="budget")]),
        (f"parse_uncertain {SPENT}",),
    ),
    Example("GJ-G13", "a doubtful cell", spending("1.00", warnings=[a_doubt(table=T3)]), (f"parse_uncertain {SPENT}",)),
    Example(
        "GJ-G13",
        "no column",
        spending(
            "1.00", table={**EXPENDITURE, "columns": ["序号", "科目编码", "科目名称", "合计", "基本", "项目", "经营"]}
        ),
        (f"insufficient_data {T3}",),
    ),
    Example("GJ-G13", "no projects", a_disclosure(EXPENDITURE), (f"not_applicable {T3} 项目支出",)),
    Example("GJ-G13", "no such table", a_disclosure(INCOME), ("insufficient_data document",)),
    Example("GJ-G13", "a target text", NO_TABLE, ("not_applicable document",)),
    Example("GJ-G13", "rounding the other way", spending("45.00", "79.99"), (f"note {SPENT}",), says=("尾差0.01万元",)),
    Example(
        "GJ-G13",
        "an empty table",
        a_disclosure(BALANCE, {**EXPENDITURE, "rows": []}, projects=[a_project()]),
        ("insufficient_data document",),
    ),
    Example(
        "GJ-G13",
        "no row of totals",
        a_disclosure({**EXPENDITURE, "rows": EXPENDITURE["rows"][1:]}, projects=[a_project()]),
        (f"insufficient_data {T3}",),
    ),
    Example(
        "GJ-G13",
        "nothing is missing where operating expenditure is part of neither",
        spending("45.00", "80.00", table=with_cell(EXPENDITURE, 0, 6, "0.01")),
        (f"note {SPENT}",),
        says=("相符。",),
    ),
]

LAST_YEAR, THIS_YEAR, FIRST_GENERATION = "13099923P00511110001D", "13099924P00511110001U", "511-1002-JXN-4TK7"


def carrying(*projects: tuple[str, str | None], **changes: Any) -> Document:
    made = [a_project(ordinal=n, code=code, budget=budget) for n, (code, budget) in enumerate(projects, 1)]
    return a_disclosure(*changes.pop("tables", (BALANCE,)), projects=made, **changes)


CARRIED = f"{T1} r5 收入/预算数"
G14 = [
    Example(
        "GJ-G14",
        "agrees",
        carrying((LAST_YEAR, "2.00"), (LAST_YEAR, "3.00"), (THIS_YEAR, "9.00")),
        (f"note {CARRIED}",),
        says=("Σ2个项目=5万元 = 5万元",),
    ),
    Example(
        "GJ-G14", "rounding", carrying((LAST_YEAR, "5.01")), (f"note {CARRIED}",), near=True, says=("尾差0.01万元",)
    ),
    Example(
        "GJ-G14",
        "differs",
        carrying((LAST_YEAR, "7.00")),
        (f"fail warning {CARRIED}",),
        says=("相差2万元，如有跨年度项目", "several years"),
    ),
    Example(
        "GJ-G14",
        "codes of this year and of none",
        carrying((THIS_YEAR, "7.00"), (FIRST_GENERATION, "8.00")),
        (f"not_applicable {T1}",),
        near=True,
    ),
    Example("GJ-G14", "no fiscal year", carrying((LAST_YEAR, "7.00"), fiscal_year=None), (f"not_applicable {T1}",)),
    Example("GJ-G14", "no budget", carrying((LAST_YEAR, "7.00"), (LAST_YEAR, None)), (f"insufficient_data {T1}",)),
    Example(
        "GJ-G14",
        "no carry-over",
        carrying((LAST_YEAR, "7.00"), tables=({**BALANCE, "rows": BALANCE["rows"][:4]},)),
        (f"insufficient_data {T1}",),
    ),
    Example(
        "GJ-G14",
        "doubtful",
        carrying((LAST_YEAR, "7.00"), warnings=[a_doubt(table=T1, row=5)]),
        (f"parse_uncertain {CARRIED}",),
    ),
    Example(
        "GJ-G14",
        "projects may be lost",
        carrying((LAST_YEAR, "3.00"), warnings=[a_doubt(document=True, field="projects")]),
        (f"parse_uncertain {CARRIED}",),
    ),
    Example("GJ-G14", "no balance", carrying((LAST_YEAR, "7.00"), tables=(GENERAL,)), ("insufficient_data document",)),
    Example(
        "GJ-G14",
        "an empty balance",
        carrying((LAST_YEAR, "7.00"), tables=(GENERAL, balance())),
        ("insufficient_data document",),
    ),
    Example("GJ-G14", "a target text", NO_TABLE, ("not_applicable document",)),
]

TOTAL_DOWN = ("较2023年预算减少", "10.00")
G16 = [
    Example(
        "GJ-G16",
        "parts that are compared with last year too",
        stating(
            ("基本支出较2023年减少", "7.00"),
            ("项目支出较2023年减少", "7.00"),
            TOTAL_DOWN,
            ("基本支出减少", "1.00"),
            ("项目支出减少", "9.00"),
        ),
        ("note §较2023年预算减少",),
        near=True,
    ),
    Example(
        "GJ-G16",
        "adds up",
        stating(TOTAL_DOWN, ("基本支出减少", "1.00"), ("项目支出减少", "9.00")),
        ("note §较2023年预算减少",),
        says=("-1-9=-10万元 = -10万元",),
    ),
    Example(
        "GJ-G16",
        "one grew",
        stating(("比上年增加", "8.00"), ("基本支出减少", "1.00"), ("项目支出增长", "9.00")),
        ("note §比上年增加",),
        near=True,
        says=("-1+9=8万元",),
    ),
    Example(
        "GJ-G16",
        "the wrong direction",
        stating(TOTAL_DOWN, ("基本支出减少", "1.00"), ("项目支出增加", "9.00")),
        ("fail error §较2023年预算减少",),
        says=("基本支出与项目支出增减额之和与总增减额不符，相差18万元", "-1+9=8万元 ≠ -10万元"),
    ),
    Example(
        "GJ-G16", "one is not stated", stating(TOTAL_DOWN, ("基本支出减少", "1.00")), ("insufficient_data document",)
    ),
    Example(
        "GJ-G16",
        "the other is not stated",
        stating(TOTAL_DOWN, ("项目支出减少", "1.00")),
        ("insufficient_data document",),
    ),
    Example(
        "GJ-G16",
        "the total is not stated",
        stating(("基本支出减少", "1.00"), ("项目支出减少", "9.00")),
        ("insufficient_data document",),
    ),
    Example(
        "GJ-G16",
        "the changes are far from the total",
        stating(
            TOTAL_DOWN, *[("培训费", str(n)) for n in range(5)], ("基本支出减少", "1.00"), ("项目支出减少", "1.00")
        ),
        ("insufficient_data document",),
        near=True,
    ),
    Example(
        "GJ-G16",
        "doubtful",
        stating(
            TOTAL_DOWN, ("基本支出减少", "1.00"), ("项目支出减少", "1.00"), warnings=[a_doubt(section=TOTAL_DOWN[0])]
        ),
        ("parse_uncertain §较2023年预算减少",),
    ),
    Example(
        "GJ-G16", "no changes", stating(("基本支出", "1.00"), ("项目支出减少", "若干")), ("not_applicable document",)
    ),
    Example("GJ-G16", "no narrative", NO_TABLE, ("not_applicable document",)),
]

HOUSING = ["4", "2210201", "住房公积金", "20.00", "20.00", None]
MEDICAL = ["5", "21011", "行政事业单位医疗", "7.00", "7.00", None]


def mirrored(fund: str, *doctors: str) -> Document:
    economic = [["8", "30113", "住房公积金", fund, fund, None]]
    economic += [
        [str(n), code, "医疗", amount, amount, None]
        for n, (code, amount) in enumerate(zip(("30110", "30111"), doctors, strict=False), 9)
    ]
    return a_disclosure(
        {**GENERAL, "rows": [*GENERAL["rows"], HOUSING, MEDICAL]}, {**BASIC, "rows": [*BASIC["rows"], *economic]}
    )


G18_BOTH = (f"pass {T5} r4 基本支出", f"pass {T5} r5 基本支出")
G18 = [
    Example("GJ-G18", "the same twice", mirrored("20.00", "5.00", "2.00"), G18_BOTH),
    Example(
        "GJ-G18",
        "ten times less",
        mirrored("2.00", "7.00"),
        (f"fail info {T5} r4 基本支出", G18_BOTH[1]),
        says=("“住房公积金”的功能分类与经济分类金额不符", "2万元 ≠ 20万元"),
    ),
    Example("GJ-G18", "rounding", mirrored("20.01", "7.00"), (f"note {T5} r4 基本支出", G18_BOTH[1]), near=True),
    Example("GJ-G18", "a code that one table lacks", mirrored("20.00"), G18_BOTH[:1], near=True),
    Example("GJ-G18", "no such code", a_disclosure(GENERAL, BASIC), (f"insufficient_data {T6}",)),
    Example(
        "GJ-G18",
        "no columns",
        a_disclosure({**GENERAL, "columns": ["序号", "编码", "名称", "合计", "甲", "乙"]}, BASIC),
        (f"insufficient_data {T6}",),
    ),
    Example("GJ-G18", "missing", a_disclosure(GENERAL), ("insufficient_data document",)),
    Example("GJ-G18", "missing too", a_disclosure(BASIC), ("insufficient_data document",)),
    Example("GJ-G18", "a target text", NO_TABLE, ("not_applicable document",)),
]

ASSET, BUY = ASSETS["kind"], PROCUREMENT["kind"]
WORTH = ASSETS["columns"][2]


def buying(*rows: list[str | None]) -> Table:
    return a_table(BUY, ["采购物品名称", "数量", "单价", "政府采购金额/合计"], *rows)


G19 = [
    Example("GJ-G19", "items make the total", a_disclosure(ASSETS), (f"pass {ASSET} r1 {WORTH}",)),
    Example(
        "GJ-G19",
        "an item",
        a_disclosure(with_cell(ASSETS, 3, 2, "30.00")),
        (f"fail error {ASSET} r1 {WORTH}",),
        says=("50+30=80万元 ≠ 90万元",),
    ),
    Example(
        "GJ-G19", "rounding", a_disclosure(with_cell(ASSETS, 3, 2, "40.01")), (f"note {ASSET} r1 {WORTH}",), near=True
    ),
    Example(
        "GJ-G19",
        "quantity times price",
        a_disclosure(
            buying(["树苗", "300", "0.10", "30.00"], ["水泵", "2", "1.00", "3.00"], ["合计", None, None, "33.00"])
        ),
        (f"pass {BUY} r1 政府采购金额/合计", f"fail error {BUY} r2 政府采购金额/合计"),
        says=("数量乘单价", "2×1=2万元 ≠ 3万元"),
    ),
    Example(
        "GJ-G19",
        "a doubtful row",
        a_disclosure(buying(["水泵", "2", "1.00", "3.00"]), warnings=[a_doubt(table=BUY, row=1)]),
        (f"parse_uncertain {BUY} r1 政府采购金额/合计",),
    ),
    Example(
        "GJ-G19",
        "to be bought, and an empty table",
        a_disclosure(PROCUREMENT, narrative_figures=[a_figure("本年度拟购置固定资产总额", "12.00")]),
        ("fail warning §本年度拟购置固定资产总额",),
        says=("拟购置资产12.00万元，但政府采购表为空",),
    ),
    Example(
        "GJ-G19",
        "nothing to be bought",
        a_disclosure(PROCUREMENT, narrative_figures=[a_figure("拟购置固定资产总额", "0.00"), a_figure("购置费", "3")]),
        ("pass §拟购置固定资产总额",),
        near=True,
    ),
    Example(
        "GJ-G19",
        "to be bought, and bought",
        a_disclosure(
            buying(["合计", None, None, "33.00"]), narrative_figures=[a_figure("拟购置固定资产总额", "12.00")]
        ),
        ("pass §拟购置固定资产总额",),
        near=True,
    ),
    Example(
        "GJ-G19",
        "no table of procurement",
        a_disclosure(narrative_figures=[a_figure("拟购置固定资产总额", "12.00")]),
        ("not_applicable document",),
    ),
    Example("GJ-G19", "no items", a_disclosure({**ASSETS, "rows": ASSETS["rows"][:1]}), ("not_applicable document",)),
    Example("GJ-G19", "no total", a_disclosure({**ASSETS, "rows": ASSETS["rows"][1:]}), ("not_applicable document",)),
    Example(
        "GJ-G19",
        "no worth",
        a_disclosure({**ASSETS, "columns": ["项目", "数量", "备注"]}),
        ("not_applicable document",),
    ),
    Example("GJ-G19", "a target text", NO_TABLE, ("not_applicable document",)),
]
G20 = [
    Example("GJ-G20", "the same", stating(("机关运行经费", "40.00")), ("pass §机关运行经费",)),
    Example("GJ-G20", "rounded", stating(("机关运行经费", "40")), ("pass §机关运行经费",), near=True),
    Example(
        "GJ-G20",
        "more",
        stating(("机关运行经费", "44.00")),
        ("fail info §机关运行经费",),
        says=("请确认口径", "44万元 ≠ 40万元"),
    ),
    Example(
        "GJ-G20",
        "doubtful",
        stating(("机关运行经费", "44.00"), warnings=[a_doubt(table=T6)]),
        ("parse_uncertain §机关运行经费",),
    ),
    Example("GJ-G20", "no amount", stating(("机关运行经费", "若干")), ("insufficient_data §机关运行经费",)),
    Example("GJ-G20", "not stated", stating(("公用经费", "40.00")), ("not_applicable document",)),
    Example(
        "GJ-G20",
        "no table",
        a_disclosure(GENERAL, narrative_figures=[a_figure("机关运行经费", "4")]),
        ("insufficient_data document",),
    ),
    Example(
        "GJ-G20",
        "no total",
        a_disclosure({**BASIC, "rows": BASIC["rows"][1:]}, narrative_figures=[a_figure("机关运行经费", "4")]),
        ("insufficient_data §机关运行经费",),
    ),
    Example("GJ-G20", "a target text", NO_TABLE, ("not_applicable document",)),
]

EXAMPLES = [*G12, *G13, *G14, *G16, *G18, *G19, *G20]


@pytest.mark.parametrize("example", EXAMPLES, ids=str)
def test_rule(example: Example) -> None:
    example.check()
