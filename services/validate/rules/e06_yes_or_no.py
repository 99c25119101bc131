"""GJ-E06: a value is a yes or a no, or both."""

from collections.abc import Iterator

from services.validate.indicators import Row, judge_rows, rows, subject_of
from services.validate.rule import Context, Severity, Verdict, failed, rule
from shared.document import Project
from shared.folding import plain
from shared.values import Kind

BOTH = frozenset(("是/否", "是否", "是或否", "有/无", "有无"))


@rule(
    "GJ-E06",
    title="“是/否”作指标值",
    title_en="Yes or no as a value",
    summary="指标值应当是确定的目标，不应填写“是/否”。",
    severity=Severity.WARNING,
    scope="project",
    clause="财预〔2021〕101号（指标值应明确、量化易评）",
    since="0.1.0",
    after=("GJ-E05",),
)
def yes_or_no(context: Context, project: Project) -> Iterator[Verdict]:
    """A value is a yes or a no, or both.

    What it checks
        The value is none of 是/否, 有/无 (both printed: nothing is fixed) and none of 是, 否, 无 (fixed, but not
        graded).

    Why it matters
        是/否 as a target is the choice of the form, not a target: either answer meets it.

    Known traps
        A real binary target says 是. 有 alone is E05's.

    Example
        长期使用性: 是/否.

    Severity
        warning where both are printed, info where one is.
    """

    def judged(row: Row) -> Verdict | None:
        return _finding(project, row) if row.value.kind is Kind.BINARY else None

    chosen = [row for row in rows(project) if row.value.kind is not Kind.BLANK]
    yield from judge_rows(context, project, judged, chosen, spare=("GJ-E05",))


def _finding(project: Project, row: Row) -> Verdict:
    both = plain(row.target) in BOTH
    fault = "同时列出两种答案，未设定目标" if both else "只能判断是与否，建议量化"
    return failed(
        subject_of(project, row),
        f"{row.title}的指标值为“{row.target}”，{fault}。",
        f"The value {row.target} {'leaves both answers open' if both else 'is a yes or a no'}.",
        [row.evidence(), row.evidence(field="description")],
        severity=Severity.WARNING if both else Severity.INFO,
    )
