"""GJ-G13: the projects of a document and its project expenditure differ."""

from collections.abc import Iterator

from services.validate.grids import Grid, doubted_cells, grids, missing
from services.validate.rule import (
    BOTH,
    Context,
    Severity,
    Verdict,
    evidence,
    failed,
    insufficient,
    not_applicable,
    rule,
    uncertain,
)
from services.validate.sums import Claim, amount_of, settled
from shared.amounts import YUAN, Amount, Comparison, compare_sum, digits, in_unit, read_amount
from shared.budget_kinds import TableKind
from shared.document import Project
from shared.findings import Evidence

Cell = tuple[Grid, int, int]
COLUMN = "项目支出"


@rule(
    "GJ-G13",
    title="项目清单合计与项目支出",
    title_en="Sum of the projects and project expenditure",
    summary="各项目绩效目标表的预算数之和应等于支出总表的项目支出。",
    severity=Severity.WARNING,
    scope="document",
    kinds=BOTH,
    clause="预算法第四条、第三十六条",
    since="0.1.0",
)
def projects_and_expenditure(context: Context) -> Iterator[Verdict]:
    """The projects of a document and its project expenditure differ.

    What it checks
        The sum of 预算数 over all tables of project targets against 项目支出 in the row 合计 of 支出总表. Each printed
        figure may be off by half a unit of its last digit.

    Why it matters
        It says whether every project has its targets: the sum can be right only if none is missing and none is twice.

    Known traps
        Rounding: n projects may miss the table by n half units, which is confirmed with its 尾差. Secret projects are
        left out, and a part of the projects may be published: less than the table is no error.

    Example
        Three projects of 10.004, 10.004 and 10.004 万元 print as 10.00 each and as 30.01 in the table.

    Severity
        error where the projects exceed the table, info where the table exceeds the projects.
    """
    grid = context.look_up(grids).get(TableKind.EXPENDITURE)
    if grid is None or not grid.table.rows:
        yield missing(context.document, TableKind.EXPENDITURE)
        return
    subject = grid.subject(None, grid.find_column(COLUMN))
    row, column = grid.total_row(), grid.find_column(COLUMN)
    if not context.document.projects:
        yield not_applicable(subject, "没有项目绩效目标表", "no table of project targets")
    elif row is None or column is None:
        yield insufficient(grid.subject(), "未见项目支出合计", "there is no total of project expenditure")
    else:
        yield _unread(context, (grid, row, column)) or _judged(context, (grid, row, column))


def _unread(context: Context, cell: Cell) -> Verdict | None:
    """Why the sum cannot be made: a cell or a project's budget was not read surely."""
    subject = cell[0].subject(*cell[1:])
    doubt = doubted_cells(context, [cell], subject)
    if doubt:
        return doubt
    for project in context.document.projects:
        warning = context.doubted(project, "budget")
        if warning:
            return uncertain(subject, warning.message, warning.message_en)
        if budget_of(project) is None:
            number = project.ordinal
            return insufficient(subject, f"第{number}个项目没有预算数", f"project {number} has no budget")
    return None


def budget_of(project: Project) -> Amount | None:
    """The project's 预算数; None where it is blank or no amount."""
    return read_amount(project.budget, project.currency_unit or "")


def _judged(context: Context, cell: Cell) -> Verdict:
    projects = context.document.projects
    budgets = [amount for project in projects if (amount := budget_of(project))]
    compared = _compared(budgets, cell)
    grid, row, column = cell
    subject = grid.subject(row, column)
    written = f"Σ{len(budgets)}个项目={compared.equation(grid.unit)}"
    quotes = [grid.evidence(row, column), *(_evidence(project) for project in projects)]
    claim = Claim(
        f"{len(budgets)}个项目预算数之和与项目支出",
        f"the sum of {len(budgets)} projects and project expenditure",
        subject=subject,
        unit=grid.unit,
    )
    verdict = settled(compared, claim, quotes, written)
    if verdict.note:
        return verdict
    return _more(verdict) if compared.difference > 0 else _fewer(verdict, in_unit(-compared.difference, grid.unit))


def _compared(budgets: list[Amount], cell: Cell) -> Comparison:
    """The projects against 项目支出; with 经营支出 where only that explains the sum."""
    grid, row, _ = cell
    whole = amount_of(cell)
    alone = compare_sum(budgets, whole)
    operating = grid.find_column("经营支出|事业单位经营支出")
    if operating is None:
        return alone
    both = Amount(whole.number + amount_of((grid, row, operating)).number, whole.unit)
    together = compare_sum(budgets, both)
    return together if together.holds and not alone.holds else alone


def _evidence(project: Project) -> Evidence:
    amount = budget_of(project)
    return evidence(project, "budget", digits(amount.yuan) if amount else None, YUAN)


def _more(verdict: Verdict) -> Verdict:
    """More project money than the table has: provably wrong."""
    return failed(
        verdict.subject,
        verdict.message,
        verdict.message_en,
        verdict.evidence,
        severity=Severity.ERROR,
        equation=verdict.equation,
    )


def _fewer(verdict: Verdict, gap: str) -> Verdict:
    """Less than the table has: some projects are not in the document, lawfully perhaps."""
    return failed(
        verdict.subject,
        f"项目支出比所列项目预算数之和多{gap}：可能有项目未列出绩效目标，请确认。",
        f"Project expenditure exceeds the projects of the document by {gap}; some projects may be left out.",
        verdict.evidence,
        severity=Severity.INFO,
        equation=verdict.equation,
    )
