"""What a reader can know of a printed grid: how wide its columns must be, and so which cells a cut row's rest is of.

A column is at least as wide as its widest line, and narrower than any line with the next word that did not fit.
A renderer that cuts a row asks here whether only one reading of the rest is possible; else the text would be unfair.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise
from math import inf

from specimens.wrapping import CLOSING, tokens, width

ROUGHLY = 0.3  # letters, and spaces lost at the ends of lines, are measured only roughly
Cells = Sequence[Sequence[str]]


@dataclass(frozen=True)
class Width:
    """Bounds of a column's width."""

    least: float = 0.0
    most: float = inf

    def __and__(self, other: "Width") -> "Width":
        return Width(max(self.least, other.least), min(self.most, other.most))

    @property
    def possible(self) -> bool:
        """Whether some width lies within."""
        return self.least < self.most


def seen(lines: Sequence[str]) -> Width:
    """The bounds that one cell's lines tell."""
    least = max((width(line) - rough(line) for line in lines), default=0.0)
    most = min((overfull(line, after) for line, after in pairwise(lines)), default=inf)
    return Width(least, most)


def overfull(line: str, after: str) -> float:
    """The width that was too much for the column."""
    text = line + _first(after)
    return width(text) + rough(text)


def rough(text: str) -> float:
    """How uncertain the width of a text is: not at all where it is all Chinese."""
    return 0.0 if min(text) >= "\u0250" else ROUGHLY


def _first(line: str) -> str:
    """What would have had to fit: the first word with the marks that cannot be parted from it."""
    found = ""
    for token in tokens(line):
        if found and token not in CLOSING:
            break
        found += token
    return found


def widths_seen(rows: Iterable[Cells], count: int) -> list[Width]:
    """The bounds of each of `count` columns over all rows."""
    found = [Width()] * count
    for cells in rows:
        found = [known & seen(lines) for known, lines in zip(found, cells, strict=True)]
    return found


def unambiguous(cells: Cells, kept: int, known: Sequence[Width]) -> bool:
    """Whether only one choice of columns, in their order, fits the lines of a row cut behind `kept` lines; `known` are
    the bounds of its columns from the other rows."""
    rest = [lines[kept:] for lines in cells if len(lines) > kept]
    fitting = 0
    for chosen in combinations(range(len(cells)), len(rest)):
        whole = [(known[c], [*cells[c][:kept], *lines]) for c, lines in zip(chosen, rest, strict=True)]
        fitting += all(len(lines) > kept and (bound & seen(lines)).possible for bound, lines in whole)
    return fitting == 1
