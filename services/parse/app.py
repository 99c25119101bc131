"""Parse as a service: wires its slots, the bus, health and metrics."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from services.parse.core import PARSER_VERSION
from services.parse.formats import needs_programs
from services.parse.handlers import STAGE, parse
from services.parse.settings import ParseSettings
from services.parse.task import TASK
from shared.advertising import advertise
from shared.bus import Bus
from shared.confinement import PROTECTIONS
from shared.deadletters import Versions
from shared.events import Event, Received
from shared.health import Health
from shared.patience import patiently
from shared.publishing import PatientPublisher
from shared.sandbox import Slot
from shared.service import Asgi, Service
from shared.telemetry import Metrics
from shared.topology import MIB, PARSE


class Slots:
    """Children that read documents, each one at a time."""

    def __init__(self, slots: list[Slot], options: dict[str, Any] | None = None) -> None:
        self._slots = slots
        self._options = options or {}  # arguments of every job
        self._free: asyncio.LifoQueue[Slot] = (
            asyncio.LifoQueue()
        )  # a child that is warm is used before one to be started
        for slot in slots:
            self._free.put_nowait(slot)

    async def start(self) -> None:
        """Have the first child ready; the others are started when there is work for them."""
        await self._slots[-1].start()

    @property
    def protections(self) -> tuple[str, ...]:
        """What holds the first child, and so the others: those of shared.confinement."""
        return self._slots[-1].protections

    async def stop(self) -> None:
        await asyncio.gather(*(slot.stop() for slot in self._slots))

    async def read(self, data: bytes, arguments: dict[str, Any]) -> list[bytes]:
        """See services.parse.handlers.Read."""
        async with self._one() as slot:
            return await slot.run(data, arguments | self._options)

    @asynccontextmanager
    async def _one(self) -> AsyncIterator[Slot]:
        slot = await self._free.get()
        try:
            yield slot
        finally:
            self._free.put_nowait(slot)


class Parse:
    """See shared.service."""

    name = STAGE

    def __init__(self, settings: ParseSettings, metrics: Metrics) -> None:
        self._limit = settings.max_file_mb * MIB
        self._metrics = metrics
        slots = [Slot(TASK, settings.limits, needs_programs) for _ in range(settings.parse_slots)]
        self._slots = Slots(slots, {"pdf_engine": settings.pdf_engine})
        self._bus = Bus(settings, self.name, metrics=metrics, versions=Versions(parser=PARSER_VERSION))
        self._bus.consume(PARSE, Received, self._on_received, loops=settings.parse_slots)
        self.asgi: Asgi = Health(self.alive, self.unready, metrics.registry)

    async def start(self) -> None:
        await self._slots.start()
        self._tell_protections()
        await self._bus.start()
        await patiently(lambda: advertise(self._bus.js, "parser", PARSER_VERSION), self._bus.log)

    def _tell_protections(self) -> None:
        active = self._slots.protections
        for each in PROTECTIONS:
            self._metrics.sandbox_protection.labels(each).set(each in active)
        missing = [each for each in PROTECTIONS if each not in active]
        tell = self._bus.log.warning if missing else self._bus.log.info
        tell("readers_confined", active=active, missing=missing)

    async def stop(self) -> None:
        await self._bus.stop()
        await self._slots.stop()

    def alive(self) -> bool:
        return self._bus.alive()

    async def unready(self) -> list[str]:
        return await self._bus.unready()

    async def _on_received(self, event: Event[Received]) -> None:
        await parse(
            event.data,
            blobs=self._bus.blobs,
            read=self._slots.read,
            publisher=PatientPublisher(self._bus.publisher, self._bus.log),
            metrics=self._metrics,
            version=PARSER_VERSION,
            limit=self._limit,
        )


def build(settings: ParseSettings, *, metrics: Metrics) -> Service:
    """The service, not yet started."""
    return Parse(settings, metrics)
