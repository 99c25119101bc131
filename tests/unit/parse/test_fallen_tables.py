"""Tables whose cells fell into lines of text come out as tables again, and what is not sure is said."""

import pytest

from services.parse.blocks import Line
from services.parse.extract.disclosure import extract_budget
from services.parse.extract.table_parts import budget_forms
from shared.document import BudgetTable, ReadingWarning
from shared.places import line


def read(text: str) -> tuple[list[BudgetTable], list[ReadingWarning]]:
    budget = extract_budget([Line(row, (line(number),)) for number, row in enumerate(text.split("\n"), 1)])
    return budget.tables, budget.warnings


HEAD = "功能分类科目\n序号 合计 基本支出 项目支出\n科目编码 科目名称"
TOP = "部门预算一般公共预算财政拨款支出表\n316 青梧县教育体育局\n预算年度：2025\n单位：万元"
ROWS = "1 合计 9.00 4.00 5.00\n2 205 教育支出 4.00 4.00\n3 206 科学技术支出 5.00 5.00"
WRAPPED = ROWS.replace("3 206 科学技术支出 5.00 5.00", "科学技\n3 206 5.00 5.00\n术支出")
READ = [
    ["1", None, "合计", "9.00", "4.00", "5.00"],
    ["2", "205", "教育支出", "4.00", "4.00", None],
    ["3", "206", "科学技术支出", "5.00", None, "5.00"],
]


@pytest.mark.parametrize(
    "text",
    [
        f"{TOP}\n{HEAD}\n{ROWS}",
        f"{TOP}\n{HEAD}\n栏次 1 2 3 4 5\n{ROWS}\n\n注：单位换算有尾差。",
        f"{TOP}\n序号 功能分类科目 合计 基本支出 项目支出\n科目编码 科目名称\n{ROWS}",
        f"{TOP}\n{HEAD}\n" + ROWS.replace("\n3", f"\n- 7 -\n{TOP}\n{HEAD}\n3"),
        f"{TOP}\n{HEAD}\n{WRAPPED}",
        f"{TOP}\n{HEAD}\n{ROWS}\n一、部门职责\n负责教育。",
    ],
)
def test_table_is_rebuilt(text: str) -> None:
    (table,), warnings = read(text)
    assert (table.kind, table.department_code, table.year, table.currency_unit) == (
        "部门预算一般公共预算财政拨款支出表", "316", 2025, "万元",
    )  # fmt: skip
    assert table.rows == READ
    assert warnings == []


def test_every_amount_has_its_line_and_a_wrapped_name_both() -> None:
    (table,), _ = read(f"{TOP}\n{HEAD}\n{WRAPPED}")
    assert table.at["rows"][2][2:4] == [[line(10), line(12)], line(11)]


def test_two_sides() -> None:
    head = "部门预算收支总表\n单位：万元\n序号 收入 支出\n项目 预算数 项目 预算数"
    (table,), warnings = read(
        f"{head}\n1 一、一般公共预算拨款收入 9.00 一、教育支出\n2 二、科技支出 9.00\n3 收入总计 9.00 支出总计 9.00"
    )
    assert table.rows == [
        ["1", "一、一般公共预算拨款收入", "9.00", "一、教育支出", None],
        ["2", None, None, "二、科技支出", "9.00"],
        ["3", "收入总计", "9.00", "支出总计", "9.00"],
    ]
    assert warnings == []


def test_row_whose_columns_nothing_decides_is_doubtful() -> None:
    (table,), (warning,) = read(f"{TOP}\n{HEAD}\n1 合计 6.00 6.00")
    assert table.rows == [["1", None, "合计", "6.00", "6.00", None]]
    assert (warning.code, warning.subject) == ("blanks_lost", {"table": table.kind, "row": 1})


def test_table_of_all_expenditure_decides_the_columns_of_the_others() -> None:
    whole = "部门预算支出总表\n序号 功能分类科目 合计 基本支出 项目支出 经营支出 上解上级支出 对附属单位补助支出"
    whole += "\n科目编码 科目名称"
    fund = f"部门预算政府性基金预算财政拨款支出表\n{HEAD}\n1 合计 5.00 5.00\n2 206 科学技术支出 5.00 5.00"
    (_, table), warnings = read(f"{whole}\n{ROWS}\n{fund}")
    assert table.rows[1] == ["2", "206", "科学技术支出", "5.00", None, "5.00"]
    assert [warning.subject for warning in warnings] == []


def test_tables_without_ordinals() -> None:
    (units, assets), _ = read(
        "部门机构设置情况\n单位名称 单位性质 单位规格 经费保障形式\n甲校 事业 股级 财政拨款\n二、预算安排\n"
        "部门固定资产占用情况表\n项目 数量 价值（金额单位：元）\n资产总额 9.00\n1、房屋（平方米）\n2、车辆 3 9.00"
        "\n九、名词解释"
    )
    assert units.rows == [["甲校", "事业", "股级", "财政拨款"]]
    assert assets.rows == [["资产总额", None, "9.00"], ["1、房屋（平方米）", None, None], ["2、车辆", "3", "9.00"]]
    assert (assets.columns[-1], assets.currency_unit) == ("价值（金额单位：元）", "元")


def test_empty_table_is_rebuilt_with_its_note() -> None:
    (table,), _ = read(f"部门预算国有资本经营预算财政拨款支出表\n{HEAD}\n注：没有此项支出，空表列示。")
    assert (table.rows, table.note) == ([], "注：没有此项支出，空表列示。")


def test_heading_without_a_known_header_is_left_to_the_text() -> None:
    assert read("部门预算收支总表\n本表反映全部收支。\n1 一、拨款 9.00") == ([], [])


def test_heading_whose_table_is_beyond_repair_is_named() -> None:
    tables, (warning,) = read("部门预算收支总表\n单位：万元\n收 入 项 目\n拨款 9.00 支出")
    assert tables == []
    assert (warning.code, warning.subject) == ("table_unread", {"table": "部门预算收支总表"})


def test_form_is_known_by_its_fallen_headers() -> None:
    lines = [Line(row, (line(n),)) for n, row in enumerate(f"{TOP}\n{HEAD}\n{ROWS}".split("\n"), 1)]
    assert budget_forms(lines) == 1
