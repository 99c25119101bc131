"""GJ-B05: the plan of payments is blank."""

from collections.abc import Iterator

from services.validate.rule import Context, Severity, Verdict, about, evidence, failed, passed, rule, uncertain
from shared.document import Project
from shared.findings import Evidence


@rule(
    "GJ-B05",
    title="资金支出计划未填",
    title_en="Blank payment plan",
    summary="资金支出计划一行应当填写，不得全部空白。",
    severity=Severity.WARNING,
    scope="project",
    clause="河北省部门预算绩效文本样式（资金支出计划）",
    since="0.1.0",
)
def blank_plan(context: Context, project: Project) -> Iterator[Verdict]:
    """The plan of payments is blank.

    What it checks
        At least one of the four dates (ends of March, June, October, December) has a value.

    Why it matters
        Execution is monitored against the plan; without one, a late project is found only at the end of the year.

    Known traps
        A plan with only its last column filled is normal. A value whose column the text lost is not blank: where the
        reading of the row is doubtful the answer is parse_uncertain.

    Example
        A project of 860 000 元 whose four cells are all empty.

    Severity
        warning: some projects really cannot be planned, but then the reviewer should hear why.
    """
    subject = about(project, field="plan")
    doubt = context.doubt(subject)
    if any((value or "").strip() for value in project.plan.values()):
        yield passed(subject)
    elif doubt:
        yield uncertain(subject, doubt.message, doubt.message_en)
    else:
        yield failed(
            subject,
            "资金支出计划全部空白，请按支出进度填写。",
            "All cells of the payment plan are blank.",
            [evidence(project, "name"), evidence(project, "budget"), Evidence(quote="", at=project.at.get("plan"))],
        )
