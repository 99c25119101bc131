"""GJ-E04: a value is not quantified."""

import re
from collections.abc import Iterator

from services.validate.indicators import PRINT_RULES, Class, Row, judge_rows, rows, subject_of
from services.validate.rule import Context, Severity, Verdict, failed, rule
from shared.document import Project
from shared.folding import plain
from shared.lexicon import GRADES
from shared.values import Kind

SPARED = (*PRINT_RULES, "GJ-E05", "GJ-E08")
GRAVE = (Class.COST, Class.QUANTITY, Class.TIMELINESS)


@rule(
    "GJ-E04",
    title="指标值未量化",
    title_en="Value not quantified",
    summary="指标值应当量化；不能量化的应采用可评判的分级表述。",
    severity=Severity.WARNING,
    scope="project",
    clause="财预〔2021〕101号（量化易评）；定性指标应采用分级分档形式表述",
    since="0.1.0",
    after=SPARED,
)
def value_not_quantified(context: Context, project: Project) -> Iterator[Verdict]:
    """A value is not quantified.

    What it checks
        A value that is neither a number nor a date holds a figure, or is a word of a graded scale (好, 较好, 一般).

    Why it matters
        Costs, quantities and times that are words cannot be measured; benefits should at least be graded (2011 rule,
        read: 「不能以量化形式表述的，可以采用定性的分级分档形式表述」).

    Known traps
        A policy formula with a figure (当地最低工资标准的70%) is legitimate. 是/否 is E06's, words that say nothing are
        E05's, a repeated name is E08's, a missing number E09's. 每季度末 and 年底 are times.

    Example
        时效指标 办结时限: 及时办理.

    Severity
        warning in 成本, 数量 and 时效, info elsewhere.
    """

    def judged(row: Row) -> Verdict | None:
        return None if graded(row.target) else _finding(project, row)

    chosen = [row for row in rows(project) if row.value.kind in (Kind.QUALITATIVE, Kind.SYMBOLIC)]
    yield from judge_rows(context, project, judged, chosen, spare=SPARED)


def graded(target: str) -> bool:
    """Whether the value is a word of a graded scale, or several side by side."""
    words = [word for word in re.split("[/、,，;；或]", plain(target)) if word]
    return bool(words) and all(word in GRADES for word in words)


def _finding(project: Project, row: Row) -> Verdict:
    return failed(
        subject_of(project, row),
        f"{row.title}的指标值“{row.target}”未量化，建议明确数值或分级标准。",
        f"The value {row.target} is neither a figure nor graded.",
        [row.evidence(), row.evidence(field="description")],
        severity=Severity.WARNING if row.kind in GRAVE else Severity.INFO,
    )
