"""Prints disclosure documents as files that keep the grid: Word, web page, spreadsheet. Nothing is lost in them."""

from collections.abc import Iterator
from random import Random

from specimens.disclosure import Block, Disclosure, blocks
from specimens.front import heading
from specimens.grid import COLUMNS, Box, Row, project_grid
from specimens.render_docx import NAMESPACE, RELATIONS, TYPES, package, paragraph
from specimens.render_docx import table as word_table
from specimens.render_html import table as page_table
from specimens.render_xlsx import workbook
from specimens.sheets import Sheet, depth, levels, paths
from specimens.specimen import Specimen, packed


def asides(what: Disclosure, sheet: Sheet) -> list[str]:
    """The lines between a sheet's heading and its header."""
    lines = [f"{sheet.code} {what.budget.bureau}"] if sheet.code else []
    lines += [f"预算年度：{sheet.year}"] if sheet.year else []
    return lines + ([f"单位：{sheet.unit}"] if sheet.unit else [])


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


def width(sheet: Sheet) -> int:
    """The columns of a sheet."""
    return len(paths(sheet.header))


def word(what: Disclosure, seed: int) -> Specimen:
    """The document as a .docx file."""
    rng = Random(f"disclosure docx/{seed}")
    parts = []
    for block in blocks(what, rng):
        parts += [paragraph(rng, line) for line in _lines(what, block)]
        if block.sheet:
            parts.append(word_table(rng, grid(block.sheet), width(block.sheet)))
            parts += [paragraph(rng, block.sheet.note)] if block.sheet.note else []
        elif block.project:
            parts.append(word_table(rng, project_grid(block.project, what.content.layout.goal_mark)))
    body = f"<w:body>{''.join(parts)}</w:body>"
    xml = f'<?xml version="1.0" encoding="UTF-8"?><w:document xmlns:w="{NAMESPACE}">{body}</w:document>'
    data = package({"[Content_Types].xml": TYPES, "_rels/.rels": RELATIONS, "word/document.xml": xml})
    return packed(f"disclosure-{seed}.docx", data, what.truth.model_copy(update={"form": "docx"}), what.content)


def page(what: Disclosure, seed: int) -> Specimen:
    """The document as a saved web page."""
    rng = Random(f"disclosure html/{seed}")
    parts = []
    for block in blocks(what, rng):
        parts += [f"<p>{line}</p>" for line in _lines(what, block)]
        if block.sheet:
            parts.append(page_table(grid(block.sheet)))
            parts += [f"<p>{block.sheet.note}</p>"] if block.sheet.note else []
        elif block.project:
            parts.append(page_table(project_grid(block.project, what.content.layout.goal_mark)))
    data = f'<!DOCTYPE html><html><head><meta charset="utf-8"></head><body>{"".join(parts)}</body></html>'.encode()
    return packed(f"disclosure-{seed}.html", data, what.truth.model_copy(update={"form": "html"}), what.content)


def book(what: Disclosure, seed: int) -> Specimen:
    """The document as a workbook: text and tables follow each other over its sheets, a sheet a table."""
    rng = Random(f"disclosure xlsx/{seed}")
    sheets: dict[str, list[Row]] = {"文本": []}
    for block in blocks(what, rng):
        if block.sheet or block.project:
            sheets[f"表{len(sheets)}"] = []
        rows = sheets[list(sheets)[-1]]
        columns = width(block.sheet) if block.sheet else COLUMNS
        rows += [[Box(line, columns)] for line in _lines(what, block)]
        if block.sheet:
            rows += grid(block.sheet)
            rows += [[Box(block.sheet.note, columns)]] if block.sheet.note else []
            sheets[f"文本{len(sheets)}"] = []
        elif block.project:
            rows += project_grid(block.project, what.content.layout.goal_mark)
            sheets[f"文本{len(sheets)}"] = []
    data = workbook({name: rows for name, rows in sheets.items() if rows}, rng.random() < 0.5)
    return packed(f"disclosure-{seed}.xlsx", data, what.truth.model_copy(update={"form": "xlsx"}), what.content)


def _lines(what: Disclosure, block: Block) -> list[str]:
    if block.sheet:
        return [block.sheet.kind, *asides(what, block.sheet)]
    if block.project:
        return [heading(what.content, block.project), f"单位：{block.project.currency_unit}"]
    return [block.text]


RENDERERS = {"docx": word, "html": page, "xlsx": book}
