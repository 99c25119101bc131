"""Amounts that add up prove each other: a doubt about how one of them was recognised is dropped."""

from collections.abc import Iterator, Sequence
from typing import Any

from services.parse.extract.row_sums import column_sums
from shared.amounts import WAN, compare_sum, read_amount
from shared.document import QUARTERS, BudgetTable, Project, ReadingWarning

_LEVELS = (0, 3, 5, 7)  # digits of a code: none for 合计, 类, 款, 项
_TOTALS = frozenset(("合计", "总计"))

Term = tuple[str | None, Any]  # what is printed, and where


def without_proved(
    warnings: Sequence[ReadingWarning], projects: Sequence[Project], tables: Sequence[BudgetTable]
) -> list[ReadingWarning]:
    """The warnings without those about letters of amounts whose sums close as they were read."""
    if not any(warning.code == "ocr_doubtful" for warning in warnings):
        return list(warnings)
    terms = [*_in_projects(projects), *_in_tables(tables)]
    proved = {str(place) for equation in terms for _, at in equation for place in _listed(at)}
    return [w for w in warnings if w.code != "ocr_doubtful" or not all(str(at) in proved for at in _listed(w.at))]


def _listed(at: Any) -> list[Any]:
    return at if isinstance(at, list) else [at]


def _in_projects(projects: Sequence[Project]) -> Iterator[list[Term]]:
    """The terms of each equation of a project that closes: its funds, and its plan."""
    for project in projects:
        unit = project.currency_unit or WAN
        budget, *funds = ((getattr(project, f), project.at.get(f)) for f in ("budget", "fiscal_funds", "other_funds"))
        if _closes(funds, budget, unit):
            yield [budget, *funds]
        plan: list[Term] = [(value, project.at.get("plan", {}).get(quarter)) for quarter, value in _plan(project)]
        wholes: tuple[Term, ...] = (budget, ("100", None))
        for whole in wholes:
            if _closes(plan, whole, unit):
                yield plan
            elif plan and _closes(plan[-1:], whole, unit):
                yield plan[-1:]


def _plan(project: Project) -> Iterator[tuple[str, str]]:
    for quarter in QUARTERS:
        value = getattr(project.plan, quarter)
        if value is not None:
            yield quarter, value.rstrip("%％")


def _in_tables(tables: Sequence[BudgetTable]) -> Iterator[list[Term]]:
    """The terms of each equation of a table that closes: along its rows, and down its codes."""
    for table in tables:
        rows = [list(zip(row, at, strict=False)) for row, at in zip(table.rows, table.at.get("rows", ()), strict=False)]
        unit = table.currency_unit or WAN
        for whole, parts in (*_along(table, rows), *_down(table, rows)):
            if _closes(parts, whole, unit):
                yield [whole, *parts]


def _along(table: BudgetTable, rows: Sequence[Sequence[Term]]) -> Iterator[tuple[Term, list[Term]]]:
    for total, parts in column_sums(table.columns):
        for row in rows:
            if len(row) == len(table.columns):
                yield row[total], [row[part] for part in parts]


def _down(table: BudgetTable, rows: Sequence[Sequence[Term]]) -> Iterator[tuple[Term, list[Term]]]:
    """Each subject's amounts with those of the subjects right below it."""
    coded = [i for i, column in enumerate(table.columns) if "编码" in column]
    codes = {code: row for row in rows if (code := _code(row, coded)) is not None} if coded else {}
    for code, row in codes.items():
        level = _LEVELS.index(len(code))
        below = [codes[c] for c in codes if c.startswith(code) and _LEVELS.index(len(c)) == level + 1]
        for column in range(len(row) if below else 0):
            yield row[column], [each[column] for each in below if column < len(each)]


def _code(row: Sequence[Term], coded: Sequence[int]) -> str | None:
    code = next((text for i in coded if i < len(row) and (text := row[i][0])), "")
    if not code:
        return "" if any(text in _TOTALS for text, _ in row) else None
    return code if code.isdecimal() and len(code) in _LEVELS else None


def _closes(parts: Sequence[Term], whole: Term, unit: str) -> bool:
    """Whether amounts were read for the whole and for all parts that are not blank, and they add up to the digit."""
    amounts = [read_amount(text, unit) for text, _ in parts if text is not None]
    total = read_amount(whole[0], unit)
    if total is None or not total.number or not amounts:
        return False
    found = [amount for amount in amounts if amount is not None]
    return len(found) == len(amounts) and not compare_sum(found, total).difference
