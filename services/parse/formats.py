"""The formats that are read from bytes, by media type; text dumps are told apart by services.parse.sniff.

Each library is imported when its format comes: a text needs none of them.
"""

from collections.abc import Callable
from importlib import import_module
from typing import TypeAlias

from services.parse.blocks import Reading
from shared.errors import Encrypted
from shared.media import DOC, DOCX, ENCRYPTED_OFFICE, HTML, JPEG, PDF, PNG, RTF, TIFF, XLS, XLSX

BytesReader: TypeAlias = Callable[[bytes], Reading]

_READERS = "services.parse.readers"


def _lazily(module: str, name: str, *arguments: str) -> BytesReader:
    def read(data: bytes) -> Reading:
        reading: Reading = getattr(import_module(f"{_READERS}.{module}"), name)(data, *arguments)
        return reading

    return read


def _encrypted(data: bytes) -> Reading:
    raise Encrypted


FORMATS: dict[str, BytesReader] = {
    DOC: _lazily("doc", "read_doc", DOC, ".doc"),
    DOCX: _lazily("docx", "read_docx"),
    HTML: _lazily("html", "read_html"),
    PDF: _lazily("pdf.reader", "read_pdf"),
    RTF: _lazily("doc", "read_doc", RTF, ".rtf"),
    XLS: _lazily("spreadsheet", "read_spreadsheet", XLS),
    XLSX: _lazily("spreadsheet", "read_spreadsheet", XLSX),
    ENCRYPTED_OFFICE: _encrypted,
    **{picture: _lazily("scan.reader", "read_picture", picture) for picture in (JPEG, PNG, TIFF)},
}
