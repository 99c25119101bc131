"""The media type of a file is told from its bytes."""

import io
import zipfile

import pytest

from shared.media import DOCX, ZIP, media_type
from tests.fuzz.crafted.archives import many_members

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
        pytest.param(b"<table><tr><td>a</td></tr></table>", "text/html", id="piece-of-a-page"),
        pytest.param(b"<div>a<br>b<br>c</div>", "text/html", id="dump-of-a-page"),
        pytest.param(b"\xff\xfe" + "<html><body>".encode("utf-16-le"), "text/html", id="html-utf-16"),
        pytest.param(b"<!-- saved --><html>", "text/html", id="html-behind-a-comment"),
        pytest.param("# 一\n<p>甲</p><p>乙</p><p>丙</p>\n".encode(), "text/plain", id="markdown-with-tags"),
        pytest.param("<p>甲</p>\n|a<br>b|<br><br>|\n".encode(), "text/plain", id="rows-with-tags"),
        pytest.param("<b>甲</b>\n乙\n".encode(), "text/plain", id="text-with-a-tag"),
        pytest.param(b"From: a@b.cn\nTo: c@d.cn\nMIME-Version: 1.0\n\nx", "message/rfc822", id="mail"),
        pytest.param(zipped("OFD.xml", "Doc_0/Document.xml"), "application/ofd", id="ofd"),
        pytest.param(
            b'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>',
            "application/x-office-xml",
            id="office-xml",
        ),
        pytest.param(bytes(range(256)), "application/octet-stream", id="rubbish"),
        pytest.param(b"\x00" * 64, "application/octet-stream", id="zeros"),
    ],
)
def test_type_comes_from_the_content(data: bytes, expected: str) -> None:
    assert media_type(data) == expected


@pytest.mark.parametrize(("members", "expected"), [(100, DOCX), (30_000, ZIP)])
def test_a_package_of_more_parts_than_any_program_writes_is_left_to_the_sandbox(members: int, expected: str) -> None:
    assert media_type(many_members(members)) == expected
