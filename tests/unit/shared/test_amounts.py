"""Money as printed and its comparisons by printed precision."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.amounts import (
    Amount,
    Closeness,
    compare_copy,
    compare_product,
    compare_sum,
    digits,
    in_unit,
    read_amount,
)


def wan(text: str) -> Amount:
    amount = read_amount(text, "万元")
    assert amount is not None
    return amount


@pytest.mark.parametrize(
    ("text", "unit", "yuan", "half"),
    [
        ("3.75", "万元", "37500", "50"),
        ("160万元", "元", "1600000", "5000"),
        ("1,234.50", "元", "1234.5", "0.005"),
        ("１２．３０", "万元", "123000", "50"),
        ("1.2 亿元", "万元", "120000000", "5000000"),
        ("-0.47", "万元", "-4700", "50"),
        ("0", "万元", "0", "5000"),
    ],
)
def test_an_amount_has_its_unit_and_printed_precision(text: str, unit: str, yuan: str, half: str) -> None:
    amount = read_amount(text, unit)
    assert amount is not None
    assert (amount.yuan, amount.half) == (Decimal(yuan), Decimal(half))
    assert (amount.low, amount.high) == (Decimal(yuan) - Decimal(half), Decimal(yuan) + Decimal(half))
    assert str(amount) == text


@pytest.mark.parametrize("text", ["", "—", "3.75%", "约3万元", "3.75万", "1,23", "1.2.3", None])
def test_what_is_no_amount_reads_to_none(text: str | None) -> None:
    assert read_amount(text, "万元") is None


def test_an_unknown_unit_reads_to_none() -> None:
    assert read_amount("3.75", "美元") is None


@pytest.mark.parametrize(
    ("one", "other", "closeness"),
    [
        ("148.65", "148.65", Closeness.CLOSES),
        ("148.65429", "148.65", Closeness.ROUNDING),
        ("148.655", "148.65", Closeness.ROUNDING),
        ("148.6551", "148.65", Closeness.BEYOND),
        ("0.66", "0.65", Closeness.BEYOND),
        ("160", "160.4", Closeness.ROUNDING),
    ],
)
def test_a_copy_agrees_after_rounding_to_the_coarser_figure(one: str, other: str, closeness: Closeness) -> None:
    assert compare_copy(wan(one), wan(other)).closeness is closeness
    assert compare_copy(wan(other), wan(one)).closeness is closeness


@pytest.mark.parametrize(
    ("parts", "whole", "closeness"),
    [
        (["1.00", "2.75"], "3.75", Closeness.CLOSES),
        (["1.00", "2.75"], "3.76", Closeness.ROUNDING),
        (["1.00", "2.75"], "3.765", Closeness.BEYOND),  # 0.015 > 2 x 0.005 + 0.0005
        (["1.00", "2.75"], "3.77", Closeness.BEYOND),
        (["503.56", "305.00", "3.56", "231.00", "1.46"], "1044.57", Closeness.ROUNDING),
        (["3.50"], "3.49", Closeness.ROUNDING),
        (["3.50"], "3.48", Closeness.BEYOND),
    ],
)
def test_a_sum_is_granted_half_a_unit_of_each_figure(parts: list[str], whole: str, closeness: Closeness) -> None:
    assert compare_sum([wan(part) for part in parts], wan(whole)).closeness is closeness


@pytest.mark.parametrize(
    ("quantity", "price", "whole", "closeness"),
    [
        ("18", "666.67元", "1.20", Closeness.ROUNDING),
        ("369", "5万元", "1842.10", Closeness.ROUNDING),
        ("60", "0.1万元", "6.00", Closeness.CLOSES),
        ("72400", "4元", "20.00", Closeness.BEYOND),
        ("100", "1.01万元", "100.00", Closeness.ROUNDING),
        ("100", "1.02万元", "100.00", Closeness.BEYOND),
    ],
)
def test_a_product_is_granted_one_percent(quantity: str, price: str, whole: str, closeness: Closeness) -> None:
    compared = compare_product([(Decimal(quantity), wan(price))], wan(whole))
    assert compared.closeness is closeness


def test_products_of_months_and_pairs_add_up() -> None:
    monthly = compare_product([(Decimal(442), wan("6206.64元"))], wan("3292.00"), Decimal(12))
    assert monthly.holds
    pairs = [(Decimal(394), wan("185元")), (Decimal(15), wan("474元"))]
    assert compare_product(pairs, wan("8.00")).equation() == "80000元 = 80000元"


def test_an_equation_names_both_sides_and_how_they_stand() -> None:
    assert compare_sum([wan("3.04")], wan("3.05")).equation("万元") == "3.04万元 ≈ 3.05万元"
    assert compare_copy(wan("3.9"), wan("0.10")).equation() == "39000元 ≠ 1000元"


@pytest.mark.parametrize(("number", "text"), [("1E+3", "1000"), ("0.10", "0.1"), ("-0.0", "0"), ("12.345", "12.345")])
def test_digits_are_plain(number: str, text: str) -> None:
    assert digits(Decimal(number)) == text


@given(st.decimals(min_value=0, max_value=10**12, places=2))
def test_an_amount_survives_printing_in_another_unit(number: Decimal) -> None:
    amount = Amount(number, "元")
    again = read_amount(in_unit(amount.yuan, "万元"), "元")
    assert again is not None
    assert again.yuan == amount.yuan


@given(st.lists(st.decimals(min_value=0, max_value=10**6, places=4), min_size=1, max_size=30))
def test_rounding_the_parts_and_the_total_never_goes_beyond_the_tolerance(numbers: list[Decimal]) -> None:
    cent = Decimal("0.01")
    parts = [Amount(n.quantize(cent), "万元") for n in numbers]
    whole = Amount(sum(numbers, Decimal(0)).quantize(cent), "万元")
    assert compare_sum(parts, whole).holds
