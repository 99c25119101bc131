"""GJ-A02: the targets of the department as a whole are missing."""

from collections.abc import Iterator

from services.validate.rule import Context, Severity, Verdict, failed, of_section, passed, rule, uncertain
from shared.document import Document
from shared.findings import Evidence

OVERALL = "总体绩效目标"
PARTS = "分项绩效目标"


@rule(
    "GJ-A02",
    title="部门整体绩效目标缺失",
    title_en="Overall targets missing",
    summary="文件应当有部门整体绩效目标：总体绩效目标和至少一项分项绩效目标，均不得为空。",
    severity=Severity.ERROR,
    scope="document",
    clause="财预〔2015〕88号第三条；河北省部门预算绩效管理办法（2019）",
    since="0.1.0",
)
def missing_overall_goals(context: Context) -> Iterator[Verdict]:
    """The targets of the department as a whole are missing.

    What it checks
        The document has an overall goal (总体绩效目标) and at least one sub-goal (分项绩效目标) that says something.

    Why it matters
        Targets exist on three levels: the department, the programme, the project. A reviewer reads the projects
        against the department's own.

    Known traps
        The numbering of the section differs, it may be nested in another, and its paragraphs may have no heading:
        what counts is what was read, not where. Where reading was doubtful the answer is parse_uncertain.

    Example
        A file of eight project tables with nothing before them.

    Severity
        error: seen from the document alone.
    """
    document = context.document
    yield _judged(context, OVERALL, "overall_goal", bool((document.overall_goal or "").strip()))
    yield _judged(context, PARTS, "sub_goals", _has_sub_goal(document))


def _has_sub_goal(document: Document) -> bool:
    return any((text or "").strip() for part in document.sub_goals for text in [part.goal, *part.indicators])


def _judged(context: Context, section: str, field: str, found: bool) -> Verdict:
    subject = of_section(section)
    if found:
        return passed(subject)
    doubt = context.doubt({"document": True, "field": field})
    if doubt:
        return uncertain(subject, doubt.message, doubt.message_en)
    named = context.document.title or context.document.department.name or ""
    return failed(
        subject,
        f"未见部门整体绩效目标中的“{section}”，请补充。",
        f"The part “{section}” of the department's overall targets is missing.",
        [Evidence(quote=named, at=context.document.at.get("title"))],
    )
