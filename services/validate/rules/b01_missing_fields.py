"""GJ-B01, GJ-B02, GJ-B03: the fields that name a project and its money are blank."""

from collections.abc import Iterator, Sequence

from services.validate.rule import (
    Context,
    Severity,
    Verdict,
    about,
    evidence,
    failed,
    passed,
    rule,
    uncertain,
)
from shared.document import Document, Project
from shared.findings import Evidence

NAMES = {
    "code": ("项目编码", "the project code"),
    "name": ("项目名称", "the project name"),
    "unit_code": ("单位代码", "the unit code"),
    "unit_name": ("单位名称", "the unit name"),
    "budget": ("预算数", "the budget"),
    "fiscal_funds": ("财政资金", "the fiscal funds"),
}


@rule(
    "GJ-B01",
    title="项目编码缺失",
    title_en="Project code missing",
    summary="项目编码不得为空。",
    severity=Severity.ERROR,
    scope="project",
    clause="预算法实施条例第四十一条",
    since="0.1.0",
)
def code_missing(context: Context, project: Project) -> Iterator[Verdict]:
    """The code of a project is blank.

    What it checks
        The cell 项目编码 holds something.

    Why it matters
        Projects are managed in a library by their code; without it neither payment nor last year can be found.

    Known traps
        A code broken over two lines is one code: it is joined before rules see it.

    Example
        A table with a name and a budget and an empty cell for the code.

    Severity
        error.
    """
    yield filled(context, project, ["code"])


@rule(
    "GJ-B02",
    title="项目名称或单位信息缺失",
    title_en="Project name or unit missing",
    summary="绩效文本中的项目应当有名称，并有“代码加单位名称”一行。",
    severity=Severity.WARNING,
    scope="project",
    clause="实务",
    since="0.1.0",
)
def name_or_unit_missing(context: Context, project: Project) -> Iterator[Verdict]:
    """The name of a project or its unit is blank.

    What it checks
        The name; and in a target text the line with the code and the name of the unit over the table.

    Why it matters
        Money is spent by a unit; a table without one belongs to nobody.

    Known traps
        A disclosure of one department prints the department once and no units: only the name is asked for there,
        and in a text none of whose tables prints a unit (its form has none).

    Example
        A table of a target text that begins with its heading and has no line such as 511001….

    Severity
        warning.
    """
    units = ["unit_code", "unit_name"] if _prints_units(context.document) else []
    yield filled(context, project, ["name", *units])


def _prints_units(document: Document) -> bool:
    """Whether each table of the document is to print its unit: not where none of several does."""
    if document.kind == "disclosure":
        return False
    return len(document.projects) == 1 or any(project.unit_code or project.unit_name for project in document.projects)


@rule(
    "GJ-B03",
    title="预算数、财政资金缺失",
    title_en="Budget or fiscal funds missing",
    summary="项目的预算数和其中的财政资金不得为空。",
    severity=Severity.ERROR,
    scope="project",
    clause="财预〔2015〕88号",
    since="0.1.0",
)
def money_missing(context: Context, project: Project) -> Iterator[Verdict]:
    """The budget of a project or its fiscal funds are blank.

    What it checks
        The cells 预算数 and 财政资金 hold something.

    Why it matters
        Targets are reviewed against the money.

    Known traps
        A blank 其他资金 is 0 and normal. A project financed by other funds alone may leave 财政资金 blank.

    Example
        预算数 12.00 with both funds blank.

    Severity
        error.
    """
    other = (project.other_funds or "").strip("0. ")
    yield filled(context, project, ["budget"] if other else ["budget", "fiscal_funds"])


def filled(context: Context, project: Project, fields: Sequence[str]) -> Verdict:
    """The verdict on fields of a project that must not be blank."""
    subject = about(project, field=fields[0])
    blank = [field for field in fields if not (getattr(project, field) or "").strip()]
    doubts = [doubt for field in blank if (doubt := context.doubted(project, field))]
    if not blank:
        return passed(subject)
    if doubts:
        return uncertain(subject, doubts[0].message, doubts[0].message_en)
    zh, en = "、".join(NAMES[field][0] for field in blank), " and ".join(NAMES[field][1] for field in blank)
    quotes = [evidence(project, "title"), *(Evidence(quote="", at=project.at.get(field)) for field in blank)]
    return failed(about(project, field=blank[0]), f"{zh}未填写，请补充。", f"Blank: {en}.", quotes)
