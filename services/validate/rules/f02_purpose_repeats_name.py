"""GJ-F02: the purpose of a project is its name again."""

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
)
from shared.document import Project
from shared.folding import bare


@rule(
    "GJ-F02",
    title="用途等于项目名称",
    title_en="Purpose repeats the name",
    summary="资金用途不应只重复项目名称。",
    severity=Severity.WARNING,
    scope="project",
    clause="财预〔2015〕88号（明确清晰性）",
    since="0.1.0",
)
def purpose_repeats_name(context: Context, project: Project) -> Iterator[Verdict]:
    """The purpose of a project is its name again.

    What it checks
        Purpose and name are equal when spaces and punctuation are left out.

    Why it matters
        The cell asks what the money is for; the name is already there.

    Known traps
        A purpose that contains the name and says more is fine.

    Example
        “绿化工作经费” as the name and as the purpose.

    Severity
        warning.
    """
    subject = about(project, field="purpose")
    purpose, name = bare(project.purpose or ""), bare(project.name or "")
    if not purpose or not name:
        yield not_applicable(subject, "资金用途或项目名称为空", "purpose or name is blank")
    elif purpose != name:
        yield passed(subject)
    else:
        yield failed(
            subject,
            f"资金用途“{project.purpose}”与项目名称相同，请说明资金用于什么。",
            f"The purpose “{project.purpose}” is the project's name: please say what the money is for.",
            [evidence(project, "name"), evidence(project, "purpose")],
        )
