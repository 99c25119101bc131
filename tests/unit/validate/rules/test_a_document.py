"""Rules A: is the document complete?"""

from typing import Any

import pytest

from shared.document import Document
from tests.unit.validate.budget import EXPENDITURE, HOSPITALITY, a_figure, with_cell
from tests.unit.validate.examples import Example, a_disclosure, a_document, a_doubt, a_project, an_indicator


def a_section(title: str, characters: int, **more: Any) -> dict[str, Any]:
    return {"title": title, "characters": characters, **more}


NEWS: dict[str, Any] = {"kind": "other", "template": "unknown"}
SUB_GOAL = {"title": "绿地养护", "goal": "养护绿地30公顷。", "indicators": []}

A02 = [
    Example("GJ-A02", "both printed", a_document(a_project()), ("pass §总体绩效目标", "pass §分项绩效目标")),
    Example(
        "GJ-A02",
        "no overall goal",
        a_document(a_project(), overall_goal=None),
        ("fail error §总体绩效目标", "pass §分项绩效目标"),
        says=("总体绩效目标", "某县园林管理局"),
    ),
    Example(
        "GJ-A02",
        "no sub-goal",
        a_document(a_project(), sub_goals=[]),
        ("pass §总体绩效目标", "fail error §分项绩效目标"),
    ),
    Example(
        "GJ-A02",
        "a sub-goal with a heading alone says nothing",
        a_document(a_project(), overall_goal="  ", sub_goals=[{**SUB_GOAL, "goal": None}]),
        ("fail error §总体绩效目标", "fail error §分项绩效目标"),
        says=("补充", "missing"),
    ),
    Example(
        "GJ-A02",
        "unheaded sub-goal, and one with indicators alone",
        a_document(a_project(), sub_goals=[{**SUB_GOAL, "title": None, "goal": None, "indicators": ["30公顷"]}]),
        ("pass §总体绩效目标", "pass §分项绩效目标"),
        near=True,
    ),
    Example(
        "GJ-A02",
        "doubtful reading accuses nobody",
        a_document(a_project(), overall_goal=None, warnings=[a_doubt(document=True, field="overall_goal")]),
        ("parse_uncertain §总体绩效目标", "pass §分项绩效目标"),
    ),
    Example(
        "GJ-A02",
        "a doubt about something else excuses nothing",
        a_document(a_project(), overall_goal=None, warnings=[a_doubt(project=1, field="plan")]),
        ("fail error §总体绩效目标", "pass §分项绩效目标"),
    ),
    Example("GJ-A02", "a news page", a_document(overall_goal=None, **NEWS), ("not_applicable document",)),
]

A07 = [
    Example(
        "GJ-A07",
        "filled",
        a_document(sections=[a_section("一、总体绩效目标", 300), a_section("二、国有资产信息", 5)]),
        ("pass §一、总体绩效目标", "pass §二、国有资产信息"),
    ),
    Example(
        "GJ-A07",
        "nothing under a heading",
        a_document(sections=[a_section("八、国有资产信息", 4, at={"title": {"line": 7}})]),
        ("fail warning §八、国有资产信息",),
        says=("八、国有资产信息", "写明“无”"),
    ),
    Example(
        "GJ-A07",
        "“none” is content, a heading of their own is their affair",
        a_document(sections=[a_section("七、政府采购预算情况", 1, opening="无"), a_section("附：大事记", 0)]),
        ("pass §七、政府采购预算情况",),
        near=True,
    ),
    Example(
        "GJ-A07",
        "doubtful reading",
        a_document(sections=[a_section("九、名词解释", 0)], warnings=[a_doubt(section="九、名词解释")]),
        ("parse_uncertain §九、名词解释",),
    ),
    Example(
        "GJ-A07",
        "doubt about another section",
        a_document(sections=[a_section("九、名词解释", 0)], warnings=[a_doubt(section="八、国有资产信息")]),
        ("fail warning §九、名词解释",),
    ),
    Example(
        "GJ-A07",
        "the last heading of a text that was cut off",
        a_document(
            sections=[a_section("八、国有资产信息", 0), a_section("九、名词解释", 0)],
            warnings=[{"code": "document_cut", "message": "断", "message_en": "cut"}],
        ),
        ("fail warning §八、国有资产信息", "parse_uncertain §九、名词解释"),
    ),
    Example("GJ-A07", "no heading was read", a_document(a_project()), ("insufficient_data document",)),
    Example("GJ-A07", "no required one", a_document(sections=[a_section("附", 0)]), ("not_applicable document",)),
    Example("GJ-A07", "news", a_document(sections=[a_section("收支", 0)], **NEWS), ("not_applicable document",)),
]

DOC = "document"
NO_TABLES = a_document()
BOTH_PASS = ("pass §绩效目标", "pass §工作保障措施", "pass P1")

A01 = [
    Example("GJ-A01", "printed", a_document(a_project(), inferred=["department.code"]), (f"pass {DOC}",), near=True),
    Example(
        "GJ-A01",
        "derived",
        a_document(a_project(), inferred=["fiscal_year", "department.name"]),
        (f"fail info {DOC}",),
        says=("预算年度、部门名称", "the fiscal year, the department's name"),
    ),
    Example(
        "GJ-A01",
        "no year",
        a_document(a_project(), fiscal_year=None),
        (f"fail info {DOC}",),
        says=("未写明预算年度，",),
    ),
    Example(
        "GJ-A01", "no department", a_document(a_project(), department={}), (f"fail info {DOC}",), says=("部门名称",)
    ),
    Example("GJ-A01", "tables alone", a_disclosure({"kind": "某表"}), (f"pass {DOC}",)),
    Example("GJ-A01", "nothing to judge", NO_TABLES, (f"not_applicable {DOC}",)),
]

BLANK_EXPENDITURE = with_cell(EXPENDITURE, 0, 5, None)
A03 = [
    Example("GJ-A03", "projects", a_document(a_project()), (f"pass {DOC}",)),
    Example("GJ-A03", "none", NO_TABLES, (f"fail error {DOC}",), says=("未见项目绩效目标表",)),
    Example("GJ-A03", "money, no targets", a_disclosure(EXPENDITURE), (f"fail error {DOC}",), says=("125.00 1250000",)),
    Example("GJ-A03", "no money", a_disclosure(BLANK_EXPENDITURE), (f"not_applicable {DOC}",), near=True),
    Example("GJ-A03", "0.00", a_disclosure(with_cell(EXPENDITURE, 0, 5, "0.00")), (f"not_applicable {DOC}",)),
    Example(
        "GJ-A03", "no total", a_disclosure({**EXPENDITURE, "rows": EXPENDITURE["rows"][1:]}), (f"fail error {DOC}",)
    ),
    Example("GJ-A03", "another column", a_disclosure(HOSPITALITY), (f"fail error {DOC}",)),
    Example(
        "GJ-A03",
        "no such column",
        a_disclosure({**EXPENDITURE, "columns": [*EXPENDITURE["columns"][:5], "其他", "经营支出"]}),
        (f"fail error {DOC}",),
    ),
    Example(
        "GJ-A03",
        "doubtful",
        a_document(warnings=[a_doubt(document=True, field="projects")]),
        (f"parse_uncertain {DOC}",),
    ),
]

A04 = [
    Example(
        "GJ-A04",
        "two paragraphs",
        a_document(safeguards=["完善制度。" * 10, "加强监督。" * 10]),
        ("pass §工作保障措施",),
    ),
    Example("GJ-A04", "at the bar", a_document(safeguards=["完善制度 。" * 20]), ("pass §工作保障措施",), near=True),
    Example(
        "GJ-A04",
        "just below",
        a_document(safeguards=["完善制度。" * 19, "加强监督"]),
        ("fail warning §工作保障措施",),
        says=("只有99个字", "only 99 characters"),
    ),
    Example(
        "GJ-A04", "missing", a_document(safeguards=[]), ("fail warning §工作保障措施",), says=("未填写", "is missing")
    ),
    Example(
        "GJ-A04",
        "doubtful",
        a_document(safeguards=[], warnings=[a_doubt(document=True, field="safeguards")]),
        ("parse_uncertain §工作保障措施",),
    ),
    Example("GJ-A04", "news", a_document(safeguards=[], **NEWS), (f"not_applicable {DOC}",)),
]


def of_year(year: int | None, kind: str = "支出总表") -> dict[str, Any]:
    return {"kind": kind, "year": year}


A06 = [
    Example("GJ-A06", "one year", a_disclosure(of_year(2024), title="某局2024年部门预算"), (f"pass {DOC}",)),
    Example(
        "GJ-A06",
        "a table left over",
        a_disclosure(of_year(2024), of_year(2023, "收入总表"), title="某局2024年部门预算"),
        (f"fail error {DOC}",),
        says=("2023、2024", "收入总表 2023", "2023 ≠ 2024"),
    ),
    Example(
        "GJ-A06",
        "a table of no known kind",
        a_disclosure(of_year(2024), of_year(2023, "2023年补助资金绩效目标表"), title="某局2024年部门预算"),
        (f"pass {DOC}",),
        near=True,
    ),
    Example(
        "GJ-A06",
        "a title left over",
        a_disclosure(of_year(2024), title="某局2023年度单位预算公开"),
        (f"fail error {DOC}",),
    ),
    Example(
        "GJ-A06",
        "a sentence left over",
        a_disclosure(of_year(2024), narrative_figures=[a_figure("2023年预算收入", "3")]),
        (f"fail error {DOC}",),
        says=("2023年预算收入 2023",),
    ),
    Example(
        "GJ-A06",
        "last year to compare with",
        a_disclosure(
            of_year(2024),
            of_year(None),
            title="某局2024年部门预算",
            narrative_figures=[
                a_figure("较2023年预算减少", "3"),
                a_figure("2023年预算执行", "3"),
                a_figure("2022年结转", "3"),
            ],
        ),
        (f"pass {DOC}",),
        near=True,
    ),
    Example("GJ-A06", "no year stated", a_document(a_project(), title="绩效文本"), (f"insufficient_data {DOC}",)),
    Example("GJ-A06", "news", a_document(title="2024年预算 2023年预算", **NEWS), (f"not_applicable {DOC}",)),
]


def saying(text: str) -> Document:
    return a_document(overall_goal=text, sub_goals=[], safeguards=[])


def a08(name: str, text: str, *says: str, **more: Any) -> Example:
    return Example(
        "GJ-A08", name, saying(text), ("fail info §绩效目标",) if says else ("pass §绩效目标",), says=says, **more
    )


A08 = [
    a08("whole sentences", "做好绿化。抓好三方面工作：一是补植，二是修剪，三是浇水。"),
    a08(
        "more than announced",
        "抓好三方面工作：一是补植，二是修剪，三是浇水，四是施肥。",
        "“三方面”实际列举4项",
        "4 are listed",
    ),
    a08("fewer than announced", "抓好三个方面工作：一是补植，二是修剪。", "“三个方面”实际列举2项"),
    a08("a second list begins again", "抓好三方面：一是甲，二是乙，三是丙；其中一是丁，二是戊。", near=True),
    a08("announced without a list", "取得三方面成效，质量是关键。", near=True),
    a08("a list without an announcement", "一是甲，二是乙。", near=True),
    a08("a blank in a date", "自2024年3月日起施行。", "“3月日”日期不完整"),
    a08("a blank date", "自年月日起施行。", "“年月日”"),
    a08("a whole date", "自2024年3月1日起施行，按年月日统计。", near=True),
    a08("words twice", "落实绿化绿化任务。", "“绿化绿化”词语重复", "printed twice"),
    a08("doubled on purpose", "方方面面，层层落实，家家户户，进一步一步推进。", near=True),
    Example(
        "GJ-A08",
        "an indicator without a value",
        a_document(
            sub_goals=[{"goal": None, "indicators": ["成活率95%，养护率100%，投诉处理满意度。"]}], safeguards=[]
        ),
        ("pass §绩效目标", "fail info §分项绩效指标"),
        says=("“投诉处理满意度”没有指标值", "it has no value"),
    ),
    Example(
        "GJ-A08",
        "the same among goals is a sentence",
        a_document(overall_goal="提高成活率95%，提高养护满意度。", sub_goals=[], safeguards=[]),
        ("pass §绩效目标",),
        near=True,
    ),
    Example(
        "GJ-A08",
        "a heading that its sentence repeats",
        a_document(
            overall_goal=None, sub_goals=[], safeguards=["（一）完善制度完善制度体系。", "二、加强监督加强监督。"]
        ),
        ("pass §工作保障措施",),
        near=True,
    ),
    Example(
        "GJ-A08",
        "words twice in an indicator and in a goal",
        a_document(a_project(goals=["修剪行道树行道树。"], indicators=[an_indicator(description="养护养护")])),
        (*BOTH_PASS[:1], "pass §分项绩效指标", BOTH_PASS[1], "fail info P1"),
        says=("行道树行道树", "养护养护"),
    ),
    Example(
        "GJ-A08",
        "words that a page break may have doubled",
        a_document(
            a_project(indicators=[an_indicator(name="养护养护", at={"name": [{"line": 3}, {"line": 9}]})]),
            form="ocr-markdown",
        ),
        (*BOTH_PASS[:1], "pass §分项绩效指标", *BOTH_PASS[1:]),
        near=True,
    ),
    *(
        Example(
            "GJ-A08",
            f"words twice where no page break can have doubled them ({form}, {place})",
            a_document(a_project(indicators=[an_indicator(name="养护养护", at={"name": place})]), form=form),
            ("pass §绩效目标", "pass §分项绩效指标", "pass §工作保障措施", "fail info P1"),
        )
        for form, place in (("word-text", [{"line": 3}, {"line": 9}]), ("ocr-markdown", {"line": 3}))
    ),
    Example(
        "GJ-A08",
        "words twice in a safeguard over two lines",
        a_document(
            overall_goal=None,
            sub_goals=[],
            safeguards=["提出提出意见。"],
            form="ocr-markdown",
            at={"safeguards": [[{"line": 3}, {"line": 4}]]},
        ),
        ("fail info §工作保障措施",),
    ),
    Example("GJ-A08", "no text", saying(" "), (f"not_applicable {DOC}",)),
]


def listing(*entries: str, names: tuple[str, ...] = ("行道树养护", "绿地补植"), **changes: Any) -> Document:
    """A target text with these entries of contents, two projects and two sections."""
    sections = [a_section("一、总体绩效目标", 30), a_section("第二部分 预算项目绩效目标", 30)]
    projects = [a_project(ordinal=n, title=name, name=name) for n, name in enumerate(names, 1)]
    return a_document(*projects, contents=list(entries), sections=sections, **changes)


SECTIONS = ("一、总体绩效目标", "第二部分预算项目绩效目标")
LISTED = (*SECTIONS, "1.行道树养护绩效目标表", "2.绿地补植绩效目标表")
A05 = [
    Example("GJ-A05", "the same", listing(*LISTED), (f"pass {DOC}",)),
    Example(
        "GJ-A05",
        "a project that is not there",
        listing(*LISTED, "3.公园照明改造绩效目标表"),
        ("fail warning §3.公园照明改造绩效目标表",),
        says=("在正文中未见", "is not in the body"),
    ),
    Example(
        "GJ-A05",
        "a project that is not listed",
        listing(*LISTED[:3]),
        ("fail warning §绿地补植",),
        says=("“绿地补植”未列入目录",),
    ),
    Example(
        "GJ-A05",
        "a section that is not there",
        listing("三、国有资产信息", *SECTIONS),
        ("fail warning §三、国有资产信息",),
    ),
    Example("GJ-A05", "sections alone are listed", listing(*SECTIONS), (f"pass {DOC}",), near=True),
    Example(
        "GJ-A05",
        "a slip, a part, and a line that only groups",
        listing("目录说明", *LISTED[:2], "1.行道树的养护绩效目标表", "2.补植绩效目标表"),
        (f"pass {DOC}",),
        near=True,
    ),
    Example(
        "GJ-A05",
        "one name twice, one table",
        listing(*LISTED, "3.绿地补植绩效目标表"),
        ("fail warning §2.绿地补植绩效目标表", "fail warning §3.绿地补植绩效目标表"),
    ),
    Example(
        "GJ-A05",
        "one name twice, two tables",
        listing(*LISTED, "3.绿地补植绩效目标表", names=("行道树养护", "绿地补植", "绿地补植")),
        (f"pass {DOC}",),
        near=True,
    ),
    Example(
        "GJ-A05",
        "tables of a disclosure",
        a_disclosure(EXPENDITURE, contents=["部门预算支出总表", "部门政府采购预算表"]),
        ("fail warning §部门政府采购预算表",),
    ),
    Example(
        "GJ-A05",
        "fewer tables were read than the contents promise",
        listing(
            *LISTED,
            "3.公园照明改造绩效目标表",
            warnings=[{"code": "projects_missing", "message": "少", "message_en": "few"}],
        ),
        ("parse_uncertain §3.公园照明改造绩效目标表",),
    ),
    Example(
        "GJ-A05",
        "the text was cut off",
        listing(*SECTIONS, "三、国有资产信息", warnings=[a_doubt(document=True, field="sections")]),
        ("parse_uncertain §三、国有资产信息",),
    ),
    Example("GJ-A05", "no contents", a_document(a_project()), (f"not_applicable {DOC}",)),
    Example("GJ-A05", "nothing comparable", listing("说明", "一、"), (f"not_applicable {DOC}",)),
]

EXAMPLES = [*A01, *A02, *A05, *A03, *A04, *A06, *A07, *A08]


@pytest.mark.parametrize("example", EXAMPLES, ids=str)
def test_rule(example: Example) -> None:
    example.check()
