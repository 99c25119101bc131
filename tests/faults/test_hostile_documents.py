"""Documents that come too often or bring their reader down: the others go on, and each ends once."""

import asyncio
from pathlib import Path

import httpx
import pytest

from gouji.deployment import Deployment
from tests.integration.texts import small
from tests.integration.waiting import until

pytestmark = [pytest.mark.faults, pytest.mark.timeout(300)]


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


async def test_a_document_that_kills_its_reader_every_time_fails_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("services.parse.app.TASK", "tests.faults.readers:documents")
    async with (
        Deployment.embedded(tmp_path) as deployment,
        httpx.AsyncClient(base_url=deployment.http_url, trust_env=False, timeout=60) as client,
    ):
        files = [small(1), b"kill the reader\n" + small(2), small(3)]
        ids = [await submit(client, data, f"{number}.txt") for number, data in enumerate(files)]
        assert await ends(client, ids) == ["stored", "failed", "stored"]
        failure = (await client.get(f"/submissions/{ids[1]}")).json()["failure"]
    assert (failure["code"], failure["stage"]) == ("crashed", "parse")
