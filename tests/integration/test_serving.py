"""One service as a process: its health, its log, how it stops."""

from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import nats
import pytest

from gouji.nats_server import NatsServer
from shared.provision import provision
from tests.integration.processes import Process
from tests.integration.waiting import until

Start = Callable[..., Process]


@pytest.fixture
async def start(tmp_path: Path) -> AsyncIterator[Start]:
    """Starts services; none of them outlives the test."""
    started: list[Process] = []

    def start(name: str, **settings: Any) -> Process:
        process = Process(name, tmp_path, **settings)
        process.start()
        started.append(process)
        return process

    yield start
    for process in started:
        process.kill()


async def test_a_service_without_nats_lives_is_not_ready_and_stops_when_told(start: Start) -> None:
    process = start("validate", nats_url="nats://127.0.0.1:1")
    await until(lambda: process.answers("/livez"))
    assert (await process.answers("/livez"), await process.answers("/readyz")) == (200, 503)
    assert process.stop(timeout_s=5) == 0


async def test_a_service_becomes_ready_when_the_bus_is_provisioned(start: Start, nats_server: NatsServer) -> None:
    process = start("validate", nats_url=nats_server.url)
    await until(lambda: process.answers("/livez"))
    assert await process.answers("/readyz") == 503
    connection = await nats.connect(nats_server.url)
    await provision(connection.jetstream())
    await connection.close()
    await until(process.ready)
    assert await process.answers("/metrics") == 200
    assert await process.answers("/nothing") == 404
    assert process.stop() == 0
    assert [event["event"] for event in process.events() if event["level"] == "info"] == [
        "starting",
        "stopping",
        "stopped",
    ]


async def test_the_log_hides_passwords(start: Start) -> None:
    process = start("validate", nats_url="nats://gouji:s3cret@127.0.0.1:1")
    await until(lambda: process.answers("/livez"))
    process.stop()
    assert "s3cret" not in process.log.read_text("utf-8")
    assert process.events()[0]["settings"]["nats_url"] == "nats://***@127.0.0.1:1"
