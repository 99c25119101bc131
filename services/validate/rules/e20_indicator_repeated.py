"""GJ-E20: an indicator stands twice in a project, or with two values."""

from collections.abc import Iterator

from services.validate.indicators import Class, Row, rows
from services.validate.rule import Context, Severity, Verdict, about, failed, not_applicable, passed, rule
from shared.document import Project
from shared.findings import Evidence
from shared.folding import bare


@rule(
    "GJ-E20",
    title="指标重复或同名不同值",
    title_en="Indicator repeated",
    summary="同一项目的指标不应重复，同一指标不应有两个不同的值。",
    severity=Severity.WARNING,
    scope="project",
    clause="财预〔2021〕101号（指标科学性）",
    since="0.1.0",
)
def indicator_repeated(context: Context, project: Project) -> Iterator[Verdict]:
    """An indicator stands twice in a project, or with two values.

    What it checks
        Rows of one class with the same name: with the same description and other values they contradict each other;
        with the same description and value one is superfluous; with other descriptions they should be told apart by
        name.

    Why it matters
        Of two values for one indicator only one can be scored.

    Known traps
        Tiers by description (贷款额度 for persons and for firms) are right: a note. Without any description two values
        may be two things: a note. Rows read with doubt are left out.

    Example
        补植株数 ≥200株 and 补植株数 ≥300株, both described as 全年补植株数.

    Severity
        error for two values, warning for a repetition, info where the descriptions differ.
    """
    groups: dict[tuple[Class, str], list[Row]] = {}
    for row in rows(project):
        if row.name and not _doubted(context, project, row):
            groups.setdefault((row.kind, bare(row.name)), []).append(row)
    if not groups:
        yield not_applicable(about(project), "没有可检查的指标", "there is no indicator to check")
        return
    repeated = [found for found in groups.values() if len(found) > 1]
    for found in repeated:
        yield _finding(project, found)
    if not repeated:
        yield passed(about(project))


def _doubted(context: Context, project: Project, row: Row) -> bool:
    return any(context.doubted(project, field, row.number) for field in ("name", "description", "target"))


def _finding(project: Project, found: list[Row]) -> Verdict:
    pairs = [(one, other) for i, one in enumerate(found) for other in found[i + 1 :]]
    same = [(one, other) for one, other in pairs if bare(one.description) == bare(other.description)]
    contradicting = [pair for pair in same if pair[0].value != pair[1].value and pair[0].description]
    repeating = [pair for pair in same if pair[0].value == pair[1].value]
    rows_said = contradicting[0] if contradicting else repeating[0] if repeating else tuple(found)
    ends = [end for row in rows_said for end in (row.evidence(field="description"), row.evidence())]
    values = "、".join(f"“{row.target}”" for row in rows_said)
    title = found[0].title
    if contradicting:
        message, english = f"{title}描述相同而指标值不同（{values}），请核实。", "has two values"
        equation = f"{rows_said[0].target} ≠ {rows_said[1].target}"
        return _failed(project, found[0], message, english, ends, Severity.ERROR, equation)
    if repeating:
        return _failed(
            project, found[0], f"{title}重复出现（{values}），建议合并。", "stands twice", ends, Severity.WARNING
        )
    message = f"{title}出现{len(found)}次，描述不同（{values}），建议用名称区分。"
    return _failed(project, found[0], message, "stands several times with other descriptions", ends, Severity.INFO)


def _failed(  # noqa: PLR0913, PLR0917 - one argument a field of the finding
    project: Project,
    row: Row,
    message: str,
    english: str,
    ends: list[Evidence],
    severity: Severity,
    equation: str | None = None,
) -> Verdict:
    english = f"An indicator {english} in this project."
    return failed(about(project, row.number), message, english, ends, severity=severity, equation=equation)
