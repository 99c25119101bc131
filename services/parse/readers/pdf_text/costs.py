"""What it costs to take a run of fragments for one cell of a column: the judgement behind the rebuilt grid.

Costs are like negative log likelihoods: 0 is what one expects, 2 is odd, 6 is nearly excluded. They come from how text
is set (a line ends because the next word did not fit), from how a dump breaks (`Gaps`) and from what a column holds in
any such form (`meaning`); never from the words of one document.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from services.parse.readers.pdf_text.fragments import Fragment, Gap
from services.parse.readers.pdf_text.meaning import COUNTED, content_cost
from services.parse.readers.pdf_text.starts import Body
from services.parse.readers.pdf_text.widths import NO_END, NO_START, is_chinese, is_latin, seam

PRUNE = 11.0
# A class name on a line of its own inside a cell.
SWALLOWED = 4.0
# A cell that ends on a full line may well go on.
FULL_END = 0.6
MOST_LINES = 24
KNOWN_PAIR = -0.4
SHARED_BLANK = 0.5
# A line wider than any known one, in a column that may be as wide.
WIDER = 0.5
# (several lines before, several after) -> the cost of each gap between two cells, before anything is known of a dump.
BETWEEN = {
    (False, False): (0.3, 1.6, 1.6, 3.0),
    (False, True): (2.5, 0.5, 0.8, 3.0),
    (True, False): (5.0, 0.8, 0.5, 3.0),
    (True, True): (5.0, 0.8, 0.5, 3.0),
}


@dataclass(slots=True)
class Gaps:
    """What the dump's line ends say: how likely each gap is inside a cell and between two.

    Dumps differ: some set a blank line after every cell of several lines, some inside centred ones, some none.
    `pairs` are the pairs of characters that stand next to each other on some line.
    """

    inside: tuple[float, float, float, float] = (9.0, 0.4, 1.2, 1.0)
    between: dict[tuple[bool, bool], tuple[float, float, float, float]] = field(default_factory=lambda: dict(BETWEEN))
    before_latin: float = 1.2
    after_latin: float = 1.2
    pairs: frozenset[str] = frozenset()

    def spaced(self, left: str, right: str) -> float:
        """The cost of a space inside a cell between `left` and `right`: likely only where Chinese meets Latin."""
        if is_chinese(left[-1]) and is_latin(right[0]):
            return self.before_latin
        if is_latin(left[-1]) and is_chinese(right[0]):
            return self.after_latin
        if right[0] in NO_START or left[-1] in NO_END:
            return 1.2
        return 5.0 if is_chinese(left[-1]) and is_chinese(right[0]) else 1.8

    def within(self, gap: Gap, left: Fragment, right: Fragment) -> float:
        """The cost of `gap` between two lines of a cell that end and begin with `left` and `right`.

        A line that the cell shares with cells before it begins elsewhere, so that a blank line may follow it.
        """
        cost = SHARED_BLANK if gap is Gap.BLANK and left.gap is Gap.SPACE else self.inside[gap]
        return cost + self.wrapped(left.text, right.text)

    def wrapped(self, left: str, right: str) -> float:
        """A bonus (negative) for a line end inside a word: the two characters stand together elsewhere."""
        return KNOWN_PAIR if left[-1] + right[0] in self.pairs else 0.0

    def parted(self, left: str, right: str) -> float:
        """The cost of a space between `left` and `right` being the end of a cell."""
        if not seam(left[-1], right[0]):
            return 0.0
        return 1.6 if left[-1].isdigit() and right[0] in COUNTED else 0.4


@dataclass(slots=True)
class Column:
    """What is known of one column.

    Its width in em once it could be measured, and the `limit` below which it must be; the widest line seen in it; how
    readily it is blank; how often each text was seen in it.
    An `unused` column is blank in every row of its table, which departments do with the columns they find needless.
    """

    role: str
    width: float | None = None
    limit: float = 0.0
    widest: float = 0.0
    blank: float = 4.0
    seen: Counter[str] = field(default_factory=Counter)
    unused: bool = False


class Stack:
    """Lines standing under each other in a column, and what that costs.

    A line costs where it is wider than the column, and where it ends although the next word would have fitted. With the
    width unknown the widest line known stands for it.
    """

    __slots__ = ("_column", "_needed", "_past", "_widest", "least", "most")

    def __init__(self, column: Column) -> None:
        self._column = column
        self._past = 0.0  # cost of the lines above the last one, while the width is known
        self._needed: list[float] = []  # most width of each line with the next word
        self._widest = column.widest
        self.least = self.most = 0.0

    def put(self, fragment: Fragment, needs: float = 0.0) -> None:
        """Adds a line; `needs` is the most width of its first word and the seam before it."""
        if self.most:
            if self._column.width is None:
                self._needed.append(self.most + needs)
            else:
                self._past += _spare_cost(self._column.width - self.most - needs) + self._excess_cost()
            self._widest = max(self._widest, self.least)
        self.least, self.most = fragment.least, fragment.most

    def widen(self, fragment: Fragment) -> None:
        """Adds `fragment` to the last line."""
        self.least += fragment.least
        self.most += fragment.most + 0.5

    def cost(self) -> float:
        """The cost of the lines as they stand."""
        if self._column.width is not None:
            return self._past + self._excess_cost()
        limit = max(self._widest, self.least)
        cost = 0.0
        for needs in self._needed:
            if needs <= limit:
                cost += _spare_cost(limit - needs)
        return cost

    def _excess_cost(self) -> float:
        if self._column.width is None or self.least <= self._column.width + 0.1:
            return 0.0
        excess = self.least - self._column.limit
        return WIDER if excess <= 0.0 else 1.5 if excess <= 0.5 else 2.5 + 2.5 * excess


def _spare_cost(spare: float) -> float:
    """The cost of a line that ends with room for the next word and `spare` em more."""
    return 0.0 if spare < 0.0 else 3.0 + 1.5 * spare


@dataclass(frozen=True, slots=True)
class Option:
    """A cell that could begin somewhere: it ends before fragment `end`; `several` lines or not."""

    end: int
    cost: float
    several: bool
    text: str


class CellCosts:
    """The possible cells of one table's body, with their costs; each is worked out once."""

    def __init__(self, body: Body, columns: Sequence[Column], gaps: Gaps) -> None:
        self.body = body
        self.fragments = body.fragments
        self.columns = columns
        self.gaps = gaps
        self._options: dict[tuple[int, int], list[Option]] = {}

    def options(self, column: int, start: int) -> list[Option]:
        """The cells of `column` that could begin at fragment `start`, shortest first."""
        key = (column, start)
        if self.columns[column].unused:
            return []
        if key not in self._options:
            self._options[key] = self._find(self.columns[column], start)
        return self._options[key]

    def _find(self, column: Column, start: int) -> list[Option]:
        stack = Stack(column)
        stack.put(self.fragments[start])
        horizon = self.body.horizon[start]
        text, fixed, lines = self.fragments[start].text, 0.0, 1
        found: list[Option] = []
        for end in range(start + 1, horizon + 1):
            cost = fixed + stack.cost()
            # Every further line only adds to the cost.
            if cost > PRUNE:
                break
            cost += self.end_cost(end, text, stack.most, column.width)
            found.append(Option(end, cost + self.meaning(column, text), lines > 1, text))
            if end == horizon or lines > MOST_LINES:
                break
            fragment = self.fragments[end]
            if fragment.gap is Gap.PAGE:
                break
            if end in self.body.labelled:
                fixed += SWALLOWED
            if fragment.gap is Gap.SPACE:
                fixed += self.gaps.spaced(text, fragment.text)
                stack.widen(fragment)
            else:
                fixed += self.gaps.within(fragment.gap, self.fragments[end - 1], fragment)
                stack.put(fragment, fragment.needs)
                lines += 1
            text += fragment.text
        return found

    def end_cost(self, end: int, text: str, last: float, width: float | None) -> float:
        """The cost of a cell ending before fragment `end`; `last` is the most width of its last line."""
        if end >= len(self.fragments):
            return 0.0
        following = self.fragments[end]
        if following.gap is Gap.SPACE:
            return self.gaps.parted(text, following.text)
        if width is None or last + following.needs <= width or following.gap is Gap.PAGE:
            return 0.0
        return FULL_END - self.gaps.wrapped(text, following.text)

    def meaning(self, column: Column, text: str) -> float:
        """The cost of `text` as a cell of `column`, less where the same text was read there before."""
        times = column.seen.get(text, 0)
        return content_cost(column.role, text) - (min(2.5, 0.8 * times) if times else 0.0)
