"""The media type of a file, told from its bytes and never from its name: ingest notes it, parse reads by it."""

import io
import zipfile

UNKNOWN = "application/octet-stream"
TEXT = "text/plain"
HTML = "text/html"
PDF = "application/pdf"
DOC = "application/msword"
XLS = "application/vnd.ms-excel"
OLE = "application/x-ole-storage"
ENCRYPTED_OFFICE = "application/x-encrypted-office"
ZIP = "application/zip"
TAR = "application/x-tar"
GZIP = "application/gzip"
SEVEN_ZIP = "application/x-7z-compressed"
RAR = "application/vnd.rar"
RTF = "application/rtf"
PNG = "image/png"
JPEG = "image/jpeg"
TIFF = "image/tiff"
_HEAD = 4096

_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"7z\xbc\xaf\x27\x1c", SEVEN_ZIP),
    (b"\x1f\x8b", GZIP),
    (b"Rar!\x1a\x07", RAR),
    (b"\x89PNG\r\n\x1a\n", PNG),
    (b"\xff\xd8\xff", JPEG),
    (b"II*\x00", TIFF),
    (b"MM\x00*", TIFF),
    (b"{\\rtf", RTF),
)
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_ZIPPED = (("word/document.xml", DOCX), ("xl/workbook.xml", XLSX), ("xl/workbook.bin", XLSX))
_OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# The streams of a compound file are named in UTF-16; the encrypted package of a newer Office file comes first, since
# nothing else in such a file can be read.
_STREAMS = (("EncryptedPackage", ENCRYPTED_OFFICE), ("WordDocument", DOC), ("Workbook", XLS), ("Book", XLS))
_BOMS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
_CONTROLS = bytes(set(range(32)) - {7, 8, 9, 10, 11, 12, 13, 27})


def media_type(data: bytes) -> str:
    """The media type of `data`; text in any encoding is text/plain, what nothing knows application/octet-stream."""
    head = data[:_HEAD]
    if head.startswith(b"PK\x03\x04"):
        return _zipped(data)
    if head.startswith(_OLE_MAGIC):
        return next((found for name, found in _STREAMS if name.encode("utf-16-le") in data), OLE)
    for magic, found in _MAGIC:
        if head.startswith(magic):
            return found
    if head[257:262] == b"ustar":
        return TAR
    if b"%PDF-" in head[:1024]:  # readers accept what mail programs put before it
        return PDF
    if not _is_text(head):
        return UNKNOWN
    return HTML if _is_html(head) else TEXT


def _zipped(data: bytes) -> str:
    try:
        names = set(zipfile.ZipFile(io.BytesIO(data)).namelist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError, EOFError):
        return ZIP
    return next((found for name, found in _ZIPPED if name in names), ZIP)


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
