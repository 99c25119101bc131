"""GJ-C05: a unit has no proper code, or two names."""

import re
from collections import Counter
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
from shared.folding import bare

FORM = re.compile(r"\d{6}")
SELF = re.compile(r"本级$|机关$")  # 本级 and (本级) are written either way

Names = dict[str, Counter[str]]


@rule(
    "GJ-C05",
    title="单位代码、名称不一致",
    title_en="Unit codes and names",
    summary="单位代码应为六位数字、前三位与部门代码一致，同一代码应对应同一单位名称。",
    severity=Severity.WARNING,
    scope="project",
    clause="实务",
    since="0.1.0",
)
def unit_named_differently(context: Context, project: Project) -> Iterator[Verdict]:
    """A unit has no proper code, or two names.

    What it checks
        The unit's code has six digits and begins with the department's; and one code has one name in all projects of
        the document (the rarer name is reported).

    Why it matters
        Money is released by the unit's code: a slip in the name or the code sends the reviewer to another unit.

    Known traps
        本级 in brackets or without is the same name. Where two names are equally frequent both are shown.

    Example
        511004 某县绿化管理中心 in four projects and 某县绿地管理中心 in a fifth.

    Severity
        warning.
    """
    subject = about(project, field="unit_name")
    doubt = context.doubted(project, "unit_code") or context.doubted(project, "unit_name")
    if not project.unit_code:
        yield not_applicable(subject, "没有单位代码", "no unit code is printed")
        return
    fault = _fault(context.document, project) or _other_name(context.look_up(names_by_code), project)
    if fault is None:
        yield passed(subject)
    elif doubt:
        yield uncertain(subject, doubt.message, doubt.message_en)
    else:
        zh, en = fault
        yield failed(subject, zh, en, [evidence(project, "unit_code"), evidence(project, "unit_name")])


def names_by_code(document: Document) -> Names:
    """Unit code -> how often each of its names is printed, as compared."""
    found: Names = {}
    for project in document.projects:
        if project.unit_code and project.unit_name:
            found.setdefault(project.unit_code, Counter())[_compared(project.unit_name)] += 1
    return found


def _compared(name: str) -> str:
    return SELF.sub("", bare(name))


def _fault(document: Document, project: Project) -> tuple[str, str] | None:
    """What is wrong with the code itself."""
    code, department = project.unit_code or "", document.department.code
    if not FORM.fullmatch(code):
        return f"单位代码“{code}”不是六位数字，请核对。", f"The unit code {code} has not six digits."
    inferred = "department.code" in document.inferred
    if department and not inferred and not code.startswith(department):
        return (
            f"单位代码“{code}”与部门代码“{department}”不一致，请核对。",
            f"The unit code {code} does not begin with the department's, {department}.",
        )
    return None


def _other_name(names: Names, project: Project) -> tuple[str, str] | None:
    """The commonest name of the project's unit, where the project prints another one."""
    counted = names.get(project.unit_code or "", Counter())
    own = _compared(project.unit_name or "")
    most = max(counted.values(), default=0)
    if not own or len(counted) < 2 or (counted[own] == most and list(counted.values()).count(most) == 1):
        return None
    others = "、".join(name for name in counted if name != own)
    return (
        f"单位代码“{project.unit_code}”的名称“{project.unit_name}”与其他项目中的“{others}”不一致，请核对。",
        f"The unit {project.unit_code} is called “{project.unit_name}” here and “{others}” elsewhere.",
    )
