"""Announcing again what was lost: files whose claim is still open though nothing of them is on the bus.

A stream of work keeps a message for the durables that there are. When one of them is deleted, by a mistake or with its
server, what only it had not had yet goes with it, and nobody is told. The claims tell: ingest opens one before it
announces a file, and store closes it at the end. While a file is on its way, some durable has it waiting or in hand.
So when none has anything, a claim that was open before and still is belongs to a file that was lost.
"""

import asyncio
import time
from datetime import UTC, datetime

from nats.js import JetStreamContext
from nats.js.errors import NotFoundError

from services.ingest.accepting import Ports, announce
from services.ingest.unpacking import ARCHIVES
from shared.claims import walk
from shared.errors import GoujiError
from shared.events import Received
from shared.patience import AWAY
from shared.telemetry import Log
from shared.topology import WAY

_MOST_PAUSE_S = 60.0
_LATER: tuple[type[Exception], ...] = (GoujiError, *AWAY)


class Sweep:
    """Sweeps from time to time; `after_s` is how long a claim must have been open."""

    def __init__(self, js: JetStreamContext, ports: Ports, after_s: float, log: Log) -> None:
        self._js = js
        self._ports = ports
        self._after_s = after_s
        self._log = log
        self._floor = 1  # every claim before it in its stream has ended
        self._announced: dict[str, float] = {}

    async def run(self) -> None:
        """Sweep until cancelled. What cannot be done now is done the next time."""
        while True:
            await asyncio.sleep(min(self._after_s / 3, _MOST_PAUSE_S))
            try:
                if await self.quiet():
                    await self.sweep()
            except _LATER as error:
                self._log.warning("sweep_failed", reason=f"{type(error).__name__}: {error}")

    async def quiet(self) -> bool:
        """Whether no durable on a document's way has anything waiting or in hand. One that is missing hides what it
        would have."""
        for durable in WAY:
            try:
                info = await self._js.consumer_info(durable.stream, durable.name)
            except NotFoundError:
                return False
            if info.num_pending or info.num_ack_pending:
                return False
        return True

    async def sweep(self) -> None:
        """Announce every file whose claim has been open for long enough, and was not announced again lately."""
        first_open, sequence = 0, self._floor - 1
        async for sequence, written, claim in walk(self._js, self._floor):
            if claim.received is None:  # it has ended
                self._announced.pop(claim.submission, None)
                continue
            first_open = first_open or sequence
            old = (datetime.now(UTC) - written).total_seconds() >= self._after_s
            if old and self._is_due(claim.submission):
                await self._again(claim.received)
        self._floor = first_open or sequence + 1

    def _is_due(self, submission: str) -> bool:
        last = self._announced.get(submission)
        return last is None or time.monotonic() - last >= self._after_s

    async def _again(self, received: Received) -> None:
        members = None
        if received.media_type in ARCHIVES:
            members = await self._ports.unpack(await self._ports.blobs.get(received.blob))
        await announce(received, members, self._ports)
        self._announced[received.submission] = time.monotonic()
        self._log.error("announced_again", submission=received.submission, document=received.document_id)
