"""Puts a row together that a page break cut: the first lines of all its cells above, the rest of some of them below."""

from collections.abc import Sequence

from services.parse.readers.pdf_text.costs import PRUNE, CellCosts, Stack
from services.parse.readers.pdf_text.fragments import Gap
from services.parse.readers.pdf_text.meaning import likeness
from services.parse.readers.pdf_text.starts import Span, Start

Halves = tuple[tuple[Span, Span], ...]
MOST_WAYS = 40
WORSE = 9.0
BLANK_ABOVE = 3.0
ONLY_BELOW = 4.0
# A cell whose last line above the break is full may well go on below.
FULL_ABOVE = 0.8
# Whether a word goes on below says more where nothing else ties the halves together.
KNOWN_PAIR_WEIGHT = 4.0


def broken_row(costs: CellCosts, start: Start, page: int, end: int) -> list[tuple[float, Halves]]:
    """The ways to read fragments from `start` to `page` and on to `end` as one row, with their costs."""
    return BrokenRow(costs, start, page, end).ways()


class BrokenRow:
    """One row over a page break; costs of joined halves are worked out once."""

    def __init__(self, costs: CellCosts, start: Start, page: int, end: int) -> None:
        self.costs = costs
        self.start = start
        self.page = page
        self.end = end
        self._joined: dict[tuple[int, Span, Span], float | None] = {}

    def ways(self) -> list[tuple[float, Halves]]:
        """Every way to cut the part above, each with the best way to hand out the part below."""
        begin = self.page + 1 if self.start.missing else self.page
        found = []
        for cost, above in self._above():
            below = self._below(above, begin)
            if below:
                halves = tuple(zip(above, below[1], strict=True))
                found.append((cost + below[0] + self._likeness(halves), halves))
        return found

    def _above(self) -> list[tuple[float, tuple[Span, ...]]]:
        """Ways to cut the part above the break, without judging what the cells mean: they go on below."""
        states: list[tuple[float, tuple[Span, ...], int]] = [(self.start.cost, (), self.start.cells)]
        for column, kind in enumerate(self.costs.columns):
            following: list[tuple[float, tuple[Span, ...], int]] = []
            for cost, cells, at in states:
                following.append((cost + BLANK_ABOVE, (*cells, (at, at)), at))
                for option in self.costs.options(column, at) if at < self.page else ():
                    if option.end <= self.page:
                        structure = option.cost - self.costs.meaning(kind, option.text)
                        following.append((cost + structure, (*cells, (at, option.end)), option.end))
            states = sorted(following)[:MOST_WAYS]
        best = states[0][0]
        return [(cost, cells) for cost, cells, at in states if at == self.page and cost < best + WORSE]

    def _below(self, above: Sequence[Span], begin: int) -> tuple[float, tuple[Span, ...]] | None:
        """The cheapest way to hand the fragments below the break out to the cells above it."""
        states: dict[int, tuple[float, tuple[Span, ...]]] = {begin: (0.0, ())}
        for column, upper in enumerate(above):
            following: dict[int, tuple[float, tuple[Span, ...]]] = {}
            for at, (cost, cells) in states.items():
                for stop in range(at, self.end + 1):
                    joined = self._joined_cost(column, upper, (at, stop))
                    if joined is None:
                        break
                    total = cost + joined
                    if stop not in following or total < following[stop][0]:
                        following[stop] = (total, (*cells, (at, stop)))
            states = following
        return states.get(self.end)

    def _likeness(self, halves: Halves) -> float:
        texts = {
            kind.role: "".join(self.costs.fragments[index].text for begin, end in spans for index in range(begin, end))
            for kind, spans in zip(self.costs.columns, halves, strict=True)
        }
        name, description = texts.get("name"), texts.get("description")
        return likeness(name, description) if name and description else 0.0

    def _joined_cost(self, column: int, above: Span, below: Span) -> float | None:
        """The cost of the two halves as one cell; None when it cannot be, however far `below` goes on."""
        key = (column, above, below if below[1] > below[0] else (0, 0))
        if key not in self._joined:
            self._joined[key] = self._work_out(column, above, below)
        return self._joined[key]

    def _work_out(self, column: int, above: Span, below: Span) -> float | None:
        kind = self.costs.columns[column]
        stack = Stack(kind)
        text, cost = "", ONLY_BELOW if above[0] == above[1] and below[1] > below[0] else 0.0
        for begin, end in (above, below):
            for index in range(begin, end):
                fragment = self.costs.fragments[index]
                if index > begin and fragment.gap is Gap.PAGE:
                    return None
                if index > begin and fragment.gap is Gap.SPACE:
                    cost += self.costs.gaps.spaced(text, fragment.text)
                    stack.widen(fragment)
                else:
                    weight = KNOWN_PAIR_WEIGHT if begin == below[0] else 1.0
                    if index > begin:
                        before = self.costs.fragments[index - 1]
                        cost += self.costs.gaps.within(fragment.gap, before, fragment)
                        weight -= 1.0
                    if text:
                        cost += weight * self.costs.gaps.wrapped(text, fragment.text)
                    stack.put(fragment, fragment.needs)
                text += fragment.text
        if not text:
            return kind.blank
        cost += stack.cost()
        if below[1] > below[0]:
            cost += self.costs.end_cost(below[1], text, stack.most, kind.width) if below[1] < self.end else 0.0
        elif kind.width is not None and stack.most > kind.width - 1.0:
            cost += FULL_ABOVE
        return cost + self.costs.meaning(kind, text) if cost <= PRUNE else None
