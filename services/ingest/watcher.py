"""The watched inbox at work: takes files that have stopped changing, and puts them away when their verdict is known."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

from ulid import ULID

from services.ingest.accepting import Arrival, Ports, Result, accept, refuse
from services.ingest.backlog import Full
from services.ingest.endings import Answer, Endings, Store
from services.ingest.inbox import Claimed, Inbox, Stability
from services.ingest.settings import IngestSettings
from shared.errors import DependencyAwayError, GoujiError
from shared.patience import patiently
from shared.telemetry import Log

_FULL_S = 2.0


class Watcher:
    """Watches one inbox. Cancelling it anywhere is safe: what it had in hand is found again in `.processing`."""

    def __init__(  # noqa: PLR0913 - its ports
        self,
        inbox: Inbox,
        settings: IngestSettings,
        ports: Ports,
        store: Store,
        *,
        why_full: Callable[[], Awaitable[Full | None]],
        count: Callable[[Result], None],
        log: Log,
    ) -> None:
        self._inbox = inbox
        self._settings = settings
        self._ports = ports
        self._store = store
        self._why_full = why_full
        self._count = count
        self._log = log
        self.endings: Endings[Claimed] = Endings(store, self._put_away, log)

    async def run(self) -> None:
        """Go on with what was claimed, then take what comes, until cancelled."""
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self.endings.run())
            for claimed in await asyncio.to_thread(self._inbox.claimed):
                await self._go_on(claimed)
            await self._watch()

    async def _watch(self) -> None:
        stability = Stability(self._settings.inbox_stable_s)
        while True:
            seen = await asyncio.to_thread(self._inbox.scan)
            for relative in stability.settled(seen, time.monotonic()):
                await patiently(self._until_room, self._log)
                claimed = await self._claim(relative)
                if claimed is not None:
                    await self._take(claimed)
            await asyncio.sleep(self._settings.inbox_poll_s)

    async def _claim(self, relative: Path) -> Claimed | None:
        try:
            return await asyncio.to_thread(self._inbox.claim, relative, str(ULID()))
        except OSError as error:  # a folder that may not be written, a full disk: the file stays, and is tried again
            self._log.error("inbox_claim_failed", reason=error.strerror)
            return None

    async def _go_on(self, claimed: Claimed) -> None:
        """A claimed file after a restart: what store has heard of needs only its end, all else is taken (again)."""
        try:
            known = await self._store.submission(claimed.submission) is not None
        except DependencyAwayError:
            known = False
        if known:
            self.endings.await_end(claimed.submission, claimed)
        else:
            await self._take(claimed)

    async def _until_room(self) -> None:
        """Files wait in the inbox while too much is waiting behind it."""
        while (full := await self._why_full()) is not None:
            self._log.warning("inbox_waits", reason=full.message_en)
            await asyncio.sleep(_FULL_S)

    async def _take(self, claimed: Claimed) -> None:
        arrival = _arrival(claimed, self._inbox)
        result = await patiently(lambda: self._accept(arrival, claimed), self._log)
        self._count(result)
        self._log.info("accepted", submission=claimed.submission, result=result, channel="inbox")
        self.endings.await_end(claimed.submission, claimed)

    async def _accept(self, arrival: Arrival, claimed: Claimed) -> Result:
        try:
            data = await asyncio.to_thread(self._inbox.read, claimed, self._settings.limit)
        except DependencyAwayError:
            raise
        except GoujiError as failure:
            await refuse(arrival, failure, self._ports.publisher)
            return "failed"
        return await accept(arrival, data, self._ports, self._settings.limit)

    async def _put_away(self, claimed: Claimed, answer: Answer) -> None:
        failed = answer["status"] == "failed"
        day = datetime.now().astimezone().date()  # the day of whoever looks into the folder
        target = await asyncio.to_thread(self._inbox.put_away, claimed, answer, day, failed=failed)
        self._log.info("put_away", submission=claimed.submission, folder=target.parent.name)


def _arrival(claimed: Claimed, inbox: Inbox) -> Arrival:
    """How a claimed file came; everything follows from its id and its path, so a restart says the same."""
    came = ULID.from_str(claimed.submission).datetime.astimezone(UTC)
    return Arrival(
        submission=claimed.submission,
        batch=_batch(inbox, came),
        source=claimed.relative.as_posix(),
        channel="inbox",
        received_at=came,
    )


def _batch(inbox: Inbox, came: datetime) -> str:
    """One batch an inbox and day, the same after a restart: a ULID of that midnight and a hash of the path."""
    midnight = came.astimezone().replace(hour=0, minute=0, second=0, microsecond=0)
    stamp = int(midnight.timestamp() * 1000).to_bytes(6, "big")
    return str(ULID.from_bytes(stamp + sha256(str(inbox.root.resolve()).encode()).digest()[:10]))
