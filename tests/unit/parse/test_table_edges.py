"""In a dump, a label whose row lost its tabs is a row of the table, and a heading between tables is none."""

import pytest

from services.parse.blocks import Line
from services.parse.extract.table_edges import edged
from tests.unit.parse.grids import dump

TABLE = "项目|数量|价值\n资产总额||9.00"

CASES = [
    ("1、房屋\n2、车辆|1|9.00", [4]),
    ("1、房屋\n2、土地\n3、车辆|1|9.00", [5]),
    ("1、房屋\n\n2、车辆|1|9.00", [2, "1、房屋", 1]),
    ("\n1、房屋\n2、车辆|1|9.00", [2, "1、房屋", 1]),
    ("2、车辆|1\n3、房屋", [4]),
    ("2、车辆|1\n注：房屋未入账", [3, "注：房屋未入账"]),
    ("2、车辆|1\n以上资产均在用。", [3, "以上资产均在用。"]),
    ("2、车辆|1\n# 名词解释", [3, "名词解释"]),
    ("2、车辆|1\n- 12 -", [3, "- 12 -"]),
    ("2、车辆|1\n\n3、房屋", [3, "3、房屋"]),
    ("2、车辆|1|\n支出总表\n单位：万元\n科目|金额|", [3, "支出总表", "单位：万元", 1]),
    ("单位：万元\n3、房屋|1|2.00", [2, "单位：万元", 1]),
    ("316 青梧县教育体育局\n3、房屋|1|2.00", [2, "316 青梧县教育体育局", 1]),
    ("其他支出\n3、房屋|1|2.00", [4]),
]


@pytest.mark.parametrize(("below", "expected"), CASES)
def test_rows_and_lines_are_told_apart(below: str, expected: list[int | str]) -> None:
    found = [
        block.text if isinstance(block, Line) else len(block.rows) for _, block in edged(dump(f"{TABLE}\n{below}"))
    ]
    assert found == expected


def test_label_under_a_table_that_kept_its_blanks_is_no_row() -> None:
    found = [block for _, block in edged(dump(f"{TABLE}\n1、房屋||\n后附清单"))]
    assert [isinstance(block, Line) for block in found] == [False, True]


def test_every_block_is_there_once() -> None:
    blocks = dump(f"前言\n\n{TABLE}\n2、车辆|1\n3、房屋\n\n后记")
    assert [index for indices, _ in edged(blocks) for index in indices] == list(range(len(blocks)))
