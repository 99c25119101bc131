"""`gouji serve`: one service, configured by environment, until it is told to stop or cannot go on."""

import asyncio
import contextlib
import signal
from importlib import import_module

from gouji.http_server import HttpServer
from shared.collector import rarely
from shared.service import Service
from shared.settings import ServiceSettings
from shared.telemetry import Metrics, configure_log, log

_LOOK_S = 1.0


def build(name: str, settings: ServiceSettings, metrics: Metrics) -> Service:
    """The service of that name; only its own modules are imported, since an image may hold no others."""
    service: Service = import_module(f"services.{name}.app").build(settings, metrics=metrics)
    return service


def settings_class(name: str) -> type[ServiceSettings]:
    """The settings of the service of that name."""
    found: type[ServiceSettings] = getattr(import_module(f"services.{name}.settings"), f"{name.capitalize()}Settings")
    return found


async def serve(name: str, settings: ServiceSettings | None = None) -> int:
    """Run one service until SIGTERM or SIGINT (0), or until only a restart would help (1)."""
    settings = settings or settings_class(name)()
    configure_log(settings.log_level)
    logger = log(name)
    service = build(name, settings, Metrics(name))
    server = HttpServer(settings.listen)
    logger.info("starting", http=server.url, settings=settings.shown())
    stopping = stop_signals()
    server.start(service.asgi)
    starting = asyncio.create_task(_start(service))
    try:
        return await _until_stopped(starting, service, stopping)
    finally:
        logger.info("stopping")
        starting.cancel()
        await service.stop()
        await server.stop()
        logger.info("stopped")


def stop_signals() -> asyncio.Event:
    """An event that the first SIGTERM or SIGINT sets; the second one has its usual, sudden effect."""
    stopping, loop = asyncio.Event(), asyncio.get_running_loop()

    def stop() -> None:
        stopping.set()
        for each in (signal.SIGTERM, signal.SIGINT):
            loop.remove_signal_handler(each)

    for each in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(each, stop)
    return stopping


async def _start(service: Service) -> None:
    await service.start()
    rarely()


async def _until_stopped(starting: asyncio.Task[None], service: Service, stopping: asyncio.Event) -> int:
    while not await _within(stopping, _LOOK_S):
        if starting.done():
            starting.result()  # what went wrong in it ends the process
        if not service.alive():
            log(service.name).error("not_alive")
            return 1
    return 0


async def _within(event: asyncio.Event, seconds: float) -> bool:
    with contextlib.suppress(TimeoutError):
        await asyncio.wait_for(event.wait(), seconds)
    return event.is_set()
