"""Validate as a service: wires the rules, the bus, health and metrics."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from functools import partial

from services.validate.core import judge
from services.validate.handlers import STAGE, validate
from services.validate.settings import ValidateSettings
from services.validate.versions import rules_version
from shared.advertising import advertise
from shared.bus import Bus
from shared.deadletters import Versions
from shared.document import Document
from shared.events import Event, Parsed
from shared.findings import Review
from shared.health import Health
from shared.patience import patiently
from shared.publishing import PatientPublisher
from shared.service import Asgi, Service
from shared.telemetry import Metrics
from shared.topology import VALIDATE

_AT_ONCE = 16  # one is judged, the others are fetched, decoded or published meanwhile


class Validate:
    """See shared.service."""

    name = STAGE

    def __init__(self, settings: ValidateSettings, metrics: Metrics) -> None:
        self._metrics = metrics
        self._rules = rules_version()
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="rules")
        self._bus = Bus(settings, self.name, metrics=metrics, versions=Versions(rules=self._rules))
        self._bus.consume(VALIDATE, Parsed, self._on_parsed, batch=_AT_ONCE)
        self.asgi: Asgi = Health(self.alive, self.unready, metrics.registry)

    async def start(self) -> None:
        await self._bus.start()
        await patiently(lambda: advertise(self._bus.js, "rules", self._rules), self._bus.log)

    async def stop(self) -> None:
        await self._bus.stop()
        self._thread.shutdown(wait=False, cancel_futures=True)

    def alive(self) -> bool:
        return self._bus.alive()

    async def unready(self) -> list[str]:
        return await self._bus.unready()

    async def _on_parsed(self, event: Event[Parsed]) -> None:
        await validate(
            event.data,
            blobs=self._bus.blobs,
            judge=self._judge,
            publisher=PatientPublisher(self._bus.publisher, self._bus.log),
            metrics=self._metrics,
            rules=self._rules,
        )

    async def _judge(self, document: Document) -> Review:
        """Judge beside the event loop, so that heartbeats go on."""
        work = partial(judge, document, meter=lambda rule: self._metrics.rule_seconds.labels(rule).time())
        return await asyncio.get_running_loop().run_in_executor(self._thread, work)


def build(settings: ValidateSettings, *, metrics: Metrics) -> Service:
    """The service, not yet started."""
    return Validate(settings, metrics)
