"""Amounts stated in the explanations come out with the label before them, their sentence and their lines."""

import pytest

from services.parse.blocks import Line
from services.parse.extract.narrative import extract_figures
from shared.places import line
from tests.unit.parse.grids import dump


def figures(
    text: str, heading: str = "二、部门预算安排的总体情况", names: tuple[str, ...] = ()
) -> list[tuple[str, str, str]]:
    return [(f.label, f.amount, f.unit) for f in extract_figures(dump(f"{heading}\n{text}"), names=names)]


SENTENCES = [
    ("本年收入预算3,150.20万元。", [("本年收入预算", "3,150.20", "万元")]),
    ("2025年预算收入80.00万元，其中：一般公共预算收入70.00万元，单位资金收入10.00万元。", [
        ("2025年预算收入", "80.00", "万元"), ("一般公共预算收入", "70.00", "万元"), ("单位资金收入", "10.00", "万元")]),
    ("其中基本支出50.00万元，包括人员经费40.00万元和日常公用经费10.00万元；项目支出30.00万元。", [
        ("基本支出", "50.00", "万元"), ("人员经费", "40.00", "万元"), ("日常公用经费", "10.00", "万元"),
        ("项目支出", "30.00", "万元")]),
    ("较2024年预算减少12.50万元，其中：基本支出增加1.00万元。", [
        ("较2024年预算减少", "12.50", "万元"), ("基本支出增加", "1.00", "万元")]),
    ("2025年，我部门机关运行经费共计安排20.10万元，主要用于水电。", [("机关运行经费", "20.10", "万元")]),
    ("我单位机关运行经费，共计安排20.10万元。", [("机关运行经费", "20.10", "万元")]),
    ("因公出国（境）费0.00万元；公务用车购置及运维费2.00万元（其中：公务用车购置费为0万元，公务用车运维费2万元）。", [
        ("因公出国（境）费", "0.00", "万元"), ("公务用车购置及运维费", "2.00", "万元"),
        ("公务用车购置费", "0", "万元"), ("公务用车运维费", "2", "万元")]),
    ("收、支总预算120万元，人员经费90万元、公用经费30万元。", [
        ("收、支总预算", "120", "万元"), ("人员经费", "90", "万元"), ("公用经费", "30", "万元")]),
    ("1、收入预算总计１２０．５０万元。", [("收入预算总计", "１２０．５０", "万元")]),
    ("（一）人员经费15,163,400元。", [("人员经费", "15,163,400", "元")]),
    ("固定资产总额1.2亿元，节约5万元。", [("固定资产总额", "1.2", "亿元"), ("节约", "5", "万元")]),
    ("单价50万元以上的设备3台，补助标准500元/人，每人每月60元/月。", []),
    ("减少100.00万元，下降9.52%。", [("减少", "100.00", "万元")]),
    ("2024年共有车辆3辆，于2024年12月31日清查。", []),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), SENTENCES)
def test_label_is_what_stands_before_the_amount_in_its_clause(text: str, expected: list[tuple[str, str, str]]) -> None:
    assert figures(text) == expected


def test_departments_own_name_is_no_part_of_a_label() -> None:
    text = "青梧县教育体育局（含所属单位）上年末固定资产金额为79.80万元。"
    assert figures(text, names=("青梧县教育体育局",)) == [("上年末固定资产金额", "79.80", "万元")]


def test_sentence_and_lines_of_a_figure() -> None:
    first, second = extract_figures(
        dump("二、支出预算说明\n全年支出安排90.00\n万元。其中项目支出 60.00 万元，\n全部为拨款。")
    )
    assert (first.text, second.text) == ("全年支出安排90.00万元。", "其中项目支出60.00万元，全部为拨款。")
    assert first.at == {"label": line(2), "amount": line(2), "unit": line(3), "text": [line(2), line(3)]}
    assert second.at["text"] == [line(3), line(4)]


def test_paragraph_cut_by_a_page_is_one() -> None:
    assert figures("全年支出预算安\n\n- 19 -\n\n排90.00万元。") == [("全年支出预算", "90.00", "万元")]


SECTIONS = [
    ("二、部门预算安排的总体情况", True),
    ("1、收入说明", True),
    ("三、机关运行经费安排情况", True),
    ("（四）“三公”经费增减变化原因说明", True),
    ("七、政府采购预算情况", True),
    ("八、国有资产信息", True),
    ("十、其他需要说明的事项", True),
    ("支出说明", True),
    ("第三部分 2025年度部门预算情况说明", True),
    ("一、部门职责及机构设置情况", False),
    ("五、部门整体绩效目标", False),
    ("六、部门项目预算安排情况及绩效目标\n1、校舍维修经费绩效目标表", False),
    ("九、名词解释", False),
    ("部门预算支出总表........7", False),
    ("关于举办运动会的通知", False),
]


@pytest.mark.parametrize(("heading", "read"), SECTIONS)
def test_amounts_are_read_in_explaining_sections_only(heading: str, read: bool) -> None:
    assert bool(figures("全年安排90.00万元。", heading)) is read


def test_projects_section_explains_until_its_first_project() -> None:
    heading = "六、部门项目预算安排情况及绩效目标"
    text = "项目支出共安排60.00万元。\n\n1、校舍维修经费绩效目标表\n\n工程款按合同支付，预留5.00万元质保金。"
    assert figures(text, heading) == [("项目支出", "60.00", "万元")]


def test_numbering_that_begins_again_inside_the_target_text_stays_inside() -> None:
    text = (
        "一、总体绩效目标\n安排90.00万元。\n二、加强收支管理\n压减5.00万元。\n六、政府采购预算情况\n采购预算3.00万元。"
    )
    assert figures(text, "五、部门整体绩效目标") == [("采购预算", "3.00", "万元")]


def test_blocks_that_others_took_are_not_read() -> None:
    blocks = dump("二、预算说明\n\n收入90.00万元。\n\n支出80.00万元。")
    assert [f.amount for f in extract_figures(blocks, {1})] == ["80.00"]


def test_line_printed_over_several_places_gives_each_amount_its_own() -> None:
    blocks = (Line("二、预算说明", (line(1),)), Line("收入90.00万元，\n支出80.00万元。", (line(2), line(3))))
    assert [f.at["amount"] for f in extract_figures(blocks)] == [line(2), line(3)]


@pytest.mark.parametrize(
    ("right", "left", "sentence"),
    [
        pytest.param(520.0, 66.0, "支出90.00万元；项目支出80.00万元。", id="full line, not set in: wrapped"),
        pytest.param(520.0, 84.0, "支出90.00万元；", id="set in: a paragraph of its own"),
        pytest.param(300.0, 66.0, "支出90.00万元；", id="short line: a paragraph of its own"),
    ],
)
def test_line_that_ends_with_a_semicolon_at_the_right_margin_goes_on(right: float, left: float, sentence: str) -> None:
    def placed(text: str, top: float, x0: float, x1: float) -> Line:
        return Line(text, ({"page": 1, "bbox": [x0, top, x1, top + 10.0]},))

    blocks = (
        placed("二、预算说明", 100.0, 66.0, 140.0),
        placed("本节说明全年的收支。", 115.0, 84.0, 524.0),
        placed("支出90.00万元；", 130.0, 84.0, right),
        placed("项目支出80.00万元。", 145.0, left, 200.0),
    )
    assert extract_figures(blocks)[0].text == sentence


def test_thresholds_in_brackets_are_no_amounts() -> None:
    assert figures("单价100万元（含100万元）以上的设备2台，单价50万元（含）以上的设备3台。") == []


def test_numbered_paragraph_wrapped_at_the_page_width_is_no_heading() -> None:
    page = "\n".join(
        [
            "本表反映全部收支安排的口径与依据并说明其变化的主要原因",
            "以及对各项任务的保障情况和今后一年的改进方向和措施要求",
        ]
        * 6
    )
    item = "1.普通教育（款）小学教育和初中教育以及高中教育经费（项）\n支出 390.20 万元。"
    assert figures(f"{page}。\n{item}") == [
        ("普通教育（款）小学教育和初中教育以及高中教育经费（项）支出", "390.20", "万元")
    ]


def test_contents_without_leaders_do_not_close_the_explanations() -> None:
    contents = "目录\n一、部门职责\n二、部门预算安排的总体情况\n三、名词解释\n"
    assert figures("安排90.00万元。", f"{contents}一、部门职责\n负责教育。\n二、部门预算安排的总体情况")


def test_projects_numbered_like_the_sections_do_not_close_those_that_follow() -> None:
    text = "一、校舍维修绩效目标表\n八、助学金绩效目标表\n预留5.00万元。\n七、政府采购预算情况\n采购预算3.00万元。"
    assert figures(text, "六、部门项目预算安排情况及绩效目标") == [("采购预算", "3.00", "万元")]
