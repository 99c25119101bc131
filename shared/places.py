"""Where a value stands in its document: the `place` of the public contract.

A place is a plain dict with one of five shapes, so that it goes into JSON as it is:
`{"line": 405}`, `{"page": 12, "bbox": [x0, top, x1, bottom]}` (PDF points, origin top left),
`{"sheet": "…", "cell": "C7"}`, `{"table": 3, "row": 5, "col": 2}`, `{"paragraph": 17}`.
Lines, pages, tables, rows, columns and paragraphs count from 1.
"""

from collections.abc import Iterable
from typing import Any, TypeAlias

from typing_extensions import TypedDict


class Place(TypedDict, total=False):
    """One place; only the keys of its shape are there. `confidence` (0 to 1) is there when OCR read the value."""

    line: int
    page: int
    bbox: list[float]
    sheet: str
    cell: str
    table: int
    row: int
    col: int
    paragraph: int
    confidence: float


# What stands under `at`: field -> place, list of places, or the same nested (at.plan.mar, at.rows[r][c], at.goals[i]).
At: TypeAlias = dict[str, Any]


def line(number: int) -> Place:
    """The place of one line of a text, counted from 1."""
    return {"line": number}


def joined(places: Iterable[Place]) -> "Place | list[Place] | None":
    """`places` as they stand under `at`: None, one place, or a list without repeats in reading order."""
    distinct: list[Place] = []
    for place in places:
        if place not in distinct:
            distinct.append(place)
    if not distinct:
        return None
    return distinct[0] if len(distinct) == 1 else distinct
