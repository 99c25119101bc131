"""Consumers deleted under running services: what only they had not had yet is announced again, nothing is lost."""

import asyncio
import dataclasses
from pathlib import Path

import pytest

from shared.topology import STREAMS, VALIDATE, WAY
from tests.faults.chance import FEW, chance, documents
from tests.faults.cluster import Cluster, undisturbed

pytestmark = [pytest.mark.faults, pytest.mark.timeout(600)]

# Within the duplicate window nothing can be announced again, so it is short here, as is the time until it is done.
STREAMS_HERE = [
    dataclasses.replace(stream, duplicate_window_s=1.0) if stream.interest else stream for stream in STREAMS
]
SWEEP_AFTER_S = 4.0


async def test_what_a_deleted_consumer_had_not_had_yet_is_announced_again(tmp_path: Path) -> None:
    files, draw = documents(FEW), chance("consumers")
    expected = await undisturbed(files, tmp_path)
    victims, names = draw.sample(WAY, len(WAY)), sorted(files)
    print(f"deleted in this order: {[each.name for each in victims]}")
    parts = [names[number :: len(victims)] for number in range(len(victims))]
    running = Cluster.running(tmp_path / "run", streams=STREAMS_HERE, sweep_after_s=SWEEP_AFTER_S)
    async with running as cluster:
        for victim, part in zip(victims, parts, strict=True):
            await cluster.drop({name: files[name] for name in part})
            await asyncio.sleep(draw.uniform(0.3, 0.8))  # somewhere in the middle
            await cluster.js.delete_consumer(victim.stream, victim.name)
            await asyncio.sleep(draw.uniform(0.5, 1.0))  # and on it goes, without that one
            await cluster.provision(STREAMS_HERE)
        await cluster.ended(len(files))
        await cluster.nothing_left_in_the_inbox(files)
        await cluster.equals(expected)
        assert any("announced_again" in line for line in cluster.log("ingest")), (
            "nothing was lost, so nothing was shown"
        )


async def test_a_document_that_waits_is_not_announced_again(tmp_path: Path) -> None:
    """A claim that is old is no loss while something waits: here validate does not run for a while."""
    files = dict(list(documents(FEW).items())[:5])
    running = Cluster.running(tmp_path / "run", streams=STREAMS_HERE, sweep_after_s=1.0)
    async with running as cluster:
        cluster.pause("validate")
        await cluster.drop(files)
        await asyncio.sleep(5)
        info = await cluster.js.consumer_info(VALIDATE.stream, VALIDATE.name)
        assert (info.num_pending or 0) + (info.num_ack_pending or 0) == len(files)
        cluster.go_on("validate")
        await cluster.ended(len(files))
        assert not any("announced_again" in line for line in cluster.log("ingest"))
