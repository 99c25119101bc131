"""GJ-I01, GJ-I02: a budget table that must be published is missing, or empty without saying so."""

import re
from collections.abc import Iterator

from services.validate.grids import NAMES, Grid, grid_in, grids
from services.validate.rule import (
    DISCLOSURE,
    DOCUMENT,
    Context,
    Severity,
    Verdict,
    failed,
    insufficient,
    not_applicable,
    of_table,
    passed,
    rule,
    uncertain,
)
from shared.budget_kinds import TableKind
from shared.document import BudgetTable
from shared.findings import Evidence

MINIMUM = (
    TableKind.BALANCE,
    TableKind.INCOME,
    TableKind.EXPENDITURE,
    TableKind.FISCAL_BALANCE,
    TableKind.GENERAL,
    TableKind.BASIC,
    TableKind.FUND,
    TableKind.HOSPITALITY,
)
# The tables of a template, where they are more than the minimum.
REQUIRED: dict[str, tuple[TableKind, ...]] = {"hebei-disclosure": (*MINIMUM, TableKind.CAPITAL)}
STANDS_EMPTY = re.compile(
    r"空表|无.{0,30}(?:预算|支出|收入|拨款|安排|数据|内容|情况)|没有.{0,30}(?:预算|支出|安排)|不涉及|为零|为0"
)


@rule(
    "GJ-I01",
    title="必须公开的表缺失",
    title_en="Required table missing",
    summary="部门预算公开应包括规定的各张预算表。",
    severity=Severity.ERROR,
    scope="document",
    kinds=DISCLOSURE,
    clause="财政预决算领域基层政务公开标准目录；财预〔2016〕143号",
    since="0.1.0",
)
def missing_table(context: Context) -> Iterator[Verdict]:
    """A budget table that must be published is missing.

    What it checks
        Each table that the template requires (nine in Hebei, eight at least) is there, empty or not.

    Why it matters
        Completeness is the first dimension of the inspections of disclosure.

    Known traps
        Headings differ (收支总体情况表 is 收支总表). Where no table at all is in the file they may stand in an
        attachment; where a table has a heading that is not known, it may be the missing one: parse_uncertain.

    Example
        Eight tables, and no 政府性基金预算支出表.

    Severity
        error.
    """
    found = context.look_up(grids)
    required = REQUIRED.get(context.document.template, MINIMUM)
    if not any(kind in found for kind in required):
        yield insufficient(DOCUMENT, "文件中没有预算表，可能在附件中", "no budget table; they may be attached")
        return
    doubt = context.doubt({"document": True, "field": "tables"})
    unknown = [table for table in context.document.budget_tables if table.rows and grid_in(context, table) is None]
    for kind in required:
        subject = of_table(NAMES[kind])
        if kind in found:
            yield passed(subject)
        elif doubt:
            yield uncertain(subject, doubt.message, doubt.message_en)
        elif unknown:
            heading = unknown[0].kind or "无标题"
            yield uncertain(subject, f"有未识别的表（{heading}）", f"a table was not recognised ({heading})")
        else:
            there = "、".join(grid.title for grid in found.values())
            yield failed(
                subject,
                f"未见{quoted(NAMES[kind])}，请补充公开。",
                f"The table {quoted(NAMES[kind])} ({kind.value}) is missing.",
                [Evidence(quote=there, value=str(len(found)))],
            )


@rule(
    "GJ-I02",
    title="空表未说明",
    title_en="Empty table without a note",
    summary="没有数据的预算表应列出空表并注明，有数据的表不应注明为空表。",
    severity=Severity.ERROR,
    scope="table",
    kinds=DISCLOSURE,
    clause="财政预决算领域基层政务公开标准目录（没有数据的表格应当列出空表并说明）",
    since="0.1.0",
)
def empty_table_without_note(context: Context, table: BudgetTable) -> Iterator[Verdict]:
    """An empty table does not say that it is empty, or a full one does.

    What it checks
        A budget table without amounts has a note such as “无…预算，空表列示”; one with amounts has none that says 空表.

    Why it matters
        A reader cannot tell an empty table from a forgotten one.

    Known traps
        A table with rows and no amounts is empty too. Several notes may stand under one table.

    Example
        国有资本经营预算支出表 without a row and without a note.

    Severity
        error.
    """
    subject, grid = of_table(table.kind), grid_in(context, table)
    doubt = context.doubt(subject)
    if grid is None or grid.kind not in NAMES:
        yield not_applicable(subject, "不是规定公开的预算表", "no table that must be published")
        return
    note = table.note or ""
    filled = _has_amounts(grid)
    if (filled and "空表" not in note) or (not filled and STANDS_EMPTY.search(note)):
        yield passed(subject)
    elif doubt:
        yield uncertain(subject, doubt.message, doubt.message_en)
    else:
        zh = "有数据，却注明为空表" if filled else "没有数据，也未注明原因"
        en = "has amounts and a note that it is empty" if filled else "is empty and has no note"
        quotes = [Evidence(quote=note or grid.title, at=table.at.get("note"))]
        yield failed(subject, f"“{grid.title}”{zh}，请核对。", f"The table “{grid.title}” {en}.", quotes)


def _has_amounts(grid: Grid) -> bool:
    return any(grid.amount(row, column) for row in grid.rows for column in grid.amounts)


def quoted(name: str) -> str:
    """The name in quotation marks, unless it begins with one: “三公”经费支出表."""
    return name if name.startswith("“") else f"“{name}”"
