"""Quantity x unit cost: which quantity row belongs to which price, and what the pairs come to beside the budget.

A pairing is *certain* when each price says what it is for and exactly one quantity row counts that. Others are tried
too, but only an exact result is believed of them: a wrong pairing hits the budget to the last digit by chance only.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import permutations

from services.validate.costs import Cost, costs_of
from services.validate.indicators import Class, Row, rows
from services.validate.money import budget_of
from shared.amounts import PRODUCT_SHARE, Amount, Comparison, compare_product, digits
from shared.document import Project
from shared.folding import bare
from shared.lexicon import COUNT_UNITS
from shared.values import Kind

MONTHS = Decimal(12)
MOST = 4  # price rows, and quantity rows to choose from per price: beyond that no pairing is convincing
# Words that say nothing about what is counted or paid.
_COMMON = (
    "数量",
    "人数",
    "标准",
    "成本",
    "费用",
    "金额",
    "单价",
    "平均",
    "人均",
    "发放",
    "补贴",
    "补助",
    "项目",
    "预算",
    "指标",
)


@dataclass(frozen=True, slots=True)
class Pair:
    """A quantity row, the price paid for each, and how often in the year."""

    quantity: Row
    price: Cost
    times: Decimal

    @property
    def count(self) -> Decimal:
        """The quantity in its base unit."""
        return self.quantity.value.quantity or Decimal(0)

    @property
    def likeness(self) -> int:
        """How many pairs of characters the two rows share in name and description, common words left out."""
        return len(_pairs(self.quantity.words) & _pairs(self.price.row.words))

    @property
    def counts_it(self) -> bool:
        """Whether the quantity counts what the price is for, and the price is for nothing else (元/人/次 is)."""
        return (self.quantity.value.unit.base,) == self.price.counted_for

    def __str__(self) -> str:
        months = f"×{digits(self.times)}月" if self.times != 1 else ""
        count = f"{digits(self.count)}{self.quantity.value.unit.base}"
        return f"{count}×{digits(self.price.amount.number)}{self.price.amount.unit}{months}"


@dataclass(frozen=True, slots=True)
class Product:
    """The pairs of a project and their sum beside its budget."""

    pairs: tuple[Pair, ...]
    budget: Amount
    certain: bool

    @property
    def compared(self) -> Comparison:
        """The sum of the pairs against the budget."""
        factors = [(pair.count * pair.times, pair.price.amount) for pair in self.pairs]
        return compare_product(factors, self.budget)

    @property
    def closes(self) -> bool:
        """Whether the sum is the budget: as printed, or where the pairing is certain within the share of round figures.

        What only the few digits of a price explain (300 × 0.1万元) is no contradiction, but no confirmation either.
        """
        off = abs(self.compared.difference)
        return off <= self.budget.half or (self.certain and off <= self.budget.yuan * PRODUCT_SHARE)

    @property
    def likeness(self) -> int:
        """How much the rows of each pair speak of the same thing."""
        return sum(pair.likeness for pair in self.pairs)

    def __str__(self) -> str:
        return "+".join(map(str, self.pairs))


def closing_product(project: Project, spared: Callable[[Row], bool] = lambda row: False) -> Product | None:
    """The product of quantities and costs that is the budget, if there is one; rows that are `spared` do not count."""
    budget = budget_of(project)
    if budget is None:
        return None
    prices, quantities = _prices(project, budget, spared), _quantities(project, spared)
    if not 0 < len(prices) <= MOST or len(quantities) > 2 * MOST:
        return None
    closing = [product for product in _pairings(prices, quantities, budget) if product.closes]
    return max(closing, key=lambda product: (product.certain, product.likeness), default=None)


def certain_product(project: Project, spared: Callable[[Row], bool] = lambda row: False) -> Product | str:
    """The one pairing in which each price says what it is for and one quantity counts it; else why there is none."""
    budget = budget_of(project)
    if budget is None:
        return "没有可计算的预算数"
    if _open(project, spared):
        return "有成本指标不是确定的金额"
    prices, quantities = _prices(project, budget, spared), _quantities(project, spared)
    if not prices:
        return "没有单位成本"
    if not all(price.is_price for price in prices):
        return "成本指标中有不是单位成本的金额"
    certain = [product for product in _pairings(prices, quantities, budget) if product.certain]
    return certain[0] if len(certain) == 1 else "单位成本与数量无法一一对应"


def _prices(project: Project, budget: Amount, spared: Callable[[Row], bool]) -> list[Cost]:
    """The costs that may be prices: those that are no ceiling and not the budget itself."""
    return [cost for cost in costs_of(project, spared) if not cost.is_ceiling and not cost.equals(budget)]


def _quantities(project: Project, spared: Callable[[Row], bool]) -> list[Row]:
    """The rows that count something: people, pieces, times."""
    return [
        row
        for row in rows(project)
        if row.kind is Class.QUANTITY
        and row.value.kind is Kind.NUMBER
        and row.value.unit.base in COUNT_UNITS
        and (row.value.quantity or 0) > 0
        and not spared(row)
    ]


def _open(project: Project, spared: Callable[[Row], bool]) -> bool:
    """Whether a cost row holds a formula, a range, a rate or a damaged print: the pairs are not all of the cost."""
    return any(
        row.kind is Class.COST and (spared(row) or row.value.kind in (Kind.FORMULA, Kind.RANGE) or row.value.is_percent)
        for row in rows(project)
    )


def _pairings(prices: Sequence[Cost], quantities: Sequence[Row], budget: Amount) -> Iterator[Product]:
    for chosen in permutations(quantities, len(prices)):
        pairs = [Pair(row, price, _times(price)) for row, price in zip(chosen, prices, strict=True)]
        if any(pair.times == 0 for pair in pairs):
            return
        yield Product(tuple(pairs), budget, all(_only(pair, quantities) for pair in pairs))


def _only(pair: Pair, quantities: Sequence[Row]) -> bool:
    """Whether the pair's quantity is the one that counts what its price is for: by unit, or among such by its words."""
    if not pair.counts_it:
        return False
    rivals = [Pair(row, pair.price, pair.times) for row in quantities if row is not pair.quantity]
    return all(pair.likeness > rival.likeness for rival in rivals if rival.counts_it)


def _times(price: Cost) -> Decimal:
    """How often a year the price is paid: 12 where it is a month's, 0 where that cannot be known (a day's)."""
    units = price.denominators
    if "月" in units:
        return MONTHS
    return Decimal(0) if {"天", "工作日", "周", "小时", "季度"} & set(units) else Decimal(1)


def _pairs(words: str) -> set[str]:
    text = bare(words)
    for word in _COMMON:
        text = text.replace(word, "|")
    return {text[i : i + 2] for i in range(len(text) - 1) if "|" not in text[i : i + 2]}
