"""Tables come out whole under their headings: whatever stands around them, and wherever a page cut them."""

import pytest

from services.parse.blocks import Block, Line
from services.parse.extract.budget_tables import extract_tables
from shared.document import BudgetTable
from shared.places import line
from tests.unit.parse.grids import dump, ruled


def tables(*blocks: Block) -> list[BudgetTable]:
    return extract_tables(blocks).tables


def one(text: str) -> BudgetTable:
    (table,) = tables(*dump(text))
    return table


ROWS = """科目编码|科目名称|合计|基本支出|项目支出
205|教育支出|1,200.00|200.00|1,000.00"""

DEPARTMENT = "青梧县教育体育局"
HEADINGS = [
    ("each on a line", "支出总表\n316 青梧县教育体育局\n预算年度：2025\n单位：万元", ("支出总表", "316", 2025, "万元")),
    ("unit above the heading", "单位：元\n部门预算支出总表", ("部门预算支出总表", None, None, "元")),
    ("one line", f"支出总表\n316{DEPARTMENT}　预算年度：2025　金额单位：万元", ("支出总表", "316", 2025, "万元")),
    ("heading and unit on one line", "支出总表（单位：亿元）", ("支出总表", None, None, "亿元")),
    ("numbered", "三、支出总表\n单位：万元", ("支出总表", None, None, "万元")),
    ("table number", f"支出预算总表\n公开表三\n部门：{DEPARTMENT}  单位：万元", ("支出预算总表", None, None, "万元")),
    ("number before the heading", "表3：支出总表", ("支出总表", None, None, None)),
    ("year in it", f"2025年支出预算总表\n部门：{DEPARTMENT} 单位：元", ("2025年支出预算总表", None, 2025, "元")),
    ("code in brackets", "支出总表\n部门：[316]青梧县教育体育局\n单位：人民币元", ("支出总表", "316", None, "元")),
    ("unit of a department", "支出总表\n316004第三实验小学\n单位：万元", ("支出总表", "316004", None, "万元")),
    ("name without a code", "支出总表\n青梧县教育体育局（本级）\n单位：万元", ("支出总表", None, None, "万元")),
    ("page number between", "支出总表\n— 12 —\n单位：万元", ("支出总表", None, None, "万元")),
    ("wrapped", "九、青梧县教育体育局“三公”经费、会议费、培训费支\n出预算表\n单位：万元", (
        "青梧县教育体育局“三公”经费、会议费、培训费支出预算表", None, None, "万元")),
    ("no heading", "本年支出情况见下。\n单位：万元", (None, None, None, "万元")),
    ("an amount is no heading", "2050201学前教育 1,326.81", (None, None, None, None)),
    ("a number of people is no code", "316人名单", ("316人名单", None, None, None)),
    ("a year is no code", "支出总表\n2025年度", ("支出总表", None, 2025, None)),
    ("a sentence is no heading", "现将有关情况公开如下：", (None, None, None, None)),
]  # fmt: skip


@pytest.mark.parametrize(("above", "expected"), [case[1:] for case in HEADINGS], ids=[case[0] for case in HEADINGS])
def test_heading_is_read(above: str, expected: tuple[str | None, str | None, int | None, str | None]) -> None:
    table = one(f"前文到此为止。\n{above}\n{ROWS}")
    assert (table.kind, table.department_code, table.year, table.currency_unit) == expected
    assert table.rows == [["205", "教育支出", "1,200.00", "200.00", "1,000.00"]]


def test_every_value_has_its_lines() -> None:
    table = one(f"支出总表\n316 青梧县教育体育局\n预算年度：2025\n单位：万元\n{ROWS}\n\n注：单位\n换算有尾差。")
    assert [table.at[name] for name in ("kind", "department_code", "year", "currency_unit")] == [
        line(n) for n in (1, 2, 3, 4)
    ]
    assert table.at["columns"] == [line(5)] * 5
    assert table.at["rows"] == [[line(6)] * 5]
    assert (table.note, table.at["note"]) == ("注：单位换算有尾差。", [line(8), line(9)])


HEAD = "序号|科目编码|科目名称|合计"
TITLE = "支出总表\n316 青梧县教育体育局\n单位：万元"
FIRST = f"{TITLE}\n{HEAD}\n栏次|1|2|3\n1||合计|9.00\n2|205|教育支出|9.00\n"
SECOND = "3|20502|普通教育|9.00"
CONTINUED = [
    ("header again", f"{HEAD}\n栏次|1|2|3\n{SECOND}"),
    ("heading lines and header again", f"316 青梧县教育体育局\n单位：万元\n{HEAD}\n{SECOND}"),
    ("heading again", f"{TITLE}\n{HEAD}\n{SECOND}"),
    ("heading again as a continued table", f"支出总表（续表）\n单位：万元\n{HEAD}\n{SECOND}"),
    ("continued, without a heading", f"续表\n{HEAD}\n{SECOND}"),
    ("page number and no header", f"- 5 -\n{SECOND}"),
    ("nothing but the rows", SECOND),
    ("column numbers only", f"栏次|1|2|3\n{SECOND}"),
    ("header in the same block", None),
]


@pytest.mark.parametrize("second", [case[1] for case in CONTINUED], ids=[case[0] for case in CONTINUED])
def test_parts_over_pages_are_one_table(second: str | None) -> None:
    text = f"{FIRST}\n{second}" if second else f"{FIRST.rstrip()}\n{HEAD}\n{SECOND}"
    table = one(text)
    assert table.rows == [
        ["1", None, "合计", "9.00"],
        ["2", "205", "教育支出", "9.00"],
        ["3", "20502", "普通教育", "9.00"],
    ]


OTHERS = [
    ("another heading", f"政府性基金预算支出表\n单位：万元\n{HEAD}\n3|212|城乡社区支出|1.00"),
    ("another unit of the department", f"支出总表\n316004 第三实验小学\n单位：万元\n{HEAD}\n1||合计|1.00"),
    ("ordinals begin again", f"支出总表\n{HEAD}\n1||合计|1.00"),
    ("another header", "序号|单位名称|单位性质|人数\n3|甲校|事业|40"),
    ("text between", f"上表反映全部支出。\n{HEAD}\n3|212|城乡社区支出|1.00"),
]


@pytest.mark.parametrize("second", [case[1] for case in OTHERS], ids=[case[0] for case in OTHERS])
def test_another_table_stays_another(second: str) -> None:
    assert len(tables(*dump(f"{FIRST}\n{second}"))) == 2


def test_line_on_every_page_is_no_heading() -> None:
    page = "青梧县教育体育局2025年预算公开文本"
    table = one(f"{page}\n{FIRST}\n{page}\n{SECOND}\n\n{page}\n4|20599|其他教育支出|1.00")
    assert (table.kind, len(table.rows)) == ("支出总表", 4)


def test_row_cut_by_the_page_is_one_row() -> None:
    table = one(f"{TITLE}\n{HEAD}\n1||合计|9.00\n2|2050299|其他普通教|9.00\n\n{HEAD}\n||育支出|\n3|20599|其他|1.00")
    assert table.rows[1] == ["2", "2050299", "其他普通教育支出", "9.00"]
    assert table.at["rows"][1][2] == [line(6), line(9)]
    assert len(table.rows) == 3


def test_row_cut_by_the_page_is_one_row_where_every_row_has_a_number_of_another_list() -> None:
    head = "采购项目|预算资金|政府采购目录序号|单价"
    table = one(
        f"政府采购预算表\n单位：万元\n{head}\n排水设施|4.17|A02021000|1.39\n\n{head}\n（二期）|||\n照明|1.00|A05|1.00"
    )
    assert table.rows == [["排水设施（二期）", "4.17", "A02021000", "1.39"], ["照明", "1.00", "A05", "1.00"]]


def test_row_cut_by_the_page_below_a_header_that_lost_its_blanks() -> None:
    head = "序号|科目||合计|其中：拨款\n|编码|名称"
    table = one(f"{TITLE}\n{head}\n1|205|其他普通教|9.00\n\n{head}\n||育支出\n2|20599|其他|1.00")
    assert table.rows == [["1", "205", "其他普通教育支出", "9.00", None], ["2", "20599", "其他", "1.00", None]]


def test_label_whose_row_lost_its_tabs_is_a_row() -> None:
    table = one("固定资产占用情况表\n项目|数量|价值\n资产总额||9.00\n1、房屋\n2、车辆|1|9.00\n3、土地\n\n九、名词解释")
    assert [row[0] for row in table.rows] == ["资产总额", "1、房屋", "2、车辆", "3、土地"]
    assert table.at["rows"][1] == [line(4), None, None]


def test_columns_without_ordinals_or_codes_keep_rows_of_text() -> None:
    table = one("机构设置情况\n单位名称|单位性质\n甲校|事业\n\n单位名称|单位性质\n乙校|事业")
    assert table.rows == [["甲校", "事业"], ["乙校", "事业"]]


def test_continuation_of_names_without_header_is_no_header() -> None:
    table = one("机构设置情况\n单位名称|单位性质\n甲校|事业\n\n乙校|企业")
    assert table.rows == [["甲校", "事业"], ["乙校", "企业"]]


NOTES = [
    ("注：本表无数据。", "注：本表无数据。"),
    ("注：甲。\n\n备注：乙。", "注：甲。备注：乙。"),
    ("说明：甲项较上年\n有所减少。", "说明：甲项较上年有所减少。"),
    ("- 7 -\n注：甲。", "注：甲。"),
    ("本部门无政府性基金预算财政拨款支出，空表列示。", "本部门无政府性基金预算财政拨款支出，空表列示。"),
    ("第二部分　预算说明", None),
]


@pytest.mark.parametrize(("below", "note"), NOTES)
def test_notes_of_an_empty_table(below: str, note: str | None) -> None:
    table = one(f"政府性基金预算支出表\n科目编码|科目名称|合计\n|||\n\n{below}\n\n二、其他情况\n后文。")
    assert (table.rows, table.note) == ([], note)


def test_statement_of_emptiness_is_no_note_of_a_table_with_rows() -> None:
    assert one(f"支出总表\n{ROWS}\n\n本部门无国有资本经营预算支出，空表列示。").note is None


def test_note_above_the_rows_belongs_to_the_table_below() -> None:
    first, second = tables(*dump(f"收入总表\n{ROWS}\n\n支出总表\n注：含结转。\n{ROWS}"))
    assert (first.note, second.kind, second.note) == (None, "支出总表", "注：含结转。")


def test_rows_with_ordinals_only_are_an_empty_table() -> None:
    assert one("国有资本经营预算支出表\n序号|科目|合计\n1||\n2||").rows == []


def test_blank_rows_and_lost_blanks_at_the_end_of_rows() -> None:
    table = one("支出总表\n科目编码|科目名称|合计|基本支出|项目支出\n205|教育支出|9.00\n||||\n206|科技支出|1.00|1.00|")
    assert table.rows == [["205", "教育支出", "9.00", None, None], ["206", "科技支出", "1.00", "1.00", None]]


def test_merged_label_before_the_amounts_of_a_short_row() -> None:
    table = one("支出总表\n科目编码|科目名称|合计|基本支出|项目支出\n合计|9.00|4.00|5.00\n205|教育支出|9.00|4.00|5.00")
    assert table.rows[0] == ["合计", None, "9.00", "4.00", "5.00"]


def test_unit_stated_in_the_header() -> None:
    table = one("固定资产占用情况表\n项目|数量|价值（金额单位：万元）\n资产总额||79.80")
    assert (table.currency_unit, table.at["currency_unit"]) == ("万元", line(2))


def test_table_of_contents_is_no_table() -> None:
    contents = ruled("收支总表 ……………… | 3\n支出总表 ……………… | 5\n名词解释………… | 9")
    assert tables(Line("目录", (line(1),)), contents) == []


def test_tables_that_belong_to_others_are_left_alone_and_end_what_stands_before() -> None:
    blocks = dump(f"{FIRST}\n项目编码|甲\n\n{SECOND}")
    skipped = next(i for i, b in enumerate(blocks) if not isinstance(b, Line) and b.rows[0][0].text == "项目编码")
    found = extract_tables(blocks, {skipped})
    assert [len(table.rows) for table in found.tables] == [2, 1]
    assert skipped not in found.taken


def test_heading_and_note_inside_the_ruled_table() -> None:
    table = tables(
        ruled(
            "支出预算总表\\n公开表三\\n部门：青梧县教育体育局 单位：万元 | < | <\n"
            "科目编码 | 科目名称 | 金额\n"
            "合计 | < | 7.00\n"
            "205 | 教育支出 | 7.00\n"
            " | | \n"
            "注：含上年结转 | < | <"
        )
    )[0]
    assert (table.kind, table.currency_unit, table.note) == ("支出预算总表", "万元", "注：含上年结转")
    assert table.rows == [["合计", None, "7.00"], ["205", "教育支出", "7.00"]]


def test_department_and_unit_in_a_row_of_the_ruled_table() -> None:
    table = tables(
        ruled(
            "“三公”经费支出预算表 | < | < | <\n"
            "部门： | 青梧县教育体育局 | < | 单位：万元\n"
            "合计 | “三公”经费 | < | 会议费\n"
            "^ | 小计 | 公务接待费 | ^\n"
            "8.00 | 6.00 | 6.00 | 2.00"
        )
    )[0]
    assert (table.kind, table.currency_unit) == ("“三公”经费支出预算表", "万元")
    assert table.columns == ["合计", "“三公”经费/小计", "“三公”经费/公务接待费", "会议费"]


def test_label_merged_downward_holds_for_each_row_and_an_amount_for_one() -> None:
    table = tables(ruled("来源 | 项目 | 金额\n拨款 | 小计 | 5.00\n^ | 补助 | ^\n其他 | 小计 | 1.00"))[0]
    assert table.rows == [["拨款", "小计", "5.00"], ["拨款", "补助", None], ["其他", "小计", "1.00"]]


def test_unknown_table_has_what_is_printed_and_no_more() -> None:
    (table,) = tables(*dump("1|甲|3.5|是\n2|乙||否"))
    assert (table.kind, table.department_code, table.year, table.currency_unit, table.note) == (None,) * 5
    assert (table.columns, table.rows) == ([""] * 4, [["1", "甲", "3.5", "是"], ["2", "乙", None, "否"]])


MOVED = """收入总表
序号|功能分类科目||合计|本年收入|||||||上年结转|
|科目编码|科目名称||小计|财政拨款收入|财政专户收入|事业收入|经营收入|上级补助收入|附属单位上缴收入||其他收入
1||合计|12.00|10.00|10.00|||||||2.00"""


def test_displaced_header_that_the_sums_confirm_is_no_doubt() -> None:
    found = extract_tables(dump(MOVED))
    assert found.warnings == []
    assert dict(zip(found.tables[0].columns, found.tables[0].rows[0], strict=True))["上年结转"] == "2.00"


def test_parts_whose_headers_were_displaced_differently_are_one_table() -> None:
    sound = (
        "序号|功能分类科目||合计|本年收入||||||||上年结转\n|科目编码|科目名称||小计|财政拨款收入|财政专户收入|事业收入"
    )
    sound += "|经营收入|上级补助收入|附属单位上缴收入|其他收入|\n2|205|教育支出|12.00|10.00|10.00|||||||2.00"
    found = extract_tables(dump(f"{MOVED}\n\n{sound}"))
    assert [len(table.rows) for table in found.tables] == [2]
    assert found.warnings == []


@pytest.mark.parametrize("text", [MOVED.replace("10.00|10.00", "11.00|10.00"), MOVED.replace("经营收入", "门票收入")])
def test_displaced_header_that_nothing_confirms_is_a_doubt(text: str) -> None:
    (warning,) = extract_tables(dump(text)).warnings
    assert (warning.code, warning.subject) == ("header_uncertain", {"table": "收入总表"})
