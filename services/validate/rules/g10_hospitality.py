"""GJ-G10, GJ-G11: the “三公” table does not add up, or has less than basic expenditure."""

from collections.abc import Iterator, Sequence

from services.validate.grids import TOTAL, Grid, doubted_cells, grids, missing
from services.validate.rule import BOTH, Context, Severity, Verdict, failed, insufficient, passed, rule
from services.validate.sums import Cell, Claim, amount_of, filled, judge_sum
from shared.amounts import compare_copy
from shared.budget_kinds import TableKind

PART = "(?:其中:)?"
ABROAD = r"因公出国(?:[(]境[)])?费用?"
CARS = r"公务用车购置(?:及|和)运(?:维|行|行维护)费用?"
BUYING = PART + r"公务用车购置费用?"
RUNNING = PART + r"公务用车运(?:维|行|行维护)费用?"
GUESTS = r"公务接待费用?"
SUBTOTAL = r".*三公.*(?:小计|合计)"

# (the economic code, the row of the “三公” table that holds it)
MIRRORS = (("30212", ABROAD), ("30217", GUESTS), ("30231", RUNNING))


@rule(
    "GJ-G10",
    title="三公内部勾稽",
    title_en="Sums of the three public expenses",
    summary="“三公”经费小计应等于出国、用车、接待之和，用车费应等于购置与运行之和，各列之和应等于合计。",
    severity=Severity.ERROR,
    scope="document",
    kinds=BOTH,
    clause="财政预决算领域基层政务公开标准目录",
    since="0.1.0",
)
def hospitality_sums(context: Context) -> Iterator[Verdict]:
    """The “三公” table does not add up.

    What it checks
        小计 = travel abroad + cars + hospitality; cars = buying + running; 合计 = the funds of its row.

    Why it matters
        The table that inspections and newspapers read first.

    Known traps
        Blank is 0. Rows 其中 under travel abroad repeat part of it.

    Example
        小计 10.00 with hospitality 9.00 and nothing else.

    Severity
        error.
    """
    grid = context.look_up(grids).get(TableKind.HOSPITALITY)
    if grid is None or not grid.table.rows:
        yield missing(context.document, TableKind.HOSPITALITY)
        return
    named, items = grid.find_row(SUBTOTAL), [grid.find_row(item) for item in (ABROAD, CARS, GUESTS)]
    subtotal = grid.total_row() if named is None else named
    parts = [row for row in items if row is not None]
    if subtotal is None or not parts:
        yield insufficient(grid.subject(), "未见“三公”经费小计或分项", "there is no subtotal or no item")
        return
    yield from _column_sums(context, grid, subtotal, parts, ("“三公”经费小计与分项", "“三公” and its items"))
    cars, halves = items[1], [row for item in (BUYING, RUNNING) if (row := grid.find_row(item)) is not None]
    if cars is not None and len(halves) == 2:
        yield from _column_sums(
            context, grid, cars, halves, ("公务用车费与购置、运行", "cars, their buying and running")
        )
    yield from _row_sums(context, grid)


def _column_sums(
    context: Context, grid: Grid, whole: int, parts: Sequence[int], said: tuple[str, str]
) -> Iterator[Verdict]:
    for column in grid.amounts:
        cells: list[Cell] = [(grid, row, column) for row in parts]
        if filled([*cells, (grid, whole, column)]):
            yield judge_sum(context, cells, (grid, whole, column), Claim(*said))


def _row_sums(context: Context, grid: Grid) -> Iterator[Verdict]:
    total = next((c for c in grid.amounts if TOTAL.fullmatch(grid.names[c])), None)
    others = [c for c in grid.amounts if c != total]
    if total is None or not others:
        return
    for row in grid.rows:
        cells: list[Cell] = [(grid, row, column) for column in others]
        if filled([*cells, (grid, row, total)]):
            name = grid.label(row)
            yield judge_sum(context, cells, (grid, row, total), Claim(f"“{name}”合计与各列", f"{name} and its columns"))


@rule(
    "GJ-G11",
    title="三公与经济分类",
    title_en="The three public expenses and the economic classes",
    summary="基本支出表中的公务接待费、出国费、用车运行费不应大于“三公”经费表的相应项目。",
    severity=Severity.INFO,
    scope="document",
    kinds=BOTH,
    clause="财政预决算领域基层政务公开标准目录",
    since="0.1.0",
)
def hospitality_below_basic(context: Context) -> Iterator[Verdict]:
    """Basic expenditure has more of a “三公” item than the “三公” table.

    What it checks
        30212 (abroad), 30217 (hospitality) and 30231 (cars) of basic expenditure are not above the same item.

    Why it matters
        The “三公” table holds everything paid from fiscal money, basic expenditure is part of it.

    Known traps
        The items may be paid from projects too: only more is impossible, less is normal.

    Example
        30217 公务接待费 12.00 beside 10.00 in the “三公” table.

    Severity
        info.
    """
    found = context.look_up(grids)
    table, basic = found.get(TableKind.HOSPITALITY), found.get(TableKind.BASIC)
    if table is None or basic is None or not basic.table.rows:
        yield missing(context.document, TableKind.HOSPITALITY, TableKind.BASIC)
        return
    rows, column, amount = basic.rows_by_code(), basic.find_column("合计|总计"), table.find_column("合计|总计")
    pairs = [(rows[code], row) for code, item in MIRRORS if code in rows and (row := table.find_row(item)) is not None]
    if column is None or amount is None or not pairs:
        yield insufficient(table.subject(), "没有可比的项目", "there is no item to compare")
        return
    for left, right in pairs:
        yield _below(context, (basic, left, column), (table, right, amount))


def _below(context: Context, basic: Cell, item: Cell) -> Verdict:
    subject = item[0].subject(*item[1:])
    compared = compare_copy(amount_of(basic), amount_of(item))
    doubt = doubted_cells(context, [basic, item], subject)
    if doubt:
        return doubt
    if compared.holds or compared.difference < 0:
        return passed(subject)
    name = basic[0].label(basic[1])
    return failed(
        subject,
        f"基本支出中的{name}大于“三公”经费表的相应项目，请核对。",
        f"Basic expenditure has more {name} than the “三公” table.",
        [basic[0].evidence(*basic[1:]), item[0].evidence(*item[1:])],
        equation=f"{amount_of(basic).number}{basic[0].unit} > {amount_of(item).number}{item[0].unit}",
    )
