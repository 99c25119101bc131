"""The upper part of a project's table in a dump of a PDF file: which fragments are amounts, which text."""

import pytest

from tests.unit.parse.forms import BODY, HEAD, HEADER, UNIT, read

MONEY = HEAD[1]


@pytest.mark.parametrize(
    "purpose", ["2024 年图书购置经费。", "12 家分馆购置图书的补助。", "用于购置图书。", "500 元以下零星购置。"]
)
@pytest.mark.parametrize("other", ["", "0.00"])
def test_number_that_begins_the_purpose_is_no_amount(purpose: str, other: str) -> None:
    rows = (HEAD[0], (*MONEY[:6], other), (purpose,), *HEAD[3:], HEADER, *BODY)
    lines = (" ".join(filter(None, row)) for row in rows)
    (found,) = read(f"\f1.图书购置经费绩效目标表\n{UNIT} 单位：万元\n\n" + "\n\n".join(lines) + "\n").projects
    assert (found.budget, found.other_funds, found.purpose) == ("3.50", other or None, "".join(purpose.split()))
