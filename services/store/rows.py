"""A document as rows of the tables it is queried by. Pure: values in, dicts out. Texts hold no NUL any more."""

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache
from typing import Any, TypeAlias

from services.store import models
from services.store.text import short
from shared.amounts import Amount, read_amount
from shared.document import QUARTERS, BudgetTable, Document, NarrativeFigure, Project, ReadingWarning
from shared.folding import fold
from shared.values import read as read_value

Row: TypeAlias = dict[str, Any]
Rows: TypeAlias = list[tuple[type[models.Base], list[Row]]]

MONTHS = dict(zip(QUARTERS, (3, 6, 10, 12), strict=True))
_PERCENT = re.compile(r"\s*(\d+(?:\.\d+)?)\s*%?\s*")
_ORDINAL = re.compile(r"序号$")
_CODE = re.compile(r"编码|代码|编号")
_NO_MONEY = re.compile(r"编码|代码|编号|数量|人数|年度|年份|面积")


def reading_rows(document: Document, reading_id: int) -> Rows:
    """Every row of `document` but its own, grouped by table, parents before children."""
    of, projects = reading_id, document.projects
    tables: Rows = [
        (models.Project, [_project(of, project) for project in projects]),
        (models.Plan, [row for project in projects for row in _plan(of, project)]),
        (models.Indicator, [row for project in projects for row in _indicators(of, project)]),
        (models.Passage, [{"reading_id": of, "position": n, **row} for n, row in enumerate(_passages(document), 1)]),
        (models.BudgetTable, [_table(of, n, table) for n, table in enumerate(document.budget_tables, 1)]),
        (models.BudgetLine, [row for n, table in enumerate(document.budget_tables, 1) for row in _lines(of, n, table)]),
        (models.NarrativeFigure, [_figure(of, n, figure) for n, figure in enumerate(document.narrative_figures, 1)]),
        (models.Warning, [_warning(of, n, warning) for n, warning in enumerate(document.warnings, 1)]),
    ]
    return [(table, rows) for table, rows in tables if rows]


def _project(of: int, project: Project) -> Row:
    unit = project.currency_unit or ""
    return {
        "reading_id": of,
        "ordinal": project.ordinal,
        "title": project.title,
        "unit_code": project.unit_code,
        "unit_name": project.unit_name,
        "currency_unit": project.currency_unit,
        "code": short(project.code),
        "name": project.name,
        "budget": _yuan(project.budget, unit),
        "fiscal_funds": _yuan(project.fiscal_funds, unit),
        "other_funds": _yuan(project.other_funds, unit),
        "budget_printed": project.budget,
        "fiscal_funds_printed": project.fiscal_funds,
        "other_funds_printed": project.other_funds,
        "purpose": project.purpose,
    }


def _plan(of: int, project: Project) -> Iterator[Row]:
    for quarter, printed in zip(QUARTERS, project.plan.values(), strict=True):
        if printed is not None:
            yield {
                "reading_id": of,
                "project": project.ordinal,
                "month": MONTHS[quarter],
                "percent": _percent(printed),
                "printed": printed,
            }


def _indicators(of: int, project: Project) -> Iterator[Row]:
    for position, indicator in enumerate(project.indicators, 1):
        operator, number, unit = _target(indicator.target or "")
        yield {
            "reading_id": of,
            "project": project.ordinal,
            "position": position,
            "level1": indicator.level1,
            "level2": indicator.level2,
            "name": indicator.name,
            "description": indicator.description,
            "target": indicator.target,
            "operator": operator,
            "number": number,
            "unit": unit,
            "basis": indicator.basis,
        }


def _passages(document: Document) -> Iterator[Row]:
    if document.overall_goal is not None:
        yield _passage("overall_goal", document.overall_goal)
    for number, sub_goal in enumerate(document.sub_goals, 1):
        yield _passage("sub_goal", sub_goal.goal or "", sub_goal=number, title=sub_goal.title)
        for text in sub_goal.indicators:
            yield _passage("sub_goal_indicator", text, sub_goal=number)
    for text in document.safeguards:
        yield _passage("safeguard", text)
    for project in document.projects:
        for text in project.goals:
            yield _passage("project_goal", text, project=project.ordinal)


def _passage(kind: str, text: str, **of: Any) -> Row:
    return {"kind": kind, "project": None, "sub_goal": None, "title": None, "text": text, **of}


def _table(of: int, position: int, table: BudgetTable) -> Row:
    return {
        "reading_id": of,
        "position": position,
        "kind": table.kind,
        "department_code": table.department_code,
        "year": table.year,
        "currency_unit": table.currency_unit,
        "note": table.note,
    }


def _lines(of: int, position: int, table: BudgetTable) -> Iterator[Row]:
    unit = table.currency_unit or ""
    for number, cells in enumerate(table.rows, 1):
        code = label = None
        for column, printed in enumerate(cells, 1):
            header = table.columns[column - 1] if column <= len(table.columns) else ""
            if not printed or _ORDINAL.search(header):
                continue
            amount = None if _NO_MONEY.search(header) else _yuan(printed, unit)
            yield {
                "reading_id": of,
                "table_position": position,
                "line_number": number,
                "column_number": column,
                "header": header or None,
                "code": code,
                "label": label,
                "amount": amount,
                "printed": printed,
            }
            if _CODE.search(header):
                code = printed
            elif amount is None:
                label = printed


def _figure(of: int, position: int, figure: NarrativeFigure) -> Row:
    return {
        "reading_id": of,
        "position": position,
        "label": figure.label,
        "amount": _yuan(figure.amount, figure.unit),
        "printed": figure.amount,
        "unit": figure.unit,
        "text": figure.text,
    }


def _warning(of: int, position: int, warning: ReadingWarning) -> Row:
    return {
        "reading_id": of,
        "position": position,
        "code": warning.code,
        "message": warning.message,
        "message_en": warning.message_en,
        "text": warning.text,
        "at": warning.at,
    }


def _yuan(printed: str | None, unit: str) -> Decimal | None:
    amount: Amount | None = read_amount(printed, unit)
    return None if amount is None else amount.yuan


def _percent(printed: str) -> Decimal | None:
    match = _PERCENT.fullmatch(fold(printed))
    return None if match is None else Decimal(match[1])


@lru_cache(maxsize=4096)
def _target(printed: str) -> tuple[str | None, Decimal | None, str | None]:
    """Operator, number in its base unit, and unit of an indicator's value; targets repeat, so they are read once."""
    value = read_value(printed)
    unit = "/".join((value.unit.base, *value.unit.per)) or None
    return value.operator, value.quantity, unit
