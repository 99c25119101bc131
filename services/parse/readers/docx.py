"""Word files (.docx) straight from their XML: paragraphs and tables in order, spans resolved.

The parts of the format used here are those of ECMA-376: w:p, w:tbl, w:gridSpan, w:vMerge, w:sdt; deleted text and field
codes are left out, as a printer leaves them out.
"""

import io
import zipfile
import zlib
from collections.abc import Iterator
from typing import TypeAlias

from lxml import etree

from services.parse.blocks import Block, Cell, Line, Reading, Table
from services.parse.readers.grid import COVERED, lines_in
from shared.errors import Bomb, Encrypted, Malformed
from shared.media import DOCX
from shared.places import Place

Element: TypeAlias = etree._Element

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_MOST_BYTES = 200_000_000  # of document.xml; a department's text has about five million
_SKIPPED = frozenset((f"{W}del", f"{W}moveFrom", f"{W}instrText", f"{W}pPr", f"{W}rPr", f"{MC}Fallback"))
_HEADING = "heading"


def read_docx(data: bytes) -> Reading:
    """The blocks of a .docx file. Raises Malformed, Encrypted or Bomb."""
    body = _part(data, "word/document.xml").find(f"{W}body")
    if body is None:
        raise Malformed
    return Reading("docx", DOCX, tuple(_blocks(body, _heading_levels(data))))


def _part(data: bytes, name: str) -> Element:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            info = package.getinfo(name)
            if info.flag_bits & 1:
                raise Encrypted
            if info.file_size > _MOST_BYTES:
                raise Bomb
            with package.open(info) as part:
                xml = part.read(_MOST_BYTES + 1)
    except (zipfile.BadZipFile, KeyError, EOFError, OSError, ValueError, NotImplementedError, zlib.error) as error:
        raise Malformed from error
    if len(xml) > _MOST_BYTES:
        raise Bomb
    try:
        # No entity is expanded and nothing is fetched: the file is a stranger's.
        return etree.fromstring(xml, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True))
    except etree.XMLSyntaxError as error:
        raise Malformed from error


def _heading_levels(data: bytes) -> dict[str, int]:
    """Style id -> heading level (1 = top), from the names of the styles; a file may have no styles."""
    try:
        styles = _part(data, "word/styles.xml")
    except Malformed:
        return {}
    levels = {}
    for style in styles.iter(f"{W}style"):
        name = style.find(f"{W}name")
        text = (name.get(f"{W}val", "") if name is not None else "").lower()
        if text.startswith(_HEADING) and text[len(_HEADING) :].strip().isdigit():
            levels[style.get(f"{W}styleId", "")] = int(text[len(_HEADING) :])
    return levels


def _blocks(body: Element, levels: dict[str, int]) -> Iterator[Block]:
    paragraphs = tables = 0
    for child in _content(body):
        if child.tag == f"{W}tbl":
            tables += 1
            yield _table(child, tables)
            continue
        paragraphs += 1
        place: Place = {"paragraph": paragraphs}
        for text in _text(child).split("\n"):
            if text.strip():
                yield Line(text.strip(), (place,), levels.get(_style(child), 0))


def _content(container: Element) -> Iterator[Element]:
    """The paragraphs and tables of a container in order, those inside content controls and revisions included."""
    for child in container:
        if child.tag in (f"{W}p", f"{W}tbl"):
            yield child
        elif child.tag in (f"{W}sdt", f"{W}sdtContent", f"{W}ins", f"{W}smartTag", f"{W}customXml"):
            yield from _content(child)


def _style(paragraph: Element) -> str:
    style = paragraph.find(f"{W}pPr/{W}pStyle")
    return style.get(f"{W}val", "") if style is not None else ""


def _text(element: Element) -> str:
    return "".join(_texts(element))


def _texts(element: Element) -> Iterator[str]:
    for child in element:
        tag = child.tag
        if tag == f"{W}t":
            yield child.text or ""
        elif tag in (f"{W}br", f"{W}cr"):
            yield "\n"
        elif tag == f"{W}tab":
            yield "\t"
        elif tag == f"{W}noBreakHyphen":
            yield "-"
        elif tag == f"{W}p":  # a text box inside a paragraph
            yield "\n"
            yield from _texts(child)
        elif isinstance(tag, str) and tag not in _SKIPPED:
            yield from _texts(child)


def _table(table: Element, number: int) -> Table:
    rows: list[list[Cell]] = []
    origins: dict[int, tuple[int, int]] = {}  # column -> (row, column) of the cell that is merged down through it
    for r, row in enumerate(_rows(table)):
        cells: list[Cell] = [COVERED] * _skipped(row, "gridBefore")
        rows.append(cells)
        for cell in _cells(row):
            col = len(cells)
            span, merge = _span(cell), _merge(cell)
            if merge == "continue" and col in origins:
                top, first = origins[col]
                grown = rows[top][first]
                rows[top][first] = Cell(grown.text, grown.places, r - top + 1, grown.col_span)
                cells += [COVERED] * span
                continue
            place: Place = {"table": number, "row": r + 1, "col": col + 1}
            cells += [Cell(_cell_text(cell), (place,), 1, span), *[COVERED] * (span - 1)]
            for c in range(col, col + span):
                origins.pop(c, None)
            if merge == "restart":
                origins[col] = (r, col)
        cells += [COVERED] * _skipped(row, "gridAfter")
    return Table(tuple(tuple(row) for row in rows))


def _rows(table: Element) -> Iterator[Element]:
    for child in table:
        if child.tag == f"{W}tr":
            if child.find(f"{W}trPr/{W}del") is None:
                yield child
        elif child.tag in (f"{W}sdt", f"{W}sdtContent", f"{W}customXml"):
            yield from _rows(child)


def _cells(row: Element) -> Iterator[Element]:
    for child in row:
        if child.tag == f"{W}tc":
            yield child
        elif child.tag in (f"{W}sdt", f"{W}sdtContent", f"{W}customXml"):
            yield from _cells(child)


def _skipped(row: Element, name: str) -> int:
    return _number(row.find(f"{W}trPr/{W}{name}"), 0)


def _span(cell: Element) -> int:
    return max(1, _number(cell.find(f"{W}tcPr/{W}gridSpan"), 1))


def _number(element: Element | None, default: int) -> int:
    value = element.get(f"{W}val", "") if element is not None else ""
    return min(int(value), 100) if value.isdigit() else default


def _merge(cell: Element) -> str | None:
    merge = cell.find(f"{W}tcPr/{W}vMerge")
    return None if merge is None else merge.get(f"{W}val", "continue")


def _cell_text(cell: Element) -> str:
    """The cell's paragraphs as lines; a table inside it gives the lines of its cells."""
    texts: list[str] = []
    for child in _content(cell):
        if child.tag == f"{W}tbl":
            texts += [_cell_text(inner) for row in _rows(child) for inner in _cells(row)]
        else:
            texts.append(_text(child))
    return lines_in(texts)
