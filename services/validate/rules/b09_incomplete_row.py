"""GJ-B09: a row of indicators lacks its class, its name or its value."""

from collections.abc import Iterator

from services.validate.rule import (
    Context,
    Severity,
    Verdict,
    about,
    evidence,
    failed,
    not_applicable,
    passed,
    rule,
    uncertain,
)
from shared.document import Indicator, Project
from shared.findings import Evidence

REBUILT = "pdf-text"  # the grid of the table was lost and rebuilt
NAMES = {
    "level2": ("二级指标", "its class (level 2)"),
    "name": ("三级指标名称", "its name"),
    "target": ("指标值", "its value"),
}


@rule(
    "GJ-B09",
    title="指标行不完整",
    title_en="Incomplete indicator row",
    summary="每条绩效指标都应当有二级指标、三级指标名称和指标值。",
    severity=Severity.ERROR,
    scope="project",
    clause="预算管理一体化系统录入校验",
    since="0.1.0",
    after=("GJ-B08",),
)
def incomplete_row(context: Context, project: Project) -> Iterator[Verdict]:
    """A row of indicators lacks its class, its name or its value.

    What it checks
        Level 2, the name and the value of every row that holds anything.

    Why it matters
        An indicator without a value cannot be evaluated, one without a name is none; the budget system refuses both.

    Known traps
        A row broken over a page is joined before rules see it. A value that is only a unit is GJ-E09. Where no
        indicator is filled in at all, GJ-B08 says so. In a text whose grid had to be rebuilt, a row that lacks two of
        them may be half a row: parse_uncertain.

    Example
        时效指标, 完成时间, and nothing under 指标值.

    Severity
        error.
    """
    if context.found("GJ-B08", about(project)) or not project.indicators:
        yield not_applicable(about(project), "没有绩效指标", "there are no indicators")
        return
    for number, indicator in enumerate(project.indicators, 1):
        yield _judged(context, project, number, indicator)


def _judged(context: Context, project: Project, number: int, indicator: Indicator) -> Verdict:
    subject = about(project, number)
    blank = [field for field in NAMES if not (getattr(indicator, field) or "").strip()]
    doubts = [doubt for field in blank if (doubt := context.doubted(project, field, number))]
    if not blank:
        return passed(subject)
    if doubts:
        return uncertain(subject, doubts[0].message, doubts[0].message_en)
    if context.document.form == REBUILT and (len(blank) > 1 or _lacks_more(project, indicator)):
        return uncertain(
            subject, "表格由文本还原，此行可能没有读全", "the table was rebuilt from text; the row may be torn"
        )
    zh, en = "、".join(NAMES[field][0] for field in blank), " and ".join(NAMES[field][1] for field in blank)
    which = (f"指标“{indicator.name}”", f"The indicator “{indicator.name}”")
    if not (indicator.name or "").strip():
        which = (f"第{number}条指标", f"Indicator {number}")
    quotes = [evidence(indicator, field) for field in ("name", "description", "target") if getattr(indicator, field)]
    return failed(
        about(project, number, blank[0]),
        f"{which[0]}缺少{zh}，请补充。",
        f"{which[1]} lacks {en}.",
        [*quotes, *(Evidence(quote="", at=indicator.at.get(field)) for field in blank)],
    )


def _lacks_more(project: Project, row: Indicator) -> bool:
    """Whether the row also lacks a description or a basis that other rows of the project have."""
    return any(
        not getattr(row, field) and any(getattr(other, field) for other in project.indicators)
        for field in ("description", "basis")
    )
