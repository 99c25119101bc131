"""GJ-G01: the balance of income and expenditure does not close."""

from collections.abc import Iterator

from services.validate.balances import Side, sides
from services.validate.grids import Grid, grids, missing
from services.validate.rule import BOTH, Context, Severity, Verdict, insufficient, rule
from services.validate.sums import Claim, judge_copy, judge_sum
from shared.budget_kinds import TableKind

NAMES = (("收入", "income"), ("支出", "expenditure"))


@rule(
    "GJ-G01",
    title="收支总表平衡",
    title_en="Balance of income and expenditure",
    summary="收支总表各项之和应等于本年合计，加上结转应等于总计，收入总计应等于支出总计。",
    severity=Severity.ERROR,
    scope="document",
    kinds=BOTH,
    clause="预算法第四条、第三十六条",
    since="0.1.0",
)
def balance_does_not_close(context: Context) -> Iterator[Verdict]:
    """The balance of income and expenditure does not close.

    What it checks
        In 收支总表, on each side: the items add up to 本年合计, and with what stands below it (carry-over) to 总计; and
        the two 总计 are equal. Printed figures may be off by half a unit of their last digit each.

    Why it matters
        All income and all expenditure are in the budget: the first table that anyone adds up.

    Known traps
        Parts of an item (其中, or numbered in brackets) are not added again; other provinces add lines such as
        使用非财政拨款结余. A cell that holds no amount is parse_uncertain.

    Example
        300.00 + 45.00 under 本年收入合计 346.00.

    Severity
        error: arithmetic.
    """
    grid = context.look_up(grids).get(TableKind.BALANCE)
    if grid is None or not grid.table.rows:
        yield missing(context.document, TableKind.BALANCE)
        return
    found = [side for side in sides(grid)[:2] if side.subtotal is not None and side.half.amounts]
    if len(found) < 2:
        yield insufficient(grid.subject(), "未见“本年合计”行", "there is no row of the year's total")
    for side, (name, name_en) in zip(found, NAMES, strict=False):
        yield from _one_side(context, grid, side, name, name_en)
    totals = [(grid, side.total, side.half.amounts[0]) for side in found if side.total is not None]
    if len(totals) == 2:
        claim = Claim("收入总计与支出总计", "total income and total expenditure", grid.subject(), worth=True)
        yield judge_copy(context, totals[0], totals[1], claim)


def _one_side(context: Context, grid: Grid, side: Side, name: str, name_en: str) -> Iterator[Verdict]:
    column = side.half.amounts[0]
    assert side.subtotal is not None
    items = [(grid, row, column) for row in side.items]
    claim = Claim(f"各项{name}之和与本年{name}合计", f"the items of {name_en} and their total")
    yield judge_sum(context, items, (grid, side.subtotal, column), claim)
    if side.total is not None:
        parts = [(grid, row, column) for row in [side.subtotal, *side.extras]]
        claim = Claim(f"本年{name}加结转与{name}总计", f"the year's {name_en} with carry-over and the grand total")
        yield judge_sum(context, parts, (grid, side.total, column), claim)
