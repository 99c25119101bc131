"""Finds where the columns of a table lie in lines that keep positions, and which text stands in which.

The positions are rough: a dump counts a Chinese character, two wide in print, as one, and moves text that would
touch its neighbour. So a column is where many texts begin, and a line is handed out to the columns as a whole.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from services.parse.readers.pdf_text.fragments import Fragment
from services.parse.readers.pdf_text.widths import seam

MOST_SHIFT = 14
NEAR = {0: 1.0, 1: 0.6, 2: 0.25}
WORST = 5.0
LONE_SPACE = 0.4
APART = 3.0
Line = Sequence[Fragment]


@dataclass(frozen=True, slots=True)
class Columns:
    """For each column where its text begins, and its middle; `scale` positions make one em."""

    starts: tuple[float, ...]
    middles: tuple[float, ...]
    scale: float

    def split(self, line: Line) -> list[list[Fragment]]:
        """The fragments of `line` by column: each near its column's start or middle, in order."""
        return self.assign(line)[1]

    def assign(self, line: Line) -> tuple[float, list[list[Fragment]]]:
        """The cheapest way to hand `line` out to the columns, and its cost."""
        count = len(self.starts)
        ways: list[tuple[float, tuple[int, ...]]] = [(0.0, ())]
        for index, fragment in enumerate(line):
            best: dict[int, tuple[float, tuple[int, ...]]] = {}
            for cost, places in ways:
                last = places[-1] if places else -1
                if last >= 0:
                    _keep(best, last, cost + _apart(line[index - 1], fragment), (*places, last))
                for column in range(last + 1, count):
                    _keep(best, column, cost + self._off(fragment, column), (*places, column))
            ways = list(best.values())
        cost, places = min(ways)
        cells: list[list[Fragment]] = [[] for _ in range(count)]
        for fragment, place in zip(line, places, strict=True):
            cells[place].append(fragment)
        return cost, cells

    def leads(self, fragment: Fragment) -> bool:
        """Whether `fragment` stands in the first column rather than in the second."""
        return abs(fragment.x - self.starts[0]) < abs(fragment.x - self.starts[1])

    def names(self, fragment: Fragment) -> bool:
        """Whether `fragment` stands in the column of names, the third, rather than in those of classes before it."""
        return self._off(fragment, 2) < min(self._off(fragment, 0), self._off(fragment, 1))

    def _off(self, fragment: Fragment, column: int) -> float:
        start = abs(fragment.x - self.starts[column])
        middle = abs(fragment.x + fragment.least * self.scale / 2 - self.middles[column]) + 1.0
        return min(WORST, min(start, middle) / 2)


def _keep(best: dict[int, tuple[float, tuple[int, ...]]], column: int, cost: float, places: tuple[int, ...]) -> None:
    if column not in best or cost < best[column][0]:
        best[column] = (cost, places)


def _apart(left: Fragment, right: Fragment) -> float:
    """The cost of two neighbours standing in one cell."""
    spaces = right.x - left.x - len(left.text)
    if spaces > 1:
        return APART
    return LONE_SPACE if seam(left.text[-1], right.text[0]) or not right.text[0].isalpha() else 3 * LONE_SPACE


def find_columns(header: Line, lines: Sequence[Line]) -> Columns:
    """The columns of `lines`, one under each label of `header`.

    Pages count their positions from their own left edge, so the header of another page may be shifted.
    """
    scale = _scale([header, *lines])
    ways = [_columns(header, lines, scale, shift) for shift in _shifts(header, lines)]
    if len(ways) == 1:
        return ways[0]
    return min(ways, key=lambda way: sum(way.assign(line)[0] for line in lines))


def _shifts(header: Line, lines: Sequence[Line]) -> list[int]:
    same_page = lines and header[0].number < lines[0][0].number and lines[0][0].number - header[-1].number < 5
    return [0] if same_page else sorted(range(-MOST_SHIFT, MOST_SHIFT + 1), key=abs)


def _scale(lines: Sequence[Line]) -> float:
    """The positions that one em takes: as many as still let most texts end before the next one begins."""
    ratios = sorted(
        (right.x - left.x - 0.5) / (left.least + 0.1)
        for line in lines
        for left, right in pairwise(line)
        if left.least >= 3 and right.x - left.x - len(left.text) > 1
    )
    return min(2.1, max(1.0, ratios[len(ratios) // 10])) if ratios else 1.8


def _columns(header: Line, lines: Sequence[Line], scale: float, shift: int) -> Columns:
    middles = [fragment.x + shift + fragment.least * scale / 2 for fragment in header]
    begins = Counter(fragment.x for line in lines for fragment in line)
    starts = [float(min([header[0].x + shift, *begins]))]
    for (left, right), label in zip(pairwise(middles), header[1:], strict=True):
        starts.append(_start(begins, left, right, label.x + shift))
    return Columns(tuple(starts), tuple(middles), scale)


def _start(begins: Counter[int], left: float, right: float, label: float) -> float:
    """Where most texts begin between the middles of two labels; where nothing does, under the label itself."""
    votes = {
        position: sum(begins.get(position + off, 0) * weight for near, weight in NEAR.items() for off in {near, -near})
        for position in range(int(left) + 1, int(right) + 1)
    }
    best = max(votes.values(), default=0.0)
    return float(min(position for position, vote in votes.items() if vote == best)) if best else label
