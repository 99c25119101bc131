"""Cuts lines whose columns are known into rows: every row has its class, and its cells share their middle or their top."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from services.parse.readers.pdf_text.columns import Columns
from services.parse.readers.pdf_text.costs import Column, Stack
from services.parse.readers.pdf_text.fragments import Fragment, Gap
from services.parse.readers.pdf_text.grid import IndicatorRow
from services.parse.readers.pdf_text.labels import words
from services.parse.readers.pdf_text.meaning import content_cost, likeness
from services.parse.text import label_key

NO_CLASS = 6.0
OFF_MIDDLE = 1.2
BLANK_INSIDE = 2.5
NO_BLANK_BETWEEN = 0.4
MOST_LINES = 30
UNUSED = 3.0


@dataclass(frozen=True, slots=True)
class BodyLine:
    """One printed line of the body: its fragments by column, and whether a page or a blank line stands before it."""

    cells: tuple[tuple[Fragment, ...], ...]
    gap: Gap


def layout_rows(parts: Iterable[tuple[Columns, Sequence[Sequence[Fragment]]]], columns: Sequence[Column]) -> list[IndicatorRow]:
    """The indicator rows that the pages `parts` hold, read as cells centred or set to the top, whichever fits better."""
    count = len(columns) + 2
    lines = [_body_line(line, kinds, count) for kinds, page in parts for line in page]
    ways = []
    for top in (False, True):
        for kinds, extra in _uses(columns):
            cost, rows = _Cutter(lines, kinds, top).best()
            ways.append((cost + extra, rows))
    return min(ways, key=lambda way: way[0])[1] if lines else []


def _uses(columns: Sequence[Column]) -> list[tuple[Sequence[Column], float]]:
    found: list[tuple[Sequence[Column], float]] = [(columns, 0.0)]
    for place, column in enumerate(columns):
        if column.role in {"basis", "description"}:
            found.append(([*columns[:place], replace(column, blank=0.0), *columns[place + 1 :]], UNUSED))
    return found


def _body_line(line: Sequence[Fragment], columns: Columns, count: int) -> BodyLine:
    cells: list[list[Fragment]] = [[] for _ in range(count)]
    for fragment in line:
        cells[min(columns.of(fragment), count - 1)].append(fragment)
    return BodyLine(tuple(tuple(cell) for cell in cells), line[0].gap)


class _Cutter:
    """The segmentation of lines into rows between the classes that stand in the second column."""

    def __init__(self, lines: Sequence[BodyLine], columns: Sequence[Column], top: bool) -> None:
        self.lines = lines
        self.columns = columns
        self.top = top
        self.groups = _class_lines(lines)

    def best(self) -> tuple[float, list[IndicatorRow]]:
        """The cheapest rows and their cost."""
        groups = self.groups
        if not groups:
            return 0.0, []
        ends: dict[int, tuple[float, list[IndicatorRow]]] = {0: (0.0, [])}
        for order, (_, last) in enumerate(groups):
            following = groups[order + 1][0] if order + 1 < len(groups) else len(self.lines)
            stops = range(last + 1, following + 1) if order + 1 < len(groups) else [len(self.lines)]
            found: dict[int, tuple[float, list[IndicatorRow]]] = {}
            for begin, (cost, rows) in ends.items():
                for stop in stops:
                    if stop - begin > MOST_LINES and order + 1 < len(groups):
                        break
                    spent, row = self._row(begin, stop)
                    total = cost + spent
                    if stop not in found or total < found[stop][0]:
                        margin = abs(found[stop][0] - total) if stop in found else 99.0
                        found[stop] = (total, [*rows, replace(row, margin=min(margin, 99.0))])
            ends = found or ends
        cost, rows = ends[max(ends)]
        return cost, _with_classes(rows, self.lines)

    def _row(self, begin: int, stop: int) -> tuple[float, IndicatorRow]:
        lines = self.lines[begin:stop]
        cells = [[fragment for line in lines for fragment in line.cells[place]] for place in range(len(lines[0].cells))]
        cost = 0.0 if label_key("".join(f.text for f in cells[1])) in words().level2.roles else NO_CLASS
        cost += BLANK_INSIDE * sum(line.gap is Gap.BLANK for line in lines[1:])
        cost += NO_BLANK_BETWEEN * (lines[0].gap is Gap.LINE)
        cost += self._off_middle(lines)
        texts: dict[str, str] = {}
        for column, cell in zip(self.columns, cells[2:], strict=True):
            spent, text = _cell_cost(column, cell)
            cost += spent
            texts[column.role] = text
        if texts.get("name") and texts.get("description"):
            cost += likeness(texts["name"], texts["description"])
        return cost, IndicatorRow([], cells[1], tuple(cells[2:]), cost)

    def _off_middle(self, lines: Sequence[BodyLine]) -> float:
        """How far the cells of a row are from sharing their middle (or their first line)."""
        if any(line.gap is Gap.PAGE for line in lines[1:]):
            return 0.5
        cost = 0.0
        for place in range(1, len(lines[0].cells)):
            taken = [index for index, line in enumerate(lines) if line.cells[place]]
            if taken:
                off = taken[0] if self.top else abs((taken[0] + taken[-1]) - (len(lines) - 1)) / 2
                cost += OFF_MIDDLE * min(off, 4.0)
        return cost


def _class_lines(lines: Sequence[BodyLine]) -> list[tuple[int, int]]:
    """The first and the last line of every class name in the second column."""
    placed = [(fragment, index) for index, line in enumerate(lines) for fragment in line.cells[1]]
    fragments = [fragment for fragment, _ in placed]
    found: list[tuple[int, int]] = []
    index = 0
    while index < len(fragments):
        match = words().level2.at(fragments, index)
        end = match.end if match else index + 1
        found.append((placed[index][1], placed[end - 1][1]))
        index = end
    return found


def _cell_cost(column: Column, cell: Sequence[Fragment]) -> tuple[float, str]:
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
    text = "".join(fragment.text for fragment in cell).replace(" ", "")
    times = column.seen.get(text, 0)
    return stack.cost() + content_cost(column.role, text) - (min(2.5, 0.8 * times) if times else 0.0), text


def _with_classes(rows: list[IndicatorRow], lines: Sequence[BodyLine]) -> list[IndicatorRow]:
    """`rows` with the first-level names, each on the first row of the group over which it is centred."""
    labels = _first_levels(lines)
    if not labels or not rows:
        return rows
    best: list[tuple[float, list[int]]] = [(0.0, [])]
    classes = [label_key("".join(fragment.text for fragment in row.level2)) for row in rows]
    spans = [_lines_of(row) for row in rows]
    for label, numbers in labels:
        following: dict[int, tuple[float, list[int]]] = {}
        for cost, cuts in best:
            begin = cuts[-1] if cuts else 0
            for end in range(begin + 1, len(rows) + 1):
                spent = cost + _group_cost(label, numbers, classes[begin:end], spans[begin:end])
                if end not in following or spent < following[end][0]:
                    following[end] = (spent, [*cuts, end])
        best = list(following.values()) or best
    whole = [way for way in best if way[1] and way[1][-1] == len(rows)] or best
    cuts = min(whole)[1]
    begins = dict(zip([0, *cuts], labels, strict=False))
    fragments = {number: fragment for line in lines for fragment in line.cells[0] for number in [fragment.number]}
    return [
        replace(row, level1=[fragments[number] for number in begins[place][1]]) if place in begins else row
        for place, row in enumerate(rows)
    ]


def _first_levels(lines: Sequence[BodyLine]) -> list[tuple[str, list[int]]]:
    """The names in the first column: text, and the numbers of the lines they stand on."""
    fragments = [fragment for line in lines for fragment in line.cells[0]]
    found: list[tuple[str, list[int]]] = []
    index = 0
    while index < len(fragments):
        match = words().level1.at(fragments, index)
        end = match.end if match else index + 1
        taken = fragments[index:end]
        found.append((label_key("".join(fragment.text for fragment in taken)), [fragment.number for fragment in taken]))
        index = end
    return found


def _lines_of(row: IndicatorRow) -> tuple[int, int]:
    numbers = [fragment.number for cell in (row.level2, *row.cells) for fragment in cell]
    return (min(numbers), max(numbers)) if numbers else (0, 0)


def _group_cost(
    label: str, numbers: Sequence[int], classes: Sequence[str], spans: Sequence[tuple[int, int]]
) -> float:
    """The cost of the rows with `classes` being those under `label`, printed on lines `numbers`."""
    below = {word for form in _levels() for word in form.get(label, ())}
    cost = sum(0.0 if name in below else 4.0 for name in classes)
    first, last = spans[0][0], spans[-1][1]
    middle = (numbers[0] + numbers[-1]) / 2
    if not first - 1 <= middle <= last + 1:
        return cost + 5.0
    return cost + 0.3 * abs(middle - (first + last) / 2) / max(1, len(classes))


def _levels() -> list[dict[str, frozenset[str]]]:
    from services.parse.templates import templates

    return [dict(form.levels) for form in templates()]
