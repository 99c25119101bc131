"""Ruling lines into tables: collinear rules joined, touching ones grouped, a group's lattice into cells with spans."""

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import compress
from typing import NamedTuple

import numpy as np

from services.parse.readers.pdf.geometry import Box, Floats, Mask, Rule

_SAME = 3.0  # points: rules nearer than this are one line
_GAP = 3.0  # points: a dashed line's gaps, and corners that do not quite meet
_SHORTEST = 4.0  # points: no cell is smaller
_SQUARES_AT_MOST = 40_000  # unit squares of a lattice: more is a drawing, no table
_PAIRS_AT_MOST = 4_000_000  # of rules across and down on a page: more is a drawing too


class GridCell(NamedTuple):
    """A cell of a grid: its first row and column, its spans, and its box in display space."""

    row: int
    col: int
    row_span: int
    col_span: int
    box: Box


@dataclass(frozen=True, slots=True)
class Grid:
    """One table's lattice: row and column edges in ascending order, and for every unit square its cell."""

    xs: list[float]
    ys: list[float]
    cells: list[GridCell]
    owner: list[list[int]]  # owner[row][col] = index into cells
    regular: bool  # False when a merged area was no rectangle: the reading is doubtful

    @property
    def box(self) -> Box:
        """The outer box of the table."""
        return self.xs[0], self.ys[0], self.xs[-1], self.ys[-1]


def grids_of(horizontal: list[Rule], vertical: list[Rule]) -> list[Grid]:
    """The tables that the rules of a page draw, from top to bottom, then from left to right."""
    across, down = joined(horizontal), joined(vertical)
    grids = [grid for group in _groups(across, down) if (grid := _grid(*group))]
    return sorted(grids, key=lambda grid: (grid.ys[0], grid.xs[0]))


def joined(rules: list[Rule]) -> list[Rule]:
    """Collinear rules that overlap or nearly meet, as one; what stays too short to part cells is dropped."""
    lines: list[list[Rule]] = []
    for rule in sorted(rules):
        if lines and rule.at - lines[-1][0].at <= _SAME:
            lines[-1].append(rule)
        else:
            lines.append([rule])
    return [piece for line in lines for piece in _pieces(line) if piece.end - piece.start > _SHORTEST]


def _pieces(line: list[Rule]) -> Iterator[Rule]:
    at = sum(rule.at for rule in line) / len(line)
    start, end = None, 0.0
    for rule in sorted(line, key=lambda rule: rule.start):
        if start is None:
            start, end = rule.start, rule.end
        elif rule.start <= end + _GAP:
            end = max(end, rule.end)
        else:
            yield Rule(at, start, end)
            start, end = rule.start, rule.end
    if start is not None:
        yield Rule(at, start, end)


def _groups(across: list[Rule], down: list[Rule]) -> Iterator[tuple[list[Rule], list[Rule]]]:
    """Rules that cross or touch belong to one table."""
    if not across or not down or len(across) * len(down) > _PAIRS_AT_MOST:
        return
    touching = _touching(np.array(across), np.array(down))
    waiting = touching.any(axis=1)
    while waiting.any():
        rows, columns = _connected(touching, int(waiting.argmax()))
        waiting &= ~rows
        yield list(compress(across, rows)), list(compress(down, columns))


def _connected(touching: Mask, row: int) -> tuple[Mask, Mask]:
    """The rows and the columns that `row` reaches over any number of touching pairs."""
    rows = np.arange(len(touching)) == row
    while True:
        columns = touching[rows].any(axis=0)
        further = touching[:, columns].any(axis=1)
        if (rows == further).all():
            return rows, columns
        rows = further


def _touching(across: Floats, down: Floats) -> Mask:
    """Which rule across (rows) meets which rule down (columns)."""
    y, left, right = across.T[:, :, None]
    x, top, bottom = down.T[:, None, :]
    met: Mask = (left - _GAP <= x) & (x <= right + _GAP) & (top - _GAP <= y) & (y <= bottom + _GAP)
    return met


def _grid(across: list[Rule], down: list[Rule]) -> Grid | None:
    xs, ys = _edges(down), _edges(across)
    if len(across) >= 2 and down:
        # Tables are often drawn without their outer side borders: the horizontal rules say where those would be.
        xs = _with_border(xs, min(rule.start for rule in across), max(rule.end for rule in across))
    if len(down) >= 2 and across:
        ys = _with_border(ys, min(rule.start for rule in down), max(rule.end for rule in down))
    rows, cols = len(ys) - 1, len(xs) - 1
    if rows < 1 or cols < 1 or rows * cols < 2 or rows * cols > _SQUARES_AT_MOST:
        return None
    return _cells(xs, ys, _walls(across, ys, xs), _walls(down, xs, ys))


def _edges(rules: list[Rule]) -> list[float]:
    edges: list[float] = []
    for at in sorted(rule.at for rule in rules):
        if not edges or at - edges[-1] > _SAME:
            edges.append(at)
    return edges


def _with_border(edges: list[float], first: float, last: float) -> list[float]:
    if not edges or first < edges[0] - _SHORTEST:
        edges = [first, *edges]
    if last > edges[-1] + _SHORTEST:
        edges = [*edges, last]
    return edges


def _walls(rules: list[Rule], lines: list[float], marks: list[float]) -> list[int]:
    """For each line a bit mask: bit k is set when a rule covers the stretch between marks k and k + 1."""
    walls = [0] * len(lines)
    for rule in rules:
        line = _nearest(lines, rule.at)
        first = bisect_left(marks, rule.start - _SAME)
        last = bisect_left(marks, rule.end + _SAME) - 1
        if last > first:
            walls[line] |= (1 << last) - (1 << first)
    return walls


def _nearest(edges: list[float], at: float) -> int:
    """The index of the edge, of ascending ones, that is nearest."""
    after = bisect_left(edges, at)
    if after == len(edges) or (after and at - edges[after - 1] <= edges[after] - at):
        return after - 1
    return after


def _cells(xs: list[float], ys: list[float], floors: list[int], walls: list[int]) -> Grid:
    """Unit squares between which nothing stands are one cell; a cell whose outline is no rectangle is cut square.

    `floors[r]` has bit c set when a rule stands above square (r, c); `walls[c]` bit r when one stands left of it.
    """
    rows, cols = len(ys) - 1, len(xs) - 1
    owner = [[-1] * cols for _ in range(rows)]
    cells: list[GridCell] = []
    regular = True
    for row in range(rows):
        for col in range(cols):
            if owner[row][col] >= 0:
                continue
            right, bottom, whole = _extent(row, col, floors, walls, owner)
            regular = regular and whole
            for r in range(row, bottom):
                owner[r][col:right] = [len(cells)] * (right - col)
            box = (xs[col], ys[row], xs[right], ys[bottom])
            cells.append(GridCell(row, col, bottom - row, right - col, box))
    return Grid(xs, ys, cells, owner, regular)


def _extent(row: int, col: int, floors: list[int], walls: list[int], owner: list[list[int]]) -> tuple[int, int, bool]:
    """How far the cell that begins at (row, col) reaches: right edge, bottom edge, and whether it is a rectangle."""
    rows, cols = len(owner), len(owner[0])
    right = col + 1
    while right < cols and not walls[right] >> row & 1 and owner[row][right] < 0:
        right += 1
    stretch = (1 << right) - (1 << col)
    bottom = row + 1
    whole = True
    while bottom < rows and floors[bottom] & stretch != stretch:
        open_below = not floors[bottom] & stretch
        parted = any(walls[c] >> bottom & 1 for c in range(col + 1, right))
        leaks = right < cols and not walls[right] >> bottom & 1
        if not open_below or parted or leaks or owner[bottom][col] >= 0:
            whole = False
            break
        bottom += 1
    return right, bottom, whole
