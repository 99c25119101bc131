"""Cuts lines that keep positions into rows: every row has its class, and its cells share their middle or their top."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import combinations

from services.parse.readers.pdf_text.columns import Columns
from services.parse.readers.pdf_text.costs import Column, Stack
from services.parse.readers.pdf_text.fragments import Fragment, Gap
from services.parse.readers.pdf_text.grid import IndicatorRow
from services.parse.readers.pdf_text.labels import words
from services.parse.readers.pdf_text.layout_levels import with_first_levels
from services.parse.readers.pdf_text.layout_names import Name, find_names
from services.parse.readers.pdf_text.layout_pieces import (
    BodyLine,
    Piece,
    cut_where_others_begin,
    pieces_of,
    stacks_of,
    with_one_cut,
)
from services.parse.readers.pdf_text.meaning import content_cost, likeness

OFF_MIDDLE = 1.2
BLANK_INSIDE = 2.5
NO_BLANK_BETWEEN = 0.4
OVER_A_PAGE = 0.5
MOST_LINES = 30
UNUSED = 3.0
ODD = 2.0
MOST_OFF = 1.5
MOST_PAIRS = 40
SHARED = 3.0
ONE_CUT = 0.8
MOST_SHARING = 4
LEFT_OVER = 60.0
OFF_PLACE = 0.08
Page = tuple[Columns, Sequence[Sequence[Fragment]]]


def layout_rows(pages: Iterable[Page], columns: Sequence[Column], top: bool) -> tuple[float, list[IndicatorRow]]:
    """The indicator rows that `pages` hold and their cost, read as cells centred or set to the `top`."""
    flat = [(line, kinds) for kinds, page in pages for line in page]
    if not flat:
        return 0.0, []
    seconds = {id(f) for line, kinds in flat for f in line if words().level2.begins(f.text) and not kinds.leads(f)}
    firsts = find_names([line for line, _ in flat], words().level1, seconds)
    taken = {id(part) for name in firsts for part in name.parts}
    worded_alike = {id(line[0]) for line, kinds in flat if kinds.names(line[0])}  # names that are worded like a class
    names = find_names([line for line, _ in flat], words().level2, taken, worded_alike)
    taken |= {id(part) for name in names for part in name.parts}
    lines = [BodyLine(tuple(pieces_of(line, taken)), line[0].number, line[0].gap, kinds) for line, kinds in flat]
    cost, rows = _Cutter(lines, names, columns, top).best()
    for place in _needless(columns, rows):
        kinds = [*columns[:place], replace(columns[place], blank=0.0), *columns[place + 1 :]]
        tried, others = _Cutter(lines, names, kinds, top).best()
        if tried + UNUSED < cost:
            cost, rows = tried + UNUSED, others
    return cost, with_first_levels(rows, firsts)


def _needless(columns: Sequence[Column], rows: Sequence[IndicatorRow]) -> list[int]:
    """The columns that may be unused: optional ones that are blank now and then, or any when the rows are odd."""
    odd = sum(row.cost for row in rows) > ODD * len(rows)
    return [
        place
        for place, column in enumerate(columns)
        if column.role in {"description", "basis"} and (odd or any(not row.cells[place] for row in rows))
    ]


class _Cutter:
    """The segmentation of lines into rows, one around every class name."""

    def __init__(self, lines: Sequence[BodyLine], names: Sequence[Name], columns: Sequence[Column], top: bool) -> None:
        self.lines = lines
        self.names = names
        self.columns = columns
        self.top = top
        self._cells: dict[tuple[int, ...], tuple[float, str]] = {}

    def best(self) -> tuple[float, list[IndicatorRow]]:
        """The cheapest rows and their cost."""
        ends: dict[int, tuple[float, list[IndicatorRow]]] = {0: (0.0, [])}
        for order, name in enumerate(self.names):
            last = order + 1 == len(self.names)
            stops = [len(self.lines)] if last else range(name.last + 1, self.names[order + 1].first + 1)
            pairs = [(begin, stop) for begin in ends for stop in stops]
            found: dict[int, tuple[float, list[IndicatorRow]]] = {}
            for begin, stop in [pair for pair in pairs if self._plausible(*pair, name)] or pairs[:MOST_PAIRS]:
                cost, rows = ends[begin]
                spent, row = self._row(begin, stop, name)
                if stop not in found or cost + spent < found[stop][0]:
                    found[stop] = (cost + spent, [*rows, row])
            ends = found or ends
        return ends[max(ends)]

    def _plausible(self, begin: int, stop: int, name: Name) -> bool:
        """Whether the class name stands about where it must in a row from `begin` to `stop`."""
        if stop - begin > MOST_LINES or any(line.gap is Gap.PAGE for line in self.lines[begin + 1 : stop]):
            return stop - begin <= MOST_LINES
        off = name.first - begin if self.top else abs(name.first + name.last - begin - stop + 1) / 2
        return off <= MOST_OFF

    def _row(self, begin: int, stop: int, name: Name) -> tuple[float, IndicatorRow]:
        lines = self.lines[begin:stop]
        cost = BLANK_INSIDE * sum(line.gap is Gap.BLANK for line in lines[1:])
        cost += NO_BLANK_BETWEEN * (lines[0].gap is Gap.LINE)
        turn = next((index for index, line in enumerate(lines[1:], 1) if line.gap is Gap.PAGE), None)
        parts = [lines] if turn is None else [lines[:turn], lines[turn:]]
        parts = [cut_where_others_begin(part) for part in parts]
        ways = self._ways(parts)
        for tried in with_one_cut(parts) if self._too_few(ways) else ():
            ways += [(cost + ONE_CUT, cells) for cost, cells in self._ways(tried)]
        ways.sort(key=lambda way: way[0])
        spent, cells = ways[0]
        cost += OVER_A_PAGE if turn else self._off_middle(cells, lines, name)
        margin = next((way[0] - spent for way in ways[1:] if way[1] != cells), 99.0)
        return cost + spent, IndicatorRow([], name.parts, cells, cost + spent, margin)

    def _ways(self, parts: Sequence[Sequence[BodyLine]]) -> list[tuple[float, tuple[Piece, ...]]]:
        stacks = [stacks_of(part) for part in parts]
        if len(parts) == 1:
            return self._filled(stacks[0], parts[0][0].columns)
        return self._handed_out(stacks, [part[0].columns for part in parts])

    def _filled(self, stacks: Sequence[Piece], places: Columns) -> list[tuple[float, tuple[Piece, ...]]]:
        """The cheapest ways to give `stacks`, in order, to the columns, each none, one or several."""
        states: dict[tuple[int, str], tuple[float, tuple[Piece, ...]]] = {(0, ""): (0.0, ())}
        for place, column in enumerate(self.columns):
            following: dict[tuple[int, str], tuple[float, tuple[Piece, ...]]] = {}
            for (at, name), (cost, cells) in states.items():
                for end in range(at, min(len(stacks), at + MOST_SHARING) + 1):
                    spent, text, cell = self._cell(place, stacks[at:end], places)
                    total = cost + spent + (likeness(name, text) if name and text else 0.0)
                    key = (end, text if column.role == "name" else "")
                    if key not in following or total < following[key][0]:
                        following[key] = (total, (*cells, cell))
            states = following
        return [way for (at, _), way in states.items() if at == len(stacks)] or self._all_in_last(stacks)

    def _cell(self, place: int, stacks: Sequence[Piece], places: Columns) -> tuple[float, str, Piece]:
        """The cost, the text and the fragments of the cell that `stacks` make in a column."""
        if len(stacks) == 1:
            cell = stacks[0]
        else:
            cell = sorted((part for stack in stacks for part in stack), key=lambda part: (part.number, part.x))
        key = (place, *(id(fragment) for fragment in cell))
        if key not in self._cells:
            self._cells[key] = _cell_cost(self.columns[place], cell)
        cost, text = self._cells[key]
        cost += SHARED * max(0, len(stacks) - 1)
        cost += sum(OFF_PLACE * min(15.0, abs(stack[0].x - places.starts[place + 2])) for stack in stacks)
        return cost, text, cell

    def _all_in_last(self, stacks: Sequence[Piece]) -> list[tuple[float, tuple[Piece, ...]]]:
        empty: list[Piece] = [[] for _ in self.columns[1:]]
        return [(LEFT_OVER, (*empty, [part for stack in stacks for part in stack]))]

    def _too_few(self, ways: Sequence[tuple[float, tuple[Piece, ...]]]) -> bool:
        """Whether the best way leaves a column blank that is not usually blank."""
        cells = min(ways, key=lambda way: way[0])[1]
        return any(not cell and column.blank > 1.0 for cell, column in zip(cells, self.columns, strict=True))

    def _off_middle(self, cells: Sequence[Piece], lines: Sequence[BodyLine], name: Name) -> float:
        """How far the cells of a row are from sharing their middle (or their first line)."""
        place = {line.number: row for row, line in enumerate(lines)}
        cost = 0.0
        for cell in (*cells, name.parts):
            if cell:
                first, last = place[cell[0].number], place[cell[-1].number]
                off = first if self.top else abs(first + last - (len(lines) - 1)) / 2
                cost += OFF_MIDDLE * min(off, 4.0)
        return cost

    def _handed_out(
        self, parts: Sequence[Sequence[Piece]], places: Sequence[Columns]
    ) -> list[tuple[float, tuple[Piece, ...]]]:
        """The ways to give the stacks of a row that a page break cut to the columns, in order above and below."""
        found: list[tuple[float, tuple[Piece, ...]]] = []
        lowers = list(self._spread(parts[1], places[1]))
        for upper_cost, upper in self._spread(parts[0], places[0]):
            for lower_cost, lower in lowers:
                cells = tuple([*above, *below] for above, below in zip(upper, lower, strict=True))
                found.append((upper_cost + lower_cost + self._meant(cells), cells))
        return found or self._all_in_last([*parts[0], *parts[1]])

    def _spread(self, stacks: Sequence[Piece], places: Columns) -> Iterator[tuple[float, list[Piece]]]:
        count = len(self.columns)
        for chosen in combinations(range(count), len(stacks)):
            cells: list[Piece] = [[] for _ in range(count)]
            cost = 0.0
            for place, stack in zip(chosen, stacks, strict=True):
                cost += OFF_PLACE * min(15.0, abs(stack[0].x - places.starts[place + 2]))
                cells[place] = stack
            yield cost, cells

    def _meant(self, cells: Sequence[Piece]) -> float:
        cost = 0.0
        texts: dict[str, str] = {}
        for place, (column, cell) in enumerate(zip(self.columns, cells, strict=True)):
            key = (place, *(id(fragment) for fragment in cell))
            if key not in self._cells:
                self._cells[key] = _cell_cost(column, cell)
            spent, texts[column.role] = self._cells[key]
            cost += spent
        if texts.get("name") and texts.get("description"):
            cost += likeness(texts["name"], texts["description"])
        return cost


def _cell_cost(column: Column, cell: Piece) -> tuple[float, str]:
    if not cell:
        return column.blank, ""
    stack = Stack(column)
    number = 0
    for fragment in cell:
        if fragment.number == number:
            stack.widen(fragment)
        else:
            stack.put(fragment, fragment.needs)
        number = fragment.number
    text = "".join(fragment.text for fragment in cell)
    times = column.seen.get(text, 0)
    return stack.cost() + content_cost(column.role, text) - (min(2.5, 0.8 * times) if times else 0.0), text
