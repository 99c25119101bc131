"""Indicator rows of a dump in drawing order: what wraps, what stands side by side, what a page cuts."""

import pytest

from services.parse.blocks import Line, Reading, Table
from services.parse.readers.pdf_text import read_pdf_text
from services.parse.readers.pdf_text.fragments import Gap, printed_lines
from services.parse.readers.pdf_text.measure import column_width
from services.parse.readers.pdf_text.widths import extent, first_unit, units
from services.parse.text import compact

HEAD = """1.校舍维修经费绩效目标表
512001青梧县教育体育局本级 单位：万元

项目编码
13052324P00581000011
K

项目名称 校舍维修经费

预算规模及
资金用途

预算数 30.00
其中：财政

资金
30.00 其他资金

用于校舍屋面防水与门窗更换

资金支出计
划（%）

3月底 6月底 10月底 12月底

25% 50% 75% 100%

绩效目标
1.按期完成校舍维修。
2.保障师生安全。
"""
COLUMNS = """
一级指标 二级指标 三级指标 绩效指标描述 指标值
指标值确定

依据
"""
# Rows as a dump in drawing order has them, and their cells.
PLAIN = (
    """
产出指标

数量指标
维修校舍面
积

本年度完成维修的校舍面 ≥300平方米
县教体局工
作计划
""",
    ["产出指标", "数量指标", "维修校舍面积", "本年度完成维修的校舍面", "≥300平方米", "县教体局工作计划"],
)
QUALITY = (
    """
质量指标
验收合格率

维修工程验收合格的比例
达到要求

100%
县教体局工
作计划
""",
    ["", "质量指标", "验收合格率", "维修工程验收合格的比例达到要求", "100%", "县教体局工作计划"],
)
TIMELY = (
    """
时效指标 完成时间 完成时间 9月底前
县教体局工
作计划
""",
    ["", "时效指标", "完成时间", "完成时间", "9月底前", "县教体局工作计划"],
)
PLEASED = (
    """
满意度指标
服务对象满
意度指标

师生满意度 师生满意度 ≥95% 调查问卷
""",
    ["满意度指标", "服务对象满意度指标", "师生满意度", "师生满意度", "≥95%", "调查问卷"],
)
NAMED_LIKE_ITS_CLASS = (
    """
满意度指标
服务对象满
意度指标

服务对象满
意度指标

在校师生满意度 ≥95% 调查问卷
""",
    ["满意度指标", "服务对象满意度指标", "服务对象满意度指标", "在校师生满意度", "≥95%", "调查问卷"],
)
LONG_NAME = (
    """
成本指标

校舍屋面与
门窗维修期
间，按照上
年度的价格
核算的维修
费用

校舍屋面与门窗维修期间
，按照上年度的价格核算

30万元
县教体局工
作计划
""",
    [
        "",
        "成本指标",
        "校舍屋面与门窗维修期间，按照上年度的价格核算的维修费用",
        "校舍屋面与门窗维修期间，按照上年度的价格核算",
        "30万元",
        "县教体局工作计划",
    ],
)


def rows_of(reading: Reading) -> list[list[str]]:
    (table,) = [block for block in reading.blocks if isinstance(block, Table)]
    start = next(place for place, row in enumerate(table.rows) if row[0].text == "一级指标")
    return [[compact(cell.text) for cell in row] for row in table.rows[start + 1 :]]


def read(text: str) -> Reading:
    return read_pdf_text(text.split("\n"))


def with_rows(*rows: tuple[str, list[str]]) -> tuple[str, list[list[str]]]:
    return HEAD + COLUMNS + "".join(text for text, _ in rows), [[*cells] for _, cells in rows]


@pytest.mark.parametrize(
    "rows",
    [
        [PLAIN, QUALITY, TIMELY, PLEASED],
        [PLAIN, LONG_NAME, PLEASED],
        [PLAIN, QUALITY, NAMED_LIKE_ITS_CLASS],
        [PLAIN],
    ],
)
def test_rows_are_cut_where_they_were_drawn(rows: list[tuple[str, list[str]]]) -> None:
    text, cells = with_rows(*rows)
    assert rows_of(read(text)) == cells


@pytest.mark.parametrize("value", ["≥300人数", "每月25日", "0.1 万元\\件", "≥7.24 万人", "效果显著", "≤2.5 万\\次"])
def test_values_of_every_kind_stay_whole(value: str) -> None:
    text, cells = with_rows(PLAIN, QUALITY, TIMELY, PLEASED)
    text = text.replace("完成时间 9月底前", f"完成时间 {value}")
    cells[2][4] = compact(value)
    assert rows_of(read(text)) == cells


def test_row_cut_by_a_page_is_one_row() -> None:
    text, cells = with_rows(PLAIN, QUALITY, PLEASED)
    cut = """
成本指标 校舍维修总 本年度全部校舍维修工程 ≤30万元 县教体局工
 一级指标 二级指标 三级指标 绩效指标描述 指标值
指标值确定

依据

成本 的支出 作计划
"""
    text = text.replace(PLEASED[0], cut + PLEASED[0])
    row = ["", "成本指标", "校舍维修总成本", "本年度全部校舍维修工程的支出", "≤30万元", "县教体局工作计划"]
    assert rows_of(read(text)) == [*cells[:2], row, cells[2]]


def test_class_cut_by_a_page_is_put_together() -> None:
    text, cells = with_rows(PLAIN, QUALITY, PLEASED)
    cut = """
效益指标

社会效益指 办学条件 校舍条件改善受益的师生 逐步改善 县教体局工
 一级指标 二级指标 三级指标 绩效指标描述 指标值
指标值确定

依据

标 比例提高 作计划
"""
    text = text.replace(PLEASED[0], cut + PLEASED[0])
    row = ["效益指标", "社会效益指标", "办学条件", "校舍条件改善受益的师生比例提高", "逐步改善", "县教体局工作计划"]
    assert rows_of(read(text)) == [*cells[:2], row, cells[2]]


@pytest.mark.parametrize("mark", ["\f", " "])
def test_page_number_and_repeated_header_are_no_cells(mark: str) -> None:
    text, cells = with_rows(PLAIN, QUALITY, PLEASED)
    number = "\n\n\n7\n\n" if mark == " " else "\n- 7 -\n"
    turned = QUALITY[0] + number + mark + COLUMNS.strip() + "\n"
    assert rows_of(read(text.replace(QUALITY[0], turned))) == cells


def test_unused_basis_column_stays_blank() -> None:
    text, cells = with_rows(PLAIN, QUALITY, TIMELY, PLEASED)
    text = text.replace("\n县教体局工\n作计划", "").replace(" 调查问卷", "")
    assert rows_of(read(text)) == [[*row[:5], ""] for row in cells]


def test_rows_of_the_blank_template_are_empty() -> None:
    blank: tuple[str, list[str]] = ("\n数量指标\n\n质量指标\n\n时效指标\n", [])
    text, _ = with_rows(PLAIN, blank)
    assert rows_of(read(text))[1:] == [["", name, "", "", "", ""] for name in ("数量指标", "质量指标", "时效指标")]


def test_what_follows_the_last_table_is_no_cell() -> None:
    text, cells = with_rows(PLAIN, QUALITY, PLEASED)
    tail = "\n\n第三部分 其他说明事项\n\n本部门无其他需要说明的事项，以上内容均经集体研究后报送。\n"
    reading = read(text + tail)
    assert rows_of(reading) == cells
    assert [block.text for block in reading.blocks[-2:] if isinstance(block, Line)] == [
        "第三部分 其他说明事项",
        "本部门无其他需要说明的事项，以上内容均经集体研究后报送。",
    ]


def test_row_that_fits_no_expectation_is_kept_and_doubted() -> None:
    odd = "\n质量指标\n" + "\n".join(f"{'甲乙丙丁戊己庚辛壬癸' * 3}{n}\n\n短{n}" for n in range(20)) + "\n"
    text, cells = with_rows(PLAIN, (odd, []), PLEASED)
    reading = read(text)
    found = rows_of(reading)
    assert (found[0], found[-1]) == (cells[0], cells[-1])
    assert compact(odd) in "".join(cell for row in found for cell in row)
    assert "grid_uncertain" in {code for code, _, _ in reading.warnings}


def test_single_planned_value_is_not_claimed_for_a_quarter() -> None:
    text, _ = with_rows(PLAIN)
    reading = read(text.replace("25% 50% 75% 100%", "30.00"))
    (table,) = [block for block in reading.blocks if isinstance(block, Table)]
    assert [[cell.text for cell in row] for row in table.rows[3:5]] == [
        ["资金支出计划（%）", "3月底", "6月底", "10月底", "12月底"],
        ["", "", "", "", ""],
    ]
    assert reading.warnings == (("column_lost", "30.00", ({"line": 26},)),)


def test_dump_that_goes_column_by_column_is_said_to_be_out_of_order() -> None:
    text, _ = with_rows(PLAIN)
    orderly = "项目编码\n13052324P00581000011\nK\n\n项目名称 校舍维修经费"
    columns = "项目编码\n\n项目名称\n\n13052324P00581000011K\n\n校舍维修经费"
    assert "order_lost" not in {code for code, _, _ in read(text).warnings}
    assert "order_lost" in {code for code, _, _ in read(text.replace(orderly, columns)).warnings}


def test_fields_above_the_indicators_come_with_their_labels() -> None:
    text, _ = with_rows(PLAIN)
    reading = read(text)
    (table,) = [block for block in reading.blocks if isinstance(block, Table)]
    assert [[compact(cell.text) for cell in row] for row in table.rows[:3]] == [
        ["项目编码", "13052324P00581000011K", "项目名称", "校舍维修经费"],
        ["预算规模及资金用途", "预算数", "30.00", "其中：财政资金", "30.00", "其他资金", ""],
        ["", "用于校舍屋面防水与门窗更换"],
    ]
    assert table.rows[5][1].text == "1.按期完成校舍维修。\n2.保障师生安全。"


@pytest.mark.parametrize(
    ("title", "whole"),
    [
        ("1.校舍维修经费绩效目标\n表", "1.校舍维修经费绩效目标表"),
        ("1.校舍维\n修经费绩效目标表", "1.校舍维修经费绩效目标表"),
        ("校舍维修经费绩效目标表", "校舍维修经费绩效目标表"),
        ("（一）校舍维修经费绩效目标表", "（一）校舍维修经费绩效目标表"),
    ],
)
def test_wrapped_title_is_one_line(title: str, whole: str) -> None:
    text, _ = with_rows(PLAIN)
    first = read(text.replace("1.校舍维修经费绩效目标表", title)).blocks[0]
    assert isinstance(first, Line)
    assert first.text == whole


def test_second_title_does_not_end_up_in_the_row_before() -> None:
    text, cells = with_rows(PLAIN, PLEASED)
    second = HEAD.replace("1.校舍维修经费绩效目标表", " 2.校舍维修经费（青教\n[2024]12号）绩效目标表")
    second = second.replace("项目名称 校舍维修经费", "项目名称\n校舍维修经费（青教\n[2024]12号）")
    reading = read(text + second + COLUMNS + PLAIN[0])
    tables = [block for block in reading.blocks if isinstance(block, Table)]
    assert compact(tables[0].rows[-1][5].text) == cells[-1][5]
    assert "2.校舍维修经费（青教[2024]12号）绩效目标表" in [b.text for b in reading.blocks if isinstance(b, Line)]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("参保率（%）", ["参", "保", "率", "（%）"]),
        ("期间，按照", ["期", "间，", "按", "照"]),
        ("≥98百分比", ["≥", "98", "百", "分", "比"]),
        ("【2018】21号", ["【2018】", "21", "号"]),
    ],
)
def test_text_breaks_only_where_a_setter_breaks_it(text: str, parts: list[str]) -> None:
    assert units(text) == parts
    assert first_unit(text) == parts[0]


def test_width_counts_a_chinese_character_as_one_em() -> None:
    assert extent("完成时间") == (4.0, 4.0)
    least, most = extent("12月")
    assert least == 2.0
    assert 2.0 < most < 2.5


def test_column_is_as_wide_as_explains_its_wrapping() -> None:
    full = [(5.0, 6.0), (2.0, None)] * 6
    assert column_width([*full, (9.0, None), (3.0, None)]) == (5.0, 6.0)
    assert column_width([(3.0, None)] * 9) is None


def test_page_break_is_a_form_feed_or_the_space_left_of_it() -> None:
    feeds = printed_lines(["甲", "乙\f丙", "\f丁"])
    assert [line.gap for line in feeds][-1] is Gap.PAGE
    spaced = printed_lines([*["甲"] * 9, " 乙"])
    assert [line.gap for line in spaced][-1] is Gap.PAGE
