"""Documents that come too often or bring down who reads them: the others go on, and each ends once."""

import asyncio
from collections import Counter
from pathlib import Path

import httpx
import pytest
from click.testing import CliRunner

from gouji.cli import main
from gouji.deployment import Deployment
from tests.faults.cluster import Cluster, undisturbed
from tests.faults.contents import contents, differences
from tests.faults.readers import KILLS_THE_READER, KILLS_THE_SERVICE
from tests.integration.texts import small
from tests.integration.waiting import until

pytestmark = [pytest.mark.faults, pytest.mark.timeout(300)]

# `gouji serve parse`, which one text kills.
WEAK = """
import asyncio, sys
from gouji.serving import serve
from services.parse import app
from tests.faults.readers import weak
app.Slots.read = weak(app.Slots.read)
sys.exit(asyncio.run(serve(sys.argv[1])))
"""


async def ends(client: httpx.AsyncClient, ids: list[str]) -> list[str]:
    """The ends of the submissions, once all have one."""

    async def all_ended() -> list[str] | None:
        answers = [(await client.get(f"/submissions/{id}")).json() for id in ids]
        statuses = [str(answer.get("status")) for answer in answers]
        return statuses if set(statuses) <= {"stored", "failed", "duplicate"} else None

    found: list[str] = await until(all_ended, within_s=60)
    return found


async def submit(client: httpx.AsyncClient, data: bytes, name: str) -> str:
    answer = await client.post("/documents", files={"file": (name, data)})
    return str(answer.json()["submissions"][0]["submission"])


async def test_a_file_that_comes_a_hundred_times_at_once_is_stored_once(tmp_path: Path) -> None:
    async with Deployment.embedded(tmp_path) as deployment:
        limits = httpx.Limits(max_connections=20)
        async with httpx.AsyncClient(
            base_url=deployment.http_url, trust_env=False, timeout=60, limits=limits
        ) as client:
            uploads = (submit(client, small(), f"{number}.txt") for number in range(100))
            ids = list(await asyncio.gather(*uploads))
            assert sorted(await ends(client, ids)) == ["duplicate"] * 99 + ["stored"]
            documents = (await client.get("/documents")).json()["documents"]
    assert len(documents) == 1


async def test_a_file_that_is_dropped_a_hundred_times_at_once_is_stored_once(tmp_path: Path) -> None:
    files = {f"{number}.txt": small() for number in range(100)}
    async with Cluster.running(tmp_path / "run") as cluster:
        await cluster.drop(files)
        await cluster.ended(len(files))
        await cluster.nothing_left_in_the_inbox(files)
        assert Counter((await cluster.statuses()).values()) == {"duplicate": 99, "stored": 1}


async def test_a_document_that_kills_its_reader_every_time_fails_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("services.parse.app.TASK", "tests.faults.readers:documents")
    async with (
        Deployment.embedded(tmp_path) as deployment,
        httpx.AsyncClient(base_url=deployment.http_url, trust_env=False, timeout=60) as client,
    ):
        files = [small(1), KILLS_THE_READER + small(2), small(3)]
        ids = [await submit(client, data, f"{number}.txt") for number, data in enumerate(files)]
        assert await ends(client, ids) == ["stored", "failed", "stored"]
        failure = (await client.get(f"/submissions/{ids[1]}")).json()["failure"]
    assert (failure["code"], failure["stage"]) == ("crashed", "parse")


async def test_a_document_that_kills_its_worker_every_time_becomes_a_dead_letter_that_can_be_tried_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = {f"{number}.txt": small(number) for number in range(5)} | {"bad.txt": KILLS_THE_SERVICE + small(9)}
    expected = await undisturbed(files, tmp_path)
    async with Cluster.running(tmp_path / "run", programs={"parse": WEAK}) as cluster:
        monkeypatch.setenv("GOUJI_NATS_URL", cluster.servers.urls[0])
        monkeypatch.setenv("GOUJI_URL", cluster.services["store"].url)
        await cluster.drop(files)
        await cluster.ended(len(files))
        receipts = cluster.receipts()
        failure = receipts["bad.txt"]["failure"]
        assert (failure["code"], failure["stage"]) == ("retries_exhausted", "parse")
        assert Counter((await cluster.statuses()).values()) == {"stored": 5, "failed": 1}
        assert await cluster.dead() == 1

        cluster.mend("parse")
        number = (await gouji("dead", "list")).split()[0]
        await gouji("dead", "retry", number)
        await cluster.ended(len(files) + 1)
        assert Counter((await cluster.statuses()).values()) == {"stored": 6, "failed": 1}
        assert await cluster.dead() == 0
        assert await cluster.retries() == {receipts["bad.txt"]["submission"]: "stored"}
        found = differences(await asyncio.to_thread(contents, cluster.database_url), expected)
        assert set(found) == {"submissions", "submission_documents"}, "only that it was tried twice"
        assert all("bad.txt" in row for rows in found.values() for side in rows for row in side)


async def gouji(*arguments: str) -> str:
    """What the command prints."""
    result = await asyncio.to_thread(CliRunner().invoke, main, arguments)
    assert result.exit_code == 0, result.output
    return result.output
