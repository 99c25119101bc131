"""GJ-G05: the same class of expenditure has different amounts in the general tables."""

from collections.abc import Iterator

from services.validate.balances import sides
from services.validate.grids import Grid, grids, missing, unnumbered
from services.validate.rule import BOTH, Context, Severity, Verdict, rule
from services.validate.sums import Cell, Claim, amount_of, judge_copy
from shared.budget_kinds import TableKind

CLASS = 3  # digits of a 类


@rule(
    "GJ-G05",
    title="分类一致",
    title_en="Classes in the general tables",
    summary="收支总表的各类支出应与支出总表一致，收入总表与支出总表同一科目的合计应一致。",
    severity=Severity.ERROR,
    scope="document",
    kinds=BOTH,
    clause="预算法第四条、第三十六条",
    since="0.1.0",
)
def classes_differ(context: Context) -> Iterator[Verdict]:
    """The same class of expenditure has different amounts in the general tables.

    What it checks
        Each class (三位编码) of 支出总表 against the row of 收支总表 with its name; and each code of 收入总表 against
        the same code of 支出总表.

    Why it matters
        The totals may agree while two classes have changed places.

    Known traps
        A class that 收支总表 does not list by that name is not compared, and a code of one table only neither: with a
        carry-over to next year income and expenditure of a code differ, so the second comparison is made only where
        the totals agree.

    Example
        教育支出 45.00 in one table and 54.00 in the other.

    Severity
        error.
    """
    found = context.look_up(grids)
    expenditure = found.get(TableKind.EXPENDITURE)
    pairs: list[tuple[Cell, Cell, str]] = []
    if expenditure and TableKind.BALANCE in found:
        pairs += _by_name(found[TableKind.BALANCE], expenditure)
    if expenditure and TableKind.INCOME in found:
        pairs += _by_code(found[TableKind.INCOME], expenditure)
    if not pairs:
        yield missing(context.document, TableKind.BALANCE, TableKind.EXPENDITURE)
    for one, other, name in pairs:
        claim = Claim(f"“{name}”在{one[0].title}与{other[0].title}中的金额", f"{name} in two tables")
        yield judge_copy(context, one, other, claim)


def _by_name(balance: Grid, expenditure: Grid) -> Iterator[tuple[Cell, Cell, str]]:
    column = expenditure.find_column("合计|总计")
    listed = sides(balance)[1:2]
    if column is None or not listed or not listed[0].half.amounts:
        return
    [side] = listed
    rows = {unnumbered(balance.text(row, side.half.label)): row for row in side.items}
    for code, row in expenditure.rows_by_code().items():
        name = expenditure.label(row)
        if len(code) == CLASS and name in rows:
            yield (balance, rows[name], side.half.amounts[0]), (expenditure, row, column), name


def _by_code(income: Grid, expenditure: Grid) -> Iterator[tuple[Cell, Cell, str]]:
    one, other = income.total("合计|总计"), expenditure.total("合计|总计")
    if one is None or other is None or amount_of(one).yuan != amount_of(other).yuan:
        return
    left, right = one[2], other[2]
    rows = expenditure.rows_by_code()
    for code, row in income.rows_by_code().items():
        if code in rows:
            yield (income, row, left), (expenditure, rows[code], right), f"{code}{income.label(row)}"
