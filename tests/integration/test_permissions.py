"""NATS users: with their own permissions the services do all their work; everything else is refused."""

import asyncio
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import httpx
import nats
import nkeys  # type: ignore[import-untyped]
import pytest
from nats.aio.client import Client
from nats.js import api

from gouji.nats_server import NatsServer
from shared import permissions
from shared.permissions import PROVISION, Permissions, authorization, of_provision, of_reader, of_service
from shared.provision import provision
from shared.topology import SERVICES, STREAM_NEWS, VERDICTS
from tests.integration.processes import Process
from tests.integration.texts import large, small
from tests.integration.waiting import until

READER, DURABLE = "county", "county-verdicts"
USERS: dict[str, Permissions] = {
    **{service: of_service(service) for service in SERVICES},
    PROVISION: of_provision(),
    READER: of_reader(READER, DURABLE),
}


class Guarded:
    """A server with users, each with a seed file."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        public = {name: self._new_key(name) for name in USERS}
        self.server = NatsServer(
            folder / "nats", authorization=authorization({name: (public[name], USERS[name]) for name in USERS})
        )

    def seed_file(self, name: str) -> Path:
        return self.folder / f"{name}.nk"

    @asynccontextmanager
    async def connected(self, name: str) -> AsyncIterator[tuple[Client, list[str]]]:
        """A connection as that user, and what the server refuses it, as it comes."""
        refused: list[str] = []

        async def note(error: Exception) -> None:
            refused.append(str(error))

        connection = await nats.connect(
            self.server.url, nkeys_seed=str(self.seed_file(name)), inbox_prefix=f"_INBOX_{name}", error_cb=note
        )
        yield connection, refused
        await connection.close()

    def _new_key(self, name: str) -> str:
        seed = nkeys.encode_seed(os.urandom(32), nkeys.PREFIX_BYTE_USER)
        self.seed_file(name).write_bytes(seed)
        return str(nkeys.from_seed(seed).public_key.decode())


@pytest.fixture
async def guarded(tmp_path: Path) -> AsyncIterator[Guarded]:
    guarded = Guarded(tmp_path)
    await guarded.server.start()
    async with guarded.connected(PROVISION) as (connection, _):
        js = connection.jetstream()
        await provision(js)
        config = api.ConsumerConfig(
            durable_name=DURABLE, filter_subject=f"{VERDICTS}.>", ack_policy=api.AckPolicy.EXPLICIT
        )
        await js.add_consumer(STREAM_NEWS.name, config=config)
    yield guarded
    await guarded.server.stop()


def concrete(subject: str) -> str:
    """One subject that a pattern allows."""
    return subject.replace("*", "x").replace(">", "x")


def allows(patterns: tuple[str, ...], subject: str) -> bool:
    return any(_matches(pattern.split("."), subject.split(".")) for pattern in patterns)


def _matches(pattern: list[str], subject: list[str]) -> bool:
    if pattern[0] == ">":
        return True
    if pattern[0] not in ("*", subject[0]):
        return False
    if len(pattern) == 1 or len(subject) == 1:
        return len(pattern) == len(subject)
    return _matches(pattern[1:], subject[1:])


EVERYTHING = sorted(
    {concrete(subject) for each in USERS.values() for subject in each.publish}
    | {
        f"{permissions.API}.STREAM.DELETE.GOUJI_NEWS",
        f"{permissions.API}.STREAM.PURGE.GOUJI_RECEIVED",
        f"{permissions.API}.STREAM.UPDATE.GOUJI_NEWS",
        f"{permissions.API}.CONSUMER.DELETE.GOUJI_PARSED.validate",
        f"{permissions.API}.CONSUMER.DURABLE.CREATE.GOUJI_NEWS.mine",
        f"{permissions.API}.CONSUMER.CREATE.GOUJI_NEWS.mine",
        f"{permissions.API}.STREAM.MSG.DELETE.GOUJI_DEAD",
        "somewhere.else",
    }
)


@pytest.mark.parametrize("user", USERS)
async def test_every_forbidden_subject_is_refused_and_no_allowed_one(guarded: Guarded, user: str) -> None:
    allowed = USERS[user]
    forbidden = [subject for subject in EVERYTHING if not allows(allowed.publish, subject)]
    own = [concrete(subject) for subject in allowed.publish if not subject.startswith(permissions.API)]
    assert forbidden
    async with guarded.connected(user) as (connection, refused):
        for subject in [*forbidden, *own]:
            await connection.publish(subject, b"")
        others = [f"_INBOX_{other}.x" for other in USERS if other != user] + ["_INBOX.x", "gouji.v1.documents.parsed"]
        wrong = [subject for subject in others if not allows(allowed.subscribe, subject)]
        for subject in wrong:
            await connection.subscribe(subject)
        await connection.flush()
        await until(lambda: len(refused) >= len(forbidden) + len(wrong))
    assert sorted(_told(refused, "publish to")) == forbidden
    assert sorted(_told(refused, "subscription to")) == sorted(wrong)


async def test_nobody_comes_in_without_a_key(guarded: Guarded) -> None:
    async def ignore(_: Exception) -> None:
        pass

    with pytest.raises(nats.errors.Error):
        await nats.connect(guarded.server.url, allow_reconnect=False, error_cb=ignore)


async def test_with_their_permissions_the_services_do_all_their_work(guarded: Guarded, tmp_path: Path) -> None:
    def process(name: str, **settings: object) -> Process:
        given = {"nats_url": guarded.server.url, "nats_nkey": guarded.seed_file(name), "drain_timeout_s": 1}
        return Process(name, tmp_path, **given, **settings)

    store = process("store", database_url=f"sqlite:///{tmp_path / 'gouji.db'}", watch_s=0.2)
    ingest = process("ingest", url=store.url, public_url=store.url)
    services = [ingest, process("parse"), process("validate"), store]
    for each in services:
        each.start()
    try:
        for each in services:
            await until(each.ready, within_s=60)
        files = (small(), large(), large(), b" \n")
        assert [await _ended(ingest, store, data) for data in files] == ["stored", "stored", "duplicate", "failed"]
        await _a_reader_hears_the_verdicts(guarded)
    finally:
        for each in services:
            each.stop()
    refusals = [event for each in services for event in each.events() if event["event"] == "nats_error"]
    assert refusals == []


async def _ended(ingest: Process, store: Process, data: bytes) -> str:
    """How a file ends that is given to ingest."""
    async with httpx.AsyncClient(trust_env=False, timeout=30) as client:
        answer = await client.post(f"{ingest.url}/documents", files={"file": ("a.txt", data)})
        id = answer.json()["submissions"][0]["submission"]

        async def end() -> str | None:
            status = (await client.get(f"{store.url}/submissions/{id}")).json().get("status")
            return status if status in ("stored", "failed", "duplicate") else None

        return str(await until(end, within_s=30))


async def _a_reader_hears_the_verdicts(guarded: Guarded) -> None:
    async with guarded.connected(READER) as (connection, refused):
        subscription = await connection.jetstream().pull_subscribe_bind(durable=DURABLE, stream=STREAM_NEWS.name)
        for message in await subscription.fetch(2, timeout=10):
            await message.ack()
        await connection.flush()
        await asyncio.sleep(0)
        assert refused == []


def _told(refused: list[str], what: str) -> list[str]:
    """The subjects that the server's refusals name."""
    found = [line.lower().split(what, 1)[1] for line in refused if what in line.lower()]
    names = {subject.lower(): subject for subject in EVERYTHING} | {
        name.lower(): name for user in USERS for name in (f"_INBOX_{user}.x",)
    }
    told = [each.strip(" \"'").split('"')[0] for each in found]
    return [names.get(each, each.replace("_inbox.x", "_INBOX.x")) for each in told]
