"""Archives into their members: zip, tar, gzip and 7z, nested ones too, within limits. Runs in the sandbox.

Nothing is written to disk: a member is a path and its bytes. The path is a hint of the unit, never a place to write to.
"""

import gzip
import io
import json
import lzma
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

from shared.errors import Bomb, Encrypted, Malformed, NoContent, TooLarge
from shared.media import GZIP, SEVEN_ZIP, TAR, ZIP, media_type

TASK = "services.ingest.unpacking:members"
ARCHIVES = frozenset((ZIP, TAR, GZIP, SEVEN_ZIP))

# What the libraries raise on damaged archives, their own errors and Python's.
_DAMAGED = (
    *(zipfile.BadZipFile, tarfile.TarError, zlib.error, lzma.LZMAError, struct.error, EOFError, OSError),
    *(ArithmeticError, AttributeError, LookupError, NotImplementedError, RuntimeError, TypeError, ValueError),
)
_LEFTOVERS = ("__MACOSX", ".DS_Store", "Thumbs.db", "desktop.ini")
_ENCRYPTED = 0x1
_UTF8 = 0x800
_CHUNK = 1 << 20


@dataclass(frozen=True)
class Room:
    """What an archive may take: members, nesting, bytes of one member and of all, and bytes out for each byte in."""

    members: int = 2_000
    depth: int = 3
    member_bytes: int = 100 * 2**20
    total_bytes: int = 400 * 2**20
    ratio: int = 200
    ratio_from: int = 10 * 2**20  # small archives of blank forms shrink a thousandfold and harm nobody


@dataclass(frozen=True, slots=True)
class Member:
    """One file of an archive: its path inside, `/` between folders and `!/` behind an inner archive."""

    path: str
    data: bytes


def members(data: bytes, arguments: dict[str, Any]) -> Iterator[bytes]:
    """For each member its path as JSON, then its bytes. `arguments` are those of Room."""
    for member in unpack(data, Room(**arguments)):
        yield json.dumps(member.path, ensure_ascii=False).encode()
        yield member.data


def members_of(records: list[bytes]) -> list[Member]:
    """The members in the records of the task."""
    return [Member(json.loads(path), data) for path, data in zip(records[::2], records[1::2], strict=True)]


def unpack(data: bytes, room: Room | None = None) -> Iterator[Member]:
    """The files in an archive, those of inner archives in their place.

    Raises Bomb (a limit of `room`), Encrypted, Malformed, NoContent (no file in it), TooLarge (one member).
    """
    unpacking = _Unpacking(room or Room(), len(data))
    yield from unpacking.files(data, "", 1)
    if not unpacking.count:
        raise NoContent("压缩包中没有文件：请检查是否交错了文件。", "There is no file in the archive.")


class _Unpacking:
    """Counts what came out of one archive, inner ones included."""

    def __init__(self, room: Room, packed: int) -> None:
        self._room = room
        self._packed = packed
        self._bytes = 0
        self._paths: dict[str, int] = {}
        self.count = 0

    def files(self, data: bytes, prefix: str, depth: int) -> Iterator[Member]:
        if depth > self._room.depth:
            raise Bomb("压缩包嵌套层数过多：请展开后再提交。", "The archive is nested too deeply: unpack it first.")
        try:
            for path, content in self._entries(data):
                if _is_leftover(path):
                    continue
                where = self._unique(prefix + path)
                if media_type(content) in ARCHIVES:
                    try:
                        yield from self.files(content, f"{where}!/", depth + 1)
                        continue
                    except (Encrypted, Malformed, NoContent):  # a document that fails alone: the others are sound
                        pass
                self.count += 1
                if self.count > self._room.members:
                    raise Bomb
                yield Member(where, content)
        except _DAMAGED as error:
            raise Malformed from error

    def _entries(self, data: bytes) -> Iterator[tuple[str, bytes]]:
        kind = media_type(data)
        if kind == ZIP:
            yield from self._zip(data)
        elif kind == SEVEN_ZIP:
            yield from self._seven_zip(data)
        elif kind == GZIP:
            content = self._limited(gzip.GzipFile(fileobj=io.BytesIO(data)))
            yield from self._tar(content) if media_type(content) == TAR else [("content", content)]
        else:
            yield from self._tar(data)

    def _zip(self, data: bytes) -> Iterator[tuple[str, bytes]]:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for info in archive.infolist():
                if info.is_dir():
                    continue
                if info.flag_bits & _ENCRYPTED:
                    raise Encrypted
                self._check(info.file_size)
                try:
                    with archive.open(info) as stream:
                        content = self._limited(stream)
                except NotImplementedError as error:  # a compression that Python does not know
                    raise Malformed from error
                yield _zip_name(info), content

    def _tar(self, data: bytes) -> Iterator[tuple[str, bytes]]:
        with tarfile.open(fileobj=io.BytesIO(data), errors="surrogateescape") as archive:
            for info in archive:
                if info.isfile() and (stream := archive.extractfile(info)) is not None:
                    self._check(info.size)
                    yield _tar_name(info.name), self._limited(stream)

    def _seven_zip(self, data: bytes) -> Iterator[tuple[str, bytes]]:
        import py7zr  # noqa: PLC0415 - a third of a second that only 7z archives should pay
        from py7zr.exceptions import ArchiveError  # noqa: PLC0415
        from py7zr.io import BufferOverflow, BytesIOFactory  # noqa: PLC0415

        try:
            with py7zr.SevenZipFile(io.BytesIO(data)) as archive:
                if archive.needs_password():
                    raise Encrypted
                files = [info for info in archive.list() if not info.is_directory]
                if len(files) > self._room.members:
                    raise Bomb
                self._check(sum(info.uncompressed for info in files))
                factory = BytesIOFactory(self._room.member_bytes)
                archive.extract(targets=[info.filename for info in files], factory=factory)
        except BufferOverflow as error:
            raise TooLarge from error
        except py7zr.PasswordRequired as error:
            raise Encrypted from error
        except (ArchiveError, *_DAMAGED) as error:
            raise Malformed from error
        for path, product in factory.products.items():
            product.seek(0)
            content = product.read()
            self._count(len(content))
            yield path, content

    def _limited(self, stream: Any) -> bytes:
        """All of `stream`, counted as it comes: what an archive says of its sizes need not be true."""
        parts, size = [], 0
        while part := stream.read(_CHUNK):
            size += len(part)
            if size > self._room.member_bytes:
                raise TooLarge
            self._count(len(part))
            parts.append(part)
        return b"".join(parts)

    def _check(self, size: int) -> None:
        if size > self._room.total_bytes:
            raise Bomb

    def _count(self, size: int) -> None:
        self._bytes += size
        too_much = self._bytes > self._room.total_bytes
        if too_much or self._bytes > max(self._room.ratio_from, self._room.ratio * self._packed):
            raise Bomb

    def _unique(self, path: str) -> str:
        """Two members may have one path; the second is another document."""
        self._paths[path] = self._paths.get(path, 0) + 1
        return path if self._paths[path] == 1 else f"{path}#{self._paths[path]}"


def _zip_name(info: zipfile.ZipInfo) -> str:
    """Archives of Chinese Windows name their members in GBK without saying so; Python then shows them as cp437."""
    if info.flag_bits & _UTF8:
        return _clean(info.filename)
    try:
        raw = info.filename.encode("cp437")
    except UnicodeEncodeError:
        return _clean(info.filename)
    return _clean(_decoded(raw))


def _tar_name(name: str) -> str:
    return _clean(_decoded(name.encode("utf-8", "surrogateescape")))


def _decoded(raw: bytes) -> str:
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return raw.decode("cp437")


def _clean(name: str) -> str:
    """A path that stays inside: no drive, no root, no way up."""
    parts = PurePosixPath(name.replace("\\", "/")).parts
    kept = [part for part in parts if part not in ("/", "..", ".") and not part.endswith(":")]
    return "/".join(kept) or "unnamed"


def _is_leftover(path: str) -> bool:
    parts = path.split("/")
    return any(part in _LEFTOVERS or part.startswith("._") for part in parts) or parts[-1].startswith("~$")
