"""Prints disclosure documents as files that keep the grid: Word, web page, spreadsheet. Nothing is lost in them."""

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from specimens.disclosure import Block, Disclosure, blocks
from specimens.front import heading
from specimens.grid import COLUMNS, WIDTHS, Box, Row, project_grid
from specimens.render_docx import NAMESPACE, RELATIONS, TYPES, package, paragraph
from specimens.render_docx import table as word_table
from specimens.render_html import table as page_table
from specimens.render_xlsx import workbook
from specimens.sheets import Sheet, depth, levels, paths
from specimens.specimen import Specimen, packed


@dataclass(frozen=True)
class Drawn:
    """A table with the lines above it and its note: how many rows are its header, how wide its columns are to each
    other."""

    above: list[str]
    rows: list[Row]
    header: int
    widths: tuple[float, ...]
    note: str | None = None


def printed(what: Disclosure, seed: int) -> Iterator[Block | Drawn]:
    """Lines and tables in the order of the form, alike in every format that keeps the grid."""
    for block in blocks(what, Random(f"print/{seed}")):
        if block.sheet:
            yield _sheet(what, block.sheet)
        elif block.project:
            above = [heading(what.content, block.project), f"单位：{block.project.currency_unit}"]
            yield Drawn(above, project_grid(block.project, what.content.layout.goal_mark), 0, WIDTHS)
        else:
            yield block


def _sheet(what: Disclosure, sheet: Sheet) -> Drawn:
    above = [sheet.kind]
    above += [f"{sheet.code} {what.budget.bureau}"] if sheet.code else []
    above += [f"预算年度：{sheet.year}"] if sheet.year else []
    above += [f"单位：{sheet.unit}"] if sheet.unit else []
    return Drawn(above, grid(sheet), depth(sheet.header), (1.0,) * len(paths(sheet.header)), sheet.note)


def grid(sheet: Sheet) -> list[Row]:
    """Header with merged labels, and the rows."""
    height = depth(sheet.header)
    header = levels(sheet.header, height)
    rows = [
        [Box(label, span, _rows_below(header, i, at)) for at, label, span in _labels(row)]
        for i, row in enumerate(header)
    ]
    return rows + [[Box(cell or "") for cell in row] for row in sheet.rows]


def _labels(row: list[tuple[str | None, int]]) -> Iterator[tuple[int, str, int]]:
    at = 0
    for label, span in row:
        if label is not None:
            yield at, label, span
        at += span


def _rows_below(header: list[list[tuple[str | None, int]]], top: int, column: int) -> int:
    """How many rows the label takes: those below it in which its column has none."""
    count = 1
    for row in header[top + 1 :]:
        starts = [sum(span for _, span in row[:i]) for i in range(len(row))]
        if column not in starts or row[starts.index(column)][0] is not None:
            break
        count += 1
    return count


def word(what: Disclosure, seed: int) -> Specimen:
    """The document as a .docx file."""
    rng = Random(f"disclosure docx/{seed}")
    parts = []
    for part in printed(what, seed):
        if isinstance(part, Block):
            parts.append(paragraph(rng, part.text))
            continue
        parts += [paragraph(rng, line) for line in part.above]
        parts.append(word_table(rng, part.rows, len(part.widths)))
        parts += [paragraph(rng, part.note)] if part.note else []
    body = f"<w:body>{''.join(parts)}</w:body>"
    xml = f'<?xml version="1.0" encoding="UTF-8"?><w:document xmlns:w="{NAMESPACE}">{body}</w:document>'
    data = package({"[Content_Types].xml": TYPES, "_rels/.rels": RELATIONS, "word/document.xml": xml})
    return packed(f"disclosure-{seed}.docx", data, what.truth.model_copy(update={"form": "docx"}), what.content)


def page(what: Disclosure, seed: int) -> Specimen:
    """The document as a saved web page."""
    parts = []
    for part in printed(what, seed):
        if isinstance(part, Block):
            parts.append(f"<p>{part.text}</p>")
            continue
        parts += [f"<p>{line}</p>" for line in part.above]
        parts.append(page_table(part.rows))
        parts += [f"<p>{part.note}</p>"] if part.note else []
    data = f'<!DOCTYPE html><html><head><meta charset="utf-8"></head><body>{"".join(parts)}</body></html>'.encode()
    return packed(f"disclosure-{seed}.html", data, what.truth.model_copy(update={"form": "html"}), what.content)


def book(what: Disclosure, seed: int) -> Specimen:
    """The document as a workbook: text and tables follow each other over its sheets, a sheet a table."""
    sheets: dict[str, list[Row]] = {"文本": []}
    for part in printed(what, seed):
        if isinstance(part, Block):
            sheets[list(sheets)[-1]].append([Box(part.text, COLUMNS)])
            continue
        lines = [[Box(line, len(part.widths))] for line in part.above]
        note = [[Box(part.note, len(part.widths))]] if part.note else []
        sheets[f"表{len(sheets)}"] = [*lines, *part.rows, *note]
        sheets[f"文本{len(sheets)}"] = []
    numeric = Random(f"disclosure xlsx/{seed}").random() < 0.5
    data = workbook({name: rows for name, rows in sheets.items() if rows}, numeric)
    return packed(f"disclosure-{seed}.xlsx", data, what.truth.model_copy(update={"form": "xlsx"}), what.content)


RENDERERS = {"docx": word, "html": page, "xlsx": book}
