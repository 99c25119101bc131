"""Reads the header of a budget table: how many rows it has, and the path of labels over each column.

Merged cells come as true spans (Word, PDF), as blanks (text with tabs), or not at all (one cell a line, where a row
with merged cells is shorter); all three end in the same paths.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from services.parse.blocks import Cell
from services.parse.extract.captions import printed
from services.parse.extract.header_forms import form_of
from shared.folding import plain
from shared.places import Place

Row = tuple[Cell, ...]

HIGHEST = 6  # rows; a higher header is none
NUMBER = re.compile(r"[-−(]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?[)%]?")
NUMBERING_LABEL = re.compile(r"栏次|行次|列次|\*{1,3}|[甲乙丙丁戊己]|合计|类|款|项")
NUMBERING = re.compile(r"[1-9]\d?(?:[=+\-].*)?")
WORDS = re.compile(
    r"项目|科目|名称|编码|代码|合计|小计|总计|金额|预算|收入|支出|经费|拨款|单位|数量|单价|价值|性质|规格|形式|来源|序号|备注|类|款"
    r"|结转|资金|内容|说明|份额"
)


@dataclass(frozen=True, slots=True)
class Header:
    """The header of one table. `moved` says that its cells made no sense where they stand and `columns` come from a
    known form; `unsure` that no form helped."""

    columns: tuple[str, ...]
    places: tuple[tuple[Place, ...], ...]
    height: int
    rows: frozenset[tuple[str, ...]]
    moved: bool = False
    unsure: bool = False

    def repeats(self, row: Row) -> bool:
        """Whether `row` is one of the header's rows again, or one that numbers the columns."""
        return is_numbering(row) or _texts(row) in self.rows


def read_header(rows: Sequence[Row], width: int) -> Header | None:
    """The header on the first of `rows`; None where the first row is data already. `width` is the table's columns."""
    height = _height(rows, width)
    numbered = height < len(rows) and is_numbering(rows[height])
    if height == 0:
        return Header(("",) * width, ((),) * width, 1, frozenset()) if numbered else None
    texts = frozenset(_texts(row) for row in rows[:height])
    aligned, fits = _aligned(rows[:height], width)
    grid = _Grid(aligned, width)
    if fits and not grid.torn:
        return Header(grid.paths(), grid.places(), height + numbered, texts)
    form = form_of(Counter(label for row in rows[:height] for label in _labels(row)), width)
    if form is None:
        return Header(grid.paths(), grid.places(), height + numbered, texts, unsure=True)
    return Header(form, _places_of(form, rows[:height]), height + numbered, texts, moved=True)


def is_number(text: str) -> bool:
    """Whether the cell holds nothing but a number: an amount, a code, an ordinal."""
    return bool(NUMBER.fullmatch(plain(text)))


def is_numbering(row: Row) -> bool:
    """Whether the row only numbers the columns (栏次 1 2 3, or ** 1 2 3)."""
    texts = [text for text in _texts(row) if text]
    numbers = [int(re.split(r"[=+\-]", text)[0]) for text in texts if NUMBERING.fullmatch(text)]
    rest = [text for text in texts if not NUMBERING.fullmatch(text)]
    if not all(NUMBERING_LABEL.fullmatch(text) for text in rest):
        return False
    if "栏次" in rest or "行次" in rest:
        return True
    return len(numbers) >= 2 and numbers == list(range(1, len(numbers) + 1)) and len(texts) > 2


def has_header_words(rows: Sequence[Row]) -> bool:
    """Whether at least half of the filled cells hold words of headers: tells a header from a row of names."""
    texts = [text for row in rows for text in _texts(row) if text]
    return bool(texts) and 2 * sum(1 for text in texts if WORDS.search(text)) >= len(texts)


def _texts(row: Row) -> tuple[str, ...]:
    texts = [plain(cell.text) for cell in row]
    while texts and not texts[-1]:
        texts.pop()
    return tuple(texts)


def _places_of(columns: Sequence[str], rows: Sequence[Row]) -> tuple[tuple[Place, ...], ...]:
    """The places of the labels that each path in `columns` is made of, wherever they stand in the header."""
    cells = [(printed(cell.text), cell.places) for row in rows for cell in row]
    paths = [column.split("/") for column in columns]
    return tuple(tuple(place for text, places in cells if text in path for place in places) for path in paths)


def _labels(row: Row) -> list[str]:
    return [text for cell in row if (text := printed(cell.text))]


def _height(rows: Sequence[Row], width: int) -> int:
    """How many rows are header: up to the row that numbers the columns, else while columns wait for labels."""
    closed: set[int] = set()
    groups: list[object] = [0] * width
    for number, row in enumerate(rows[: HIGHEST + 1]):
        filled = {column for column, cell in enumerate(row) if cell.text.strip() and not cell.covered}
        if is_numbering(row):
            return number
        if any(is_number(cell.text) for cell in row) or not filled:
            return number
        if number and (len(closed) == width or filled & closed):
            return number
        if not _lacks_cells(rows, number, width):
            whole = _padded(row, width)
            closed |= _closed(whole, groups)
            groups = _divided(whole, groups)
    return len(rows) if len(rows) <= HIGHEST else 1


def _lacks_cells(rows: Sequence[Row], number: int, width: int) -> bool:
    """Whether a row is short because merged cells are missing in it, not because blanks at its end were lost."""
    row = rows[number]
    below = len(rows[number + 1]) if number + 1 < len(rows) else 0
    return len(row) < min(width, below) and (number > 0 or all(cell.text.strip() for cell in row))


def _closed(row: Row, groups: Sequence[object]) -> set[int]:
    """The columns of `row` that no further label can stand under: a label that does not reach over the next column."""
    ends = {column for column in range(len(row) - 1) if groups[column] != groups[column + 1]} | {len(row) - 1}
    return {
        column
        for column, cell in enumerate(row)
        if cell.text.strip()
        and cell.col_span == 1
        and (column in ends or row[column + 1].text.strip() or row[column + 1].covered)
    }


def _divided(row: Row, groups: Sequence[object]) -> list[object]:
    """The groups of columns under the labels of `row`: those with one label over them, within a group above."""
    divided: list[object] = []
    for column, cell in enumerate(row):
        begins = cell.text.strip() or column == 0 or groups[column] != groups[column - 1]
        divided.append((groups[column], column) if begins else divided[-1])
    return divided


def _aligned(rows: Sequence[Row], width: int) -> tuple[list[Row], bool]:
    """Rows of equal length: a shorter row's cells are put over the columns that the row below shows they span.

    False where the row below does not show it.
    """
    whole: list[Row] = [_padded(rows[-1], width)]
    fits = True
    for row in reversed(rows[:-1]):
        spread = _spread(row, whole[0], width) if len(row) < width else row
        # A row with blanks says itself where its cells stand: only the blanks at its end were lost.
        fits = fits and (spread is not None or not all(cell.text.strip() for cell in row))
        whole.insert(0, _padded(spread or row, width))
    return whole, fits


def _padded(row: Row, width: int) -> Row:
    return (*row[:width], *(Cell("") for _ in range(width - len(row))))


def _spread(row: Row, below: Row, width: int) -> Row | None:
    starts = _segments(below)
    blank = (
        cell for cell, start in zip(row, starts, strict=False) if not cell.text.strip() and below[start].text.strip()
    )
    if len(starts) != len(row) or any(blank):
        return None
    wide = [Cell("")] * width
    for cell, start in zip(row, starts, strict=True):
        wide[start] = cell
    return tuple(wide)


def _segments(below: Row) -> list[int]:
    """Where the cells above `below` begin: at each blank, and at each run of labels, which begins anew when its first
    label comes again (项目 预算数 | 项目 预算数)."""
    starts: list[int] = []
    first = None
    for column, cell in enumerate(below):
        text = plain(cell.text)
        if not text:
            starts.append(column)
            first = None
        elif first is None or text == first:
            starts.append(column)
            first = text
    return starts


class _Grid:
    """The header's rows with, for each position, the column whose label holds there (None: no label at this level)."""

    def __init__(self, rows: Sequence[Row], width: int) -> None:
        self.rows = rows
        self.width = width
        self.torn = False
        spans = any(cell.covered or cell.col_span > 1 or cell.row_span > 1 for row in rows for cell in row)
        self.owners = self._spanned() if spans else self._blanks()

    def paths(self) -> tuple[str, ...]:
        """The labels over each column from the top, joined by "/"."""
        return tuple("/".join(self._path(column)) for column in range(self.width))

    def places(self) -> tuple[tuple[Place, ...], ...]:
        """The places of the labels over each column."""
        return tuple(
            tuple(
                place
                for row, owners in zip(self.rows, self.owners, strict=True)
                if (owner := owners[column]) is not None
                for place in row[owner].places
            )
            for column in range(self.width)
        )

    def _path(self, column: int) -> list[str]:
        labels = (
            printed(row[owner].text)
            for row, owners in zip(self.rows, self.owners, strict=True)
            if (owner := owners[column]) is not None
        )
        return [label for label in labels if label]

    def _spanned(self) -> list[list[int | None]]:
        owners: list[list[int | None]] = [[None] * self.width for _ in self.rows]
        for number, row in enumerate(self.rows):
            for column, cell in enumerate(row):
                if not cell.covered:
                    end = min(column + cell.col_span, self.width)
                    owners[number][column:end] = [column] * (end - column)
        return owners

    def _blanks(self) -> list[list[int | None]]:
        groups: list[object] = [0] * self.width
        owners: list[list[int | None]] = []
        for number, row in enumerate(self.rows):
            level = self._level(number, row, groups)
            self.torn = self.torn or _torn(level, groups)
            groups = [(group, owner) for group, owner in zip(groups, level, strict=True)]
            owners.append(level)
        return owners

    def _level(self, number: int, row: Row, groups: Sequence[object]) -> list[int | None]:
        """A blank belongs to the label on its left under the same parent, where something below shows the span."""
        level: list[int | None] = []
        for column, cell in enumerate(row):
            if cell.text.strip():
                level.append(column)
            elif column and groups[column] == groups[column - 1] and (number == 0 or self._fills(number, column)):
                level.append(level[-1])
            else:
                level.append(None)
        return level

    def _fills(self, number: int, column: int) -> bool:
        return any(row[column].text.strip() for row in self.rows[number + 1 :])


def _torn(level: Sequence[int | None], groups: Sequence[object]) -> bool:
    """Whether a merged cell has labels under some of its columns and none under others: no printed header has that."""
    sizes = Counter(groups)
    labelled = Counter(group for group, owner in zip(groups, level, strict=True) if owner is not None)
    return any(0 < labelled[group] < size for group, size in sizes.items() if size > 1)
