"""Cuts the fragments under an indicator header into rows of six cells: the best segmentation of the whole run."""

from collections.abc import Callable, Container, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from services.parse.readers.pdf_text.broken import broken_row
from services.parse.readers.pdf_text.costs import CellCosts, Column, Gaps
from services.parse.readers.pdf_text.fragments import Gap
from services.parse.readers.pdf_text.meaning import likeness
from services.parse.readers.pdf_text.starts import NEAR, WITHOUT_CLASS, Body, Span, Start

Found = TypeVar("Found")
Cells = tuple[Span, ...]
# What the cells filled so far leave open: where the next begins, whether the last has several lines, the name.
States = dict[tuple[int, bool | None, str], tuple[float, Cells]]
# A row that costs more than this may be several rows whose class is not printed.
SUSPICIOUS = 14.0
# Rows that cost less than this on average need no second thought.
EASY = 0.5
MAY_BE_UNUSED = frozenset({"description", "basis"})
UNUSED = 3.0
UNLEARNED = 12.0
# What follows a table without belonging to it.
LEFT_OUT = 6.0
LEFT_OUT_LINE = 3.0
# A row that fits no expectation.
UNREAD = 40.0
# A row of the template in which only the class is printed.
EMPTY_ROW = 2.0
# Classes that a row may hold in its cells: an indicator is sometimes named like its class.
MOST_SWALLOWED = 2


@dataclass(frozen=True, slots=True)
class Row:
    """One row: for each column the spans of fragments that make its cell (two when a page break cut it).

    `margin` is how much more the next best way to cut it costs.
    """

    level1: tuple[Span, ...]
    level2: tuple[Span, ...]
    cells: tuple[tuple[Span, ...], ...]
    cost: float
    margin: float


def best_rows(body: Body, columns: Sequence[Column], gaps: Gaps, easy: float = EASY) -> list[Row]:
    """The rows that `body` most likely is.

    Rows that cost more than `easy` on average are thought over: a column may turn out to be unused, or what was
    learned of the columns to be wrong.
    """
    rows = Rows(body, columns, gaps).best()
    best = _total(rows, body)
    if best <= easy * len(rows) and not _mostly_blank(rows):
        return rows
    for other, extra in _second_thoughts(columns):
        tried = Rows(body, other, gaps).best()
        cost = _total(tried, body) + extra
        if cost < best:
            rows, best = tried, cost
    return rows


def _second_thoughts(columns: Sequence[Column]) -> Iterator[tuple[Sequence[Column], float]]:
    for place, column in enumerate(columns):
        if column.role in MAY_BE_UNUSED:
            yield [*columns[:place], replace(column, blank=0.0, unused=True), *columns[place + 1 :]], UNUSED
    if any(column.width is not None for column in columns):
        yield [Column(column.role) for column in columns], UNLEARNED


def _total(rows: Sequence[Row], body: Body) -> float:
    """The cost of `rows`; what they leave out costs, too."""
    left = {fragment.number for fragment in body.fragments[rows_end(rows) :]}
    return sum(row.cost for row in rows) + (LEFT_OUT + LEFT_OUT_LINE * len(left) if left else 0.0)


def rows_end(rows: Sequence[Row]) -> int:
    """The fragment behind the last one that `rows` take."""
    return max((end for row in rows for cell in (row.level1, row.level2, *row.cells) for _, end in cell), default=0)


def _mostly_blank(rows: Sequence[Row]) -> bool:
    blanks = [sum(begin == end for begin, end in cell) for row in rows for cell in row.cells]
    return sum(blanks) * 10 > len(blanks)


Reached = tuple[float, Row | None, int]


class Rows:
    """The segmentation of one table's body into rows."""

    def __init__(self, body: Body, columns: Sequence[Column], gaps: Gaps) -> None:
        self.body = body
        self.fragments = body.fragments
        self.columns = columns
        self.gaps = gaps
        self.costs = CellCosts(body, columns, gaps)

    def best(self) -> list[Row]:
        """The rows of the cheapest segmentation, in order."""
        rows = self._segment(self.body.starts)
        bare = self._bare_starts(rows)
        if bare:
            starts = {begin: [*ways] for begin, ways in self.body.starts.items()}
            for begin, start in bare.items():
                starts.setdefault(begin, []).append(start)
            rows = self._segment(starts)
        return rows

    def _bare_starts(self, rows: Sequence[Row]) -> dict[int, Start]:
        """Where rows without a class could start: at every line of rows that are too odd to be one."""
        found: dict[int, Start] = {}
        for row in rows:
            spans = [span for cell in row.cells for span in cell if span[1] > span[0]]
            if row.cost <= SUSPICIOUS or not spans:
                continue
            for index in range(min(spans)[0] + 1, max(span[1] for span in spans)):
                if self.fragments[index].gap is not Gap.SPACE:
                    found[index] = Start((index, index), (index, index), index, WITHOUT_CLASS)
        return found

    def _segment(self, starts: dict[int, list[Start]]) -> list[Row]:
        count = len(self.fragments)
        positions = [*sorted(starts), count]
        best: dict[int, Reached] = {0: (0.0, None, -1)}
        for order, begin in enumerate(positions[:-1]):
            if begin not in best:
                continue
            cells = max(start.cells for start in starts[begin])
            reach = _reach(positions[order + 1 :], self.body.labelled, cells)
            stops = [] if any(position in self.body.labelled for position in reach) else self._stops(starts[begin])
            for start in starts[begin]:
                ends = [end for end in reach if end >= start.cells]
                for end, row in (*self._rows_from(start, ends), *self._whole_rows(start, stops)):
                    _reached(best, end, (best[begin][0] + row.cost, row, begin))
            following = next(position for position in reach if position in self.body.labelled or position == count)
            if following not in best and begin in self.body.labelled:
                row = self._unread(starts[begin][0], following)
                best[following] = (best[begin][0] + row.cost, row, begin)
        return _traced(best, [end for end in best if end == count or end >= positions[-2]], self._left_out)

    def _stops(self, ways: Sequence[Start]) -> list[int]:
        """Where the last row may end before the text does: what follows a table need not belong to it."""
        first, page = min(way.cells for way in ways), self.body.page[ways[0].cells] or len(self.fragments)
        blanks = [i for i in range(first + 1, page) if self.fragments[i].gap is Gap.BLANK]
        return [*blanks, page] if first < page < len(self.fragments) else blanks

    def _left_out(self, end: int) -> float:
        """The cost of the table ending before fragment `end`."""
        rest = self.fragments[end:]
        return (LEFT_OUT + LEFT_OUT_LINE * len({fragment.number for fragment in rest})) if rest else 0.0

    def _unread(self, start: Start, end: int) -> Row:
        """A row that fits no expectation: its text is kept together in one cell rather than lost."""
        place = next((i for i, column in enumerate(self.columns) if column.role == "description"), 0)
        cells = [(start.cells, start.cells)] * place + [(start.cells, end)] + [(end, end)] * len(self.columns)
        spans = tuple((cell,) for cell in cells[: len(self.columns)])
        return Row((start.level1,), (start.level2,), spans, UNREAD, 0.0)

    def _rows_from(self, start: Start, ends: Sequence[int]) -> Iterator[tuple[int, Row]]:
        """The best row from `start` to each of `ends`."""
        if not ends:
            return
        page = self.body.page[start.cells]
        if not start.missing:
            yield from self._whole_rows(start, [end for end in ends if page is None or end <= page])
        if page is None or page in self.body.labelled or ends[-1] <= page:
            return
        if sum(end in self.body.labelled for end in ends if end < page) < MOST_SWALLOWED:
            end = next(end for end in ends if end > page)
            ways = broken_row(self.costs, start, page, end)
            if ways:
                (cost, cells), margin = _two_best(ways)
                level2 = (start.level2, (page, page + 1)) if start.missing else (start.level2,)
                yield end, Row((start.level1,), level2, cells, cost, margin)

    def _whole_rows(self, start: Start, ends: Sequence[int]) -> Iterator[tuple[int, Row]]:
        found = self._fill(start, ends)
        for end in ends:
            if end in found:
                (cost, cells), margin = found[end]
                yield end, Row((start.level1,), (start.level2,), tuple((cell,) for cell in cells), cost, margin)

    def _fill(self, start: Start, ends: Sequence[int]) -> dict[int, tuple[tuple[float, Cells], float]]:
        """End -> (cost and cells of the best way to fill a row up to there, how much more the next way costs)."""
        if not ends:
            return {}
        last_end = max(ends)
        states = self._first_states(start)
        for column in range(len(self.columns)):
            states = self._next_states(states, column, last_end)
        wanted = set(ends)
        ways: dict[int, list[tuple[float, Cells]]] = {}
        for (at, _, _), (cost, cells) in states.items():
            if at in wanted:
                empty = all(cell[0] == cell[1] for cell in cells)
                ways.setdefault(at, []).append((EMPTY_ROW + start.cost if empty else cost, cells))
        return {end: _two_best(found) for end, found in ways.items()}

    def _first_states(self, start: Start) -> States:
        begin, end = start.level2 if start.level2[1] > start.level2[0] else start.level1
        several = any(self.fragments[index].gap is not Gap.SPACE for index in range(begin + 1, end))
        return {(start.cells, several if end > begin else None, ""): (start.cost, ())}

    def _next_states(self, states: States, place: int, last_end: int) -> States:
        following: States = {}
        column = self.columns[place]
        named = column.role == "name"
        described = column.role == "description"
        for (at, several, name), (cost, cells) in states.items():
            _keep(following, (at, several, ""), cost + column.blank, (*cells, (at, at)))
            if at >= last_end:
                continue
            gap = self.fragments[at].gap
            for option in self.costs.options(place, at):
                end = option.end
                if end > last_end:
                    break
                total = cost + option.cost
                if several is not None:
                    total += self.gaps.between[several, option.several][gap]
                if described and name:
                    total += likeness(name, option.text)
                key = (end, option.several, option.text if named else "")
                known = following.get(key)
                if known is None or total < known[0]:
                    following[key] = (total, (*cells, (at, end)))
        return following


def _reached(best: dict[int, Reached], end: int, way: Reached) -> None:
    if end not in best or way[0] < best[end][0]:
        best[end] = way


def _traced(best: dict[int, Reached], ends: Sequence[int], left_out: Callable[[int], float]) -> list[Row]:
    """The rows of the cheapest way to one of `ends`."""
    rows: list[Row] = []
    end = min(ends or [max(best)], key=lambda position: best[position][0] + left_out(position))
    while end > 0:
        _, row, begin = best[end]
        assert row is not None
        rows.append(row)
        end = begin
    return rows[::-1]


def _reach(positions: Sequence[int], labelled: Container[int], cells: int) -> list[int]:
    """The positions where a row may end whose cells begin at `cells`: up to the next class that is not a cell."""
    found: list[int] = []
    swallowed = 0
    for position in positions:
        found.append(position)
        if position in labelled:
            swallowed += 1
            if position > cells + NEAR or swallowed > MOST_SWALLOWED:
                break
    return found


def _keep(states: States, key: tuple[int, bool | None, str], cost: float, cells: Cells) -> None:
    known = states.get(key)
    if known is None or cost < known[0]:
        states[key] = (cost, cells)


def _two_best(found: list[tuple[float, Found]]) -> tuple[tuple[float, Found], float]:
    found.sort(key=lambda way: way[0])
    return found[0], (found[1][0] - found[0][0] if len(found) > 1 else 99.0)
