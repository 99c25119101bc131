"""What is read, and what is refused with the words that help."""

import contextlib
import struct

import pytest

from services.parse.core import parse, read
from shared.errors import DocumentFailure, Encrypted, Unsupported
from tests.archives import zipped

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)


def stored(name: str, content: bytes) -> bytes:
    """The beginning of an OpenDocument package, whose first member is stored as it is."""
    header = struct.pack("<4s5H3I2H", b"PK\x03\x04", 20, 0, 0, 0, 0, 0, len(content), len(content), len(name), 0)
    return header + name.encode() + content + zipped({"content.xml": "<a/>"})


@pytest.mark.parametrize(
    ("data", "advice"),
    [
        pytest.param(b"Rar!\x1a\x07\x00" + bytes(99), "zip", id="rar"),
        pytest.param(b"From: a@b.cn\nTo: c@d.cn\nMIME-Version: 1.0\n\nx", "附件", id="mail"),
        pytest.param(OLE + "__properties_version1".encode("utf-16-le"), "附件", id="outlook"),
        pytest.param(OLE + "MatOST".encode("utf-16-le"), ".docx", id="wps"),
        pytest.param(OLE + "PowerPoint Document".encode("utf-16-le"), "PDF", id="ppt"),
        pytest.param(OLE, ".docx", id="some compound file"),
        pytest.param(zipped({"OFD.xml": "<a/>"}), "PDF", id="ofd"),
        pytest.param(zipped({"ppt/presentation.xml": "<a/>"}), "PDF", id="pptx"),
        pytest.param(stored("mimetype", b"application/vnd.oasis.opendocument.text"), ".docx", id="odt"),
        pytest.param(b'<?xml version="1.0"?><?mso-application progid="Word.Document"?>', ".docx", id="office xml"),
    ],
)
def test_what_is_not_read_is_told_what_to_save_instead(data: bytes, advice: str) -> None:
    with pytest.raises(Unsupported) as caught:
        read(data)
    assert advice in caught.value.message
    assert caught.value.message != Unsupported.zh


def test_an_encrypted_office_file_says_so() -> None:
    with pytest.raises(Encrypted):
        read(OLE + "EncryptedPackage".encode("utf-16-le"))


@pytest.mark.parametrize("tag", ["div", "table><tr><td", "b"])
def test_a_page_nested_beyond_measure_is_a_failure_of_the_document(tag: str) -> None:
    page = f"<html><body>{f'<{tag}>' * 20_000}甲"
    with contextlib.suppress(DocumentFailure):
        assert parse(page.encode(), "deep.html")
