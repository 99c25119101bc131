"""The disclosure form (部门预算信息公开): its budget tables and the amounts its explanations state."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from services.parse.blocks import Block
from services.parse.extract.budget_tables import extract_tables
from services.parse.extract.narrative import extract_figures
from shared.document import BudgetTable, Department, NarrativeFigure, ReadingWarning

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Budget:
    """What a document says of a budget. `department` is the one that most tables name, None where none does; `year`
    likewise. `taken` are the indices of the blocks that hold tables, with their headings and notes."""

    tables: list[BudgetTable] = field(default_factory=list)
    figures: list[NarrativeFigure] = field(default_factory=list)
    warnings: list[ReadingWarning] = field(default_factory=list)
    department: Department | None = None
    year: int | None = None
    taken: frozenset[int] = frozenset()


def extract_budget(blocks: Sequence[Block], taken: Collection[int] = ()) -> Budget:
    """The budget in `blocks`. Blocks at the indices in `taken` (the target text and its tables) are left alone.

    Every other table comes out, whatever its form: with its printed heading as kind or None, its columns and rows.
    """
    found = extract_tables(blocks, taken)
    names = {name for heading in found.headings if (name := heading.text("name"))}
    figures = extract_figures(blocks, {*taken, *found.taken}, sorted(names, key=len, reverse=True))
    named = [(heading.text("code"), heading.text("name")) for heading in found.headings]
    code, name = _commonest([pair for pair in named if any(pair)], (None, None))
    year = _commonest([table.year for table in found.tables if table.year], None)
    department = Department(code=code, name=name) if code or name else None
    return Budget(found.tables, figures, found.warnings, department, year, frozenset(found.taken))


def _commonest(values: Sequence[T], default: T) -> T:
    return max(values, key=values.count, default=default)
