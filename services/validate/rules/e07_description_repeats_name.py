"""GJ-E07: descriptions repeat the names of their indicators."""

from collections.abc import Iterator
from decimal import Decimal

from services.validate.indicators import Row, rows
from services.validate.rule import Context, Severity, Verdict, about, failed, not_applicable, passed, rule
from shared.document import Project
from shared.folding import bare

LEAST_LENGTH = 2  # characters


@rule(
    "GJ-E07",
    title="指标描述重复名称",
    title_en="Description repeats the name",
    summary="绩效指标描述应当解释指标的含义或计算方法，不应重复指标名称。",
    severity=Severity.INFO,
    scope="project",
    clause="财预〔2021〕101号第三部分（指标解释）",
    since="0.1.0",
)
def description_repeats_name(context: Context, project: Project) -> Iterator[Verdict]:
    """Descriptions repeat the names of their indicators.

    What it checks
        How many rows of a project have a description that is the name again, punctuation aside, or nearly (one holds
        the other and is at least nine tenths of it).

    Why it matters
        The description is the place for what is counted and how (101号): a repetition explains nothing.

    Known traps
        Names that explain themselves are harmless: a single repetition in a project is not mentioned.

    Example
        Four of seven rows such as 满意率, 满意率.

    Severity
        info; warning where it is more than half of the project.
    """
    subject = about(project, field="description")
    explained = [row for row in rows(project) if row.name and row.description and not _doubted(context, project, row)]
    repeated = [row for row in explained if repeats(row, context.threshold("length_ratio"))]
    if not explained:
        yield not_applicable(about(project), "没有指标描述", "no indicator has a description")
    elif len(repeated) < context.threshold("least"):
        yield passed(subject)
    else:
        grave = len(repeated) > context.threshold("grave_share") * len(project.indicators)
        yield _finding(project, repeated, Severity.WARNING if grave else Severity.INFO)


def _doubted(context: Context, project: Project, row: Row) -> bool:
    return any(context.doubted(project, field, row.number) for field in ("name", "description"))


def repeats(row: Row, length_ratio: Decimal) -> bool:
    """Whether the description is the name again."""
    name, description = bare(row.name), bare(row.description)
    shorter, longer = sorted((name, description), key=len)
    return len(shorter) >= LEAST_LENGTH and shorter in longer and len(shorter) >= length_ratio * len(longer)


def _finding(project: Project, repeated: list[Row], severity: Severity) -> Verdict:
    share = f"{len(repeated)}/{len(project.indicators)}"
    return failed(
        about(project, field="description"),
        f"{share}个指标的描述与名称相同，未说明指标含义或计算方法，建议补充。",
        f"The descriptions of {len(repeated)} of {len(project.indicators)} indicators repeat their names.",
        [row.evidence(field="description") for row in repeated],
        severity=severity,
    )
