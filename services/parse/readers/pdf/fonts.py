"""One stand-in for every font that a file names but does not hold.

Where its characters stand is written in the file; PDFium needs a font only to see that they are not empty. Those of the
machine would make the reading depend on what is installed, and loading a Chinese one costs more than reading ten pages.
The stand-in is a TrueType font of a single square, which every character is mapped to.
"""

import ctypes
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from pypdfium2 import raw

_EM = 1000
_BOX = (0, -120, _EM, 880)  # of the square: as high as a Chinese character
_LAST = 0x10FFFF
_HANDLE = 1  # PDFium's name for the font: anything but null
_GB2312 = 134
_GLYPHS = 0xFFFF  # all the same: a file may ask for characters by the numbers of glyphs that its own font had
_STANDARD = (b"Courier", b"Helvetica", b"Times-")


@contextmanager
def stand_in() -> Iterator[None]:
    """Give PDFium the stand-in for all fonts it asks the system for, until the end of the block."""
    raw.FPDF_SetSystemFontInfo(ctypes.byref(_INFO))
    try:
        yield
    finally:
        raw.FPDF_SetSystemFontInfo(raw.FPDF_GetDefaultSystemFontInfo())  # a new one: PDFium frees what it lets go


def _font() -> bytes:
    tables = {
        b"cmap": _cmap(),
        b"glyf": _square(),
        b"head": struct.pack(">IIIIHHQQhhhhHHhhh", 0x10000, 0x10000, 0, 0x5F0F3CF5, 3, _EM, 0, 0, *_BOX, 0, 8, 2, 0, 0),
        b"hhea": struct.pack(">IhhhHhhhhhh8xhH", 0x10000, _BOX[3], _BOX[1], 0, _EM, 0, 0, _EM, 1, 0, 0, 0, 1),
        b"hmtx": struct.pack(">Hhh", _EM, 0, 0),
        b"loca": struct.pack(">HH", 0, len(_square()) // 2) * (_GLYPHS // 2 + 1),  # to and fro, which FreeType allows
        b"maxp": struct.pack(">IHHHHHHHHHHHHHH", 0x10000, _GLYPHS, 4, 1, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 0),
    }
    tables[b"glyf"] *= 2
    offset = 12 + 16 * len(tables)
    directory, body = struct.pack(">IHHHH", 0x10000, len(tables), 64, 2, len(tables) * 16 - 64), b""
    for tag, table in tables.items():
        directory += struct.pack(">4sIII", tag, 0, offset + len(body), len(table))
        body += table + bytes(-len(table) % 4)
    return directory + body


def _cmap() -> bytes:
    """Every character to glyph 1 (format 13: many to one), for both Unicode encodings of Windows."""
    table = struct.pack(">HHIIIIII", 13, 0, 28, 0, 1, 0, _LAST, 1)
    start = 4 + 2 * 8
    return struct.pack(">HHHHIHHI", 0, 2, 3, 1, start, 3, 10, start) + table


def _square() -> bytes:
    left, bottom, right, top = _BOX
    outline = struct.pack(">hhhhhHH4B", 1, *_BOX, 3, 0, 1, 1, 1, 1)
    xs = struct.pack(">hhhh", left, 0, right - left, 0)
    ys = struct.pack(">hhhh", bottom, top - bottom, 0, bottom - top)
    return outline + xs + ys + bytes(-len(outline + xs + ys) % 4)


_DATA = _font()


def _map_font(_info: Any, _weight: int, _italic: int, _charset: int, _pitch: int, face: Any, _exact: Any) -> int | None:
    """The stand-in, or nothing for the standard fonts: files need not write their widths, and PDFium holds them."""
    return None if ctypes.string_at(face).startswith(_STANDARD) else _HANDLE


def _get_font(*_: Any) -> int:
    return _HANDLE


def _font_data(_info: Any, _font: Any, table: int, buffer: Any, size: int) -> int:
    """The whole font for table 0, or one of its tables; only its size where the buffer is too small."""
    found = _DATA if table == 0 else _table(table)
    if buffer and size >= len(found):
        ctypes.memmove(buffer, found, len(found))
    return len(found)


def _table(number: int) -> bytes:
    for i in range(struct.unpack_from(">H", _DATA, 4)[0]):
        tag, _, offset, length = struct.unpack_from(">IIII", _DATA, 12 + 16 * i)
        if tag == number:
            return _DATA[offset : offset + length]
    return b""


def _face_name(_info: Any, _font: Any, buffer: Any, size: int) -> int:
    name = b"Square\0"
    if buffer and size >= len(name):
        ctypes.memmove(buffer, name, len(name))
    return len(name)


def _info() -> raw.FPDF_SYSFONTINFO:
    info = raw.FPDF_SYSFONTINFO()
    info.version = 1
    kinds = dict(info._fields_)
    for name, function in {
        "MapFont": _map_font,
        "GetFont": _get_font,
        "GetFontData": _font_data,
        "GetFaceName": _face_name,
        "GetFontCharset": lambda *_: _GB2312,
        "DeleteFont": lambda *_: None,
    }.items():
        setattr(info, name, kinds[name](function))
    return info


_INFO = _info()
