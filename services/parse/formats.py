"""The formats that are read from bytes, by media type; text dumps are told apart by services.parse.sniff.

Each library is imported when its format comes: a text needs none of them.
"""

from collections.abc import Callable
from importlib import import_module
from typing import TypeAlias

from services.parse.blocks import Reading
from shared.errors import Encrypted, Malformed, Unsupported
from shared.media import (
    DOC,
    DOCX,
    ENCRYPTED_OFFICE,
    GZIP,
    HTML,
    JPEG,
    MAIL,
    ODS,
    ODT,
    OFD,
    OFFICE_XML,
    OLE,
    PDF,
    PNG,
    PPT,
    RAR,
    RTF,
    SEVEN_ZIP,
    TAR,
    TIFF,
    WPS,
    XLS,
    XLSX,
    ZIP,
    media_type,
)

BytesReader: TypeAlias = Callable[[bytes], Reading]

_READERS = "services.parse.readers"
_CONVERTED = (b"\xd0\xcf\x11\xe0", b"{\\rtf")  # how compound files and RTF begin


def reader_for(media_type: str, pdf_engine: str) -> BytesReader | None:
    """The reader of a format, None for texts; `pdf_engine` as in services.parse.readers.pdf.reader."""
    if media_type == PDF:
        return _lazily("pdf.reader", "read_pdf", pdf_engine)
    return FORMATS.get(media_type)


def needs_programs(data: bytes) -> bool:
    """Whether the reader of this file starts another program, a converter."""
    return data.startswith(_CONVERTED) and media_type(data) in (DOC, RTF)


def _lazily(module: str, name: str, *arguments: str) -> BytesReader:
    def read(data: bytes) -> Reading:
        reading: Reading = getattr(import_module(f"{_READERS}.{module}"), name)(data, *arguments)
        return reading

    return read


def _encrypted(data: bytes) -> Reading:
    raise Encrypted


def _damaged_archive(data: bytes) -> Reading:
    """What is still an archive here could not be opened by ingest."""
    raise Encrypted if data.startswith(b"PK") and data[6:7] and data[6] & 1 else Malformed


def _told(zh: str, en: str) -> BytesReader:
    """A reader of what is known and not read: it says what to save instead."""

    def refuse(data: bytes) -> Reading:
        raise Unsupported(zh, en)

    return refuse


_UNREAD: dict[str, BytesReader] = {
    MAIL: _told(
        "这是邮件文件：请将附件另存出来，提交附件本身。",
        "This is a mail: save its attachments and submit them.",
    ),
    ODS: _told("OpenDocument 表格：请另存为 .xlsx 后再提交。", "An OpenDocument spreadsheet: save it as .xlsx."),
    ODT: _told("OpenDocument 文档：请另存为 .docx 后再提交。", "An OpenDocument text: save it as .docx."),
    OFD: _told("OFD 版式文件：请导出为 PDF 后再提交。", "An OFD file: export it as PDF."),
    OFFICE_XML: _told(
        "Office 2003 的 XML 文件：请另存为 .docx 或 .xlsx 后再提交。",
        "An XML file of Office 2003: save it as .docx or .xlsx.",
    ),
    OLE: _told(
        "无法识别的旧版 Office 或 WPS 文件：请另存为 .docx、.xlsx 或 PDF 后再提交。",
        "An old Office or WPS file that is not known: save it as .docx, .xlsx or PDF.",
    ),
    PPT: _told("演示文稿：请导出为 PDF 后再提交。", "A presentation: export it as PDF."),
    RAR: _told(
        "RAR 压缩包：请解压后用 zip 或 7z 重新压缩，或直接提交其中的文件。",
        "A RAR archive: pack it again as zip or 7z, or submit the files in it.",
    ),
    WPS: _told("WPS 文字文件：请另存为 .docx 后再提交。", "A WPS file: save it as .docx."),
}


FORMATS: dict[str, BytesReader] = {
    DOC: _lazily("doc", "read_doc", DOC, ".doc"),
    DOCX: _lazily("docx", "read_docx"),
    HTML: _lazily("html", "read_html"),
    PDF: _lazily("pdf.reader", "read_pdf"),
    RTF: _lazily("doc", "read_doc", RTF, ".rtf"),
    XLS: _lazily("spreadsheet", "read_spreadsheet", XLS),
    XLSX: _lazily("spreadsheet", "read_spreadsheet", XLSX),
    ENCRYPTED_OFFICE: _encrypted,
    **dict.fromkeys((GZIP, SEVEN_ZIP, TAR, ZIP), _damaged_archive),
    **_UNREAD,
    **{picture: _lazily("scan.reader", "read_picture", picture) for picture in (JPEG, PNG, TIFF)},
}
