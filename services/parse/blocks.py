"""Blocks: what every reader makes of a file, and all that extraction sees.

A file becomes a sequence of lines of text and tables in reading order. Nothing here knows a format or a form.
A table is a grid of cells: a position that a merged cell covers holds an empty cell with `covered` set, and a reader
that cannot see merges (a text dump) leaves plain empty cells there, so extraction must accept both.
"""

from dataclasses import dataclass
from typing import TypeAlias

from shared.places import Place


@dataclass(frozen=True, slots=True)
class Line:
    """One printed line outside a table. `level` is the heading level the format itself states (1 = top), else 0."""

    text: str
    places: tuple[Place, ...]
    level: int = 0


# Not frozen, though nothing may change a cell: a frozen one takes six times as long to make, and files have 100,000.
@dataclass(slots=True, unsafe_hash=True)
class Cell:
    """One position of a table: its text with line breaks kept as "\\n" where the format has them, and its places."""

    text: str
    places: tuple[Place, ...] = ()
    row_span: int = 1
    col_span: int = 1
    covered: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """One table, or the fragment of one that stands on a page. Rows need not be of equal length in text dumps."""

    rows: tuple[tuple[Cell, ...], ...]


Block: TypeAlias = Line | Table


@dataclass(frozen=True, slots=True)
class Reading:
    """What a reader gives: its form ("ocr-markdown", "docx", …), the blocks, the page count where the format has pages,
    and warnings as (code, text as printed or None, places)."""

    form: str
    media_type: str
    blocks: tuple[Block, ...]
    pages: int | None = None
    warnings: tuple[tuple[str, str | None, tuple[Place, ...]], ...] = ()
