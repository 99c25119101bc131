"""How much is waiting on the bus, asked from time to time and shown as metrics: lag that nobody sees is loss."""

import asyncio
import contextlib
from datetime import UTC, datetime

from nats.js import JetStreamContext, api
from nats.js.errors import NotFoundError

from shared.mending import Unanswered
from shared.telemetry import Log, Metrics
from shared.topology import DURABLES, STREAMS, Durable, Stream


class Watch:
    """Sets the gauges of consumers and streams; `missing` are the names of the streams that are not there."""

    def __init__(self, js: JetStreamContext, metrics: Metrics, every_s: float, log: Log) -> None:
        self._js = js
        self._metrics = metrics
        self._every_s = every_s
        self._log = log
        self.missing: tuple[str, ...] = ()

    async def run(self) -> None:
        """Look until cancelled. A bus that does not answer leaves the gauges as they are."""
        unanswered = Unanswered(self._log)
        while True:
            with unanswered.told_once():
                await self.look()
            await asyncio.sleep(self._every_s)

    async def look(self) -> None:
        """Look once."""
        for durable in DURABLES:
            with contextlib.suppress(NotFoundError):
                await self._consumer(durable)
        missing = tuple([stream.name for stream in STREAMS if not await self._stream(stream)])
        if missing and missing != self.missing:
            self._log.error("stream_missing", missing=missing)
        self.missing = missing

    async def _stream(self, stream: Stream) -> bool:
        """Set the gauges of the stream; whether it is there."""
        try:
            info = await self._js.stream_info(stream.name)
        except NotFoundError:
            return False
        self._metrics.stream_bytes.labels(stream.name).set(info.state.bytes)
        self._metrics.stream_limit_bytes.labels(stream.name).set(info.config.max_bytes or stream.room)
        return True

    async def _consumer(self, durable: Durable) -> None:
        info = await self._js.consumer_info(durable.stream, durable.name)
        waiting = (info.num_pending or 0) + (info.num_ack_pending or 0)
        age = await self._age(durable, info) if waiting else 0.0
        self._metrics.consumer_pending.labels(durable.name).set(waiting)
        self._metrics.consumer_redelivered.labels(durable.name).set(info.num_redelivered or 0)
        self._metrics.consumer_oldest_seconds.labels(durable.name).set(age)

    async def _age(self, durable: Durable, info: api.ConsumerInfo) -> float:
        """Seconds since the oldest message that the consumer has not acknowledged was published."""
        floor = (info.ack_floor.stream_seq if info.ack_floor else 0) + 1
        ages = []
        for subject in durable.subjects:
            with contextlib.suppress(NotFoundError):
                oldest = await self._js.get_msg(durable.stream, floor, subject, next=True)
                if oldest.time is not None:
                    ages.append((datetime.now(UTC) - oldest.time).total_seconds())
        return max(ages, default=0.0)
