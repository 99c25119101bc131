"""A service's connection to the bus: registers its handlers on durables, consumes, tells its health, stops in order.

FastStream keeps the connection and the subscribers, which declare nothing; a tap stands in each (shared.intake), and a
message goes from there to its settlement, the only place that acknowledges, without FastStream's own handling (0.2 ms).
"""

import asyncio
import contextlib
import ssl
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from functools import partial
from typing import Any, TypeVar

from faststream.middlewares import AckPolicy
from faststream.nats import JStream, NatsBroker, PullSub
from faststream.nats.message import NatsMessage
from faststream.nats.security import NatsCredentials, NatsNKey, NatsSecurity
from nats.aio.client import Client
from nats.aio.msg import Msg
from nats.js import JetStreamContext

from shared.blobs import JetStreamBlobs
from shared.deadletters import NO_VERSIONS, Versions
from shared.envelope import decode, model_for
from shared.errors import GoujiError, RetriesExhausted
from shared.events import D, Event
from shared.exhausted import Exhausted, bury_exhausted, read_advisory
from shared.intake import Tap
from shared.mending import Unanswered, look
from shared.patience import AWAY
from shared.publishing import JetStreamPublisher
from shared.settings import ServiceSettings
from shared.settling import Settlement
from shared.telemetry import Log, Metrics, log
from shared.topology import STORE_EXHAUSTED, Durable

T = TypeVar("T")
_CHECK_S = 5.0
_GRACE_S = 1.0
_UNPROVISIONED_S = 0.5
_HAND_BACK_S = 5.0


class OtherFastStream(GoujiError):
    """The installed FastStream does not fit: install the version that is pinned in requirements/."""

    zh = "已安装的 FastStream 不适用：请安装 requirements/ 中锁定的版本。"


class Bus:
    """One service on the bus. Building it touches no network; `start` gives it its ports."""

    connection: Client
    js: JetStreamContext
    blobs: JetStreamBlobs
    publisher: JetStreamPublisher

    def __init__(
        self,
        settings: ServiceSettings,
        service: str,
        *,
        metrics: Metrics,
        versions: Versions = NO_VERSIONS,
        mends: Sequence[Durable] = (),
    ) -> None:
        """`mends`: the durables, its own or others', that this service makes again when they are missing."""
        self.log: Log = log(service)
        self._settings = settings
        self._service = service
        self._metrics = metrics
        self._versions = versions
        self._mends = mends
        self._inbox = f"_INBOX_{service}"
        self._broker = self._new_broker()
        self._consumed: list[tuple[Durable, Callable[[float], Settlement[Any]], int, int]] = []
        self._taps: list[Tap] = []
        self._gone: list[str] = []
        self._checker: asyncio.Task[None] | None = None
        self._state = "starting"
        self._connected = False
        self._closed = False

    def consume(
        self,
        durable: Durable,
        models: type[D] | Mapping[str, type[D]],
        handle: Callable[[Event[D]], Awaitable[None]],
        *,
        loops: int = 1,
        batch: int = 1,
    ) -> None:
        """Have the events of `durable` handled: by `loops`, each of which has up to `batch` in hand at a time. They
        multiply, so that one of the two is enough."""

        def read(message: Msg) -> Event[D]:
            return decode(message.data, model_for(message.subject, models))

        self._consumed.append((durable, lambda wait: self._settlement(durable, read, handle, wait), loops, batch))

    def consume_exhausted(self) -> None:
        """Have deliveries that nobody could give up (the service died each time) become dead letters."""

        async def handle(exhausted: Exhausted) -> None:
            durable = await bury_exhausted(self.js, self.publisher, exhausted)
            if durable is not None:
                self._metrics.dead_letters.labels(durable.service, RetriesExhausted.code).inc()

        durable = STORE_EXHAUSTED
        self._consumed.append((durable, lambda wait: self._settlement(durable, read_advisory, handle, wait), 1, 1))

    async def start(self) -> None:
        """Connect and consume. Waits for NATS, and until every durable is provisioned."""
        self.connection = await self._broker.connect()
        self._connected = True
        self.js = self.connection.jetstream(timeout=self._settings.nats_timeout_s)
        self.blobs = JetStreamBlobs(self.js, timeout_s=self._settings.blob_timeout_s)
        self.publisher = JetStreamPublisher(
            self.connection,
            self.blobs,
            self._service,
            timeout_s=self._settings.nats_timeout_s,
            budget_s=self._settings.publish_budget_s,
            metrics=self._metrics,
        )
        await self._wait_until_provisioned()
        for durable, settlement, loops, batch in self._consumed:
            self._subscribe(durable, settlement(await self._ack_wait(durable)), loops, batch)
        await self._broker.start()
        self._checker = asyncio.create_task(self._check())
        self._state = "running"

    async def stop(self) -> None:
        """Fetch nothing more, finish or give back what is in hand, flush, close."""
        if self._state == "stopped":
            return
        self._state = "stopped"
        if self._checker is not None:
            self._checker.cancel()
        await asyncio.gather(*(tap.close() for tap in self._taps))
        await self._finish_in_hand()
        with contextlib.suppress(Exception):  # there is nobody left to tell when the connection is away
            await asyncio.wait_for(self._broker.stop(), _HAND_BACK_S)
        if self._connected and not self.connection.is_closed:
            with contextlib.suppress(OSError):  # the same
                await self.connection.close()

    def alive(self) -> bool:
        """False when the connection was closed for good, or a loop has ended: one that consumes, or the check."""
        if self._state != "running":
            return True
        if self._closed or self._checker is None or self._checker.done():
            return False
        subscribers: list[Any] = list(self._broker.subscribers)
        return all(any(not task.done() for task in each.tasks) for each in subscribers)

    async def unready(self) -> list[str]:
        """Why nothing can be consumed or published now."""
        if self._state != "running":
            return [f"bus: {self._state}"]
        if not self.connection.is_connected:
            return ["bus: NATS is away"]
        return [f"bus: {what} is missing" for what in self._gone]

    def _settlement(
        self, durable: Durable, read: Callable[[Msg], T], handle: Callable[[T], Awaitable[None]], ack_wait_s: float
    ) -> Settlement[T]:
        return Settlement(
            durable,
            read,
            handle,
            publisher=self.publisher,
            metrics=self._metrics,
            log=self.log,
            versions=self._versions,
            ack_wait_s=ack_wait_s,
        )

    async def _ack_wait(self, durable: Durable) -> float:
        """How long the server waits for a word, as it is provisioned: the heartbeat follows it."""
        info = await self.js.consumer_info(durable.stream, durable.name)
        return info.config.ack_wait or durable.ack_wait_s

    def _subscribe(self, durable: Durable, settlement: Settlement[Any], loops: int, batch: int) -> None:
        async def settle(message: Msg) -> None:
            await self._settle(settlement, message)

        async def on_message(message: NatsMessage) -> None:  # FastStream starts no subscriber without one
            await settle(message.raw_message)

        for _ in range(loops):
            subscriber: Any = self._broker.subscriber(
                durable.subjects[0],
                stream=JStream(durable.stream, declare=False),
                durable=durable.name,
                pull_sub=PullSub(batch),
                ack_policy=AckPolicy.MANUAL,
            )
            subscriber(on_message)
            if not hasattr(subscriber, "_create_subscription"):
                raise OtherFastStream
            tap = Tap(self.connection, durable, batch, settle)
            subscriber._create_subscription = partial(_tapped, subscriber, tap)
            self._taps.append(tap)

    async def _settle(self, settlement: Settlement[Any], message: Msg) -> None:
        try:
            await settlement.settle(message)
        except asyncio.CancelledError:
            if self._state != "stopped":
                raise
        except Exception as error:  # noqa: BLE001 - the message stays ours until ack_wait, then it comes again
            self.log.error("settling_failed", consumer=settlement.durable.name, reason=repr(error))

    async def _finish_in_hand(self) -> None:
        if in_hand := self._in_hand():
            await asyncio.wait(in_hand, timeout=self._settings.drain_timeout_s)
        if in_hand := self._in_hand():
            for task in in_hand:
                task.cancel()
            await asyncio.wait(in_hand, timeout=_HAND_BACK_S)

    def _in_hand(self) -> set[asyncio.Task[None]]:
        return {task for tap in self._taps for task in tap.in_hand}

    async def _wait_until_provisioned(self) -> None:
        waiting_since = time.monotonic()
        while True:
            try:
                self._gone = await self._look()
            except AWAY as error:
                self._gone = [repr(error)]
            if not self._gone:
                return
            self._state = f"waiting for {', '.join(self._gone)}"
            self.log.warning("not_provisioned", missing=self._gone, waited_s=round(time.monotonic() - waiting_since))
            await asyncio.sleep(_UNPROVISIONED_S)

    async def _check(self) -> None:
        """Look from time to time whether the consumers are still there: fetching does not tell."""
        unanswered = Unanswered(self.log)
        while True:
            await asyncio.sleep(_CHECK_S)
            with unanswered.told_once():
                gone = await self._look()
                if gone and gone != self._gone:
                    self.log.error("bus_incomplete", missing=gone)
                self._gone = gone

    async def _look(self) -> list[str]:
        return await look(self.js, [durable for durable, *_ in self._consumed], self._mends, self.log)

    def _new_broker(self) -> NatsBroker:
        settings = self._settings
        return NatsBroker(
            settings.nats_url.split(","),
            name=f"gouji-{self._service}",
            inbox_prefix=self._inbox,
            max_reconnect_attempts=-1,
            reconnect_time_wait=1,
            apply_types=False,
            logger=None,
            graceful_timeout=_GRACE_S,
            error_cb=self._on_error,
            disconnected_cb=self._on_disconnected,
            reconnected_cb=self._on_reconnected,
            closed_cb=self._on_closed,
            security=_security(settings),
        )

    async def _on_error(self, error: Exception) -> None:
        self.log.warning("nats_error", reason=f"{type(error).__name__}: {error}")

    async def _on_disconnected(self) -> None:
        if self._state != "stopped":
            self.log.warning("nats_disconnected")

    async def _on_reconnected(self) -> None:
        self.log.warning("nats_reconnected")

    async def _on_closed(self) -> None:
        self._closed = True


async def _tapped(subscriber: Any, tap: Tap) -> None:
    """What a subscriber of FastStream does here when it is started, in the place of its own subscription and loop."""
    subscriber.subscription = tap
    await tap.open()
    subscriber.add_task(tap.watch)


def _security(settings: ServiceSettings) -> NatsSecurity:
    """How the service shows who it is, and knows whom it talks to."""
    trusted = ssl.create_default_context(cafile=str(settings.nats_ca)) if settings.nats_ca else None
    if settings.nats_nkey is not None:
        return NatsNKey.from_file(settings.nats_nkey, ssl_context=trusted)
    if settings.nats_credentials is not None:
        return NatsCredentials.from_file(settings.nats_credentials, ssl_context=trusted)
    return NatsSecurity(ssl_context=trusted)
