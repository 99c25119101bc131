"""Tables over page breaks: repeated headers dropped, broken rows joined cell by cell, levels carried over."""

import pytest

from services.parse.blocks import Cell
from services.parse.extract.indicator_columns import Header
from tests.unit.parse.forms import BODY, CODE, HEAD, HEADER, MONTHS, Row, carried, indicator_rows, ocr, project, read

NARROW = ("一级指标", "二级指标", "三级指标", "绩效指标描述", "", "指标值", "指标值确定依据")


def broken(*parts: str) -> str:
    """One project whose table stands on several pages."""
    return project(indicators=()).rstrip("\n") + "\n" + "\n".join(parts) + "\n"


@pytest.mark.parametrize("header", [(HEADER,), ()], ids=["header repeated", "no header"])
@pytest.mark.parametrize("position", range(1, len(BODY)))
def test_page_break_between_rows_changes_nothing(position: int, header: tuple[tuple[str, ...], ...]) -> None:
    text = broken(ocr((HEADER, *BODY[:position])), ocr((*header, *BODY[position:])))
    assert indicator_rows(read(text)) == carried(BODY)


def test_header_that_a_page_repeats_counts_once_under_its_heading() -> None:
    whole, repeated = (
        read("第二部分 预算项目绩效目标\n\n" + broken(ocr((HEADER, *BODY[:2])), ocr((*header, *BODY[2:]))))
        for header in ((), (HEADER,))
    )
    assert repeated.sections == whole.sections
    assert repeated.sections[0].characters > 0


@pytest.mark.parametrize("header", [(HEADER,), ()], ids=["header repeated", "no header"])
@pytest.mark.parametrize(
    ("upper", "lower"),
    [
        # Each: the two halves of the fourth row.
        (
            ("效益指标", "社会效益指标", "借阅人次增长", "借阅人次比上年", "明显增长", "历史"),
            ("", "", "", "", "", "数据"),
        ),
        (
            ("效益指标", "社会效益指", "借阅人次", "借阅人次比", "明显增长", "历史"),
            ("", "标", "增长", "上年", "", "数据"),
        ),
        (
            ("效益指", "社会效益", "借阅人次", "借阅人次", "明显", "历史"),
            ("标", "指标", "增长", "比上年", "增长", "数据"),
        ),
        (
            ("效益指标", "社会效益指标", "借阅人次", "借阅人次", "明显增长", "历史数据"),
            ("", "", "增长", "比上年", "", ""),
        ),
    ],
)
def test_row_broken_inside_its_cells_is_one_indicator(
    upper: tuple[str, ...], lower: tuple[str, ...], header: tuple[tuple[str, ...], ...]
) -> None:
    text = broken(ocr((HEADER, *BODY[:3], upper)), ocr((*header, lower, *BODY[4:])))
    document = read(text)
    assert indicator_rows(document) == carried(BODY)
    assert len(document.projects[0].indicators[3].at["basis" if lower[5] else "name"]) == 2


def test_row_broken_over_three_pages_is_one_indicator() -> None:
    first = ("效益指标", "社会效益", "借阅", "借阅", "明显增长", "历")
    text = broken(
        ocr((HEADER, *BODY[:3], first)),
        ocr((HEADER, ("", "指标", "人次", "人次比", "", "史"))),
        ocr((HEADER, ("", "", "增长", "上年", "", "数据"), *BODY[4:])),
    )
    assert indicator_rows(read(text)) == carried(BODY)


def test_characters_doubled_at_a_break_stay_as_printed() -> None:
    text = broken(
        ocr((HEADER, ("产出指标", "数量指标", "购置册数数量", "册数", "≥9册", "计划"))),
        ocr((HEADER, ("", "", "量", "", "", ""))),
    )
    assert read(text).projects[0].indicators[0].name == "购置册数数量量"


@pytest.mark.parametrize("position", range(len(HEAD)))
def test_page_break_between_rows_of_the_head_changes_nothing(position: int) -> None:
    text = project(head=HEAD[:position], indicators=()) + ocr((*HEAD[position:], HEADER, *BODY))
    document = read(text)
    (found,) = document.projects
    assert (found.code, found.budget, found.purpose) == (CODE, "3.50", "用于购置图书和期刊。")
    assert found.plan.values() == ["25%", "50%", "75%", "100%"]
    assert found.goals == ["丰富馆藏。", "方便借阅。"]
    assert document.warnings == []


@pytest.mark.parametrize(
    ("row", "upper", "lower"),
    [
        (0, ("项目编码", CODE[:12], "项目名称", "图书购"), ("", CODE[12:], "", "置经费")),
        (1, ("预算规模及资金", "预算数", "3.50", "其中：财政", "3.50", "其他资金"), ("用途", "", "", "资金", "", "")),
        (2, ("", "用于购置图书"), ("", "和期刊。")),
        (5, ("绩效目标", "1.丰富馆藏。 2.方便"), ("", "借阅。")),
        (5, ("绩效目标", "1.丰富馆藏。"), ("", "2.方便借阅。")),
    ],
)
def test_row_of_the_head_broken_inside_its_cells_is_joined(
    row: int, upper: tuple[str, ...], lower: tuple[str, ...]
) -> None:
    text = project(head=(*HEAD[:row], upper), indicators=()) + ocr((lower, *HEAD[row + 1 :], HEADER, *BODY))
    whole = read(project()).projects[0].model_dump(exclude={"at": True, "indicators": {"__all__": {"at"}}})
    document = read(text)
    assert document.projects[0].model_dump(exclude={"at": True, "indicators": {"__all__": {"at"}}}) == whole
    assert document.warnings == []


@pytest.mark.parametrize(
    ("row", "upper", "lower"),
    [
        # A label that is merged over the rows of the plan, cut in or between them: what is beside its rest is no rest.
        (3, (("资金支出计", *MONTHS), HEAD[4]), ("划（%）", "", "", "", "")),
        (3, (("资金支出计", *MONTHS),), ("划（%）", *HEAD[4][1:])),
        (1, (("预算规模及", *HEAD[1][1:]),), ("资金用途", *HEAD[2][1:])),
    ],
)
def test_merged_label_of_the_head_is_put_together(row: int, upper: tuple[Row, ...], lower: Row) -> None:
    rest = HEAD[max(row + 2, 3) :]
    text = project(head=(*HEAD[:row], *upper), indicators=()) + ocr((lower, *rest, HEADER, *BODY))
    (found,) = read(text).projects
    assert (found.budget, found.purpose, found.plan.dec) == ("3.50", "用于购置图书和期刊。", "100%")
    assert read(text).warnings == []


@pytest.mark.parametrize(
    ("upper", "lower"),
    [
        ((*HEADER[:3], "绩效指标描", *HEADER[4:]), ("", "", "", "述", "", "")),
        (("一级指", "二级指", "三级指", "绩效指", "指标", "指标值确"), ("标", "标", "标", "标描述", "值", "定依据")),
    ],
)
def test_header_of_the_indicators_cut_inside_its_cells_is_whole(upper: Row, lower: Row) -> None:
    document = read(broken(ocr((upper,)), ocr((lower, *BODY))))
    assert indicator_rows(document) == carried(BODY)
    assert document.warnings == []


@pytest.mark.parametrize("header", [(HEADER,), ()], ids=["header repeated", "no header"])
@pytest.mark.parametrize("position", [1, 2])
def test_first_level_merged_over_rows_is_put_together_when_a_break_cuts_it(
    position: int, header: tuple[Row, ...]
) -> None:
    rows = [("产出指", *BODY[0][1:]), *BODY[1:]]
    rows[position] = ("标", *rows[position][1:])
    document = read(broken(ocr((HEADER, *rows[:position])), ocr((*header, *rows[position:]))))
    assert indicator_rows(document) == carried(BODY)
    assert document.warnings == []


def test_second_level_merged_over_rows_is_put_together_when_a_break_cuts_it() -> None:
    merged = [("产出指标", "数量指", *BODY[0][2:]), ("", "", "新增期刊数", "新增期刊种类", "≥20种", "工作计划")]
    document = read(broken(ocr((HEADER, *merged)), ocr((("", "标", *SECOND[2:]), *BODY[1:]))))
    assert indicator_rows(document) == carried(
        [("产出指标", "数量指标", *BODY[0][2:]), merged[1], ("", "", *SECOND[2:]), *BODY[1:]]
    )


def test_header_that_changes_its_width_keeps_its_columns() -> None:
    wide = [(*row[:4], "", *row[4:]) for row in BODY[:2]]
    text = broken(ocr((NARROW, *wide)), ocr((HEADER, *BODY[2:])))
    assert indicator_rows(read(text)) == carried(BODY)


SECOND = ("", "", "办理证件数", "全年办理借阅证", "≥300个", "工作计划")


def test_row_without_levels_is_its_own_where_the_document_merges_equal_levels() -> None:
    merged = ("", "", "新增期刊数", "全年新增期刊种类", "≥20种", "工作计划")
    text = broken(ocr((HEADER, BODY[0], merged)), ocr((HEADER, SECOND, *BODY[1:])))
    assert indicator_rows(read(text)) == carried((BODY[0], merged, SECOND, *BODY[1:]))


def test_row_without_levels_is_a_second_half_where_the_document_prints_equal_levels() -> None:
    equal = ("", "数量指标", "新增期刊数", "全年新增期刊种类", "≥20种", "工作计划")
    long = ("", "质量指标", "验收", "合格", "每册书都", "计划")
    text = broken(
        ocr((HEADER, BODY[0], equal, long)), ocr((HEADER, ("", "", "合格率", "占比", "应当合格", "要求"), *BODY[2:]))
    )
    joined = ("", "质量指标", "验收合格率", "合格占比", "每册书都应当合格", "计划要求")
    assert indicator_rows(read(text)) == carried((BODY[0], equal, joined, *BODY[2:]))


def test_row_that_could_be_either_is_doubted() -> None:
    text = broken(ocr((HEADER, BODY[0])), ocr((HEADER, SECOND, *BODY[1:])))
    document = read(text)
    assert indicator_rows(document) == carried((BODY[0], SECOND, *BODY[1:]))
    assert [(warning.code, warning.subject) for warning in document.warnings] == [
        ("row_join_doubtful", {"project": 1, "indicator": 2})
    ]


def test_column_with_an_unknown_name_is_in_no_other_column() -> None:
    header = ("一级指标", "二级指标", "三级指标", "绩效指标描述", "", "指标值", "填报情况")
    document = read(broken(ocr((header,)), ocr(((*BODY[0][:4], "", *BODY[0][4:]),))))
    (found,) = document.projects[0].indicators
    assert (found.name, found.target, found.basis) == ("购置册数", "≥1200册", None)
    assert {warning.code for warning in document.warnings} >= {"column_unknown"}


def test_fragment_with_fewer_columns_than_its_header_has_each_under_its_label() -> None:
    header = Header(((0, "level1"), (1, "name"), (3, "target")), 5, unknown=(4,))
    picked = header.pick([Cell(text) for text in ("产出指标", "购置册数", "≥1200册", "已填")])
    assert {name: cell.text for name, cell in picked.items()} == {
        "level1": "产出指标", "name": "购置册数", "target": "≥1200册",
    }  # fmt: skip


def test_text_that_hangs_over_a_page_break_parts_no_indicators_from_their_header() -> None:
    document = read(broken(ocr((HEADER,)), "及维护\n", ocr(BODY)))
    assert indicator_rows(document) == carried(BODY)
    assert [(warning.code, warning.text) for warning in document.warnings] == [("text_unplaced", "及维护")]
