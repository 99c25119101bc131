"""Services and NATS killed with -9 in the middle of many documents: every submission ends exactly once."""

from pathlib import Path

import pytest

from tests.faults.chance import DOCUMENTS, SHORT, chance, documents
from tests.faults.cluster import Cluster, undisturbed
from tests.integration.waiting import until

pytestmark = [pytest.mark.faults, pytest.mark.timeout(1200)]

KILLS = 2 if SHORT else 6  # of each victim
VICTIMS = ("ingest", "parse", "validate", "store", "nats")


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
