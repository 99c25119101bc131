"""Cost rows of a project: which are the price of one, which the cost of the whole, and which neither.

The form has one column for the value of a cost and none for what it is the cost of; only words and units tell.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from services.validate.indicators import Class, Row, rows
from shared.amounts import WAN, Amount, compare_copy
from shared.document import Project
from shared.folding import plain
from shared.lexicon import (
    AVERAGE_WORDS,
    CEILING_WORDS,
    FUNDING_WORDS,
    INCOME_WORDS,
    PRICE_WORDS,
    SEVERAL_YEARS,
    SUBSIDY_WORDS,
    TIME_UNITS,
    TOTAL_WORDS,
)
from shared.units import denominators
from shared.values import Kind

_ONE_OF = re.compile(r"(?<!\d)[1一]([个台件套辆张份册本次场人户名亩])(?!\d)")


@dataclass(frozen=True, slots=True)
class Cost:
    """A cost row with one amount of money."""

    row: Row
    amount: Amount

    @property
    def denominators(self) -> tuple[str, ...]:
        """What the amount is for, by its unit, else its name, else its description: ("人", "月")."""
        one = _ONE_OF.search(self.row.words)
        counted = (one[1],) if one else ()
        named = denominators(self.row.name)
        counting = [unit for unit in (*self.row.value.unit.per, *named) if unit not in TIME_UNITS]
        described = denominators(self.row.description) if not counting else ()
        units = (*self.row.value.unit.per, *named, *described, *counted)
        if "每月" in self.row.words or "按月" in self.row.words:
            units = (*units, "月")
        return tuple(dict.fromkeys(units))

    @property
    def counted_for(self) -> tuple[str, ...]:
        """The denominators that are no time."""
        return tuple(unit for unit in self.denominators if unit not in TIME_UNITS)

    @property
    def is_price(self) -> bool:
        """Whether the amount is for one of something."""
        return (
            bool(self.counted_for)
            or bool(self.row.value.unit.per)
            or any(word in self.row.name for word in PRICE_WORDS)
            or any(word in self.row.words for word in AVERAGE_WORDS)
        )

    @property
    def is_total(self) -> bool:
        """Whether the row names the cost of the whole project in the year; a price is none, whatever it is called."""
        described = "" if "/" in self.row.description else self.row.description
        several_years = any(word in self.row.words for word in SEVERAL_YEARS)
        named = any(word in self.row.name or word in described for word in TOTAL_WORDS)
        return named and not several_years and not self.is_price

    @property
    def is_ceiling(self) -> bool:
        """Whether the row limits what others borrow or claim, or is money taken in."""
        name = self.row.name.replace("预算额度", "")
        return "贷款" in self.row.words or any(word in name for word in (*CEILING_WORDS, *INCOME_WORDS))

    def equals(self, budget: Amount) -> bool:
        """Whether the amount is the budget, printed again."""
        return compare_copy(self.amount, budget).holds


def amount_of(row: Row) -> Amount | None:
    """The money of a row; in a cost row 6.5万 and 6.5万/次 are money too."""
    value = row.value
    if value.kind is Kind.NUMBER and value.number is not None and not value.unit.base and row.kind is Class.COST:
        return Amount(value.number, WAN, row.target) if value.unit.magnitude == Decimal(10_000) else None
    return value.amount


def costs_of(project: Project, spared: Callable[[Row], bool] = lambda row: False) -> list[Cost]:
    """The cost rows of the project that hold one amount of money, without the `spared`."""
    found = ((row, amount_of(row)) for row in rows(project) if row.kind is Class.COST and not spared(row))
    return [Cost(row, amount) for row, amount in found if amount is not None and amount.yuan > 0]


def one_source_of_several(project: Project) -> str | None:
    """The word that shows the project to be one of several sources of its money, or to pay several things."""
    words = plain(f"{project.name or ''}{project.title or ''}{project.purpose or ''}")
    funding = next((word for word in FUNDING_WORDS if word in words), None)
    if funding:
        return funding
    purpose = plain(project.purpose or "")
    return "多项补助" if sum(purpose.count(word) for word in SUBSIDY_WORDS) > 2 else None
