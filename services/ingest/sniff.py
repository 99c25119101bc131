"""The media type of a file, told from its bytes and never from its name. Pure; parse decides what it can read."""

import io
import zipfile

UNKNOWN = "application/octet-stream"
TEXT = "text/plain"
HTML = "text/html"
_HEAD = 4096

_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/x-ole-storage"),  # doc, xls
    (b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"),
    (b"\x1f\x8b", "application/gzip"),
    (b"Rar!\x1a\x07", "application/vnd.rar"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
    (b"{\\rtf", "application/rtf"),
)
_OFFICE = "application/vnd.openxmlformats-officedocument."
_ZIPPED: tuple[tuple[str, str], ...] = (
    ("word/document.xml", f"{_OFFICE}wordprocessingml.document"),
    ("xl/workbook.xml", f"{_OFFICE}spreadsheetml.sheet"),
    ("xl/workbook.bin", f"{_OFFICE}spreadsheetml.sheet"),
)
_BOMS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
_CONTROLS = bytes(set(range(32)) - {7, 8, 9, 10, 11, 12, 13, 27})


def media_type(data: bytes) -> str:
    """The media type of `data`; text in any encoding is text/plain, what nothing knows application/octet-stream."""
    head = data[:_HEAD]
    if b"%PDF-" in head[:1024]:
        return "application/pdf"
    if head.startswith(b"PK\x03\x04"):
        return _zipped(data)
    for magic, found in _MAGIC:
        if head.startswith(magic):
            return found
    if head[257:262] == b"ustar":
        return "application/x-tar"
    if not _is_text(head):
        return UNKNOWN
    return HTML if _is_html(head) else TEXT


def _zipped(data: bytes) -> str:
    try:
        names = set(zipfile.ZipFile(io.BytesIO(data)).namelist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError, EOFError):
        return "application/zip"
    return next((found for name, found in _ZIPPED if name in names), "application/zip")


def _is_text(head: bytes) -> bool:
    """UTF-16 by its mark or its zero bytes in one column; else no control characters but the usual ones."""
    if head.startswith(_BOMS):
        return True
    zeros = [head[start::2].count(0) / max(1, len(head[start::2])) for start in (0, 1)]
    if max(zeros) > 0.2 and min(zeros) < 0.05:
        return True
    return not head.translate(None, bytes(set(range(256)) - set(_CONTROLS)))


def _is_html(head: bytes) -> bool:
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    return start.startswith((b"<!doctype html", b"<html", b"<?xml")) and b"<html" in start
