"""Known faults planted into the tables and figures of a disclosure document, and slips that rounding explains."""

from collections.abc import Callable, Sequence
from decimal import Decimal

from shared.budget_kinds import TableKind, table_kind
from shared.document import BudgetTable, Document
from specimens.planting import Fault, changed

Where = Callable[[BudgetTable], tuple[int, int]]
Slip = Callable[[str], str]


def named(label: str, column: str) -> Where:
    """The cell in `column` of the first row that holds `label`."""

    def where(table: BudgetTable) -> tuple[int, int]:
        place = table.columns.index(column)
        return next(i for i, row in enumerate(table.rows) if label in row[:place]), place

    return where


def coded(length: int, column: str) -> Where:
    """The cell in `column` of the first row with a code of this length and an amount there."""

    def where(table: BudgetTable) -> tuple[int, int]:
        place = table.columns.index(column)
        return next(i for i, row in enumerate(table.rows) if len(row[1] or "") == length and row[place]), place

    return where


def over(amount: str) -> Slip:
    """The printed amount and this much more."""
    return lambda text: f"{Decimal(text or '0') + Decimal(amount):.2f}"


def in_table(kind: TableKind, where: Where, slip: Slip) -> Callable[[Document, int], Document]:
    """Plants by printing another amount in one cell of the table of a kind."""

    def plant(document: Document, _: int) -> Document:
        tables = [_with_cell(t, where(t), slip) if table_kind(t.kind) is kind else t for t in document.budget_tables]
        return changed(document, budget_tables=tables)

    return plant


def _with_cell(table: BudgetTable, cell: tuple[int, int], slip: Slip) -> BudgetTable:
    row, column = cell
    rows = [list(cells) for cells in table.rows]
    rows[row][column] = slip(rows[row][column] or "")
    return changed(table, rows=rows)


def stated(label: str, slip: Slip) -> Callable[[Document, int], Document]:
    """Plants by stating another amount in the narrative."""

    def plant(document: Document, _: int) -> Document:
        figures = [
            changed(f, amount=slip(f.amount), text=f.text.replace(f.amount, slip(f.amount), 1))
            if f.label == label
            else f
            for f in document.narrative_figures
        ]
        return changed(document, narrative_figures=figures)

    return plant


def one_project_more(document: Document, _: int) -> Document:
    """A project printed with a budget that the tables do not have."""
    first, *rest = document.projects
    more = over("500.00")(first.budget or "0")
    return changed(document, projects=[changed(first, budget=more, fiscal_funds=more, other_funds=None), *rest])


BUDGET_FAULTS: Sequence[Fault] = (
    Fault("GJ-G01", "income total 100 over", in_table(
        TableKind.BALANCE, named("收入总计", "收入/预算数"), over("100")), in_project=False),
    Fault("GJ-G01", "a function 30 over", in_table(
        TableKind.BALANCE, named("二十、住房保障支出", "支出/预算数"), over("30")), in_project=False),
    Fault("GJ-G02", "row total 10 over", in_table(
        TableKind.GENERAL, coded(7, "合计"), over("10")), in_project=False),
    Fault("GJ-G03", "subject 10 over those below it", in_table(
        TableKind.EXPENDITURE, coded(5, "基本支出"), over("10")), in_project=False),
    Fault("GJ-G04", "expenditure total 100 over", in_table(
        TableKind.EXPENDITURE, named("合计", "合计"), over("100")), in_project=False),
    Fault("GJ-G12", "income stated 10 over", stated("一般公共预算收入", over("10")), in_project=False),
    Fault("GJ-G12", "staff stated with digits exchanged", stated("人员经费", over("0.99")), in_project=False),
    Fault("GJ-G13", "projects 500 over the table", one_project_more, in_project=False),
)  # fmt: skip
"""Each makes the rule fire; other rules may too."""

ROUNDING: Sequence[Fault] = (
    Fault("GJ-G01", "a function a cent over", in_table(
        TableKind.BALANCE, named("二十、住房保障支出", "支出/预算数"), over("0.01")), in_project=False),
    Fault("GJ-G02", "row total a cent over", in_table(
        TableKind.GENERAL, coded(7, "合计"), over("0.01")), in_project=False),
    Fault("GJ-G03", "subject a cent over", in_table(
        TableKind.EXPENDITURE, coded(5, "基本支出"), over("0.01")), in_project=False),
)  # fmt: skip
"""The near misses beside them: the rule must stay silent."""
