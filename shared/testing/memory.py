"""An object store and a publisher that keep what they are given in memory."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from shared.blobs import BlobMissing, Blobs, check, reference
from shared.envelope import encode, subject_of
from shared.errors import DependencyAwayError, TooLarge
from shared.events import Data, DataRef
from shared.topology import BODIES, GIB, INLINE_BYTES

_EPOCH = datetime(2024, 1, 1, tzinfo=UTC)


class InMemoryBlobs:
    """Blobs in a dict. `away` makes every call fail as if the store did not answer."""

    def __init__(self) -> None:
        self.objects: dict[tuple[str, str], bytes] = {}
        self.put_at: dict[tuple[str, str], datetime] = {}
        self.now: Callable[[], datetime] = lambda: datetime.now(UTC)
        self.away = False

    async def put(self, bucket: str, data: bytes) -> DataRef:
        self._answer()
        ref = reference(bucket, data)
        self.objects[bucket, ref.name] = data
        self.put_at[bucket, ref.name] = self.now()
        return ref

    async def get(self, ref: DataRef, *, limit: int = GIB) -> bytes:
        if ref.size > limit:
            raise TooLarge
        self._answer()
        if (ref.bucket, ref.name) not in self.objects:
            raise BlobMissing
        return check(ref, self.objects[ref.bucket, ref.name])

    async def delete(self, ref: DataRef, *, untouched_for: timedelta = timedelta(0)) -> bool:
        self._answer()
        put_at = self.put_at.get((ref.bucket, ref.name))
        if put_at is not None and self.now() - put_at < untouched_for:
            return False
        self.objects.pop((ref.bucket, ref.name), None)
        return True

    async def find(self, bucket: str, name: str) -> DataRef | None:
        self._answer()
        data = self.objects.get((bucket, name))
        return None if data is None else DataRef(bucket=bucket, name=name, size=len(data), sha256=name)

    def _answer(self) -> None:
        if self.away:
            raise DependencyAwayError


@dataclass(frozen=True)
class Sent:
    """One message as it was published."""

    subject: str
    id: str
    payload: bytes
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def event(self) -> Any:
        """The event as JSON."""
        return json.loads(self.payload)


class RecordingPublisher:
    """Keeps what is published, in order; an id that came before is not kept again. `away` makes every call fail."""

    def __init__(self, service: str = "test", blobs: Blobs | None = None) -> None:
        self.sent: list[Sent] = []
        self.away = False
        self._service = service
        self._blobs = blobs or InMemoryBlobs()

    async def announce(self, data: Data, *, id: str, body: bytes | None = None) -> None:
        if body is not None and len(body) > INLINE_BYTES:
            data = data.model_copy(update={"dataref": await self._blobs.put(BODIES, body)})
            body = None
        payload = encode(data, service=self._service, id=id, time=_EPOCH, body=body)
        await self.send(subject_of(data), payload, id=id)

    async def send(self, subject: str, payload: bytes, *, id: str, headers: Mapping[str, str] | None = None) -> None:
        if self.away:
            raise DependencyAwayError
        if not any((each.subject, each.id) == (subject, id) for each in self.sent):
            self.sent.append(Sent(subject, id, payload, headers or {}))
