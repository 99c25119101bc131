"""Prints a truth as a PDF file with ruled tables: rows cut by pages, headers repeated, merged labels.

Needs reportlab, which only the tests have. Lengths are in em of the font's size, downward from the top margin.
"""

import io
from dataclasses import dataclass, field
from random import Random

from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from specimens.content import Content
from specimens.front import Piece, blanks, heading, printed
from specimens.grid import HEADER, WIDTHS, Box, Row, placed, project_grid
from specimens.specimen import Specimen, packed
from specimens.wrapping import width, wrap

FONT, SIZE, MARGIN = "STSong-Light", 9.0, 60.0
PITCH, PAD = 1.35, 0.5
PAGE = (A4[1] - 2 * MARGIN) / SIZE
EDGES = [sum(WIDTHS[:i]) for i in range(len(WIDTHS) + 1)]


@dataclass
class Line:
    """One row of a table being set: (column, box, its wrapped lines), and its height."""

    cells: list[tuple[int, Box, list[str]]]
    indicator: bool

    @property
    def height(self) -> float:
        """What its cells need; one that spans rows needs its part of each."""
        return max(len(lines) / box.rows * PITCH + PAD for _, box, lines in self.cells)


@dataclass
class Paper:
    """The file being drawn: `span` holds merged cells that go on, by column."""

    rng: Random
    canvas: Canvas
    numbered: bool
    cutting: bool
    y: float = 0.0
    page: int = 1
    span: dict[int, tuple[Box, float, int]] = field(default_factory=dict)
    """Column -> (box, the height at which its frame begins on this page, rows still to come)."""
    labels: dict[int, list[str]] = field(default_factory=dict)
    """Column -> the lines of its merged cell, until they are drawn where the cell first ends."""

    def text(self, x: float, y: float, text: str) -> None:
        """One line with its top at `y`."""
        self.canvas.setFont(FONT, SIZE)
        self.canvas.drawString(MARGIN + x * SIZE, A4[1] - MARGIN - (y + 1) * SIZE, text)

    def frame(self, x: float, y: float, right: float, bottom: float) -> None:
        """The borders of a cell."""
        top = A4[1] - MARGIN - y * SIZE
        self.canvas.rect(MARGIN + x * SIZE, top, (right - x) * SIZE, -(bottom - y) * SIZE)

    def turn(self) -> None:
        """Go to the next page; merged cells are closed here and go on there."""
        for column in list(self.span):
            self.close(column)
        if self.numbered:
            self.text(EDGES[-1] / 2, PAGE + 1, f"— {self.page} —")
        self.canvas.showPage()
        self.page, self.y = self.page + 1, 0.0

    def close(self, column: int) -> None:
        """Draw the frame of a merged cell on this page, and its text in the middle of the first that it has."""
        box, top, left = self.span[column]
        self.lines(EDGES[column], top, self.y, self.labels.pop(column, []))
        self.frame(EDGES[column], top, EDGES[column + box.columns], self.y)
        self.span[column] = (box, 0.0, left)

    def open(self, column: int, box: Box, lines: list[str]) -> None:
        """Begin a merged cell."""
        self.labels[column] = lines
        self.span[column] = (box, self.y, box.rows)

    def lines(self, x: float, top: float, bottom: float, lines: list[str]) -> None:
        """A cell's lines in the middle between `top` and `bottom`."""
        y = top + (bottom - top - len(lines) * PITCH) / 2
        for k, line in enumerate(lines):
            self.text(x + 0.3, y + k * PITCH, line)


def set_lines(rows: list[Row], header: int) -> list[Line]:
    """The rows wrapped to their columns; those behind index `header` are indicators."""
    found = []
    for i, row in enumerate(placed(rows)):
        cells = []
        for column, box in row:
            room = (EDGES[column + box.columns] - EDGES[column] - 0.6) * (
                0.75 if box.text.isascii() and len(box.text) > 15 else 0.95
            )
            cells.append((column, box, [line for part in box.text.split("\n") for line in wrap(part, room)]))
        found.append(Line(cells, indicator=i > header))
    return found


def draw_row(paper: Paper, row: Line, height: float) -> None:
    """One row from here downward; merged cells begin, go on, or end with it."""
    bottom = paper.y + height
    for column, box, lines in row.cells:
        if box.rows > 1:
            paper.open(column, box, lines)
        else:
            paper.frame(EDGES[column], paper.y, EDGES[column + box.columns], bottom)
            paper.lines(EDGES[column], paper.y, bottom, lines)
    paper.y = bottom
    for column, (box, top, left) in list(paper.span.items()):
        paper.span[column] = (box, top, left - 1)
        if left == 1:
            paper.close(column)
            del paper.span[column]


def draw_half(paper: Paper, row: Line, kept: int) -> Line:
    """The first `kept` lines of a row's cells, at the top of it; returns the row that goes on."""
    bottom = paper.y + kept * PITCH + PAD
    rest = []
    for column, box, lines in row.cells:
        if box.rows > 1:
            paper.open(column, box, lines)
            continue
        paper.frame(EDGES[column], paper.y, EDGES[column + box.columns], bottom)
        paper.lines(EDGES[column], paper.y, paper.y + len(lines[:kept]) * PITCH + PAD, lines[:kept])
        rest.append((column, box, lines[kept:]))
    paper.y = bottom
    return Line(rest, row.indicator)


def draw_table(paper: Paper, rows: list[Row]) -> None:
    """A project's table over as many pages as it takes."""
    header = next(i for i, row in enumerate(rows) if row[0].text == HEADER[0])
    repeated = set_lines([rows[header]], 0)[0]
    for row in set_lines(rows, header):
        line = row
        if paper.y + line.height > PAGE:
            kept = int((PAGE - paper.y - PAD) / PITCH)
            if paper.cutting and line.indicator and 0 < kept < (line.height - PAD) / PITCH:
                line = draw_half(paper, line, kept)
            paper.turn()
            if line.indicator:
                spans, paper.span = paper.span, {}
                draw_row(paper, repeated, repeated.height)
                paper.span = {c: (box, paper.y, left) for c, (box, _, left) in spans.items()}
        draw_row(paper, line, line.height)


def draw_front(paper: Paper, pieces: list[Piece]) -> None:
    """The prose."""
    for piece in pieces:
        indent = 2.0 if piece.kind == "text" else 0.0
        shown = piece.text.replace("\t", "." * 12)
        for k, line in enumerate(wrap(shown, EDGES[-1] - indent)):
            if paper.y + PITCH > PAGE:
                paper.turn()
            paper.text(indent if k == 0 else 0.0, paper.y, line)
            paper.y += 1.8
        if piece.kind == "maker":
            paper.y += 2


def render(content: Content, seed: int) -> Specimen:
    """The document as a PDF file, not compressed, so that equal content gives equal bytes; nothing is lost."""
    rng = Random(f"paper/{seed}")
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    data = io.BytesIO()
    paper = Paper(
        rng, Canvas(data, pagesize=A4, invariant=True, pageCompression=0), rng.random() < 0.5, rng.random() < 0.7
    )
    pieces, percent = printed(content, seed)
    draw_front(paper, pieces)
    apart = rng.random() < 0.5
    for project in [*content.truth.projects, *blanks(content)]:
        if apart or paper.y > PAGE - 20:
            paper.turn()
        for line in wrap(heading(content, project), EDGES[-1]):
            paper.text(0, paper.y + 0.5, line)
            paper.y += PITCH
        money = f"单位：{project.currency_unit}"
        paper.text(0, paper.y + 0.5, f"{project.unit_code or ''}{project.unit_name or ''}")
        paper.text(EDGES[-1] - width(money), paper.y + 0.5, money)
        paper.y += 2
        draw_table(paper, project_grid(project, content.layout.goal_mark, percent))
        paper.y += 2
    paper.turn()
    paper.canvas.save()
    truth = content.truth.model_copy(update={"form": "pdf", "pages": paper.page - 1})
    return packed(f"paper-{seed}.pdf", data.getvalue(), truth, content)
