"""Rules G05 to G11: do the tables of funds, of basic expenditure and of “三公” agree with the general ones?"""

from typing import Any

import pytest

from tests.unit.validate.budget import (
    BALANCE,
    BASIC,
    EXPENDITURE,
    FISCAL,
    FUND,
    GENERAL,
    HOSPITALITY,
    INCOME,
    Table,
    a_table,
    with_cell,
)
from tests.unit.validate.examples import Example, a_disclosure, a_document, a_doubt, a_project

T1, T2, T3, T6 = (table["kind"] for table in (BALANCE, INCOME, EXPENDITURE, BASIC))
T4, T5, T7, T9 = FISCAL["kind"], GENERAL["kind"], FUND["kind"], HOSPITALITY["kind"]
NO_TABLE = a_document(a_project())
BY_NAME = [f"pass {T3} r{row} 合计" for row in (2, 5)]
BY_CODE = [f"pass {T3} r{row} 合计" for row in range(2, 8)]
G05 = [
    Example("GJ-G05", "each class the same", a_disclosure(BALANCE, INCOME, EXPENDITURE), (*BY_NAME, *BY_CODE)),
    Example(
        "GJ-G05",
        "two digits changed places in the balance",
        a_disclosure(with_cell(BALANCE, 1, 4, "54.00"), EXPENDITURE),
        (f"fail error {T3} r2 合计", BY_NAME[1]),
        says=("“节能环保支出”在部门预算收支总表与部门预算支出总表中的金额不符", "54万元 ≠ 45万元"),
    ),
    Example(
        "GJ-G05",
        "a code of the income table",
        a_disclosure(with_cell(INCOME, 5, 3, "301.00"), EXPENDITURE),
        (*BY_CODE[:4], f"fail error {T3} r6 合计", BY_CODE[5]),
        says=("“21205城乡社区环境卫生”",),
    ),
    Example(
        "GJ-G05",
        "carried over to next year: codes are not compared",
        a_disclosure(BALANCE, with_cell(INCOME, 0, 3, "350.00"), EXPENDITURE),
        tuple(BY_NAME),
        near=True,
    ),
    Example(
        "GJ-G05",
        "a class that the balance does not list, and a code of one table only",
        a_disclosure(with_cell(BALANCE, 1, 3, "二、其他支出"), {**INCOME, "rows": INCOME["rows"][:2]}, EXPENDITURE),
        (BY_NAME[1], BY_CODE[0]),
        near=True,
    ),
    Example("GJ-G05", "nothing to compare with", a_disclosure(EXPENDITURE), ("insufficient_data document",)),
    Example(
        "GJ-G05",
        "no totals",
        a_disclosure({**INCOME, "rows": INCOME["rows"][1:]}, EXPENDITURE),
        ("insufficient_data document",),
    ),
    Example("GJ-G05", "a target text", NO_TABLE, ("not_applicable document",)),
]

T4_TOTAL, T4_GENERAL, T4_FUND = (f"支出/{name}" for name in ("合计", "一般公共预算财政拨款", "政府性基金预算财政拨款"))
G06_LINES = [
    *(f"pass {T4} r{row} {T4_TOTAL}" for row in (2, 3, 4, 7)),
    *(f"pass {T4} r4 {column}" for column in (T4_GENERAL, T4_FUND)),
    *(f"note {T4} r7 {column}" for column in (T4_GENERAL, T4_FUND)),
]


def changed(lines: list[str], *new: str) -> tuple[str, ...]:
    """The lines with those of the same subjects replaced by the new ones."""
    subjects = [line.split(T4)[1] for line in new]
    return (*(line for line in lines if line.split(T4)[1] not in subjects), *new)


G06 = [
    Example("GJ-G06", "each fund closes", a_disclosure(FISCAL), tuple(G06_LINES), says=("300+5=305万元 = 305万元",)),
    Example(
        "GJ-G06",
        "the carry-over of a fund is forgotten",
        a_disclosure(with_cell(FISCAL, 5, 2, None)),
        changed(G06_LINES, f"fail error {T4} r7 {T4_GENERAL}"),
        says=("一般公共预算收入加年初结转与支出总计不符，相差5万元",),
    ),
    Example(
        "GJ-G06",
        "a figure in the wrong fund",
        a_disclosure(with_cell(with_cell(FISCAL, 1, 5, "40.00"), 1, 6, "5.00")),
        changed(G06_LINES, f"fail error {T4} r4 {T4_GENERAL}", f"fail error {T4} r4 {T4_FUND}"),
        says=("各项支出与本年支出合计不符",),
    ),
    Example(
        "GJ-G06",
        "a row that is not the sum of its funds",
        a_disclosure(with_cell(FISCAL, 2, 4, "301.00")),
        changed(G06_LINES, f"fail error {T4} r3 {T4_TOTAL}"),
        says=("“城乡社区支出”合计与各资金之和",),
    ),
    Example(
        "GJ-G06",
        "rounding",
        a_disclosure(with_cell(FISCAL, 2, 4, "300.01")),
        changed(G06_LINES, f"note {T4} r3 {T4_TOTAL}"),
        near=True,
    ),
    Example(
        "GJ-G06",
        "no column of totals, a fund without income",
        a_disclosure(
            {
                **FISCAL,
                "columns": [*FISCAL["columns"][:4], T4_GENERAL, T4_FUND],
                "rows": [[*row[:4], *row[5:]] for row in with_cell(FISCAL, 1, 1, "二、其他")["rows"]],
            }
        ),
        (*(f"pass {T4} r4 {column}" for column in (T4_GENERAL, T4_FUND)), f"note {T4} r7 {T4_GENERAL}"),
    ),
    Example("GJ-G06", "no totals", a_disclosure({**FISCAL, "rows": FISCAL["rows"][:3]}), (f"insufficient_data {T4}",)),
    Example(
        "GJ-G06",
        "one amount a side",
        a_disclosure({**BALANCE, "kind": T4}),
        (f"insufficient_data {T4}",),
    ),
    Example("GJ-G06", "missing", a_disclosure(BALANCE), ("insufficient_data document",)),
    Example("GJ-G06", "empty", a_disclosure(BALANCE, {**FISCAL, "rows": []}), ("insufficient_data document",)),
    Example("GJ-G06", "a target text", NO_TABLE, ("not_applicable document",)),
]

G07_LINES = [*(f"pass {T5} r{row} 合计" for row in (1, 2, 3)), *(f"pass {T7} r{row} 合计" for row in (1, 2))]
G07 = [
    Example("GJ-G07", "each fund has its table", a_disclosure(FISCAL, GENERAL, FUND), tuple(G07_LINES)),
    Example(
        "GJ-G07",
        "a zero too many",
        a_disclosure(FISCAL, GENERAL, with_cell(FUND, 0, 3, "400.00")),
        (*G07_LINES[:3], f"fail error {T7} r1 合计", G07_LINES[4]),
        says=("政府性基金预算“合计”在财政拨款收支总表与其支出表中的金额不符", "40万元 ≠ 400万元"),
    ),
    Example(
        "GJ-G07",
        "a class",
        a_disclosure(with_cell(FISCAL, 2, 5, "200.00"), GENERAL),
        (*G07_LINES[:2], f"fail error {T5} r3 合计"),
        says=("“城乡社区支出”",),
    ),
    Example(
        "GJ-G07",
        "a class of another name, no subtotal, and an empty table",
        a_disclosure(with_cell(with_cell(FISCAL, 2, 3, "三、其他支出"), 3, 3, "小结"), GENERAL, {**FUND, "rows": []}),
        ("insufficient_data document",),
    ),
    Example(
        "GJ-G07",
        "a class of another name",
        a_disclosure(with_cell(FISCAL, 2, 3, "三、其他支出"), GENERAL),
        tuple(G07_LINES[:2]),
        near=True,
    ),
    Example(
        "GJ-G07",
        "a table without totals",
        a_disclosure(FISCAL, {**FUND, "rows": FUND["rows"][1:]}),
        ("insufficient_data document",),
    ),
    Example("GJ-G07", "no balance", a_disclosure(GENERAL), ("insufficient_data document",)),
    Example(
        "GJ-G07", "an empty balance", a_disclosure({**FISCAL, "rows": []}, GENERAL), ("insufficient_data document",)
    ),
    Example("GJ-G07", "a target text", NO_TABLE, ("not_applicable document",)),
]

G08 = [
    Example(
        "GJ-G08",
        "the same",
        a_disclosure(GENERAL, BASIC),
        (f"note {T6} r1 基本支出/合计",),
        says=("220万元 = 220万元",),
    ),
    Example(
        "GJ-G08",
        "two digits changed places",
        a_disclosure(GENERAL, with_cell(BASIC, 0, 3, "202.00")),
        (f"fail error {T6} r1 基本支出/合计",),
        says=("相差18万元",),
    ),
    Example(
        "GJ-G08",
        "rounded",
        a_disclosure(GENERAL, with_cell(BASIC, 0, 3, "220.0")),
        (f"note {T6} r1 基本支出/合计",),
        near=True,
    ),
    Example(
        "GJ-G08", "no totals", a_disclosure(GENERAL, {**BASIC, "rows": BASIC["rows"][1:]}), (f"insufficient_data {T6}",)
    ),
    Example(
        "GJ-G08",
        "no such column",
        a_disclosure({**GENERAL, "columns": ["序号", "编码", "名称", "合计", "甲", "乙"]}, BASIC),
        (f"insufficient_data {T6}",),
    ),
    Example("GJ-G08", "one is missing", a_disclosure(GENERAL), ("insufficient_data document",)),
    Example("GJ-G08", "the other is missing", a_disclosure(BASIC), ("insufficient_data document",)),
    Example("GJ-G08", "one is empty", a_disclosure(GENERAL, {**BASIC, "rows": []}), ("insufficient_data document",)),
    Example(
        "GJ-G08", "the other is empty", a_disclosure({**GENERAL, "rows": []}, BASIC), ("insufficient_data document",)
    ),
    Example("GJ-G08", "a target text", NO_TABLE, ("not_applicable document",)),
]
OF_PEOPLE = [f"pass {T6} r{row} 基本支出/公用经费" for row in (2, 3, 4)]
OF_OFFICE = [f"pass {T6} r{row} 基本支出/人员经费" for row in (5, 6, 7)]
G09 = [
    Example("GJ-G09", "each in its column", a_disclosure(BASIC), (*OF_PEOPLE, *OF_OFFICE)),
    Example(
        "GJ-G09",
        "office costs under personnel",
        a_disclosure(with_cell(BASIC, 5, 4, "30.00")),
        (*OF_PEOPLE, OF_OFFICE[0], f"fail warning {T6} r6 基本支出/人员经费", OF_OFFICE[2]),
        says=("“30201办公费”列入了人员经费",),
    ),
    Example(
        "GJ-G09",
        "pay under running costs",
        a_disclosure(with_cell(BASIC, 2, 5, "1.00")),
        (OF_PEOPLE[0], f"fail warning {T6} r3 基本支出/公用经费", OF_PEOPLE[2], *OF_OFFICE),
    ),
    Example(
        "GJ-G09",
        "cars and travel may be either",
        a_disclosure(with_cell(with_cell(BASIC, 6, 1, "30239"), 6, 4, "10.00")),
        (*OF_PEOPLE, *OF_OFFICE[:2]),
        near=True,
    ),
    Example(
        "GJ-G09",
        "doubtful",
        a_disclosure(with_cell(BASIC, 5, 4, "30.00"), warnings=[a_doubt(table=T6, row=6)]),
        (*OF_PEOPLE, OF_OFFICE[0], f"parse_uncertain {T6} r6 基本支出/人员经费", OF_OFFICE[2]),
    ),
    Example(
        "GJ-G09",
        "no columns",
        a_disclosure({**BASIC, "columns": ["序号", "编码", "名称", "合计", "甲", "公用经费"]}),
        (f"insufficient_data {T6}",),
    ),
    Example(
        "GJ-G09",
        "no other column",
        a_disclosure({**BASIC, "columns": ["序号", "编码", "名称", "合计", "人员经费", "乙"]}),
        (f"insufficient_data {T6}",),
    ),
    Example("GJ-G09", "missing", a_disclosure(GENERAL), ("insufficient_data document",)),
    Example("GJ-G09", "empty", a_disclosure(GENERAL, {**BASIC, "rows": []}), ("insufficient_data document",)),
    Example("GJ-G09", "a target text", NO_TABLE, ("not_applicable document",)),
]

CARS = a_table(
    T9,
    ["序号", "项目", "资金性质/合计", "资金性质/一般公共预算", "资金性质/政府性基金"],
    ["1", "合计", "16.00", "15.00", "1.00"],
    ["2", "“三公”经费小计", "16.00", "15.00", "1.00"],
    ["3", "一、因公出国（境）费", None, None, None],
    ["4", "其中：教学科研", None, None, None],
    ["5", "二、公务用车购置及运维费", "6.00", "5.00", "1.00"],
    ["6", "其中：公务用车购置费", "2.00", "2.00", None],
    ["7", "公务用车运行维护费", "4.00", "3.00", "1.00"],
    ["8", "三、公务接待费", "10.00", "10.00", None],
)
OF_ALL, OF_GENERAL, OF_FUND = (f"资金性质/{name}" for name in ("合计", "一般公共预算", "政府性基金"))
G10_LINES = [
    *(f"pass {T9} r2 {column}" for column in (OF_ALL, OF_GENERAL, OF_FUND)),
    *(f"pass {T9} r5 {column}" for column in (OF_ALL, OF_GENERAL, OF_FUND)),
    *(f"pass {T9} r{row} {OF_ALL}" for row in (1, 2, 5, 6, 7, 8)),
]


def g10(name: str, table: Table, failing: list[str], *says: str, **more: Any) -> Example:
    """An example in which the verdicts on the failing subjects are findings, others pass as often as they are made."""
    lines = [line if line.removeprefix(f"pass {T9} ") not in failing else None for line in G10_LINES]
    return Example(
        "GJ-G10",
        name,
        a_disclosure(table),
        tuple(line for line in lines if line) + tuple(more.pop("also")),
        says=says,
        **more,
    )


G10 = [
    Example("GJ-G10", "sums of items, halves and funds", a_disclosure(CARS), tuple(G10_LINES)),
    Example("GJ-G10", "a short table", a_disclosure(HOSPITALITY), (f"pass {T9} r1 {OF_ALL}",)),
    g10(
        "an item",
        with_cell(with_cell(CARS, 7, 2, "9.00"), 7, 3, "9.00"),
        [f"r2 {OF_ALL}", f"r2 {OF_GENERAL}"],
        "“三公”经费小计与分项不符，相差1万元",
        "6+9=15万元 ≠ 16万元",
        also=(f"fail error {T9} r2 {OF_ALL}", f"fail error {T9} r2 {OF_GENERAL}", f"pass {T9} r2 {OF_ALL}"),
    ),
    g10(
        "buying and running",
        with_cell(with_cell(CARS, 5, 2, "3.00"), 5, 3, "3.00"),
        [f"r5 {OF_ALL}", f"r5 {OF_GENERAL}"],
        "公务用车费与购置、运行不符",
        also=(f"fail error {T9} r5 {OF_ALL}", f"fail error {T9} r5 {OF_GENERAL}", f"pass {T9} r5 {OF_ALL}"),
    ),
    g10(
        "a row",
        with_cell(CARS, 0, 3, "14.00"),
        [f"r1 {OF_ALL}"],
        "“合计”合计与各列不符",
        also=(f"fail error {T9} r1 {OF_ALL}",),
    ),
    Example(
        "GJ-G10",
        "rounding",
        a_disclosure(with_cell(HOSPITALITY, 2, 2, "10.01")),
        (f"note {T9} r1 {OF_ALL}",),
        near=True,
    ),
    Example("GJ-G10", "no subtotal", a_disclosure({**CARS, "rows": CARS["rows"][2:]}), (f"insufficient_data {T9}",)),
    Example("GJ-G10", "no items", a_disclosure({**CARS, "rows": CARS["rows"][:2]}), (f"insufficient_data {T9}",)),
    Example(
        "GJ-G10",
        "cars without their halves",
        a_disclosure({**CARS, "rows": [*CARS["rows"][:5], *CARS["rows"][7:]]}),
        (*G10_LINES[:3], *G10_LINES[6:9], f"pass {T9} r6 {OF_ALL}"),
    ),
    Example("GJ-G10", "missing", a_disclosure(GENERAL), ("insufficient_data document",)),
    Example("GJ-G10", "empty", a_disclosure(GENERAL, {**CARS, "rows": []}), ("insufficient_data document",)),
    Example("GJ-G10", "a target text", NO_TABLE, ("not_applicable document",)),
]
GUESTS = f"{T9} r3 {OF_ALL}"
G11 = [
    Example("GJ-G11", "the same", a_disclosure(HOSPITALITY, BASIC), (f"pass {GUESTS}",)),
    Example(
        "GJ-G11",
        "more in basic expenditure",
        a_disclosure(HOSPITALITY, with_cell(BASIC, 6, 3, "12.00")),
        (f"fail info {GUESTS}",),
        says=("基本支出中的公务接待费大于", "12.00万元 > 10.00万元"),
    ),
    Example(
        "GJ-G11",
        "less: projects pay too",
        a_disclosure(HOSPITALITY, with_cell(BASIC, 6, 3, "2.00")),
        (f"pass {GUESTS}",),
        near=True,
    ),
    Example(
        "GJ-G11",
        "rounding",
        a_disclosure(HOSPITALITY, with_cell(BASIC, 6, 3, "10.004")),
        (f"pass {GUESTS}",),
        near=True,
    ),
    Example(
        "GJ-G11",
        "doubtful",
        a_disclosure(HOSPITALITY, with_cell(BASIC, 6, 3, "12.00"), warnings=[a_doubt(table=T9)]),
        (f"parse_uncertain {GUESTS}",),
    ),
    Example(
        "GJ-G11",
        "no such code",
        a_disclosure(HOSPITALITY, {**BASIC, "rows": BASIC["rows"][:4]}),
        (f"insufficient_data {T9}",),
    ),
    Example(
        "GJ-G11",
        "no such item",
        a_disclosure({**HOSPITALITY, "rows": HOSPITALITY["rows"][:2]}, BASIC),
        (f"insufficient_data {T9}",),
    ),
    Example(
        "GJ-G11",
        "no column",
        a_disclosure({**HOSPITALITY, "columns": ["序号", "项目", "甲"]}, BASIC),
        (f"insufficient_data {T9}",),
    ),
    Example(
        "GJ-G11",
        "no column of basic expenditure",
        a_disclosure(HOSPITALITY, {**BASIC, "columns": ["序号", "编码", "名称", "甲", "乙", "丙"]}),
        (f"insufficient_data {T9}",),
    ),
    Example("GJ-G11", "missing", a_disclosure(HOSPITALITY), ("insufficient_data document",)),
    Example("GJ-G11", "missing too", a_disclosure(BASIC), ("insufficient_data document",)),
    Example("GJ-G11", "empty", a_disclosure(HOSPITALITY, {**BASIC, "rows": []}), ("insufficient_data document",)),
    Example("GJ-G11", "a target text", NO_TABLE, ("not_applicable document",)),
]

EXAMPLES = [*G05, *G06, *G07, *G08, *G09, *G10, *G11]


@pytest.mark.parametrize("example", EXAMPLES, ids=str)
def test_rule(example: Example) -> None:
    example.check()
