"""Archives come apart into their members within limits, whatever they claim of themselves."""

import gzip
import io
import os
import struct
import tarfile
from pathlib import Path

import pytest

from services.ingest.unpacking import Room, unpack
from shared.errors import Bomb, DocumentFailure, Encrypted, Malformed, NoContent, TooLarge
from tests.archives import Files, seven_zipped, tarred, zipped

FILES: Files = {"305教育局/预算.txt": "甲".encode(), "306水利局/表.txt": b"b"}


def zipped_in_gbk(files: Files) -> bytes:
    """As Chinese Windows packs: names in GBK, and no flag that says so."""
    stand_ins = {name: f"{'x' * len(name.encode('gb18030'))}" for name in files}
    data = zipped({stand_ins[name][:-1] + str(i): content for i, (name, content) in enumerate(files.items())})
    for i, name in enumerate(files):
        data = data.replace((stand_ins[name][:-1] + str(i)).encode(), name.encode("gb18030"))
    return data


def encrypted_zip() -> bytes:
    data = bytearray(zipped(FILES))
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.find(signature)
        while at >= 0:
            data[at + offset] |= 1
            at = data.find(signature, at + 1)
    return bytes(data)


def understated(content: bytes, claimed: int) -> bytes:
    """A zip whose only member is larger than it says."""
    data = bytearray(zipped({"a": content}))
    for signature, offset in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        struct.pack_into("<I", data, data.find(signature) + offset, claimed)
    return bytes(data)


def nested(depth: int) -> bytes:
    data = zipped({"文本.txt": b"a"})
    for _ in range(depth - 1):
        data = zipped({"内.zip": data})
    return data


def unpacked(data: bytes, **room: int) -> Files:
    return {member.path: member.data for member in unpack(data, Room(**room))}


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(zipped(FILES), id="zip"),
        pytest.param(zipped_in_gbk(FILES), id="zip with names in GBK"),
        pytest.param(tarred(FILES), id="tar"),
        pytest.param(tarred(FILES, "w:gz"), id="tar.gz"),
        pytest.param(seven_zipped(FILES), id="7z"),
    ],
)
def test_members_come_out_with_their_paths(data: bytes) -> None:
    assert unpacked(data) == FILES


def test_archives_in_archives_come_apart_in_their_place() -> None:
    inner = {"z/内.7z": seven_zipped(FILES), "b.txt": b"b", "c.tar.gz": tarred({"c.txt": b"c"}, "w:gz")}
    paths = {*(f"z/内.7z!/{name}" for name in FILES), "b.txt", "c.tar.gz!/c.txt"}
    assert set(unpacked(zipped(inner))) == paths


def test_an_inner_archive_that_cannot_be_opened_is_a_document_that_fails_alone() -> None:
    broken = {"坏.docx": zipped(FILES)[:60], "密.zip": encrypted_zip(), "a.txt": b"a"}
    assert unpacked(zipped(broken)) == broken


def test_a_gzip_of_one_file_is_that_file() -> None:
    assert list(unpacked(gzip.compress(b"a")).values()) == [b"a"]


def test_what_systems_leave_behind_is_no_member() -> None:
    left = {"__MACOSX/._a.txt": b"", "a/.DS_Store": b"", "Thumbs.db": b"", "~$a.docx": b"", "a.txt": b"a"}
    assert set(unpacked(zipped(left))) == {"a.txt"}


def test_two_members_of_one_path_are_two_documents() -> None:
    data = zipped({"a.txt": b"1", "b.txt": b"2"}).replace(b"b.txt", b"a.txt")
    assert unpacked(data) == {"a.txt": b"1", "a.txt#2": b"2"}


@pytest.mark.parametrize(
    "name", ["../../etc/x.txt", "/etc/x.txt", "C:\\etc\\x.txt", "..\\..\\etc\\x.txt", "a/../../etc/x.txt"]
)
def test_a_path_that_climbs_out_stays_inside_and_is_written_nowhere(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for data in (zipped({name: b"a"}), tarred({name: b"a"})):
        (path,) = unpacked(data)
        assert path.endswith("etc/x.txt")
        assert not path.startswith("/")
        assert ".." not in path
    assert os.listdir(tmp_path) == []


def test_a_link_in_a_tar_is_no_member() -> None:
    data = io.BytesIO()
    with tarfile.open(fileobj=data, mode="w") as archive:
        link = tarfile.TarInfo("passwd")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        archive.addfile(link)
    with pytest.raises(NoContent):
        unpacked(data.getvalue())


ZEROS = bytes(11 << 20)


@pytest.mark.parametrize(
    ("data", "room", "failure"),
    [
        pytest.param(zipped({"a": ZEROS}), {}, Bomb, id="ratio"),
        pytest.param(seven_zipped({"a": ZEROS}), {}, Bomb, id="ratio of a 7z"),
        pytest.param(gzip.compress(ZEROS), {}, Bomb, id="ratio of a gzip"),
        pytest.param(tarred({"a": ZEROS}, "w:gz"), {}, Bomb, id="ratio of a tar.gz"),
        pytest.param(understated(ZEROS, 9), {}, Malformed, id="a size that is a lie"),
        pytest.param(zipped({f"{i}": b"a" for i in range(9)}), {"members": 8}, Bomb, id="members"),
        pytest.param(seven_zipped({f"{i}": b"a" for i in range(9)}), {"members": 8}, Bomb, id="members of a 7z"),
        pytest.param(nested(4), {}, Bomb, id="nesting"),
        pytest.param(zipped({"a": bytes(99), "b": bytes(99)}), {"total_bytes": 150}, Bomb, id="total"),
        pytest.param(zipped({"a": bytes(99)}), {"member_bytes": 50}, TooLarge, id="one member"),
        pytest.param(encrypted_zip(), {}, Encrypted, id="encrypted zip"),
        pytest.param(seven_zipped(FILES, "secret"), {}, Encrypted, id="encrypted 7z"),
        pytest.param(zipped({}) + b"PK", {}, DocumentFailure, id="nothing in it"),
        pytest.param(zipped(FILES)[:60], {}, Malformed, id="cut off"),
        pytest.param(seven_zipped(FILES)[:60], {}, Malformed, id="cut off 7z"),
        pytest.param(tarred(FILES, "w:gz")[:60], {}, Malformed, id="cut off tar.gz"),
        pytest.param(zipped({"__MACOSX/a": b""}), {}, NoContent, id="leftovers only"),
    ],
)
def test_an_archive_that_goes_too_far_ends(data: bytes, room: dict[str, int], failure: type[DocumentFailure]) -> None:
    with pytest.raises(failure):
        unpacked(data, **room)
