"""GJ-G12: an amount in the explanations differs from the cell it repeats."""

from collections import Counter
from collections.abc import Iterator

from services.validate.grids import doubted_cells, grids, missing
from services.validate.rule import (
    BOTH,
    DOCUMENT,
    Context,
    Severity,
    Verdict,
    confirmed,
    failed,
    insufficient,
    not_applicable,
    of_section,
    passed,
    rule,
    uncertain,
)
from services.validate.stated import cells_of, empty, words_of
from services.validate.sums import Cell, amount_of
from shared.amounts import YUAN, Amount, Comparison, compare_copy, digits, read_amount
from shared.document import NarrativeFigure
from shared.findings import Evidence, Outcome


@rule(
    "GJ-G12",
    title="说明数字与表格",
    title_en="Amounts of the narrative and of the tables",
    summary="情况说明中的金额应与预算表中对应单元格一致。",
    severity=Severity.ERROR,
    scope="document",
    kinds=BOTH,
    clause="地方预决算公开专项检查（真实性）；预算法第十四条",
    since="0.1.0",
)
def stated_amount_differs(context: Context) -> Iterator[Verdict]:
    """An amount in the explanations differs from the cell it repeats.

    What it checks
        Each amount of the narrative whose label names a cell (收入, 支出, 基本支出, 项目支出, “三公”, 固定资产, …)
        against that cell, after rounding to the coarser of the two.

    Why it matters
        The narrative is typed, the tables are exported: this is where published figures go wrong.

    Known traps
        0.00 repeats a blank cell. Changes from last year (增加, 减少, 与上年相比) repeat no cell. 机关运行经费 is
        defined differently from place to place: only agreement counts.

    Example
        “项目支出1230.00万元” beside 1203.00 in the table.

    Severity
        error where one amount has that label, warning where several have.
    """
    figures = context.document.narrative_figures
    if not context.look_up(grids) or not figures:
        yield (
            missing(context.document)
            if not context.look_up(grids)
            else not_applicable(DOCUMENT, "说明中没有金额", "the explanations state no amount")
        )
        return
    named = Counter(words.label for figure in figures if (words := words_of(figure)))
    verdicts = [_judged(context, figure, named) for figure in figures]
    yield from verdicts
    agreeing = sum(verdict.outcome is Outcome.PASS for verdict in verdicts)
    if agreeing and not any(verdict.outcome is Outcome.FAIL for verdict in verdicts):
        yield confirmed(
            DOCUMENT,
            f"说明中有{agreeing}项金额与预算表一致。",
            f"{agreeing} amounts of the explanations agree with the tables.",
            [],
        )


def _judged(context: Context, figure: NarrativeFigure, named: Counter[str]) -> Verdict:
    subject, words, found = of_section(figure.label), words_of(figure), context.look_up(grids)
    amount = read_amount(figure.amount, figure.unit)
    doubt = context.doubt(subject)
    if words is None:
        return not_applicable(subject, "没有对应的单元格", "it repeats no cell")
    if doubt or amount is None:
        message = doubt.message if doubt else f"“{figure.amount}”不能读作金额"
        return uncertain(subject, message, doubt.message_en if doubt else f"“{figure.amount}” is no amount")
    cells = cells_of(words, found)
    if any(compare_copy(amount, amount_of(cell)).holds and not cell[0].unreadable(*cell[1:]) for cell in cells):
        return passed(subject)
    if not cells and amount.yuan == 0 and empty(words, found):
        return passed(subject)
    if not cells or not words.binding:
        return insufficient(subject, "表中没有可比的单元格", "the tables have no cell to compare it with")
    unique = named[words.label] == 1
    return doubted_cells(context, cells, subject) or _differs(figure, amount, cells[0], unique)


def _differs(figure: NarrativeFigure, amount: Amount, cell: Cell, unique: bool) -> Verdict:
    grid, row, column = cell
    compared: Comparison = compare_copy(amount, amount_of(cell))
    printed = grid.text(row, column)
    place = f"{grid.title}“{grid.names[column]}”"
    stated = f"{figure.label}{figure.amount}{figure.unit}"
    said = f"{printed}{grid.unit}" if printed else "空白"
    return failed(
        of_section(figure.label),
        f"说明中“{stated}”与{place}的{said}不一致，请核对。",
        f"The explanations state {stated}; the table {place} prints {printed or 'nothing'}.",
        [
            Evidence(quote=stated, value=digits(amount.yuan), unit=YUAN, at=figure.at.get("amount")),
            grid.evidence(row, column),
        ],
        severity=Severity.ERROR if unique else Severity.WARNING,
        equation=compared.equation(grid.unit),
    )
