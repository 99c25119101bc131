"""A real NATS server for each test, provisioned, on a free port and its own folder."""

from collections.abc import AsyncIterator
from pathlib import Path

import nats
import pytest
from nats.js import JetStreamContext

from gouji.nats_server import NatsServer
from shared.provision import provision


@pytest.fixture
async def nats_server(tmp_path: Path) -> AsyncIterator[NatsServer]:
    """An empty server: nothing is provisioned."""
    server = NatsServer(tmp_path / "nats")
    await server.start()
    yield server
    await server.stop()


@pytest.fixture
async def js(nats_server: NatsServer) -> AsyncIterator[JetStreamContext]:
    """An administrator's JetStream context on a provisioned server."""
    connection = await nats.connect(nats_server.url)
    context = connection.jetstream()
    await provision(context)
    yield context
    await connection.close()
