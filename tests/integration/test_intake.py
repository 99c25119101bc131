"""Files on their way in, by upload and by inbox, through a real NATS server to their end."""

import asyncio
import json
import re
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from nats.js import JetStreamContext
from ulid import ULID

from gouji.nats_server import NatsServer
from services.ingest.inbox import Inbox
from shared.claims import Claim, JetStreamClaims
from shared.topology import STREAM_RECEIVED
from tests.integration.pipeline import Desk, desk, ingest, store
from tests.integration.waiting import until
from tests.serving import serving

GOOD = "水文站预算".encode()


@pytest.fixture
def database_url(tmp_path: Path) -> str:
    """SQLite: how files come in does not depend on the database."""
    return f"sqlite:///{tmp_path / 'gouji.db'}"


@pytest.fixture
async def running(
    nats_server: NatsServer, js: JetStreamContext, database_url: str, tmp_path: Path
) -> AsyncIterator[Desk]:
    async with desk(nats_server, js, database_url, tmp_path / "inbox") as made:
        yield made


def receipts(inbox: Path, folder: str) -> dict[str, Any]:
    """The receipts in done or failed, by the name of their file."""
    found = (inbox / folder).rglob("*.receipt.json")
    return {path.name.removesuffix(".receipt.json"): json.loads(path.read_text("utf-8")) for path in found}


async def test_uploaded_file_ends_stored_with_a_review(running: Desk) -> None:
    response = await running.upload(("乡镇/预算.txt", GOOD))
    assert response.status_code == 202
    answer = response.json()
    [submission] = answer["submissions"]
    assert submission["source"] == "乡镇/预算.txt"
    assert submission["status_url"].endswith(f"/submissions/{submission['submission']}")
    end = await running.end_of(submission["submission"])
    assert (end["status"], end["batch"], end["channel"]) == ("stored", answer["batch"], "http")
    assert (await running.get(end["documents"][0]["review_url"]))["outcome"] == "error"


async def test_files_of_one_call_share_the_batch_they_name(running: Desk) -> None:
    batch = str(ULID())
    for number in range(3):
        await running.upload((f"{number}.txt", GOOD + bytes([48 + number])), batch=batch, channel="cli")

    async def ended() -> bool:
        listed = (await running.http.get("/submissions", params={"batch": batch})).json()["submissions"]
        return [(each["status"], each["channel"]) for each in listed] == [("stored", "cli")] * 3

    await until(ended)


async def test_failed_file_is_tried_again(running: Desk, js: JetStreamContext) -> None:
    first = await running.submitted("坏.txt", GOOD)
    assert (await running.end_of(first))["failure"]["code"] == "malformed"
    claims, document = JetStreamClaims(js), (await running.end_of(first))["documents"][0]["id"]

    async def free() -> bool:
        claim, _ = await claims.get(document)
        return claim == Claim(submission=first, state="failed")

    await until(free)
    response = await running.upload(("好.txt", GOOD), retry_of=first)
    end = await running.end_of(response.json()["submissions"][0]["submission"])
    assert (end["status"], end["retry_of"]) == ("stored", first)


@pytest.mark.parametrize("version", ["parser", "rules"])
async def test_changed_version_judges_again(running: Desk, js: JetStreamContext, version: str) -> None:
    assert (await running.end_of(await running.submitted("a.txt", GOOD)))["status"] == "stored"
    await js.publish(f"$KV.GOUJI_VERSIONS.{version}", b"9.9+ffff")

    async def again() -> bool:
        end = await running.end_of(await running.submitted("a.txt", GOOD))
        return bool(end["status"] == "stored")

    await until(again)


@pytest.mark.parametrize(
    ("name", "data", "code"), [("空.txt", b"", "empty"), ("坏.txt", GOOD, "malformed")], ids=["empty", "malformed"]
)
async def test_bad_upload_ends_with_its_reason(running: Desk, name: str, data: bytes, code: str) -> None:
    end = await running.end_of(await running.submitted(name, data))
    assert (end["status"], end["failure"]["code"], end["source"]) == ("failed", code, name)


@pytest.mark.parametrize(
    ("request_", "status", "code"),
    [
        pytest.param(
            {"content": b"{}", "headers": {"content-type": "application/json"}}, 415, "unsupported", id="no-form"
        ),
        pytest.param({"files": {"x": (None, "text")}}, 400, "bad_request", id="no-file"),
        pytest.param(
            {"content": b"nonsense", "headers": {"content-type": "multipart/form-data; boundary=x"}},
            400,
            "bad_request",
            id="broken-form",
        ),
        pytest.param({"files": {"file": ("a", b"x")}, "data": {"batch": "tomorrow"}}, 400, "bad_request", id="no-ulid"),
        pytest.param({"files": {"file": ("a", b"x")}, "data": {"retry_of": "it"}}, 400, "bad_request", id="no-retry"),
        pytest.param({"files": {"file": ("a", b"x")}, "data": {"channel": "fax"}}, 400, "bad_request", id="no-channel"),
        pytest.param({"files": {"file": ("a", b"x" * (2**20 + 1))}}, 413, "too_large", id="too-large"),
        pytest.param({"files": {"file": ("a", b"x" * (20 * 2**20))}}, 413, "too_large", id="far-too-large"),
    ],
)
async def test_upload_that_cannot_be_accepted_says_why(
    nats_server: NatsServer, js: JetStreamContext, request_: dict[str, Any], status: int, code: str
) -> None:
    async with (
        ingest(nats_server, "http://127.0.0.1:9", max_file_mb=1) as service,
        serving(service.asgi) as url,
        httpx.AsyncClient(base_url=url) as http,
    ):
        response = await http.post("/documents", **request_)
    assert response.status_code == status, response.text
    assert response.json()["code"] == code
    assert response.json()["message"]
    assert response.json()["message_en"]
    assert (await js.stream_info(STREAM_RECEIVED.name)).state.messages == 0


@pytest.mark.parametrize(
    ("client", "token", "header", "status"),
    [
        ("127.0.0.1", None, None, 202),
        ("::1", None, None, 202),
        ("10.1.2.3", None, None, 401),
        ("10.1.2.3", None, "Bearer ", 401),
        ("10.1.2.3", "secret", None, 401),
        ("10.1.2.3", "secret", "Bearer wrong", 401),
        ("10.1.2.3", "secret", "Bearer secret", 202),
        ("not-an-address", "secret", None, 401),
    ],
)
async def test_stranger_needs_the_token(
    nats_server: NatsServer, js: JetStreamContext, client: str, token: str | None, header: str | None, status: int
) -> None:
    async with ingest(nats_server, "http://127.0.0.1:9", token=token) as service:
        transport = httpx.ASGITransport(service.asgi, client=(client, 1))
        async with httpx.AsyncClient(transport=transport, base_url="http://ingest") as http:
            headers = {"authorization": header} if header else {}
            response = await http.post("/documents", files={"file": ("a.txt", GOOD)}, headers=headers)
    assert response.status_code == status


async def test_backlog_holds_uploads_back(nats_server: NatsServer, js: JetStreamContext) -> None:
    async with ingest(nats_server, "http://127.0.0.1:9", backlog_documents=2) as service:
        service._backlog._FRESH_S = 0  # type: ignore[union-attr]
        transport = httpx.ASGITransport(service.asgi, client=("127.0.0.1", 1))
        async with httpx.AsyncClient(transport=transport, base_url="http://ingest") as http:

            async def refused() -> httpx.Response | None:
                response = await http.post("/documents", files={"file": ("a.txt", str(ULID()).encode())})
                return response if response.status_code == 429 else None

            response = await until(refused)
            told = (await http.get("/metrics")).text
    assert int(response.headers["retry-after"]) > 0
    assert response.json()["code"] == "busy"
    assert re.fullmatch("已有\\d+份文件在等待处理：请稍后再试。", response.json()["message"])
    assert re.fullmatch(r"\d+ documents are waiting: try again later", response.json()["message_en"])
    assert 'gouji_held_back_total{room="documents"} 1.0' in told


async def test_upload_while_the_bus_is_away_is_asked_to_come_again(
    nats_server: NatsServer, js: JetStreamContext
) -> None:
    async with ingest(nats_server, "http://127.0.0.1:9", publish_budget_s=0.2, nats_timeout_s=0.3) as service:
        await nats_server.stop()
        transport = httpx.ASGITransport(service.asgi, client=("127.0.0.1", 1))
        async with httpx.AsyncClient(transport=transport, base_url="http://ingest", timeout=60) as http:
            response = await http.post("/documents", files={"file": ("a.txt", GOOD)})
    assert response.status_code == 503
    assert int(response.headers["retry-after"]) > 0


async def test_file_in_the_inbox_ends_in_done_with_its_receipt(running: Desk) -> None:
    (running.inbox / "乡镇").mkdir()
    (running.inbox / "乡镇" / "预算.txt").write_bytes(GOOD)
    await until(lambda: "预算.txt" in receipts(running.inbox, "done"))
    receipt = receipts(running.inbox, "done")["预算.txt"]
    assert receipt == await running.submission(receipt["submission"])
    assert (receipt["status"], receipt["source"], receipt["channel"]) == ("stored", "乡镇/预算.txt", "inbox")
    [kept] = running.inbox.glob("done/*/乡镇/预算.txt")
    assert kept.read_bytes() == GOOD
    assert not list((running.inbox / ".processing").iterdir())


async def test_inbox_parts_the_good_from_the_bad(running: Desk) -> None:
    files = {"好.txt": GOOD, "同.txt": GOOD, "空.txt": b"", "坏.txt": b"bad"}
    for name, data in files.items():
        (running.inbox / name).write_bytes(data)
    await until(lambda: len(receipts(running.inbox, "done")) == len(receipts(running.inbox, "failed")) == 2)
    done, failed = receipts(running.inbox, "done"), receipts(running.inbox, "failed")
    assert sorted(each["status"] for each in done.values()) == ["duplicate", "stored"]
    assert {name: each["failure"]["code"] for name, each in failed.items()} == {
        "空.txt": "empty",
        "坏.txt": "malformed",
    }
    assert len({each["batch"] for each in (*done.values(), *failed.values())}) == 1


async def test_file_that_still_grows_is_not_taken(
    nats_server: NatsServer, js: JetStreamContext, tmp_path: Path, database_url: str
) -> None:
    inbox = tmp_path / "inbox"
    async with desk(nats_server, js, database_url, inbox) as running, asyncio.timeout(30):
        with (inbox / "big.txt").open("wb") as file:
            for number in range(20):
                file.write(b"%d\n" % number)
                file.flush()
                await asyncio.sleep(0.02)
                assert (inbox / "big.txt").exists()
        await until(lambda: "big.txt" in receipts(inbox, "done"))
        [kept] = running.inbox.glob("done/*/big.txt")
        assert kept.read_bytes() == b"".join(b"%d\n" % number for number in range(20))


async def test_too_large_file_in_the_inbox_fails(
    nats_server: NatsServer, js: JetStreamContext, database_url: str, tmp_path: Path
) -> None:
    inbox = tmp_path / "inbox"
    async with (
        store(nats_server, database_url) as storing,
        serving(storing.asgi) as url,
        ingest(nats_server, url, inbox, max_file_mb=1),
    ):
        (inbox / "big.txt").write_bytes(b"x" * (2**20 + 1))
        await until(lambda: "big.txt" in receipts(inbox, "failed"))
    assert receipts(inbox, "failed")["big.txt"]["failure"]["code"] == "too_large"


async def test_file_that_vanishes_after_it_was_claimed_fails(
    nats_server: NatsServer, js: JetStreamContext, database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    inbox = tmp_path / "inbox"
    claim = Inbox.claim

    def claim_and_lose(self: Inbox, relative: Path, submission: str) -> Any:
        claimed = claim(self, relative, submission)
        assert claimed is not None
        claimed.path.unlink()
        return claimed

    monkeypatch.setattr(Inbox, "claim", claim_and_lose)
    async with desk(nats_server, js, database_url, inbox):
        (inbox / "gone.txt").write_bytes(GOOD)
        await until(lambda: "gone.txt" in receipts(inbox, "failed"))
    assert receipts(inbox, "failed")["gone.txt"]["failure"]["code"] == "vanished"


async def test_restart_goes_on_with_claimed_files(
    nats_server: NatsServer, js: JetStreamContext, database_url: str, tmp_path: Path
) -> None:
    """Ingest dies with files claimed: one not yet announced, one announced. Store was away all the time."""
    inbox = tmp_path / "inbox"
    Inbox(inbox).prepare()
    (inbox / "claimed.txt").write_bytes(b"claimed, never announced")
    unannounced = str(ULID())
    assert Inbox(inbox).claim(Path("claimed.txt"), unannounced)
    async with ingest(nats_server, "http://127.0.0.1:9", inbox):
        (inbox / "announced.txt").write_bytes(GOOD)

        async def both_announced() -> bool:
            return bool((await js.stream_info(STREAM_RECEIVED.name)).state.messages == 2)

        await until(both_announced)
    assert len(Inbox(inbox).claimed()) == 2
    async with desk(nats_server, js, database_url, inbox) as running:
        await until(lambda: len(receipts(inbox, "done")) == 2)
        assert receipts(inbox, "done")["claimed.txt"]["submission"] == unannounced
        assert len(await running.news.events("verdicts")) == 2
        assert len(await running.news.events("stored")) == 2


async def test_files_wait_in_the_inbox_while_the_bus_is_away(
    nats_server: NatsServer, js: JetStreamContext, database_url: str, tmp_path: Path
) -> None:
    inbox = tmp_path / "inbox"
    async with desk(nats_server, js, database_url, inbox):
        await nats_server.stop()
        (inbox / "a.txt").write_bytes(GOOD)
        await asyncio.sleep(0.3)
        await nats_server.start()
        await until(lambda: "a.txt" in receipts(inbox, "done"), within_s=30)
