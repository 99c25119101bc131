"""Money as printed: a decimal with its unit and its printed precision, and the comparisons of amounts by intervals.

A printed figure stands for every amount that rounds to it: 3.75 万元 is anything within half a unit of its last
digit, 37 500 ± 50 元. Sums and copies are compared with the tolerance that follows from that; nobody chooses a number.
Only the product of a quantity and a price has a share of its own (1 %), since quantities are round figures.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache

from shared.folding import fold

YUAN = "元"
WAN = "万元"
YI = "亿元"
FACTORS: dict[str, Decimal] = {YUAN: Decimal(1), WAN: Decimal(10_000), YI: Decimal(100_000_000)}
PRODUCT_SHARE = Decimal("0.01")  # of the total: how far a product of round figures may lie from it

_NUMBER = r"[-+−]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?"
_AMOUNT = re.compile(rf"\s*(?P<number>{_NUMBER})\s*(?P<unit>亿元|万元|元)?\s*")


class Closeness(StrEnum):
    """How two amounts that should be one stand to each other."""

    CLOSES = "closes"
    ROUNDING = "rounding"  # 尾差: different, and printed precision explains it
    BEYOND = "beyond"


@dataclass(frozen=True, slots=True)
class Amount:
    """One printed amount: `number` in `unit`; `yuan` and `half` (half a unit of the last printed digit) in 元."""

    number: Decimal
    unit: str
    printed: str = ""

    @property
    def yuan(self) -> Decimal:
        """The amount in 元."""
        return self.number * FACTORS[self.unit]

    @property
    def half(self) -> Decimal:
        """Half a unit of the last printed digit, in 元: 50 for 3.75 万元."""
        return half_unit(self.number) * FACTORS[self.unit]

    @property
    def low(self) -> Decimal:
        """The least amount in 元 that prints so."""
        return self.yuan - self.half

    @property
    def high(self) -> Decimal:
        """The greatest amount in 元 that prints so."""
        return self.yuan + self.half

    def __str__(self) -> str:
        return self.printed or f"{self.number}{self.unit}"


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two sides in 元 that should be equal, and the tolerance in 元 that printed precision grants them."""

    left: Decimal
    right: Decimal
    tolerance: Decimal

    @property
    def difference(self) -> Decimal:
        """Left minus right, in 元."""
        return self.left - self.right

    @property
    def closeness(self) -> Closeness:
        """Closes, differs by rounding, or differs beyond it."""
        if self.difference == 0:
            return Closeness.CLOSES
        return Closeness.ROUNDING if abs(self.difference) <= self.tolerance else Closeness.BEYOND

    @property
    def holds(self) -> bool:
        """Whether the sides agree, rounding included."""
        return self.closeness is not Closeness.BEYOND

    @property
    def sign(self) -> str:
        """The sign between the sides: = ≈ (rounding) ≠."""
        return {Closeness.CLOSES: "=", Closeness.ROUNDING: "≈", Closeness.BEYOND: "≠"}[self.closeness]

    def equation(self, unit: str = YUAN) -> str:
        """Both sides in `unit` with the sign between them: "37500元 ≠ 37600元", "429699800元 ≈ 429699700元"."""
        return f"{in_unit(self.left, unit)} {self.sign} {in_unit(self.right, unit)}"


@lru_cache(maxsize=8192)
def read_amount(text: str | None, unit: str) -> Amount | None:
    """The amount printed in `text`, in `unit` (元, 万元, 亿元) unless the text names its own; None for other text.

    Full-width digits and thousands separators are read; anything else beside the number makes it no amount.
    """
    if text is None or unit not in FACTORS:
        return None
    match = _AMOUNT.fullmatch(fold(text))
    if match is None:
        return None
    return Amount(read_number(match["number"]), match["unit"] or unit, text)


def read_number(text: str) -> Decimal:
    """The decimal printed as digits with an optional sign, point and thousands separators. Raises InvalidOperation."""
    return Decimal(text.replace(",", "").replace("−", "-"))


def half_unit(number: Decimal) -> Decimal:
    """Half a unit of the last printed digit of `number`: 0.005 for 3.75, 0.5 for 160."""
    exponent = number.as_tuple().exponent
    return Decimal(5).scaleb(exponent - 1) if isinstance(exponent, int) else Decimal(0)


def total(amounts: Iterable[Amount]) -> tuple[Decimal, Decimal]:
    """The sum of `amounts` and the sum of their half units, both in 元."""
    parts = list(amounts)
    return sum((a.yuan for a in parts), Decimal(0)), sum((a.half for a in parts), Decimal(0))


def compare_copy(one: Amount, other: Amount) -> Comparison:
    """The same figure printed twice: equal after rounding to the coarser of the two."""
    return Comparison(one.yuan, other.yuan, max(one.half, other.half))


def compare_sum(parts: Sequence[Amount], whole: Amount) -> Comparison:
    """Printed parts against their printed total: each figure may be off by half a unit of its last digit."""
    value, slack = total(parts)
    return Comparison(value, whole.yuan, slack + whole.half)


def compare_product(
    factors: Sequence[tuple[Decimal, Amount]], whole: Amount, times: Decimal = Decimal(1)
) -> Comparison:
    """Sum of quantity x price (x `times`, such as 12 months) against a printed total.

    Tolerance in 元: the largest of 1 % of the total, the quantities times the half units of their prices, and the half
    unit of the total.
    """
    value = sum((quantity * price.yuan * times for quantity, price in factors), Decimal(0))
    slack = sum((quantity * price.half * times for quantity, price in factors), Decimal(0))
    return Comparison(value, whole.yuan, max(abs(whole.yuan) * PRODUCT_SHARE, slack, whole.half))


def in_unit(yuan: Decimal, unit: str = YUAN) -> str:
    """`yuan` printed in `unit` without exponent and without trailing zeros: "39000元", "3.9万元"."""
    return f"{digits(yuan / FACTORS[unit])}{unit}"


def digits(number: Decimal) -> str:
    """`number` as plain digits: no exponent, no trailing zeros after the point, no negative zero."""
    text = format(number, "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text
