"""Whole documents in the Hebei form: goals of the department, projects under their headings, what is missing."""

import hashlib
from itertools import pairwise

import pytest

from services.parse.core import parse
from tests.unit.parse.forms import BODY, CODE, HEAD, HEADER, UNIT, ocr, project, read

GOALS = """{0}总体绩效目标

建设书香社会，服务全县群众。

{1}分项绩效目标

{2}丰富馆藏

绩效目标：采购适用图书。

绩效指标1：新增图书1200册。

绩效指标2：新增期刊20种。

{3}方便借阅

绩效目标：延长开放时间。

绩效指标：每周开放60小时。

{4}工作保障措施

{2}加强组织领导。成立专班，落实责任。

{3}加强监督检查。按月通报进度。

"""
STYLES = [
    ("一、", "二、", "（一）", "（二）", "三、"),
    ("（一）", "（二）", "1.", "2.", "（三）"),
    ("### 一、", "### 二、", "1、", "2、", "### 三、"),
    ("1.", "2.", "(1)", "(2)", "3."),
    ("（一）", "（二）", "（一）", "（二）", "（三）"),
    ("一、", "二、", "一、", "二、", "三、"),
]


@pytest.mark.parametrize("style", STYLES)
def test_goals_of_the_department_are_read_in_any_numbering(style: tuple[str, ...]) -> None:
    document = read(GOALS.format(*style) + "第二部分 预算项目绩效目标\n\n" + project())
    assert document.overall_goal == "建设书香社会，服务全县群众。"
    assert [(sub.title, sub.goal, sub.indicators) for sub in document.sub_goals] == [
        ("丰富馆藏", "采购适用图书。", ["新增图书1200册。", "新增期刊20种。"]),
        ("方便借阅", "延长开放时间。", ["每周开放60小时。"]),
    ]
    marks = [mark.strip("# ") for mark in style[2:4]]
    assert document.safeguards == [
        f"{marks[0]}加强组织领导。成立专班，落实责任。",
        f"{marks[1]}加强监督检查。按月通报进度。",
    ]
    assert len(document.projects) == 1
    assert document.warnings == []


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        (
            "1、采购图书1200册。\n\n2、每周开放60小时。\n",
            [(None, "采购图书1200册。", []), (None, "每周开放60小时。", [])],
        ),
        ("（一）绩效目标：买书\n\n绩效指标 1：甲\n\n绩效指标 2：乙\n", [(None, "买书", ["甲", "乙"])]),
        (
            "绩效目标：甲\n\n绩效指标：乙\n\n绩效目标：丙\n\n绩效指标：丁\n",
            [(None, "甲", ["乙"]), (None, "丙", ["丁"])],
        ),
        (
            "做好采购\n\n绩效目标：甲\n\n绩效指标：乙\n\n做好借阅\n\n绩效目标：丙\n",
            [("做好采购", "甲", ["乙"]), ("做好借阅", "丙", [])],
        ),
        ("（一）做好采购\n\n全年采购1200册。\n", [("做好采购", "全年采购1200册。", [])]),
        ("1.做好采购\n\n绩效目标：甲\n\n绩效指标：1.乙；\n\n2.丙。\n", [("做好采购", "甲", ["乙；", "丙。"])]),
        ("（一）做好采购\n\n绩效目标:甲\n\n被页面\n\n断开\n\n绩效指标:乙\n", [("做好采购", "甲被页面断开", ["乙"])]),
    ],
)
def test_sub_goals_are_told_apart(printed: str, expected: list[tuple[str | None, str, list[str]]]) -> None:
    document = read(
        f"一、总体绩效目标\n\n文字。\n\n二、分项绩效目标\n\n{printed}\n三、工作保障措施\n\n加强管理，按时完成。\n"
    )
    assert [(sub.title, sub.goal, sub.indicators) for sub in document.sub_goals] == expected


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("加强管理，专款专用。\n\n按月通报，及时整改。\n", ["加强管理，专款专用。", "按月通报，及时整改。"]),
        (
            "（一）加强管理\n\n专款专用。\n\n严格审批。\n\n（二）按月通报\n\n及时整改。\n",
            ["（一）加强管理专款专用。严格审批。", "（二）按月通报及时整改。"],
        ),
        ("加强管理\n\n专款专用。\n\n按月通报\n\n及时整改。\n", ["加强管理专款专用。", "按月通报及时整改。"]),
        (
            "建立制度，明确责任单位和责任人，定期调度各项目的进展情况，并将结果作为\n\n年度考核依据。\n",
            ["建立制度，明确责任单位和责任人，定期调度各项目的进展情况，并将结果作为年度考核依据。"],
        ),
    ],
)
def test_safeguards_are_one_text_a_measure(printed: str, expected: list[str]) -> None:
    document = read(f"一、总体绩效目标\n\n文字。\n\n三、工作保障措施\n\n{printed}")
    assert document.safeguards == expected


def test_paragraphs_of_one_width_are_no_wrapped_text() -> None:
    measures = [f"第{char}项制度已经建立并执行到位，责任到人。" for char in "甲乙丙丁戊"]
    document = read("一、总体绩效目标\n\n文字。\n\n三、工作保障措施\n\n" + "\n\n".join(measures) + "\n")
    assert document.safeguards == measures


HEADINGS = ["{}.{}", "{}、{}", "（{}）{}", "#### {}.{}", "# {}. {}", "{}．{}"]


@pytest.mark.parametrize("style", HEADINGS)
@pytest.mark.parametrize("title", ["图书购置经费", "2021年度奖励资金", "“十四五”规划（二期）费用"])
def test_title_is_the_heading_without_number_and_without_what_every_heading_ends_with(style: str, title: str) -> None:
    assert read(project(style.format(1, title) + "绩效目标表")).projects[0].title == title


@pytest.mark.parametrize(
    "heading", ["1.图书购置\n\n经费绩效目\n\n标表", "1.图书购置经\n\n费绩效目标表", "1.图书购置经费\n\n绩效目标表"]
)
def test_wrapped_heading_is_joined(heading: str) -> None:
    document = read(project(heading))
    assert document.projects[0].title == "图书购置经费"
    assert document.projects[0].at["title"][0] == {"line": 1}


def test_number_that_belongs_to_the_name_stays() -> None:
    head = (("项目编码", CODE, "项目名称", "3.0版系统升级"), *HEAD[1:])
    assert read(project("3.0版系统升级绩效目标表", head=head)).projects[0].title == "3.0版系统升级"


def test_projects_without_headings_are_told_apart_by_their_codes() -> None:
    second = [(row[0], "另一编码", row[2], "办公经费") if row[0] == "项目编码" else row for row in HEAD]
    table = ocr((*HEAD, HEADER, *BODY, *second, HEADER, *BODY[:2]))
    document = read(table)
    assert [(found.ordinal, found.title, found.name, len(found.indicators)) for found in document.projects] == [
        (1, None, "图书购置经费", 5),
        (2, None, "办公经费", 2),
    ]


def test_head_repeated_on_the_next_page_is_no_new_project() -> None:
    text = project(indicators=(HEADER, *BODY[:2])) + ocr((HEAD[0], HEADER, *BODY[2:]))
    (found,) = read(text).projects
    assert len(found.indicators) == 5


@pytest.mark.parametrize(
    ("units", "code", "name", "currency"),
    [
        (f"{UNIT}\n\n单位：万元", "101001", "澄江县图书馆本级", "万元"),
        (f"{UNIT}　　单位：元", "101001", "澄江县图书馆本级", "元"),
        (f"单位：元\n\n{UNIT}", "101001", "澄江县图书馆本级", "元"),
        ("101澄江县文化局\n\n101002 澄江县文化馆\n\n金额单位：万元", "101002", "澄江县文化馆", "万元"),
        ("单位：万元", None, None, "万元"),
        ("", None, None, None),
    ],
)
def test_unit_lines_are_read_wherever_they_stand(
    units: str, code: str | None, name: str | None, currency: str | None
) -> None:
    document = read(f"1.图书购置经费绩效目标表\n\n{units}\n\n{ocr((*HEAD, HEADER, *BODY))}")
    found = document.projects[0]
    assert (found.unit_code, found.unit_name, found.currency_unit) == (code, name, currency)


def test_yuan_and_wanyuan_may_stand_in_one_document() -> None:
    text = project() + project("2.办公经费绩效目标表").replace("单位：万元", "单位：元")
    assert [found.currency_unit for found in read(text).projects] == ["万元", "元"]


def test_unit_line_repeated_on_the_next_page_is_page_furniture() -> None:
    text = project(indicators=(HEADER, *BODY[:2])) + f"{UNIT}\n\n单位：万元\n\n" + ocr((HEADER, *BODY[2:]))
    document = read(text)
    assert len(document.projects[0].indicators) == 5
    assert document.warnings == []


CONTENTS = """目 录

第一部分 部门整体绩效目标

一、总体绩效目标{0}
二、分项绩效目标{0}
三、工作保障措施{0}

第二部分 预算项目绩效目标

1.图书购置经费绩效目标表{0}

第一部分 部门整体绩效目标

"""


@pytest.mark.parametrize("page", [".....\t1", "……3", " 2", "\t2", "", "............12"])
def test_table_of_contents_is_no_text(page: str) -> None:
    document = read(CONTENTS.format(page) + GOALS.format(*STYLES[0]) + "第二部分 预算项目绩效目标\n\n" + project())
    assert document.overall_goal == "建设书香社会，服务全县群众。"
    assert [found.title for found in document.projects] == ["图书购置经费"]
    assert document.budget_tables == []
    assert [section.title for section in document.sections] == [
        "第一部分部门整体绩效目标",
        "一、总体绩效目标",
        "二、分项绩效目标",
        "三、工作保障措施",
        "第二部分预算项目绩效目标",
    ]
    assert document.warnings == []


def test_parts_may_come_in_the_other_order() -> None:
    document = read(
        "第二部分 预算项目绩效目标\n\n" + project() + "第一部分 部门整体绩效目标\n\n" + GOALS.format(*STYLES[0])
    )
    assert document.overall_goal == "建设书香社会，服务全县群众。"
    assert (len(document.sub_goals), len(document.safeguards), len(document.projects)) == (2, 2, 1)


def test_section_without_text_has_no_characters() -> None:
    document = read("一、总体绩效目标\n\n二、分项绩效目标\n\n1、甲。\n\n三、工作保障措施\n\n" + project())
    assert [(section.title, section.characters) for section in document.sections][:2] == [
        ("一、总体绩效目标", 0),
        ("二、分项绩效目标", 4),
    ]
    assert document.overall_goal is None


def test_blank_form_keeps_its_template_and_has_no_project() -> None:
    blank = [tuple(cell if cell in LABELS else "" for cell in row) for row in HEAD]
    document = read(project("1.绩效目标表", "", head=blank, indicators=(HEADER, ("",) * 6)))
    assert (document.template, document.kind) == ("hebei-target-text", "target-text")
    assert document.projects == []
    assert [warning.code for warning in document.warnings] == ["blank_form"]


LABELS = {
    "项目编码", "项目名称", "预算规模及资金用途", "预算数", "其中：财政资金", "其他资金", "资金支出计划（%）",
    "绩效目标", "3月底", "6月底", "10月底", "12月底",
}  # fmt: skip


def test_heading_without_a_table_is_named_and_invents_no_project() -> None:
    document = read("第二部分 预算项目绩效目标\n\n1.办公经费绩效目标表\n\n" + project("2.图书购置经费绩效目标表"))
    assert [found.title for found in document.projects] == ["图书购置经费"]
    assert [(warning.code, warning.text) for warning in document.warnings] == [
        ("heading_without_table", "1.办公经费绩效目标表")
    ]


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        (project(indicators=()), ["table_cut"]),
        (project(indicators=(HEADER, BODY[0])).rstrip("\n") + "\n\t质量指标\t验收合格", ["document_cut"]),
        (project() + "2.办公经", ["document_cut"]),
        (CONTENTS.format("……1") + GOALS.format(*STYLES[0]) + "二、继", ["document_cut", "projects_missing"]),
    ],
)
def test_document_that_breaks_off_is_read_so_far_and_warned_of(text: str, codes: list[str]) -> None:
    document = read(text)
    assert document.template == "hebei-target-text"
    assert [warning.code for warning in document.warnings] == codes


def test_page_number_on_a_line_of_its_own_promises_no_project() -> None:
    long = "1.图书购置经费绩效目标表"
    assert read(f"目 录\n\n第二部分 预算项目绩效目标……1\n{long}\n  2\n\n" + project(long)).warnings == []


def test_news_page_is_unknown_and_has_only_its_title() -> None:
    document = read("某馆举办读书节\n\n近日，某馆举办读书节，预算绩效目标完成良好。\n\n上一篇：通知\n")
    assert (document.template, document.kind, document.title) == ("unknown", "other", "某馆举办读书节")
    assert (document.projects, document.budget_tables, document.sub_goals) == ([], [], [])


def test_file_of_several_documents_is_taken_apart() -> None:
    one = "甲县图书馆2025年部门预算绩效文本\n\n" + CONTENTS.format("……1") + GOALS.format(*STYLES[0]) + project()
    other = one.replace("甲县图书馆", "甲县文化馆")
    documents = parse((one + other).encode(), "two.txt")
    whole = hashlib.sha256((one + other).encode()).hexdigest()
    assert [document.title for document in documents] == [
        "甲县图书馆2025年部门预算绩效文本",
        "甲县文化馆2025年部门预算绩效文本",
    ]
    assert [document.parent for document in documents] == [whole, whole]
    assert [document.id for document in documents] == [
        hashlib.sha256(f"{whole}#{index}".encode()).hexdigest() for index in (1, 2)
    ]
    assert [len(document.projects) for document in documents] == [1, 1]


def test_id_is_that_of_the_bytes_unless_it_is_given() -> None:
    data = project().encode()
    assert parse(data, "a.txt")[0].id == hashlib.sha256(data).hexdigest()
    (given,) = parse(data, "a.zip!/b.txt", document_id="f" * 64, parent="e" * 64)
    assert (given.id, given.parent, given.source) == ("f" * 64, "e" * 64, "a.zip!/b.txt")


LONG = "关于下达2025年公共文化服务补助资金预算的通知（某财教〔2024〕12号）"


@pytest.mark.parametrize("cut", [(14,), (30,), (10, 25)])
def test_name_tells_where_a_wrapped_heading_without_a_number_begins(cut: tuple[int, ...]) -> None:
    ends = (0, *cut, len(LONG))
    lines = [LONG[begin:end] for begin, end in pairwise(ends)]
    head = (("项目编码", CODE, "项目名称", LONG), *HEAD[1:])
    document = read("第二部分 预算项目绩效目标\n\n" + project("\n\n".join(lines) + "绩效目标表", head=head))
    assert document.projects[0].title == LONG
    assert document.warnings == []


@pytest.mark.parametrize(("heading", "title"), [("1.图书购置经费", "图书购置经费"), ("（一）县图书馆本级", None)])
def test_heading_that_ends_otherwise_counts_when_it_names_the_project(heading: str, title: str | None) -> None:
    assert read(project(heading)).projects[0].title == title
