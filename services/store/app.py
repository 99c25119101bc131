"""Store as a service: wires the database, its one writer, the consumers, HTTP, health and metrics."""

import asyncio
import contextlib
import time
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path

from sqlalchemy import make_url
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.routing import Mount

from services.store.arrivals import Judgement
from services.store.database import Database
from services.store.handlers import Handlers, Ports
from services.store.http import Answers, on_error
from services.store.retention import Purged, Retention, purge
from services.store.settings import StoreSettings
from services.store.sweep import Sweep, idle
from services.store.watch import Watch
from services.store.writer import Writer, away
from shared import topology
from shared.bus import Bus
from shared.claims import JetStreamClaims
from shared.errors import GoujiError
from shared.events import Arrival, Duplicate, Failed, Parsed, Received
from shared.health import Health
from shared.patience import patiently
from shared.publishing import PatientPublisher
from shared.service import Asgi, Service
from shared.telemetry import Metrics

BATCH = 64  # messages a consumer handles at once; they share a transaction
_PING_S = 0.8


class Store:
    """See shared.service."""

    name = "store"

    def __init__(self, settings: StoreSettings, metrics: Metrics) -> None:
        self._settings = settings
        self._metrics = metrics
        self._bus = Bus(settings, self.name, metrics=metrics, mends=topology.DURABLES)
        self._database = Database(settings.database_url)
        self._writer = Writer(self._database)
        self._tasks: list[asyncio.Task[None]] = []
        self._watch: Watch | None = None
        self._open = self._stopped = False
        self._answers = Answers(settings, self._database, lambda: self._open, self._purge)
        health = Health(self.alive, self.unready, metrics.registry)
        self.asgi: Asgi = Starlette(
            routes=[*self._answers.routes(), Mount("/", health)],
            exception_handlers={GoujiError: on_error, HTTPException: on_error},
        )
        self._consume()

    async def start(self) -> None:
        await patiently(self._upgrade, self._bus.log)
        self._open = True
        self._tasks.append(asyncio.create_task(self._writer.run()))
        await self._bus.start()
        settings, js = self._settings, self._bus.js
        watch = self._watch = Watch(js, self._metrics, settings.watch_s, self._bus.log)
        sweep = Sweep(lambda: self._ports, lambda: idle(js), settings.stuck_after_s, settings.sweep_s)
        retention = Retention(lambda: self._ports, settings.keep_days, settings.purge_every_s)
        self._tasks += [asyncio.create_task(each.run()) for each in (watch, sweep, retention)]

    async def stop(self) -> None:
        if self._stopped:
            return
        self._stopped = True
        await self._bus.stop()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        self._writer.close()
        await self._answers.close()
        self._database.close()

    def alive(self) -> bool:
        return self._bus.alive() and (self._stopped or not any(task.done() for task in self._tasks))

    async def unready(self) -> list[str]:
        lost = [f"bus: stream {name} is missing" for name in self._watch.missing] if self._watch else []
        return list(dict.fromkeys([*await self._bus.unready(), *lost, *await self._database_away()]))

    @cached_property
    def _ports(self) -> Ports:
        """What the handlers need; most of it is there only after the start."""
        bus = self._bus
        return Ports(
            writer=self._writer,
            blobs=bus.blobs,
            claims=JetStreamClaims(bus.js),
            publisher=PatientPublisher(bus.publisher, bus.log),
            metrics=self._metrics,
            log=bus.log,
            links=self._settings.links,
            now=lambda: datetime.now(UTC),
        )

    def _consume(self) -> None:
        consume, handlers = self._bus.consume, Handlers(lambda: self._ports)
        consume(topology.STORE_RECEIVED, Received, handlers.on_received, batch=BATCH)
        consume(topology.STORE_PARSED, Parsed, handlers.on_parsed, batch=BATCH)
        consume(topology.STORE, Judgement, handlers.on_validated, batch=BATCH)
        news: dict[str, type[Arrival]] = {topology.FAILED: Failed, topology.DUPLICATE: Duplicate}
        consume(topology.STORE_NEWS, news, handlers.on_news, batch=BATCH)
        self._bus.consume_exhausted()

    async def _purge(self, before: datetime) -> Purged:
        return await purge(self._ports, before)

    async def _upgrade(self) -> None:
        """Bring the schema up; DependencyAwayError while the database is away."""
        url = make_url(self._settings.database_url)
        if url.get_backend_name() == "sqlite" and url.database:
            Path(url.database).parent.mkdir(parents=True, exist_ok=True)
        started = time.monotonic()
        try:
            await asyncio.to_thread(self._database.upgrade)
        except Exception as error:
            gone = away(error)
            if gone is None:
                raise
            raise gone from error
        self._bus.log.info("database_ready", took_s=round(time.monotonic() - started, 3))

    async def _database_away(self) -> list[str]:
        if not self._open:
            return ["database: not open yet"]
        with contextlib.suppress(Exception):
            await asyncio.wait_for(asyncio.to_thread(self._database.ping), _PING_S)
            return []
        return ["database: away"]


def build(settings: StoreSettings, *, metrics: Metrics) -> Service:
    """The service, not yet started."""
    return Store(settings, metrics)
