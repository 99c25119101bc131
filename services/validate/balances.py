"""The two sides of a balance table (收支总表): items, their subtotal, what stands below it, and the grand total."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from services.validate.grids import Grid, Half

SUBTOTAL = re.compile(r"本年.*合计|.*[收支][入出]合计|合计")
TOTAL = re.compile(r".*总计")
NUMBERED = re.compile(r"[一二三四五六七八九十]+、")
NESTED = re.compile(r"其中|[(][一二三四五六七八九十\d]+[)]|\d+[、.]")


@dataclass(frozen=True)
class Side:
    """One side: rows of its items, of its subtotal, of what is added below it, and of its total (None if not found)."""

    half: Half
    items: tuple[int, ...]
    subtotal: int | None
    extras: tuple[int, ...]
    total: int | None


def sides(grid: Grid) -> list[Side]:
    """The sides of the table, income first."""
    return [_side(grid, half) for half in grid.halves]


def _side(grid: Grid, half: Half) -> Side:
    labels = [grid.text(row, half.label) for row in grid.rows]
    total = next((row for row, label in enumerate(labels) if TOTAL.fullmatch(label)), None)
    subtotal = next((row for row, label in enumerate(labels[:total]) if SUBTOTAL.fullmatch(label)), None)
    if subtotal is None:
        return Side(half, (), None, (), total)
    extras = top_level(labels, range(subtotal + 1, len(labels) if total is None else total), numbered=False)
    return Side(half, top_level(labels, range(subtotal), numbered=True), subtotal, extras, total)


def top_level(labels: Sequence[str], rows: range, *, numbered: bool) -> tuple[int, ...]:
    """The rows that are no part of another: above the subtotal the numbered ones (一、) where there are any, below it
    the others, whose parts are numbered there (年初结转 with 一、一般公共预算 under it)."""
    plain = [row for row in rows if labels[row] and not NESTED.match(labels[row])]
    chosen = [row for row in plain if bool(NUMBERED.match(labels[row])) is numbered]
    return tuple(chosen or plain)
