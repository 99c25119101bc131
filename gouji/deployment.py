"""All four services in one process and one event loop, with nats-server as the only lasting child.

`gouji up` keeps one on a data folder; `gouji review` runs its own for the length of a call. Everything is started in
the order NATS, topology, services, HTTP, and stopped in the opposite one.
"""

import asyncio
import contextlib
import json
import os
import shutil
import tempfile
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import nats

from gouji.http_server import HttpServer
from gouji.nats_server import NatsServer
from gouji.operating import REFUSED
from gouji.serving import build, settings_class, stop_signals
from shared.collector import rarely
from shared.health import PATHS, Health
from shared.provision import provision
from shared.service import Asgi, Receive, Scope, Send, Service
from shared.settings import ServiceSettings
from shared.telemetry import Metrics, configure_log, log
from shared.topology import DURABLES, MIB, SERVICES

_LOOK_S = 0.5
_LOOK_CLOSELY_S = 10.0
_ROOM = 64 * MIB  # on the disk, for NATS to be worth starting anew
_MOST_SLOTS = 8
# Whoever held a message before us is dead, so it need not be waited for as long as in a cluster.
_ACK_WAIT_S = 10.0


@dataclass(frozen=True)
class Place:
    """Where a deployment lives: its data, its ports (0: any free one), and the folder it watches, if any."""

    data: Path
    listen: str = "127.0.0.1:8420"
    nats_port: int = 8422
    inbox: Path | None = None
    keep: bool = True


class Origin:
    """One HTTP origin for ingest and store; health is told for all four services."""

    def __init__(self, ingest: Asgi, store: Asgi, health: Health) -> None:
        self._ingest = ingest
        self._store = store
        self._health = health

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """An ASGI application for HTTP."""
        await self._for(scope)(scope, receive, send)

    def _for(self, scope: Scope) -> Asgi:
        if scope["path"] in PATHS:
            return self._health
        if scope["method"] == "POST" and scope["path"] == "/documents":
            return self._ingest
        return self._store


class Deployment:
    """The services on one machine: an asynchronous context manager, `embedded` the one for a single call."""

    def __init__(self, place: Place) -> None:
        self._place = place
        self._log = log("gouji")
        self._nats = NatsServer(place.data / "nats", place.nats_port)
        self._http = HttpServer(place.listen)
        self._services: dict[str, Service] = {}
        self._serving = False

    @classmethod
    @asynccontextmanager
    async def embedded(cls, data: Path | None = None) -> AsyncIterator["Deployment"]:
        """A deployment on free ports for the length of a block; without `data` nothing is kept."""
        configure_log("error")  # the terminal belongs to the command
        folder = data or Path(tempfile.mkdtemp(prefix="gouji-"))
        deployment = cls(Place(folder, "127.0.0.1:0", 0, keep=data is not None))
        try:
            async with deployment:
                yield deployment
        finally:
            if data is None:
                shutil.rmtree(folder, ignore_errors=True)

    async def __aenter__(self) -> "Deployment":
        try:
            await self.start()
        except BaseException:
            await self.stop()
            raise
        return self

    async def __aexit__(self, *exception: object) -> None:
        await self.stop()

    @property
    def http_url(self) -> str:
        """Where ingest and store answer."""
        return self._http.url

    @property
    def nats_url(self) -> str:
        """Where the bus is."""
        return self._nats.url

    async def start(self) -> None:
        """Return when everything works. A failure leaves nothing running after `stop`."""
        await self._nats.start()
        await self._provision()
        metrics = Metrics()
        self._services = {name: build(name, self._settings(name), metrics) for name in SERVICES}
        await asyncio.gather(*(service.start() for service in self._services.values()))
        health = Health(self.alive, self.unready, metrics.registry)
        self._http.start(Origin(self._services["ingest"].asgi, self._services["store"].asgi, health))
        self._serving = True
        self._write_addresses()
        self._log.info("ready", http=self.http_url, nats=self.nats_url)

    async def stop(self) -> None:
        """HTTP first, then the services, NATS last."""
        await self._http.stop()
        if self._serving:
            self._addresses.unlink(missing_ok=True)
            self._serving = False
        await asyncio.gather(*(service.stop() for service in self._services.values()))
        if not self._place.keep:
            self._nats.kill()
        await self._nats.stop()

    async def watch(self, stopping: asyncio.Event) -> int:
        """Look after everything until `stopping` (0), or until only a restart would help (1)."""
        looked = time.monotonic()
        while not stopping.is_set():
            if not self.alive():
                self._log.error("not_alive")
                return 1
            if not self._nats.running:
                self._log.error("nats_server_died")
                await self._nats.start()
            if time.monotonic() - looked >= _LOOK_CLOSELY_S:
                await self._look_closely()
                looked = time.monotonic()
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(stopping.wait(), _LOOK_S)
        return 0

    def alive(self) -> bool:
        """Whether every service is."""
        return all(service.alive() for service in self._services.values())

    async def unready(self) -> list[str]:
        """What is in the way of any service."""
        reasons = await asyncio.gather(*(service.unready() for service in self._services.values()))
        return sorted({reason for each in reasons for reason in each})

    @property
    def _addresses(self) -> Path:
        return self._place.data / "addresses.json"

    def _write_addresses(self) -> None:
        text = json.dumps({"http": self.http_url, "nats": self.nats_url})
        half = self._addresses.with_suffix(".new")
        half.write_text(text + "\n", "utf-8")
        half.replace(self._addresses)

    async def _look_closely(self) -> None:
        """Heal what heals nowhere else: streams that met a full disk, a consumer that somebody deleted."""
        if not await self._nats.healthy() and shutil.disk_usage(self._place.data).free >= _ROOM:
            self._log.error("nats_server_unwell")
            self._nats.kill()
            await self._nats.start()
        try:
            await self._provision()
        except REFUSED as error:  # the next time, then
            self._log.warning("not_provisioned", reason=f"{type(error).__name__}: {error}")

    async def _provision(self) -> None:
        connection = await nats.connect(self.nats_url, allow_reconnect=False)
        try:
            durables = [replace(durable, ack_wait_s=_ACK_WAIT_S) for durable in DURABLES]
            for change in await provision(connection.jetstream(), durables=durables):
                self._log.info("provisioned", action=change.action, name=change.name)
        finally:
            await connection.close()

    def _settings(self, name: str) -> ServiceSettings:
        """A service's settings: what belongs together in one process is decided here, the rest by the environment."""
        ours: dict[str, Any] = {
            "nats_url": self.nats_url,
            "nats_credentials": None,
            "nats_nkey": None,
            "nats_ca": None,
            "url": self.http_url,
            "public_url": self.http_url,
            "ingest_url": None,
            "database_url": f"sqlite:///{(self._place.data / 'gouji.db').absolute()}",
            "inbox": self._place.inbox,
            "disk": self._place.data,
        }
        kind = settings_class(name)
        given = kind().model_fields_set
        if "parse_slots" not in given:
            ours["parse_slots"] = min(os.cpu_count() or 1, _MOST_SLOTS)
        return kind(**{field: value for field, value in ours.items() if field in kind.model_fields})


async def up(place: Place, ready: Callable[[Deployment], None], log_level: str = "info") -> int:
    """Run a deployment until SIGTERM or SIGINT (0), or until only a restart would help (1); `ready` is told of it."""
    configure_log(log_level)
    stopping = stop_signals()
    async with Deployment(place) as deployment:
        rarely()
        ready(deployment)
        return await deployment.watch(stopping)
