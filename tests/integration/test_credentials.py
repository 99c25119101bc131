"""NATS users by credentials files: on a server with an operator the same permissions hold, in each user's token."""

import base64
import hashlib
import json
import os
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import nats
import nkeys  # type: ignore[import-untyped]
import pytest

from gouji.nats_server import NatsServer
from gouji.operating import BusAway, operating
from gouji.settings import OperatorSettings
from shared.bus import Bus
from shared.envelope import event_id
from shared.events import Event, Received
from shared.permissions import PROVISION, Permissions, of_provision, of_service
from shared.provision import provision
from shared.settings import ServiceSettings
from shared.telemetry import Metrics
from shared.topology import PARSE, STREAM_RECEIVED
from tests.integration.test_bus import received
from tests.integration.waiting import until

_NO_LIMITS = {"subs": -1, "data": -1, "payload": -1}
_ACCOUNT = {**_NO_LIMITS, "imports": -1, "exports": -1, "wildcards": True, "conn": -1, "leaf": -1}
_STREAMS = {"mem_storage": -1, "disk_storage": -1, "streams": -1, "consumer": -1}
USERS = {"parse": of_service("parse"), "ingest": of_service("ingest"), PROVISION: of_provision()}


class Key:
    """One nkey."""

    def __init__(self, prefix: int) -> None:
        self.seed = nkeys.encode_seed(os.urandom(32), prefix)
        self._pair = nkeys.from_seed(self.seed)
        self.public = str(self._pair.public_key.decode())

    def token(self, of: "Key", name: str, kind: str, **claims: Any) -> str:
        """A JWT about the key `of`, signed by this one: the form of NATS, version 2."""
        body = {"iss": self.public, "sub": of.public, "name": name, "iat": 0}
        body["nats"] = {**claims, "type": kind, "version": 2}
        body["jti"] = hashlib.sha256(json.dumps(body).encode()).hexdigest()
        head = {"typ": "JWT", "alg": "ed25519-nkey"}
        signed = ".".join(_text(json.dumps(part).encode()) for part in (head, body))
        return f"{signed}.{_text(self._pair.sign(signed.encode()))}"


class Operated:
    """A server whose users come with tokens; each user's credentials file."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        folder.mkdir(exist_ok=True)
        operator, system = Key(nkeys.PREFIX_BYTE_OPERATOR), Key(nkeys.PREFIX_BYTE_ACCOUNT)
        self._account = Key(nkeys.PREFIX_BYTE_ACCOUNT)
        tokens = {
            self._account.public: operator.token(self._account, "gouji", "account", limits=_ACCOUNT | _STREAMS),
            system.public: operator.token(system, "SYS", "account", limits=_ACCOUNT),
        }
        known = "\n".join(f"{key}: {token}" for key, token in tokens.items())
        told = f"operator: {operator.token(operator, 'operator', 'operator')}\nsystem_account: {system.public}\n"
        told += f"resolver: MEMORY\nresolver_preload {{\n{known}\n}}\n"
        self.server = NatsServer(folder / "nats", authorization=told)
        for name, permissions in USERS.items():
            self.credentials(name).write_text(self._new_user(name, permissions))

    def credentials(self, name: str) -> Path:
        return self._folder / f"{name}.creds"

    def _new_user(self, name: str, permissions: Permissions) -> str:
        user = Key(nkeys.PREFIX_BYTE_USER)
        allowed = {"pub": {"allow": permissions.publish}, "sub": {"allow": permissions.subscribe}}
        token = self._account.token(user, name, "user", **_NO_LIMITS, **allowed)
        return (
            f"-----BEGIN NATS USER JWT-----\n{token}\n------END NATS USER JWT------\n\n"
            f"-----BEGIN USER NKEY SEED-----\n{user.seed.decode()}\n------END USER NKEY SEED------\n"
        )


def _text(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


@pytest.fixture
async def operated(tmp_path: Path) -> AsyncIterator[Operated]:
    started = Operated(tmp_path)
    await started.server.start()
    yield started
    await started.server.stop()


def operator_settings(operated: Operated, name: str) -> OperatorSettings:
    return OperatorSettings(
        nats_url=operated.server.url, nats_credentials=operated.credentials(name), nats_timeout_s=1.0
    )


async def test_a_service_works_with_its_credentials_file(operated: Operated) -> None:
    async with operating(operator_settings(operated, PROVISION)) as js:
        await provision(js)
    handled: list[str] = []

    async def handle(event: Event[Received]) -> None:
        handled.append(event.data.submission)

    buses = {name: _bus(operated, name) for name in ("parse", "ingest")}
    buses["parse"].consume(PARSE, Received, handle)
    try:
        for bus in buses.values():
            await bus.start()
        await buses["ingest"].publisher.announce(received(1), id=event_id("ingest", "S1", "d1"))
        await until(lambda: handled == ["S1"])
    finally:
        for bus in buses.values():
            await bus.stop()


async def test_a_credentials_file_allows_no_more_than_its_token_says(operated: Operated) -> None:
    refused: list[str] = []

    async def note(error: Exception) -> None:
        refused.append(str(error).lower())

    connection = await nats.connect(
        operated.server.url, user_credentials=str(operated.credentials("parse")), error_cb=note
    )
    await connection.publish(f"$JS.API.STREAM.DELETE.{STREAM_RECEIVED.name}", b"")
    await connection.subscribe("_INBOX_ingest.x")
    await until(lambda: len(refused) == 2)
    await connection.close()


async def test_credentials_of_another_account_are_refused(operated: Operated, tmp_path: Path) -> None:
    other = Operated(tmp_path / "other")
    settings = operator_settings(other, PROVISION).model_copy(update={"nats_url": operated.server.url})
    with pytest.raises(BusAway):
        async with operating(settings):
            pass


def _bus(operated: Operated, name: str) -> Bus:
    settings = ServiceSettings(nats_url=operated.server.url, nats_credentials=operated.credentials(name))
    return Bus(settings, name, metrics=Metrics(name))
