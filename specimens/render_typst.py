"""Prints a truth as a PDF file by Typst, a second engine: fonts embedded, rules as strokes, rows moved as wholes.

Needs typst, which only the tests have, and a Chinese font on the machine.
"""

import json
from collections.abc import Collection
from random import Random

import typst

from specimens.content import Content
from specimens.front import blanks, heading, printed
from specimens.grid import HEADER, WIDTHS, Box, Row, project_grid
from specimens.specimen import Specimen, packed

FONTS = ("Noto Serif CJK SC", "Noto Sans CJK SC", "SimSun", "Source Han Serif SC")
PAGE = """#set page(paper: "a4", margin: 60pt{footer})
#set text(font: ({fonts}), size: 9pt, lang: "zh", region: "cn", cjk-latin-spacing: none)
#set par(justify: false)
"""
FOOTER = ", footer: context align(center, [— #counter(page).display() —])"


def has_font() -> bool:
    """Whether the machine has a font that this engine can print Chinese with."""
    return bool(set(FONTS) & set(typst.Fonts().families()))


def text(words: str) -> str:
    """Words as an expression, with their line breaks."""
    return " + linebreak() + ".join(json.dumps(line, ensure_ascii=False) for line in words.split("\n"))


def cell(box: Box) -> str:
    """One cell of a table."""
    return f"table.cell(colspan: {box.columns}, rowspan: {box.rows}, {text(box.text)})"


def grid(rows: list[Row], widths: tuple[float, ...], repeated: Collection[int]) -> str:
    """A table; the rows at the positions `repeated` are its header, printed again on each page."""
    cells = [", ".join(map(cell, row)) for row in rows]
    first = min(repeated, default=0)
    header = [f"table.header({', '.join(cells[i] for i in repeated)})"] if repeated else []
    drawn = [*cells[:first], *header, *cells[first + len(repeated) :]]
    columns = ", ".join(f"{width}fr" for width in widths)
    return f"#table(columns: ({columns}), align: horizon, {', '.join(drawn)})"


def project_table(rows: list[Row]) -> str:
    """A project's table, whose header of indicators is repeated."""
    return grid(rows, WIDTHS, [i for i, row in enumerate(rows) if row[0].text == HEADER[0]])


def line(words: str, indented: bool = False) -> str:
    """One heading or paragraph; a page number stands behind dots."""
    return f"#block({'h(2em) + ' if indented else ''}{text(words.replace(chr(9), '.' * 12))})"


def page(numbered: bool) -> str:
    """What is said of all pages."""
    return PAGE.format(footer=FOOTER if numbered else "", fonts=", ".join(map(json.dumps, FONTS)))


def source(content: Content, seed: int) -> str:
    """The document in Typst's language."""
    pieces, percent = printed(content, seed)
    parts = [page(numbered=Random(f"typst/{seed}").random() < 0.5)]
    parts += [line(piece.text, piece.kind == "text") for piece in pieces]
    for project in [*content.truth.projects, *blanks(content)]:
        unit, money = f"{project.unit_code or ''}{project.unit_name or ''}", f"单位：{project.currency_unit}"
        parts += [
            line(heading(content, project)),
            f"#block({text(unit)} + h(1fr) + {text(money)})",
            project_table(project_grid(project, content.layout.goal_mark, percent)),
        ]
    return "\n".join(parts)


def render(content: Content, seed: int) -> Specimen:
    """The document as a PDF file by Typst; nothing is lost."""
    written = source(content, seed)
    data = typst.compile(written.encode(), format="pdf")
    truth = content.truth.model_copy(update={"form": "pdf"})
    return packed(f"typst-{seed}.pdf", data, truth, content)
