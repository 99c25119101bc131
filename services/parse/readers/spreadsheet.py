"""Excel files (.xlsx, .xls) by calamine, with merged ranges; numbers as the sheet prints them where the file says how.

A sheet becomes blocks as a printed page would show it: rows that hold one text above or below a table are lines,
the rest is a table; blank rows part tables.
"""

import datetime
import io
import re
import zipfile
from collections.abc import Iterator
from decimal import Decimal
from typing import Any, TypeAlias

from python_calamine import CalamineError, CalamineWorkbook

from services.parse.blocks import Block, Cell, Line, Reading, Table
from services.parse.readers.grid import COVERED
from services.parse.readers.number_formats import Formats, formats_of
from shared.errors import Encrypted, Malformed
from shared.places import Place

Merge: TypeAlias = tuple[tuple[int, int], tuple[int, int]]

_UNIT_LINE = re.compile(r"^\s*(?:金额)?单位[:：]")
_LABEL_LINE = re.compile(r"^[^:：]{2,8}[:：]")


def read_spreadsheet(data: bytes, media_type: str) -> Reading:
    """The blocks of every visible sheet. Raises Malformed or Encrypted."""
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(data))
    except CalamineError as error:
        raise (Encrypted if "password" in str(error).lower() else Malformed) from error
    formats = formats_of(data) if zipfile.is_zipfile(io.BytesIO(data)) else {}
    blocks: list[Block] = []
    for sheet in workbook.sheets_metadata:
        if "Visible" in str(sheet.visible) and "WorkSheet" in str(sheet.typ):
            blocks += _sheet(workbook, sheet.name, formats.get(sheet.name, Formats()))
    form = "xls" if media_type.endswith("ms-excel") else "xlsx"
    return Reading(form, media_type, tuple(blocks))


def _sheet(workbook: CalamineWorkbook, name: str, formats: Formats) -> Iterator[Block]:
    sheet = workbook.get_sheet_by_name(name)
    top, left = sheet.start or (0, 0)
    values = sheet.to_python(skip_empty_area=True)
    covered, spans = _merged(sheet.merged_cell_ranges or [], top, left)
    rows: list[tuple[Cell, ...]] = []
    for r, row in enumerate(values):
        cells = []
        for c, value in enumerate(row):
            if (r, c) in covered:
                cells.append(COVERED)
                continue
            address = f"{_column(left + c)}{top + r + 1}"
            place: Place = {"sheet": name, "cell": address}
            cells.append(Cell(_printed(value, formats.digits(address, value)), (place,), *spans.get((r, c), (1, 1))))
        rows.append(tuple(cells))
    yield from _blocks(rows)


def _merged(ranges: list[Merge], top: int, left: int) -> tuple[set[tuple[int, int]], dict[tuple[int, int], Any]]:
    covered: set[tuple[int, int]] = set()
    spans: dict[tuple[int, int], tuple[int, int]] = {}
    for (first_row, first_col), (last_row, last_col) in ranges:
        r, c = first_row - top, first_col - left
        spans[r, c] = (last_row - first_row + 1, last_col - first_col + 1)
        covered |= {(row, col) for row in range(r, last_row - top + 1) for col in range(c, last_col - left + 1)} - {
            (r, c)
        }
    return covered, spans


def _blocks(rows: list[tuple[Cell, ...]]) -> Iterator[Block]:
    """Tables parted by blank rows; the lines above and below each taken out of it."""
    part: list[tuple[Cell, ...]] = []
    for row in [*rows, ()]:
        if any(cell.text.strip() for cell in row) or any(cell.covered for cell in row):
            part.append(row)
            continue
        yield from _part(part)
        part = []


def _part(rows: list[tuple[Cell, ...]]) -> Iterator[Block]:
    first, last = 0, len(rows)
    while first < last and _is_line(rows[first]):
        first += 1
    while last > first and _is_line(rows[last - 1]) and not _reached(rows, last - 1):
        last -= 1
    for row in rows[:first]:
        yield from _line(row)
    if first < last:
        yield Table(tuple(rows[first:last]))
    for row in rows[last:]:
        yield from _line(row)


def _is_line(row: tuple[Cell, ...]) -> bool:
    """One text alone, or captions side by side such as 部门：… and 单位：万元."""
    texts = [cell.text.strip() for cell in row if cell.text.strip()]
    if len(texts) <= 1:
        return True
    return len(texts) <= 3 and any(map(_UNIT_LINE.match, texts)) and not any(text == "项目编码" for text in texts)


def _reached(rows: list[tuple[Cell, ...]], index: int) -> bool:
    """Whether a cell above is merged down into the row: then the row is part of the table."""
    return any(
        cell.row_span > index - above for above, row in enumerate(rows[:index]) for cell in row if cell.row_span > 1
    )


def _line(row: tuple[Cell, ...]) -> Iterator[Line]:
    cells = [cell for cell in row if cell.text.strip()]
    if cells:
        places = tuple(place for cell in cells for place in cell.places)
        text = "  ".join(cell.text.strip() for cell in cells)
        for line in text.split("\n"):
            yield Line(line.strip(), places)


def _column(index: int) -> str:
    """The letters of a column counted from 0: A, …, Z, AA."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def _printed(value: Any, digits: tuple[int, bool] | None) -> str:
    """A value as the sheet shows it; `digits` are the decimals of its number format and whether it is a percentage."""
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int | float):
        return _number(value, digits)
    if isinstance(value, datetime.datetime) and value.time() == datetime.time():
        return value.date().isoformat()
    return str(value)


def _number(value: float, digits: tuple[int, bool] | None) -> str:
    if digits:
        decimals, percent = digits
        return f"{Decimal(repr(value)) * 100:.{decimals}f}%" if percent else f"{Decimal(repr(value)):.{decimals}f}"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return format(Decimal(repr(value)), "f")
