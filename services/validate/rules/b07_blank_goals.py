"""GJ-B07: the goals of a project are blank."""

from collections.abc import Iterator

from services.validate.rule import (
    Context,
    Severity,
    Verdict,
    about,
    evidence,
    failed,
    passed,
    rule,
    uncertain,
)
from shared.document import Project


@rule(
    "GJ-B07",
    title="绩效目标空白",
    title_en="Blank goals",
    summary="项目绩效目标栏应当填写，不得为空。",
    severity=Severity.ERROR,
    scope="project",
    clause="财预〔2015〕88号第二条；中发〔2018〕34号；预算法第三十二条",
    since="0.1.0",
)
def blank_goals(context: Context, project: Project) -> Iterator[Verdict]:
    """The goals of a project are blank.

    What it checks
        The cell 绩效目标 of each project's table holds at least one goal.

    Why it matters
        Setting targets is a condition of being given money: a project without goals can be neither reviewed nor
        evaluated.

    Known traps
        A table cut off by the end of the text, or a goal cell that was not found, is our reading: parse_uncertain.

    Example
        A project of 57.51 million 元 whose goal cell holds nothing.

    Severity
        error: seen from the document alone.
    """
    subject = about(project, field="goals")
    doubt = context.doubt(subject)
    if any(goal.strip() for goal in project.goals):
        yield passed(subject)
    elif doubt:
        yield uncertain(subject, doubt.message, doubt.message_en)
    else:
        money = f"预算数{project.budget}{project.currency_unit or ''}，" if project.budget else ""
        yield failed(
            subject,
            f"{money}绩效目标未填写，请补充。",
            "The project has no goal: please fill it in.",
            [evidence(project, "name"), evidence(project, "budget"), evidence(project, "goals")],
        )
