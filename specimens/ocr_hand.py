"""How OCR writes Markdown: cells between tabs, markup residue, tables cut by pages. Drawn once a document."""

import re
from dataclasses import dataclass, field
from random import Random

from specimens.wrapping import cut, spaced, wrap

INDICATOR_HEADER = ("一级指标", "二级指标", "三级指标", "绩效指标描述", "指标值", "指标值确定依据")
BLANK = [""]
BOUND = re.compile(r"([≥≤])(\d+(?:\.\d+)?)(%?)")
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

    return BOUND.sub(written, text)


def label(how: Hand, text: str) -> list[str]:
    """A label cell, bold where this document is, sometimes wrapped."""
    wrapped = " ".join(wrap(text, 5) if how.rng.random() < 0.4 else [text])
    return [f"<b>{wrapped}</b>" if how.bold else wrapped]


def lines(how: Hand, text: str | None, columns: float = 99.0) -> list[str]:
    """A cell's wrapped lines."""
    return wrap(spaced(how.rng, text or "", how.spacing), columns)


def text_row(how: Hand, cells: list[list[str]], columns: int) -> str:
    """The cells of a row between tabs, wrapped lines joined by a space."""
    joint = "<br>" if how.line_breaks else " "
    texts = [joint.join(part) for part in cells] + [""] * (columns - len(cells))
    row = "\t".join(texts)
    return row if how.trailing or not row.rstrip("\t") else row.rstrip("\t")


def page_break(how: Hand, indicator: bool) -> list[str]:
    """What stands between two pages: a blank line, perhaps the page's number, and the header again over indicators."""
    number = [str(how.rng.randint(2, 90)), ""] if how.page_numbers else []
    return ["", *number, *(["\t".join(INDICATOR_HEADER)] if indicator and not how.headless else [])]


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
