"""Excel files (.xlsx, .xls) by calamine, with merged ranges; numbers as the sheet prints them by their formats."""

import datetime
import io
from collections.abc import Iterator
from itertools import product
from typing import Any, TypeAlias

from python_calamine import CalamineError, CalamineWorkbook, PasswordError

from services.parse.blocks import Block, Cell, Reading
from services.parse.readers.grid import COVERED
from services.parse.readers.number_formats import Formats, formats_of
from services.parse.readers.printed_numbers import printed_date, printed_number
from services.parse.readers.sheet_rows import blocks_of_sheet
from services.parse.readers.xls_formats import xls_formats_of
from shared.errors import Encrypted, Malformed
from shared.places import Place

_EMPTY = Cell("")
Merge: TypeAlias = tuple[tuple[int, int], tuple[int, int]]


def read_spreadsheet(data: bytes, media_type: str) -> Reading:
    """The blocks of every visible sheet. Raises Malformed, Encrypted, or Bomb for sheets beyond measure."""
    formats = formats_of(data) if data.startswith(b"PK") else xls_formats_of(data)
    blocks: list[Block] = []
    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(data)) as workbook:
            for sheet in workbook.sheets_metadata:
                if "Visible" in str(sheet.visible) and "WorkSheet" in str(sheet.typ):
                    blocks += _sheet(workbook, sheet.name, formats.get(sheet.name, Formats()))
    except PasswordError as error:
        raise Encrypted from error
    except CalamineError as error:
        raise (Encrypted if "password" in str(error).lower() else Malformed) from error
    except BaseException as error:
        if type(error).__name__ == "PanicException":  # how a Rust library gives up; not an Exception
            raise Malformed from error
        raise
    form = "xls" if media_type.endswith("ms-excel") else "xlsx"
    return Reading(form, media_type, tuple(blocks))


def _sheet(workbook: CalamineWorkbook, name: str, formats: Formats) -> Iterator[Block]:
    sheet = workbook.get_sheet_by_name(name)
    top, left = sheet.start or (0, 0)
    values = sheet.to_python(skip_empty_area=True)
    extent = (len(values), max(map(len, values), default=0))
    covered, spans = _merged(sheet.merged_cell_ranges or [], (top, left), extent)
    letters = [_column(left + c) for c in range(extent[1])]
    rows: list[tuple[Cell, ...]] = []
    for r, row in enumerate(values):
        number, cells = str(top + r + 1), []
        for c, value in enumerate(row):
            if value == "" and (r, c) not in spans:
                cells.append(COVERED if (r, c) in covered else _EMPTY)
                continue
            if (r, c) in covered:
                cells.append(COVERED)
                continue
            address = letters[c] + number
            text = value if isinstance(value, str) else _printed(value, formats.code(address))
            place: Place = {"sheet": name, "cell": address}
            span = spans.get((r, c))
            cells.append(Cell(text, (place,), *span) if span else Cell(text, (place,)))
        rows.append(tuple(cells))
    yield from blocks_of_sheet(rows)


def _merged(
    ranges: list[Merge], origin: tuple[int, int], extent: tuple[int, int]
) -> tuple[set[tuple[int, int]], dict[tuple[int, int], tuple[int, int]]]:
    """The positions that merged cells cover, and the spans of those cells, as far as the sheet's values reach."""
    covered: set[tuple[int, int]] = set()
    spans: dict[tuple[int, int], tuple[int, int]] = {}
    for (first_row, first_col), (last_row, last_col) in ranges:
        top, left = max(0, first_row - origin[0]), max(0, first_col - origin[1])
        bottom, right = min(last_row - origin[0] + 1, extent[0]), min(last_col - origin[1] + 1, extent[1])
        if bottom > top and right > left and (top, left) not in covered:
            spans[top, left] = (bottom - top, right - left)
            covered.update(product(range(top, bottom), range(left, right)))
            covered.discard((top, left))
    return covered, spans


def _column(index: int) -> str:
    """The letters of a column counted from 0: A, …, Z, AA."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def _printed(value: Any, code: str | None) -> str:
    """A value as the sheet shows it in the number format `code`."""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int | float):
        return printed_number(value, code)
    return printed_date(value, code) if isinstance(value, datetime.date) else str(value)
