"""Saved web pages: text blocks and tables in the order of the page, spans resolved, layout tables opened."""

import re
from collections.abc import Iterator
from typing import TypeAlias

from lxml import etree
from lxml import html as lxml_html

from services.parse.blocks import Block, Line, Reading, Table
from services.parse.decode import decode
from services.parse.readers.grid import GridBuilder, lines_in
from services.parse.readers.sheet_rows import blocks_of_page
from shared.errors import NoContent
from shared.media import HTML
from shared.places import Place

Element: TypeAlias = etree._Element

_SKIPPED = frozenset(("script", "style", "noscript", "template", "head", "select", "button", "svg", "iframe", "nav"))
_CONTAINERS = (
    "address",
    "article",
    "aside",
    "blockquote",
    "body",
    "center",
    "div",
    "fieldset",
    "footer",
    "form",
    "header",
)
_TEXTS = (
    "br",
    "dd",
    "dl",
    "dt",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "html",
    "li",
    "main",
    "ol",
    "p",
    "pre",
    "section",
)
_BLOCKS = frozenset((*_CONTAINERS, *_TEXTS, "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul"))
_CHARSET = re.compile(rb"<meta[^>]+charset\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)
_HEAD = 4096


def read_html(data: bytes) -> Reading:
    """The blocks of a web page. Raises NoContent when it has no body, and what decoding raises."""
    root = lxml_html.document_fromstring(_decoded(data), parser=lxml_html.HTMLParser(no_network=True, huge_tree=True))
    page = _Page()
    blocks = tuple(page.blocks(root))
    if not blocks:
        raise NoContent
    return Reading("html", HTML, blocks)


def _decoded(data: bytes) -> str:
    """By the page's own charset where it names one that fits, else as any text."""
    named = _CHARSET.search(data[:_HEAD])
    if named:
        name = named.group(1).decode("ascii").lower()
        encoding = "gb18030" if name in ("gb2312", "gbk") else name  # pages that say GB2312 often use more
        try:
            return _without_declaration(data.decode(encoding))
        except (LookupError, UnicodeDecodeError):
            pass
    return _without_declaration(decode(data))


def _without_declaration(text: str) -> str:
    """lxml refuses a string that declares an encoding of its own."""
    return re.sub(r"^\s*<\?xml[^>]*\?>", "", text)


class _Page:
    """Numbers paragraphs and tables as they come."""

    def __init__(self) -> None:
        self._paragraphs = 0
        self._tables = 0

    def blocks(self, element: Element) -> Iterator[Block]:
        """The blocks below `element`; running text between block elements is one paragraph."""
        inline: list[str] = [element.text or ""]
        for child in element:
            tag = child.tag if isinstance(child.tag, str) else ""
            if tag in _SKIPPED or not tag or (tag in _BLOCKS and _is_menu(child)):
                pass
            elif tag == "table" and not _is_layout(child):
                yield from self._lines(inline)
                yield from blocks_of_page(self._table(child).rows)
                inline = []
            elif tag in _BLOCKS or next(child.iter(*_BLOCKS), None) is not None:
                yield from self._lines(inline, 0)
                inline = []
                yield from self._levelled(child, tag)
            else:
                inline.append(_text(child))
            inline.append(child.tail or "")
        yield from self._lines(inline)

    def _levelled(self, element: Element, tag: str) -> Iterator[Block]:
        level = int(tag[1]) if re.fullmatch(r"h[1-6]", tag) else 0
        for block in self.blocks(element):
            yield Line(block.text, block.places, level) if level and isinstance(block, Line) else block

    def _lines(self, inline: list[str], level: int = 0) -> Iterator[Line]:
        for text in "".join(inline).split("\n"):
            if stripped := text.strip():
                self._paragraphs += 1
                yield Line(stripped, ({"paragraph": self._paragraphs},), level)

    def _table(self, table: Element) -> Table:
        self._tables += 1
        number = self._tables
        builder = GridBuilder()

        def at(row: int, col: int) -> Place:
            return {"table": number, "row": row + 1, "col": col + 1}

        for r, row in enumerate(_rows(table)):
            for cell in row:
                if cell.tag in ("td", "th"):
                    builder.place(r, _cell_text(cell), _count(cell, "rowspan"), _count(cell, "colspan"), at)
        return builder.table()


def _is_menu(element: Element) -> bool:
    """Whether all that the element says are links to other pages: a site's frame, no part of the document."""
    if next(element.iter("a"), None) is None or next(element.iter("table"), None) is not None:
        return False
    linked = sum(len(_letters(link)) for link in element.iter("a") if _leads_away(link))
    return linked > 0 and linked == len(_letters(element))


def _leads_away(link: Element) -> bool:
    return not (link.get("href") or "#").startswith("#")


def _letters(element: Element) -> str:
    return re.sub(r"[\s|·>»/]+", "", "".join(str(text) for text in element.itertext()))


def _is_layout(table: Element) -> bool:
    """A table that holds tables, or a single cell, only arranges the page."""
    return table.find(".//table") is not None or len(table.findall(".//td")) + len(table.findall(".//th")) < 2


def _rows(table: Element) -> Iterator[Element]:
    for child in table:
        if child.tag == "tr":
            yield child
        elif child.tag in ("tbody", "thead", "tfoot"):
            yield from _rows(child)


def _count(cell: Element, name: str) -> int:
    value = (cell.get(name) or "").strip()
    return min(int(value), 500) if value.isdigit() and int(value) else 1


def _cell_text(cell: Element) -> str:
    return lines_in(_text(cell).split("\n"))


def _text(element: Element) -> str:
    """The text of an element with line breaks where a browser would break."""
    parts: list[str] = [_folded(element.text)]
    for child in element:
        tag = child.tag if isinstance(child.tag, str) else ""
        if tag and tag not in _SKIPPED:
            breaks = tag in _BLOCKS
            parts += ["\n" if breaks else "", _text(child), "\n" if breaks else ""]
        parts.append(_folded(child.tail))
    return "".join(parts)


def _folded(text: str | None) -> str:
    """White space in HTML is one space, a line break in the source too."""
    return re.sub(r"\s+", " ", text) if text else ""
