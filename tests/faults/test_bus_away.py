"""NATS away for a while: nothing is lost, and everybody goes on by themselves when it is back."""

import asyncio
from pathlib import Path

import pytest

from shared.topology import STREAM_PARSED
from tests.faults.chance import FEW, NATS_AWAY_S, SHORT, chance, documents
from tests.faults.cluster import Cluster, undisturbed
from tests.faults.servers import OneServer, ThreeServers
from tests.integration.waiting import until

pytestmark = [pytest.mark.faults, pytest.mark.timeout(900)]


async def test_nats_may_be_away_for_minutes(tmp_path: Path) -> None:
    files = documents(FEW)
    expected = await undisturbed(files, tmp_path)
    names = sorted(files)
    early, late = ({name: files[name] for name in part} for part in (names[: FEW // 2], names[FEW // 2 :]))
    async with Cluster.running(tmp_path / "run") as cluster:
        assert isinstance(cluster.servers, OneServer)
        await cluster.drop(early)
        await cluster.pause_until(FEW // 6)
        cluster.servers.kill()
        await cluster.drop(late)
        await asyncio.sleep(NATS_AWAY_S)  # the outage itself
        pids = {name: process.pid for name, process in cluster.services.items()}
        assert not await cluster.healthy()
        await cluster.servers.start()
        await cluster.ended(len(files))
        await cluster.nothing_left_in_the_inbox(files)
        await cluster.equals(expected)
        assert {name: process.pid for name, process in cluster.services.items()} == pids, "a service was restarted"


async def test_a_cluster_loses_its_leader_and_then_two_of_three(tmp_path: Path) -> None:
    files, draw = documents(FEW), chance("three servers")
    expected = await undisturbed(files, tmp_path)
    place = tmp_path / "run"
    place.mkdir()
    servers = ThreeServers(place)
    async with Cluster.running(place, servers=servers) as cluster:
        await cluster.drop(files)
        await cluster.pause_until(FEW // 6)
        leader = await _leader(cluster)
        servers.kill_one(leader)
        await cluster.pause_until(FEW // 3)  # two of three go on without it
        await servers.start_one(leader)
        await until(lambda: _current(cluster), within_s=60)
        killed = draw.sample(servers.names, 2)
        for name in killed:
            servers.kill_one(name)
        await asyncio.sleep(3.0 if SHORT else 30.0)  # one of three can store nothing
        for name in killed:
            await servers.start_one(name)
        await cluster.ended(len(files))
        await cluster.nothing_left_in_the_inbox(files)
        await cluster.equals(expected)


async def _leader(cluster: Cluster) -> str:
    """Who leads the stream in the middle of the pipeline."""
    info = (await cluster.js.stream_info(STREAM_PARSED.name)).cluster
    assert info is not None
    assert info.leader is not None
    return info.leader


async def _current(cluster: Cluster) -> bool:
    """Whether all three servers have everything of the stream in the middle of the pipeline."""
    info = (await cluster.js.stream_info(STREAM_PARSED.name)).cluster
    return info is not None and info.leader is not None and all(each.current for each in info.replicas or [])
