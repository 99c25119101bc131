"""PostgreSQL restarted, and away for a while: nothing is lost, and store goes on by itself when it is back."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import postgres
from tests.faults.chance import DATABASE_AWAY_S, FEW, documents
from tests.faults.cluster import Cluster, undisturbed

pytestmark = [pytest.mark.faults, pytest.mark.timeout(900)]


@pytest.fixture
def server() -> Iterator[postgres.Server]:
    """A PostgreSQL server of this test's own."""
    with postgres.running() as started:
        if started is None:
            pytest.skip(postgres.NO_SERVER)
        yield started


async def test_postgresql_may_be_restarted_and_away(tmp_path: Path, server: postgres.Server) -> None:
    files = documents(FEW)
    expected = await undisturbed(files, tmp_path)
    async with Cluster.running(tmp_path / "run", database_url=server.create()) as cluster:
        await cluster.drop(files)
        await cluster.pause_until(FEW // 6)
        await asyncio.to_thread(server.stop)
        await asyncio.to_thread(server.start)
        await cluster.pause_until(FEW // 3)
        await asyncio.to_thread(server.stop)
        store = cluster.services["store"]
        await asyncio.sleep(DATABASE_AWAY_S)  # the outage itself
        pid = store.pid
        assert await store.answers("/readyz") == 503
        await asyncio.to_thread(server.start)
        await cluster.ended(len(files))
        await cluster.nothing_left_in_the_inbox(files)
        await cluster.equals(expected)
        assert store.pid == pid, "store was restarted"
