"""A NATS server with a user a service, each with no more than its permissions; the services as these users."""

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx
import nats
import nkeys  # type: ignore[import-untyped]
from nats.aio.client import Client
from nats.js import api

from gouji.nats_server import NatsServer
from shared.permissions import PROVISION, Permissions, authorization, of_provision, of_reader, of_service
from shared.provision import provision
from shared.topology import SERVICES, STREAM_NEWS, VERDICTS
from tests.integration.processes import Process
from tests.integration.waiting import until

READER, DURABLE = "county", "county-verdicts"
USERS: dict[str, Permissions] = {
    **{service: of_service(service) for service in SERVICES},
    PROVISION: of_provision(),
    READER: of_reader(READER, DURABLE),
}


class Guarded:
    """A server with users, each with a seed file; `root` may do everything. `more` goes into its configuration."""

    def __init__(self, folder: Path, more: str = "") -> None:
        self.folder = folder
        permissions = {**USERS, "root": Permissions((">",), (">",))}
        self.public = {name: self._new_key(name) for name in permissions}
        users = authorization({name: (self.public[name], permissions[name]) for name in permissions})
        self.server = NatsServer(folder / "nats", authorization=more + users)

    @asynccontextmanager
    async def running(self) -> AsyncIterator["Guarded"]:
        """The server, provisioned, for the length of a block."""
        await self.server.start()
        async with self.connected(PROVISION) as (connection, _):
            js = connection.jetstream()
            await provision(js)
            config = api.ConsumerConfig(
                durable_name=DURABLE, filter_subject=f"{VERDICTS}.>", ack_policy=api.AckPolicy.EXPLICIT
            )
            await js.add_consumer(STREAM_NEWS.name, config=config)
        yield self
        await self.server.stop()

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


@asynccontextmanager
async def serving(guarded: Guarded, folder: Path, **settings: Any) -> AsyncIterator[dict[str, Process]]:
    """The four services in processes of their own, ready, each as its own user."""

    def process(name: str, **more: Any) -> Process:
        given = {"nats_url": guarded.server.url, "nats_nkey": guarded.seed_file(name), "drain_timeout_s": 1}
        return Process(name, folder, **given, **settings, **more)

    store = process("store", database_url=f"sqlite:///{folder / 'gouji.db'}")
    ingest = process("ingest", url=store.url, public_url=store.url)
    services = {"ingest": ingest, "parse": process("parse"), "validate": process("validate"), "store": store}
    for each in services.values():
        each.start()
    try:
        for each in services.values():
            await until(each.ready, within_s=60)
        yield services
    finally:
        for each in services.values():
            each.stop()


async def ended(services: dict[str, Process], data: bytes) -> str:
    """How a file ends that is given to ingest."""
    async with httpx.AsyncClient(trust_env=False, timeout=30) as client:
        answer = await client.post(f"{services['ingest'].url}/documents", files={"file": ("a.txt", data)})
        id = answer.json()["submissions"][0]["submission"]

        async def end() -> str | None:
            status = (await client.get(f"{services['store'].url}/submissions/{id}")).json().get("status")
            return status if status in ("stored", "failed", "duplicate") else None

        return str(await until(end, within_s=30))
