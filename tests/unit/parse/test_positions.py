"""Places of any shape are ordered by the blocks they stand in."""

import pytest

from services.parse.blocks import Block, Cell, Line, Reading, Table
from services.parse.extract.parts import part_readings
from services.parse.extract.positions import Positions
from shared.places import Place


def line(place: Place) -> Line:
    return Line("甲", (place,))


def table(*places: Place) -> Table:
    return Table(tuple((Cell("乙", (place,)),) for place in places))


WORD: list[Block] = [
    line({"paragraph": 1}),
    table({"table": 1, "row": 1, "col": 1}, {"table": 1, "row": 2, "col": 1}),
    line({"paragraph": 2}),
    table({"table": 2, "row": 1, "col": 1}),
]
SHEETS: list[Block] = [
    line({"sheet": "乙表", "cell": "A1"}),
    table({"sheet": "乙表", "cell": "B9"}, {"sheet": "乙表", "cell": "B10"}),
    table({"sheet": "甲表", "cell": "A1"}),
]


@pytest.mark.parametrize(
    ("blocks", "earlier", "later"),
    [
        (WORD, {"paragraph": 1}, {"table": 1, "row": 1, "col": 1}),
        (WORD, {"table": 1, "row": 2, "col": 1}, {"paragraph": 2}),
        (WORD, {"paragraph": 2}, {"table": 2, "row": 1, "col": 1}),
        (WORD, {"table": 1, "row": 1, "col": 2}, {"table": 1, "row": 2, "col": 1}),
        (SHEETS, {"sheet": "乙表", "cell": "C9"}, {"sheet": "甲表", "cell": "A1"}),
        (SHEETS, {"sheet": "乙表", "cell": "B9"}, {"sheet": "乙表", "cell": "B10"}),
        (SHEETS, {"sheet": "乙表", "cell": "Z9"}, {"sheet": "乙表", "cell": "AA9"}),
        ([line({"line": 3}), line({"line": 7})], {"line": 5}, {"line": 8}),
        (
            [line({"page": 1, "bbox": [0, 90, 9, 99]}), line({"page": 2, "bbox": [0, 10, 9, 20]})],
            {"page": 1},
            {"page": 2},
        ),
    ],
)
def test_what_is_printed_first_is_first(blocks: list[Block], earlier: Place, later: Place) -> None:
    positions = Positions(blocks)
    assert positions.of(earlier) < positions.of(later)


def test_doubts_of_a_file_with_several_documents_go_where_they_stand() -> None:
    second: Place = {"table": 2, "row": 1, "col": 1}
    doubts = (
        ("ocr_doubtful", "一", ({"paragraph": 2},)),
        ("ocr_doubtful", "二", (second,)),
        ("characters_lost", None, ()),
    )
    parts = part_readings(Reading("docx", "", tuple(WORD), warnings=doubts), [WORD[:2], WORD[2:3], WORD[3:]])
    assert [[text for _, text, _ in part.warnings] for part in parts] == [[None], ["一", None], ["二", None]]
