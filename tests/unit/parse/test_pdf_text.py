"""Dumps of PDF tables are read back into the documents they were printed from.

The fixtures are invented documents, drawn as ruled tables into PDF files and dumped by PDFBox (`stream`), pdftotext
-raw (`raw`) and pdftotext -layout (`layout`); the JSON file beside them is what was drawn.
"""

import json
import random
import time
from pathlib import Path
from typing import Any

import pytest

from services.parse.blocks import Line, Table
from services.parse.core import parse
from services.parse.readers.pdf_text import read_pdf_text
from services.parse.readers.pdf_text.fragments import printed_lines
from services.parse.text import compact
from shared.document import Project
from tests.seeds import needs_seeds, seed

FIXTURES = Path(__file__).parent / "fixtures" / "pdf_text"
NAMES = ("transport", "land", "forest")
KINDS = ("stream", "raw", "layout")
FIELDS = ("unit_code", "unit_name", "code", "name", "budget", "fiscal_funds", "other_funds", "purpose")
COLUMNS = ("level1", "level2", "name", "description", "target", "basis")


def dump(name: str, kind: str) -> str:
    return (FIXTURES / f"{name}.{kind}.txt").read_text("utf-8")


def drawn(name: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads((FIXTURES / f"{name}.json").read_text("utf-8"))["projects"]
    return found


def projects(text: str) -> list[Project]:
    (document,) = parse(text.encode(), "dump.txt")
    return document.projects


def squeezed(value: str | None) -> str | None:
    return compact(value) if value else None


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", NAMES)
def test_indicators_come_back_cell_by_cell(name: str, kind: str) -> None:
    read = [[[getattr(i, column) for column in COLUMNS] for i in p.indicators] for p in projects(dump(name, kind))]
    assert read == [[[squeezed(i[column]) for column in COLUMNS] for i in p["indicators"]] for p in drawn(name)]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", NAMES)
def test_heads_of_the_tables_come_back(name: str, kind: str) -> None:
    read = [
        [p.title, *(getattr(p, field) for field in FIELDS), [compact(goal) for goal in p.goals]]
        for p in projects(dump(name, kind))
    ]
    assert read == [
        [
            squeezed(p["title"]),
            *(squeezed(p[field]) for field in FIELDS),
            [compact(goal) for goal in p["goals"]],
        ]
        for p in drawn(name)
    ]


@pytest.mark.parametrize("name", NAMES)
def test_positions_tell_the_quarter_of_a_planned_value(name: str) -> None:
    read = [p.plan.model_dump() for p in projects(dump(name, "layout"))]
    assert read == [p["plan"] for p in drawn(name)]


@pytest.mark.parametrize("kind", ["stream", "raw"])
@pytest.mark.parametrize("name", NAMES)
def test_planned_values_without_their_columns_are_not_guessed(name: str, kind: str) -> None:
    (document,) = parse(dump(name, kind).encode(), "dump.txt")
    lost = {w.subject["project"] for w in document.warnings if w.code == "column_lost" and w.subject}
    for project, truth in zip(document.projects, drawn(name), strict=True):
        planned = [value for value in truth["plan"].values() if value]
        if len(planned) in {0, 4}:
            assert [value for value in project.plan.model_dump().values() if value] == planned
        else:
            assert not any(project.plan.model_dump().values())
            assert project.ordinal in lost


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", NAMES)
def test_every_place_holds_its_text(name: str, kind: str) -> None:
    lines = dump(name, kind).split("\n")
    for block in read_pdf_text(lines).blocks:
        cells = [block] if isinstance(block, Line) else [cell for row in block.rows for cell in row]
        for cell in cells:
            printed = compact("".join(lines[place["line"] - 1] for place in cell.places))
            assert set(compact(cell.text)) <= set(printed)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("times", range(6))
def test_damaged_dump_is_read_without_losing_lines(kind: str, times: int) -> None:
    chance = random.Random(times)
    lines = dump("transport", kind).split("\n")
    lines = lines[: chance.randrange(20, len(lines))]
    lines = [line for line in lines if chance.random() > 0.04]
    reading = read_pdf_text(lines)
    seen = {place["line"] for block in reading.blocks for cell in _cells(block) for place in cell.places}
    seen |= {place["line"] for _, _, places in reading.warnings for place in places}
    lost = [text for number, text in enumerate(lines, 1) if len(compact(text)) > 8 and number not in seen]
    assert [text for text in lost if "指标" not in text] == []


def _cells(block: Line | Table) -> list[Any]:
    return [block] if isinstance(block, Line) else [cell for row in block.rows for cell in row]


@needs_seeds
def test_the_real_dump_is_read_in_a_blink() -> None:
    lines = seed("002").read_text("utf-8").split("\n")
    spent = []
    for _ in range(3):
        begun = time.process_time()
        read_pdf_text(lines)
        spent.append(time.process_time() - begun)
    assert min(spent) < 0.4  # a tenth of a second on an idle machine


def test_text_that_begins_a_few_pages_is_no_running_header() -> None:
    pages = ["第一页的内容", "年度工作", "年度工作", "另一页", "年度工作", *(f"第{n}段" for n in range(9))]
    lines = [line for page in pages for line in (f"\f{page}", "正文。")]
    assert [line.text for line in printed_lines(lines)].count("年度工作") == 3


def test_header_that_comes_back_on_most_pages_is_left_out() -> None:
    lines = [line for n in range(5) for line in ("\f云岫市图书馆2025年部门预算", f"第{n}段正文。")]
    assert "云岫市图书馆2025年部门预算" not in [line.text for line in printed_lines(lines)[1:]]


def test_part_of_a_code_on_its_own_line_is_no_page_number() -> None:
    assert [line.text for line in printed_lines(["项目编码 511-", "1002-", "JXN-4TK7", "", "", "", "\f正文"])][
        1
    ] == "1002-"
