"""GJ-I04, GJ-I05, GJ-I06: expenditure is not published down to the level that the law asks for."""

from collections.abc import Iterator

from services.validate.grids import Grid, grids, missing
from services.validate.rule import (
    DISCLOSURE,
    Context,
    Severity,
    Verdict,
    failed,
    not_applicable,
    passed,
    rule,
    uncertain,
)
from services.validate.rules.g10_hospitality import ABROAD, BUYING, CARS, GUESTS, RUNNING
from shared.budget_kinds import TableKind

ITEMS = (
    ("因公出国（境）费", ABROAD),
    ("公务用车购置及运行维护费", CARS),
    ("公务用车购置费", BUYING),
    ("公务用车运行维护费", RUNNING),
    ("公务接待费", GUESTS),
)


@rule(
    "GJ-I04",
    title="支出未公开到项",
    title_en="Expenditure not down to the last functional level",
    summary="一般公共预算和政府性基金预算支出应按功能分类公开到项。",
    severity=Severity.ERROR,
    scope="document",
    kinds=DISCLOSURE,
    clause="预算法实施条例第六条第三款",
    since="0.1.0",
)
def not_down_to_items(context: Context) -> Iterator[Verdict]:
    """Expenditure by function is not published down to 项.

    What it checks
        Each code of five digits in the tables of the general budget and of funds has codes of seven under it; a table
        of classes alone has none.

    Why it matters
        The regulation says so: functional classification to 项.

    Known traps
        A secret 项 may be merged with another. An empty table has nothing to publish.

    Example
        20805 with its amount and nothing under it.

    Severity
        error.
    """
    found = context.look_up(grids)
    tables = [found[kind] for kind in (TableKind.GENERAL, TableKind.FUND) if kind in found and found[kind].table.rows]
    if not tables:
        yield missing(context.document, TableKind.GENERAL)
    for grid in tables:
        yield _level(context, grid, 7, "项")


@rule(
    "GJ-I05",
    title="基本支出未公开到款",
    title_en="Basic expenditure not down to the last economic level",
    summary="基本支出应按经济分类公开到款。",
    severity=Severity.ERROR,
    scope="document",
    kinds=DISCLOSURE,
    clause="预算法实施条例第六条第三款",
    since="0.1.0",
)
def not_down_to_kinds(context: Context) -> Iterator[Verdict]:
    """Basic expenditure is not published down to 款.

    What it checks
        Each code of three digits in the table of basic expenditure has codes of five under it.

    Why it matters
        The regulation says so: economic classification of basic expenditure to 款.

    Known traps
        An empty table has nothing to publish.

    Example
        302 商品和服务支出 with its amount and nothing under it.

    Severity
        error.
    """
    grid = context.look_up(grids).get(TableKind.BASIC)
    if grid is None or not grid.table.rows:
        yield missing(context.document, TableKind.BASIC)
    else:
        yield _level(context, grid, 5, "款")


def _level(context: Context, grid: Grid, digits: int, name: str) -> Verdict:
    """Whether every code two digits shorter than `digits` has one of `digits` under it."""
    subject, rows = grid.subject(), grid.rows_by_code()
    above = [code for code in rows if len(code) == digits - 2]
    bare = [code for code in above if not any(c.startswith(code) and len(c) == digits for c in rows)]
    if not rows:
        return not_applicable(subject, "表中没有科目编码", "the table has no codes")
    if above and not bare:
        return passed(subject)
    if not above and any(len(code) == digits for code in rows):
        return passed(subject)
    doubt = context.doubt(subject)
    if doubt:
        return uncertain(subject, doubt.message, doubt.message_en)
    shown = bare or list(rows)
    listed = "、".join(shown)
    quotes = [grid.evidence(rows[code], grid.codes[0]) for code in shown]
    return failed(
        subject,
        f"“{grid.title}”中{listed}未公开到{name}，请细化。",
        f"{listed} are not published down to {name}.",
        quotes,
    )


@rule(
    "GJ-I06",
    title="三公未细化",
    title_en="The three public expenses not itemised",
    summary="“三公”经费应分项列示，公务用车应分列购置费和运行维护费。",
    severity=Severity.ERROR,
    scope="document",
    kinds=DISCLOSURE,
    clause="财政预决算领域基层政务公开标准目录",
    since="0.1.0",
)
def hospitality_not_itemised(context: Context) -> Iterator[Verdict]:
    """The “三公” table does not list its items.

    What it checks
        Rows for travel abroad, cars, their buying, their running, and hospitality.

    Why it matters
        The items must be published one by one, cars by buying and running.

    Known traps
        A row with a blank amount is there. An empty table with a note has nothing to itemise.

    Example
        公务用车购置及运行维护费 6.00 in one line.

    Severity
        error.
    """
    grid = context.look_up(grids).get(TableKind.HOSPITALITY)
    if grid is None or not grid.table.rows:
        yield missing(context.document, TableKind.HOSPITALITY)
        return
    subject = grid.subject()
    lacking = [name for name, item in ITEMS if grid.find_row(item) is None]
    doubt = context.doubt(subject)
    if not lacking:
        yield passed(subject)
    elif doubt:
        yield uncertain(subject, doubt.message, doubt.message_en)
    else:
        listed = "、".join(lacking)
        yield failed(
            subject,
            f"“三公”经费表未列示{listed}，请细化。",
            f"The “三公” table does not list {listed}.",
            [grid.evidence(row, grid.labels[0]) for row in grid.rows if grid.labels],
        )
