"""Prints a truth as a text dump of a PDF: cells wrapped to their columns, in drawing order, the grid gone."""

from dataclasses import dataclass, field
from itertools import groupby
from random import Random

from shared.document import Indicator, Plan, Project
from specimens.content import Content
from specimens.evidence import Width, overfull, unambiguous, widths_seen
from specimens.front import Piece, blanks, front, heading
from specimens.specimen import Specimen, specimen
from specimens.stream import PITCH, SAME, Pen
from specimens.wrapping import spaced, width, wrap

HEADER = ("一级指标", "二级指标", "三级指标", "绩效指标描述", "指标值", "指标值确定依据")
GAP = 1.0  # between two columns
PAD = 0.3  # of an indicator row
ROOM = 1.0  # of a row in the upper part of the table

Cells = list[list[str]]


@dataclass
class Sheet:
    """The paper of one document: the pen, the column widths, the height of a page and where on it we are."""

    rng: Random
    pen: Pen
    widths: tuple[float, ...]
    height: float
    numbered: bool = False
    slips: float = 0.0
    header_room: float = PAD
    page: int = 1
    y: float = 0.0
    rows: dict[int, list[Cells]] = field(default_factory=dict)
    """The wrapped cells of all indicator rows, by project."""
    seen: set[str] = field(default_factory=set)
    warnings: set[str] = field(default_factory=set)

    @property
    def edges(self) -> list[float]:
        """The left edge of every column."""
        return [sum(self.widths[:i]) + GAP * i for i in range(len(self.widths))]

    @property
    def left(self) -> float:
        """What is left of this page."""
        return self.height - self.y

    def known(self, cells: Cells) -> list[Width]:
        """What the other rows tell a reader of the widths of this one's columns."""
        return widths_seen((row for rows in self.rows.values() for row in rows if row is not cells), len(cells))

    def turn(self) -> None:
        """Go to the next page."""
        self.pen.new_page(self.page if self.numbered and self.rng.random() < 0.3 else None)
        self.page, self.y = self.page + 1, 0.0

    def slipped(self, cells: Cells, c: int) -> float:
        """How much lower a one-line cell stands for being set in another font, so that it begins a new line; only
        behind a cell that is clearly not full, else it would look like that cell's second line."""
        if not c or len(cells[c]) != 1 or len(cells[c - 1]) != 1 or self.rng.random() >= self.slips:
            return 0.0
        if overfull(cells[c - 1][0], cells[c][0]) > self.known(cells)[c - 1].least:
            return 0.0
        self.seen.add("value in another font")
        return SAME + 0.05

    def cell(self, x: float, room: float, lines: list[str], centred: float = 0.0) -> None:
        """Print the lines of a cell in the middle of `room` from here downward; each line centred in a column of width
        `centred` if that is given."""
        top = self.y + (room - len(lines) * PITCH) / 2
        for k, line in enumerate(lines):
            shift = max(0.0, centred - width(line)) / 2 if centred else 0.0
            self.pen.draw(x + shift, top + k * PITCH, line)


def sheet(rng: Random, raw: bool) -> Sheet:
    """Draw the paper."""
    pen = Pen(page_mark="\f" if raw else rng.choice((" ", " ", " ", "\f")), blank_lines=not raw)
    widths = (
        5.0,
        5.0,
        rng.choice((5.0, 5.0, 6.0, 8.0)),
        rng.choice((9.0, 11.0, 12.0)),
        rng.choice((5.0, 6.0)),
        rng.choice((5.0, 5.0, 7.0)),
    )
    return Sheet(
        rng,
        pen,
        widths,
        height=rng.choice((38.0, 46.0, 60.0)),
        numbered=rng.random() < 0.3,
        header_room=rng.choice((1.5, 1.5, PAD)),
        slips=rng.choice((0.0, 0.0, 0.02)),
    )


def height(cells: Cells) -> float:
    """The height of a row with these cells."""
    return max(len(lines) for lines in cells) * PITCH


def text(page: Sheet, value: str | None, columns: float) -> list[str]:
    """A value's lines in a column."""
    return wrap(spaced(page.rng, value or "", 0.2), columns) if value else []


def upper(page: Sheet, project: Project, mark: str, percent: str) -> Plan:
    """The part of the table above the indicators; returns the plan as the text still says it."""
    code, name = wrap(project.code or "", 10), text(page, project.name, 17)
    row_height = height([code, name, [""]]) + ROOM
    top = ((0.0, ["项目编码"], 5.0), (6.0, code, 0.0), (17.0, ["项目名称"], 5.0), (23.0, name, 0.0))
    for x, lines, centred in top:
        page.cell(x, row_height, lines, centred)
    page.y += row_height
    purpose = text(page, project.purpose, 37) or [""]
    money_height, purpose_height = 2 * PITCH + ROOM, height([purpose]) + ROOM
    page.cell(0, money_height + purpose_height, ["预算规模及", "资金用途"], 5)
    money: tuple[tuple[float, list[str], float], ...] = (
        (6, ["预算数"], 5), (12, [project.budget or ""], 0), (18, ["其中：财政", "资金"], 5),
        (24, [project.fiscal_funds or ""], 0), (31, ["其他资金"], 5), (37, [project.other_funds or ""], 0),
    )  # fmt: skip
    for x, lines, centred in money:
        page.cell(x, money_height, lines, centred)
    page.y += money_height
    page.cell(6, purpose_height, purpose)
    page.y += purpose_height
    kept = draw_plan(page, project.plan, percent)
    goals = [line for i, goal in enumerate(project.goals) for line in text(page, mark.format(i + 1) + goal, 37)]
    goal_height = height([goals or [""]]) + ROOM
    page.cell(0, goal_height, ["绩效目标"], 5)
    page.cell(6, goal_height, goals)
    page.y += goal_height
    return kept


def draw_plan(page: Sheet, plan: Plan, percent: str) -> Plan:
    """The plan; where some but not all of its values are printed, nobody can say which."""
    row_height = PITCH + ROOM
    page.cell(0, 2 * row_height, ["资金支出计", f"划{percent}"] if percent else ["资金支出计", "划"], 5)
    for x, month in zip((6, 14, 22, 30), ("3月底", "6月底", "10月底", "12月底"), strict=True):
        page.cell(x, row_height, [month])
    page.y += row_height
    for x, value in zip((6, 14, 22, 30), plan.values(), strict=True):
        page.cell(x, row_height, [value or ""])
    page.y += row_height
    printed = sum(value is not None for value in plan.values())
    if not 0 < printed < 4:
        return plan
    page.seen.add("plan without columns")
    page.warnings.add("column_lost")
    return Plan()


def header(page: Sheet) -> None:
    """The header over the indicators."""
    cells = [wrap(name, columns) for name, columns in zip(HEADER, page.widths, strict=True)]
    row_height = height(cells) + page.header_room
    for x, columns, lines in zip(page.edges, page.widths, cells, strict=True):
        page.cell(x, row_height, lines, columns)
    page.y += row_height


def groups(rows: list[Indicator]) -> list[tuple[str, int]]:
    """Each merged level 1 with how many rows it spans."""
    return [(level1 or "", len(list(under))) for level1, under in groupby(rows, key=lambda row: row.level1)]


def row_cells(page: Sheet, row: Indicator) -> Cells:
    """The wrapped cells of a row without level 1."""
    values = (row.level2, row.name, row.description, row.target, row.basis)
    return [text(page, value, columns) for value, columns in zip(values, page.widths[1:], strict=True)]


def draw_group(page: Sheet, level1: str, rows: list[Cells]) -> None:
    """The rows under one level 1, cut where the page ends."""
    lines = wrap(level1, page.widths[0])
    here = min(sum(height(cells) + PAD for cells in rows), page.left)
    if page.left < height(rows[0]) + PAD:
        here = 0.0
    for cells in rows:
        whole = height(cells) + PAD
        kept = int(page.left // PITCH)
        if whole <= page.left:
            here = draw_row(page, cells, whole, lines, here)
            lines = []
        elif 0 < kept < max(map(len, cells)) and unambiguous(cells, kept, page.known(cells)):
            page.seen.add("row cut by a page")
            draw_halves(page, cells, kept, lines)
            lines = []
        else:
            page.seen.add("page break between rows")
            page.turn()
            header(page)
            draw_row(page, cells, whole, lines, sum(height(row) + PAD for row in rows[rows.index(cells) :]))
            lines = []


def draw_row(page: Sheet, cells: Cells, whole: float, level1: list[str], span: float) -> float:
    """One row, behind its level 1 where that begins here, centred over `span`."""
    page.cell(0, max(span, whole), level1)
    lower = 0.0
    for c, (x, lines) in enumerate(zip(page.edges[1:], cells, strict=True)):
        lower = (lower or page.slipped(cells, c)) if len(lines) == 1 else 0.0
        page.cell(x, whole + 2 * lower, lines)
    page.y += whole
    return span


def draw_halves(page: Sheet, cells: Cells, kept: int, level1: list[str]) -> None:
    """A row whose cells go on over the page: both halves begin at the top."""
    page.cell(0, len(level1) * PITCH, level1)
    for half in (slice(0, kept), slice(kept, None)):
        parts = [lines[half] for lines in cells]
        for x, lines in zip(page.edges[1:], parts, strict=True):
            page.cell(x, len(lines) * PITCH, lines)
        page.y += height(parts) + PAD
        if half.start == 0:
            page.turn()
            header(page)


def draw_project(page: Sheet, content: Content, project: Project, percent: str) -> Project:
    """One project on a page of its own."""
    page.turn()
    for line in wrap(spaced(page.rng, heading(content, project), 0.2), 33):
        page.pen.draw(0, page.y, line)
        page.y += PITCH
    page.pen.draw(0, page.y, f"{project.unit_code or ''}{project.unit_name or ''}")
    page.pen.draw(34, page.y, f"单位：{project.currency_unit}")
    page.y += 2 * PITCH
    plan = upper(page, project, content.layout.goal_mark, percent)
    if page.left < 6:
        page.turn()
    header(page)
    rest = page.rows.get(project.ordinal, [])
    for level1, count in groups(project.indicators):
        draw_group(page, level1, rest[:count])
        rest = rest[count:]
    return project.model_copy(update={"plan": plan})


def draw_front(page: Sheet, pieces: list[Piece]) -> None:
    """The prose: every line a paragraph of its own, as wide line spacing makes it."""
    step = 2 * PITCH
    for piece in pieces:
        indent = 2.0 if piece.kind == "text" else 0.0
        shown = piece.text.replace("\t", "." * 12)
        for k, line in enumerate(wrap(spaced(page.rng, shown, 0.2), 33 - indent)):
            if page.left < step:
                page.turn()
            page.pen.draw(indent if k == 0 else 0.0, page.y, line)
            page.y += step
        if piece.kind == "maker":
            page.y = page.height


def render(content: Content, seed: int, raw: bool = False) -> Specimen:
    """The document as a PDF's text stream; the truth loses the plans whose columns are gone. A `raw` dump has no blank
    lines, so that some of its rows can be read in more than one way."""
    rng = Random(f"pdf/{seed}")
    page, percent = sheet(rng, raw), rng.choice(("（%）", "（%）", "(%)", ""))
    page.pen.parts.append(page.pen.page_mark)
    page.rows = {p.ordinal: [row_cells(page, row) for row in p.indicators] for p in content.truth.projects}
    draw_front(page, front(content, rng))
    drawn = [draw_project(page, content, project, percent) for project in [*content.truth.projects, *blanks(content)]]
    kept = [project for project in drawn if project.code]
    truth = content.truth.model_copy(update={"form": "pdf-text", "projects": kept})
    return specimen(f"pdf-{seed}.txt", page.pen.text, truth, content, warnings=page.warnings, traits=page.seen)
