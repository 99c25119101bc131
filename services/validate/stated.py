"""The cells that the amounts of the narrative repeat: which words name which cell of which table, as data."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from services.validate.balances import sides
from services.validate.grids import Grid
from services.validate.sums import Cell
from shared.budget_kinds import TableKind
from shared.document import NarrativeFigure
from shared.folding import plain

# What stands before or behind a label without changing what it names.
LEAD = re.compile(r"^(?:\d{4}年(?:度)?|[我本](?:部门|单位|局)|部门|单位|当年|本年度?|全年)+")
TAIL = re.compile(r"(?:安排|共计|总额|总计|合计|总量|金额|为|是)+$")
# A label of a change from another year repeats no cell.
CHANGE = re.compile(r"增加|减少|增长|下降|增减|持平|[较比].*年|相比|同比|调[增减]|压减|节约|提高|降低")

INCOME, EXPENDITURE = 0, 1
GRAND = r".*总计"
FUNDS = r"(?:财政)?(?:拨款)?"


@dataclass(frozen=True)
class Target:
    """A cell: the table's kind; a row by its label (None: the row 合计); a column by its name, or a side of T1."""

    kind: TableKind
    row: str | None = None
    column: str = "合计|总计|金额|预算数"
    side: int | None = None


@dataclass(frozen=True)
class Words:
    """Labels that name a cell, as a pattern of the whole label, and the cells that they may mean."""

    label: str
    targets: tuple[Target, ...]
    binding: bool = True  # whether another amount is wrong; elsewhere only agreement says something


T1, T2, T3, T5 = TableKind.BALANCE, TableKind.INCOME, TableKind.EXPENDITURE, TableKind.GENERAL
T6, T7, T8, T9 = TableKind.BASIC, TableKind.FUND, TableKind.CAPITAL, TableKind.HOSPITALITY
ASSETS, PROCUREMENT = TableKind.ASSETS, TableKind.PROCUREMENT


# Items that are called alike in the narrative and in the rows of the table.
INCOME_ITEMS = (
    r"财政专户(?:核拨|管理)?(?:资金)?(?:收入)?",
    r"单位资金(?:收入)?",
)
HOSPITALITY_ITEMS = (
    r"因公出国(?:[(]境[)])?费用?",
    r"公务用车购置(?:及|和)运(?:维|行|行维护)费用?",
    r"公务用车购置费用?",
    r"公务用车运(?:维|行|行维护)费用?",
    r"公务接待费用?",
)
CARRIED = r"上年(?:度)?结转(?:和?结余)?(?:资金|收入)?"


def _income(row: str) -> Target:
    return Target(T1, row, side=INCOME)


def _expenditure(row: str) -> Target:
    return Target(T1, row, side=EXPENDITURE)


WORDS: tuple[Words, ...] = (
    Words(r"预算总?收入|总收入|收入(?:总?预算|总计|合计|总额)", (_income(GRAND), _income(r"本年收入合计"), Target(T2))),
    Words(
        r"预算总?支出|总支出|支出(?:总?预算|总计|合计|总额)",
        (_expenditure(GRAND), Target(T3), _expenditure(r"本年支出合计")),
    ),
    Words(r"预算收支|收支总?预算", (_income(GRAND),)),
    Words(rf"一般公共预算{FUNDS}收入", (_income(rf"一般公共预算{FUNDS}(?:收入)?"),)),
    Words(rf"(?:政府性)?基金(?:预算)?{FUNDS}收入", (_income(rf"(?:政府性)?基金预算{FUNDS}(?:收入)?"),)),
    Words(rf"国有资本经营(?:预算)?{FUNDS}收入", (_income(rf"国有资本经营预算{FUNDS}(?:收入)?"),)),
    *(Words(item, (_income(item),)) for item in INCOME_ITEMS),
    Words(CARRIED, (_income(rf"{CARRIED}.*"), Target(T2, column=r"上年结转.*"))),
    Words(rf"一般公共预算{FUNDS}支出", (Target(T5),)),
    Words(rf"(?:政府性)?基金(?:预算)?{FUNDS}支出", (Target(T7),)),
    Words(rf"国有资本经营(?:预算)?{FUNDS}支出", (Target(T8),)),
    Words(r"基本支出", (Target(T3, column="基本支出"), Target(T5, column="基本支出"))),
    Words(r"项目支出", (Target(T3, column="项目支出"), Target(T5, column="项目支出"))),
    Words(r"人员(?:类)?经费", (Target(T6, column="人员经费"),)),
    Words(r"(?:日常)?公用经费", (Target(T6, column="(?:日常)?公用经费"),)),
    Words(r"机关运行(?:经费|费)", (Target(T6, column="(?:日常)?公用经费"),), binding=False),
    Words(rf"{FUNDS}[“\"]?三公[”\"]?经费(?:支出)?", (Target(T9, r".*三公.*(?:小计|合计)"), Target(T9))),
    *(Words(item, (Target(T9, rf"(?:其中:)?{item}"),)) for item in HOSPITALITY_ITEMS),
    Words(
        r"(?:上年末)?固定资产(?:总额|金额|总值|价值|总计|合计)",
        (Target(ASSETS, r"资产(?:总额|合计)", r"价值.*|金额.*"),),
    ),
    Words(r"(?:拟)?购置固定资产", (Target(PROCUREMENT, column="合计|金额.*"),)),
    Words(r"(?:政府)?采购(?:预算)?", (Target(PROCUREMENT, column="合计|金额.*"),)),
)
COMPILED = tuple((re.compile(words.label), words) for words in WORDS)


def words_of(figure: NarrativeFigure) -> Words | None:
    """What the figure's label names; None for a change from another year and for words that name no cell."""
    label = plain(figure.label)
    if CHANGE.search(label):
        return None
    shortened = re.sub(r"预算$", "", TAIL.sub("", LEAD.sub("", label)))
    candidates = (label, LEAD.sub("", label), TAIL.sub("", LEAD.sub("", label)), shortened)
    return next((words for pattern, words in COMPILED if any(pattern.fullmatch(c) for c in candidates)), None)


def cells_of(words: Words, found: dict[TableKind, Grid]) -> list[Cell]:
    """The cells that the words may mean, of those that the document has, the likeliest first."""
    return [cell for target in words.targets if (grid := found.get(target.kind)) for cell in _cells(target, grid)]


def empty(words: Words, found: dict[TableKind, Grid]) -> bool:
    """Whether a table that the words name is there without any row: an empty table prints nothing, that is 0."""
    return any(target.kind in found and not found[target.kind].table.rows for target in words.targets)


def _cells(target: Target, grid: Grid) -> Iterator[Cell]:
    if target.side is None:
        row = grid.total_row() if target.row is None else grid.find_row(target.row)
        column = grid.find_column(target.column)
        if row is not None and column is not None:
            yield grid, row, column
        return
    for side in sides(grid)[target.side : target.side + 1]:
        row = grid.find_row(target.row or GRAND, side.half.label)
        if row is not None and side.half.amounts:
            yield grid, row, side.half.amounts[0]
