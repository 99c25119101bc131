"""Labels and column headers drive the reading of a project's table, not positions."""

from itertools import permutations

import pytest

from services.parse.core import parse
from services.parse.templates import templates
from tests.unit.parse.forms import BODY, CODE, HEAD, HEADER, MONTHS, carried, indicator_rows, ocr, project, read
from tests.unit.parse.packages import docx, p, tbl, tc

GROUPS = (HEAD[:1], HEAD[1:3], HEAD[3:5], HEAD[5:])
WHOLE = {
    "code": CODE,
    "name": "图书购置经费",
    "budget": "3.50",
    "fiscal_funds": "3.50",
    "other_funds": None,
    "purpose": "用于购置图书和期刊。",
    "plan": {"mar": "25%", "jun": "50%", "oct": "75%", "dec": "100%"},
    "goals": ["丰富馆藏。", "方便借阅。"],
}


def values(text: str) -> dict[str, object]:
    (found,) = read(text).projects
    return found.model_dump(include=set(WHOLE))


@pytest.mark.parametrize("order", list(permutations(range(len(GROUPS)))))
def test_rows_of_the_head_may_come_in_any_order(order: tuple[int, ...]) -> None:
    assert values(project(head=[row for i in order for row in GROUPS[i]])) == WHOLE


def test_goals_may_stand_below_the_indicators() -> None:
    assert values(project(head=HEAD[:5], indicators=(HEADER, *BODY, HEAD[5]))) == WHOLE


@pytest.mark.parametrize("order", [(0, 1, 2, 4, 3, 5), (0, 1, 2, 5, 3, 4), (1, 0, 2, 3, 4, 5), (0, 1, 4, 2, 3, 5)])
def test_columns_may_come_in_any_order(order: tuple[int, ...]) -> None:
    rows = [[row[i] for i in order] for row in (HEADER, *BODY)]
    assert indicator_rows(read(project(indicators=rows))) == carried(BODY)


@pytest.mark.parametrize("position", range(1, 6))
def test_blank_column_that_a_conversion_adds_is_skipped(position: int) -> None:
    rows = [(*row[:position], "", *row[position:]) for row in (HEADER, *BODY)]
    assert indicator_rows(read(project(indicators=rows))) == carried(BODY)


def test_rows_that_lost_their_blank_first_cell_are_moved_back() -> None:
    rows = [row if row[0] else row[1:] for row in BODY]
    text = project(indicators=()).rstrip("\n") + "\n" + ocr((HEADER,)) + "".join("\t".join(row) + "\n" for row in rows)
    assert indicator_rows(read(text)) == carried(BODY)


def test_missing_header_is_replaced_by_the_usual_order_and_warned_of() -> None:
    document = read(project(indicators=BODY))
    assert indicator_rows(document) == carried(BODY)
    assert [warning.code for warning in document.warnings] == ["header_lost"]


def test_column_that_the_text_lost_is_blank_and_warned_of() -> None:
    document = read(project(indicators=[row[:5] for row in (HEADER, *BODY)]))
    assert indicator_rows(document) == carried([(*row[:5], "") for row in BODY])
    assert [(warning.code, warning.subject) for warning in document.warnings] == [
        ("column_lost", {"project": 1, "field": "basis"})
    ]


def with_plan(*rows: tuple[str, ...]) -> str:
    return project(head=(*HEAD[:3], *rows, *HEAD[5:]))


PLAN = "资金支出计划（%）"
FULL = ["25%", "50%", "75%", "100%"]


@pytest.mark.parametrize(
    ("rows", "plan", "lost"),
    [
        ([(PLAN, *MONTHS), ("", "", "50%", "", "100%")], [None, "50%", None, "100%"], []),
        (
            [("资金支出计 划（%）", "3 月底", "", "6 月底", "10 月底"), ("", "25%", "", "50%", "75%")],
            [*FULL[:3], None],
            ["dec"],
        ),
        ([(PLAN, *MONTHS[:3]), ("", *FULL[:3]), ("12月底", "100%")], FULL, []),
        ([(PLAN, *MONTHS[:3]), ("", *FULL[:3]), (PLAN, "12月底", "", "100%")], FULL, []),
        ([(PLAN, "一季度", "二季度", "三季度", "四季度"), ("", "25%", "50%", "75%", "100%")], FULL, []),
        ([(PLAN, "3月底", "25%", "6月底", "50%"), ("", "10月底", "75%", "12月底", "100%")], FULL, []),
        ([(PLAN, *MONTHS[:3]), ("", *FULL)], FULL, []),
        ([(PLAN, "", *MONTHS), ("", *FULL, "")], FULL, []),
        ([(PLAN, *FULL)], FULL, []),
        ([(PLAN, *MONTHS), ("", "", "", "", "")], [None] * 4, []),
        ([(PLAN, *MONTHS)], [None] * 4, []),
        ([(PLAN,)], [None] * 4, ["mar", "jun", "oct", "dec"]),
    ],
)
def test_plan_is_read_by_its_columns(rows: list[tuple[str, ...]], plan: list[str | None], lost: list[str]) -> None:
    document = read(with_plan(*rows))
    assert document.projects[0].plan.values() == plan
    assert [w.subject for w in document.warnings if w.code == "column_lost"] == [
        {"project": 1, "field": f"plan.{quarter}"} for quarter in lost
    ]


def test_goals_printed_below_a_second_plan_are_found() -> None:
    head = (*HEAD[:5], ("绩效目标", *MONTHS), HEAD[4], ("1.丰富馆藏。 2.方便借阅。", "", "", "", ""))
    assert values(project(head=head)) == WHOLE


@pytest.mark.parametrize(
    "rows",
    [
        [("预算数", "3.50", "其中：财政资金", "3.50", "其他资金", ""), ("", "用于购置图书和期刊。")],
        [("预算规模及资金用途", "用于购置图书和期刊。"), ("", "预算数", "3.50", "其中：财政资金", "3.50", "其他资金")],
        [("预算数", "3.50", "其中：财政资金", "3.50", "其他资金", ""), ("资金用途", "用于购置图书和期刊。")],
        [("预算规模及资金用途", "预算数：3.50", "其中：财政资金：3.50", "其他资金："), ("", "用于购置图书和期刊。")],
        [
            ("预算规模及资金用途", "预算数（万元）", "3.50", "其中:财政 资金", "3.50", "其他资金"),
            ("用于购置图书和期刊。",),
        ],
    ],
)
def test_money_and_purpose_are_read_however_their_rows_are_laid_out(rows: list[tuple[str, ...]]) -> None:
    assert values(project(head=(HEAD[0], *rows, *HEAD[3:]))) == WHOLE


def test_currency_unit_stated_in_a_label_counts_when_no_line_states_one() -> None:
    head = (HEAD[0], ("预算规模及资金用途", "预算数（元）", *HEAD[1][2:]), *HEAD[2:])
    text = project(head=head).replace("单位：万元\n", "")
    assert read(text).projects[0].currency_unit == "元"


def test_label_that_is_not_there_is_warned_of() -> None:
    document = read(project(head=HEAD[:5]))
    assert document.projects[0].goals == []
    assert [(w.code, w.subject) for w in document.warnings] == [("label_lost", {"project": 1, "field": "goals"})]


def test_text_that_belongs_nowhere_is_warned_of() -> None:
    document = read(project(head=(("请勿修改本表",), *HEAD)))
    assert [(w.code, w.text) for w in document.warnings] == [("text_unplaced", "请勿修改本表")]


def test_level_that_contradicts_the_one_above_is_doubted() -> None:
    rows = (BODY[0], ("", *BODY[3][1:]), BODY[4])
    document = read(project(indicators=(HEADER, *rows)))
    assert [(w.code, w.subject) for w in document.warnings] == [
        ("level_doubtful", {"project": 1, "indicator": 2, "field": "level1"})
    ]


def test_level_printed_in_the_middle_of_its_rows_is_found() -> None:
    rows = (("", *BODY[0][1:]), ("产出指标", *BODY[1][1:]), BODY[2], *BODY[3:])
    assert indicator_rows(read(project(indicators=(HEADER, *rows)))) == carried(BODY)


def test_template_knows_no_label_twice() -> None:
    for template in templates():
        labels = [*template.fields, *template.quarters, *template.columns]
        assert len(labels) == len(set(labels))


def test_plan_whose_label_a_page_break_put_beside_its_values_is_read() -> None:
    months = HEAD[3]
    rows = [*HEAD[:3], ("", *months[1:]), (months[0], "", "50%", "", "100%"), *HEAD[5:]]
    assert values(project(head=rows))["plan"] == {"mar": None, "jun": "50%", "oct": None, "dec": "100%"}


CURRENCY = "单位：万元\n\n"


@pytest.mark.parametrize("printed", ["{heading}{unit}{table}", "{heading}{table}{unit}", "{unit}{heading}{table}"])
def test_currency_unit_is_read_above_or_below_its_table(printed: str) -> None:
    table = project("", "").replace(CURRENCY, "").lstrip("\n")
    headings = ("1.图书购置经费绩效目标表\n\n", "2.图书购置经费绩效目标表\n\n")
    text = "".join(printed.format(heading=heading, unit=CURRENCY, table=f"{table}\n") for heading in headings)
    lines = [number for number, line in enumerate(text.split("\n"), 1) if line == CURRENCY.strip()]
    found = read(text).projects
    assert [each.currency_unit for each in found] == ["万元", "万元"]
    assert [each.at["currency_unit"] for each in found] == [{"line": line} for line in lines]


def test_currency_unit_that_is_nowhere_is_not_invented() -> None:
    assert read(project().replace(CURRENCY, "")).projects[0].currency_unit is None


def test_table_without_rows_behind_a_header_is_nothing() -> None:
    rows = ["".join(tc(cell) for cell in row) for row in (*HEAD, HEADER)]
    body = p("1.图书购置经费绩效目标表") + tbl(*rows) + p("及维护") + tbl()
    (document,) = parse(docx(body), "invented.docx")
    assert [found.code for found in document.projects] == [CODE]
    assert document.projects[0].indicators == []
