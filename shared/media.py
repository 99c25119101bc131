"""The media type of a file, told from its bytes and never from its name: ingest notes it, parse reads by it."""

import io
import re
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
ODT = "application/vnd.oasis.opendocument.text"
ODS = "application/vnd.oasis.opendocument.spreadsheet"
OFD = "application/ofd"
PPT = "application/vnd.ms-powerpoint"
WPS = "application/vnd.ms-works"
MAIL = "message/rfc822"
OFFICE_XML = "application/x-office-xml"
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
_MEMBER, _MOST_MEMBERS = b"PK\x01\x02", 20_000
# The beginning of a member's name -> the type of the package; Word may number its main part.
_ZIPPED = (("word/document", DOCX), ("xl/workbook.", XLSX), ("ppt/presentation.", PPT), ("OFD.xml", OFD))
_OPEN_DOCUMENT = {b"text": ODT, b"spreadsheet": ODS}
_OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# The streams of a compound file are named in UTF-16; the encrypted package of a newer Office file comes first, since
# nothing else in such a file can be read.
_STREAMS = (
    ("EncryptedPackage", ENCRYPTED_OFFICE),
    ("WordDocument", DOC),
    ("Workbook", XLS),
    ("Book", XLS),
    ("PowerPoint Document", PPT),
    ("__properties_version1", MAIL),
    ("MatOST", WPS),
)
_MAIL = re.compile(rb"\A(?:[A-Za-z-]+:[^\n]*\n(?:[ \t][^\n]*\n)*){3}")
_MAIL_FIELDS = (b"mime-version:", b"received:", b"message-id:")
_LAYOUT = re.compile(rb"<(?:table|td|tr|div|br|p)[\s/>]")
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
    return _textual(head) if _is_text(head) else UNKNOWN


def _textual(head: bytes) -> str:
    if b'progid="Word.Document"' in head or b'progid="Excel.Sheet"' in head:
        return OFFICE_XML
    if _MAIL.match(head.replace(b"\r", b"")) and any(field in head.lower() for field in _MAIL_FIELDS):
        return MAIL
    return HTML if _is_html(head) else TEXT


def _zipped(data: bytes) -> str:
    if data.count(_MEMBER) > _MOST_MEMBERS:  # no office file; a list of millions is for the sandbox
        return ZIP
    try:
        names = set(zipfile.ZipFile(io.BytesIO(data)).namelist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError, EOFError):
        return ZIP
    if data[30:38] == b"mimetype" and (kind := re.match(rb"application/vnd\.oasis\.opendocument\.(\w+)", data[38:99])):
        return _OPEN_DOCUMENT.get(kind[1], ODT)
    return next((found for begin, found in _ZIPPED if any(name.startswith(begin) for name in names)), ZIP)


def _is_text(head: bytes) -> bool:
    """UTF-16 by its mark or its zero bytes in one column; else no control characters but the usual ones."""
    if head.startswith(_BOMS):
        return True
    zeros = [head[start::2].count(0) / max(1, len(head[start::2])) for start in (0, 1)]
    if max(zeros) > 0.2 and min(zeros) < 0.05:
        return True
    return not head.translate(None, bytes(set(range(256)) - set(_CONTROLS)))


def _is_html(head: bytes) -> bool:
    """A page by its first tag; a piece of one, as systems dump it, by the tags that lay it out. A text dump that has
    kept some tags is a text: it has rows between bars, or headings marked by #."""
    for mark, encoding in ((b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be")):
        if head.startswith(mark):
            head = head[2:].decode(encoding, "replace").encode()
    start = re.sub(rb"\A(?:\xef\xbb\xbf|\s|<!--.*?-->)+", b"", head, flags=re.DOTALL).lower()
    if start.startswith((b"<!doctype html", b"<html", b"<head", b"<body", b"<meta ", b"<style", b"<title>")):
        return True
    if start.startswith(b"<?xml"):
        return b"<html" in start
    laid_out = start.startswith((b"<table", b"<div", b"<p", b"<span")) and len(_LAYOUT.findall(start)) >= 3
    return laid_out and not re.search(rb"^(?:\||#+ )", start, re.MULTILINE)
