"""The reading warnings: every code is documented, and every code that the parser names has its words."""

import re
from pathlib import Path

import pytest

from shared.places import line
from shared.warnings import WARNINGS, page, warning

ROOT = Path(__file__).resolve().parents[3]
ROW = re.compile(r"^\| `(\w+)` \| (.+) \| (.+) \|$", re.MULTILINE)


def test_page_of_warnings_lists_every_code_with_its_words() -> None:
    printed = (ROOT / "docs" / "warnings.md").read_text("utf-8")
    assert {code: (zh, en) for code, zh, en in ROW.findall(printed)} == WARNINGS
    assert printed == page(), "python -m shared.warnings > docs/warnings.md"


@pytest.mark.parametrize("code", sorted(WARNINGS))
def test_both_languages_have_the_same_words_to_fill_in(code: str) -> None:
    zh, en = (set(re.findall(r"{(\w+)}", words)) for words in WARNINGS[code])
    assert zh == en


def test_parser_names_only_registered_codes() -> None:
    sources = [path.read_text("utf-8") for path in (ROOT / "services" / "parse").rglob("*.py")]
    named = {code for source in sources for code in re.findall(r'\bwarning\(\s*"(\w+)"', source)}
    assert named, "the search for codes finds none"
    assert named <= set(WARNINGS)


def test_warning_fills_in_its_words_and_joins_its_places() -> None:
    given = warning(
        "column_lost", None, (line(3), line(3), line(4)), {"project": 1, "field": "plan.dec"}, column="12月底"
    )
    assert "12月底" in given.message
    assert "12月底" in given.message_en
    assert given.at == [{"line": 3}, {"line": 4}]
