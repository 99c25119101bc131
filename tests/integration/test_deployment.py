"""All four services in one process, as `gouji up` and `gouji review` run them."""

import asyncio
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import nats
import psutil
import pytest

from gouji.deployment import Deployment, Place
from gouji.http_server import AddressInUse, HttpServer
from gouji.nats_server import FolderInUse
from shared.topology import PARSE, STREAM_NEWS, VERDICTS
from tests.integration.texts import small
from tests.integration.waiting import until

UP = """
import asyncio, sys
from pathlib import Path
from gouji.deployment import Place, up
folder = Path(sys.argv[1])
place = Place(folder, "127.0.0.1:0", 0, inbox=folder / "inbox")
sys.exit(asyncio.run(up(place, lambda deployment: print("up", flush=True))))
"""


async def submit(http_url: str, data: bytes, name: str = "a.txt") -> str:
    async with httpx.AsyncClient(base_url=http_url, trust_env=False) as client:
        answer = await client.post("/documents", files={"file": (name, data)})
        assert answer.status_code == 202
        return str(answer.json()["submissions"][0]["submission"])


async def submission(http_url: str, id: str) -> dict[str, Any]:
    async with httpx.AsyncClient(base_url=http_url, trust_env=False) as client:
        answer: dict[str, Any] = (await client.get(f"/submissions/{id}")).json()
        return answer


async def ended(http_url: str, id: str, within_s: float = 15.0) -> dict[str, Any]:
    async def there() -> dict[str, Any] | None:
        answer = await submission(http_url, id)
        return answer if answer.get("status") in ("stored", "failed", "duplicate") else None

    found: dict[str, Any] = await until(there, within_s=within_s)
    return found


async def test_a_file_ends_in_a_review_and_a_verdict_event() -> None:
    async with Deployment.embedded() as deployment:
        connection = await nats.connect(deployment.nats_url)
        verdicts = await connection.jetstream().pull_subscribe(f"{VERDICTS}.>", stream=STREAM_NEWS.name)
        id = await submit(deployment.http_url, small(1))
        answer = await ended(deployment.http_url, id)
        assert answer["status"] == "stored"
        async with httpx.AsyncClient(base_url=deployment.http_url, trust_env=False) as client:
            review = (await client.get(f"/documents/{answer['documents'][0]['id']}/review")).json()
        assert (review["submission"], review["revision"]) == (id, 1)
        [event] = await verdicts.fetch(1, timeout=10)
        data = json.loads(event.data)["data"]
        assert (data["submission"], data["outcome"]) == (id, review["outcome"])
        assert data["review_url"].startswith(deployment.http_url)
        await connection.close()


async def test_health_and_metrics_speak_for_all_services() -> None:
    async with Deployment.embedded() as deployment:
        await ended(deployment.http_url, await submit(deployment.http_url, small(1)))
        async with httpx.AsyncClient(base_url=deployment.http_url, trust_env=False) as client:
            assert [(await client.get(path)).status_code for path in ("/livez", "/readyz")] == [200, 200]
            metrics = (await client.get("/metrics")).text
    assert "gouji_rule_seconds_count{" in metrics
    for stage in ("ingest", "parse", "validate", "store"):
        assert f'gouji_documents_total{{result="ok",stage="{stage}"}} 1.0' in metrics


async def test_the_bytes_of_another_submission_are_a_duplicate() -> None:
    async with Deployment.embedded() as deployment:
        first = await submit(deployment.http_url, small(1))
        await ended(deployment.http_url, first)
        second = await ended(deployment.http_url, await submit(deployment.http_url, small(1), "again.txt"))
        assert (second["status"], second["first_submission"]) == ("duplicate", first)


async def test_one_folder_holds_one_deployment_at_a_time(tmp_path: Path) -> None:
    async with Deployment.embedded(tmp_path):
        addresses = json.loads((tmp_path / "addresses.json").read_text("utf-8"))
        assert addresses.keys() == {"http", "nats"}
        with pytest.raises(FolderInUse):
            async with Deployment.embedded(tmp_path):
                pass
        assert await submission(addresses["http"], "unknown")
    assert not (tmp_path / "addresses.json").exists()


async def test_an_occupied_port_is_told(tmp_path: Path) -> None:
    occupied = HttpServer("127.0.0.1:0")
    with pytest.raises(AddressInUse, match=occupied.address):
        Deployment(Place(tmp_path, occupied.address, 0))
    await occupied.stop()


async def test_nats_that_dies_is_started_again(tmp_path: Path) -> None:
    async with Deployment.embedded(tmp_path) as deployment:
        stopping = asyncio.Event()
        watching = asyncio.create_task(deployment.watch(stopping))
        assert deployment._nats.pid is not None
        os.kill(deployment._nats.pid, signal.SIGKILL)
        assert (await ended(deployment.http_url, await submit_when_back(deployment, small(1))))["status"] == "stored"
        stopping.set()
        assert await watching == 0


async def test_a_consumer_that_somebody_deletes_comes_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gouji.deployment._LOOK_CLOSELY_S", 0.1)
    async with Deployment.embedded(tmp_path) as deployment:
        stopping = asyncio.Event()
        watching = asyncio.create_task(deployment.watch(stopping))
        connection = await nats.connect(deployment.nats_url)
        await connection.jetstream().delete_consumer(PARSE.stream, PARSE.name)

        async def back() -> bool:
            names = [info.name for info in await connection.jetstream().consumers_info(PARSE.stream)]
            return PARSE.name in names

        await until(back)
        assert (await ended(deployment.http_url, await submit(deployment.http_url, small(1))))["status"] == "stored"
        stopping.set()
        assert await watching == 0
        await connection.close()


async def test_nothing_is_accepted_while_the_disk_is_nearly_full(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GOUJI_DISK_FREE_MB", str(10**9))
    async with (
        Deployment.embedded(tmp_path) as deployment,
        httpx.AsyncClient(base_url=deployment.http_url, trust_env=False) as client,
    ):
        answer = await client.post("/documents", files={"file": ("a.txt", small(1))})
    assert (answer.status_code, "Retry-After" in answer.headers) == (429, True)
    assert "disk" in answer.json()["message_en"]


async def submit_when_back(deployment: Deployment, data: bytes) -> str:
    async with httpx.AsyncClient(base_url=deployment.http_url, trust_env=False, timeout=30) as client:

        async def accepted() -> str | None:
            answer = await client.post("/documents", files={"file": ("a.txt", data)})
            return answer.json()["submissions"][0]["submission"] if answer.status_code == 202 else None

        return str(await until(accepted, within_s=30))


class Up:
    """`gouji up` as a process."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.process = subprocess.Popen(
            [sys.executable, "-c", UP, str(folder)], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
        assert self.process.stdout is not None
        assert self.process.stdout.readline() == b"up\n"

    @property
    def http_url(self) -> str:
        return str(json.loads((self.folder / "addresses.json").read_text("utf-8"))["http"])

    def children(self) -> list[psutil.Process]:
        return psutil.Process(self.process.pid).children(recursive=True)

    def end(self, which: signal.Signals) -> int:
        self.process.send_signal(which)
        return self.process.wait(20)


@pytest.fixture
def up(tmp_path: Path) -> Iterator[Up]:
    running = Up(tmp_path)
    yield running
    if running.process.poll() is None:
        running.end(signal.SIGKILL)


@pytest.mark.parametrize("which", [signal.SIGINT, signal.SIGTERM])
def test_up_stops_cleanly_when_told(up: Up, which: signal.Signals) -> None:
    children = up.children()
    assert children
    assert up.end(which) == 0
    assert not any(child.is_running() for child in children)


def test_up_that_is_killed_leaves_nothing_running(up: Up) -> None:
    children = up.children()
    up.end(signal.SIGKILL)
    deadline = time.monotonic() + 10
    while any(child.is_running() and child.status() != psutil.STATUS_ZOMBIE for child in children):
        assert time.monotonic() < deadline
        time.sleep(0.02)


@pytest.mark.faults
async def test_what_was_in_flight_when_up_was_killed_ends_after_its_next_start(up: Up, tmp_path: Path) -> None:
    ids = [await submit(up.http_url, small(number)) for number in range(20)]
    up.end(signal.SIGKILL)
    again = Up(tmp_path)
    try:
        statuses = [(await ended(again.http_url, id, within_s=40))["status"] for id in ids]
    finally:
        again.end(signal.SIGTERM)
    assert statuses == ["stored"] * 20
