"""GJ-C03, GJ-C04: a project code names another division, or a year to come."""

from collections.abc import Iterator

from services.validate.rule import (
    Context,
    Severity,
    Verdict,
    about,
    evidence,
    failed,
    insufficient,
    not_applicable,
    passed,
    rule,
    uncertain,
)
from shared.divisions import divisions_in, name_of
from shared.document import Document, Project
from shared.project_code import ProjectCode, read_code


@rule(
    "GJ-C03",
    title="编码区划与部门不符",
    title_en="Division of the code and of the department",
    summary="项目编码前六位的行政区划应与部门或单位所在地一致。",
    severity=Severity.WARNING,
    scope="project",
    clause="预算法实施条例第四十一条；GB/T 2260",
    since="0.1.0",
)
def division_of_another(context: Context, project: Project) -> Iterator[Verdict]:
    """A project code names another division than the department does.

    What it checks
        The first six digits of a code of the second or third generation against the division in the unit's name, or
        in the department's where the unit names none.

    Why it matters
        A code of another county was copied with another county's file.

    Known traps
        A city may manage the codes of its districts and the other way round: a division inside the other is right.
        Development zones and former names are known; a name that says no place is not judged.

    Example
        13010224… on a project of 定州市园林局.

    Severity
        warning.
    """
    subject = about(project, field="code")
    code = read_code(project.code)
    named = _named(context.document, project)
    if code is None or code.division is None:
        yield not_applicable(subject, "编码中没有行政区划", "the code has no division")
    elif named is None or name_of(code.division) is None:
        yield insufficient(subject, "名称或编码中的行政区划无法确定", "the division of the name or the code is unknown")
    elif any(_related(code.division, division) for division in named[1]):
        yield passed(subject)
    elif code.repaired or context.doubted(project, "code"):
        yield uncertain(subject, "编码可能读错", "the code may be misread")
    else:
        name, _ = named
        yield failed(
            subject,
            f"项目编码的行政区划{code.division}（{name_of(code.division)}）与“{name}”不符，请核对。",
            f"The code's division {code.division} ({name_of(code.division)}) is not that of {name}.",
            [evidence(project, "code", code.division), evidence(project, "unit_name")],
        )


def _named(document: Document, project: Project) -> tuple[str, frozenset[str]] | None:
    """(name, divisions that it may mean) of the unit, else of the department; None where neither names a place."""
    for name in (project.unit_name, document.department.name):
        codes = divisions_in(name).codes if name else frozenset()
        if name and codes:
            return name, codes
    return None


def _related(one: str, other: str) -> bool:
    """Whether one division is the other or lies in it."""
    return one.startswith(_stem(other)) or other.startswith(_stem(one))


def _stem(division: str) -> str:
    return division.removesuffix("00").removesuffix("00")


@rule(
    "GJ-C04",
    title="编码年度异常",
    title_en="Year of the code",
    summary="项目编码中的年度不应晚于预算年度。",
    severity=Severity.ERROR,
    scope="project",
    clause="预算法实施条例第四十一条",
    since="0.1.0",
)
def code_of_a_later_year(context: Context, project: Project) -> Iterator[Verdict]:
    """The year of a project code is later than the budget year.

    What it checks
        Digits seven and eight of a code of the second or third generation against the fiscal year.

    Why it matters
        A project cannot enter the library after the budget it is part of.

    Known traps
        An earlier year is normal: carry-over and projects of several years keep their code. A fiscal year that was
        derived is no ground for an error.

    Example
        13019925P… in a budget of 2024.

    Severity
        error.
    """
    subject = about(project, field="code")
    code, year = read_code(project.code), context.document.fiscal_year
    if code is None or code.year is None:
        yield not_applicable(subject, "编码中没有年度", "the code has no year")
    elif year is None:
        yield insufficient(subject, "预算年度未知", "the fiscal year is unknown")
    elif code.year <= year:
        yield passed(subject)
    elif _unsure(context, project, code):
        yield uncertain(subject, "预算年度或编码是推断的", "the fiscal year or the code was derived")
    else:
        yield failed(
            subject,
            f"项目编码中的年度{code.year}晚于预算年度{year}，请核对。",
            f"The code's year {code.year} is later than the fiscal year {year}.",
            [evidence(project, "code", code.year)],
            equation=f"{code.year} > {year}",
        )


def _unsure(context: Context, project: Project, code: ProjectCode) -> bool:
    return code.repaired or "fiscal_year" in context.document.inferred or context.doubted(project, "code") is not None
