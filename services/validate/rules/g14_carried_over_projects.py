"""GJ-G14: the carried-over projects do not make the carry-over."""

from collections.abc import Iterator

from services.validate.balances import sides
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
from services.validate.sums import Cell, Claim, amount_of, settled
from shared.amounts import Amount, compare_sum, read_amount
from shared.budget_kinds import TableKind
from shared.document import Document, Project
from shared.findings import Outcome
from shared.project_code import read_code


@rule(
    "GJ-G14",
    title="结转项目合计与上年结转",
    title_en="Carried-over projects and the carry-over",
    summary="编码年度早于预算年度的项目，其预算数之和一般等于上年结转。",
    severity=Severity.WARNING,
    scope="document",
    kinds=BOTH,
    clause="预算法第四十二条；由实际文件归纳",
    since="0.1.0",
)
def carried_over_projects(context: Context) -> Iterator[Verdict]:
    """The carried-over projects do not make the carry-over.

    What it checks
        The sum of 预算数 of the projects whose code is of an earlier year against 上年结转 in 收支总表.

    Why it matters
        Carry-over is spent on the project it was carried over for: if the two agree, every such project is there.

    Known traps
        A project of several years keeps its first code and gets new money: a difference is only a hint. Basic
        expenditure may be carried over too.

    Example
        Two projects of last year, 3.00 and 2.00, beside a carry-over of 5.00.

    Severity
        warning; agreement is confirmed.
    """
    document = context.document
    grid = context.look_up(grids).get(TableKind.BALANCE)
    old = _old(document)
    if grid is None or not grid.table.rows:
        yield missing(document, TableKind.BALANCE)
    elif document.fiscal_year is None or not old:
        yield not_applicable(grid.subject(), "没有以前年度编码的项目", "no project has a code of an earlier year")
    else:
        cell = _carry_over(grid)
        budgets = [read_amount(project.budget, project.currency_unit or "") for project in old]
        known = [amount for amount in budgets if amount]
        if cell is None or len(known) < len(budgets):
            yield insufficient(grid.subject(), "未见上年结转或项目预算数", "a carry-over or a budget is missing")
        else:
            doubt = doubted_cells(context, [cell], grid.subject(*cell[1:]))
            yield doubt or _unless_projects_are_lost(context, _compared(old, known, cell))


def _unless_projects_are_lost(context: Context, verdict: Verdict) -> Verdict:
    """The verdict, but no finding where the text may have lost projects that were carried over."""
    lost = context.doubt({"document": True, "field": "projects"})
    if lost and verdict.outcome is Outcome.FAIL:
        return uncertain(verdict.subject, lost.message, lost.message_en)
    return verdict


def _old(document: Document) -> list[Project]:
    """The projects whose code is of a year before the budget year."""
    year = document.fiscal_year or 0
    codes = [(project, read_code(project.code)) for project in document.projects]
    return [project for project, code in codes if code and code.year and code.year < year]


def _carry_over(grid: Grid) -> Cell | None:
    for side in sides(grid)[:1]:
        row = grid.find_row(r"上年(?:度)?结转.*|年初结转.*", side.half.label)
        if row is not None and side.half.amounts:
            return grid, row, side.half.amounts[0]
    return None


def _compared(old: list[Project], budgets: list[Amount], cell: Cell) -> Verdict:
    grid, row, column = cell
    compared = compare_sum(budgets, amount_of(cell))
    quotes = [grid.evidence(row, column), *(evidence(project, "budget") for project in old)]
    claim = Claim(
        f"{len(old)}个结转项目预算数之和与上年结转",
        f"the sum of {len(old)} carried-over projects and the carry-over",
        subject=grid.subject(row, column),
        unit=grid.unit,
    )
    written = f"Σ{len(old)}个项目={compared.equation(grid.unit)}"
    verdict = settled(compared, claim, quotes, written)
    if verdict.note:
        return verdict
    return failed(
        verdict.subject,
        verdict.message.replace("请核对", "如有跨年度项目安排新增资金属正常，请确认"),
        f"{verdict.message_en} New money for a project of several years would explain it.",
        quotes,
        equation=written,
    )
