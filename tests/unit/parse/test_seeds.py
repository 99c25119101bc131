"""The real documents, where they are at hand: cell by cell where there is a truth, else by their counts."""

import json
import subprocess
import sys
import time
from functools import cache
from pathlib import Path

import pytest

from services.parse.core import parse, read
from services.parse.text import compact
from shared.document import Document
from tests.seeds import TRUTH, needs_seeds, seed

pytestmark = needs_seeds

# number: kind, projects, indicators, sub-goals, safeguards, fiscal year, whether the year is printed
COUNTS = {
    "000": ("target-text", 22, 205, 3, 7, 2024, True),
    "001": ("disclosure", 29, 238, 4, 8, 2024, True),
    "002": ("target-text", 19, 133, 3, 5, 2023, False),
    "003": ("target-text", 12, 108, 12, 12, 2021, False),
    "004": ("target-text", 8, 34, 3, 2, 2020, False),
}
LOST = {
    "000": [15, 19],
    "001": [1, 2, 4, 5, 7, 8, 11, 12, 14, 16, 17, 19, 27, 28, 29],
    "002": [1, 2, 16],
    "003": [],
    "004": [],
}


@cache
def document(number: str) -> Document:
    path = seed(number)
    (found,) = parse(path.read_bytes(), path.name)
    return found


@pytest.mark.parametrize("number", ["000", "002", "004"])
def test_real_document_is_read_cell_by_cell(number: str, tmp_path: Path) -> None:
    printed = tmp_path / "parsed.json"
    printed.write_text(json.dumps(document(number).model_dump(mode="json", by_alias=True)), "utf-8")
    truth = next(TRUTH.glob(f"{number}_*.json"))
    call = [TRUTH / "score.py", truth, printed, "--alternatives", TRUTH / "ALTERNATIVES.json", "--bar", "1"]
    score = subprocess.run([sys.executable, *map(str, call)], capture_output=True, text=True, check=False)
    assert score.returncode == 0, score.stdout + score.stderr


@pytest.mark.parametrize("number", sorted(COUNTS))
def test_real_document_has_all_its_parts(number: str) -> None:
    found = document(number)
    kind, projects, indicators, sub_goals, safeguards, year, printed = COUNTS[number]
    assert (found.kind, found.template) == (kind, f"hebei-{kind}")
    assert (len(found.projects), sum(len(project.indicators) for project in found.projects)) == (projects, indicators)
    assert (len(found.sub_goals), len(found.safeguards)) == (sub_goals, safeguards)
    assert (found.fiscal_year, "fiscal_year" in found.inferred) == (year, not printed)


@pytest.mark.parametrize("number", sorted(LOST))
def test_plans_whose_column_the_text_lost_are_warned_of_and_no_others(number: str) -> None:
    subjects = [warning.subject for warning in document(number).warnings if warning.code == "column_lost"]
    assert [subject["project"] for subject in subjects if subject] == LOST[number]


@pytest.mark.parametrize("number", sorted(COUNTS))
def test_every_value_stands_on_the_lines_it_names(number: str) -> None:
    lines = read_lines(number)
    for project in document(number).projects:
        for name in ("code", "budget", "purpose", "unit_name"):
            value = getattr(project, name)
            if value:
                assert _on_lines(value, project.at[name], lines), (project.ordinal, name)
        for indicator in project.indicators:
            for name in ("name", "description", "target", "basis"):
                value = getattr(indicator, name)
                if value:
                    assert _on_lines(value, indicator.at[name], lines), (project.ordinal, name, value)


def read_lines(number: str) -> list[str]:
    """The lines without white space and markup."""
    blocks = read(seed(number).read_bytes()).blocks
    lines: dict[int, str] = {}
    for block in blocks:
        cells = [block] if hasattr(block, "text") else [cell for row in block.rows for cell in row]
        for cell in cells:
            for place in cell.places:
                lines[place["line"]] = lines.get(place["line"], "") + compact(cell.text)
    return [lines.get(i, "") for i in range(max(lines) + 1)]


def _on_lines(value: str, at: dict[str, int] | list[dict[str, int]], lines: list[str]) -> bool:
    printed = "".join(lines[place["line"]] for place in (at if isinstance(at, list) else [at]))
    return all(char in printed for char in value)


def test_reading_all_of_them_is_fast() -> None:
    contents = [seed(number).read_bytes() for number in COUNTS]
    for content in contents:
        parse(content, "warm-up")
    started = time.process_time()
    for content in contents:
        parse(content, "timed")
    assert time.process_time() - started < 2  # about a quarter of a second where nothing else runs
