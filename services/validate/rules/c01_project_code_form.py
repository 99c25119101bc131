"""GJ-C01: a project code of no known form."""

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
    uncertain,
)
from shared.document import Document, Project
from shared.project_code import read_code

HEBEI = "13"


@rule(
    "GJ-C01",
    title="项目编码格式",
    title_en="Form of the project code",
    summary="项目编码应当符合预算管理系统的编码规则（三代编码之一）。",
    severity=Severity.ERROR,
    scope="project",
    clause="预算法实施条例第四十一条",
    since="0.1.0",
)
def project_code_form(context: Context, project: Project) -> Iterator[Verdict]:
    """A project code of no known form.

    What it checks
        The code, joined where it was broken over lines, has the form of one of three generations: before 2021
        (511-1002-JXN-4TK7), the transition of 2021 (division, year, 13 characters), or since (division, year, P, …).

    Why it matters
        The code ties the table to the project library; a typed or damaged one cannot be found again.

    Known traps
        A code that one exchange of look-alike characters (O for 0) makes whole is a slip of reading: parse_uncertain.
        Other provinces have rules of their own: there an unknown form is only named.

    Example
        13199924P0051111000J: one character short.

    Severity
        error on Hebei's forms, info elsewhere.
    """
    subject = about(project, field="code")
    code = read_code(project.code)
    doubt = context.doubt(subject)
    if not (project.code or "").strip():
        yield not_applicable(subject, "项目编码为空", "the code is blank")
    elif code and code.repaired:
        yield uncertain(
            subject,
            f"编码疑有一个字符读错，应为{code.text}",
            f"one character seems misread; the code should be {code.text}",
        )
    elif code:
        yield passed(subject)
    elif doubt:
        yield uncertain(subject, doubt.message, doubt.message_en)
    elif _is_hebei(context.document):
        yield failed(
            subject,
            f"项目编码“{project.code}”不符合编码规则，请核对。",
            f"The project code {project.code} has none of the known forms.",
            [evidence(project, "code")],
        )
    else:
        yield failed(
            subject,
            f"项目编码“{project.code}”的编码规则未知，请确认。",
            f"The project code {project.code} follows a rule that is not known here.",
            [evidence(project, "code")],
            severity=Severity.INFO,
        )


def _is_hebei(document: Document) -> bool:
    return document.division.startswith(HEBEI) or document.template.startswith("hebei")
