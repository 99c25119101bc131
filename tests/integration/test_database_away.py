"""A database that goes away, or is full, holds the work up and loses none of it."""

import asyncio
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from nats.js import JetStreamContext
from sqlalchemy import event, func, select

from gouji.nats_server import NatsServer
from services.store.database import Database
from services.store.models import Submission
from tests import postgres
from tests.integration.pipeline import News, Stages, store
from tests.integration.waiting import until
from tests.unit.store import examples
from tests.unit.store.examples import document, review

DOCUMENTS = [document(f"document {number}") for number in range(20)]


@pytest.fixture
def server() -> Iterator[postgres.Server]:
    """A PostgreSQL server of one's own, to be stopped and started."""
    with postgres.running() as started:
        if started is None:
            pytest.skip(postgres.NO_SERVER)
        yield started


async def deliver(js: JetStreamContext) -> None:
    stages = Stages(js)
    for number, each in enumerate(DOCUMENTS):
        submission = f"01JD3Z7QK0000000000000{number:04d}"
        await stages.receive(examples.received(each, submission))
        await stages.parse(examples.parsed(each, submission))
        await stages.judge(examples.validated(review(each), submission))


def stored(database: Database) -> int:
    with database.read() as session:
        return session.scalar(select(func.count()).where(Submission.status == "stored")) or 0


async def test_restarted_postgresql_loses_nothing(
    nats_server: NatsServer, js: JetStreamContext, server: postgres.Server
) -> None:
    url = server.create()
    async with store(nats_server, url) as service:
        delivering = asyncio.create_task(deliver(js))
        await asyncio.to_thread(server.stop)

        async def says_so() -> bool:
            return "database: away" in await service.unready()

        await until(says_so)
        assert service.alive(), "a restart would not help"
        await delivering
        await asyncio.to_thread(server.start)
        database = Database(url)
        await until(lambda: stored(database) == len(DOCUMENTS), within_s=30)
        assert await service.unready() == []
        database.close()

        async def announced() -> bool:
            return len(await News(js).events("verdicts")) == len(DOCUMENTS)

        await until(announced)


async def test_store_waits_for_a_database_that_is_not_there_yet(
    nats_server: NatsServer, js: JetStreamContext, server: postgres.Server
) -> None:
    url = server.create()
    await asyncio.to_thread(server.stop)
    starting = asyncio.create_task(_start_and_stop(nats_server, url))
    await asyncio.sleep(0.3)
    assert not starting.done()
    await asyncio.to_thread(server.start)
    await asyncio.wait_for(starting, 20)


async def _start_and_stop(nats_server: NatsServer, url: str) -> None:
    async with store(nats_server, url):
        pass


async def test_full_disk_holds_store_up_until_there_is_room(
    nats_server: NatsServer, js: JetStreamContext, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = f"sqlite:///{tmp_path / 'gouji.db'}"
    database = Database(url)
    database.upgrade()
    with database.engine.connect() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
    room = [pages + 5]

    async with store(nats_server, url) as service:

        def limit(connection: Any) -> None:
            connection.exec_driver_sql(f"PRAGMA max_page_count={room[0]}")

        event.listen(service._database.engine, "begin", limit, insert=True)
        await deliver(js)
        await asyncio.sleep(0.5)
        assert stored(database) < len(DOCUMENTS)
        assert service.alive()
        room[0] = 1_000_000
        await until(lambda: stored(database) == len(DOCUMENTS), within_s=30)
    database.close()
