"""The spending plan (资金支出计划) of a project, read into the form it was filled in.

The form's header asks for cumulative percentages; departments also print percentages a period, cumulative amounts and
amounts a period. Which of these a row is can only be told from its figures and the budget.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from itertools import accumulate, pairwise
from typing import Any

from services.validate.money import budget_of
from shared.amounts import FACTORS, Amount, digits
from shared.document import QUARTERS, Project, Quarter
from shared.findings import Evidence
from shared.places import Place, joined
from shared.values import Kind, Value, read

HUNDRED = Decimal(100)
MONTHS: dict[Quarter, str] = {"mar": "3月底", "jun": "6月底", "oct": "10月底", "dec": "12月底"}


class Form(StrEnum):
    """What the figures of a plan are."""

    BLANK = "未填"
    CUMULATIVE_PERCENT = "累计百分比"
    PERIOD_PERCENT = "分期百分比"
    CUMULATIVE_MONEY = "累计金额"
    PERIOD_MONEY = "分期金额"
    UNCLEAR = "无法判断"  # no reading of the figures reaches the whole budget

    @property
    def is_money(self) -> bool:
        """Whether the figures are amounts."""
        return self in (Form.CUMULATIVE_MONEY, Form.PERIOD_MONEY)

    @property
    def is_cumulative(self) -> bool:
        """Whether each figure includes those before it."""
        return self in (Form.CUMULATIVE_PERCENT, Form.CUMULATIVE_MONEY)


@dataclass(frozen=True, slots=True)
class SpendingPlan:
    """The figures printed in a plan, by quarter, and the budget in the table's unit (None where it is no amount)."""

    quarters: tuple[Quarter, ...]
    values: tuple[Value, ...]
    budget: Decimal | None

    @property
    def numbers(self) -> list[Decimal]:
        """The printed numbers, without their unit."""
        return [value.number or Decimal(0) for value in self.values]

    @property
    def readable(self) -> bool:
        """Whether every printed cell is a plain number, with a percent sign or without any unit."""
        return all(value.kind is Kind.NUMBER and (value.is_percent or not value.unit.printed) for value in self.values)

    @property
    def signed(self) -> bool:
        """Whether a percent sign is printed."""
        return any(value.is_percent for value in self.values)

    @property
    def rising(self) -> bool:
        """Whether no figure is less than the one before it."""
        return all(earlier <= later for earlier, later in pairwise(self.numbers))

    @property
    def wholes(self) -> list[Decimal]:
        """What the whole can be: 100, or without a percent sign also the budget."""
        return [HUNDRED] if self.signed or self.budget is None else [HUNDRED, self.budget]

    @property
    def form(self) -> Form:
        """The first form whose figures reach the whole; percentages before amounts."""
        if not self.values:
            return Form.BLANK
        for whole, cumulative, period in zip(
            self.wholes,
            (Form.CUMULATIVE_PERCENT, Form.CUMULATIVE_MONEY),
            (Form.PERIOD_PERCENT, Form.PERIOD_MONEY),
            strict=False,
        ):
            if self.rising and self.ends_at(whole):
                return cumulative
            if self.sums_to(whole):
                return period
        return Form.UNCLEAR

    def ends_at(self, whole: Decimal) -> bool:
        """Whether the last printed figure is `whole`, within half a unit of its last digit."""
        return abs(self.numbers[-1] - whole) <= self.values[-1].half

    def sums_to(self, whole: Decimal) -> bool:
        """Whether the figures add up to `whole`, each within half a unit of its last digit."""
        return abs(sum(self.numbers) - whole) <= sum((value.half for value in self.values), Decimal(0))

    def percentages(self) -> list[str]:
        """The cumulative percentages of a plan of amounts: ["11.6%", …, "100%"]. Only where the form is money."""
        figures = self.numbers if self.form.is_cumulative else list(accumulate(self.numbers))
        assert self.budget is not None
        return [f"{digits((100 * figure / self.budget).quantize(Decimal('0.01')))}%" for figure in figures]


def plan_of(project: Project) -> SpendingPlan:
    """The plan printed in the project's table."""
    printed = [(quarter, text) for quarter, text in zip(QUARTERS, project.plan.values(), strict=True) if text]
    budget = budget_of(project)
    return SpendingPlan(
        tuple(quarter for quarter, _ in printed),
        tuple(read(text) for _, text in printed),
        _in_table_unit(project, budget) if budget else None,
    )


def plan_evidence(project: Project, converted: Sequence[str] = ()) -> Evidence:
    """The printed plan as one end of a finding, with what it comes to where it was converted."""
    quote = "；".join(f"{MONTHS[q]} {text}" for q, text in zip(QUARTERS, project.plan.values(), strict=True) if text)
    return Evidence(quote=quote, value="；".join(converted) or None, at=joined(_places(project.at.get("plan"))))


def _places(at: Any) -> Iterator[Place]:
    """The places under `at`, which is one place, a list of them, or places by quarter."""
    if isinstance(at, list):
        for place in at:
            yield from _places(place)
    elif isinstance(at, dict) and at.keys() & set(QUARTERS):
        for quarter in QUARTERS:
            yield from _places(at.get(quarter))
    elif at:
        yield at


def _in_table_unit(project: Project, amount: Amount) -> Decimal:
    return amount.yuan / FACTORS[project.currency_unit or amount.unit]
