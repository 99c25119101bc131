"""Halves of cells and rows are joined as printed, with the places of both."""

import pytest

from services.parse.blocks import Cell, Table
from services.parse.stitch import EMPTY, completes, joined, joined_row, line_places, places_of, rows_of
from services.parse.text import compact
from shared.places import Place, line

WORDS = {"服务对象满意度指标", "数量指标", "资金支出计划", "预算规模及资金用途", "预算规模", "资金用途"}


def cell(text: str, *numbers: int) -> Cell:
    return Cell(text, tuple(line(number) for number in numbers))


@pytest.mark.parametrize(
    ("upper", "lower", "text", "places"),
    [
        (cell("上半", 3), cell("下半", 7), "上半下半", (line(3), line(7))),
        (cell("上半", 3), EMPTY, "上半", (line(3),)),
        (EMPTY, cell("下半", 7), "下半", (line(7),)),
        (cell("甲\n乙", 3, 4), cell("丙", 7), "甲乙丙", (line(3), line(4), line(7))),
        (cell("甲\n乙", 3), cell("丙", 7), "甲乙丙", (line(3), line(3), line(7))),
    ],
)
def test_halves_of_a_cell_keep_both_places(upper: Cell, lower: Cell, text: str, places: tuple[Place, ...]) -> None:
    whole = joined(upper, lower)
    assert (compact(whole.text), whole.places) == (text, places)
    assert len(line_places(whole)) == whole.text.count("\n") + 1


def test_rows_of_unequal_length_are_joined_cell_by_cell() -> None:
    row = joined_row((cell("甲", 1), cell("乙", 1)), (EMPTY, cell("丙", 2), cell("丁", 2)))
    assert [compact(part.text) for part in row] == ["甲", "乙丙", "丁"]
    assert places_of(row) == (line(1), line(1), line(2), line(2))


@pytest.mark.parametrize(
    ("upper", "lower", "expected"),
    [
        ("服务对象满", "意度指标", True),
        ("资金支出计划（", "%）", True),
        ("预算规模及", "资金用途", True),
        ("预算规模", "及资金用途", True),
        ("数量指标", "质量指标", False),
        ("数量指标", "", False),
        ("", "数量指标", False),
        ("购置", "册数", False),
    ],
)
def test_second_half_completes_a_known_word(upper: str, lower: str, expected: bool) -> None:
    assert completes(Cell(upper), Cell(lower), WORDS) is expected


def test_first_row_of_each_fragment_may_continue_the_row_above() -> None:
    first = Table(((Cell("甲"),), (Cell(""),), (Cell("乙"),)))
    second = Table(((Cell(""),), (Cell("丙"),)))
    assert [(row.cells[0].text, row.opens) for row in rows_of([first, second])] == [
        ("甲", True),
        ("乙", False),
        ("丙", True),
    ]
