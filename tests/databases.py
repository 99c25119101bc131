"""Fixtures of the store's database: every test that takes `database` runs on SQLite and on PostgreSQL."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from services.store.database import Database
from tests import postgres


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[postgres.Server | None]:
    """One PostgreSQL server for all tests of this run; None where it is not installed."""
    with postgres.running() as server:
        yield server


@pytest.fixture(scope="session")
def upgraded_template(postgres_server: postgres.Server | None) -> str:
    """The name of an upgraded PostgreSQL database to copy; upgrading anew for each test takes four times as long."""
    assert postgres_server is not None
    opened = Database(postgres_server.create(name="upgraded"))
    opened.upgrade()
    opened.close()
    return "upgraded"


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The URL of an empty database."""
    yield from _url(request, tmp_path)


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The URL of a database, on PostgreSQL an upgraded one."""
    yield from _url(request, tmp_path, "upgraded_template")


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """An upgraded database."""
    opened = Database(database_url)
    opened.upgrade()
    yield opened
    opened.close()


def _url(request: pytest.FixtureRequest, folder: Path, template: str | None = None) -> Iterator[str]:
    if request.param == "sqlite":
        yield f"sqlite:///{folder / 'gouji.db'}"
        return
    server: postgres.Server | None = request.getfixturevalue("postgres_server")
    if server is None:
        pytest.skip(postgres.NO_SERVER)
    url = server.create(request.getfixturevalue(template) if template else "template1")
    yield url
    server.drop(url)
