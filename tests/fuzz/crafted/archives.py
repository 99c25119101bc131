"""Archives that were made to do harm."""

import bz2
import gzip
import io
import lzma
import struct
import tarfile
from functools import partial

from tests.archives import seven_zipped, tarred, zipped
from tests.fuzz.crafted.case import Case

GIGABYTE = 1 << 30


def zip_bomb() -> bytes:
    """An archive that unpacks to a gigabyte."""
    return zipped({"文本.txt": bytes(GIGABYTE // 8), **{f"{i}.txt": bytes(GIGABYTE // 64) for i in range(56)}})


def overlapping() -> bytes:
    """A zip whose directory names the same compressed megabytes a thousand times."""
    whole = zipped({"a": bytes(50 << 20)})
    at, end = whole.find(b"PK\x01\x02"), whole.find(b"PK\x05\x06")
    entries = whole[at:end] * 1000
    tail = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 1000, 1000, len(entries), at, 0)
    return whole[:at] + entries + tail


def seven_zip_bomb() -> bytes:
    """A 7z of sixty-four megabytes of zeros."""
    return seven_zipped({f"{i}": bytes(8 << 20) for i in range(8)})


def many_members(count: int = 500_000) -> bytes:
    """A zip that lists half a million members, which are one."""
    whole = zipped({"word/document.xml": "甲"})
    at, end = whole.find(b"PK\x01\x02"), whole.find(b"PK\x05\x06")
    entries = whole[at:end] * count
    end64 = struct.pack("<4sQ2H2L4Q", b"PK\x06\x06", 44, 45, 45, 0, 0, count, count, len(entries), at)
    where = struct.pack("<4sLQL", b"PK\x06\x07", 0, at + len(entries), 1)
    last = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 0xFFFF, 0xFFFF, 0xFFFFFFFF, 0xFFFFFFFF, 0)
    return whole[:at] + entries + end64 + where + last


def quine() -> bytes:
    """An archive in an archive in an archive …"""
    data = zipped({"a.txt": "甲"})
    for _ in range(60):
        data = zipped({"内.zip": data})
    return data


def climbing_tar() -> bytes:
    """A tar whose members climb out, link out and are devices."""
    data = io.BytesIO()
    with tarfile.open(fileobj=data, mode="w") as archive:
        for name, kind in (
            ("../../tmp/climbed", tarfile.REGTYPE),
            ("/tmp/climbed", tarfile.REGTYPE),
            ("l", tarfile.SYMTYPE),
            ("h", tarfile.LNKTYPE),
            ("d", tarfile.CHRTYPE),
            ("p", tarfile.FIFOTYPE),
        ):
            info = tarfile.TarInfo(name)
            info.type, info.linkname = kind, "/etc/passwd"
            archive.addfile(info, io.BytesIO())
    return data.getvalue()


def linked_tar() -> bytes:
    """A tar with a link to a folder outside, and a file through it."""
    data = io.BytesIO()
    with tarfile.open(fileobj=data, mode="w") as archive:
        link = tarfile.TarInfo("out")
        link.type, link.linkname = tarfile.SYMTYPE, "/tmp"
        archive.addfile(link)
        through = tarfile.TarInfo("out/climbed")
        through.size = 3
        archive.addfile(through, io.BytesIO("甲".encode()))
    return data.getvalue()


def lying_tar(size: int) -> bytes:
    """A tar whose only member claims this size."""
    data = bytearray(tarred({"a": b"x"}))
    data[124:136] = b"\x80" + size.to_bytes(11, "big")
    data[148:156] = b" " * 8
    data[148:156] = b"%06o\0 " % sum(data[:512])
    return bytes(data)


def pax_tar() -> bytes:
    """A tar whose extended header says that its member is endless and has a name of a megabyte."""
    data = io.BytesIO()
    with tarfile.open(fileobj=data, mode="w", format=tarfile.PAX_FORMAT) as archive:
        info = tarfile.TarInfo("../" * 300_000 + "a")
        info.pax_headers = {"size": str(1 << 62)}
        archive.addfile(info, io.BytesIO())
    return data.getvalue()


def names_in_gbk() -> bytes:
    """A zip whose names climb out in GBK, where a backslash is also the second half of a character."""
    names = ("..\\..\\甲.txt", "../../乙.txt", "誠\\..\\..\\丙.txt", "C:\\丁.txt", "/戊.txt")
    raw = [name.encode("gb18030") for name in names]
    data = zipped({f"{i}".rjust(len(name), "x"): "甲" for i, name in enumerate(raw)})
    for i, name in enumerate(raw):
        data = data.replace(f"{i}".rjust(len(name), "x").encode(), name)
    return data


def nested_gzip() -> bytes:
    """Fifty wrappings around nothing."""
    data = "甲".encode()
    for _ in range(50):
        data = gzip.compress(data)
    return data


def gzips_in_a_row() -> bytes:
    """Ten thousand gzips one behind the other, each of a quarter of a megabyte."""
    return gzip.compress(bytes(1 << 18)) * 10_000


CASES: tuple[Case, ...] = (
    ("zip bomb", zip_bomb, "bomb too_large"),
    ("zip of overlapping members", overlapping, "bomb malformed"),
    ("7z bomb", seven_zip_bomb, "bomb too_large"),
    ("7z with a password", partial(seven_zipped, {"a": b"x"}, "secret"), "encrypted"),
    ("7z without its end", lambda: seven_zipped({"a": b"x" * 99})[:60], "malformed"),
    ("zip of half a million members", many_members, "bomb malformed out_of_memory"),
    ("zip in zip in zip", quine, "bomb"),
    ("tar that climbs out", climbing_tar, "empty"),
    ("tar that links out", linked_tar, "ok"),
    ("tar of an exabyte", partial(lying_tar, 1 << 60), "bomb malformed too_large"),
    ("tar of a negative size", partial(lying_tar, (1 << 88) - 512), "bomb malformed no_content"),
    ("tar whose extended header lies", pax_tar, "bomb malformed too_large"),
    ("names in GBK that climb out", names_in_gbk, "ok"),
    ("fifty gzips", nested_gzip, "bomb"),
    ("ten thousand gzips in a row", gzips_in_a_row, "bomb too_large"),
    ("other compressions", lambda: bz2.compress(b"x") + lzma.compress(b"x"), "unsupported"),
)
