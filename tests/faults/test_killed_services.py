"""Services and NATS killed with -9 in the middle of many documents: every submission ends exactly once."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import postgres
from tests.faults.chance import DOCUMENTS, FEW, SHORT, chance, documents
from tests.faults.cluster import Cluster, undisturbed
from tests.integration.waiting import until

pytestmark = [pytest.mark.faults, pytest.mark.timeout(1200)]

KILLS = 2 if SHORT else 6  # of each victim
VICTIMS = ("ingest", "parse", "validate", "store", "nats")


@pytest.fixture
def database() -> Iterator[postgres.Server]:
    """A PostgreSQL server of this test's own: SQLite is for one store."""
    with postgres.running() as started:
        if started is None:
            pytest.skip(postgres.NO_SERVER)
        yield started


async def test_services_that_are_killed_at_random_lose_nothing(tmp_path: Path) -> None:
    files, draw = documents(), chance("killed")
    expected = await undisturbed(files, tmp_path)
    schedule = sorted((draw.randrange(1, DOCUMENTS - 5), victim) for victim in VICTIMS for _ in range(KILLS))
    print(f"killed after so many are stored: {schedule}")
    async with Cluster.running(tmp_path / "run") as cluster:
        await cluster.drop(files)
        for stored, victim in schedule:
            await cluster.pause_until(stored)
            if victim == "nats":
                await cluster.restart_nats()
            else:
                cluster.kill(victim)
        await cluster.ended(len(files))
        await cluster.nothing_left_in_the_inbox(files)
        await cluster.equals(expected)
        assert await cluster.dead() == 0


async def test_replicas_that_are_killed_at_random_lose_nothing(tmp_path: Path, database: postgres.Server) -> None:
    files, draw = documents(FEW if SHORT else DOCUMENTS), chance("replicas")
    expected = await undisturbed(files, tmp_path)
    replicas = {"parse": 2, "validate": 2, "store": 2}
    async with Cluster.running(tmp_path / "run", database_url=database.create(), replicas=replicas) as cluster:
        victims = draw.sample(sorted(cluster.services), len(cluster.services)) * (KILLS // 2)
        schedule = sorted((draw.randrange(1, len(files) - 5), victim) for victim in victims)
        print(f"killed after so many are stored: {schedule}")
        await cluster.drop(files)
        for stored, victim in schedule:
            await cluster.pause_until(stored)
            cluster.kill(victim)
        await cluster.ended(len(files))
        await cluster.nothing_left_in_the_inbox(files)
        await cluster.equals(expected)
        assert await cluster.dead() == 0


async def test_all_services_killed_at_once_go_on_where_they_were(tmp_path: Path) -> None:
    files = documents()
    expected = await undisturbed(files, tmp_path)
    async with Cluster.running(tmp_path / "run") as cluster:
        await cluster.drop(files)
        await cluster.pause_until(DOCUMENTS // 3)
        for name in cluster.services:
            cluster.kill(name)
        await until(lambda: all(process.pid for process in cluster.services.values()))
        await cluster.ended(len(files))
        await cluster.nothing_left_in_the_inbox(files)
        await cluster.equals(expected)
