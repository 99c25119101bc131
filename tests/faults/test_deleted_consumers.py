"""Consumers deleted under running services: what only they had not had yet is announced again, nothing is lost."""

import asyncio
import dataclasses
from pathlib import Path

import pytest

from shared.mending import missing
from shared.topology import STREAMS, VALIDATE, WAY, Durable
from tests.faults.chance import FEW, SHORT, chance, documents
from tests.faults.cluster import Cluster, undisturbed
from tests.integration.waiting import until

pytestmark = [pytest.mark.faults, pytest.mark.timeout(600)]

# Within the duplicate window nothing can be announced again, so it is short here, as is the time until it is done.
STREAMS_HERE = [
    dataclasses.replace(stream, duplicate_window_s=1.0) if stream.interest else stream for stream in STREAMS
]
SWEEP_AFTER_S = 4.0


async def test_what_a_deleted_consumer_had_not_had_yet_is_announced_again(tmp_path: Path) -> None:
    """Nobody provisions: store makes them again."""
    files, draw = documents(FEW), chance("consumers")
    expected = await undisturbed(files, tmp_path)
    groups, names = _in_groups(draw.sample(WAY, len(WAY)), 3 if SHORT else 1), sorted(files)
    print(f"deleted in this order: {[[each.name for each in group] for group in groups]}")
    parts = [names[number :: len(groups)] for number in range(len(groups))]
    running = Cluster.running(tmp_path / "run", streams=STREAMS_HERE, sweep_after_s=SWEEP_AFTER_S)
    async with running as cluster:
        for group, part in zip(groups, parts, strict=True):
            await cluster.drop({name: files[name] for name in part})
            await asyncio.sleep(draw.uniform(0.3, 0.8))  # somewhere in the middle
            for each in group:
                await cluster.js.delete_consumer(each.stream, each.name)
            await until(lambda: _all_there(cluster), within_s=30)
        await cluster.ended(len(files))
        await cluster.nothing_left_in_the_inbox(files)
        await cluster.equals(expected)
        assert sum("made_again" in line for line in cluster.log("store")) == len(WAY)
        assert any("announced_again" in line for line in cluster.log("ingest")), (
            "nothing was lost, so nothing was shown"
        )


async def _all_there(cluster: Cluster) -> bool:
    return not await missing(cluster.js, WAY)


def _in_groups(durables: list[Durable], size: int) -> list[list[Durable]]:
    return [durables[start : start + size] for start in range(0, len(durables), size)]


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
