"""GJ-H08: a unit that does not belong to the department."""

from collections import Counter
from collections.abc import Iterator

from services.validate.grids import grids
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
from shared.budget_kinds import TableKind
from shared.document import Document, Project
from shared.folding import bare

DEPARTMENT = 3  # digits of a unit's code that are its department's


@rule(
    "GJ-H08",
    title="单位与部门层级",
    title_en="Units of the department",
    summary="项目所属单位应属于本部门，并列入机构设置情况表。",
    severity=Severity.WARNING,
    scope="project",
    clause="预算法第八条；预算法实施条例第六条",
    since="0.1.0",
    after=("GJ-C05",),
)
def unit_of_another_department(context: Context, project: Project) -> Iterator[Verdict]:
    """A unit that does not belong to the department.

    What it checks
        The unit's code begins like those of most projects; and where the document has a table of institutions, the
        unit's name is in it.

    Why it matters
        A department's budget is its own and that of its units; a project of another's was put into the wrong file.

    Known traps
        A disclosure prints no units over its project tables. What GJ-C05 says of a code is not said again. 本级 may be
        left out of a name.

    Example
        611003 among nine projects of 511….

    Severity
        warning.
    """
    subject = about(project, field="unit_code")
    doubt = context.doubted(project, "unit_code") or context.doubted(project, "unit_name")
    if not project.unit_code or context.found("GJ-C05", about(project)):
        yield not_applicable(subject, "没有单位代码，或已由GJ-C05提示", "no unit code, or GJ-C05 speaks of it")
        return
    fault = _of_another(context.look_up(prefixes), project) or _not_listed(context.look_up(institutions), project)
    if fault is None:
        yield passed(subject)
    elif doubt:
        yield uncertain(subject, doubt.message, doubt.message_en)
    else:
        zh, en = fault
        yield failed(subject, zh, en, [evidence(project, "unit_code"), evidence(project, "unit_name")])


def prefixes(document: Document) -> Counter[str]:
    """The first digits of the units' codes, and how many projects have them."""
    return Counter(project.unit_code[:DEPARTMENT] for project in document.projects if project.unit_code)


def institutions(document: Document) -> frozenset[str]:
    """The names in the table of institutions, as compared; empty where there is none."""
    grid = grids(document).get(TableKind.INSTITUTIONS)
    if grid is None:
        return frozenset()
    return frozenset(bare(grid.text(row, column)) for row in grid.rows for column in grid.labels[:1])


def _of_another(known: Counter[str], project: Project) -> tuple[str, str] | None:
    own = (project.unit_code or "")[:DEPARTMENT]
    [(usual, most)] = known.most_common(1)
    if own == usual or known[own] * 2 >= most:
        return None
    return (
        f"单位代码“{project.unit_code}”与本部门其他单位（{usual}…）不一致，请核对是否属于本部门。",
        f"The unit code {project.unit_code} is not of the department ({usual}…).",
    )


def _not_listed(listed: frozenset[str], project: Project) -> tuple[str, str] | None:
    own = bare(project.unit_name or "")
    if not listed or not own or any(own.startswith(name) or name.startswith(own) for name in listed if name):
        return None
    return (
        f"单位“{project.unit_name}”未列入机构设置情况表，请核对。",
        f"The unit “{project.unit_name}” is not in the table of institutions.",
    )
