"""Cuts the fragments under an indicator header into rows of six cells: the best segmentation of the whole run."""

from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from services.parse.readers.pdf_text.costs import PRUNE, CellCosts, Column, Gaps, likeness, wrap_cost
from services.parse.readers.pdf_text.fragments import Fragment, Gap
from services.parse.readers.pdf_text.labels import words

Span = tuple[int, int]
Found = TypeVar("Found")
# A row that costs more than this may be several rows whose class is not printed.
SUSPICIOUS = 14.0
WITHOUT_CLASS = 5.0
# Rows that cost less than this on average need no second thought.
EASY = 0.5
MAY_BE_UNUSED = frozenset({"description", "basis"})
UNUSED = 3.0
LEFT_OUT = 20.0
# Classes that a row may hold in its cells: an indicator is sometimes named like its class.
MOST_SWALLOWED = 2


@dataclass(frozen=True, slots=True)
class Start:
    """Where a row can start: the spans of its level labels; its cells begin at `cells`. `missing` is what a label lacks
    when a page break cut it."""

    level1: Span
    level2: Span
    cells: int
    cost: float = 0.0
    missing: str = ""

    @property
    def begin(self) -> int:
        """The first fragment of the row."""
        return self.level1[0] if self.level1[1] > self.level1[0] else self.level2[0]


@dataclass(frozen=True, slots=True)
class Row:
    """One row: for each column the spans of fragments that make its cell (two when a page break cut it)."""

    level1: tuple[Span, ...]
    level2: tuple[Span, ...]
    cells: tuple[tuple[Span, ...], ...]
    cost: float
    margin: float


def best_rows(fragments: Sequence[Fragment], columns: Sequence[Column], gaps: Gaps, *, doubt: bool) -> list[Row]:
    """The rows that `fragments` most likely are; with `doubt`, a column may turn out to be unused."""
    rows = Rows(fragments, columns, gaps).best()
    if not doubt:
        return rows
    best = _total(rows, fragments)
    if best <= EASY * len(rows) and not _mostly_blank(rows):
        return rows
    for place, column in enumerate(columns):
        if column.role not in MAY_BE_UNUSED:
            continue
        fewer = [*columns[:place], replace(column, blank=0.0, unused=True), *columns[place + 1 :]]
        other = Rows(fragments, fewer, gaps).best()
        cost = _total(other, fragments) + UNUSED
        if cost < best:
            rows, best = other, cost
    return rows


def _total(rows: Sequence[Row], fragments: Sequence[Fragment]) -> float:
    """The cost of `rows`; what they leave out costs more than any way to read it."""
    ends = [end for row in rows for cell in (row.level1, row.level2, *row.cells) for _, end in cell]
    return sum(row.cost for row in rows) + LEFT_OUT * (len(fragments) - max(ends, default=0))


def _mostly_blank(rows: Sequence[Row]) -> bool:
    blanks = [sum(begin == end for begin, end in cell) for row in rows for cell in row.cells]
    return sum(blanks) * 10 > len(blanks)


class Rows:
    """The segmentation of one run of fragments into rows."""

    def __init__(self, fragments: Sequence[Fragment], columns: Sequence[Column], gaps: Gaps) -> None:
        self.fragments = fragments
        self.columns = columns
        self.gaps = gaps
        self.starts = self._starts()
        self.labelled = {
            begin for begin, ways in self.starts.items() if any(way.cells > begin and not way.missing for way in ways)
        }
        self.costs = CellCosts(fragments, columns, gaps, self.labelled)

    def best(self) -> list[Row]:
        """The rows of the cheapest segmentation, in order."""
        starts = self.starts
        rows = self._segment(starts)
        bare = self._bare_starts(rows)
        if bare:
            for begin, start in bare.items():
                starts.setdefault(begin, []).append(start)
            rows = self._segment(starts)
        return rows

    def _starts(self) -> dict[int, list[Start]]:
        starts: dict[int, list[Start]] = {}
        for index, fragment in enumerate(self.fragments):
            if fragment.gap is Gap.SPACE:
                continue
            for start in self._starts_at(index):
                starts.setdefault(index, []).append(start)
        if 0 not in starts and self.fragments:
            starts[0] = [Start((0, 0), (0, 0), 0, WITHOUT_CLASS)]
        return starts

    def _starts_at(self, index: int) -> Iterator[Start]:
        nothing = (index, index)
        both = False
        for match in words().level1.all_at(self.fragments, index):
            span = (index, match.end)
            followers = words().level2.all_at(self.fragments, match.end)
            both = both or bool(followers)
            for follower in followers:
                yield Start(span, (match.end, follower.end), follower.end)
            yield from self._unfinished(span, match.end)
            if not followers:
                yield Start(span, (match.end, match.end), match.end, WITHOUT_CLASS)
        if not both:
            for match in words().level2.all_at(self.fragments, index):
                yield Start(nothing, (index, match.end), match.end)
        yield from self._unfinished(nothing, index)

    def _unfinished(self, level1: Span, index: int) -> Iterator[Start]:
        """Rows whose class a page break cut: its end must stand first after the break."""
        for beginning, end in words().level2.unfinished_at(self.fragments, index):
            if len(beginning) < 2:
                continue
            page = self._next_page(end)
            if page is None:
                continue
            for missing in words().level2.ends(beginning):
                if self.fragments[page].text == missing:
                    yield Start(level1, (index, end), end, 0.0, missing)

    def _next_page(self, index: int) -> int | None:
        for position in range(index, min(len(self.fragments), index + 60)):
            if self.fragments[position].gap is Gap.PAGE:
                return position
        return None

    def _bare_starts(self, rows: Sequence[Row]) -> dict[int, Start]:
        found: dict[int, Start] = {}
        for row in rows:
            if row.cost <= SUSPICIOUS:
                continue
            spans = [span for cell in row.cells for span in cell if span[1] > span[0]]
            if not spans:
                continue
            for index in range(min(spans)[0] + 1, max(span[1] for span in spans)):
                if self.fragments[index].gap is not Gap.SPACE:
                    found[index] = Start((index, index), (index, index), index, WITHOUT_CLASS)
        return found

    def _segment(self, starts: dict[int, list[Start]]) -> list[Row]:
        count = len(self.fragments)
        positions = [*sorted(starts), count]
        best: dict[int, tuple[float, Row | None, int]] = {0: (0.0, None, -1)}
        labelled = self.labelled
        for order, begin in enumerate(positions[:-1]):
            if begin not in best:
                continue
            base = best[begin][0]
            reach = _reach(positions[order + 1 :], labelled)
            for start in starts[begin]:
                for end, row in self._rows_from(start, [end for end in reach if end >= start.cells]):
                    total = base + row.cost
                    if end not in best or total < best[end][0]:
                        best[end] = (total, row, begin)
        return self._trace(best, count)

    def _trace(self, best: dict[int, tuple[float, Row | None, int]], end: int) -> list[Row]:
        rows: list[Row] = []
        if end not in best:
            end = max(best)
        while end > 0:
            _, row, begin = best[end]
            assert row is not None
            rows.append(row)
            end = begin
        return rows[::-1]

    def _rows_from(self, start: Start, ends: Sequence[int]) -> Iterator[tuple[int, Row]]:
        """The best row from `start` to each of `ends`."""
        if not ends:
            return
        page = self._next_page(start.cells) if start.cells < len(self.fragments) else None
        if not start.missing:
            whole = [end for end in ends if page is None or end <= page]
            yield from self._whole_rows(start, whole)
        if page is None or page in self.labelled or ends[-1] <= page:
            return
        if sum(end in self.labelled for end in ends if end < page) < MOST_SWALLOWED:
            end = next(end for end in ends if end > page)
            row = self._split_row(start, page, end)
            if row:
                yield end, row

    def _whole_rows(self, start: Start, ends: Sequence[int]) -> Iterator[tuple[int, Row]]:
        found = self._fill(start, ends)
        for end in ends:
            if end not in found:
                continue
            (cost, cells), margin = found[end]
            yield end, Row((start.level1,), (start.level2,), tuple((cell,) for cell in cells), cost, margin)

    def _fill(self, start: Start, ends: Sequence[int]) -> dict[int, tuple[tuple[float, tuple[Span, ...]], float]]:
        """End -> (cost and cells of the best way to fill a row's columns up to there, how much worse the next way is)."""
        if not ends:
            return {}
        last_end = max(ends)
        states = self._first_states(start)
        for column in range(len(self.columns)):
            states = self._next_states(states, column, last_end)
        wanted = set(ends)
        ways: dict[int, list[tuple[float, tuple[Span, ...]]]] = {}
        for (at, _, _), (cost, cells) in states.items():
            if at in wanted:
                empty = all(cell[0] == cell[1] for cell in cells)
                ways.setdefault(at, []).append((2.0 + start.cost if empty else cost, cells))
        return {end: _two_best(found) for end, found in ways.items()}

    def _first_states(self, start: Start) -> "States":
        label = start.level2 if start.level2[1] > start.level2[0] else start.level1
        several = self._several(label)
        return {(start.cells, several if label[1] > label[0] else None, ""): (start.cost, ())}

    def _several(self, span: Span) -> bool:
        return any(self.fragments[index].gap is not Gap.SPACE for index in range(span[0] + 1, span[1]))

    def _next_states(self, states: "States", column: int, last_end: int) -> "States":
        following: States = {}
        blank = self.columns[column].blank
        role = self.columns[column].role
        for (at, several, name), (cost, cells) in states.items():
            _keep(following, (at, several, ""), cost + blank, (*cells, (at, at)))
            if at >= last_end:
                continue
            for option in self.costs.options(column, at):
                if option.end > last_end:
                    break
                total = cost + option.cost
                if several is not None:
                    total += self.gaps.between[several, option.several][self.fragments[at].gap]
                if role == "description" and name:
                    total += likeness(name, option.text)
                key = (option.end, option.several, option.text if role == "name" else "")
                _keep(following, key, total, (*cells, (at, option.end)))
        return following

    def _split_row(self, start: Start, page: int, end: int) -> Row | None:
        """The best row whose first part ends before `page` and whose second part ends before `end`."""
        rest = page
        if start.missing:
            rest += 1
        upper = self._fill(Start(start.level1, start.level2, start.cells, start.cost), [page])
        ways = self._upper_ways(start, page)
        if page not in upper or not ways:
            return None
        found: list[tuple[float, tuple[tuple[Span, ...], ...]]] = []
        for cost, cells in ways:
            lower = self._lower(cells, rest, end)
            if lower:
                found.append((cost + lower[0], tuple((a, b) for a, b in zip(cells, lower[1], strict=True))))
        if not found:
            return None
        (cost, spans), margin = _two_best(found)
        level2 = (start.level2, (page, rest)) if start.missing else (start.level2,)
        return Row((start.level1,), level2, spans, cost, margin)

    def _upper_ways(self, start: Start, page: int) -> list[tuple[float, tuple[Span, ...]]]:
        """Ways to cut the part above the break, without judging what the cells mean: they go on below."""
        states: list[tuple[float, tuple[Span, ...], int]] = [(start.cost, (), start.cells)]
        for column in range(len(self.columns)):
            following: list[tuple[float, tuple[Span, ...], int]] = []
            for cost, cells, at in states:
                following.append((cost + 3.0, (*cells, (at, at)), at))
                if at < page:
                    for option in self.costs.options(column, at):
                        if option.end > page:
                            break
                        structure = option.cost - self.costs.meaning(self.columns[column], option.text)
                        following.append((cost + structure, (*cells, (at, option.end)), option.end))
            states = sorted(following)[:60]
        return [(cost, cells) for cost, cells, at in states if at == page]

    def _lower(self, upper: Sequence[Span], begin: int, end: int) -> tuple[float, tuple[Span, ...]] | None:
        """The cheapest way to hand the fragments below the break out to the cells above it, meaning judged as a whole."""
        states: dict[int, tuple[float, tuple[Span, ...]]] = {begin: (0.0, ())}
        for column, above in enumerate(upper):
            following: dict[int, tuple[float, tuple[Span, ...]]] = {}
            for at, (cost, cells) in states.items():
                for stop in range(at, min(end, at + 24) + 1):
                    joined = self._joined_cost(column, above, (at, stop))
                    if joined is None:
                        break
                    total = cost + joined
                    if stop not in following or total < following[stop][0]:
                        following[stop] = (total, (*cells, (at, stop)))
            states = following
        return states.get(end)

    def _joined_cost(self, column: int, above: Span, below: Span) -> float | None:
        """The cost of the two halves as one cell; None when it cannot be, however far `below` goes on."""
        lines, needed, text, cost = self._stacked((above, below))
        kind = self.columns[column]
        if not text:
            return kind.blank
        if above[0] == above[1]:
            cost += 4.0
        if below[1] > below[0] and any(self.fragments[i].gap is Gap.PAGE for i in range(below[0] + 1, below[1])):
            return None
        cost += wrap_cost(lines, needed, kind.width)
        return cost + self.costs.meaning(kind, text) if cost <= PRUNE else None

    def _stacked(self, spans: Sequence[Span]) -> tuple[list[tuple[float, float]], list[float], str, float]:
        lines: list[tuple[float, float]] = []
        needed: list[float] = []
        text = ""
        cost = 0.0
        for order, (begin, end) in enumerate(spans):
            for index in range(begin, end):
                fragment = self.fragments[index]
                fresh = index == begin and order > 0
                if text and fragment.gap is Gap.SPACE and not fresh:
                    lines[-1] = (lines[-1][0] + fragment.least, lines[-1][1] + fragment.most + 0.5)
                    cost += self.gaps.spaced(text, fragment.text)
                else:
                    if text:
                        needed.append(lines[-1][1] + self.costs.needs[index])
                        cost += 0.0 if fresh else self.gaps.inside[fragment.gap]
                    lines.append((fragment.least, fragment.most))
                text += fragment.text
        return lines, needed, text, cost


def _reach(positions: Sequence[int], labelled: Container[int]) -> list[int]:
    """The positions where a row may end: up to the few classes that it may hold in its cells."""
    found: list[int] = []
    swallowed = 0
    for position in positions:
        found.append(position)
        swallowed += position in labelled
        if swallowed > MOST_SWALLOWED:
            break
    return found


States = dict[tuple[int, bool | None, str], tuple[float, tuple[Span, ...]]]


def _keep(states: States, key: tuple[int, bool | None, str], cost: float, cells: tuple[Span, ...]) -> None:
    known = states.get(key)
    if known is None or cost < known[0]:
        states[key] = (cost, cells)


def _two_best(found: list[tuple[float, Found]]) -> tuple[tuple[float, Found], float]:
    found.sort(key=lambda way: way[0])
    return found[0], (found[1][0] - found[0][0] if len(found) > 1 else 99.0)
