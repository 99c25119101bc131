"""Gives rows the names of their first level, each centred over the rows of its group."""

from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from typing import Protocol

from services.parse.readers.pdf_text.fragments import Fragment
from services.parse.readers.pdf_text.grid import IndicatorRow
from services.parse.templates import templates
from services.parse.text import label_key

FOREIGN = 4.0
OUTSIDE = 5.0
OFF_MIDDLE = 0.3


class FirstLevel(Protocol):
    """A first-level name as printed."""

    @property
    def parts(self) -> list[Fragment]:
        """Its fragments."""


def with_first_levels(rows: Sequence[IndicatorRow], names: Sequence[FirstLevel]) -> list[IndicatorRow]:
    """`rows` with `names`, in order, each on the first row of the group over which it is centred."""
    if not names or not rows:
        return list(rows)
    spans = [_lines_of(row) for row in rows]
    classes = [label_key("".join(fragment.text for fragment in row.level2)) for row in rows]
    # Rows before the first name belong to a name that the text lost or carries over from above.
    best: dict[int, tuple[float, list[int]]] = {begin: (FOREIGN * begin, [begin]) for begin in range(len(rows))}
    for name in names:
        following: dict[int, tuple[float, list[int]]] = {}
        for begin, (cost, cuts) in best.items():
            for end in range(begin + 1, len(rows) + 1):
                spent = cost + _group_cost(name.parts, classes[begin:end], spans[begin:end])
                if end not in following or spent < following[end][0]:
                    following[end] = (spent, [*cuts, end])
        best = following or best
    cuts = best[max(best)][1]
    begins = dict(zip(cuts, names, strict=False))
    return [replace(row, level1=begins[place].parts) if place in begins else row for place, row in enumerate(rows)]


def _lines_of(row: IndicatorRow) -> tuple[int, int]:
    numbers = [fragment.number for cell in (row.level2, *row.cells) for fragment in cell]
    return min(numbers), max(numbers)


def _group_cost(parts: Sequence[Fragment], classes: Sequence[str], spans: Sequence[tuple[int, int]]) -> float:
    """The cost of the rows with `classes`, printed on the lines `spans`, being the group of the name `parts`."""
    below = _below(label_key("".join(part.text for part in parts)))
    cost = sum(0.0 if name in below else FOREIGN for name in classes)
    first, last = spans[0][0], spans[-1][1]
    middle = (parts[0].number + parts[-1].number) / 2
    if not first - 1 <= middle <= last + 1:
        return cost + OUTSIDE
    return cost + OFF_MIDDLE * abs(middle - (first + last) / 2) / len(classes)


@cache
def _below(first_level: str) -> frozenset[str]:
    return frozenset().union(*(form.levels.get(first_level, frozenset()) for form in templates()))
