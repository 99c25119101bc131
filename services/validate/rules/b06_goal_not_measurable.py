"""GJ-B06: nothing in the goals of a project can be measured."""

import re
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
)
from shared.document import Project
from shared.folding import plain

MEASURABLE = re.compile(r"\d|率|数|次|完成|达到")


@rule(
    "GJ-B06",
    title="绩效目标无可衡量内容",
    title_en="Goal not measurable",
    summary="绩效目标应当有可衡量的内容（数字，或率、数、次、完成、达到等）。",
    severity=Severity.INFO,
    scope="project",
    clause="财预〔2015〕88号（明确清晰性）",
    since="0.1.0",
    after=("GJ-B07",),
)
def goal_not_measurable(context: Context, project: Project) -> Iterator[Verdict]:
    """Nothing in the goals of a project can be measured.

    What it checks
        At least one goal holds a figure, or one of 率, 数, 次, 完成, 达到.

    Why it matters
        A goal says what will be there at the end of the year; at the end somebody has to see whether it is.

    Known traps
        The indicators may carry the figures: info only. Blank goals are GJ-B07.

    Example
        “1.保障业务正常开展 2.资金合理使用”.

    Severity
        info.
    """
    subject = about(project, field="goals")
    goals = [goal for goal in project.goals if goal.strip()]
    if context.found("GJ-B07", subject) or not goals:
        yield not_applicable(subject, "绩效目标未填写", "there are no goals")
    elif any(MEASURABLE.search(plain(goal)) for goal in goals):
        yield passed(subject)
    else:
        yield failed(
            subject,
            "绩效目标没有可衡量的内容，建议写明数量、比率或完成程度。",
            "Nothing in the goals can be measured: give a number, a rate or what will be completed.",
            [evidence(project, f"goals.{n}") for n, goal in enumerate(project.goals) if goal.strip()],
        )
