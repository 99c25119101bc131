"""Excel files (.xlsx, .xls) by calamine, with merged ranges; numbers as the sheet prints them by their formats."""

import datetime
import io
from collections.abc import Iterator, Sequence
from typing import Any

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
    letters = [_column(left + c) for c in range(sheet.width)]
    rows = [
        _row(values, letters, str(number), name, formats)
        for number, values in enumerate(sheet.to_python(skip_empty_area=True), top + 1)
    ]
    for (first_row, first_col), (last_row, last_col) in sheet.merged_cell_ranges or []:
        row, bottom = max(0, first_row - top), min(last_row - top + 1, len(rows))
        col, right = max(0, first_col - left), min(last_col - left + 1, len(letters))
        if row < bottom and col < right and not rows[row][col].covered:
            place: Place = {"sheet": name, "cell": f"{letters[col]}{top + row + 1}"}
            merged = Cell(rows[row][col].text, (place,), bottom - row, right - col)
            for covered in rows[row:bottom]:
                covered[col:right] = [COVERED] * (right - col)
            rows[row][col] = merged
    yield from blocks_of_sheet(rows)


def _row(values: Sequence[Any], letters: list[str], number: str, sheet: str, formats: Formats) -> list[Cell]:
    return [
        Cell(
            value if value.__class__ is str else _printed(value, formats.code(letter + number)),
            ({"sheet": sheet, "cell": letter + number},),
        )
        if value != ""
        else _EMPTY
        for letter, value in zip(letters, values, strict=True)
    ]


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
