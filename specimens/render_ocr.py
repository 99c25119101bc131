"""Prints a truth as Markdown from OCR: tab-separated cells, tables cut by pages, columns lost, markup residue."""

import re
from dataclasses import dataclass, field
from random import Random

from shared.document import Indicator, Plan, Project
from specimens.content import Content
from specimens.front import Piece, blanks, front, heading
from specimens.specimen import Specimen, specimen
from specimens.wrapping import cut, spaced, wrap

HEADER = ("一级指标", "二级指标", "三级指标", "绩效指标描述", "指标值", "指标值确定依据")
MONEY = ("预算数", "其中：财政资金", "其他资金")
WIDTHS = (5.0, 5.0, 5.0, 12.0, 5.0, 5.0)
ROOMY = (99.0,) * 6
_BOUND = re.compile(r"([≥≤])(\d+(?:\.\d+)?)(%?)")
_SYMBOLS = {"≥": "\\geq", "≤": "\\leq"}


@dataclass
class Row:
    """One row of a table: its cells as wrapped lines, and whether it stands under the indicator header."""

    cells: list[list[str]]
    indicator: bool = False
    level1: str = ""
    fixed: bool = False
    """Never cut nor parted from the row before (a row that only makes sense with it)."""


@dataclass
class Hand:
    """How this document's OCR writes: drawn once a document; `seen` collects the traits that came about."""

    rng: Random
    bold: bool = False
    spacing: float = 0.0
    latex: bool = False
    breaks: float = 0.0
    trailing: bool = True
    level_again: bool = False
    page_numbers: bool = False
    headless: bool = False
    line_breaks: bool = False
    lost: float = 0.0
    seen: set[str] = field(default_factory=set)
    warnings: set[str] = field(default_factory=set)


def hand(rng: Random) -> Hand:
    """Draw the habits of one document."""
    return Hand(
        rng,
        bold=rng.random() < 0.5,
        spacing=rng.choice((0.0, 0.5, 1.0)),
        latex=rng.random() < 0.5,
        breaks=rng.choice((0.0, 0.04, 0.12, 0.3)),
        trailing=rng.random() < 0.8,
        level_again=rng.random() < 0.2,
        page_numbers=rng.random() < 0.15,
        headless=rng.random() < 0.1,
        line_breaks=rng.random() < 0.1,
        lost=rng.choice((0.0, 0.0, 0.5)),
    )


def formula(rng: Random, text: str) -> str:
    """`≥95%` as the formula an OCR takes it for."""

    def written(found: re.Match[str]) -> str:
        space = rng.choice(("", " "))
        return f"${_SYMBOLS[found[1]]}{space}{found[2]}{found[3] and chr(92) + '%'}$"

    return _BOUND.sub(written, text)


def label(how: Hand, text: str) -> list[str]:
    """A label cell, bold where this document is, sometimes wrapped."""
    wrapped = " ".join(wrap(text, 5) if how.rng.random() < 0.4 else [text])
    return [f"<b>{wrapped}</b>" if how.bold else wrapped]


def lines(how: Hand, text: str | None, columns: float = 99.0) -> list[str]:
    """A cell's wrapped lines."""
    return wrap(spaced(how.rng, text or "", how.spacing), columns)


def code_cell(how: Hand, code: str | None) -> list[str]:
    """The code, split by a space anywhere."""
    if not code or how.rng.random() < 0.3:
        return [code or ""]
    at = how.rng.randint(3, len(code) - 1)
    how.seen.add("code split")
    return [f"{code[:at]} {code[at:]}"]


BLANK = [""]


def plan_rows(how: Hand, plan: Plan, lost: float) -> tuple[list[Row], Plan]:
    """The header and the values of the plan, whole or with the December column lost or moved; and the plan as the text
    still says it."""
    name = label(how, how.rng.choice(("资金支出计划（%）", "资金支出计划（%）", "资金支出计划(%)")))
    months = [label(how, spaced(how.rng, month, how.spacing)) for month in ("3月底", "6月底", "10月底", "12月底")]
    values = [[value or ""] for value in plan.values()]
    shape = "whole"
    if how.rng.random() < lost:
        shape = how.rng.choice(
            ("lost", "extra row", "labelled extra row", "shifted") if plan.dec else ("lost", "shifted")
        )
        how.seen.add(f"december {shape}")
    if shape in ("whole", "shifted"):
        return [Row(spread(name, months, shape)), Row(spread(BLANK, values, shape), fixed=True)], plan
    rows = [Row(three(name, months)), Row(three(BLANK, values), fixed=True)]
    if shape == "lost":
        how.warnings.add("column_lost")
        return rows, plan.model_copy(update={"dec": None})
    extra = (
        [months[3], values[3], *[BLANK] * 5]
        if shape == "extra row"
        else [name, months[3], BLANK, values[3], *[BLANK] * 3]
    )
    return [*rows, Row(extra, fixed=True)], plan


def spread(first: list[str], four: list[list[str]], shape: str) -> list[list[str]]:
    """Seven cells of a plan row: as usual, or with the columns moved to the right."""
    a, b, c, d = four
    return [first, a, BLANK, b, c, d, BLANK] if shape == "whole" else [first, a, BLANK, b, BLANK, c, d]


def three(first: list[str], four: list[list[str]]) -> list[list[str]]:
    """Seven cells of a plan row without December."""
    return [first, four[0], BLANK, four[1], BLANK, four[2], BLANK]


def goal_rows(how: Hand, goals: list[str], mark: str) -> list[Row]:
    """The goals: in one cell, as paragraphs of markup, or each in a row of its own."""
    rng, name = how.rng, label(how, "绩效目标")
    items = [mark.format(i + 1) + spaced(rng, goal, how.spacing) for i, goal in enumerate(goals)]
    if len(items) == 1 and rng.random() < 0.3:
        items = [spaced(rng, goals[0], how.spacing)]
    shape = rng.choice(("cell", "cell", "cell", "paragraphs", "list", "rows"))
    if len(items) > 1 and shape != "cell":
        how.seen.add(f"goals as {shape}")
    if shape == "rows" and len(items) > 1:
        return [Row([name if i == 0 else BLANK, wrap(item, 45), *[BLANK] * 5]) for i, item in enumerate(items)]
    if shape == "paragraphs" and len(items) > 1:
        return [Row([name, [" ".join(f"<p>{item}</p>" for item in items)], *[BLANK] * 5])]
    if shape == "list" and len(items) > 1:
        return [Row([name, ['<ol style="list-style-type: none"> ' + " ".join(items)], *[BLANK] * 5])]
    return [Row([name, [line for item in items for line in wrap(item, 45)] or BLANK, *[BLANK] * 5])]


def target(how: Hand, text: str | None) -> str:
    """An indicator's value, with formula residue now and then."""
    if text and how.latex and how.rng.random() < 0.3 and _BOUND.search(text):
        how.seen.add("formula")
        return formula(how.rng, text)
    return text or ""


def indicator_rows(how: Hand, rows: list[Indicator]) -> list[Row]:
    """One row an indicator, wrapped as this table is; equal levels are merged."""
    widths = WIDTHS if how.rng.random() < 0.5 else ROOMY
    found, above = [], None
    for row in rows:
        level1 = "" if row.level1 == above else row.level1
        above = row.level1
        value = target(how, row.target)
        texts = (level1, row.level2, row.name, row.description, value, row.basis)
        cells = [
            [text or ""] if "$" in (text or "") else lines(how, text, columns)
            for text, columns in zip(texts, widths, strict=True)
        ]
        found.append(Row(cells, indicator=True, level1=row.level1 or ""))
    return found or [Row([BLANK] * 6, indicator=True)]


def table_rows(how: Hand, project: Project, mark: str) -> tuple[list[Row], Project]:
    """All rows of a project's table, and the project as the text still says it."""
    plan, kept = plan_rows(how, project.plan, how.lost if project.code else 0.0)
    money = [label(how, "预算规模及资金用途")]
    for name, value in zip(MONEY, (project.budget, project.fiscal_funds, project.other_funds), strict=True):
        money += [label(how, name), [value or ""]]
    rows = [
        Row(
            [
                label(how, "项目编码"),
                code_cell(how, project.code),
                BLANK,
                label(how, "项目名称"),
                lines(how, project.name, 24),
                BLANK,
                BLANK,
            ]
        ),
        Row(money),
        Row([BLANK, lines(how, project.purpose, 45), *[BLANK] * 5]),
        *plan,
        *goal_rows(how, project.goals, mark),
        Row([label(how, text) for text in HEADER], fixed=True),
        *indicator_rows(how, project.indicators),
    ]
    return rows, project.model_copy(update={"plan": kept})


def text_row(how: Hand, cells: list[list[str]], columns: int) -> str:
    """The cells of a row between tabs, wrapped lines joined by a space."""
    joint = "<br>" if how.line_breaks else " "
    texts = [joint.join(part) for part in cells] + [""] * (columns - len(cells))
    row = "\t".join(texts)
    return row if how.trailing or not row.rstrip("\t") else row.rstrip("\t")


def page_break(how: Hand, indicator: bool) -> list[str]:
    """What stands between two pages: a blank line, perhaps the page's number, and the header again over indicators."""
    number = [str(how.rng.randint(2, 90)), ""] if how.page_numbers else []
    return ["", *number, *(["\t".join(HEADER)] if indicator and not how.headless else [])]


def table(how: Hand, rows: list[Row]) -> list[str]:
    """The table's lines with page breaks between rows and in rows."""
    printed: list[str] = []
    columns = 7
    for i, row in enumerate(rows):
        cells, above = row.cells, rows[i - 1] if i else None
        if above and not row.fixed and how.rng.random() < how.breaks:
            how.seen.add("page break between rows")
            columns = 6 if row.indicator and above.indicator else columns
            printed += page_break(how, row.indicator)
            if row.indicator and how.level_again:
                how.seen.add("level repeated")
                cells = [[row.level1], *cells[1:]]
        halves = cut(how.rng, cells) if not row.fixed and how.rng.random() < how.breaks else None
        if halves:
            how.seen.add("row cut by a page" if row.indicator else "upper row cut by a page")
            printed += [text_row(how, halves[0], columns), *page_break(how, row.indicator)]
            cells = halves[1]
            columns = 6 if row.indicator else columns
        printed.append(text_row(how, cells, columns))
    return printed


def front_lines(how: Hand, pieces: list[Piece]) -> list[str]:
    """The front matter as Markdown: headings with any number of marks, paragraphs split where a page ended."""
    rng, printed = how.rng, []
    marks = ["", "# ", "## ", "### "]
    for piece in pieces:
        text = spaced(rng, piece.text, how.spacing)
        if piece.kind == "cover":
            printed += [line + "  " for line in wrap(text, 12)]
        elif piece.kind == "contents":
            printed += [
                ("# " if rng.random() < 0.5 else "") + text if text.startswith("目") else text.replace("\t", ".....\t")
            ]
            printed += [""] if text.startswith("目") or rng.random() < 0.1 else []
        elif piece.kind in ("part", "section"):
            printed += ["", rng.choice(marks) + text, ""]
        else:
            printed += paragraph(how, text)
    return printed


def paragraph(how: Hand, text: str) -> list[str]:
    """One paragraph, in two halves where a page ended in it."""
    if how.latex and _BOUND.search(text):
        text = formula(how.rng, text)
    elif len(text) > 60 and how.rng.random() < how.breaks:
        how.seen.add("paragraph cut by a page")
        at = how.rng.randint(30, len(text) - 20)
        at += text[at - 1] in "。；！"  # a cut behind a full stop would look like the end of a paragraph
        return [text[:at], "", text[at:], ""]
    return [text, ""]


def unit_lines(how: Hand, project: Project) -> list[str]:
    """The line of the unit and the line of the currency, or both on one."""
    unit = f"{project.unit_code or ''} {project.unit_name or ''}".strip()
    money = f"单位{how.rng.choice('：：:')}{project.currency_unit}"
    return [f"{unit} {money}", ""] if how.rng.random() < 0.1 or not unit else [unit, "", money, ""]


def render(content: Content, seed: int) -> Specimen:
    """The document as OCR gives it; the truth loses what this text lost."""
    how = hand(Random(f"ocr/{seed}"))
    printed = ["", "", *front_lines(how, front(content, how.rng))]
    kept: list[Project] = []
    for project in [*content.truth.projects, *blanks(content)]:
        title = spaced(how.rng, heading(content, project), how.spacing)
        printed += [
            "",
            how.rng.choice(("", "# ", "## ", "## ", "### ", "#### ")) + title,
            "",
            *unit_lines(how, project),
        ]
        rows, still = table_rows(how, project, content.layout.goal_mark)
        kept += [still] if project.code else []
        printed += [*table(how, rows), ""]
    truth = content.truth.model_copy(update={"form": "ocr-markdown", "projects": kept})
    text = "\n".join(printed) + "\n"
    return specimen(f"ocr-{seed}.txt", text, truth, content, warnings=how.warnings, traits=how.seen)
