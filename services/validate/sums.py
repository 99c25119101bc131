"""Sums over cells of budget tables: the verdict of one equation, with the tolerance that printed precision grants."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from services.validate.context import Context
from services.validate.grids import Grid, doubted_cells, printed
from services.validate.verdict import DOCUMENT, Verdict, confirmed, failed, passed, uncertain
from shared.amounts import WAN, YUAN, Amount, Closeness, Comparison, compare_copy, compare_sum, digits, in_unit
from shared.findings import Evidence, Outcome, Subject

Cell = tuple[Grid, int, int]
BLANK = Amount(Decimal(0), YUAN)
SYSTEMATIC = 3  # as many failures without a single success are no accident
LONG = 6  # an equation of more parts is written with their number instead


@dataclass(frozen=True)
class Claim:
    """What an equation says, in both languages, of which subject (by default the cell of its whole), in which unit.

    `worth` confirms it where it holds exactly.
    """

    zh: str
    en: str
    subject: Subject | None = None
    worth: bool = False
    unit: str = WAN


def judge_sum(context: Context, parts: Sequence[Cell], whole: Cell, claim: Claim) -> Verdict:
    """Whether printed parts add up to the printed whole; a blank whole is 0. The subject is the whole's cell."""
    compared = compare_sum(printed(parts), amount_of(whole))
    return judge_cells(context, compared, parts, whole, claim)


def judge_copy(context: Context, one: Cell, other: Cell, claim: Claim) -> Verdict:
    """Whether the same figure printed in two cells is the same. The subject is the second cell."""
    return judge_cells(context, compare_copy(amount_of(one), amount_of(other)), [one], other, claim)


def judge_cells(context: Context, compared: Comparison, parts: Sequence[Cell], whole: Cell, claim: Claim) -> Verdict:
    """The verdict on a comparison of cells: parse_uncertain where one was read with doubt and the sides differ."""
    grid, row, column = whole
    subject = claim.subject or grid.subject(row, column)
    doubt = doubted_cells(context, [*parts, whole], subject)
    if doubt and not (compared.closeness is Closeness.CLOSES and filled([whole])):
        return doubt
    if compared.closeness is Closeness.CLOSES and not claim.worth:
        return passed(subject)
    quotes = [grid.evidence(row, column) for grid, row, column in [*filled(parts), whole]]
    stated = replace(claim, subject=subject, unit=grid.unit)
    return settled(compared, stated, quotes, equation(compared, parts, grid.unit))


def settled(compared: Comparison, claim: Claim, quotes: Sequence[Evidence], written: str) -> Verdict:
    """A finding where the sides differ, a confirmation (with the 尾差, if there is one) where they agree."""
    subject, gap = claim.subject or DOCUMENT, in_unit(abs(compared.difference), claim.unit)
    if compared.closeness is Closeness.CLOSES:
        return confirmed(subject, f"{claim.zh}相符。", f"{claim.en}: agrees.", quotes, written)
    if compared.closeness is Closeness.ROUNDING:
        message, message_en = f"{claim.zh}相符，尾差{gap}。", f"{claim.en}: agrees but for rounding ({gap})."
        return confirmed(subject, message, message_en, quotes, written)
    message, message_en = f"{claim.zh}不符，相差{gap}，请核对。", f"{claim.en}: the sides differ by {gap}."
    return failed(subject, message, message_en, quotes, equation=written)


def unless_systematic(verdicts: Sequence[Verdict], subject: Subject) -> list[Verdict]:
    """The verdicts as they are; where everything fails alike, our reading of the columns is to blame instead."""
    failing = [verdict for verdict in verdicts if verdict.outcome is Outcome.FAIL]
    if len(failing) < SYSTEMATIC or any(verdict.outcome is Outcome.PASS for verdict in verdicts):
        return list(verdicts)
    reason = "每一行都不相符，可能是表格的列没有读对"
    return [uncertain(subject, reason, "every row fails: the columns of the table may have been misread")]


def equation(compared: Comparison, parts: Sequence[Cell], unit: str) -> str:
    """Both sides with the sign between them; few parts are written out: "3+4=7万元 ≠ 8万元"."""
    amounts, sides = printed(parts), compared.equation(unit)
    if len(amounts) > LONG:
        return f"Σ{len(amounts)}项={sides}"
    return f"{'+'.join(digits(amount.number) for amount in amounts)}={sides}" if len(amounts) > 1 else sides


def amount_of(cell: Cell) -> Amount:
    """The amount of a cell; a blank one is 0."""
    grid, row, column = cell
    return grid.amount(row, column) or BLANK


def filled(cells: Sequence[Cell]) -> list[Cell]:
    """Those of the cells that print an amount."""
    return [(grid, row, column) for grid, row, column in cells if grid.amount(row, column)]
