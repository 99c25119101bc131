"""GJ-B04: the purpose of the money is blank or says hardly anything."""

from collections.abc import Iterator

from services.validate.rule import Context, Severity, Verdict, about, evidence, failed, passed, rule, uncertain
from shared.document import Project
from shared.folding import bare


@rule(
    "GJ-B04",
    title="资金用途说明缺失或过短",
    title_en="Purpose missing or too short",
    summary="资金用途应当填写，并具体说明资金用于什么。",
    severity=Severity.WARNING,
    scope="project",
    clause="财预〔2015〕88号（规范完整性）",
    since="0.1.0",
)
def purpose_too_short(context: Context, project: Project) -> Iterator[Verdict]:
    """The purpose of the money is blank or says hardly anything.

    What it checks
        The purpose under 预算规模及资金用途 has at least `least_characters` characters, punctuation left out.

    Why it matters
        The reviewer judges from it whether targets and money belong together.

    Known traps
        Short but exact purposes exist, so a short one is only named.

    Example
        “绿化工作经费” as the whole purpose.

    Severity
        warning where blank, info where short.
    """
    subject = about(project, field="purpose")
    length = len(bare(project.purpose or ""))
    doubt = context.doubt(subject)
    if length >= context.threshold("least_characters"):
        yield passed(subject)
    elif doubt:
        yield uncertain(subject, doubt.message, doubt.message_en)
    elif length:
        yield failed(
            subject,
            f"资金用途“{project.purpose}”过于简略（{length}个字），请具体说明。",
            f"The purpose “{project.purpose}” has only {length} characters: please say what the money is for.",
            [evidence(project, "purpose", length)],
            severity=Severity.INFO,
        )
    else:
        yield failed(
            subject,
            "资金用途未填写，请补充。",
            "The purpose of the money is blank.",
            [evidence(project, "name"), evidence(project, "purpose")],
        )
