"""The number formats of the cells of an old .xls file, from its records (MS-XLS): calamine gives values only.

The workbook is one stream of records in a compound file (MS-CFB), which is a small file system of sectors.
"""

import struct
from collections.abc import Iterator

from services.parse.readers.number_formats import Formats, codes_by_style

_END = 0xFFFFFFFA  # sector numbers from here on mean the end of a chain, or none
_BOF, _BOUNDSHEET, _FORMAT, _XF = 0x0809, 0x0085, 0x041E, 0x00E0
_NUMBER, _RK, _MULRK, _FORMULA = 0x0203, 0x027E, 0x00BD, 0x0006
_EOF = 0x000A
_UNICODE = 0x0600
_MINI = 4096  # streams smaller than this lie in sectors of 64 bytes


def xls_formats_of(data: bytes) -> dict[str, Formats]:
    """Sheet name -> its formats; empty where the file cannot be read for them."""
    try:
        return _formats(_workbook(data))
    except (struct.error, IndexError, ValueError):
        return {}


def _workbook(data: bytes) -> bytes:
    """The stream of the workbook. Raises ValueError when there is none."""
    size = 1 << struct.unpack_from("<H", data, 30)[0]
    first_directory, first_mini = struct.unpack_from("<I", data, 48)[0], struct.unpack_from("<I", data, 60)[0]
    fat = _numbers(data, _fat_sectors(data, size), size)
    streams = dict(_directory(b"".join(_chain(data, first_directory, fat, size, size))))
    name = next((each for each in ("Workbook", "Book") if each in streams), None)
    if name is None:
        raise ValueError("no workbook")
    start, length = streams[name]
    if length >= _MINI:
        return b"".join(_chain(data, start, fat, size, size))[:length]
    inner = b"".join(_chain(data, streams["Root Entry"][0], fat, size, size))
    mini_fat = list(struct.iter_unpack("<I", b"".join(_chain(data, first_mini, fat, size, size))))
    return b"".join(_chain(inner, start, [each for (each,) in mini_fat], 64, 0))[:length]


def _fat_sectors(data: bytes, size: int) -> list[int]:
    """The sectors of the allocation table: the first 109 stand in the header, further ones in sectors of their own."""
    found = list(struct.unpack_from("<109I", data, 76))
    further = struct.unpack_from("<I", data, 68)[0]
    while further < _END and len(found) * size < len(data):
        *more, further = struct.unpack_from(f"<{size // 4}I", data, size * (further + 1))
        found += more
    return [sector for sector in found if sector < _END]


def _numbers(data: bytes, sectors: list[int], size: int) -> list[int]:
    return [
        number
        for sector in sectors
        if size * (sector + 2) <= len(data)
        for number in struct.unpack_from(f"<{size // 4}I", data, size * (sector + 1))
    ]


def _chain(data: bytes, sector: int, fat: list[int], size: int, offset: int) -> Iterator[bytes]:
    """The sectors of a stream; a chain that runs in a circle ends."""
    for _ in range(len(data) // size + 1):
        if sector >= _END:
            return
        yield data[offset + size * sector : offset + size * (sector + 1)]
        sector = fat[sector]


def _directory(entries: bytes) -> Iterator[tuple[str, tuple[int, int]]]:
    for at in range(0, len(entries) - 127, 128):
        length = struct.unpack_from("<H", entries, at + 64)[0]
        name = entries[at : at + max(0, min(64, length) - 2)].decode("utf-16-le", "replace")
        start, size = struct.unpack_from("<II", entries, at + 116)
        yield name, (start, size)


def _formats(book: bytes) -> dict[str, Formats]:
    own: dict[int, str] = {}
    numbers: list[int] = []
    sheets: list[tuple[str, int]] = []
    version = struct.unpack_from("<H", book, 4)[0]
    for kind, record in _records(book, 0):
        if kind == _FORMAT:
            own[struct.unpack_from("<H", record)[0]] = _text(record[2:], 2 if version == _UNICODE else 1)
        elif kind == _XF:
            numbers.append(struct.unpack_from("<H", record, 2)[0])
        elif kind == _BOUNDSHEET:
            sheets.append((_text(record[6:], 1), struct.unpack_from("<I", record)[0]))
    codes = codes_by_style(numbers, own)
    return {name: Formats(dict(_styles(book, start)), codes) for name, start in sheets}


def _records(book: bytes, at: int) -> Iterator[tuple[int, bytes]]:
    """The records from `at` to the end of the part that begins there; parts inside of it (charts) are left out."""
    depth = 0
    while at + 4 <= len(book):
        kind, length = struct.unpack_from("<HH", book, at)
        depth += (kind == _BOF) - (kind == _EOF)
        if depth <= 0:
            return
        if depth == 1:
            yield kind, book[at + 4 : at + 4 + length]
        at += 4 + length


def _styles(book: bytes, start: int) -> Iterator[tuple[bytes, int]]:
    for kind, record in _records(book, start):
        if kind in (_NUMBER, _RK, _FORMULA):
            row, col, style = struct.unpack_from("<HHH", record)
            yield _address(row, col), style
        elif kind == _MULRK:
            row, col = struct.unpack_from("<HH", record)
            for i in range((len(record) - 6) // 6):
                yield _address(row, col + i), struct.unpack_from("<H", record, 4 + 6 * i)[0]


def _address(row: int, col: int) -> bytes:
    letters = chr(65 + col) if col < 26 else chr(64 + col // 26) + chr(65 + col % 26)
    return f"{letters}{row + 1}".encode()


def _text(record: bytes, width: int) -> str:
    """A text with its length in `width` bytes before it; since Excel 97 a byte tells letters of two bytes from one."""
    length = int.from_bytes(record[:width], "little")
    flag, rest = record[width], record[width + 1 :]
    if flag & 1:
        return rest[: 2 * length].decode("utf-16-le", "replace")
    if flag == 0:
        return rest[:length].decode("latin-1")
    return record[width : width + length].decode("gb18030", "replace")
