"""Reads Markdown as OCR writes it: `#` headings, tables (rows divided by tabs or bars, or HTML), tags and LaTeX left in
them."""

import re
from collections.abc import Sequence

from services.parse.blocks import Block, Cell, Line, Reading, Table
from services.parse.readers.html_tables import TABLE, read_table
from services.parse.readers.markup import without_field_codes, without_markup
from services.parse.readers.sheet_rows import blocks_of_page
from services.parse.templates import templates
from services.parse.text import label_key
from shared.places import Place, line

HEADING = re.compile(r"^(#{1,6})\s*(.*?)\s*#*$")
LEADERS = re.compile(r"(?:\.{3,}|…{2,}|·{3,})\s*\d{0,4}\s*$")
BARS = re.compile(r"^\s*\|(.*)\|\s*$")
# Possessive, as a line may be nothing but blanks, of which every part would be tried.
BARS_RULE = re.compile(r"^\s*+\|?(?:\s*+:?-{2,}+:?\s*+\|)+(?:\s*+:?-{2,}+:?\s*+)?$")
RULE = re.compile(r"^\s*(?:-{3,}|\*{3,}|_{3,})\s*$")


def read_ocr_markdown(lines: Sequence[str]) -> Reading:
    """The blocks of `lines`: a run of rows without a blank line is one table (or one page's part of it)."""
    blocks: list[Block] = []
    rows: list[tuple[Cell, ...]] = []
    below = 0  # the last line of the HTML table that is being passed
    for number, text in enumerate(lines, 1):
        if number <= below:
            continue
        if opened := TABLE.search(text):
            blocks += _table(rows)
            rows = []
            below, tables = _html_tables(lines, number, opened.start())
            blocks += tables
            continue
        if BARS_RULE.match(text):
            continue
        if _is_row(text) or _is_row_of_one_cell(lines, number, bool(rows)):
            rows.append(_row(text, line(number)))
            continue
        blocks += _table(rows)
        rows = []
        if text.strip() and not RULE.match(text):
            blocks.append(_line(text, line(number)))
    blocks += _table(rows)
    return Reading("ocr-markdown", "text/plain", tuple(blocks))


def _html_tables(lines: Sequence[str], number: int, column: int) -> tuple[int, list[Block]]:
    """The last line of the HTML table that begins here, and the blocks: more tables may follow, with text between."""
    before = lines[number - 1][:column]
    blocks: list[Block] = [_line(before, line(number))] if without_markup(before).strip() else []
    while True:
        table, number, column = read_table(lines, number, column)
        blocks += blocks_of_page(table.rows)
        rest = lines[number - 1][column:]
        opened = TABLE.search(rest)
        between = rest[: opened.start()] if opened else rest
        if without_markup(between).strip():
            blocks.append(_line(between, line(number)))
        if not opened:
            return number, blocks
        column += opened.start()


def _is_row_of_one_cell(lines: Sequence[str], number: int, row_above: bool) -> bool:
    """Whether a line without a tab is a row whose blank cells the conversion left out: between rows, or a label."""
    text = lines[number - 1].strip()
    if not text or HEADING.match(text):
        return False
    row_below = number < len(lines) and _is_row(lines[number])
    return (row_above and row_below) or ((row_above or row_below) and _is_label(without_markup(text)))


def _is_label(text: str) -> bool:
    return any(label_key(text) in template.fields for template in templates())


def _table(rows: list[tuple[Cell, ...]]) -> list[Block]:
    # A row of blank cells belongs to its table, but a line of tabs alone is none.
    return [Table(tuple(rows))] if any(cell.text for row in rows for cell in row) else []


def _is_row(text: str) -> bool:
    # A line of the table of contents has a tab before its page number; it is no row.
    return ("\t" in text and not (text.count("\t") == 1 and LEADERS.search(text))) or BARS.match(text) is not None


def _row(text: str, place: Place) -> tuple[Cell, ...]:
    bars = BARS.match(text) if "\t" not in text else None
    cells = bars[1].split("|") if bars else text.split("\t")
    return tuple(_cell(cell, place) for cell in cells)


def _cell(text: str, place: Place) -> Cell:
    cleaned = without_markup(text).strip()
    return Cell(cleaned, (place,) if cleaned else ())


def _line(text: str, place: Place) -> Line:
    heading = HEADING.match(text.strip())
    if heading:
        return Line(_clean(heading[2]), (place,), len(heading[1]))
    return Line(_clean(text), (place,))


def _clean(text: str) -> str:
    return without_field_codes(without_markup(text)).strip()
