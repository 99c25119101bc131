"""GJ-G03: the codes of a budget table do not add up to those above them."""

from collections.abc import Iterator

from services.validate.grids import PART_OF, Grid, grid_in
from services.validate.rule import BOTH, Context, Severity, Verdict, not_applicable, of_table, rule
from services.validate.sums import Cell, Claim, filled, judge_sum, unless_systematic
from shared.document import BudgetTable

CLASS = 3  # digits of a 类; a 款 and a 项 (and an economic 款) have two more each


@rule(
    "GJ-G03",
    title="科目层级合计",
    title_en="Totals of codes",
    summary="各级科目之和应等于上级科目（项之和=款，款之和=类），各类之和应等于合计。",
    severity=Severity.ERROR,
    scope="table",
    kinds=BOTH,
    clause="预算法第三十二条、第四十六条",
    since="0.1.0",
)
def subjects_do_not_add_up(context: Context, table: BudgetTable) -> Iterator[Verdict]:
    """The codes of a budget table do not add up to those above them.

    What it checks
        Column by column: the rows whose codes are two digits longer add up to the row of the shorter code, and the
        three-digit rows to 合计. Printed figures may be off by half a unit of their last digit each.

    Why it matters
        Expenditure is published to the last level (项, 款): a figure changed on one level only shows here.

    Known traps
        A row repeated by a page break is one row. A table that prints only some of the codes fails everywhere and is
        not judged; where every sum fails the reading may be wrong: parse_uncertain.

    Example
        201 10.00 with 20101 6.00 and 20103 3.00 under it.

    Severity
        error: arithmetic.
    """
    subject, grid = of_table(table.kind), grid_in(context, table)
    if grid is None:
        yield not_applicable(subject, "不是已知的预算表", "no budget table of a known kind")
        return
    rows = grid.rows_by_code()
    if not rows:
        yield not_applicable(subject, "表中没有科目编码", "the table has no codes")
        return
    verdicts = [
        verdict
        for whole, parts, name in families(grid, rows)
        for column in grid.amounts
        if not PART_OF.match(grid.names[column])
        for verdict in _column(context, [(grid, row, column) for row in parts], (grid, whole, column), name)
    ]
    if not verdicts:
        yield not_applicable(subject, "表中只有一级科目", "the table has codes of one level only")
    yield from unless_systematic(verdicts, subject)


def families(grid: Grid, rows: dict[str, int]) -> Iterator[tuple[int, list[int], str]]:
    """(row of the whole, rows of its parts, what the whole is called): 合计, and each code that has others under it."""
    total = grid.total_row()
    classes = [row for code, row in rows.items() if len(code) == CLASS]
    if total is not None and classes:
        yield total, classes, "合计"
    for code, row in rows.items():
        children = [r for c, r in rows.items() if len(c) == len(code) + 2 and c.startswith(code)]
        if children:
            yield row, children, f"{code}{grid.label(row)}"


def _column(context: Context, parts: list[Cell], whole: Cell, name: str) -> Iterator[Verdict]:
    if filled([*parts, whole]) or any(grid.unreadable(row, column) for grid, row, column in [*parts, whole]):
        header = whole[0].names[whole[2]]
        claim = Claim(f"“{name}”的{header}与下级科目之和", f"{name} ({header}) and the sum of the codes under it")
        yield judge_sum(context, parts, whole, claim)
