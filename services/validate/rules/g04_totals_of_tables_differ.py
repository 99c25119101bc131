"""GJ-G04: the three general tables of a budget have different totals."""

from collections.abc import Iterator

from services.validate.balances import Side, sides
from services.validate.grids import Grid, grids, missing
from services.validate.rule import BOTH, Context, Severity, Verdict, insufficient, rule
from services.validate.sums import Cell, Claim, amount_of, judge_copy
from shared.budget_kinds import TableKind

CARRY_OVER = r".*结转.*"


@rule(
    "GJ-G04",
    title="三总表一致",
    title_en="Totals of the three general tables",
    summary="收支总表、收入总表、支出总表的总计应当一致。",
    severity=Severity.ERROR,
    scope="document",
    kinds=BOTH,
    clause="预算法第四条、第三十六条",
    since="0.1.0",
)
def totals_of_tables_differ(context: Context) -> Iterator[Verdict]:
    """The three general tables of a budget have different totals.

    What it checks
        收入总计 of 收支总表 against 合计 of 收入总表, and 支出总计 against 合计 of 支出总表.

    Why it matters
        The tables are three views of one budget; they come apart when one of them is edited by hand.

    Known traps
        A 收入总表 without a column for the carry-over has the year's income as its total; with a carry-over to the
        next year (年终结转) 支出总表 has the year's expenditure.

    Example
        支出总计 345.00 beside 合计 354.00: two digits changed places.

    Severity
        error: arithmetic.
    """
    found = context.look_up(grids)
    balance = found.get(TableKind.BALANCE)
    needed = (TableKind.BALANCE, TableKind.INCOME, TableKind.EXPENDITURE)
    lacking = [kind for kind in needed if kind not in found or not found[kind].table.rows]
    if balance is None or not balance.table.rows or len(lacking) == 2:
        yield missing(context.document, *lacking)
        return
    words = (("收入", "income"), ("支出", "expenditure"))
    for side, kind, (word, word_en) in zip(sides(balance), needed[1:], words, strict=False):
        if kind in found and found[kind].table.rows:
            claim = Claim(f"收支总表与{word}总表的{word}合计", f"total {word_en} in its two tables", worth=True)
            yield _compared(context, balance, side, found[kind], claim)
        else:
            yield missing(context.document, kind)


def _compared(context: Context, balance: Grid, side: Side, other: Grid, claim: Claim) -> Verdict:
    row, column = other.total_row(), other.find_column("合计|总计")
    if row is None or column is None or side.total is None:
        return insufficient(other.subject(), "未见合计行", "there is no row of totals")
    cell = (other, row, column)
    return judge_copy(context, _counterpart(balance, side, cell), cell, claim)


def _counterpart(balance: Grid, side: Side, cell: Cell) -> Cell:
    """The cell of the balance that a table's total repeats: the grand total, or the year's where that is meant."""
    column = side.half.amounts[0]
    assert side.total is not None
    grand = (balance, side.total, column)
    if side.subtotal is None or cell[0].find_column(CARRY_OVER) is not None:
        return grand
    year = (balance, side.subtotal, column)
    return year if amount_of(year).yuan == amount_of(cell).yuan else grand
