"""Prints a truth as a saved web page: headings, paragraphs, tables with spans, and a site's frame around them."""

from html import escape
from random import Random

from shared.document import Document
from specimens.content import Content
from specimens.front import Piece, blanks, heading, printed
from specimens.grid import Box, Row, project_grid
from specimens.specimen import Specimen, packed

NAVIGATION = '<ul class="nav"><li><a href="/">首页</a></li><li><a href="/gk">政务公开</a></li></ul>'
FRAMED = "site's frame"
"""The trait of a page with more text than the document's: its footer."""
FOOTER = '<div class="footer"><p>版权所有　网站地图　联系我们</p></div>'


def cell(box: Box) -> str:
    """One td."""
    spans = "".join(
        f' {name}="{count}"' for name, count in (("rowspan", box.rows), ("colspan", box.columns)) if count > 1
    )
    return f"<td{spans}>{'<br/>'.join(escape(line) for line in box.text.split(chr(10)))}</td>"


def table(rows: list[Row]) -> str:
    """A table element."""
    return "<table border=1>\n" + "\n".join(f"<tr>{''.join(map(cell, row))}</tr>" for row in rows) + "\n</table>"


def block(rng: Random, piece: Piece) -> str:
    """A heading or a paragraph."""
    if piece.kind in ("part", "section"):
        level = rng.randint(2, 4)
        return f"<h{level}>{escape(piece.text)}</h{level}>"
    return f"<p>{escape(piece.text)}</p>"


def body(content: Content, rng: Random, seed: int) -> str:
    """All blocks."""
    pieces, percent = printed(content, seed)
    parts = [block(rng, piece) for piece in pieces]
    for project in [*content.truth.projects, *blanks(content)]:
        unit = f"{project.unit_code or ''}{project.unit_name or ''}"
        parts += [f"<p><b>{escape(heading(content, project))}</b></p>", f"<p>{escape(unit)}</p>"]
        parts += [
            f"<p>单位：{project.currency_unit}</p>",
            table(project_grid(project, content.layout.goal_mark, percent)),
        ]
    return "\n".join(parts)


def page(content: Content, rng: Random, seed: int, charset: str, framed: bool) -> str:
    """The whole page, with or without a site's frame."""
    text = body(content, rng, seed)
    if framed:
        text = f'{NAVIGATION}<div class="article">{text}</div>{FOOTER}'
    return (
        f'<!DOCTYPE html><html><head><meta charset="{charset}"><title>政务公开</title></head><body>{text}</body></html>'
    )


def render(content: Content, seed: int) -> Specimen:
    """The document as a web page in UTF-8 or GBK; nothing is lost."""
    rng = Random(f"html/{seed}")
    charset = rng.choice(("utf-8", "utf-8", "gbk"))
    framed = rng.random() < 0.5
    data = page(content, rng, seed, charset, framed).encode(charset, errors="xmlcharrefreplace")
    truth: Document = content.truth.model_copy(update={"form": "html"})
    return packed(f"page-{seed}.html", data, truth, content, traits=[FRAMED] if framed else [])
