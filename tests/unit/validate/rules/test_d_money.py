"""Rules D about the money of a project table: budget and funds."""

import pytest

from tests.unit.validate.examples import Example, a_document, a_doubt, a_project


def money(budget: str | None, fiscal: str | None, other: str | None, **changes: object) -> dict[str, object]:
    return a_project(budget=budget, fiscal_funds=fiscal, other_funds=other, **changes)


EXAMPLES = [
    Example("GJ-D01", "one source", a_document(money("12.00", "12.00", None)), ("pass P1 budget",)),
    Example("GJ-D01", "a printed zero", a_document(money("12.00", "12.00", "0")), ("pass P1 budget",)),
    Example(
        "GJ-D01",
        "two sources add up",
        a_document(money("12.00", "9.50", "2.50")),
        ("note P1 budget",),
        says=("9.50万元+2.50万元 = 12.00万元",),
    ),
    Example(
        "GJ-D01",
        "two sources within rounding",
        a_document(money("12.00", "9.50", "2.51")),
        ("note P1 budget",),
        near=True,
        says=("9.50万元+2.51万元 = 12.01万元 ≈ 12.00万元", "相差100元，为尾差"),
    ),
    Example(
        "GJ-D01",
        "one source within rounding",
        a_document(money("12.00", "12.004", None)),
        ("note P1 budget",),
        near=True,
        says=("12.004万元 ≈ 12.00万元",),
    ),
    Example(
        "GJ-D01",
        "just beyond rounding",
        a_document(money("12.00", "9.50", "2.52")),
        ("fail error P1 budget",),
        says=("9.50万元+2.52万元 = 12.02万元 ≠ 12.00万元", "12.00 120000 元", "2.52 25200 元"),
    ),
    Example(
        "GJ-D01",
        "the sum is short",
        a_document(money("12.00", "8.00", "3.00"), money("5.00", "5.00", None)),
        ("fail error P1 budget", "pass P2 budget"),
        says=("应为11万元",),
    ),
    Example(
        "GJ-D01",
        "one source differs",
        a_document(money("1,200,000.00", "120000.00", None, currency_unit="元")),
        ("fail error P1 budget",),
        says=("120000.00元 ≠ 1200000.00元",),
    ),
    Example(
        "GJ-D01", "fiscal funds blank", a_document(money("12.00", None, "12.00")), ("insufficient_data P1 budget",)
    ),
    Example(
        "GJ-D01", "budget is no number", a_document(money("待定", "12.00", None)), ("insufficient_data P1 budget",)
    ),
    Example(
        "GJ-D01",
        "other funds are no number",
        a_document(money("12.00", "8.00", "若干")),
        ("insufficient_data P1 budget",),
    ),
    Example(
        "GJ-D01",
        "no unit",
        a_document(money("12.00", "8.00", None, currency_unit=None)),
        ("insufficient_data P1 budget",),
    ),
    Example(
        "GJ-D01",
        "read with doubt",
        a_document(money("12.00", "8.00", None), warnings=[a_doubt(project=1, field="other_funds")]),
        ("parse_uncertain P1 budget",),
    ),
    Example("GJ-D01", "no project", a_document(), ("not_applicable document",)),
]


@pytest.mark.parametrize("example", EXAMPLES, ids=str)
def test_rule(example: Example) -> None:
    example.check()
