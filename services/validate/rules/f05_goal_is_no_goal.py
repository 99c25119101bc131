"""GJ-F05, GJ-F06: a goal is a citation or a request, or speaks of a year gone by."""

import re
from collections.abc import Iterator

from services.validate.rule import (
    Context,
    Severity,
    Verdict,
    about,
    evidence,
    failed,
    insufficient,
    not_applicable,
    passed,
    rule,
)
from shared.document import Project
from shared.folding import bare, plain
from shared.project_code import read_code

TITLE = re.compile(r"《[^》]*》")
CITED = re.compile(r"[一-鿿]{0,8}[〔\[【(（]?(?:19|20)\d\d年?[〕\]】)）]?第?\d+号")
OF_CITATION = re.compile(r"的|通知|办法|规定|意见|方案|条例|文件|精神|要求|根据|按照|依据|印发|关于")
LEFT = 2  # characters that may be left of a goal when its citations are taken away
REQUEST = re.compile(r"申请.*(?:列入|纳入).*预算|(?:列入|纳入).{0,8}(?:财政|部门)预算")


@rule(
    "GJ-F05",
    title="绩效目标不是目标",
    title_en="Goal that is none",
    summary="绩效目标应当写预期产出和效果，不应是文件名称，也不应是经费申请。",
    severity=Severity.WARNING,
    scope="project",
    clause="财预〔2015〕88号第二条",
    since="0.1.0",
)
def goal_is_no_goal(context: Context, project: Project) -> Iterator[Verdict]:
    """A goal is a citation of a document or a request for money.

    What it checks
        Goals that consist of titles and numbers of documents, and goals that ask to be put into the budget.

    Why it matters
        Neither says what will be there at the end of the year.

    Known traps
        A goal that names the policy it follows and then says what is done is a goal. Blank goals are GJ-B07.

    Example
        “现申请将绿化补助20万元列入2024年财政预算。”

    Severity
        warning.
    """
    subject = about(project, field="goals")
    goals = [(n, goal) for n, goal in enumerate(project.goals) if goal.strip()]
    if not goals:
        yield not_applicable(subject, "绩效目标未填写", "there are no goals")
        return
    faults = [(n, "是文件名称", "cites a document") for n, goal in goals if _is_citation(goal)]
    faults += [(n, "是经费申请", "asks for money") for n, goal in goals if REQUEST.search(plain(goal))]
    if not faults:
        yield passed(subject)
        return
    zh = "、".join(dict.fromkeys(fault[1] for fault in faults))
    en = " and ".join(dict.fromkeys(fault[2] for fault in faults))
    yield failed(
        subject,
        f"绩效目标{zh}，未写明预期产出和效果，请修改。",
        f"The goal {en} and states no result.",
        [evidence(project, f"goals.{n}") for n, _, _ in faults],
    )


def _is_citation(goal: str) -> bool:
    text = plain(goal)
    left = OF_CITATION.sub("", CITED.sub("", TITLE.sub("", text)))
    return len(bare(left)) <= LEFT and bool(TITLE.search(text) or CITED.search(text))


STALE = re.compile(
    r"^(?P<year>20\d\d)年(?:度)?(?!.{0,6}号)(?=[^。；]*(?:经费|资金|补助|补贴|发放|计划|工作|支出|项目))"
)


@rule(
    "GJ-F06",
    title="年度陈旧",
    title_en="Text of an earlier year",
    summary="绩效目标和资金用途所述年度不应早于预算年度；结转项目除外。",
    severity=Severity.WARNING,
    scope="project",
    clause="预算法第十八条",
    since="0.1.0",
)
def text_of_an_earlier_year(context: Context, project: Project) -> Iterator[Verdict]:
    """A goal or the purpose speaks of a year before the budget year as the one it is for.

    What it checks
        A purpose or goal that begins with an earlier year and goes on to money or work (2023年绿化经费), where the
        project's code is of the budget year or carries none.

    Why it matters
        Last year's text was copied, and with it perhaps last year's targets.

    Known traps
        Carried-over projects speak of last year rightly. Years inside a text tell history, policies or documents. A
        name that carries the year explains it.

    Example
        “2023年绿化养护经费” as a purpose in the budget of 2024.

    Severity
        warning.
    """
    subject, year = about(project), context.document.fiscal_year
    code = read_code(project.code)
    fields = [("purpose", project.purpose or ""), *((f"goals.{n}", goal) for n, goal in enumerate(project.goals))]
    texts = [(field, text) for field, text in fields if text.strip()]
    if year is None:
        yield insufficient(subject, "预算年度未知", "the fiscal year is unknown")
    elif not texts or (code and code.year and code.year < year):
        yield not_applicable(subject, "结转项目，或没有文字", "a carried-over project, or no text")
    else:
        stale = [(field, found["year"]) for field, text in texts if (found := STALE.match(plain(text)))]
        named = CITED.sub("", plain(project.name or ""))
        stale = [(field, old) for field, old in stale if int(old) < year and f"{old}年" not in named]
        if not stale:
            yield passed(subject)
            return
        old = stale[0][1]
        yield failed(
            about(project, field=stale[0][0].split(".")[0]),
            f"文字所述年度{old}年早于预算年度{year}年，请核对是否沿用上年内容。",
            f"The text is of {old}, the budget of {year}: was last year's copied?",
            [evidence(project, field, old) for field, old in stale],
            equation=f"{old} < {year}",
        )
