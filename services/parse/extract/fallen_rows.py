"""Finds the budget tables of a dump whose cells stand in lines of text, without tabs and without blanks.

A table is known by its heading and by a header that has the letters of a known form, its rows by their ordinals.
"""

import re
from collections.abc import Sequence, Set
from dataclasses import dataclass, field

from services.parse.blocks import Block, Line
from services.parse.extract.budget_headers import is_number
from services.parse.extract.captions import Heading, is_caption, is_contents, is_note, read_aside
from services.parse.extract.header_forms import form_in_letters
from services.parse.text import compact, is_page_number, numbering
from shared.budget_kinds import TableKind, table_kind
from shared.folding import plain
from shared.places import Place

HIGHEST = 12  # lines of a header, at most
COUNTED = 3  # columns of a table of labels, quantities and amounts
PRICED = 7  # columns of a purchase up to its price; amounts by source follow
SECTIONS = ("第一部分", "一、", "（一）")
LISTS = (TableKind.INSTITUTIONS, TableKind.PROCUREMENT, TableKind.ASSETS)
LOOSE = 3  # lines in sequence that are no row's: there the table ends
CODE = re.compile(r"\d{3}|\d{5}|\d{7}")
NUMBERING = re.compile(r"(?:栏次|行次)(?:\d{1,2})+")


@dataclass(frozen=True, slots=True)
class Piece:
    """One cell's text: an ordinal, a code, a label or an amount."""

    kind: str
    text: str
    places: tuple[Place, ...]


@dataclass(slots=True)
class FallenRow:
    """One row: the line of its ordinal taken apart, and the lines of labels that wrap above and below it."""

    pieces: list[Piece]
    above: list[Line] = field(default_factory=list)
    below: list[Line] = field(default_factory=list)

    @property
    def has_label(self) -> bool:
        """Whether the ordinal's own line holds a label."""
        return any(piece.kind == "label" for piece in self.pieces)


@dataclass(slots=True)
class Fallen:
    """One table: its form, the indices of its blocks from the header on, its rows."""

    kind: TableKind
    form: tuple[str, ...]
    start: int
    end: int
    header: tuple[Place, ...]
    rows: list[FallenRow]


def fallen_tables(blocks: Sequence[Block]) -> list[Fallen]:
    """The tables of known forms that stand in lines of `blocks`."""
    found: list[Fallen] = []
    index = 0
    while index < len(blocks):
        table = _table_at(blocks, index)
        if table:
            found.append(table)
        index = table.end if table else index + 1
    return found


def headings_alone(blocks: Sequence[Block], taken: Set[int]) -> list[Line]:
    """Headings of budget tables with a department or unit under them, but no table: what stood there was not read."""
    found: list[Line] = []
    for index, block in enumerate(blocks[:-1]):
        if isinstance(block, Line) and index not in taken and _headed(block) and index + 1 not in taken:
            heading = Heading()
            below = blocks[index + 1]
            if isinstance(below, Line) and read_aside(below.text, below.places, heading) and heading.values:
                found.append(block)
    return found


def _table_at(blocks: Sequence[Block], index: int) -> Fallen | None:
    """The table whose heading is the line at `index`."""
    kind = _headed(blocks[index]) or _list_headed(blocks[index])
    if kind is None:
        return None
    start = index + 1
    while start < len(blocks) and _is_aside(blocks[start]):
        start += 1
    header = _header(blocks, start)
    if header is None:
        return None
    form, first = header
    if form[0] == "序号":
        rows, end = _Reader(blocks, form, kind, {_flat(block) for block in blocks[start:first]}).read(first)
    else:
        rows, end = _list(blocks, form, first)
    places = tuple(place for block in blocks[start:first] if isinstance(block, Line) for place in block.places)
    return Fallen(kind, form, start, end, places, rows)


def _headed(block: Block) -> TableKind | None:
    if not isinstance(block, Line) or is_contents(block.text) or not is_caption(block.text):
        return None
    text = compact(block.text)
    return table_kind(text) if text.endswith(("表", "续）", "续)")) else None


def _list_headed(block: Block) -> TableKind | None:
    """The kind of a table without ordinals, whose heading need not end in 表."""
    if not isinstance(block, Line) or not is_caption(block.text):
        return None
    kind = table_kind(block.text)
    return kind if kind in LISTS else None


def _is_aside(block: Block) -> bool:
    return isinstance(block, Line) and read_aside(block.text, block.places, Heading())


def _header(blocks: Sequence[Block], start: int) -> tuple[tuple[str, ...], int] | None:
    """The form whose labels stand in the lines from `start` on, and where its rows begin."""
    text = ""
    for index, block in enumerate(blocks[start : start + HIGHEST], start):
        if not isinstance(block, Line):
            return None
        text += compact(block.text)
        if form := form_in_letters(text):
            below = blocks[index + 1] if index + 1 < len(blocks) else None
            numbered = isinstance(below, Line) and NUMBERING.fullmatch(_flat(below)) is not None
            return form, index + 1 + numbered
    return None


def _flat(block: Block) -> str:
    return plain(block.text) if isinstance(block, Line) else ""


def _list(blocks: Sequence[Block], form: tuple[str, ...], start: int) -> tuple[list[FallenRow], int]:
    """The rows of a table without ordinals: lines with a text for each column, or with a label and its numbers."""
    rows: list[FallenRow] = []
    for block in blocks[start:]:
        pieces = _list_pieces(block, form) if isinstance(block, Line) else None
        if not pieces:
            break
        rows.append(FallenRow(pieces))
    return rows, start + len(rows)


def _list_pieces(line: Line, form: tuple[str, ...]) -> list[Piece] | None:
    """The cells of a line, each under the column that its kind names ("0" the first); None where it is no row."""
    tokens = line.text.split()
    number = numbering(compact(line.text))
    if is_note(line.text) or compact(line.text).endswith(("。", "：")) or (number and number.style in SECTIONS):
        return None
    if len(tokens) == len(form):
        return [Piece(str(column), token, line.places) for column, token in enumerate(tokens)]
    if len(form) > len(tokens) > PRICED and all(is_number(token) for token in tokens[PRICED - 2 :]):
        pieces = [Piece(str(column), token, line.places) for column, token in enumerate(tokens[:PRICED])]
        return [*pieces, *(Piece("amount", token, line.places) for token in tokens[PRICED:])]
    label = [token for token in tokens if not is_number(token)]
    numbers = tokens[len(label) :]
    if len(form) != COUNTED or not label or any(not is_number(token) for token in numbers) or len(numbers) > 1:
        return None
    # Of a number alone, only an amount has decimals.
    column = "2" if numbers and "." in numbers[0] else "1"
    return [Piece("0", "".join(label), line.places), *(Piece(column, number, line.places) for number in numbers)]


class _Reader:
    """Reads the rows of one table, over as many pages as it takes."""

    def __init__(self, blocks: Sequence[Block], form: tuple[str, ...], kind: TableKind, header: set[str]) -> None:
        self.blocks, self.form, self.kind, self.header = blocks, form, kind, header
        self.coded = any(column.endswith("科目编码") for column in form)
        self.rows: list[FallenRow] = []
        self.loose: list[Line] = []  # lines of labels since the last ordinal
        self.broken = 0  # how many of them stand before a page break
        self.paged = False

    def read(self, start: int) -> tuple[list[FallenRow], int]:
        """The rows from `start` on, and the index behind the last."""
        gaps: list[tuple[list[Line], list[Line] | None]] = []
        end = index = start
        while index < len(self.blocks):
            block = self.blocks[index]
            if not isinstance(block, Line) or self._ends(block):
                break
            index += 1
            if row := self._row(block):
                gaps.append(self._gap())
                self.rows.append(row)
                end = index
            elif self._is_furniture(block):
                self.paged, self.broken = True, self.broken if self.paged else len(self.loose)
            else:
                self.loose.append(block)
        gaps.append(self._gap())
        _share(self.rows, gaps)
        return self.rows, end + len(self.rows[-1].below if self.rows else [])

    def _ends(self, line: Line) -> bool:
        if is_note(line.text) or len(self.loose) > LOOSE or compact(line.text).endswith("。"):
            return True
        kind = _headed(line)
        return kind is not None and kind is not self.kind

    def _is_furniture(self, line: Line) -> bool:
        """Whether the line belongs to a page and no row: its number, the heading or the header again."""
        text = _flat(line)
        if text in self.header or NUMBERING.fullmatch(text) or is_page_number(text):
            return True
        return _headed(line) is self.kind or _is_aside(line)

    def _row(self, line: Line) -> FallenRow | None:
        tokens = line.text.split()
        if not tokens or tokens[0] != str(len(self.rows) + 1):
            return None
        pieces = [Piece("ordinal", tokens[0], line.places)]
        for token in tokens[1:]:
            kind = self._kind(token, pieces)
            if kind == "label" and pieces[-1].kind == "label" and not self._begins_side(token):
                pieces[-1] = Piece("label", pieces[-1].text + token, line.places)
            else:
                pieces.append(Piece(kind, token, line.places))
        return FallenRow(pieces)

    def _kind(self, token: str, before: Sequence[Piece]) -> str:
        if self.coded and len(before) == 1 and CODE.fullmatch(token):
            return "code"
        return "amount" if is_number(token) else "label"

    def _begins_side(self, token: str) -> bool:
        """Whether a label beside another begins the other side of the table."""
        return (
            not self.coded
            and re.match(r"[一二三四五六七八九十]+、|.*(?:合计|总计)$|年[末终]", plain(token)) is not None
        )

    def _gap(self) -> tuple[list[Line], list[Line] | None]:
        """The lines of labels before a row: all of them, or those of the page before and those of its own."""
        lines = self.loose
        gap = (lines[: self.broken], lines[self.broken :]) if self.paged and self.rows else (lines, None)
        self.loose, self.broken, self.paged = [], 0, False
        return gap


def _share(rows: Sequence[FallenRow], gaps: Sequence[tuple[list[Line], list[Line] | None]]) -> None:
    """Give each row its lines. Where labels stand in the middle of their rows, as many lines are above as below."""
    centred = any(not row.has_label for row in rows)
    wrapped = 0  # lines below the ordinal of the row above
    for number, (lines, new_page) in enumerate(gaps):
        count = len(lines) if new_page is not None or not centred else min(wrapped, len(lines))
        count = min(wrapped, count) if number == len(rows) else count
        if number:
            rows[number - 1].below = lines[:count]
        if number == len(rows):
            break
        rows[number].above = new_page if new_page is not None else lines[count:] if number else lines
        wrapped = len(rows[number].above)
