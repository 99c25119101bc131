"""Publishing: the one place where a service sends events. Always to a stream, with an id, acknowledged or not done."""

import asyncio
import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Protocol

from nats.aio.client import Client
from nats.js.errors import APIError

from shared.blobs import Blobs
from shared.envelope import CONTENT_TYPE, encode, subject_of
from shared.errors import DependencyAwayError
from shared.events import Data, Failed
from shared.patience import AWAY, patiently, pauses
from shared.telemetry import Log, Metrics
from shared.topology import BODIES, INLINE_BYTES, stream_of

MESSAGE_ID = "Nats-Msg-Id"
_IN_PROCESS = 409  # what the server answers for an id that it has taken and not yet stored


class Publisher(Protocol):
    """What handlers publish with."""

    async def announce(self, data: Data, *, id: str, body: bytes | None = None) -> None:
        """Publish the event that `data` makes, and return when it is stored.

        `body` is the JSON of a document or review; over 256 KiB it goes to the object store. An event of the same id
        is stored once within the stream's duplicate window. Raises DependencyAwayError when the bus stays away.
        """

    async def send(self, subject: str, payload: bytes, *, id: str, headers: Mapping[str, str] | None = None) -> None:
        """Publish bytes as they are, under the same promise."""


class JetStreamPublisher:
    """Publishes to JetStream, trying again for `budget_s` (a cluster needs about 5 s for a new leader)."""

    def __init__(  # noqa: PLR0913 - each is one setting
        self,
        connection: Client,
        blobs: Blobs,
        service: str,
        *,
        timeout_s: float = 5.0,
        budget_s: float = 15.0,
        metrics: Metrics | None = None,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._connection = connection
        self._js = connection.jetstream(timeout=timeout_s)
        self._blobs = blobs
        self._service = service
        self._timeout_s = timeout_s
        self._budget_s = budget_s
        self._metrics = metrics
        self._now = now

    async def announce(self, data: Data, *, id: str, body: bytes | None = None) -> None:
        if body is not None and len(body) > INLINE_BYTES:
            data = data.model_copy(update={"dataref": await self._blobs.put(BODIES, body)})
            body = None
        payload = encode(data, service=self._service, id=id, time=self._now(), body=body)
        await self.send(subject_of(data), payload, id=id, headers={"content-type": CONTENT_TYPE})
        if isinstance(data, Failed) and self._metrics is not None:
            self._metrics.failures.labels(data.stage, data.code).inc()

    async def send(self, subject: str, payload: bytes, *, id: str, headers: Mapping[str, str] | None = None) -> None:
        deadline = time.monotonic() + self._budget_s
        for pause in pauses(most_s=2.0):
            try:
                await self._once(subject, payload, {**(headers or {}), MESSAGE_ID: id})
                return
            except AWAY as error:
                if time.monotonic() + pause > deadline:
                    raise DependencyAwayError(message_en=f"{subject} could not be published: {error}") from error
            await asyncio.sleep(pause)

    async def _once(self, subject: str, payload: bytes, headers: dict[str, str]) -> None:
        # While the connection is away a publication would wait in the client's memory and be sent once for each try.
        if not self._connection.is_connected:
            raise ConnectionError("not connected to NATS")
        stream = stream_of(subject)
        try:
            await self._js.publish(subject, payload, timeout=self._timeout_s, stream=stream, headers=headers)
        except APIError as error:
            if error.code != _IN_PROCESS:
                raise
            raise ConnectionError("an earlier try is still waiting for a majority of the cluster") from error


class PatientPublisher:
    """Waits for the bus for as long as it is away: for use inside a handler, whose message is kept alive meanwhile, so
    that work already done is not done again."""

    def __init__(self, inner: Publisher, log: Log) -> None:
        self._inner = inner
        self._log = log

    async def announce(self, data: Data, *, id: str, body: bytes | None = None) -> None:
        await patiently(lambda: self._inner.announce(data, id=id, body=body), self._log)

    async def send(self, subject: str, payload: bytes, *, id: str, headers: Mapping[str, str] | None = None) -> None:
        await patiently(lambda: self._inner.send(subject, payload, id=id, headers=headers), self._log)
