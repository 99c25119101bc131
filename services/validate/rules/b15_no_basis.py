"""GJ-B15: the values of indicators are given without a basis."""

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
from shared.document import Project
from shared.findings import Evidence

HEBEI = "hebei"


@rule(
    "GJ-B15",
    title="指标值确定依据空白",
    title_en="No basis of values",
    summary="每条指标都应当写明指标值确定依据。",
    severity=Severity.WARNING,
    scope="project",
    clause="财预〔2021〕101号三（三）",
    since="0.1.0",
    after=("GJ-B08",),
)
def no_basis(context: Context, project: Project) -> Iterator[Verdict]:
    """The values of indicators are given without a basis.

    What it checks
        The share of a project's rows whose cell 指标值确定依据 is blank.

    Why it matters
        The basis (a plan, a standard of the trade, last year's value, a standard of expenditure) is what makes a value
        more than a number.

    Known traps
        The column is Hebei's: other forms have none. Blank indicators are GJ-B08.

    Example
        Ten of ten rows without a basis.

    Severity
        warning where all are blank, info where some are.
    """
    subject = about(project, field="basis")
    rows = project.indicators
    if not context.document.template.startswith(HEBEI):
        yield not_applicable(subject, "此样式没有“指标值确定依据”一列", "the form has no such column")
        return
    if context.found("GJ-B08", subject) or not rows:
        yield not_applicable(subject, "没有绩效指标", "there are no indicators")
        return
    blank = [n for n, row in enumerate(rows, 1) if not (row.basis or "").strip()]
    doubts = [doubt for n in blank if (doubt := context.doubted(project, "basis", n))]
    if not blank:
        yield passed(subject)
    elif doubts:
        yield uncertain(subject, doubts[0].message, doubts[0].message_en)
    else:
        yield _failed(project, blank)


def _failed(project: Project, blank: list[int]) -> Verdict:
    rows = project.indicators
    share = f"{len(blank)}/{len(rows)}"
    quotes = [evidence(rows[n - 1], "name") for n in blank]
    return failed(
        about(project, field="basis"),
        f"{len(rows)}条指标中有{len(blank)}条未填写指标值确定依据，请补充。",
        f"{len(blank)} of {len(rows)} indicators give no basis of their value.",
        [Evidence(quote=share, value=str(len(blank))), *quotes],
        severity=Severity.WARNING if len(blank) == len(rows) else Severity.INFO,
        equation=share,
    )
