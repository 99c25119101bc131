"""One busy run of the services under their NATS users: nothing that they need is refused, nothing is granted in vain.

The server writes down every subject that each user publishes and subscribes to. What seldom happens (a half-written
object, a delivery that ran out, a lost durable) is made to happen.
"""

import asyncio
import contextlib
import json
import re
import sqlite3
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import pytest
from nats.js import JetStreamContext

from shared.blobs import BlobMissing, JetStreamBlobs, reference
from shared.permissions import PROVISION
from shared.provision import plan
from shared.topology import (
    BODIES,
    DURABLES,
    FAILED,
    KIB,
    MAX_DELIVERIES,
    ORIGINALS,
    PARSED,
    RECEIVED,
    STREAM_NEWS,
    STREAM_PARSED,
    VALIDATED,
    VERDICTS,
    stream_of,
)
from tests.integration.guarded import DURABLE, READER, USERS, Guarded, ended, serving
from tests.integration.processes import Process
from tests.integration.texts import large, small
from tests.integration.waiting import until

BROKEN = b'{"data": {"submission": "01JD3Z7QK0000000000000000Z", "document_id": "d"}}'
TRACE = "trace: true\nmax_traced_msg_len: 1\n"
Subjects = dict[str, set[str]]


@dataclass
class Observed:
    """What was seen in the run; subjects by user."""

    ends: list[str] = field(default_factory=list)
    ends_after_the_loss: list[str] = field(default_factory=list)
    heard: int = 0
    refused: list[str] = field(default_factory=list)
    made_again: set[str] = field(default_factory=set)
    told: dict[str, str] = field(default_factory=dict)  # what /readyz says of the service after the loss of streams
    published: Subjects = field(default_factory=dict)
    subscribed: Subjects = field(default_factory=dict)


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Observed:
    """Made once, because it starts four processes."""
    return asyncio.run(_busy(tmp_path_factory.mktemp("grants")))


async def _busy(folder: Path) -> Observed:
    seen = Observed()
    inbox = folder / "inbox"
    quick = {"inbox": inbox, "inbox_poll_s": 0.1, "sweep_after_s": 1, "sweep_s": 0.2, "watch_s": 0.2}
    async with (
        Guarded(folder, TRACE).running() as guarded,
        guarded.connected("root") as (root, _),
        serving(guarded, folder, **quick) as services,
    ):
        seen.ends = [await ended(services, data) for data in (small(), large(), large(), b" \n", b"")]
        seen.heard = await _heard_by_a_reader(guarded)
        await _follow_the_news(guarded, root.jetstream())
        await _break_messages(root.jetstream())
        await _let_deliveries_run_out(root.jetstream())
        await _write_objects_by_halves(guarded)
        await _read_objects_that_are_not_there(guarded)
        await _forget_the_way_of_a_document(folder / "gouji.db")
        seen.made_again = await _lose_durables(root.jetstream(), services)
        seen.ends_after_the_loss = [await ended(services, small(7))]
        with contextlib.suppress(AssertionError):  # the tests tell what is left
            await until(lambda: not _idle_grants(guarded), within_s=20, every_s=0.5)
        seen.published, seen.subscribed = _traced(guarded)
        seen.refused = [event["reason"] for each in services.values() for event in _refusals(each)]
        seen.told = await _lose_streams(root.jetstream(), services)
    return seen


def test_every_document_ends_and_the_reader_hears_of_it(run: Observed) -> None:
    assert run.ends == ["stored", "stored", "duplicate", "failed", "failed"]
    assert run.heard == 2


def test_nothing_that_is_needed_is_refused(run: Observed) -> None:
    assert run.refused == []


@pytest.mark.parametrize("user", USERS)
def test_every_granted_subject_is_used(run: Observed, user: str) -> None:
    assert _in_vain(USERS[user].publish, run.published[user]) == set()
    assert _in_vain(USERS[user].subscribe, run.subscribed[user]) == set()


def test_lost_durables_are_made_again_and_the_services_go_on(run: Observed) -> None:
    assert run.made_again == {f"consumer {durable.stream}/{durable.name}" for durable in DURABLES}
    assert run.ends_after_the_loss == ["stored"]


def test_a_lost_stream_is_told_and_not_made(run: Observed) -> None:
    assert run.told == {
        "validate": f"bus: stream {STREAM_PARSED.name} is missing",
        "store": f"bus: stream {STREAM_PARSED.name} is missing\nbus: stream OBJ_{BODIES} is missing",
    }


async def _heard_by_a_reader(guarded: Guarded) -> int:
    async with guarded.connected(READER) as (connection, refused):
        js = connection.jetstream()
        await js.consumer_info(STREAM_NEWS.name, DURABLE)
        subscription = await js.pull_subscribe_bind(durable=DURABLE, stream=STREAM_NEWS.name)
        messages = await subscription.fetch(2, timeout=10)
        for message in messages:
            await message.ack()
        await connection.flush()
        assert refused == []
    return len(messages)


async def _follow_the_news(guarded: Guarded, root: JetStreamContext) -> None:
    """As `gouji events --all` does, over more than the server sends without a word from the client."""
    for number in range(8):
        await root.publish(f"{VERDICTS}.13.01.01.clean", b" " * 500 * KIB + str(number).encode())
    async with guarded.connected(PROVISION) as (connection, refused):
        js = connection.jetstream()
        assert await plan(js) == []
        news = await js.subscribe(f"{VERDICTS}.>", stream=STREAM_NEWS.name, ordered_consumer=True)
        for _ in range(10):
            await news.next_msg(timeout=10)
        await connection.flush()
        assert refused == []


async def _break_messages(root: JetStreamContext) -> None:
    """Messages that no service can read: dead letters, and documents that end as failed."""
    for subject in (RECEIVED, PARSED, VALIDATED, FAILED):
        await root.publish(subject, BROKEN, stream=stream_of(subject))


async def _let_deliveries_run_out(root: JetStreamContext) -> None:
    """The server's word that it gives up a message of a durable of each stream."""
    for durable in {each.stream: each for each in DURABLES}.values():
        advisory = {"stream": durable.stream, "consumer": durable.name, "stream_seq": 1, "deliveries": 20}
        await root.publish(f"{MAX_DELIVERIES}.{durable.stream}.{durable.name}", json.dumps(advisory).encode())


async def _write_objects_by_halves(guarded: Guarded) -> None:
    """Two writers of the same bytes at once: the second one takes back what it wrote. And an object is removed."""
    for user, bucket in (("ingest", ORIGINALS), ("parse", BODIES), ("validate", BODIES)):
        async with guarded.connected(user) as (connection, _):
            blobs = JetStreamBlobs(connection.jetstream())
            data = f"of {user}".encode()
            ref, _ = await asyncio.gather(blobs.put(bucket, data), blobs.put(bucket, data))
        if bucket == ORIGINALS:
            async with guarded.connected("store") as (connection, _):
                assert await JetStreamBlobs(connection.jetstream()).delete(ref)


async def _read_objects_that_are_not_there(guarded: Guarded) -> None:
    """Any server is asked for a record, and the leader only where that one has not heard of it."""
    for user, bucket in (("parse", ORIGINALS), ("store", BODIES)):
        async with guarded.connected(user) as (connection, _):
            with pytest.raises(BlobMissing):
                await JetStreamBlobs(connection.jetstream()).get(reference(bucket, b"nowhere"))


async def _forget_the_way_of_a_document(database: Path) -> None:
    """Have store take a document for stuck since long ago."""

    def forget() -> None:
        with contextlib.closing(sqlite3.connect(database, timeout=30)) as connection, connection:
            [(id,)] = connection.execute("SELECT min(id) FROM submissions WHERE status = 'stored'").fetchall()
            connection.execute("UPDATE submissions SET status = 'received' WHERE id = ?", (id,))
            connection.execute(
                "UPDATE submission_documents SET status = 'received', updated_at = '2020-01-01 00:00:00.000000'"
                " WHERE submission_id = ?",
                (id,),
            )

    await asyncio.to_thread(forget)


async def _lose_durables(root: JetStreamContext, services: dict[str, Process]) -> set[str]:
    """Delete every durable; which store makes again until every service is ready."""
    for durable in DURABLES:
        await root.delete_consumer(durable.stream, durable.name)
    await until(lambda: len(_made_again(services["store"])) == len(DURABLES), within_s=30)
    for each in services.values():
        await until(each.ready, within_s=30)
    return _made_again(services["store"])


def _made_again(store: Process) -> set[str]:
    return {event["what"] for event in store.events() if event["event"] == "made_again"}


async def _lose_streams(root: JetStreamContext, services: dict[str, Process]) -> dict[str, str]:
    """Delete two streams; what the services that need them say."""
    for name in (STREAM_PARSED.name, f"OBJ_{BODIES}"):
        await root.delete_stream(name)
    await until(lambda: _unready(services["validate"]), within_s=30)
    await until(lambda: _says(services["store"], BODIES), within_s=30)
    await until(lambda: _says(services["store"], STREAM_PARSED.name), within_s=30)
    return {name: await _unready(services[name]) for name in ("validate", "store")}


async def _says(service: Process, word: str) -> bool:
    return word in await _unready(service)


async def _unready(service: Process) -> str:
    """Why the service cannot work; empty when it can."""
    async with httpx.AsyncClient(trust_env=False) as client:
        answer = await client.get(f"{service.url}/readyz")
    return answer.text.strip() if answer.status_code == 503 else ""


def _refusals(service: Process) -> list[dict[str, str]]:
    return [event for event in service.events() if event["event"] == "nats_error"]


def _idle_grants(guarded: Guarded) -> bool:
    published, _ = _traced(guarded)
    return any(_in_vain(USERS[user].publish, published[user]) for user in USERS)


def _in_vain(granted: tuple[str, ...], used: set[str]) -> set[str]:
    return {pattern for pattern in granted if not any(map(re.compile(_as_expression(pattern)).fullmatch, used))}


def _as_expression(pattern: str) -> str:
    return re.escape(pattern).replace(r"\*", r"[^.]+").replace(r"\>", ".+").replace(">", ".+")


def _traced(guarded: Guarded) -> tuple[Subjects, Subjects]:
    """The subjects that each user has published and subscribed to, as the server's log tells."""
    logs = sorted(guarded.server.folder.glob("nats-server.log*"))
    text = "".join(path.read_text("utf-8", "replace") for path in logs)
    found: dict[str, Subjects] = {"PUB": defaultdict(set), "SUB": defaultdict(set)}
    names = {key: name for name, key in guarded.public.items()}
    for key, verb, subject in re.findall(r'nkey:(\w+)" - <<- \[H?(PUB|SUB) (\S+)', text):
        found[verb][names[key]].add(subject)
    return found["PUB"], found["SUB"]
