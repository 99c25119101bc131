"""Ingest as a service: wires uploads, the inbox, the bus, health and metrics. It has no consumer of its own."""

import asyncio
from dataclasses import asdict

from nats.aio.msg import Msg
from starlette.applications import Starlette
from starlette.routing import Mount, Route

from services.ingest.accepting import Ports, Result
from services.ingest.backlog import Backlog, CurrentJudges, Full
from services.ingest.endings import HttpStore
from services.ingest.http import Uploads
from services.ingest.inbox import Inbox
from services.ingest.settings import IngestSettings
from services.ingest.sweeping import Sweep
from services.ingest.unpacking import TASK, Member, members_of
from services.ingest.watcher import Watcher
from shared.bus import Bus
from shared.claims import JetStreamClaims
from shared.envelope import identity
from shared.errors import DependencyAwayError
from shared.health import Health
from shared.sandbox import Slot
from shared.service import Asgi, Service
from shared.telemetry import Metrics
from shared.topology import DUPLICATE, FAILED, STORED

NEWS = (STORED, FAILED, DUPLICATE)


class Ingest:
    """See shared.service."""

    name = "ingest"

    def __init__(self, settings: IngestSettings, metrics: Metrics) -> None:
        self._settings = settings
        self._metrics = metrics
        self._bus = Bus(settings, self.name, metrics=metrics)
        self._store = HttpStore(settings.url)
        self._ports: Ports | None = None
        self._backlog: Backlog | None = None
        self._tasks: list[asyncio.Task[None]] = []
        self._unpacker = Slot(TASK, settings.unpack_limits)
        uploads = Uploads(settings, lambda: self._ports, self._why_full, self._count, self._bus.log)
        health = Health(self.alive, self.unready, metrics.registry)
        routes = [Route("/documents", uploads.post, methods=["POST"]), Mount("/", health)]
        self.asgi: Asgi = Starlette(routes=routes)

    async def start(self) -> None:
        await self._bus.start()
        claims = JetStreamClaims(self._bus.js)
        self._backlog = Backlog(self._bus.js, self._settings)
        self._ports = Ports(self._bus.blobs, claims, self._bus.publisher, CurrentJudges(claims), self._unpack)
        sweep = Sweep(self._bus.js, self._ports, self._settings.sweep_after_s, self._bus.log)
        self._tasks.append(asyncio.create_task(sweep.run()))
        if self._settings.inbox is not None:
            inbox = Inbox(self._settings.inbox)
            await asyncio.to_thread(inbox.prepare)
            await self._watch(inbox, self._ports)

    async def stop(self) -> None:
        self._ports = None
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._bus.stop()
        await self._store.close()
        await self._unpacker.stop()

    def alive(self) -> bool:
        works = not any(task.done() for task in self._tasks)
        return self._bus.alive() and (works or self._ports is None)

    async def unready(self) -> list[str]:
        return await self._bus.unready()

    async def _watch(self, inbox: Inbox, ports: Ports) -> None:
        watcher = Watcher(
            inbox,
            self._settings,
            ports,
            self._store,
            why_full=self._why_full,
            count=self._count,
            log=self._bus.log,
        )

        async def heard(message: Msg) -> None:
            submission = identity(message.data).submission
            if submission is not None:
                watcher.endings.heard_of(submission)

        for subject in NEWS:  # plain subscriptions: what is missed while away is asked for later
            await self._bus.connection.subscribe(subject, cb=heard)
        self._tasks.append(asyncio.create_task(watcher.run()))

    async def _why_full(self) -> Full | None:
        if self._backlog is None:
            raise DependencyAwayError
        full = await self._backlog.why_full()
        if full is not None:
            self._metrics.held_back.labels(full.room).inc()
        return full

    async def _unpack(self, data: bytes) -> list[Member]:
        room = self._settings.room
        return members_of(await self._unpacker.run(data, asdict(room)))

    def _count(self, result: Result) -> None:
        self._metrics.documents.labels(self.name, result).inc()


def build(settings: IngestSettings, *, metrics: Metrics) -> Service:
    """The service, not yet started."""
    return Ingest(settings, metrics)
