"""Rules F: do goals, purpose and indicators belong together?"""

from typing import Any

import pytest

from shared.document import Document
from tests.unit.validate.examples import Example, a_document, a_project, an_indicator

NO_PROJECT = a_document()


def with_goals(*goals: str, **fields: Any) -> Document:
    return a_document(a_project(goals=list(goals), **fields))


F01 = [
    Example("GJ-F01", "real goals", with_goals("修剪行道树6000株。"), ("pass P1 goals",)),
    Example(
        "GJ-F01",
        "money and business as usual",
        with_goals("保障业务正常开展", "资金合理使用。"),
        ("fail info P1 goals",),
        says=("只涉及资金使用", "保障业务正常开展 None", "资金合理使用。 None"),
    ),
    Example("GJ-F01", "money alone", with_goals("保障12万元资金落实到位", " "), ("fail info P1 goals",)),
    Example(
        "GJ-F01", "one real goal beside it", with_goals("资金合理使用", "修剪行道树"), ("pass P1 goals",), near=True
    ),
    Example("GJ-F01", "what the money is for", with_goals("资金用于绿地补植"), ("pass P1 goals",), near=True),
    Example("GJ-F01", "business as usual alone", with_goals("保障业务正常开展"), ("pass P1 goals",), near=True),
    Example("GJ-F01", "blank", with_goals(), ("not_applicable P1 goals",)),
    Example("GJ-F01", "no project", NO_PROJECT, ("not_applicable document",)),
]


def named(name: str | None, purpose: str | None, **fields: Any) -> Document:
    return a_document(a_project(name=name, purpose=purpose, **fields))


F02 = [
    Example("GJ-F02", "says more", named("绿化经费", "用于绿化经费支出"), ("pass P1 purpose",), near=True),
    Example(
        "GJ-F02",
        "the name again",
        named("绿化 经费", "绿化经费。"),
        ("fail warning P1 purpose",),
        says=("与项目名称相同",),
    ),
    Example("GJ-F02", "no purpose", named("绿化经费", None), ("not_applicable P1 purpose",)),
    Example("GJ-F02", "no name", named(None, "绿化经费"), ("not_applicable P1 purpose",)),
    Example("GJ-F02", "no project", NO_PROJECT, ("not_applicable document",)),
]


def counted(goal: str, *targets: str, purpose: str = "绿化", name: str = "修剪株数") -> Document:
    rows = [an_indicator(name=name, target=target) for target in targets]
    return a_document(a_project(goals=[goal], purpose=purpose, indicators=rows))


F03 = [
    Example("GJ-F03", "the same", counted("全年修剪株数6000株。", "≥6000株"), ("pass P1",)),
    Example(
        "GJ-F03",
        "another number",
        counted("全年修剪株数5000株。", "≥6000株"),
        ("fail warning P1",),
        says=("“5000株”与指标“修剪株数”的“≥6000株”不一致", "5000 株", "6000 株"),
    ),
    Example(
        "GJ-F03", "the bound holds", counted("全年修剪株数8000株。", "≥6000株"), ("fail info P1",), says=("8000株",)
    ),
    Example("GJ-F03", "below a limit", counted("全年修剪株数5000株。", "≤6000株"), ("fail info P1",)),
    Example("GJ-F03", "above a limit", counted("全年修剪株数8000株。", "≤6000株"), ("fail warning P1",)),
    Example("GJ-F03", "just the bound of a strict limit", counted("全年修剪株数6000株。", "<6000株"), ("pass P1",)),
    Example("GJ-F03", "no operator", counted("全年修剪株数8000株。", "6000株"), ("fail warning P1",)),
    Example("GJ-F03", "in ten thousands", counted("全年修剪株数0.6万株。", "≥6000株"), ("pass P1",), near=True),
    Example(
        "GJ-F03",
        "in no indicator",
        counted("举办宣传活动3场，修剪株数6000株。", "≥6000株"),
        ("fail info P1",),
        says=("“3场”在绩效指标中没有体现", "no indicator has"),
    ),
    Example(
        "GJ-F03",
        "of the purpose and in no indicator",
        counted("绿化", "≥6000株", purpose="举办活动3场"),
        ("pass P1",),
        near=True,
    ),
    Example("GJ-F03", "of the purpose", counted("绿化", "≥6000株", purpose="修剪株数5000株"), ("fail warning P1",)),
    Example(
        "GJ-F03",
        "of goal and purpose once",
        counted("修剪株数5000株", "≥6000株", purpose="修剪株数5000株"),
        ("fail warning P1",),
    ),
    Example("GJ-F03", "the same number of another name", counted("栽植灌木6000株", "≥6000株"), ("pass P1",), near=True),
    Example("GJ-F03", "another thing in the same unit", counted("栽植灌木500株", "≥6000株"), ("fail info P1",)),
    Example("GJ-F03", "one of several", counted("修剪株数5000株", "≥6000株", "≥5000株"), ("pass P1",)),
    Example(
        "GJ-F03",
        "the grave fault is told alone",
        counted("修剪株数5000株，举办活动3场", "≥6000株"),
        ("fail warning P1",),
        says=("不一致，请核对",),
    ),
    Example("GJ-F03", "a price is no quantity", counted("修剪株数30株", "30元/株"), ("fail info P1",)),
    Example(
        "GJ-F03",
        "money, rates, dates and documents",
        counted("安排12万元，成活率95%，6月底前完成，依据〔2023〕15号，第3次会议", "≥6000株"),
        ("not_applicable P1",),
        near=True,
    ),
    Example(
        "GJ-F03", "no indicators", a_document(a_project(goals=["修剪500株"], indicators=[])), ("not_applicable P1",)
    ),
    Example("GJ-F03", "no project", NO_PROJECT, ("not_applicable document",)),
]

SAVING = an_indicator(name="节约水电", description="实现绿色办公")
PAYING = a_project(name="护林员补助", purpose="发放护林员补助。", indicators=[SAVING])
OFFICE = a_project(name="办公楼维修", purpose="用于办公楼维修和设备购置。", indicators=[SAVING])
SOUND = a_project()
F04 = [
    Example("GJ-F04", "sound indicators", a_document(SOUND, SOUND), ("pass P1", "pass P2")),
    Example(
        "GJ-F04",
        "copied into three projects",
        a_document(PAYING, PAYING, OFFICE),
        ("fail info P1.1 name", "fail info P2.1 name", "pass P3"),
        says=("指标“节约水电”与资金用途关联不强", "发放护林员补助。 None"),
    ),
    Example(
        "GJ-F04",
        "in two projects only",
        a_document(PAYING, PAYING, SOUND),
        ("pass P1", "pass P2", "pass P3"),
        near=True,
    ),
    Example(
        "GJ-F04",
        "by its description",
        a_document(*[a_project(indicators=[an_indicator(description="节约用水用电")])] * 3),
        ("fail info P1.1 name", "fail info P2.1 name", "fail info P3.1 name"),
    ),
    Example("GJ-F04", "no indicators", a_document(a_project(indicators=[])), ("not_applicable document",)),
    Example("GJ-F04", "no project", NO_PROJECT, ("not_applicable document",)),
]

F05 = [
    Example("GJ-F05", "goals", with_goals("按照《绿化条例》修剪行道树6000株。"), ("pass P1 goals",), near=True),
    Example(
        "GJ-F05",
        "a citation",
        with_goals("补植树木", "关于印发《城市绿化办法》的通知某林发〔2023〕6号"),
        ("fail warning P1 goals",),
        says=("绩效目标是文件名称，", "《城市绿化办法》"),
    ),
    Example("GJ-F05", "a number alone", with_goals("某林发〔2023〕6号"), ("fail warning P1 goals",)),
    Example(
        "GJ-F05",
        "a request, and a citation",
        with_goals("现申请将绿化补助20万元列入2024年财政预算。", "《绿化条例》"),
        ("fail warning P1 goals",),
        says=("是文件名称、是经费申请",),
    ),
    Example("GJ-F05", "a short goal", with_goals("绿"), ("pass P1 goals",), near=True),
    Example("GJ-F05", "an application of others", with_goals("办理群众申请100件"), ("pass P1 goals",), near=True),
    Example("GJ-F05", "blank", with_goals(), ("not_applicable P1 goals",)),
    Example("GJ-F05", "no project", NO_PROJECT, ("not_applicable document",)),
]

LAST_YEAR = "13099923P00511110001D"


def of(purpose: str | None, name: str = "绿化", **changes: Any) -> Document:
    project = {"goals": [], "code": "511-1002-JXN-4TK7", **changes.pop("project", {})}
    return a_document(a_project(name=name, purpose=purpose, **project), **changes)


F06 = [
    Example("GJ-F06", "this year", of("2024年绿化经费"), ("pass P1",)),
    Example(
        "GJ-F06",
        "last year",
        of("2023年绿化经费"),
        ("fail warning P1 purpose",),
        says=("2023年早于预算年度2024年", "2023 < 2024"),
    ),
    Example(
        "GJ-F06",
        "a goal of last year",
        of("绿化", project={"goals": ["好", "2023年度发放补助"]}),
        ("fail warning P1 goals",),
    ),
    Example("GJ-F06", "next year", of("2025年绿化经费"), ("pass P1",), near=True),
    Example("GJ-F06", "history inside a text", of("为绿化。2023年此项经费由省级承担"), ("pass P1",), near=True),
    Example("GJ-F06", "since a year", of("自2023年起发放补助"), ("pass P1",), near=True),
    Example("GJ-F06", "the name carries the year", of("2023年绿化补助", "2023年绿化补助"), ("pass P1",), near=True),
    Example(
        "GJ-F06",
        "the name carries a document",
        of("2023年绿化补助", "某财建【2023】75号绿化资金"),
        ("fail warning P1 purpose",),
    ),
    Example("GJ-F06", "a document of last year", of("2023年174号文件资金"), ("pass P1",), near=True),
    Example(
        "GJ-F06", "carried over", of("2023年绿化经费", project={"code": LAST_YEAR}), ("not_applicable P1",), near=True
    ),
    Example("GJ-F06", "no text", of(None), ("not_applicable P1",)),
    Example("GJ-F06", "no fiscal year", of("2023年绿化经费", fiscal_year=None), ("insufficient_data P1",)),
    Example("GJ-F06", "no project", NO_PROJECT, ("not_applicable document",)),
]


def sub_goal(title: str | None, *indicators: str) -> dict[str, Any]:
    return {"title": title, "goal": "做好工作", "indicators": list(indicators)}


def goals_of(*parts: dict[str, Any], projects: tuple[dict[str, Any], ...] = (a_project(),)) -> Document:
    return a_document(*projects, sub_goals=list(parts))


GREENERY = (a_project(name="绿地养护经费"), a_project(name="河道保洁经费"))
F07 = [
    Example("GJ-F07", "of their own", goals_of(sub_goal("做好绿化")), ("pass §做好绿化",)),
    Example(
        "GJ-F07",
        "almost the name of a project",
        goals_of(sub_goal("绿地养护工作经费"), sub_goal("河道保洁经费"), projects=GREENERY),
        ("fail info §绿地养护工作经费", "pass §河道保洁经费"),
        says=("“绿地养护工作经费”与项目“绿地养护经费”名称不一致",),
    ),
    Example(
        "GJ-F07",
        "titles that are no list of projects",
        goals_of(sub_goal("绿地养护工作经费"), sub_goal("甲"), sub_goal("乙"), projects=GREENERY),
        tuple(f"pass §{title}" for title in ("绿地养护工作经费", "甲", "乙")),
        near=True,
    ),
    Example(
        "GJ-F07",
        "work that no project pays for",
        goals_of(sub_goal("公园夜间照明提升"), sub_goal("河道保洁经费"), projects=GREENERY),
        ("pass §公园夜间照明提升", "pass §河道保洁经费"),
        near=True,
    ),
    Example(
        "GJ-F07",
        "the project is listed by its own name too",
        goals_of(sub_goal("绿地养护工作经费"), sub_goal("绿地养护经费"), projects=GREENERY),
        ("pass §绿地养护工作经费", "pass §绿地养护经费"),
        near=True,
    ),
    Example(
        "GJ-F07",
        "another number than the project's",
        goals_of(sub_goal(None, "行道树养护5000株以上；举办活动3场")),
        ("fail info §分项绩效目标1",),
        says=("“行道树养护5000株以上”与项目指标“修剪株数”的“≥6000株”不一致", "5000 株"),
    ),
    Example(
        "GJ-F07",
        "the project's number",
        goals_of(sub_goal(None, "行道树养护6000株")),
        ("pass §分项绩效目标1",),
        near=True,
    ),
    Example(
        "GJ-F07",
        "a clause that names no project",
        goals_of(sub_goal(None, "灌木5000株")),
        ("pass §分项绩效目标1",),
        near=True,
    ),
    Example(
        "GJ-F07",
        "a project with two rows in the unit",
        goals_of(
            sub_goal(None, "行道树养护5000株"),
            projects=(a_project(indicators=[an_indicator(), an_indicator(name="补植")]),),
        ),
        ("pass §分项绩效目标1",),
        near=True,
    ),
    Example(
        "GJ-F07",
        "units that are called otherwise",
        goals_of(sub_goal(None, "行道树养护宣传3场"), projects=(a_project(indicators=[an_indicator(target="≥3次")]),)),
        ("pass §分项绩效目标1",),
    ),
    Example("GJ-F07", "no sub-goals", a_document(a_project(), sub_goals=[]), ("not_applicable document",)),
    Example("GJ-F07", "no projects", a_document(), ("not_applicable document",)),
]

BESIDE = [
    Example(
        "GJ-F03",
        "values without a number, and densities",
        counted("修剪株数30株", "株", "30株/公里"),
        ("fail info P1",),
    ),
    Example("GJ-F03", "the same number in another unit", counted("修剪株数30株", "30公里"), ("fail info P1",)),
    Example(
        "GJ-F03",
        "two characters in common say nothing",
        counted("树木修剪30株", "≥60株"),
        ("fail info P1",),
        says=("没有体现",),
    ),
    Example(
        "GJ-F03",
        "rows without names",
        a_document(a_project(goals=["修剪500株"], indicators=[an_indicator(name=None)])),
        ("not_applicable P1",),
    ),
    *(
        Example(
            "GJ-F07",
            f"a value that counts nothing ({target})",
            goals_of(
                sub_goal(None, "行道树养护5000株"), projects=(a_project(indicators=[an_indicator(target=target)]),)
            ),
            ("pass §分项绩效目标1",),
            near=True,
        )
        for target in ("株", "5株/公里")
    ),
    Example(
        "GJ-F07",
        "three characters in common name no project",
        goals_of(sub_goal(None, "行道树补植5000株")),
        ("pass §分项绩效目标1",),
        near=True,
    ),
]

EXAMPLES = [*BESIDE, *F01, *F02, *F03, *F04, *F05, *F06, *F07]


@pytest.mark.parametrize("example", EXAMPLES, ids=str)
def test_rule(example: Example) -> None:
    example.check()
