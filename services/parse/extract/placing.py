"""Puts amounts back under their columns where a dump lost the blanks between them, by what must add up.

A row keeps the order of its amounts, its sums must close (合计 = 基本支出 + 项目支出), and the rows under a subject
must add up to it in every column. Where that leaves one way, the row is sure; where it leaves several, the first is
taken and the row is doubtful.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import combinations, islice

from services.parse.extract.row_sums import Sum
from shared.amounts import read_number
from shared.folding import fold

# Columns that a department seldom has money in: a way that uses them is taken last.
SELDOM = re.compile(r"经营|上解|附属单位|财政专户|事业收入|上级补助|国有资本|其他收入")
MOST_STEPS = 20_000
MOST_WAYS = 32
SLACK = Decimal("0.005")

Way = tuple[int, ...]  # the column of each amount


@dataclass(slots=True)
class Row:
    """One row: its key in the tree of subjects ("" the total, None outside the tree) and its printed amounts."""

    key: str | None
    amounts: tuple[str, ...]
    numbers: tuple[Decimal, ...] = field(init=False)

    def __post_init__(self) -> None:
        self.numbers = tuple(read_number(fold(text)) for text in self.amounts)


@dataclass(frozen=True, slots=True)
class Placed:
    """The column of each amount of each row, and the rows that could be read in another way."""

    ways: list[Way]
    doubtful: set[int]


def place(
    rows: Sequence[Row],
    columns: Mapping[int, str],
    sums: Sequence[Sum],
    hints: Mapping[str, frozenset[str]] | None = None,
) -> Placed:
    """Place the amounts of `rows` in `columns` (index -> name). `hints` name the columns that a key has money in,
    known from another table."""
    return _Placer(rows, columns, sums, hints or {}).placed()


class _Placer:
    def __init__(
        self, rows: Sequence[Row], columns: Mapping[int, str], sums: Sequence[Sum], hints: Mapping[str, frozenset[str]]
    ) -> None:
        self.rows, self.columns, self.hints = rows, columns, hints
        self.sums = [(total, parts) for total, parts in sums if total in columns]
        self.ways = [self._ways(row) for row in rows]
        self.below = self._tree()
        self.steps = 0

    def placed(self) -> Placed:
        """Every row placed: those of the tree from the total down, the others each for itself."""
        chosen: dict[int, Way] = {}
        doubtful: set[int] = set()
        hanging = {child for children in self.below.values() for child in children}
        for index in range(len(self.rows)):
            if index in hanging:
                continue
            fitting = self._fitting(index)
            if fitting:
                chosen |= fitting[0]
                doubtful |= {i for other in fitting for i, way in other.items() if way != fitting[0][i]}
        for index, row in enumerate(self.rows):
            if index not in chosen:
                chosen[index] = self._fallback(row)
                doubtful.add(index)
        return Placed([chosen[index] for index in range(len(self.rows))], doubtful)

    def _fitting(self, index: int) -> list[dict[int, Way]]:
        """The likeliest ways for a row and all below it that are alike in how likely they are; the first few."""
        found = islice((below for way in self.ways[index] for below in self._below(index, way)), MOST_WAYS)
        ranked = [(sum(self._rank(self.rows[i], way) for i, way in ways.items()), ways) for ways in found]
        best = min((rank for rank, _ in ranked), default=0)
        return [ways for rank, ways in ranked if rank == best]

    def _below(self, index: int, way: Way) -> Iterator[dict[int, Way]]:
        """The ways of a row's subtree when the row itself is placed so."""
        children = self.below.get(index, [])
        if not children:
            yield {index: way}
            return
        left = dict(zip(way, self.rows[index].numbers, strict=True))
        for found in self._share(children, 0, left, SLACK * (len(children) + 1)):
            yield {index: way, **found}

    def _share(
        self, children: Sequence[int], at: int, left: Mapping[int, Decimal], slack: Decimal
    ) -> Iterator[dict[int, Way]]:
        """The ways in which the children from `at` on add up to what is `left` in each column."""
        self.steps += 1
        if self.steps > MOST_STEPS:
            return
        if at == len(children):
            if all(abs(rest) <= slack for rest in left.values()):
                yield {}
            return
        row = self.rows[children[at]]
        for way in self.ways[children[at]]:
            rest = dict(left)
            for column, number in zip(way, row.numbers, strict=True):
                rest[column] = rest.get(column, Decimal(-1)) - number
            if any(value < -slack for value in rest.values()):
                continue
            for found in self._below(children[at], way):
                for others in self._share(children, at + 1, rest, slack):
                    yield {**found, **others}

    def _ways(self, row: Row) -> list[Way]:
        """Every way to place a row whose sums close, the likeliest first."""
        ways = [way for way in combinations(sorted(self.columns), len(row.numbers)) if self._closes(row, way)]
        return sorted(ways, key=lambda way: (self._rank(row, way), way))

    def _closes(self, row: Row, way: Way) -> bool:
        at = dict(zip(way, row.numbers, strict=True))
        for total, parts in self.sums:
            addends = [at[part] for part in parts if part in at]
            if abs(sum(addends, Decimal(0)) - at.get(total, Decimal(0))) > SLACK * (len(addends) + 1):
                return False
        return True

    def _rank(self, row: Row, way: Way) -> int:
        names = {self.columns[column].split("/")[-1] for column in way}
        hint = self.hints.get(row.key or "")
        strange = len(names - hint) if hint is not None else 0
        return 10 * strange + sum(1 for name in names if SELDOM.search(name))

    def _fallback(self, row: Row) -> Way:
        own = self.ways[self.rows.index(row)]
        return own[0] if own else tuple(sorted(self.columns))[: len(row.numbers)]

    def _tree(self) -> dict[int, list[int]]:
        """Each row's children: the rows with the next longer keys that begin with its own."""
        keys = {row.key: index for index, row in reversed(list(enumerate(self.rows))) if row.key is not None}
        below: dict[int, list[int]] = {}
        for key, index in keys.items():
            above = next((key[:n] for n in range(len(key) - 1, -1, -1) if key[:n] in keys), None) if key else None
            if above is not None:
                below.setdefault(keys[above], []).append(index)
        return {index: sorted(children) for index, children in below.items()}
