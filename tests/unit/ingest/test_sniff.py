"""The media type of a file is told from its bytes."""

import io
import zipfile

import pytest

from shared.media import media_type

TEXT = "收支预算总表\n项目\t预算数\n"


def zipped(*names: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        pytest.param(TEXT.encode(), "text/plain", id="utf-8"),
        pytest.param(TEXT.encode("utf-8-sig"), "text/plain", id="utf-8-bom"),
        pytest.param(TEXT.encode("gb18030"), "text/plain", id="gb18030"),
        pytest.param(TEXT.encode("utf-16"), "text/plain", id="utf-16-bom"),
        pytest.param("GJ-A01 ok\n".encode("utf-16-le"), "text/plain", id="utf-16-without-mark"),
        pytest.param(b"page\x0cpage", "text/plain", id="form-feed"),
        pytest.param(b"<!DOCTYPE html><html><body>", "text/html", id="html"),
        pytest.param(b"%PDF-1.7\n\x00\x01", "application/pdf", id="pdf"),
        pytest.param(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\x00", "application/x-ole-storage", id="doc-xls"),
        pytest.param(
            zipped("[Content_Types].xml", "word/document.xml"),
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            id="docx",
        ),
        pytest.param(
            zipped("xl/workbook.xml"), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", id="xlsx"
        ),
        pytest.param(zipped("a.txt"), "application/zip", id="zip"),
        pytest.param(b"PK\x03\x04broken", "application/zip", id="broken-zip"),
        pytest.param(b"\x89PNG\r\n\x1a\n\x00", "image/png", id="png"),
        pytest.param(bytes(range(256)), "application/octet-stream", id="rubbish"),
        pytest.param(b"\x00" * 64, "application/octet-stream", id="zeros"),
    ],
)
def test_type_comes_from_the_content(data: bytes, expected: str) -> None:
    assert media_type(data) == expected
