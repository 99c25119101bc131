"""The same bytes again: judged once, and every submission of them shows the one review; on both databases."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from nats.js import JetStreamContext

from gouji.nats_server import NatsServer
from tests.integration.pipeline import Desk, desk

GOOD = "水文站预算".encode()


@pytest.fixture
async def running(
    nats_server: NatsServer, js: JetStreamContext, database_url: str, tmp_path: Path
) -> AsyncIterator[Desk]:
    async with desk(nats_server, js, database_url, tmp_path / "inbox") as made:
        yield made


async def test_same_bytes_twice_end_as_duplicate_with_the_first_review(running: Desk) -> None:
    first = await running.submitted("a.txt", GOOD)
    assert (await running.end_of(first))["status"] == "stored"
    second = await running.submitted("b.txt", GOOD)
    end = await running.end_of(second)
    assert (end["status"], end["first_submission"]) == ("duplicate", first)
    of_first = await running.get(f"/documents/{end['documents'][0]['id']}/review")
    of_second = await running.get(end["documents"][0]["review_url"])
    changed = {"submission": second, "source": "b.txt", "status": "duplicate"}
    assert of_second == of_first | changed
    assert len(await running.news.events("verdicts")) == 1


async def test_hundred_copies_at_once_are_judged_once(running: Desk) -> None:
    submissions = await asyncio.gather(*(running.submitted(f"{number}.txt", GOOD) for number in range(100)))
    ends = await asyncio.gather(*(running.end_of(each) for each in submissions))
    assert Counter(end["status"] for end in ends) == {"stored": 1, "duplicate": 99}
    assert len(await running.news.events("verdicts")) == 1
