"""The object store: bytes named by their sha256, put once, checked when they are read.

`Blobs` is the port; `JetStreamBlobs` keeps objects in the format of the NATS object store, so that any NATS client can
read them. It asks for chunk after chunk instead of having a consumer made as nats-py does: whoever may make consumers
may have the server send their messages on any subject, whatever they may publish themselves. Its writer creates an
object's record only where there is none.
"""

import asyncio
import base64
import hashlib
import json
import math
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Any, ParamSpec, Protocol, TypeVar
from uuid import uuid4

from nats.js import JetStreamContext
from nats.js.errors import BadRequestError, NotFoundError

from shared.errors import DependencyAwayError, GoujiError, TooLarge
from shared.events import DataRef
from shared.patience import AWAY
from shared.topology import BODIES, GIB, KIB, ORIGINALS

P = ParamSpec("P")
T = TypeVar("T")
_CHUNK = 128 * KIB
_AT_ONCE = 256 * KIB  # is hashed on the spot
_WRONG_LAST_SEQUENCE = 10071  # the server's error code: somebody wrote the record before us
# A body may be referred to for 120 days from the last put on, and its bucket forgets after 125: an older one is
# written again. So is an original, which nothing forgets by itself: whoever deletes old ones sees that it is in use.
_WRITTEN_AGAIN_AFTER = {BODIES: timedelta(days=1), ORIGINALS: timedelta(days=1)}


class BlobMissing(GoujiError):
    """The object that a message refers to is not in the object store."""

    zh = "对象存储中找不到消息所引用的内容。"


class BlobCorrupt(GoujiError):
    """The object that a message refers to is not what it was when it was stored."""

    zh = "对象存储中的内容与登记的不符。"


class Blobs(Protocol):
    """Content-addressed storage. Every method raises DependencyAwayError when the store does not answer in time."""

    async def put(self, bucket: str, data: bytes) -> DataRef:
        """Keep `data`; bytes that are there already are not written again."""

    async def get(self, ref: DataRef, *, limit: int = GIB) -> bytes:
        """The bytes: TooLarge above `limit` (read from the record, before any byte), BlobMissing, BlobCorrupt."""

    async def delete(self, ref: DataRef, *, untouched_for: timedelta = timedelta(0)) -> bool:
        """Forget the bytes, unless somebody put them within `untouched_for` (at most a day); whether they are gone."""

    async def find(self, bucket: str, name: str) -> DataRef | None:
        """What the bytes of that name, their sha256, are referred to by; None when they are not there."""


def reference(bucket: str, data: bytes) -> DataRef:
    """What `data` is referred to by in `bucket`."""
    digest = hashlib.sha256(data).hexdigest()
    return DataRef(bucket=bucket, name=digest, size=len(data), sha256=digest)


def check(ref: DataRef, data: bytes) -> bytes:
    """`data`, when it is what `ref` names."""
    if len(data) != ref.size or hashlib.sha256(data).hexdigest() != ref.sha256:
        raise BlobCorrupt(message_en=f"object {ref.name} in {ref.bucket} is not what was stored")
    return data


class JetStreamBlobs:
    """Blobs in NATS object store buckets."""

    def __init__(
        self,
        js: JetStreamContext,
        *,
        timeout_s: float = 30.0,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._js = js
        self._timeout_s = timeout_s
        self._now = now

    async def put(self, bucket: str, data: bytes) -> DataRef:
        ref = await _hashing(data, reference, bucket, data)
        async with self._answering(bucket):
            last, record = await self._record(ref, anywhere=True)
            if record is None and await self._write(ref, data, last, None):
                return ref  # that it could be written proves that nobody had
            last, record = await self._record(ref)
            if record is None or self._ages(record, bucket):
                await self._write(ref, data, last, record)
        return ref

    async def get(self, ref: DataRef, *, limit: int = GIB) -> bytes:
        if ref.size > limit:
            raise TooLarge
        async with self._answering(ref.bucket):
            try:
                return await self._read(ref, anywhere=True)
            except (BlobMissing, BlobCorrupt):  # whom we asked may not have heard of it yet
                return await self._read(ref)

    async def delete(self, ref: DataRef, *, untouched_for: timedelta = timedelta(0)) -> bool:
        async with self._answering(ref.bucket):
            last, record = await self._record(ref)
            if record is None:
                return True
            if self._now() - datetime.fromisoformat(record["mtime"]) < untouched_for:
                return False
            deleted = record | {"deleted": True, "size": 0, "chunks": 0, "digest": ""}
            try:
                await self._put_record(ref, deleted, last)
            except BadRequestError as error:
                if error.err_code == _WRONG_LAST_SEQUENCE:
                    return False  # somebody put them meanwhile
                raise
            await self._purge(ref.bucket, record["nuid"])
            return True

    async def find(self, bucket: str, name: str) -> DataRef | None:
        async with self._answering(bucket):
            _, record = await self._record(DataRef(bucket=bucket, name=name, size=0, sha256=name))
        return None if record is None else DataRef(bucket=bucket, name=name, size=record["size"], sha256=name)

    @asynccontextmanager
    async def _answering(self, bucket: str) -> AsyncIterator[None]:
        """The time one call may take; a store that does not answer in it is away."""
        try:
            async with asyncio.timeout(self._timeout_s):
                yield
        except AWAY as error:
            raise DependencyAwayError(message_en=f"object store {bucket}: {error or 'no answer'}") from error

    async def _record(self, ref: DataRef, *, anywhere: bool = False) -> tuple[int, dict[str, Any] | None]:
        """The sequence of the object's record in its stream (0: never any) and the record, None when deleted.

        Asked of the leader, for a replica may not have heard yet of what was put a moment ago; or of any server, which
        costs half.
        """
        try:
            message = await self._js.get_last_msg(_stream(ref.bucket), _record_subject(ref), direct=anywhere)
        except NotFoundError:
            return 0, None
        record: dict[str, Any] = json.loads(message.data or b"{}")
        return message.seq or 0, None if record.get("deleted") else record

    def _ages(self, record: dict[str, Any], bucket: str) -> bool:
        limit = _WRITTEN_AGAIN_AFTER.get(bucket)
        return limit is not None and self._now() - datetime.fromisoformat(record["mtime"]) > limit

    async def _write(self, ref: DataRef, data: bytes, last: int, replaced: dict[str, Any] | None) -> bool:
        """Write the object if its last record still is `last`; whether it was."""
        nuid = uuid4().hex
        try:
            for start in range(0, len(data), _CHUNK):
                chunk = data[start : start + _CHUNK]
                await self._js.publish(f"$O.{ref.bucket}.C.{nuid}", chunk, stream=_stream(ref.bucket))
            await self._put_record(ref, self._new_record(ref, nuid), last)
        except BaseException as error:
            await self._purge(ref.bucket, nuid)
            if isinstance(error, BadRequestError) and error.err_code == _WRONG_LAST_SEQUENCE:
                return False
            raise
        if replaced is not None:
            await self._purge(ref.bucket, replaced["nuid"])
        return True

    async def _put_record(self, ref: DataRef, record: dict[str, Any], last: int) -> None:
        """Write the record if the last one still is `last`: of two writers of the same bytes the first one wins."""
        headers = {"Nats-Rollup": "sub", "Nats-Expected-Last-Subject-Sequence": str(last)}
        payload = json.dumps(record).encode()
        await self._js.publish(_record_subject(ref), payload, stream=_stream(ref.bucket), headers=headers)

    def _new_record(self, ref: DataRef, nuid: str) -> dict[str, Any]:
        return {
            "name": ref.name,
            "bucket": ref.bucket,
            "nuid": nuid,
            "size": ref.size,
            "chunks": math.ceil(ref.size / _CHUNK),
            "mtime": self._now().isoformat(),
            "digest": "SHA-256=" + base64.urlsafe_b64encode(bytes.fromhex(ref.sha256)).decode(),
            "options": {"max_chunk_size": _CHUNK},
        }

    async def _read(self, ref: DataRef, *, anywhere: bool = False) -> bytes:
        _, record = await self._record(ref, anywhere=anywhere)
        if record is None:
            raise BlobMissing(message_en=f"no object {ref.name} in {ref.bucket}")
        if record["size"] != ref.size:
            raise BlobCorrupt(message_en=f"object {ref.name} in {ref.bucket} has {record['size']} bytes")
        stream, subject = _stream(ref.bucket), f"$O.{ref.bucket}.C.{record['nuid']}"
        parts: list[bytes] = []
        sequence = 0
        while len(parts) < record["chunks"]:
            sequence, part = await self._next_chunk(stream, subject, sequence + 1, anywhere)
            parts.append(part)
        data = b"".join(parts)
        return await _hashing(data, check, ref, data)

    async def _next_chunk(self, stream: str, subject: str, start: int, anywhere: bool) -> tuple[int, bytes]:
        """The first chunk at sequence `start` or after it, with its own sequence."""
        try:
            message = await self._js.get_msg(stream, start, subject, next=True, direct=anywhere)
        except NotFoundError as error:
            raise BlobMissing(message_en=f"bytes at {subject} are gone") from error
        return message.seq or start, message.data or b""

    async def _purge(self, bucket: str, nuid: str) -> None:
        await self._js.purge_stream(_stream(bucket), subject=f"$O.{bucket}.C.{nuid}")


async def _hashing(data: bytes, work: Callable[P, T], *args: P.args, **named: P.kwargs) -> T:
    """`work`, which hashes `data`: in a thread only where it takes longer than getting there."""
    if len(data) < _AT_ONCE:
        return work(*args, **named)
    return await asyncio.to_thread(work, *args, **named)


def _stream(bucket: str) -> str:
    return f"OBJ_{bucket}"


def _record_subject(ref: DataRef) -> str:
    return f"$O.{ref.bucket}.M.{base64.urlsafe_b64encode(ref.name.encode()).decode()}"
