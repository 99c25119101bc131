"""GJ-F07: the sub-goals of the department and its projects differ."""

from collections.abc import Iterator
from decimal import Decimal
from difflib import SequenceMatcher

from services.validate.indicators import Row, rows
from services.validate.rule import (
    DOCUMENT,
    Context,
    Severity,
    Verdict,
    failed,
    not_applicable,
    of_section,
    passed,
    rule,
)
from services.validate.rules.f03_stated_quantities import Stated, quantities
from shared.amounts import digits
from shared.document import Document, Project, SubGoal
from shared.findings import Evidence
from shared.folding import bare

SAME = {"起": "件", "宗": "件", "例": "件", "场": "次", "期": "次", "家": "个", "名": "人"}
NAMED = 4  # characters that a clause and a project's name must share
LISTED = 0.5  # the share of titles that are names of projects, from which on the sub-goals are a list of projects


@rule(
    "GJ-F07",
    title="整体目标与项目不符",
    title_en="Sub-goals and projects differ",
    summary="分项绩效目标所列事项、数量应与项目名称、项目指标一致。",
    severity=Severity.INFO,
    scope="document",
    clause="河北省部门预算绩效管理办法（2019）",
    since="0.1.0",
)
def overall_and_projects(context: Context) -> Iterator[Verdict]:
    """The sub-goals of the department and its projects differ.

    What it checks
        Where sub-goals are titled with names of projects: titles that are almost, but not quite, the name of one. And
        quantities of the sub-goals' indicators against those of the projects that their clause names.

    Why it matters
        The department's targets are made of its projects' targets.

    Known traps
        The department may have work that no project pays for: a title or a number without a counterpart is fine.

    Example
        “绿地养护工作经费” as a sub-goal beside the project 绿地养护经费.

    Severity
        info.
    """
    document = context.document
    if not document.sub_goals or not document.projects:
        yield not_applicable(DOCUMENT, "没有分项绩效目标或项目", "there are no sub-goals or no projects")
    for number, part in enumerate(document.sub_goals, 1):
        subject = of_section(part.title or f"分项绩效目标{number}")
        fault = _title(context, part) or next(_numbers(document, part), None)
        if document.projects and fault is None:
            yield passed(subject)
        elif fault:
            zh, en, quotes = fault
            yield failed(subject, zh, en, quotes)


def _title(context: Context, part: SubGoal) -> tuple[str, str, list[Evidence]] | None:
    """A title that is nearly the name of a project, in a document whose titles are names."""
    names = {bare(project.name or ""): project for project in context.document.projects}
    titles = [bare(goal.title or "") for goal in context.document.sub_goals]
    own = bare(part.title or "")
    if not own or own in names or sum(title in names for title in titles) < LISTED * len(titles):
        return None
    near = max(names, key=lambda name: SequenceMatcher(None, own, name).ratio())
    if SequenceMatcher(None, own, near).ratio() < context.threshold("likeness") or near in titles:
        return None
    project = names[near]
    quotes = [
        Evidence(quote=part.title or "", at=part.at.get("title")),
        Evidence(quote=project.name or "", at=project.at.get("name")),
    ]
    return (
        f"分项绩效目标“{part.title}”与项目“{project.name}”名称不一致，请核对。",
        f"The sub-goal “{part.title}” is called “{project.name}” among the projects.",
        quotes,
    )


def _numbers(document: Document, part: SubGoal) -> Iterator[tuple[str, str, list[Evidence]]]:
    """Quantities that the projects named in their clause have otherwise."""
    for text in part.indicators:
        for stated in quantities(text):
            counterparts = [row for project in document.projects for row in _counterpart(stated, project)]
            if not counterparts or any(row.value.quantity == stated.number for row in counterparts):
                continue
            row = counterparts[0]
            yield (
                f"分项绩效目标中的“{stated.clause}”与项目指标“{row.indicator.name}”的“{row.target}”不一致，请核对。",
                f"“{stated.clause}” of the sub-goal is not “{row.target}” of a project.",
                [
                    Evidence(quote=stated.clause, value=digits(stated.number), unit=stated.unit),
                    row.evidence(digits(row.value.quantity or Decimal(0)), row.value.unit.base),
                ],
            )


def _counterpart(stated: Stated, project: Project) -> list[Row]:
    """The one row of a project that counts in the same unit, where the clause speaks of the project."""
    name, clause = bare(project.name or ""), bare(stated.clause)
    if not any(name[n : n + NAMED] in clause for n in range(len(name) - NAMED + 1)):
        return []
    counted = [row for row in rows(project) if row.value.quantity is not None and not row.value.unit.per]
    same = [row for row in counted if _unit(row.value.unit.base) == _unit(stated.unit)]
    return same if len(same) == 1 else []


def _unit(base: str) -> str:
    return SAME.get(base, base)
