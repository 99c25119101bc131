"""A disclosure document's tables and stated amounts: whole, placed, and adding up where the document does."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import cache

import pytest

from services.parse.core import read
from services.parse.extract.disclosure import Budget, extract_budget
from services.parse.extract.outline import outline
from services.parse.extract.target_text import extract_target_text
from services.parse.templates import templates
from shared.amounts import Amount, Closeness, compare_copy, compare_sum, read_amount
from shared.budget_kinds import TableKind, table_kind
from shared.document import BudgetTable, Document
from tests.seeds import needs_seeds, seed
from tests.unit.parse.grids import dump

DOCUMENT = """2025年部门预算信息公开

收支总表
316 青梧县教育体育局
预算年度：2025
单位：万元
收入||支出|
项目|预算数|项目|预算数
一、拨款|9.00|一、教育支出|9.00

二、部门预算安排的总体情况
2025年预算收入9.00万元。

六、部门项目预算安排情况及绩效目标
1、校舍维修绩效目标表
项目编码|甲|项目名称|校舍维修|||
绩效目标|校舍安全，预留1.00万元|||||

八、国有资产信息
青梧县教育体育局（含所属单位）上年末固定资产金额为7.00万元。
固定资产占用情况表
316 青梧县教育体育局
项目|数量|价值（金额单位：万元）
资产总额||7.00
"""


def test_budget_of_a_document_leaves_the_target_text_to_others() -> None:
    blocks = dump(DOCUMENT)
    target = next(i for i, b in enumerate(blocks) if not hasattr(b, "text") and b.rows[0][0].text == "项目编码")
    budget = extract_budget(blocks, {target})
    assert [table.kind for table in budget.tables] == ["收支总表", "固定资产占用情况表"]
    assert [(f.label, f.amount) for f in budget.figures] == [("2025年预算收入", "9.00"), ("上年末固定资产金额", "7.00")]
    assert budget.department is not None
    assert (budget.department.code, budget.department.name, budget.year) == ("316", "青梧县教育体育局", 2025)
    assert target not in budget.taken


def test_document_without_any_table_has_no_budget() -> None:
    budget = extract_budget(dump("关于举办运动会的通知\n\n会议定于5月举行，预算5万元。"))
    assert (budget.tables, budget.figures, budget.department, budget.year) == ([], [], None, None)


def test_same_words_in_another_order_give_the_same_tables() -> None:
    parts = DOCUMENT.split("\n\n")
    turned = "\n\n".join([parts[0], parts[4], parts[2], parts[1]])
    kinds = {table.kind: table.rows for table in extract_budget(dump(turned)).tables}
    assert kinds == {table.kind: table.rows for table in extract_budget(dump(DOCUMENT)).tables if table.kind in kinds}


# What follows reads the real disclosure document: 12 tables, 29 projects, 26 stated amounts.


@cache
def real() -> tuple[Budget, Document]:
    blocks = read(seed("001").read_bytes()).blocks
    template = templates()[0]
    target = extract_target_text(blocks, outline(blocks, template), template)
    budget = extract_budget(blocks, target.cut.used | target.cut.headings)
    document = Document(id="", source="", media_type="", form="", projects=target.projects)
    return budget, document


def table(kind: TableKind) -> BudgetTable:
    (found,) = [table for table in real()[0].tables if table_kind(table.kind) is kind]
    return found


def amounts(table: BudgetTable, column: str) -> list[Amount | None]:
    place = table.columns.index(column)
    return [read_amount(row[place], table.currency_unit or "万元") for row in table.rows]


def named(table: BudgetTable, label: str, column: str) -> Amount:
    """The amount in `column` of the row that has `label` in a column left of it."""
    place = table.columns.index(column)
    row = next(row for row in table.rows if label in row[:place])
    return read_amount(row[place], table.currency_unit or "万元") or Amount(Decimal("0.00"), "万元")


def closes(parts: Sequence[Amount | None], whole: Amount | None) -> bool:
    zero = Amount(Decimal("0.00"), "万元")
    return compare_sum([part or zero for part in parts] or [zero], whole or zero).closeness is Closeness.CLOSES


@needs_seeds
def test_real_document_has_twelve_tables_with_unit_year_and_department() -> None:
    tables = real()[0].tables
    kinds = [table_kind(table.kind) for table in tables]
    assert [kind.value if kind else None for kind in kinds] == [
        *(f"T{number}" for number in range(1, 10)), "institutions", "procurement", "assets",
    ]  # fmt: skip
    assert [len(table.rows) for table in tables] == [34, 39, 39, 37, 36, 32, 4, 0, 9, 5, 0, 6]
    assert {(t.department_code, t.year, t.currency_unit) for t in tables[:9]} == {("805", 2024, "万元")}
    assert [(t.department_code, t.year, t.currency_unit) for t in tables[9:]] == [
        (None, None, None), ("805", None, "万元"), ("805", None, "万元"),
    ]  # fmt: skip
    assert [tables.index(table) for table in tables if table.note] == [7, 10]
    assert real()[0].warnings == []


@needs_seeds
def test_real_rows_have_a_value_and_a_line_for_every_column() -> None:
    text = seed("001").read_text("utf-8").split("\n")
    for found in real()[0].tables:
        for row, places in zip(found.rows, found.at["rows"], strict=True):
            assert len(row) == len(places) == len(found.columns)
            for value, place in zip(row, places, strict=True):
                assert (value is None) == (place is None)
                assert value is None or value in "".join(text[place["line"] - 1].split())


BY_CODE = [TableKind.INCOME, TableKind.EXPENDITURE, TableKind.GENERAL, TableKind.BASIC, TableKind.FUND]
MONEY_FROM = 3  # 序号, 科目编码, 科目名称 stand before the amounts


@needs_seeds
@pytest.mark.parametrize("kind", BY_CODE)
def test_real_codes_add_up_in_every_column(kind: TableKind) -> None:
    found = table(kind)
    checked = 0
    for column in found.columns[MONEY_FROM:]:
        values = dict(zip((row[1] for row in found.rows), amounts(found, column), strict=True))
        for code, whole in values.items():
            children = [
                values[c] for c in values if c and len(c) == (len(code) + 2 if code else 3) and c.startswith(code or "")
            ]
            if children:
                assert closes(children, whole), (found.kind, column, code)
                checked += 1
    assert checked > len(found.columns)


FUNDS = ("一般公共预算财政拨款", "政府性基金预算财政拨款", "国有资本经营预算财政拨款")
ROW_SUMS = [
    (TableKind.INCOME, "合计", ["本年收入/小计", "上年结转"]),
    (TableKind.EXPENDITURE, "合计", ["基本支出", "项目支出", "经营支出", "上解上级支出", "对附属单位补助支出"]),
    (TableKind.FISCAL_BALANCE, "支出/合计", [f"支出/{fund}" for fund in FUNDS]),
    (TableKind.GENERAL, "合计", ["基本支出", "项目支出"]),
    (TableKind.BASIC, "一般公共预算基本支出/合计", ["一般公共预算基本支出/人员经费", "一般公共预算基本支出/公用经费"]),
    (TableKind.FUND, "合计", ["基本支出", "项目支出"]),
    (TableKind.HOSPITALITY, "资金性质/合计", ["资金性质/一般公共预算财政拨款", "资金性质/政府性基金预算拨款"]),
]  # fmt: skip


@needs_seeds
@pytest.mark.parametrize(("kind", "total", "parts"), ROW_SUMS)
def test_real_rows_add_up(kind: TableKind, total: str, parts: list[str]) -> None:
    found = table(kind)
    columns = [amounts(found, part) for part in parts]
    for row, whole in enumerate(amounts(found, total)):
        assert closes([column[row] for column in columns], whole), found.rows[row]


@needs_seeds
def test_real_income_by_source_is_the_subtotal() -> None:
    found = table(TableKind.INCOME)
    sources = [column for column in found.columns if column.startswith("本年收入/") and not column.endswith("小计")]
    assert len(sources) == 7
    for row, whole in enumerate(amounts(found, "本年收入/小计")):
        assert closes([amounts(found, column)[row] for column in sources], whole)


@needs_seeds
def test_real_balances_close() -> None:
    balance, fiscal = table(TableKind.BALANCE), table(TableKind.FISCAL_BALANCE)
    for found, income, spending, carried in (
        (balance, "收入/预算数", "支出/预算数", "上年结转结余"),
        (fiscal, "收入/金额", "支出/合计", "年初财政拨款结转和结余"),
    ):
        year = [amount for row, amount in zip(found.rows, amounts(found, income), strict=True) if int(row[0] or 0) < 32]
        assert closes(year, named(found, "本年收入合计", income))
        assert closes(
            [named(found, "本年收入合计", income), named(found, carried, income)], named(found, "收入总计", income)
        )
        assert closes(amounts(found, spending)[:31], named(found, "本年支出合计", spending))
        assert named(found, "收入总计", income).number == named(found, "支出总计", spending).number


@needs_seeds
def test_real_totals_are_the_same_in_every_table() -> None:
    totals = {
        kind: named(table(kind), "合计", "一般公共预算基本支出/合计" if kind is TableKind.BASIC else "合计")
        for kind in BY_CODE
    }
    whole = named(table(TableKind.BALANCE), "收入总计", "收入/预算数").number
    assert {totals[TableKind.INCOME].number, totals[TableKind.EXPENDITURE].number, whole} == {whole}
    assert closes([totals[TableKind.GENERAL], totals[TableKind.FUND]], totals[TableKind.EXPENDITURE])
    assert named(table(TableKind.GENERAL), "合计", "基本支出").number == totals[TableKind.BASIC].number
    codes = table(TableKind.EXPENDITURE)
    expenditure = {
        row[2]: amount for row, amount in zip(codes.rows, amounts(codes, "合计"), strict=True) if len(row[1] or "") == 3
    }
    functions = {
        str(row[3]).split("、")[1]: amount
        for row, amount in zip(
            table(TableKind.BALANCE).rows, amounts(table(TableKind.BALANCE), "支出/预算数"), strict=True
        )
        if amount and "、" in str(row[3])
    }
    assert {name: amount.number for name, amount in functions.items()} == {
        name: amount.number for name, amount in expenditure.items() if amount
    }


@needs_seeds
def test_real_assets_add_up() -> None:
    found = table(TableKind.ASSETS)
    values = amounts(found, "价值（金额单位：万元）")
    assert closes(values[1:], values[0])


@needs_seeds
def test_real_projects_add_up_to_a_cent_more_than_the_table() -> None:
    parts = [amount for project in real()[1].projects if (amount := read_amount(project.budget, "万元"))]
    comparison = compare_sum(parts, named(table(TableKind.EXPENDITURE), "合计", "项目支出"))
    assert (len(parts), comparison.difference, comparison.closeness) == (29, Decimal(100), Closeness.ROUNDING)


def cells() -> Iterator[Amount]:
    for found in real()[0].tables:
        for row in found.rows:
            yield from (amount for cell in row if (amount := read_amount(cell, found.currency_unit or "万元")))


@needs_seeds
def test_real_narrative_states_26_amounts_of_which_22_stand_in_a_table() -> None:
    figures = real()[0].figures
    assert len(figures) == 26
    assert {figure.unit for figure in figures} == {"万元"}
    printed = list(cells())
    stated = [read_amount(figure.amount, figure.unit) for figure in figures]
    loose = [
        str(amount.number)
        for amount in stated
        if amount and amount.number and not any(compare_copy(amount, cell).difference == 0 for cell in printed)
    ]
    assert loose == ["4150.89", "31.24", "4119.65", "0.47"]
    assert Decimal(loose[0]) == Decimal(loose[1]) + Decimal(loose[2])


@needs_seeds
def test_real_figures_stand_on_the_lines_they_name() -> None:
    text = seed("001").read_text("utf-8").split("\n")
    for figure in real()[0].figures:
        line = "".join(text[figure.at["amount"]["line"] - 1].split())
        assert figure.amount + figure.unit in line
        assert figure.label in line
        assert figure.label
