"""Services killed with -9 in the middle of many documents: every submission ends exactly once.

`make faults` runs more documents, and kills more. GOUJI_FAULTS_SEED repeats a schedule, GOUJI_FAULTS_DOCUMENTS sets how
many documents there are.
"""

import asyncio
import os
import random
from pathlib import Path

import pytest

from specimens.setting import Knobs
from specimens.variants import RENDERERS, variant
from tests.faults.cluster import Cluster, pause_until

pytestmark = [pytest.mark.faults, pytest.mark.timeout(600)]

DOCUMENTS = int(os.environ.get("GOUJI_FAULTS_DOCUMENTS", "100"))
KILLS = 3  # of each victim


def seed() -> int:
    """The seed of this run, printed where a failure shows it."""
    chosen = int(os.environ.get("GOUJI_FAULTS_SEED", "0")) or random.SystemRandom().randrange(1, 10**6)
    print(f"GOUJI_FAULTS_SEED={chosen}")
    return chosen


def invented(chance: random.Random) -> list[tuple[str, bytes]]:
    """So many different documents, small ones."""
    forms = sorted(RENDERERS)
    numbers = chance.sample(range(10**6), DOCUMENTS)
    made = [variant(chance.choice(forms), number, Knobs(projects=chance.randint(1, 4))) for number in numbers]
    return [(f"{number}.txt", each.content) for number, each in zip(numbers, made, strict=True)]


@pytest.mark.parametrize("victims", [("parse", "store"), ("ingest", "validate", "nats")], ids="-".join)
async def test_every_submission_ends_exactly_once(tmp_path: Path, victims: tuple[str, ...]) -> None:
    chance = random.Random(seed())
    documents = invented(chance)
    schedule = sorted((chance.randrange(1, DOCUMENTS - 5), victim) for victim in victims for _ in range(KILLS))
    print(f"killed after so many are stored: {schedule}")
    async with Cluster.running(tmp_path) as cluster:
        submitting = asyncio.create_task(_submit(cluster, documents))
        for stored, victim in schedule:
            await pause_until(cluster, stored)
            await cluster.restart(victim)
        ids = await submitting
        await cluster.assert_each_ended_once(ids)
        assert (await cluster.statuses(ids))["stored"] == DOCUMENTS
        assert await cluster.dead() == 0


async def _submit(cluster: Cluster, documents: list[tuple[str, bytes]]) -> list[str]:
    return [await cluster.submit(data, name) for name, data in documents]
