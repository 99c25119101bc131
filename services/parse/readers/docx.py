"""Word files (.docx) straight from their XML: paragraphs and tables in order, spans resolved.

The parts of the format used here are those of ECMA-376: w:p, w:tbl, w:gridSpan, w:vMerge, w:sdt; deleted text and field
codes are left out, as a printer leaves them out.
"""

import posixpath
from collections.abc import Iterator

from services.parse.blocks import Block, Cell, Line, Reading, Table
from services.parse.readers.docx_numbering import Numbering, numbering_of
from services.parse.readers.grid import COVERED, lines_in
from services.parse.readers.word_xml import Element, Package, W, value_of
from shared.errors import Malformed
from shared.media import DOCX
from shared.places import Place

MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_SKIPPED = frozenset(
    (
        *(f"{W}{name}" for name in ("del", "moveFrom", "instrText", "delInstrText", "pPr", "rPr", "rt", "rubyPr")),
        f"{MC}Fallback",
    )
)
_WRAPPED = frozenset(f"{W}{name}" for name in ("sdt", "sdtContent", "ins", "moveTo", "smartTag", "customXml"))
_HEADING = "heading"
_MOST_COLUMNS = 500  # a span may claim any number; no form has this many columns
_SLIVER = 60  # twips: a millimetre, in which no letter has room; edges of rows that differ by a hair make such columns
_SIGNS = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
_SIGN_OF = {f"{W}{name}": sign for name, sign in _SIGNS.items()}
_EMPTY = Cell("")
_TEXT, _RUN, _PARAGRAPH, _TABLE = f"{W}t", f"{W}r", f"{W}p", f"{W}tbl"
_ROW, _CELL, _CELL_PROPERTIES, _GRID = f"{W}tr", f"{W}tc", f"{W}tcPr", f"{W}tblGrid"
_RUN_PROPERTIES, _VANISH, _SYMBOL = f"{W}rPr", f"{W}vanish", f"{W}sym"
_SPAN, _DOWN, _ALONG = f"{W}gridSpan", f"{W}vMerge", f"{W}hMerge"


def read_docx(data: bytes) -> Reading:
    """The blocks of a .docx file. Raises Malformed, Encrypted or Bomb."""
    with Package(data) as package:
        name = package.document
        document, folder = package.part(name), posixpath.dirname(name)
        body = document.find(f"{W}body") if document is not None else None
        if body is None:
            raise Malformed
        styles = package.part(posixpath.join(folder, "styles.xml"))
        numbering = numbering_of(package.part(posixpath.join(folder, "numbering.xml")), styles)
    return Reading("docx", DOCX, tuple(_Body(_heading_levels(styles), numbering).blocks(body)))


def _heading_levels(styles: Element | None) -> dict[str, int]:
    """Style id -> heading level (1 = top), from the names of the styles; a file may have no styles."""
    levels = {}
    for style in styles.iter(f"{W}style") if styles is not None else ():
        text = value_of(style.find(f"{W}name")).lower()
        if text.startswith(_HEADING) and text[len(_HEADING) :].strip().isdecimal():
            levels[style.get(f"{W}styleId", "")] = int(text[len(_HEADING) :])
    return levels


class _Body:
    """Numbers paragraphs and tables as they come."""

    def __init__(self, levels: dict[str, int], numbering: Numbering) -> None:
        self._levels = levels
        self._numbering = numbering
        self._paragraphs = 0
        self._tables = 0

    def blocks(self, container: Element) -> Iterator[Block]:
        """The blocks of a container in order; a table that only arranges the page is opened."""
        for child in _content(container):
            if child.tag == _PARAGRAPH:
                yield from self._lines(child)
            elif _is_layout(child):
                for cell in _all_cells(child):
                    yield from self.blocks(cell)
            else:
                self._tables += 1
                yield _table(child, self._tables, self._numbering)

    def _lines(self, paragraph: Element) -> Iterator[Line]:
        self._paragraphs += 1
        place: Place = {"paragraph": self._paragraphs}
        level = self._levels.get(value_of(paragraph.find(f"{W}pPr/{W}pStyle")), 0)
        number, printed = self._numbering.of(paragraph), _text(paragraph)
        for text in f"{number}{printed}".split("\n") if printed.strip() else ():
            if text.strip():
                yield Line(text.strip(), (place,), level)


def _content(container: Element) -> Iterator[Element]:
    """The paragraphs and tables of a container in order, those inside content controls and revisions included."""
    for child in container:
        if child.tag in (_PARAGRAPH, _TABLE):
            yield child
        elif child.tag in _WRAPPED:
            yield from _content(child)


def _is_layout(table: Element) -> bool:
    """A table of single cells in which tables stand only arranges the page."""
    if table.find(f".//{W}tbl") is None:
        return False
    return all(sum(1 for _ in _cells(row)) == 1 for row in _rows(table))


def _all_cells(table: Element) -> Iterator[Element]:
    return (cell for row in _rows(table) for cell in _cells(row))


def _numbered(paragraph: Element, numbering: Numbering) -> str:
    """The text of a paragraph with the number that is printed before it."""
    return numbering.of(paragraph) + _text(paragraph)


def _text(element: Element) -> str:
    parts: list[str] = []
    _collect(element, parts)
    return "".join(parts)


def _collect(element: Element, parts: list[str]) -> None:
    """Add what is printed of `element` to `parts`; the commonest children come first, since there are many."""
    for child in element:
        tag = child.tag
        if tag == _TEXT:
            parts.append(child.text or "")
        elif tag in _SKIPPED or not isinstance(tag, str):
            continue
        elif tag == _RUN:
            if not _is_hidden(child):
                _collect(child, parts)
        elif tag in _SIGN_OF:
            parts.append(_SIGN_OF[tag])
        elif tag == _SYMBOL:
            parts.append(_symbol(child))
        else:
            parts += ["\n"] if tag == _PARAGRAPH else []  # a text box inside a paragraph
            _collect(child, parts)


def _is_hidden(run: Element) -> bool:
    """Whether the run is not printed: w:vanish, unless it is switched off. Its properties come first in a run."""
    if not len(run) or run[0].tag != _RUN_PROPERTIES:
        return False
    vanish = run[0].find(_VANISH)
    return vanish is not None and value_of(vanish) not in ("0", "false", "off")


def _symbol(symbol: Element) -> str:
    """A letter of a symbol font, where it is one that every font has; others (ticks, boxes) say nothing to a rule."""
    code = symbol.get(f"{W}char", "")
    try:
        letter = chr(int(code, 16))
    except ValueError:
        return ""
    return letter if letter.isprintable() and not "\ue000" <= letter <= "\uf8ff" else ""


def _table(table: Element, number: int, numbering: Numbering) -> Table:
    rows: list[list[Cell]] = []
    origins: dict[int, tuple[int, int]] = {}  # column -> (row, column) of the cell that is merged down through it
    slivers = _slivers(table)
    for r, row in enumerate(_rows(table)):
        at = _skipped(row, "gridBefore")
        cells: list[Cell] = [_EMPTY] * _columns(slivers, 0, at)
        rows.append(cells)
        for cell in _cells(row):
            col = len(cells)
            wide, merge, along = _merging(cell)
            span = _columns(slivers, at, wide) or (1 if "".join(map(str, cell.itertext())).strip() else 0)
            at += wide
            if not span:
                continue
            if col + span > _MOST_COLUMNS:
                break
            if along == "continue" and cells and cells[-1] is not _EMPTY:
                _widen(cells, span)
                continue
            if merge == "continue" and col in origins:
                top, first = origins[col]
                grown = rows[top][first]
                rows[top][first] = Cell(grown.text, grown.places, r - top + 1, grown.col_span)
                cells += [COVERED] * span
                continue
            place: Place = {"table": number, "row": r + 1, "col": col + 1}
            cells += [Cell(_cell_text(cell, numbering), (place,), 1, span), *[COVERED] * (span - 1)]
            for c in range(col, col + span):
                origins.pop(c, None)
            if merge == "restart":
                origins[col] = (r, col)
        cells += [_EMPTY] * _columns(slivers, at, _skipped(row, "gridAfter"))
    return Table(tuple(tuple(row) for row in rows))


def _slivers(table: Element) -> frozenset[int]:
    """The columns of the table's grid in which nothing has room."""
    grid = table.find(_GRID)
    widths = [_number(column, 0, f"{W}w") for column in grid] if grid is not None else []
    if max(widths, default=0) < 5 * _SLIVER:  # widths that mean nothing
        return frozenset()
    return frozenset(i for i, width in enumerate(widths) if 0 < width < _SLIVER)


def _columns(slivers: frozenset[int], first: int, wide: int) -> int:
    """How many columns there are in so much of the grid."""
    return wide - sum(1 for sliver in slivers if first <= sliver < first + wide) if slivers else wide


def _widen(cells: list[Cell], span: int) -> None:
    """Let the last cell of a row take what is merged into it from the right."""
    first = max(i for i, cell in enumerate(cells) if not cell.covered)
    begun = cells[first]
    cells[first] = Cell(begun.text, begun.places, begun.row_span, begun.col_span + span)
    cells += [COVERED] * span


def _rows(table: Element) -> Iterator[Element]:
    for child in table:
        if child.tag == _ROW:
            if child.find(f"{W}trPr/{W}del") is None:
                yield child
        elif child.tag in _WRAPPED:
            yield from _rows(child)


def _cells(row: Element) -> Iterator[Element]:
    for child in row:
        if child.tag == _CELL:
            yield child
        elif child.tag in _WRAPPED:
            yield from _cells(child)


def _skipped(row: Element, name: str) -> int:
    return _number(row.find(f"{W}trPr/{W}{name}"), 0)


def _merging(cell: Element) -> tuple[int, str, str]:
    """How many columns the cell takes, and its part in a merge downward and along: "", "restart" or "continue"."""
    span, down, along = 1, "", ""
    if len(cell) and cell[0].tag == _CELL_PROPERTIES:
        for each in cell[0]:
            if each.tag == _SPAN:
                span = max(1, _number(each, 1))
            elif each.tag == _DOWN:
                down = value_of(each) or "continue"
            elif each.tag == _ALONG:
                along = value_of(each) or "continue"
    return span, down, along


def _number(element: Element | None, default: int, name: str = f"{W}val") -> int:
    value = element.get(name, "") if element is not None else ""
    return min(int(value), _MOST_COLUMNS) if value.isascii() and value.isdigit() and len(value) < 7 else default


def _cell_text(cell: Element, numbering: Numbering) -> str:
    """The cell's paragraphs as lines; a table inside it gives the lines of its cells."""
    texts: list[str] = []
    for child in _content(cell):
        if child.tag == _TABLE:
            texts += [_cell_text(inner, numbering) for inner in _all_cells(child)]
        else:
            texts.append(_numbered(child, numbering))
    return lines_in(texts)
