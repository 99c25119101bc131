"""GJ-A03: the tables of project targets are missing."""

from collections.abc import Iterator

from services.validate.grids import grids
from services.validate.rule import DOCUMENT, Context, Severity, Verdict, failed, not_applicable, passed, rule, uncertain
from services.validate.sums import amount_of
from shared.budget_kinds import TableKind
from shared.findings import Evidence


@rule(
    "GJ-A03",
    title="项目绩效目标部分缺失",
    title_en="Project targets missing",
    summary="文件应当有项目绩效目标表；没有项目支出的部门除外。",
    severity=Severity.ERROR,
    scope="document",
    clause="财预〔2015〕88号；中发〔2018〕34号",
    since="0.1.0",
)
def no_project_targets(context: Context) -> Iterator[Verdict]:
    """The tables of project targets are missing.

    What it checks
        The document has at least one table of project targets.

    Why it matters
        Targets are approved and published together with the budget; a budget with project expenditure and without
        targets is half a budget.

    Known traps
        A department without project expenditure has no projects: where 支出总表 shows none, nothing is missing. Where
        the reading of the projects was doubtful the answer is parse_uncertain.

    Example
        A disclosure with 125.00 of project expenditure whose part of targets is not there.

    Severity
        error.
    """
    spent = _project_expenditure(context)
    doubt = context.doubt({"document": True, "field": "projects"})
    if context.document.projects:
        yield passed(DOCUMENT)
    elif spent is not None and spent.value == "0":
        yield not_applicable(DOCUMENT, "没有项目支出", "there is no project expenditure")
    elif doubt:
        yield uncertain(DOCUMENT, doubt.message, doubt.message_en)
    else:
        yield failed(
            DOCUMENT,
            "未见项目绩效目标表，请补充。",
            "There is no table of project targets.",
            [spent] if spent else [Evidence(quote=context.document.title or "", at=context.document.at.get("title"))],
        )


def _project_expenditure(context: Context) -> Evidence | None:
    """项目支出 in the row 合计 of 支出总表, where that can be found."""
    grid = context.look_up(grids).get(TableKind.EXPENDITURE)
    row = grid.total_row() if grid else None
    column = grid.find_column("项目支出") if grid else None
    if grid is None or row is None or column is None:
        return None
    spent = amount_of((grid, row, column))
    quote = grid.evidence(row, column)
    return quote if spent.yuan else quote.model_copy(update={"value": "0"})
