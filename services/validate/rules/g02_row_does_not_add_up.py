"""GJ-G02: a row of a budget table does not add up to its total column."""

from collections.abc import Iterator, Sequence

from services.validate.grids import PART_OF, TOTAL, Grid, grid_in
from services.validate.rule import BOTH, Context, Severity, Verdict, not_applicable, of_table, rule
from services.validate.sums import Claim, filled, judge_sum, unless_systematic
from shared.budget_kinds import TableKind
from shared.document import BudgetTable

KINDS = frozenset(
    {
        TableKind.INCOME,
        TableKind.EXPENDITURE,
        TableKind.GENERAL,
        TableKind.BASIC,
        TableKind.FUND,
        TableKind.CAPITAL,
        TableKind.FISCAL_EXPENDITURE,
        TableKind.FISCAL_BASIC,
    }
)
Equation = tuple[int, tuple[int, ...]]


@rule(
    "GJ-G02",
    title="行合计",
    title_en="Row totals",
    summary="预算表每一行的合计应等于该行各分项之和（合计=小计+结转，合计=基本支出+项目支出等）。",
    severity=Severity.ERROR,
    scope="table",
    kinds=BOTH,
    clause="预算法实施条例第五条",
    since="0.1.0",
)
def row_does_not_add_up(context: Context, table: BudgetTable) -> Iterator[Verdict]:
    """A row of a budget table does not add up to its total column.

    What it checks
        In the tables of income and of expenditure, row by row: 合计 is the sum of the columns beside it, and 小计 the
        sum of those under the same header. Printed figures may be off by half a unit of their last digit each.

    Why it matters
        A figure put into the wrong column leaves the total right and everything behind it wrong.

    Known traps
        A column 其中 repeats part of another. Where every row fails, the columns were read wrongly: parse_uncertain.

    Example
        合计 120.00, 基本支出 80.00, 项目支出 30.00.

    Severity
        error: arithmetic.
    """
    subject, grid = of_table(table.kind), grid_in(context, table)
    if grid is None or grid.kind not in KINDS or not table.rows:
        yield not_applicable(
            subject, "不是按科目列示的收支表，或为空表", "no table of income or expenditure, or an empty one"
        )
        return
    written = equations(grid)
    verdicts = [verdict for row in grid.rows for verdict in _row(context, grid, row, written)]
    if not verdicts:
        yield not_applicable(subject, "表中没有合计列", "no column of totals")
    yield from unless_systematic(verdicts, subject)


def equations(grid: Grid) -> list[Equation]:
    """(total column, columns that it adds up) of the table: one for each header with a total under it, one for all."""
    columns = [column for column in grid.amounts if not PART_OF.match(grid.names[column])]
    members: list[int] = []
    found: list[Equation] = []
    for parent in dict.fromkeys(grid.parents[column] for column in columns if grid.parents[column]):
        group = [column for column in columns if grid.parents[column] == parent]
        total = _total(grid, group)
        found += _equation(total, group)
        members += group if total is None else [total]
    whole = [column for column in columns if not grid.parents[column]]
    return found + _equation(_total(grid, whole), [*whole, *members])


def _total(grid: Grid, columns: Sequence[int]) -> int | None:
    return next((column for column in columns if TOTAL.fullmatch(grid.names[column])), None)


def _equation(total: int | None, columns: Sequence[int]) -> list[Equation]:
    parts = tuple(sorted(column for column in columns if column != total))
    return [] if total is None or not parts else [(total, parts)]


def _row(context: Context, grid: Grid, row: int, written: Sequence[Equation]) -> Iterator[Verdict]:
    for total, parts in written:
        cells = [(grid, row, column) for column in parts]
        if not filled([*cells, (grid, row, total)]) and not any(grid.unreadable(row, c) for c in (total, *parts)):
            continue
        name = grid.label(row) or grid.code(row)
        header = grid.names[total]
        claim = Claim(f"“{name}”行的{header}与各列之和", f"the {header} of the row {name} and its columns")
        yield judge_sum(context, cells, (grid, row, total), claim)
