"""GJ-C06, GJ-C07: a code of the classification has a wrong length, a missing parent or belongs to another table."""

import re
from collections.abc import Iterator

from services.validate.grids import Grid, grid_in
from services.validate.rule import (
    BOTH,
    Context,
    Severity,
    Verdict,
    failed,
    not_applicable,
    of_table,
    passed,
    rule,
    uncertain,
)
from shared.budget_kinds import TableKind
from shared.document import BudgetTable

FUNCTIONAL = frozenset(
    {
        TableKind.INCOME,
        TableKind.EXPENDITURE,
        TableKind.GENERAL,
        TableKind.FUND,
        TableKind.CAPITAL,
        TableKind.FISCAL_EXPENDITURE,
    }
)
ECONOMIC = frozenset({TableKind.BASIC, TableKind.FISCAL_BASIC})
FUNCTIONAL_FORM = re.compile(r"2\d\d(?:\d\d){0,2}")
ECONOMIC_FORM = re.compile(r"3\d\d(?:\d\d)?")


@rule(
    "GJ-C06",
    title="功能分类编码",
    title_en="Codes of the functional classification",
    summary="支出功能分类科目编码应为3、5或7位，其上级科目应在同一表中列示。",
    severity=Severity.ERROR,
    scope="table",
    kinds=BOTH,
    clause="预算法第三十二条、第四十六条",
    since="0.1.0",
)
def functional_code(context: Context, table: BudgetTable) -> Iterator[Verdict]:
    """A functional code has a wrong length or no parent.

    What it checks
        Codes have 3, 5 or 7 digits and begin with 2; the code two digits shorter stands in the same table.

    Why it matters
        Expenditure is budgeted and published by 类, 款 and 项; a code that hangs in the air belongs to none.

    Known traps
        The names of the codes change every year and are not compared. A table that prints one level only has no
        parents at all and is not judged.

    Example
        2120501 without 21205.

    Severity
        error.
    """
    yield from _judged(context, table, FUNCTIONAL, FUNCTIONAL_FORM)


@rule(
    "GJ-C07",
    title="经济分类编码",
    title_en="Codes of the economic classification",
    summary="部门支出经济分类科目编码应为3开头的3位或5位数字，其上级科目应在同一表中列示。",
    severity=Severity.ERROR,
    scope="table",
    kinds=BOTH,
    clause="预算法第三十二条",
    since="0.1.0",
)
def economic_code(context: Context, table: BudgetTable) -> Iterator[Verdict]:
    """An economic code has a wrong length, no parent, or belongs to the government's classification.

    What it checks
        Codes have 3 or 5 digits and begin with 3 (部门支出经济分类); a code of 5 has its code of 3 in the table.

    Why it matters
        Basic expenditure is published to 款 of the department's classification.

    Known traps
        Some regions print a table of the government's classification (5xx) too; here it is reported because the table
        says it is the department's. Names are not compared.

    Example
        50101 in the table of basic expenditure.

    Severity
        error.
    """
    yield from _judged(context, table, ECONOMIC, ECONOMIC_FORM)


def _judged(
    context: Context, table: BudgetTable, kinds: frozenset[TableKind], form: re.Pattern[str]
) -> Iterator[Verdict]:
    subject, grid = of_table(table.kind), grid_in(context, table)
    codes = {row: grid.code(row) for row in grid.rows if grid.code(row)} if grid and grid.kind in kinds else {}
    if grid is None or not codes:
        yield not_applicable(subject, "表中没有此类科目编码", "the table has no codes of this classification")
        return
    known = set(codes.values())
    levelled = len({len(code) for code in known}) > 1
    for row in codes:
        yield _code(context, grid, row, form, known if levelled else None)


def _code(context: Context, grid: Grid, row: int, form: re.Pattern[str], known: set[str] | None) -> Verdict:
    subject, code = grid.subject(row, grid.codes[0]), grid.code(row)
    parent = code[:-2]
    if not form.fullmatch(code):
        zh, en = f"科目编码“{code}”的位数或类别不符合规定", f"The code {code} has a wrong length or class"
    elif known is not None and len(code) > 3 and parent not in known:
        zh, en = f"科目编码“{code}”的上级科目“{parent}”未列示", f"The parent {parent} of the code {code} is missing"
    else:
        return passed(subject)
    doubt = context.doubt(subject)
    if doubt:
        return uncertain(subject, doubt.message, doubt.message_en)
    return failed(subject, f"{zh}，请核对。", f"{en}.", [grid.evidence(row, grid.codes[0])])
