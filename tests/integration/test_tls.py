"""TLS to NATS and to PostgreSQL by settings: the right authority lets a service in, a wrong one and none do not."""

import asyncio
import os
import pwd
import shutil
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from psycopg.errors import OperationalError as DriverError
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from deploy.keys import make_certificates, make_users
from gouji.nats_server import NatsServer
from gouji.operating import BusAway, operating
from gouji.settings import OperatorSettings
from services.parse.settings import ParseSettings
from services.store.database import Database
from shared.bus import Bus
from shared.provision import plan, provision
from shared.telemetry import Metrics
from shared.topology import PARSED
from tests import postgres
from tests.integration.processes import free_port

TLS = """
tls {{ cert_file: "{0}/nats1.crt", key_file: "{0}/nats1.key", ca_file: "{0}/ca.crt" }}
"""


@pytest.fixture(scope="module")
def keys(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder as deploy/keys.py makes it."""
    folder = tmp_path_factory.mktemp("keys")
    make_certificates(folder)
    make_users(folder, [])
    return folder


@pytest.fixture(scope="module")
def strange(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An authority that nobody here was signed by."""
    folder = tmp_path_factory.mktemp("strange")
    make_certificates(folder)
    return folder / "ca.crt"


@pytest.fixture
async def guarded(keys: Path, tmp_path: Path) -> AsyncIterator[NatsServer]:
    """NATS with TLS and with the users of a deployment."""
    users = (keys / "users.conf").read_text("ascii")
    server = NatsServer(tmp_path / "nats", authorization=TLS.format(keys) + users)
    await server.start()
    yield server
    await server.stop()


def operator(server: NatsServer, keys: Path, **other: Path | None) -> OperatorSettings:
    given = {"nats_ca": keys / "ca.crt", "nats_nkey": keys / "provision.nk", **other}
    return OperatorSettings(
        nats_url=server.url, nats_timeout_s=1, nats_ca=given["nats_ca"], nats_nkey=given["nats_nkey"]
    )


async def test_an_operator_provisions_and_a_service_works_over_tls(guarded: NatsServer, keys: Path) -> None:
    async with operating(operator(guarded, keys)) as js:
        await provision(js)
        assert await plan(js) == []
    settings = ParseSettings(nats_url=guarded.url, nats_ca=keys / "ca.crt", nats_nkey=keys / "parse.nk")
    bus = Bus(settings, "parse", metrics=Metrics("parse"))
    await asyncio.wait_for(bus.start(), 10)
    try:
        await bus.publisher.send(PARSED, b"{}", id="one")  # the server takes nothing without TLS: see below
    finally:
        await bus.stop()


@pytest.mark.parametrize("wrong", ["strange authority", "no authority", "no key", "another's key"])
async def test_nobody_else_comes_in(guarded: NatsServer, keys: Path, strange: Path, wrong: str, tmp_path: Path) -> None:
    make_users(tmp_path, [])
    others: dict[str, dict[str, Path | None]] = {
        "strange authority": {"nats_ca": strange},
        "no authority": {"nats_ca": None},
        "no key": {"nats_nkey": None},
        "another's key": {"nats_nkey": tmp_path / "provision.nk"},
    }
    with pytest.raises(BusAway) as told:
        async with operating(operator(guarded, keys, **others[wrong])):
            pass
    assert "certificate" in told.value.message_en.lower() or "key" in wrong


async def test_a_certificate_for_another_name_is_refused(guarded: NatsServer, keys: Path) -> None:
    elsewhere = guarded.url.replace("127.0.0.1", "127.0.0.2")
    settings = operator(guarded, keys).model_copy(update={"nats_url": elsewhere})
    with pytest.raises(BusAway):
        async with operating(settings):
            pass


@pytest.fixture(scope="module")
def database_port(keys: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """A PostgreSQL server that takes connections over TCP only with TLS."""
    folder = tmp_path_factory.mktemp("postgres-tls")
    for name in ("postgres.crt", "postgres.key"):
        shutil.copy(keys / name, folder / name)
    (folder / "postgres.key").chmod(0o600)
    (folder / "pg_hba.conf").write_text("local all all trust\nhostssl all all all trust\n")
    if os.geteuid() == 0 and postgres.programs():
        _give_to_postgres(folder)
    port = free_port()
    settings = ["listen_addresses=127.0.0.1", f"port={port}", f"hba_file={folder}/pg_hba.conf", "ssl=on"]
    settings += [f"ssl_cert_file={folder}/postgres.crt", f"ssl_key_file={folder}/postgres.key"]
    with postgres.running(*settings) as server:
        if server is None:
            pytest.skip(postgres.NO_SERVER)
        yield port


def _give_to_postgres(folder: Path) -> None:
    """The server runs as another user, who must come through to the files; PostgreSQL wants to own its key."""
    for path in folder.iterdir():
        os.chown(path, pwd.getpwnam("postgres").pw_uid, -1)
    for path in (folder, folder.parent, folder.parent.parent):
        path.chmod(0o755)


def opened(port: int, options: str) -> Database:
    return Database(f"postgresql://postgres@localhost:{port}/postgres?hostaddr=127.0.0.1&{options}")


def test_the_store_works_over_verified_tls(database_port: int, keys: Path) -> None:
    # The certificate says 127.0.0.1 and postgres, so the address is what is verified.
    database = Database(
        f"postgresql://postgres@127.0.0.1:{database_port}/postgres?sslmode=verify-full&sslrootcert={keys}/ca.crt"
    )
    database.upgrade()
    with database.read() as session:
        assert session.execute(text("SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()")).scalar() is True
    database.close()


@pytest.mark.parametrize("options", ["sslmode=disable", "sslmode=verify-full&sslrootcert={strange}"])
def test_the_store_talks_neither_openly_nor_to_a_stranger(database_port: int, strange: Path, options: str) -> None:
    database = opened(database_port, options.format(strange=strange))
    with pytest.raises((OperationalError, DriverError)):
        database.ping()
    database.close()


def test_a_certificate_for_another_host_is_refused_by_the_store(database_port: int, keys: Path) -> None:
    database = opened(database_port, f"sslmode=verify-full&sslrootcert={keys}/ca.crt")
    with pytest.raises(OperationalError, match="localhost"):
        database.ping()
    database.close()
