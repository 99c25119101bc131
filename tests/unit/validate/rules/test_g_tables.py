"""Rules G01 to G04: does each budget table add up, do the general tables agree?"""

from typing import Any

import pytest

from shared.document import Document
from tests.unit.validate.budget import (
    BALANCE,
    BASIC,
    BUDGET,
    EXPENDITURE,
    FISCAL,
    FUND,
    GENERAL,
    HOSPITALITY,
    INCOME,
    Table,
    a_table,
    balance,
    with_cell,
)
from tests.unit.validate.examples import Example, a_disclosure, a_document, a_doubt, a_project

T1, T2, T3, T6 = (table["kind"] for table in (BALANCE, INCOME, EXPENDITURE, BASIC))
T4, T5, T7, T9 = FISCAL["kind"], GENERAL["kind"], FUND["kind"], HOSPITALITY["kind"]
NO_TABLE = a_document(a_project())
OTHERS = a_disclosure(INCOME)

G01_PASSES = [f"pass {T1} r{row} {column}" for row in (4, 6) for column in ("收入/预算数", "支出/预算数")]


def g01(name: str, document: Document, *changed: str, **more: Any) -> Example:
    """An example of G01 in which the verdicts on `changed` (the ends of their lines) differ from a closing table."""
    ends = [line.split(" ", 1)[1] if line.startswith("note") else " ".join(line.split(" ")[-3:]) for line in changed]
    kept = [line for line in G01_PASSES if not any(line.endswith(end) for end in ends)]
    whole = [] if any(line.endswith(T1) for line in changed) else [f"note {T1}"]
    return Example("GJ-G01", name, document, (*kept, *whole, *changed), **more)


G01 = [
    g01("closes", a_disclosure(*BUDGET), says=("345万元 = 345万元",)),
    g01(
        "an item typed wrong",
        a_disclosure(with_cell(BALANCE, 0, 2, "301.00")),
        f"fail error {T1} r4 收入/预算数",
        says=("各项收入之和与本年收入合计不符，相差1万元", "301+40=341万元 ≠ 340万元", "301.00 3010000 元"),
    ),
    g01(
        "the carry-over is forgotten",
        a_disclosure(with_cell(BALANCE, 4, 2, None)),
        f"fail error {T1} r6 收入/预算数",
        says=("340万元 ≠ 345万元", "本年收入加结转"),
    ),
    g01(
        "the two totals differ",
        a_disclosure(with_cell(with_cell(BALANCE, 5, 4, "346.00"), 4, 4, "1.00")),
        f"fail error {T1}",
        says=("收入总计与支出总计不符",),
    ),
    g01(
        "expenditure items",
        a_disclosure(with_cell(BALANCE, 1, 4, "4.50")),
        f"fail error {T1} r4 支出/预算数",
        says=("各项支出之和",),
    ),
    g01(
        "rounding is confirmed",
        a_disclosure(with_cell(BALANCE, 0, 2, "300.01")),
        f"note {T1} r4 收入/预算数",
        near=True,
        says=("尾差0.01万元", "≈"),
    ),
    g01(
        "beyond rounding",
        a_disclosure(with_cell(BALANCE, 0, 2, "300.02")),
        f"fail error {T1} r4 收入/预算数",
        says=("相差0.02万元",),
    ),
    g01(
        "a cell that is no amount",
        a_disclosure(with_cell(BALANCE, 0, 2, "3OO.00")),
        f"parse_uncertain {T1} r4 收入/预算数",
        says=("3OO.00",),
    ),
    g01(
        "a doubtful cell",
        a_disclosure(with_cell(BALANCE, 1, 2, "41.00"), warnings=[a_doubt(table=T1, row=2, column="收入/预算数")]),
        f"parse_uncertain {T1} r4 收入/预算数",
        says=("读得不准",),
    ),
    Example(
        "GJ-G01",
        "parts of an item and lines of other provinces",
        a_disclosure(
            balance(
                ["1", "一、财政拨款收入", "30.00", "一、教育支出", "34.00"],
                ["2", "其中：一般公共预算", "30.00", None, None],
                ["3", "二、单位资金", "4.00", None, None],
                ["4", "（一）事业收入", "4.00", None, None],
                ["5", "本年收入合计", "34.00", "本年支出合计", "34.00"],
                ["6", "使用非财政拨款结余", "1.00", "结余分配", "2.00"],
                ["7", "年初结转", "1.00", None, None],
                ["8", "一、一般公共预算", "1.00", None, None],
                ["9", "收入总计", "36.00", "支出总计", "36.00"],
            )
        ),
        (*(f"pass {T1} r{r} {c}/预算数" for r in (5, 9) for c in ("收入", "支出")), f"note {T1}"),
        near=True,
    ),
    Example(
        "GJ-G01",
        "no totals",
        a_disclosure(balance(["1", "一、收入", "1", "一、支出", "1"])),
        (f"insufficient_data {T1}",),
    ),
    Example("GJ-G01", "the table is missing", OTHERS, ("insufficient_data document",), says=("收支总表",)),
    Example("GJ-G01", "the table is empty", a_disclosure(INCOME, balance()), ("insufficient_data document",)),
    Example("GJ-G01", "a target text", NO_TABLE, ("not_applicable document",)),
    Example(
        "GJ-G01",
        "one side without a total",
        a_disclosure(with_cell(BALANCE, 3, 1, "小结")),
        (
            f"insufficient_data {T1}",
            *(f"pass {T1} r{row} 支出/预算数" for row in (4, 6)),
        ),
    ),
    Example(
        "GJ-G01",
        "no grand total",
        a_disclosure({**BALANCE, "rows": BALANCE["rows"][:4]}),
        tuple(f"pass {T1} r4 {side}/预算数" for side in ("收入", "支出")),
    ),
]


def g02(name: str, table: Table, *expect: str, **more: Any) -> Example:
    return Example("GJ-G02", name, a_disclosure(table, **more.pop("changes", {})), expect, **more)


G02_EXPENDITURE = [f"pass {T3} r{row} 合计" for row in range(1, 8)]
G02_INCOME = [f"pass {T2} r{row} {column}" for row in range(1, 8) for column in ("合计", "本年收入/小计")]


def but(lines: list[str], *changed: str) -> list[str]:
    """The lines, with those about the same subjects replaced."""
    subjects = [
        line.removeprefix("fail error ").removeprefix("note ").removeprefix("parse_uncertain ") for line in changed
    ]
    return [line for line in lines if line.removeprefix("pass ") not in subjects] + list(changed)


G02 = [
    g02("expenditure", EXPENDITURE, *G02_EXPENDITURE),
    g02("income, with a subtotal of its own", INCOME, *G02_INCOME),
    g02("all under one header", BASIC, *(f"pass {T6} r{row} 基本支出/合计" for row in range(1, 8))),
    g02(
        "a figure in the wrong place",
        with_cell(EXPENDITURE, 4, 4, "22.00"),
        *but(G02_EXPENDITURE, f"fail error {T3} r5 合计"),
        says=("“城乡社区支出”行的合计与各列之和不符，相差198万元", "22+80=102万元 ≠ 300万元"),
    ),
    g02(
        "the subtotal of one row",
        with_cell(INCOME, 4, 4, "301.00"),
        *but(G02_INCOME, f"fail error {T2} r5 合计", f"fail error {T2} r5 本年收入/小计"),
    ),
    g02("rounding", with_cell(EXPENDITURE, 0, 4, "220.01"), *but(G02_EXPENDITURE, f"note {T3} r1 合计"), near=True),
    g02("a blank total", with_cell(EXPENDITURE, 1, 3, None), *but(G02_EXPENDITURE, f"fail error {T3} r2 合计")),
    g02("no amount", with_cell(EXPENDITURE, 1, 5, "45.O0"), *but(G02_EXPENDITURE, f"parse_uncertain {T3} r2 合计")),
    g02(
        "a column that repeats part of another",
        a_table(
            "支出总表",
            ["科目名称", "合计", "基本支出", "其中：工资", "项目支出"],
            ["甲", "9.00", "6.00", "5.00", "3.00"],
        ),
        "pass 支出总表 r1 合计",
        near=True,
    ),
    g02(
        "shifted by a blank column, but closing",
        {**EXPENDITURE, "rows": [[*row[:4], None, *row[4:6]] for row in EXPENDITURE["rows"] if row[4]]},
        *(f"pass {T3} r{row} 合计" for row in range(1, 5)),
    ),
    g02(
        "every row fails alike",
        {**EXPENDITURE, "rows": [[*row[:4], None, *row[5:]] for row in EXPENDITURE["rows"] if row[4]]},
        f"parse_uncertain {T3}",
        says=("没有读对",),
    ),
    g02(
        "two failing rows are no pattern",
        a_table("支出总表", ["科目名称", "合计", "基本支出"], ["甲", "9.00", "6.00"], ["乙", "8.00", "7.00"]),
        "fail error 支出总表 r1 合计",
        "fail error 支出总表 r2 合计",
    ),
    g02(
        "blank rows say nothing",
        a_table("支出总表", ["科目名称", "合计", "基本支出"], ["甲", None, "—"]),
        "not_applicable 支出总表",
    ),
    g02("no total column", a_table("支出总表", ["科目名称", "基本支出"], ["甲", "6.00"]), "not_applicable 支出总表"),
    g02("another table", HOSPITALITY, f"not_applicable {HOSPITALITY['kind']}"),
    g02("an empty table", {**EXPENDITURE, "rows": []}, f"not_applicable {T3}"),
    Example("GJ-G02", "no table", NO_TABLE, ("not_applicable document",)),
    g02(
        "a table of another kind",
        a_table("部门项目支出表", ["项目名称", "合计", "财政拨款"], ["甲", "9.00", "6.00"]),
        "not_applicable 部门项目支出表",
        says=("不是按科目列示",),
    ),
    g02(
        "a table without a heading",
        a_table("附", ["科目名称", "合计", "财政拨款"], ["甲", "9.00", "6.00"]),
        "not_applicable 附",
        says=("不是按科目列示",),
    ),
    g02(
        "totals alone",
        a_table("支出总表", ["科目名称", "合计"], ["甲", "9.00"]),
        "not_applicable 支出总表",
        says=("没有合计列",),
    ),
    g02(
        "a row with neither name nor figures beside one with a code",
        a_table("支出总表", ["编码", "合计", "基本支出"], ["201", "9.00", "7.00"], [None, None, None]),
        "fail error 支出总表 r1 合计",
        says=("“201”行",),
    ),
]

PARTS = ("基本支出/合计", "基本支出/人员经费", "基本支出/公用经费")
G03_BASIC = [
    *(f"pass {T6} r1 {column}" for column in PARTS),
    *(f"pass {T6} r2 {column}" for column in PARTS[:2]),
    *(f"pass {T6} r5 {column}" for column in (PARTS[0], PARTS[2])),
]


def g03(name: str, table: Table, *expect: str, **more: Any) -> Example:
    return Example("GJ-G03", name, a_disclosure(table), expect, **more)


G03 = [
    g03("economic classes", BASIC, *G03_BASIC),
    g03(
        "three levels",
        {
            **EXPENDITURE,
            "columns": ["序号", "类", "款", "项", "合计"],
            "rows": [
                ["1", None, None, None, "45.00"],
                ["2", "211", None, None, "45.00"],
                ["3", "211", "04", None, "45.00"],
                ["4", "211", "04", "01", "45.00"],
            ],
        },
        *(f"pass {T3} r{row} 合计" for row in (2, 3)),
    ),
    g03(
        "a code that differs from those under it",
        with_cell(BASIC, 2, 3, "101.00"),
        *but(G03_BASIC, f"fail error {T6} r2 基本支出/合计"),
        says=("“301工资福利支出”的合计与下级科目之和不符，相差1万元", "101+80=181万元 ≠ 180万元"),
    ),
    g03("the total", with_cell(BASIC, 0, 5, "41.00"), *but(G03_BASIC, f"fail error {T6} r1 基本支出/公用经费")),
    g03("rounding", with_cell(BASIC, 2, 3, "100.01"), *but(G03_BASIC, f"note {T6} r2 基本支出/合计"), near=True),
    g03(
        "a row repeated by a page break counts once",
        {**BASIC, "rows": [*BASIC["rows"], BASIC["rows"][2]]},
        *G03_BASIC,
        near=True,
    ),
    g03(
        "only some of the codes are printed",
        {**BASIC, "rows": [row for row in BASIC["rows"] if row[1] in ("301", "30101", "302", "30201")]},
        f"parse_uncertain {T6}",
        says=("没有读对",),
    ),
    g03("no amount", with_cell(BASIC, 5, 5, "3O.00"), *but(G03_BASIC, f"parse_uncertain {T6} r5 基本支出/公用经费")),
    g03("one level", {**BASIC, "rows": BASIC["rows"][2:4]}, f"not_applicable {T6}"),
    g03("no codes", HOSPITALITY, f"not_applicable {HOSPITALITY['kind']}"),
    g03("no known table", {**BASIC, "kind": "其他"}, "not_applicable 其他"),
    Example("GJ-G03", "no table", NO_TABLE, ("not_applicable document",)),
    g03(
        "no 合计 row",
        {**BASIC, "rows": BASIC["rows"][1:]},
        *(f"pass {T6} r{row} {column}" for row, column in ((1, PARTS[0]), (1, PARTS[1]), (4, PARTS[0]), (4, PARTS[2]))),
    ),
    g03(
        "a column that repeats part of another is not added up",
        a_table(
            "支出总表",
            ["编码", "名称", "合计", "其中:采购"],
            ["201", "甲", "9.00", "1.00"],
            ["20101", "乙", "9.00", "2.00"],
        ),
        "pass 支出总表 r1 合计",
        near=True,
    ),
]

EMPTY_BALANCE = {**BALANCE, "rows": []}
G04_BOTH = (f"note {T2} r1 合计", f"note {T3} r1 合计")
G04 = [
    Example("GJ-G04", "three totals agree", a_disclosure(*BUDGET), G04_BOTH, says=("345万元 = 345万元",)),
    Example(
        "GJ-G04",
        "two digits changed places",
        a_disclosure(BALANCE, INCOME, with_cell(EXPENDITURE, 0, 3, "354.00")),
        (G04_BOTH[0], f"fail error {T3} r1 合计"),
        says=("收支总表与支出总表的支出合计不符，相差9万元", "345万元 ≠ 354万元"),
    ),
    Example(
        "GJ-G04",
        "the year's totals where carry-over is left out",
        a_disclosure(
            with_cell(with_cell(with_cell(BALANCE, 3, 4, "340.00"), 4, 4, "5.00"), 1, 4, "40.00"),
            {**INCOME, "columns": INCOME["columns"][:7], "rows": [[*r[:3], r[4], *r[4:7]] for r in INCOME["rows"]]},
            with_cell(EXPENDITURE, 0, 3, "340.00"),
        ),
        G04_BOTH,
        near=True,
    ),
    Example(
        "GJ-G04",
        "with a column for the carry-over the grand total counts",
        a_disclosure(BALANCE, with_cell(INCOME, 0, 3, "340.00"), EXPENDITURE),
        (f"fail error {T2} r1 合计", G04_BOTH[1]),
    ),
    Example(
        "GJ-G04",
        "one table is missing",
        a_disclosure(BALANCE, EXPENDITURE),
        ("insufficient_data document", G04_BOTH[1]),
        says=("收入总表",),
    ),
    Example("GJ-G04", "only one table", a_disclosure(BALANCE), ("insufficient_data document",)),
    Example("GJ-G04", "no balance", a_disclosure(INCOME, EXPENDITURE), ("insufficient_data document",)),
    Example(
        "GJ-G04",
        "no row of totals",
        a_disclosure(BALANCE, INCOME, {**EXPENDITURE, "rows": EXPENDITURE["rows"][1:]}),
        (G04_BOTH[0], f"insufficient_data {T3}"),
    ),
    Example(
        "GJ-G04",
        "a doubtful total",
        a_disclosure(BALANCE, INCOME, with_cell(EXPENDITURE, 0, 3, "354.00"), warnings=[a_doubt(table=T3)]),
        (G04_BOTH[0], f"parse_uncertain {T3} r1 合计"),
    ),
    Example("GJ-G04", "a target text", NO_TABLE, ("not_applicable document",)),
    Example(
        "GJ-G04", "an empty balance", a_disclosure(EMPTY_BALANCE, INCOME, EXPENDITURE), ("insufficient_data document",)
    ),
    Example(
        "GJ-G04",
        "an empty table of income",
        a_disclosure(BALANCE, {**INCOME, "rows": []}, EXPENDITURE),
        ("insufficient_data document", G04_BOTH[1]),
    ),
    Example(
        "GJ-G04",
        "no grand total",
        a_disclosure({**BALANCE, "rows": BALANCE["rows"][:4]}, INCOME, EXPENDITURE),
        (f"insufficient_data {T2}", f"insufficient_data {T3}"),
    ),
    Example(
        "GJ-G04",
        "no column of totals",
        a_disclosure(
            BALANCE, INCOME, {**EXPENDITURE, "columns": [*EXPENDITURE["columns"][:3], "全部", "甲", "乙", "丙"]}
        ),
        (G04_BOTH[0], f"insufficient_data {T3}"),
    ),
]

EXAMPLES = [*G01, *G02, *G03, *G04]


@pytest.mark.parametrize("example", EXAMPLES, ids=str)
def test_rule(example: Example) -> None:
    example.check()
