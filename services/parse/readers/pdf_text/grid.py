"""What a project's table is once its grid is rebuilt, however that was done."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from services.parse.readers.pdf_text.fragments import Fragment

Printed = Sequence[Fragment]


@dataclass(frozen=True, slots=True)
class IndicatorRow:
    """One indicator: the fragments of its cells in reading order.

    `cost` says how odd the row is, `margin` how much more the next best way to read it costs.
    """

    level1: Printed
    level2: Printed
    cells: tuple[Printed, ...]
    cost: float = 0.0
    margin: float = 99.0


@dataclass(slots=True)
class Fields:
    """The head of a table: labels found (role -> text without wrap, and where), and the fragments of each value.

    `plan` is there when positions tell which quarter each planned value stands under.
    """

    labels: dict[str, tuple[str, Printed]] = field(default_factory=dict)
    values: dict[str, list[Fragment]] = field(default_factory=dict)
    quarters: dict[str, tuple[str, Printed]] = field(default_factory=dict)
    plan: dict[str, list[Fragment]] | None = None


@dataclass(slots=True)
class ProjectTable:
    """One project: title, unit line and table are the printed lines from `title_start`, `unit_start`, `start` to `end`.

    The head of the table, its indicator header (role, text, where) and the indicator rows.
    """

    title_start: int
    unit_start: int
    start: int
    end: int
    fields: Fields
    header: list[tuple[str, str, Printed]]
    rows: list[IndicatorRow] = field(default_factory=list)
