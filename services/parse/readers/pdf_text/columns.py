"""Finds where the columns of a table lie in lines that keep positions: where hardly any text crosses."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from services.parse.readers.pdf_text.fragments import Fragment

MOST_SHIFT = 14


@dataclass(frozen=True, slots=True)
class Columns:
    """The first position of every column but the first."""

    borders: tuple[float, ...]

    def of(self, fragment: Fragment) -> int:
        """The column that `fragment` stands in."""
        return bisect_right(self.borders, fragment.x)


def find_columns(header: Sequence[Fragment], lines: Sequence[Sequence[Fragment]]) -> Columns:
    """The columns of `lines`, one under each label of `header`.

    Pages count their positions from their own left edge, so the header of another page may be shifted.
    """
    scale = _scale([header, *lines])
    found = [_columns(header, lines, scale, shift) for shift in _shifts(header, lines)]
    return min(found, key=lambda way: way[0])[1]


def _shifts(header: Sequence[Fragment], lines: Sequence[Sequence[Fragment]]) -> list[int]:
    same_page = lines and header[0].number < lines[0][0].number and lines[0][0].number - header[-1].number < 4
    return [0] if same_page else sorted(range(-MOST_SHIFT, MOST_SHIFT + 1), key=abs)


def _scale(lines: Sequence[Sequence[Fragment]]) -> float:
    """The positions that one em takes: as many as still let every text end before the next one begins."""
    ratios = sorted(
        (right.x - left.x - 0.5) / (left.least + 0.1)
        for line in lines
        for left, right in zip(line, line[1:], strict=False)
        if left.least >= 3
    )
    return min(2.1, max(1.0, ratios[len(ratios) // 20])) if ratios else 1.8


def _columns(
    header: Sequence[Fragment], lines: Sequence[Sequence[Fragment]], scale: float, shift: int
) -> tuple[float, Columns]:
    spans = [(fragment.x, fragment.x + fragment.least * scale) for line in lines for fragment in line]
    middles = [fragment.x + shift + fragment.least * scale / 2 for fragment in header]
    borders: list[float] = []
    total = abs(shift) * 0.2
    for left, right in zip(middles, middles[1:], strict=False):
        crossed, border = _border(spans, left, right)
        total += crossed
        borders.append(border)
    return total, Columns(tuple(borders))


def _border(spans: Sequence[tuple[float, float]], left: float, right: float) -> tuple[int, float]:
    """The position between two labels that the fewest texts cross: the end of the widest such run, where text begins."""
    best: tuple[int, int, float] | None = None
    position = int(left) + 1
    while position <= right:
        crossed = _crossing(spans, position)
        end = position
        while end + 1 <= right and _crossing(spans, end + 1) == crossed:
            end += 1
        found = (crossed, position - end, (position + end) / 2)
        if best is None or found < best:
            best = found
        position = end + 1
    return (best[0], best[2]) if best else (0, (left + right) / 2)


def _crossing(spans: Sequence[tuple[float, float]], position: int) -> int:
    return sum(begin < position < end - 0.5 for begin, end in spans)
