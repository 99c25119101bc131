"""Prints a truth as a PDF file by Typst, a second engine: fonts embedded, rules as strokes, rows moved as wholes.

Needs typst, which only the tests have, and a Chinese font on the machine.
"""

import json
from random import Random

import typst

from specimens.content import Content
from specimens.front import Piece, blanks, front, heading
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


def table(rows: list[Row]) -> str:
    """A table whose header of indicators is repeated on each page."""
    columns = ", ".join(f"{width}fr" for width in WIDTHS)
    drawn = []
    for row in rows:
        cells = ", ".join(map(cell, row))
        drawn.append(f"table.header({cells})" if row[0].text == HEADER[0] else cells)
    return f"#table(columns: ({columns}), align: horizon, {', '.join(drawn)})"


def block(piece: Piece) -> str:
    """One heading or paragraph."""
    indent = "h(2em) + " if piece.kind == "text" else ""
    return f"#block({indent}{text(piece.text.replace(chr(9), '.' * 12))})"


def source(content: Content, rng: Random) -> str:
    """The document in Typst's language."""
    numbered = rng.random() < 0.5
    parts = [PAGE.format(footer=FOOTER if numbered else "", fonts=", ".join(map(json.dumps, FONTS)))]
    parts += [block(piece) for piece in front(content, rng)]
    for project in [*content.truth.projects, *blanks(content)]:
        unit, money = f"{project.unit_code or ''}{project.unit_name or ''}", f"单位：{project.currency_unit}"
        parts += [
            f"#block({text(heading(content, project))})",
            f"#block({text(unit)} + h(1fr) + {text(money)})",
            table(project_grid(project, content.layout.goal_mark)),
        ]
    return "\n".join(parts)


def render(content: Content, seed: int) -> Specimen:
    """The document as a PDF file by Typst; nothing is lost."""
    written = source(content, Random(f"typst/{seed}"))
    data = typst.compile(written.encode(), format="pdf")
    truth = content.truth.model_copy(update={"form": "pdf"})
    return packed(f"typst-{seed}.pdf", data, truth, content)
