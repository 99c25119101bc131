"""Prints a truth as a spreadsheet, straight as XML: a sheet of text, then a sheet a project with merged cells."""

import re
from decimal import Decimal
from random import Random
from string import ascii_uppercase
from xml.sax.saxutils import escape

from specimens.content import Content
from specimens.front import blanks, heading, printed
from specimens.grid import COLUMNS, Box, Row, placed, project_grid
from specimens.render_docx import package
from specimens.specimen import Specimen, packed

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>'


def address(row: int, column: int) -> str:
    """Such as C7, from row 7 and column 2."""
    return f"{ascii_uppercase[column]}{row}"


def cell(place: str, text: str, numeric: bool) -> str:
    """One cell: a text in its place, or an amount or a share as a number that its format prints so."""
    amount, share = re.fullmatch(r"\d+\.\d\d", text), re.fullmatch(r"(\d+)(\.00)?%", text)
    if numeric and amount:
        return f'<c r="{place}" s="1"><v>{Decimal(text).normalize():f}</v></c>'
    if numeric and share:
        return f'<c r="{place}" s="{3 if share[2] else 2}"><v>{Decimal(share[1]) / 100}</v></c>'
    return f'<c r="{place}" t="inlineStr"><is><t xml:space="preserve">{escape(text)}</t></is></c>' if text else ""


def sheet(rows: list[Row], numeric: bool) -> str:
    """One worksheet; `numeric` amounts are stored as numbers."""
    lines, merged = [], []
    for number, line in enumerate(placed(rows), 1):
        cells = []
        for column, box in line:
            cells.append(cell(address(number, column), box.text, numeric))
            if box.rows > 1 or box.columns > 1:
                end = address(number + box.rows - 1, column + box.columns - 1)
                merged.append(f'<mergeCell ref="{address(number, column)}:{end}"/>')
        lines.append(f'<row r="{number}">{"".join(cells)}</row>')
    merges = f'<mergeCells count="{len(merged)}">{"".join(merged)}</mergeCells>' if merged else ""
    return f'{DECLARATION}<worksheet xmlns="{MAIN}"><sheetData>{"".join(lines)}</sheetData>{merges}</worksheet>'


def workbook(sheets: dict[str, list[Row]], numeric: bool) -> bytes:
    """An .xlsx file of the named sheets."""
    count = range(1, len(sheets) + 1)
    listed = "".join(
        f'<sheet name="{escape(name)}" sheetId="{i}" r:id="rId{i}"/>' for i, name in zip(count, sheets, strict=True)
    )
    parts = "".join(
        f'<Relationship Id="rId{i}" Type="{OFFICE}/worksheet" Target="worksheets/sheet{i}.xml"/>' for i in count
    )
    overrides = "".join(
        f'<Override PartName="/xl/worksheets/sheet{i}.xml" '
        'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>'
        for i in count
    )
    formats = "".join(f'<xf numFmtId="{number}" applyNumberFormat="1"/>' for number in (0, 2, 9, 10))
    files = {
        "[Content_Types].xml": f'{DECLARATION}<Types xmlns="{PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Override PartName="/xl/workbook.xml" '
        'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>'
        '<Override PartName="/xl/styles.xml" '
        'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/>'
        f"{overrides}</Types>",
        "_rels/.rels": f'{DECLARATION}<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1" '
        f'Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'{DECLARATION}<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}">'
        f"<sheets>{listed}</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": f'{DECLARATION}<Relationships xmlns="{PACKAGE}/relationships">{parts}'
        f'<Relationship Id="rId{len(sheets) + 1}" Type="{OFFICE}/styles" Target="styles.xml"/></Relationships>',
        "xl/styles.xml": f'{DECLARATION}<styleSheet xmlns="{MAIN}"><cellXfs count="4">{formats}</cellXfs></styleSheet>',
    }
    files |= {
        f"xl/worksheets/sheet{i}.xml": sheet(rows, numeric) for i, rows in zip(count, sheets.values(), strict=True)
    }
    return package(files)


def render(content: Content, seed: int) -> Specimen:
    """The document as an .xlsx file; nothing is lost."""
    rng = Random(f"xlsx/{seed}")
    pieces, percent = printed(content, seed)
    sheets = {"文本": [[Box(piece.text, COLUMNS)] for piece in pieces]}
    for project in [*content.truth.projects, *blanks(content)]:
        unit = f"{project.unit_code or ''}{project.unit_name or ''}"
        top = [[Box(heading(content, project), COLUMNS)], [Box(unit, 5), Box(f"单位：{project.currency_unit}", 2)]]
        sheets[f"项目{project.ordinal}"] = [*top, *project_grid(project, content.layout.goal_mark, percent)]
    truth = content.truth.model_copy(update={"form": "xlsx"})
    return packed(f"book-{seed}.xlsx", workbook(sheets, rng.random() < 0.5), truth, content)
