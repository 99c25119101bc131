"""Pictures that were made to do harm."""

import io
import struct
import zlib
from functools import partial

from PIL import Image

from tests.fuzz.crafted.case import Case


def png(width: int, height: int, dots: bytes = bytes(1000)) -> bytes:
    """A picture that claims this size."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    parts = chunk(b"IHDR", header), chunk(b"IDAT", zlib.compress(dots)), chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


def blank_png() -> bytes:
    """A hundred million white dots in a hundred kilobytes."""
    return png(10_000, 10_000, (b"\0" + b"\xff" * 10_000) * 10_000)


def jpeg() -> bytes:
    """A JPEG whose header claims four billion dots."""
    data = io.BytesIO()
    Image.new("L", (8, 8), 255).save(data, "JPEG")
    raw = bytearray(data.getvalue())
    at = raw.find(b"\xff\xc0")
    raw[at + 5 : at + 9] = b"\xff\xff\xff\xff"
    return bytes(raw)


def tiff(pages: int, following: int | None = None, size: tuple[int, int] = (8, 8), counted: int = 64) -> bytes:
    """A TIFF of so many pages of one strip; the last one leads to page `following`, if that is given."""
    width, height = size
    fields = (
        (256, width),
        (257, height),
        (258, 8),
        (259, 1),
        (262, 1),
        (273, 8),
        (277, 1),
        (278, height),
        (279, counted),
    )
    length = 2 + 12 * len(fields) + 4
    body = bytearray(b"\xff" * 64)
    for page in range(pages):
        body += struct.pack("<H", len(fields))
        body += b"".join(struct.pack("<HHII", tag, 4, 1, value) for tag, value in fields)
        last = page == pages - 1
        target = following if last else page + 1
        body += struct.pack("<I", 0 if target is None else 72 + length * target)
    return b"II*\0" + struct.pack("<I", 72) + bytes(body)


CASES: tuple[Case, ...] = (
    ("huge picture", partial(png, 100_000, 100_000), "malformed bomb too_large no_content out_of_memory"),
    ("a picture of a line", partial(png, 1, 1_000_000), "malformed too_large"),
    ("a picture as wide as a street", partial(png, 1_000_000, 1, bytes(1_000_001)), "ok"),
    ("a blank picture of a hundred million dots", blank_png, "no_content ok too_large out_of_memory timeout"),
    ("a jpeg that claims four billion dots", jpeg, "malformed too_large no_content"),
    ("a tiff whose pages go in a circle", partial(tiff, 3, 0), "ok"),
    ("a tiff of thirty thousand pages", partial(tiff, 30_000), "too_large"),
    ("a tiff that leads nowhere", partial(tiff, 1, 99_999), "no_content malformed"),
    ("a tiff of a huge strip", partial(tiff, 1, None, (60_000, 60_000), 1 << 31), "no_content malformed too_large"),
)
