"""GJ-H02: two projects of one unit have the same name."""

from collections.abc import Iterator

from services.validate.rule import (
    DOCUMENT,
    Context,
    Severity,
    Verdict,
    evidence,
    failed,
    not_applicable,
    of_projects,
    passed,
    rule,
)
from shared.document import Document, Project
from shared.folding import bare


@rule(
    "GJ-H02",
    title="项目名称重复",
    title_en="Two projects of one name",
    summary="同一单位的不同项目不应使用相同的名称。",
    severity=Severity.INFO,
    scope="document",
    clause="实务",
    since="0.1.0",
)
def same_name(context: Context) -> Iterator[Verdict]:
    """Two projects of one unit have the same name.

    What it checks
        Names that are equal when spaces and punctuation are left out, of projects with different codes in one unit.

    Why it matters
        One of the two may have been entered twice.

    Known traps
        The central and the provincial share of one policy may be two projects: they should then say so in their names.

    Example
        “绿化养护补助” twice, with 12.00 and with 3.00.

    Severity
        info.
    """
    groups = [group for group in named_alike(context.document) if len({project.code for project in group}) > 1]
    if len(context.document.projects) < 2:
        yield not_applicable(DOCUMENT, "项目不足两个", "there are fewer than two projects")
    elif not groups:
        yield passed(DOCUMENT)
    for group in groups:
        yield failed(
            of_projects(group),
            f"{len(group)}个项目名称相同：“{group[0].name}”，建议合并或在名称中区分。",
            f"{len(group)} projects are called “{group[0].name}”: merge them or tell them apart by name.",
            [quote for p in group for quote in (evidence(p, "code"), evidence(p, "name"), evidence(p, "budget"))],
        )


def named_alike(document: Document) -> list[list[Project]]:
    """The projects of each name and unit that more than one has, in printed order."""
    groups: dict[tuple[str, str], list[Project]] = {}
    for project in document.projects:
        if (project.name or "").strip():
            groups.setdefault((bare(project.name or ""), project.unit_code or ""), []).append(project)
    return [group for group in groups.values() if len(group) > 1]
