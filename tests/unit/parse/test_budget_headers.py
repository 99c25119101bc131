"""The header of a table gives the same columns whichever way a format shows merged cells."""

import pytest

from services.parse.blocks import Table
from services.parse.extract.budget_headers import Header, read_header
from tests.unit.parse.grids import dump, ruled


def header(table: object) -> Header | None:
    assert isinstance(table, Table)
    return read_header(table.rows, max(len(row) for row in table.rows))


FUNCTIONS = ("序号", "功能分类科目/科目编码", "功能分类科目/科目名称", "合计", "基本支出", "项目支出")
MONEY = ("收入/项目", "收入/预算数", "支出/项目", "支出/预算数")

SHAPES = [
    (
        "blanks for merged cells",
        dump("序号|功能分类科目||合计|基本支出|项目支出\n|科目编码|科目名称|||\n栏次|1|2|3|4|5\n1||合计|9.00|4.00|5.00")[0],
        (FUNCTIONS, 3),
    ),
    (
        "true spans",
        ruled("序号|功能分类科目|<|合计|基本支出|项目支出\n^|科目编码|科目名称|^|^|^\n1||合计|9.00|4.00|5.00"),
        (FUNCTIONS, 2),
    ),
    (
        "one cell a line: merged cells are missing",
        dump("序号|功能分类科目|合计|基本支出|项目支出\n|科目编码|科目名称|||\n1||合计|9.00|4.00|5.00")[0],
        (FUNCTIONS, 2),
    ),
    (
        "blanks at the ends of rows are lost",
        dump("序号|功能分类科目||合计|基本支出|项目支出\n|科目编码|科目名称\n1|208|某某支出|9.00||9.00")[0],
        (FUNCTIONS, 2),
    ),
    ("two groups side by side", dump("收入||支出|\n项目|预算数|项目|预算数\n拨款|3.00|教育支出|")[0], (MONEY, 2)),
    ("two groups, cells missing", dump("收入|支出\n项目|预算数|项目|预算数\n拨款|3.00|教育支出|")[0], (MONEY, 2)),
    (
        "cells missing over a column of its own",
        dump("序号|收入|支出\n|项目|预算数|项目|预算数\n1|一、拨款|3.00|一、教育支出|")[0],
        (("序号", *MONEY), 2),
    ),
    ("spaces inside labels", dump("项 目|预 算 数\n一、拨款|3.00")[0], (("项目", "预算数"), 1)),
    (
        "three levels in blanks",
        dump("收入||支出|||\n项目|金额|按功能||按用途|\n||科目|金额|项目|金额\n拨款|1.00|教育|1.00|基本支出|1.00")[0],
        (("收入/项目", "收入/金额", "支出/按功能/科目", "支出/按功能/金额", "支出/按用途/项目", "支出/按用途/金额"), 3),
    ),
    (
        "three levels in spans",
        ruled("项目|<|<|<|支出预算|<\n科目编码|<|<|科目名称|合计|基本支出\n类|款|项|^|^|^\n205|||教育支出|3|3"),
        ((*(f"项目/科目编码/{level}" for level in "类款项"), "项目/科目名称", "支出预算/合计", "支出预算/基本支出"), 3),
    ),
    (
        "label of a merged cell holds for each of its columns",
        ruled("项目名称|<|金额\n上年结转|小计|2.00"),
        (("项目名称", "项目名称", "金额"), 1),
    ),
    (
        "a row of names under a header of one row",
        dump("单位名称|单位性质|单位规格\n第三实验小学|事业|股级")[0],
        (("单位名称", "单位性质", "单位规格"), 1),
    ),
    ("header without rows", dump("来源||数量|金额|\n项目|资金||合计|其中：拨款")[0], (
        ("来源/项目", "来源/资金", "数量", "金额/合计", "金额/其中：拨款"), 2)),
    ("columns numbered with letters and stars", dump("科目|合计|其中\n甲|1|2\n教育|5.00|5.00")[0], (
        ("科目", "合计", "其中"), 2)),
]  # fmt: skip


@pytest.mark.parametrize(("table", "expected"), [case[1:] for case in SHAPES], ids=[case[0] for case in SHAPES])
def test_header_is_read(table: Table, expected: tuple[tuple[str, ...], int]) -> None:
    found = header(table)
    assert found is not None
    assert (found.columns, found.height) == expected
    assert not found.moved
    assert not found.unsure


@pytest.mark.parametrize("row", ["205|教育支出|3.00", "1|合计|1,024.00", "一、拨款|3.00"])
def test_rows_of_values_are_no_header(row: str) -> None:
    assert header(dump(f"{row}\n{row}")[0]) is None


INCOME = """序号|功能分类科目||合计|本年收入|||||||上年结转|
|科目编码|科目名称||小计|财政拨款收入|财政专户收入|事业收入|经营收入|上级补助收入|附属单位上缴收入||其他收入
栏次|1|2|3|4|5|6|7|8|9|10|11|12
1||合计|12.00|10.00|10.00||||||2.00|"""


def test_header_with_displaced_cells_is_read_as_its_form_has_it() -> None:
    found = header(dump(INCOME)[0])
    assert found is not None
    assert found.moved
    assert found.columns[-2:] == ("本年收入/其他收入", "上年结转")


def test_displaced_header_of_no_known_form_is_unsure() -> None:
    found = header(dump(INCOME.replace("经营收入", "门票收入"))[0])
    assert found is not None
    assert found.unsure


def test_header_that_makes_sense_is_not_changed_into_a_known_form() -> None:
    found = header(dump("序号|支出||收入|\n|项目|预算数|项目|预算数\n1|教育|2.00|拨款|2.00")[0])
    assert found is not None
    assert found.columns == ("序号", "支出/项目", "支出/预算数", "收入/项目", "收入/预算数")


def test_repeated_header_and_column_numbers_are_known_again() -> None:
    table = dump("序号|收入|\n|项目|预算数\n栏次|1|2\n1|拨款|2.00\n序号|收入|\n|项 目|预算数\n栏次|1|2\n2|其他|1.00")[0]
    assert isinstance(table, Table)
    found = header(table)
    assert found is not None
    assert [found.repeats(row) for row in table.rows[3:]] == [False, True, True, True, False]
