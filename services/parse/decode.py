"""Bytes to text: finds the character encoding of a text dump, or says why the bytes are no text.

Tried in this order: byte order marks, UTF-8, UTF-16 without a mark, GB18030 (which holds GBK and GB2312).
"""

import codecs
import re

from services.parse.radicals import with_ideographs
from shared.errors import EmptyFile, NoContent, UnreadableText, Unsupported

BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
MAGIC = (
    b"%PDF-",
    b"PK\x03\x04",
    b"\xd0\xcf\x11\xe0",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"7z\xbc\xaf",
    b"Rar!",
    b"\x1f\x8b",
)
# No controls of texts: \x1a ends old DOS files, \x07 ends cells in Word dumps, the others are white space.
CONTROL = re.compile("[\x00-\x06\x08\x0e-\x19\x1b-\x1f]")
INVISIBLE = re.compile("[\u200b-\u200f\u2060\ufeff\u00ad\0]")  # zero-width marks that conversions leave
NOTHING = "\x1a\x07\ufffd \t\r\n\f\v\u3000\u00a0"
REPLACEMENT = "\ufffd"
MOST = 0.95  # of the characters must be plausible Chinese before an encoding without a mark is believed
BROKEN = 0.01  # of the characters may be broken before a text counts as unreadable


def decode(data: bytes) -> str:
    """The text in `data`; broken characters become U+FFFD.

    Raises EmptyFile (no bytes), Unsupported (no text), UnreadableText (no known encoding), NoContent (blank).
    """
    if not data:
        raise EmptyFile
    if data.startswith(MAGIC):
        raise Unsupported
    text = _marked(data) or _utf8(data) or _utf16(data) or _gb18030(data)
    if text is None:
        raise Unsupported if _binary(data) else UnreadableText
    if _controls(text) > len(text) * BROKEN:
        raise Unsupported
    text = with_ideographs(INVISIBLE.sub("", text))
    if not text.strip(NOTHING):
        raise NoContent
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _marked(data: bytes) -> str | None:
    for mark, encoding in BOMS:
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, "replace") or " "
    return None


def _utf8(data: bytes) -> str | None:
    text = data.decode("utf-8", "replace")
    if "\0" in text or text.count(REPLACEMENT) > len(text) * BROKEN + 1:
        return None
    # One broken character among none that are whole proves nothing: short GBK texts look like that.
    if REPLACEMENT in text and not any(char > "\x7f" for char in text.replace(REPLACEMENT, "")):
        return None
    return text


def _utf16(data: bytes) -> str | None:
    if b"\0" not in data:
        return None
    for encoding in ("utf-16-le", "utf-16-be"):
        text = data.decode(encoding, "replace")
        if "\0" not in text and _plausible(text):
            return text
    return None


def _gb18030(data: bytes) -> str | None:
    if b"\0" in data:
        return None
    text = data.decode("gb18030", "replace")
    return text if text.count(REPLACEMENT) <= len(text) * BROKEN + 1 and _plausible(text) else None


def _plausible(text: str) -> bool:
    """Whether nearly all characters are ASCII or of the everyday set (GB 2312 and the signs that forms use)."""
    everyday = sum(1 for char in text if char < "\x7f" or _everyday(char))
    return everyday >= len(text) * MOST


def _everyday(char: str) -> bool:
    try:
        char.encode("gb2312")
    except UnicodeEncodeError:
        return char in "\u00a0≤≥∑²³㎡\ufeff"
    return True


def _controls(text: str) -> int:
    return len(CONTROL.findall(text))


def _binary(data: bytes) -> bool:
    return _controls(data.decode("latin-1")) > len(data) * BROKEN
