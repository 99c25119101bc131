"""Full-width digits say what plain ones say, in every form; what is printed stays as printed."""

from collections.abc import Callable, Iterable

import pytest

from shared.folding import narrow
from tests.unit.parse.forms import BODY, HEAD, HEADER, UNIT, Row, ocr, read, word

WIDE = str.maketrans("0123456789.%", "０１２３４５６７８９．％")


def in_tabs(rows: Iterable[Row]) -> str:
    return f"### 1.2024年图书购置经费绩效目标表\n\n{UNIT}\n\n单位：万元\n\n{ocr(rows)}\n"


def in_word(rows: Iterable[Row]) -> str:
    return f"1.2024年图书购置经费绩效目标表\n\t{UNIT}\n\t单位：万元\n\n{word(rows)}\n"


def in_pdf(rows: Iterable[Row]) -> str:
    return f"\f1.2024年图书购置经费绩效目标表\n{UNIT} 单位：万元\n\n" + "".join(
        " ".join(filter(None, row)) + "\n\n" for row in rows
    )


@pytest.mark.parametrize("render", [in_tabs, in_word, in_pdf])
def test_wide_digits_read_as_narrow_ones(render: Callable[[Iterable[Row]], str]) -> None:
    text = render([*HEAD, HEADER, *BODY])
    wide, plain = read(text.translate(WIDE)), read(text)
    printed = wide.model_dump_json(include={"projects", "fiscal_year"}, exclude={"projects": {"__all__": {"at"}}})
    expected = plain.model_dump_json(include={"projects", "fiscal_year"}, exclude={"projects": {"__all__": {"at"}}})
    assert narrow(printed) == expected
    assert wide.projects[0].budget == "３．５０"
