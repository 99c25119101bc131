"""Prints disclosure documents as PDF files by two engines: headers repeated over page breaks, wide tables set small.

Needs typst and reportlab, which only the tests have.
"""

import io
from html import escape
from random import Random
from typing import Any

import typst
from reportlab.lib.colors import black
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.platypus import Flowable, LongTable, Paragraph, SimpleDocTemplate

from specimens import render_typst
from specimens.disclosure import Block, Disclosure
from specimens.grid import placed
from specimens.render_paper import FONT
from specimens.render_sheet_files import Drawn, printed
from specimens.specimen import Specimen, packed

NORMAL, SMALL = 9, 6
MANY = 8  # columns from which a table is set small
MARGIN, INSET = 60, 3
DOTS = "." * 12


def lines(part: Block | Drawn) -> list[tuple[str, bool]]:
    """The lines of a part before its table, and whether each is indented."""
    if isinstance(part, Drawn):
        return [(line, False) for line in part.above]
    return [(part.text.replace("\t", DOTS), part.kind == "text")]


def size(drawn: Drawn) -> int:
    """That of a table's letters in points."""
    return SMALL if len(drawn.widths) >= MANY else NORMAL


def by_typst(what: Disclosure, seed: int) -> Specimen:
    """The document as Typst prints it."""
    numbered = Random(f"disclosure typst/{seed}").random() < 0.5
    parts = [render_typst.page(numbered)]
    for part in printed(what, seed):
        parts += [render_typst.line(text, indented) for text, indented in lines(part)]
        if isinstance(part, Drawn):
            table = render_typst.grid(part.rows, part.widths, range(part.header))
            parts.append(f"#[#set text(size: {size(part)}pt)\n#set table(inset: {INSET}pt)\n{table}]")
            parts += [render_typst.line(part.note, True)] if part.note else []
    return _packed(what, seed, "typst", typst.compile("\n".join(parts).encode(), format="pdf"))


def by_reportlab(what: Disclosure, seed: int) -> Specimen:
    """The document as reportlab's page templates print it."""
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    flow: list[Flowable] = []
    for part in printed(what, seed):
        flow += [_paragraph(text, NORMAL, indented) for text, indented in lines(part)]
        if isinstance(part, Drawn):
            flow.append(_table(part))
            flow += [_paragraph(part.note, NORMAL, True)] if part.note else []
    data = io.BytesIO()
    paper = SimpleDocTemplate(data, pagesize=A4, leftMargin=MARGIN, rightMargin=MARGIN, pageCompression=0, invariant=1)
    paper.build(flow)
    return _packed(what, seed, "reportlab", data.getvalue())


def _paragraph(text: str, points: int, indented: bool = False) -> Paragraph:
    style = ParagraphStyle("", fontName=FONT, fontSize=points, leading=points * 1.4, wordWrap="CJK", spaceAfter=3)
    style.firstLineIndent = 2 * points if indented else 0
    return Paragraph(escape(text).replace("\n", "<br/>"), style)


def _table(drawn: Drawn) -> LongTable:
    cells: list[list[Paragraph | str]] = [["" for _ in drawn.widths] for _ in drawn.rows]
    style: list[Any] = [("GRID", (0, 0), (-1, -1), 0.5, black), ("VALIGN", (0, 0), (-1, -1), "MIDDLE")]
    style += [(f"{side}PADDING", (0, 0), (-1, -1), INSET) for side in ("LEFT", "RIGHT")]
    for r, row in enumerate(placed(drawn.rows)):
        for c, box in row:
            cells[r][c] = _paragraph(box.text, size(drawn)) if box.text else ""
            style.append(("SPAN", (c, r), (c + box.columns - 1, r + box.rows - 1)))
    room = A4[0] - 2 * MARGIN - 12  # a page's frame keeps six points on either side
    columns = [width / sum(drawn.widths) * room for width in drawn.widths]
    return LongTable(cells, colWidths=columns, repeatRows=drawn.header, style=style)


def _packed(what: Disclosure, seed: int, engine: str, data: bytes) -> Specimen:
    truth = what.truth.model_copy(update={"form": "pdf"})
    return packed(f"disclosure-{engine}-{seed}.pdf", data, truth, what.content)


RENDERERS = {"pdf by reportlab": by_reportlab, "pdf by typst": by_typst}
