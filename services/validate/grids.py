"""Budget tables as rules see them: by kind, with rows labelled, columns named and cells read as amounts."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from services.validate.context import Context
from services.validate.verdict import DOCUMENT, Verdict, cell, insufficient, not_applicable, of_table, uncertain
from shared.amounts import FACTORS, WAN, YUAN, Amount, digits, read_amount
from shared.budget_kinds import TableKind, table_kind
from shared.document import BudgetTable, Document
from shared.findings import Evidence, Subject
from shared.folding import plain

ORDINAL = re.compile(r"^(?:序号|行次|栏次)$")
CODE = re.compile(r"编码|代码|^[类款项]$")
NAME = re.compile(r"名称|^科目$")
LABEL = re.compile(r"^项目$|项目名称|^收入$|^支出$")
TOTAL = re.compile(r"^(?:[总合共]计|小计)$")
PART_OF = re.compile(r"^其中")  # a column or row that repeats part of another
DIGITS = re.compile(r"\d+")
NAMES: dict[TableKind, str] = {
    TableKind.BALANCE: "收支总表",
    TableKind.INCOME: "收入总表",
    TableKind.EXPENDITURE: "支出总表",
    TableKind.FISCAL_BALANCE: "财政拨款收支总表",
    TableKind.GENERAL: "一般公共预算支出表",
    TableKind.BASIC: "一般公共预算基本支出表",
    TableKind.FUND: "政府性基金预算支出表",
    TableKind.CAPITAL: "国有资本经营预算支出表",
    TableKind.HOSPITALITY: "“三公”经费支出表",
}


@dataclass(frozen=True)
class Half:
    """One side of a table that prints labels and amounts side by side: the column of labels, those of amounts."""

    label: int
    amounts: tuple[int, ...]


@dataclass(frozen=True)
class Grid:
    """A budget table with its kind; rows and columns are indices of its lists, amounts are in its own unit."""

    table: BudgetTable
    kind: TableKind

    @property
    def title(self) -> str:
        """What a message calls the table: its printed heading."""
        return self.table.kind or ""

    @property
    def unit(self) -> str:
        """The unit of its 单位： line, for writing amounts; 万元 where none is printed, or none that is known."""
        printed = self.table.currency_unit or WAN
        return printed if printed in FACTORS else WAN

    @cached_property
    def names(self) -> list[str]:
        """The last level of each column's header, in compatibility form."""
        return [plain(path).split("/")[-1] for path in self.table.columns]

    @cached_property
    def parents(self) -> list[str]:
        """The levels above the last of each column's header, "" where there is one level."""
        return [plain(path).rpartition("/")[0] for path in self.table.columns]

    @cached_property
    def codes(self) -> list[int]:
        """The columns that hold the code of a 科目, of which 类, 款 and 项 may each have one."""
        return [c for c, name in enumerate(self.names) if CODE.search(name) and "部门" not in name]

    @cached_property
    def labels(self) -> list[int]:
        """The columns that hold the names of rows."""
        named = [c for c, name in enumerate(self.names) if NAME.search(name) and c not in self.codes]
        return named or [c for c, name in enumerate(self.names) if LABEL.search(name)]

    @cached_property
    def amounts(self) -> list[int]:
        """The columns of amounts: all that hold no ordinal, code or label."""
        others = {*self.codes, *self.labels}
        return [c for c, name in enumerate(self.names) if c not in others and not ORDINAL.search(name)]

    @cached_property
    def halves(self) -> list[Half]:
        """Its sides: each column of labels with the columns of amounts up to the next one."""
        ends = [*self.labels[1:], len(self.names)]
        sides = zip(self.labels, ends, strict=True)
        return [Half(start, tuple(c for c in self.amounts if start < c < end)) for start, end in sides]

    @property
    def rows(self) -> range:
        """The indices of its rows."""
        return range(len(self.table.rows))

    def text(self, row: int, column: int) -> str:
        """The cell as printed, in compatibility form; "" where blank or where the row is too short."""
        cells = self._texts[row]
        return cells[column] if column < len(cells) else ""

    @cached_property
    def _texts(self) -> list[list[str]]:
        return [[plain(text) if text else "" for text in cells] for cells in self.table.rows]

    def label(self, row: int) -> str:
        """The name of the row."""
        return "".join(self.text(row, column) for column in self.labels[:1])

    def code(self, row: int) -> str:
        """The code of the row's 科目: 2080101, from one column or from three; "" where there is none."""
        parts = [self.text(row, column) for column in self.codes]
        code = max(parts, key=len, default="") if any(len(part) > 3 for part in parts) else "".join(parts)
        return code if DIGITS.fullmatch(code) else ""

    def amount(self, row: int, column: int) -> Amount | None:
        """The amount of the cell; None where it is blank, no amount, or in a unit that is not known."""
        return read_amount(self.text(row, column) or None, self.table.currency_unit or WAN)

    def unreadable(self, row: int, column: int) -> bool:
        """Whether the cell holds something that is no amount; dashes stand for a blank."""
        text = self.text(row, column)
        return bool(text.strip("-—－/")) and self.amount(row, column) is None

    def subject(self, row: int | None = None, column: int | None = None) -> Subject:
        """The subject of the table, a row or a cell."""
        return of_table(
            self.table.kind, None if row is None else row + 1, None if column is None else self.table.columns[column]
        )

    def evidence(self, row: int, column: int) -> Evidence:
        """The cell as printed, with its value in 元 where its column is one of amounts."""
        if column not in self.amounts:
            return cell(self.table, row, column)
        amount = self.amount(row, column)
        return cell(self.table, row, column, digits(amount.yuan) if amount else "0", YUAN)

    def find_row(self, pattern: str, column: int | None = None) -> int | None:
        """The first row whose label (in the label column `column`) fits the pattern as a whole, numbering left out."""
        wanted = re.compile(pattern)
        where = self.labels[0] if column is None and self.labels else column
        if where is None:
            return None
        return next((row for row in self.rows if wanted.fullmatch(unnumbered(self.text(row, where)))), None)

    def find_column(self, pattern: str) -> int | None:
        """The first column of amounts whose name fits the pattern as a whole."""
        wanted = re.compile(pattern)
        return next((column for column in self.amounts if wanted.fullmatch(self.names[column])), None)

    def total_row(self) -> int | None:
        """The row that adds up the table: the one called 合计."""
        return next((r for r in self.rows if any(TOTAL.fullmatch(self.text(r, c)) for c in self.heads)), None)

    def total(self, column: str) -> "tuple[Grid, int, int] | None":
        """The cell of the row 合计 in the column of that name, where both are there."""
        row, found = self.total_row(), self.find_column(column)
        return None if row is None or found is None else (self, row, found)

    def rows_by_code(self) -> dict[str, int]:
        """Code -> the first row that has it: a row repeated by a page break counts once."""
        found: dict[str, int] = {}
        for row in self.rows:
            code = self.code(row)
            if code:
                found.setdefault(code, row)
        return found

    @property
    def heads(self) -> list[int]:
        """The columns in which a row's name may stand: labels and codes, where 合计 may reach over both."""
        return [*self.labels[:1], *self.codes]


NUMBERING = re.compile(r"^(?:[一二三四五六七八九十]+、|[(][一二三四五六七八九十]+[)]|\d+[、.])")


def unnumbered(label: str) -> str:
    """A label without its number: 一、, （二） or 3、 before it."""
    return NUMBERING.sub("", label)


def grid_in(context: Context, table: BudgetTable) -> Grid | None:
    """The table of the context's document as a grid, made once for all rules; None for an unknown kind."""
    return context.look_up(_all_grids)[id(table)]


def _all_grids(document: Document) -> dict[int, Grid | None]:
    """Grids by the identity of their table, which the document keeps alive."""
    return {id(table): grid_of(table) for table in document.budget_tables}


def grid_of(table: BudgetTable) -> Grid | None:
    """The table as a grid; None where its heading names no kind that we know."""
    kind = table_kind(table.kind)
    return Grid(table, kind) if kind else None


def grids(document: Document) -> dict[TableKind, Grid]:
    """The budget tables of known kinds; of several of one kind the first with rows. A lookup of the context."""
    found: dict[TableKind, Grid] = {}
    for table in document.budget_tables:
        grid = grid_of(table)
        if grid is not None and not (grid.kind in found and found[grid.kind].table.rows):
            found[grid.kind] = grid
    return found


def printed(cells: Sequence[tuple[Grid, int, int]]) -> list[Amount]:
    """The amounts of cells, blank ones left out: a blank is nothing, and has no precision of its own."""
    return [amount for grid, row, column in cells if (amount := grid.amount(row, column))]


def doubted_cells(context: Context, cells: Sequence[tuple[Grid, int, int]], subject: Subject) -> Verdict | None:
    """parse_uncertain on `subject` where one of the cells was read with doubt or holds no amount, else None."""
    for grid, row, column in cells:
        doubt = context.doubt(grid.subject(row, column))
        if doubt:
            return uncertain(subject, doubt.message, doubt.message_en)
        if grid.unreadable(row, column):
            text = grid.text(row, column)
            return uncertain(subject, f"“{text}”不能读作金额", f"“{text}” is no amount")
    return None


def missing(document: Document, *kinds: TableKind) -> Verdict:
    """What a rule answers where a table that it needs is not there: nothing to check, or something lacking."""
    if not grids(document):
        return not_applicable(DOCUMENT, "没有预算表", "no budget table")
    names = "、".join(NAMES.get(kind, kind.value) for kind in kinds)
    return insufficient(DOCUMENT, f"未见{names}", f"a table is missing: {', '.join(kind.value for kind in kinds)}")
