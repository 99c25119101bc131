"""Which columns add up to which, and whether rows keep to it."""

import pytest

from services.parse.extract.row_sums import column_sums, rows_close

CODES = ("序号", "科目/科目编码", "科目/科目名称")
INCOME = (*CODES, "合计", "本年收入/小计", "本年收入/拨款", "本年收入/其他收入", "上年结转")

SUMS = [
    ((*CODES, "合计", "基本支出", "项目支出"), [(3, (4, 5))]),
    (INCOME, [(4, (5, 6)), (3, (4, 7))]),
    (("项目", "资金/合计", "资金/一般", "资金/基金"), [(1, (2, 3))]),
    (("类", "款", "项", "科目名称", "总计", "支出/基本支出", "支出/项目支出"), [(4, (5, 6))]),
    (("项目", "金额"), []),
    (("科目名称", "合计"), []),
]


@pytest.mark.parametrize(("columns", "expected"), SUMS)
def test_columns_add_up(columns: tuple[str, ...], expected: list[tuple[int, tuple[int, ...]]]) -> None:
    assert column_sums(columns) == expected


ROWS = [
    (["1", None, "合计", "12.00", "10.00", "10.00", None, "2.00"], True),
    (["1", None, "合计", "12.00", "10.00", "10.00", "2.00", None], False),
    (["1", None, "合计", "12.00", "10.00", "9.99", None, "2.00"], True),
    (["1", None, "合计", "12.00", "10.00", "9.90", None, "2.00"], False),
    (["2", "205", "教育支出", None, None, None, None, None], True),
    (["2", "205", "教育支出", None, None, None, None, "1.00"], False),
]


@pytest.mark.parametrize(("row", "closes"), ROWS)
def test_row_keeps_to_its_sums(row: list[str | None], closes: bool) -> None:
    assert rows_close(INCOME, [row]) is closes


def test_nothing_closes_where_no_column_is_a_sum() -> None:
    assert not rows_close(("项目", "金额"), [["甲", "1.00"]])
