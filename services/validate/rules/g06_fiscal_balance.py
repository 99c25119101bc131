"""GJ-G06, GJ-G07: the balance of fiscal appropriations does not close, or differs from the tables of its funds."""

import re
from collections.abc import Iterator

from services.validate.balances import Side, sides
from services.validate.grids import TOTAL, Grid, grids, missing, unnumbered
from services.validate.rule import BOTH, Context, Severity, Verdict, insufficient, rule
from services.validate.sums import Cell, Claim, filled, judge_copy, judge_sum
from shared.budget_kinds import TableKind

# The funds of the balance: the words of its columns and rows, and the table that holds the fund's expenditure.
FUNDS: tuple[tuple[str, str, TableKind], ...] = (
    ("一般公共预算", r".*一般公共预算.*", TableKind.GENERAL),
    ("政府性基金预算", r".*基金预算.*", TableKind.FUND),
    ("国有资本经营预算", r".*国有资本.*", TableKind.CAPITAL),
)
CLASS = 3


@rule(
    "GJ-G06",
    title="财政拨款总表",
    title_en="Balance of fiscal appropriations",
    summary="财政拨款收支总表中，各资金的收入加年初结转应等于支出加年末结转，各列之和应等于合计。",
    severity=Severity.ERROR,
    scope="document",
    kinds=BOTH,
    clause="预算法实施条例第五条",
    since="0.1.0",
)
def fiscal_balance(context: Context) -> Iterator[Verdict]:
    """The balance of fiscal appropriations does not close.

    What it checks
        In 财政拨款收支总表: 合计 is the sum of the funds in each row; the items add up to 本年支出合计 in each column;
        income and opening carry-over of each fund make its 支出总计.

    Why it matters
        Each fund has a budget of its own; money does not pass from one to the other.

    Known traps
        The carry-over is printed by fund below the totals, with a sum above it; blank is 0.

    Example
        一般公共预算 300.00 and carry-over 5.00 against 支出总计 310.00 in its column.

    Severity
        error.
    """
    grid = context.look_up(grids).get(TableKind.FISCAL_BALANCE)
    if grid is None or not grid.table.rows:
        yield missing(context.document, TableKind.FISCAL_BALANCE)
        return
    found = sides(grid)[:2]
    if len(found) < 2 or found[1].subtotal is None or found[1].total is None or len(found[1].half.amounts) < 2:
        yield insufficient(grid.subject(), "未见各资金的支出合计", "there are no totals by fund")
        return
    yield from _rows(context, grid, found[1])
    yield from _columns(context, grid, found[1])
    yield from _funds(context, grid, found[0], found[1])


def fund_column(grid: Grid, side: Side, words: str) -> int | None:
    """The column of a fund on one side of the balance."""
    return next((c for c in side.half.amounts if re.fullmatch(words, grid.names[c])), None)


def _rows(context: Context, grid: Grid, side: Side) -> Iterator[Verdict]:
    total = next((c for c in side.half.amounts if TOTAL.fullmatch(grid.names[c])), None)
    if total is None:
        return
    for row in grid.rows:
        parts = [(grid, row, column) for column in side.half.amounts if column != total]
        if filled([*parts, (grid, row, total)]):
            name = unnumbered(grid.text(row, side.half.label))
            yield judge_sum(
                context, parts, (grid, row, total), Claim(f"“{name}”合计与各资金之和", f"{name}: its funds")
            )


def _columns(context: Context, grid: Grid, side: Side) -> Iterator[Verdict]:
    assert side.subtotal is not None
    for column in side.half.amounts:
        parts = [(grid, row, column) for row in side.items]
        whole = (grid, side.subtotal, column)
        if filled([*parts, whole]) and not TOTAL.fullmatch(grid.names[column]):
            claim = Claim(f"{grid.names[column]}各项支出与本年支出合计", f"the items of {grid.names[column]}")
            yield judge_sum(context, parts, whole, claim)


def _funds(context: Context, grid: Grid, income: Side, expenditure: Side) -> Iterator[Verdict]:
    assert expenditure.total is not None
    for name, words, _ in FUNDS:
        column = fund_column(grid, expenditure, words)
        pattern = re.compile(words)
        rows = [row for row in grid.rows if pattern.fullmatch(unnumbered(grid.text(row, income.half.label)))]
        if column is None or not rows or not income.half.amounts:
            continue
        parts = [(grid, row, income.half.amounts[0]) for row in rows]
        whole = (grid, expenditure.total, column)
        if filled([*parts, whole]):
            claim = Claim(f"{name}收入加年初结转与支出总计", f"income and carry-over of {name}", worth=True)
            yield judge_sum(context, parts, whole, claim)


@rule(
    "GJ-G07",
    title="财政拨款总表与各预算支出表",
    title_en="Fiscal balance and the tables of its funds",
    summary="财政拨款收支总表中各资金的支出应与一般公共预算、政府性基金、国有资本经营预算支出表一致。",
    severity=Severity.ERROR,
    scope="document",
    kinds=BOTH,
    clause="预算法实施条例第五条",
    since="0.1.0",
)
def funds_differ(context: Context) -> Iterator[Verdict]:
    """The balance of fiscal appropriations differs from the tables of its funds.

    What it checks
        Each fund's 本年支出合计 against 合计 of its own table, and each class of that table against the class's row in
        the balance.

    Why it matters
        The balance is the sum of three budgets; a department publishes all four tables.

    Known traps
        The general tables (收支总表, 支出总表) hold other money too and are not compared. A table that is empty has 0.

    Example
        政府性基金 40.00 in the balance, 400.00 in its table.

    Severity
        error.
    """
    found = context.look_up(grids)
    balance = found.get(TableKind.FISCAL_BALANCE)
    listed = sides(balance)[1:2] if balance and balance.table.rows else []
    compared = 0
    for name, words, kind in FUNDS:
        if balance is None or not listed or kind not in found or not found[kind].table.rows:
            continue
        column = fund_column(balance, listed[0], words)
        pairs = list(_pairs(balance, listed[0], column, found[kind])) if column is not None else []
        compared += len(pairs)
        for one, other, row in pairs:
            claim = Claim(f"{name}“{row}”在财政拨款收支总表与其支出表中的金额", f"{row} of {name} in two tables")
            yield judge_copy(context, one, other, claim)
    if not compared:
        yield missing(context.document, TableKind.FISCAL_BALANCE, TableKind.GENERAL)


def _pairs(balance: Grid, side: Side, column: int, table: Grid) -> Iterator[tuple[Cell, Cell, str]]:
    total = table.total("合计|总计")
    if total is None:
        return
    if side.subtotal is not None:
        yield (balance, side.subtotal, column), total, "合计"
    rows = {unnumbered(balance.text(row, side.half.label)): row for row in side.items}
    for code, row in table.rows_by_code().items():
        name = table.label(row)
        if len(code) == CLASS and name in rows:
            yield (balance, rows[name], column), (table, row, total[2]), name
