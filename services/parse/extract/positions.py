"""Where a place stands in the sequence of blocks: orders places of any two shapes, a table's against a paragraph's.

Only the blocks know that order: nothing in {"table": 2} and {"paragraph": 17}, or in the names of two sheets, tells it.
"""

import re
from bisect import bisect_right, insort
from collections.abc import Iterable, Sequence
from itertools import chain
from typing import TypeAlias

from services.parse.blocks import Block, Line
from services.parse.stitch import places_of
from shared.places import Place

Position: TypeAlias = tuple[float, ...]

_CELL = re.compile(r"([A-Z]+)([0-9]+)")


class Positions:
    """The order of places in `blocks`."""

    def __init__(self, blocks: Sequence[Block]) -> None:
        self._begins: dict[str, list[tuple[Position, int]]] = {}
        for index, block in enumerate(blocks):
            begun: set[str] = set()
            for place in _places(block):
                shape, key = _key(place)
                if shape not in begun:
                    begun.add(shape)
                    insort(self._begins.setdefault(shape, []), (key, index))

    def of(self, place: Place) -> Position:
        """A key that sorts: the block that begins last at or before `place` among those of its shape, then where in
        it. What stands before the first such block sorts before everything."""
        shape, key = _key(place)
        begins = self._begins.get(shape, [])
        found = bisect_right(begins, (key, 1 << 60)) - 1
        return (float(begins[found][1] if found >= 0 else -1), *key)

    def first(self, places: Iterable[Place]) -> Position | None:
        """The first of `places`, None when there are none."""
        return min(map(self.of, places), default=None)


def _places(block: Block) -> Iterable[Place]:
    return block.places if isinstance(block, Line) else places_of(chain.from_iterable(block.rows))


def _key(place: Place) -> tuple[str, Position]:
    """The shape of a place, by which it can be compared, and its order among those."""
    if "sheet" in place:
        cell = _CELL.match(place.get("cell", ""))
        letters, row = (cell[1], float(cell[2])) if cell else ("", 0.0)
        return f"sheet {place['sheet']}", (row, float(len(letters)), *map(float, letters.encode()))
    if "table" in place:
        return "table", (float(place["table"]), float(place.get("row", 0)), float(place.get("col", 0)))
    if "page" in place:
        return "page", (float(place["page"]), place.get("bbox", [0.0, 0.0])[1])
    name = "line" if "line" in place else "paragraph"
    return name, (float(place.get("line", place.get("paragraph", 0))),)
