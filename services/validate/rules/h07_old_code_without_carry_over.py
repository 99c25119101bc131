"""GJ-H07: projects of earlier years, and no carry-over."""

from collections.abc import Iterator

from services.validate.balances import sides
from services.validate.grids import doubted_cells, grids
from services.validate.rule import (
    DOCUMENT,
    Context,
    Severity,
    Verdict,
    evidence,
    failed,
    insufficient,
    not_applicable,
    passed,
    rule,
)
from services.validate.sums import Cell, amount_of
from shared.budget_kinds import TableKind
from shared.document import Document, Project
from shared.project_code import read_code


@rule(
    "GJ-H07",
    title="旧年度编码且无结转",
    title_en="Codes of earlier years without carry-over",
    summary="有以前年度编码的项目时，收支总表一般应有上年结转。",
    severity=Severity.INFO,
    scope="document",
    clause="预算法第四十二条",
    since="0.1.0",
)
def old_code_without_carry_over(context: Context) -> Iterator[Verdict]:
    """There are projects with codes of earlier years, and no carry-over.

    What it checks
        Where a code is of a year before the budget year, 上年结转 of 收支总表 is more than 0.

    Why it matters
        Money of earlier years comes with a carry-over, or the project got new money under an old code.

    Known traps
        Projects of several years get new money under their first code. A target text without budget tables cannot be
        judged.

    Example
        A code of 2023 in a budget of 2024 whose 上年结转 is blank.

    Severity
        info.
    """
    old = _old(context.document)
    carried = _carry_over(context)
    if not old:
        yield not_applicable(DOCUMENT, "没有以前年度编码的项目", "no project has a code of an earlier year")
    elif carried is None:
        yield insufficient(DOCUMENT, "未见收支总表的上年结转", "there is no balance with a carry-over")
    elif amount_of(carried).yuan:
        yield passed(DOCUMENT)
    else:
        grid, row, column = carried
        yield doubted_cells(context, [carried], DOCUMENT) or failed(
            DOCUMENT,
            f"{len(old)}个项目为以前年度编码，但上年结转为空或为零，请确认资金来源。",
            f"{len(old)} projects have codes of earlier years, but there is no carry-over.",
            [grid.evidence(row, column), *(evidence(project, "code") for project in old)],
        )


def _old(document: Document) -> list[Project]:
    year = document.fiscal_year or 0
    codes = [(project, read_code(project.code)) for project in document.projects]
    return [project for project, code in codes if code and code.year and code.year < year]


def _carry_over(context: Context) -> Cell | None:
    grid = context.look_up(grids).get(TableKind.BALANCE)
    for side in sides(grid)[:1] if grid else []:
        row = grid.find_row(r"上年(?:度)?结转.*|年初结转.*", side.half.label) if grid else None
        if grid and row is not None and side.half.amounts:
            return grid, row, side.half.amounts[0]
    return None
