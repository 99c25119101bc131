"""GJ-E08: a value repeats the name or the description of its indicator."""

from collections.abc import Iterator

from services.validate.indicators import PRINT_RULES, Row, judge_rows, rows, subject_of
from services.validate.rule import Context, Severity, Verdict, failed, rule
from shared.document import Project
from shared.folding import bare
from shared.values import Kind

LEAST = 4  # characters: shorter ones (达标, 优良) agree by nature
PART = 8  # characters from which a value inside a description is worth a word
SHARE = 0.8  # of the description that the value must make up


@rule(
    "GJ-E08",
    title="指标值复述名称或描述",
    title_en="Value repeats name or description",
    summary="指标值应当是可衡量的目标，不应复述指标名称或描述。",
    severity=Severity.ERROR,
    scope="project",
    clause="财预〔2021〕101号（指标值应量化易评）；财预〔2015〕88号（细化量化）",
    since="0.1.0",
    after=PRINT_RULES,
)
def value_repeats_words(context: Context, project: Project) -> Iterator[Verdict]:
    """A value repeats the name or the description of its indicator.

    What it checks
        A value without a figure, of four characters or more, is not equal to the level-3 name or the description,
        punctuation aside. A long value that makes up most of the description is a note.

    Why it matters
        Such an indicator sets no target: a year later everything meets it and nothing can be scored.

    Known traps
        A value with a figure (12月底前完成) is a target even where the name says the same. Short words in a longer
        description (持续发展) are E05's.

    Example
        Name 提升绿地景观质量, value 提升绿地景观质量.

    Severity
        error for equality, info where the value is only contained.
    """

    def judged(row: Row) -> Verdict | None:
        return _judged(project, row)

    chosen = [row for row in rows(project) if row.value.kind in (Kind.QUALITATIVE, Kind.SYMBOLIC)]
    yield from judge_rows(context, project, judged, chosen)


def _judged(project: Project, row: Row) -> Verdict | None:
    value, name, description = bare(row.target), bare(row.name), bare(row.description)
    if len(value) < LEAST:
        return None
    repeated = "name" if value == name else "description" if value == description else None
    if repeated:
        return _finding(project, row, repeated, Severity.ERROR)
    if len(value) >= PART and value in description and len(value) >= SHARE * len(description):
        return _finding(project, row, "description", Severity.INFO)
    return None


def _finding(project: Project, row: Row, field: str, severity: Severity) -> Verdict:
    what, what_en = ("指标名称", "name") if field == "name" else ("绩效指标描述", "description")
    how = "与" if severity is Severity.ERROR else "摘自"
    same = "相同" if severity is Severity.ERROR else ""
    return failed(
        subject_of(project, row),
        f"{row.title}的指标值“{row.target}”{how}{what}{same}，未设定可衡量的目标，请明确指标值。",
        f"The value repeats the {what_en} of the indicator: it sets no target.",
        [row.evidence(), row.evidence(field=field)],
        severity=severity,
    )
