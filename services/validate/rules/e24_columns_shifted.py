"""GJ-E24: the columns of an indicator are shifted: its name is its class, its description is its name."""

from collections.abc import Iterator

from services.validate.indicators import Class, Row, judge_rows, rows, subject_of
from services.validate.rule import Context, Severity, Verdict, failed, rule
from shared.document import Document, Project
from shared.folding import bare


@rule(
    "GJ-E24",
    title="列错位",
    title_en="Columns shifted",
    summary="三级指标应当填写具体指标名称，不应重复二级指标或与描述错位。",
    severity=Severity.ERROR,
    scope="project",
    clause="财预〔2015〕88号（规范完整性）；预算管理一体化系统录入规则（三级指标名称）",
    since="0.1.0",
)
def columns_shifted(context: Context, project: Project) -> Iterator[Verdict]:
    """The columns of an indicator are shifted.

    What it checks
        The level-3 name is not its own level-2 class (…指标). Nor is the description, being shorter, the name that at
        least two other projects give in the same class while nobody else uses this name.

    Why it matters
        The name has moved into the description: the indicator itself has none.

    Known traps
        Satisfaction rows usually repeat the class as name: left alone. A description that is part of its own name has
        not moved. 职工满意度指标 is a name, not a class.

    Example
        Class 社会效益指标, name 社会效益指标, description 提升市容.

    Severity
        error where the name is the class, warning where siblings show it.
    """
    names = context.look_up(names_by_class)

    def judged(row: Row) -> Verdict | None:
        return _judged(project, row, names)

    chosen = [row for row in rows(project) if row.name and row.description and row.kind is not Class.SATISFACTION]
    yield from judge_rows(context, project, judged, chosen, spare=())


def names_by_class(document: Document) -> dict[tuple[Class, str], frozenset[int]]:
    """(class, name) -> the projects that use it."""
    found: dict[tuple[Class, str], set[int]] = {}
    for project in document.projects:
        for row in rows(project):
            found.setdefault((row.kind, bare(row.name)), set()).add(project.ordinal)
    return {key: frozenset(projects) for key, projects in found.items()}


def _judged(project: Project, row: Row, names: dict[tuple[Class, str], frozenset[int]]) -> Verdict | None:
    name, description = bare(row.name), bare(row.description)
    if name.removesuffix("指标") == bare(row.indicator.level2 or "").removesuffix("指标"):
        fault = f"三级指标名称与二级指标“{row.indicator.level2}”相同，疑名称误填在描述“{row.indicator.description}”中"
        return _finding(project, row, fault, Severity.ERROR)
    siblings = names.get((row.kind, description), frozenset()) - {project.ordinal}
    own = names.get((row.kind, name), frozenset()) - {project.ordinal}
    if len(siblings) > 1 and not own and len(description) < len(name) and description not in name:
        others = "、".join(map(str, sorted(siblings)))
        fault = f"描述“{row.indicator.description}”在项目{others}中为三级指标名称，疑名称与描述错位"
        return _finding(project, row, fault, Severity.WARNING)
    return None


def _finding(project: Project, row: Row, fault: str, severity: Severity) -> Verdict:
    return failed(
        subject_of(project, row, "name"),
        f"{row.title}：{fault}，请核实。",
        "The name of the indicator seems to stand in its description.",
        [row.evidence(field="level2"), row.evidence(field="name"), row.evidence(field="description")],
        severity=severity,
    )
