"""Settling: what becomes of a message once its handler has ended, the only place that acks, naks or terminates.

| the handler | the message |
|---|---|
| returns | ack |
| raises a DocumentFailure | `failed` is published, ack |
| raises DependencyAwayError | the handler is called again after a pause; a heartbeat keeps the message ours |
| raises anything else | nak after 1, 5, 30, 120 s; the fifth time a dead letter, `failed` (retries_exhausted), term |
| cannot be given the message | a dead letter and `failed` at once, term |
| is cancelled because the service stops | nak: somebody else takes it at once |
"""

import asyncio
import contextlib
import time
from collections.abc import Awaitable, Callable
from typing import Generic, TypeVar

from nats.aio.msg import Msg
from nats.errors import Error as NatsError

from shared.deadletters import NO_VERSIONS, Origin, Versions, announce_failure, bury, code_of, described
from shared.envelope import Undecodable, identity
from shared.errors import DocumentFailure, RetriesExhausted
from shared.patience import Sleep, patiently
from shared.publishing import PatientPublisher, Publisher
from shared.telemetry import Log, Metrics
from shared.topology import ACK_WAIT_S, MAX_ATTEMPTS, Durable

T = TypeVar("T")
_STARTED = time.monotonic()  # of this process, nearly
_BEATS = 3  # heartbeats within the time after which the server gives a message to somebody else


class Settlement(Generic[T]):
    """Settles the messages of one durable: `read` makes of a message what `handle` is called with."""

    def __init__(  # noqa: PLR0913 - the ports of a consumer
        self,
        durable: Durable,
        read: Callable[[Msg], T],
        handle: Callable[[T], Awaitable[None]],
        *,
        publisher: Publisher,
        metrics: Metrics,
        log: Log,
        versions: Versions = NO_VERSIONS,
        ack_wait_s: float = ACK_WAIT_S,
        sleep: Sleep = asyncio.sleep,
        age: Callable[[], float] = lambda: time.monotonic() - _STARTED,
    ) -> None:
        self.durable = durable
        self._read = read
        self._handle = handle
        self._publisher = PatientPublisher(publisher, log)
        self._metrics = metrics
        self._log = log.bind(consumer=durable.name)
        self._versions = versions
        self._heartbeat_s = ack_wait_s / _BEATS
        self._sleep = sleep
        self._age = age
        self._in_hand: set[int] = set()

    async def settle(self, message: Msg) -> None:
        """Have the message handled, and settle it. When cancelled, give it back first.

        One that comes again while it is in hand is left to whoever has it: the heartbeat was lost (a cluster without
        its majority hears none, and delivers on), so that delivery is no failed attempt.
        """
        sequence = message.metadata.sequence.stream
        if sequence in self._in_hand:
            return
        self._in_hand.add(sequence)
        try:
            await self._settle(message)
        finally:
            self._in_hand.discard(sequence)

    async def _settle(self, message: Msg) -> None:
        heart = _Heart(message, self._heartbeat_s)
        try:
            await self._attempt(message)
        except asyncio.CancelledError:
            await _answer(message.nak())
            raise
        finally:
            heart.stop()

    async def _attempt(self, message: Msg) -> None:
        attempts = message.metadata.num_delivered
        if attempts > MAX_ATTEMPTS and self._may_have_died_of_it():
            await self._give_up(message, RetriesExhausted())
            return
        started = time.monotonic()
        try:
            given = self._read(message)
            await patiently(lambda: self._handle(given), self._log, sleep=self._sleep)
        except Undecodable as error:
            await self._give_up(message, error)
        except DocumentFailure as failure:
            await self._fail(message, failure)
        except Exception as error:  # noqa: BLE001 - whatever it is, the message must be settled
            await self._again(message, error)
        else:
            await _answer(message.ack())
            self._count("ok")
        self._time(time.monotonic() - started)

    def _may_have_died_of_it(self) -> bool:
        """Whether this process may be the successor of one that died with the message before it could give it up.

        The number of deliveries does not tell: a cluster without its majority counts some that reach nobody. Who has
        run for longer than a delivery takes to come again has survived the last one, or it was another's: it tries.
        """
        return self._age() < 2 * _BEATS * self._heartbeat_s

    async def _fail(self, message: Msg, failure: DocumentFailure) -> None:
        """The document's own failure: told, and done with."""
        attempts = message.metadata.num_delivered
        if self.durable.ends_document:
            stage = self.durable.service
            await announce_failure(self._publisher, stage, message.data, failure, attempts, self._versions)
        await _answer(message.ack())
        self._count("failed")
        self._tell("document_failed", message, code=failure.code)

    async def _again(self, message: Msg, error: Exception) -> None:
        attempts = message.metadata.num_delivered
        if attempts >= MAX_ATTEMPTS:
            await self._give_up(message, error)
            return
        delay = self.durable.nak_delays_s[attempts - 1]
        await _answer(message.nak(delay=delay))
        self._count("retried")
        self._tell("document_retried", message, reason=described(error), attempt=attempts, retry_in_s=delay)

    async def _give_up(self, message: Msg, error: Exception) -> None:
        """A dead letter first, acknowledged, and only then the end of the message."""
        metadata = message.metadata
        origin = Origin(self.durable, message.subject, metadata.sequence.stream, metadata.num_delivered)
        await bury(self._publisher, origin, message.data, message.headers, error, self._versions)
        await _answer(message.term())
        self._count("failed")
        self._metrics.dead_letters.labels(self.durable.service, code_of(error)).inc()
        self._tell("dead_letter", message, reason=described(error), attempt=metadata.num_delivered)

    def _count(self, result: str) -> None:
        if self.durable.ends_document:
            self._metrics.documents.labels(self.durable.service, result).inc()

    def _time(self, seconds: float) -> None:
        if self.durable.ends_document:
            self._metrics.stage_seconds.labels(self.durable.service).observe(seconds)

    def _tell(self, event: str, message: Msg, **fields: object) -> None:
        whose = identity(message.data)
        self._log.warning(event, submission=whose.submission, document=whose.document, **fields)


class _Heart:
    """Tells the server now and then that a message is still worked on. One that is soon done costs a timer, no task."""

    def __init__(self, message: Msg, every_s: float) -> None:
        self._message = message
        self._every_s = every_s
        self._beating: asyncio.Task[None] | None = None
        self._first = asyncio.get_running_loop().call_later(every_s, self._start)

    def stop(self) -> None:
        """The message is settled."""
        self._first.cancel()
        if self._beating is not None:
            self._beating.cancel()

    def _start(self) -> None:
        self._beating = asyncio.create_task(self._beat())

    async def _beat(self) -> None:
        while True:
            await _answer(self._message.in_progress())
            await asyncio.sleep(self._every_s)


async def _answer(answer: Awaitable[None]) -> None:
    """Send an ack, nak, term or heartbeat. One that is lost with the connection brings the message again, no more."""
    with contextlib.suppress(NatsError, OSError):
        await answer
