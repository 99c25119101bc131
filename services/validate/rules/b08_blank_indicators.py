"""GJ-B08: a project without any indicator."""

from collections.abc import Iterator

from services.validate.rule import Context, Severity, Verdict, about, evidence, failed, passed, rule, uncertain
from shared.document import Project
from shared.findings import Evidence


@rule(
    "GJ-B08",
    title="绩效指标空白",
    title_en="No indicator",
    summary="项目应当至少有一条写明三级指标名称的绩效指标。",
    severity=Severity.ERROR,
    scope="project",
    clause="财预〔2015〕88号；中发〔2018〕34号",
    since="0.1.0",
)
def blank_indicators(context: Context, project: Project) -> Iterator[Verdict]:
    """A project without any indicator.

    What it checks
        At least one row of the indicator table has a level-3 name.

    Why it matters
        A goal without indicators cannot be monitored or evaluated; the other rules on indicators stay silent here,
        so that the reviewer reads one sentence instead of ten.

    Known traps
        A table split over a page leaves a fragment that is all header: it is joined before rules see it. A table that
        the text cut off is our reading: parse_uncertain.

    Example
        Only a blank row of the template stands under the header of the indicator table.

    Severity
        error: seen from the document alone.
    """
    subject = about(project, field="indicators")
    doubt = context.doubt(subject)
    if any((indicator.name or "").strip() for indicator in project.indicators):
        yield passed(subject)
    elif doubt:
        yield uncertain(subject, doubt.message, doubt.message_en)
    else:
        yield failed(
            subject,
            "绩效指标未填写，请补充。",
            "The project has no indicator: please fill them in.",
            [
                evidence(project, "name"),
                evidence(project, "budget"),
                Evidence(quote="", at=project.at.get("indicators")),
            ],
        )
