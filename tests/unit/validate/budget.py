"""An invented budget of 345 万元, its nine tables closing, from which examples and tests break one thing at a time."""

from typing import Any

Table = dict[str, Any]
Row = list[str | None]

SUBJECT = ["序号", "功能分类科目/科目编码", "功能分类科目/科目名称", "合计", "基本支出", "项目支出"]


def a_table(kind: str, columns: list[str], *rows: Row, **more: Any) -> Table:
    """A table of `rows`, each cell at a line of its own row."""
    places = [[{"line": 100 + n} for _ in row] for n, row in enumerate(rows)]
    return {
        "kind": kind,
        "columns": columns,
        "rows": list(rows),
        "currency_unit": "万元",
        "at": {"rows": places},
        **more,
    }


def balance(*rows: Row, **more: Any) -> Table:
    """收支总表 with the given rows (序号, income, amount, expenditure, amount)."""
    return a_table("部门预算收支总表", ["序号", "收入/项目", "收入/预算数", "支出/项目", "支出/预算数"], *rows, **more)


BALANCE = balance(
    ["1", "一、一般公共预算拨款收入", "300.00", "一、教育支出", None],
    ["2", "二、政府性基金预算拨款收入", "40.00", "二、节能环保支出", "45.00"],
    ["3", "三、单位资金", None, "三、城乡社区支出", "300.00"],
    ["4", "本年收入合计", "340.00", "本年支出合计", "345.00"],
    ["5", "上年结转结余", "5.00", "年终结转结余", None],
    ["6", "收入总计", "345.00", "支出总计", "345.00"],
)
INCOME = a_table(
    "部门预算收入总表",
    ["序号", "科目编码", "科目名称", "合计", "本年收入/小计", "本年收入/财政拨款收入", "本年收入/其他收入", "上年结转"],
    ["1", None, "合计", "345.00", "340.00", "340.00", None, "5.00"],
    ["2", "211", "节能环保支出", "45.00", "40.00", "40.00", None, "5.00"],
    ["3", "21104", "自然生态保护", "45.00", "40.00", "40.00", None, "5.00"],
    ["4", "2110401", "生态保护", "45.00", "40.00", "40.00", None, "5.00"],
    ["5", "212", "城乡社区支出", "300.00", "300.00", "300.00", None, None],
    ["6", "21205", "城乡社区环境卫生", "300.00", "300.00", "300.00", None, None],
    ["7", "2120501", "城乡社区环境卫生", "300.00", "300.00", "300.00", None, None],
)
EXPENDITURE = a_table(
    "部门预算支出总表",
    [*SUBJECT, "经营支出"],
    ["1", None, "合计", "345.00", "220.00", "125.00", None],
    ["2", "211", "节能环保支出", "45.00", None, "45.00", None],
    ["3", "21104", "自然生态保护", "45.00", None, "45.00", None],
    ["4", "2110401", "生态保护", "45.00", None, "45.00", None],
    ["5", "212", "城乡社区支出", "300.00", "220.00", "80.00", None],
    ["6", "21205", "城乡社区环境卫生", "300.00", "220.00", "80.00", None],
    ["7", "2120501", "城乡社区环境卫生", "300.00", "220.00", "80.00", None],
)
GENERAL = a_table(
    "部门预算一般公共预算财政拨款支出表",
    SUBJECT,
    ["1", None, "合计", "305.00", "220.00", "85.00"],
    ["2", "211", "节能环保支出", "5.00", None, "5.00"],
    ["3", "212", "城乡社区支出", "300.00", "220.00", "80.00"],
)
BASIC = a_table(
    "部门预算一般公共预算财政拨款基本支出表",
    ["序号", "科目编码", "科目名称", "基本支出/合计", "基本支出/人员经费", "基本支出/公用经费"],
    ["1", None, "合计", "220.00", "180.00", "40.00"],
    ["2", "301", "工资福利支出", "180.00", "180.00", None],
    ["3", "30101", "基本工资", "100.00", "100.00", None],
    ["4", "30102", "津贴补贴", "80.00", "80.00", None],
    ["5", "302", "商品和服务支出", "40.00", None, "40.00"],
    ["6", "30201", "办公费", "30.00", None, "30.00"],
    ["7", "30217", "公务接待费", "10.00", None, "10.00"],
)
HOSPITALITY = a_table(
    "部门预算财政拨款“三公”经费支出表",
    ["序号", "项目", "资金性质/合计"],
    ["1", "“三公”经费小计", "10.00"],
    ["2", "一、因公出国（境）费", None],
    ["3", "二、公务接待费", "10.00"],
)
PROCUREMENT = a_table("部门政府采购预算", ["项目名称", "政府采购金额/合计"], note="注：无政府采购预算，空表列示。")

FISCAL = a_table(
    "部门预算财政拨款收支总表",
    [
        "序号",
        "收入/项目",
        "收入/金额",
        "支出/项目",
        "支出/合计",
        "支出/一般公共预算财政拨款",
        "支出/政府性基金预算财政拨款",
    ],
    ["1", "一、一般公共预算拨款", "300.00", "一、教育支出", None, None, None],
    ["2", "二、政府性基金预算拨款", "40.00", "二、节能环保支出", "45.00", "5.00", "40.00"],
    ["3", None, None, "三、城乡社区支出", "300.00", "300.00", None],
    ["4", "本年收入合计", "340.00", "本年支出合计", "345.00", "305.00", "40.00"],
    ["5", "年初财政拨款结转和结余", "5.00", "年末财政拨款结转和结余", None, None, None],
    ["6", "一、一般公共预算拨款", "5.00", None, None, None, None],
    ["7", "收入总计", "345.00", "支出总计", "345.00", "305.00", "40.00"],
)
FUND = a_table(
    "部门预算政府性基金预算财政拨款支出表",
    SUBJECT,
    ["1", None, "合计", "40.00", None, "40.00"],
    ["2", "211", "节能环保支出", "40.00", None, "40.00"],
)
ASSETS = a_table(
    "部门固定资产占用情况表",
    ["项目", "数量", "价值（金额单位：万元）"],
    ["资产总额", None, "90.00"],
    ["1、房屋（平方米）", "100", "50.00"],
    ["其中：办公用房（平方米）", "80", "40.00"],
    ["2、车辆（台、辆）", "2", "40.00"],
)
BUDGET: tuple[Table, ...] = (
    BALANCE,
    INCOME,
    EXPENDITURE,
    GENERAL,
    BASIC,
    HOSPITALITY,
    PROCUREMENT,
    FISCAL,
    FUND,
    ASSETS,
)


def with_cell(table: Table, row: int, column: int, text: str | None) -> Table:
    """The table with one cell (indices of its lists) printed otherwise."""
    rows = [list(cells) for cells in table["rows"]]
    rows[row][column] = text
    return {**table, "rows": rows}


def a_figure(label: str, amount: str, unit: str = "万元") -> dict[str, Any]:
    """An amount stated in the narrative."""
    return {
        "label": label,
        "amount": amount,
        "unit": unit,
        "text": f"{label}{amount}{unit}。",
        "at": {"amount": {"line": 9}},
    }
