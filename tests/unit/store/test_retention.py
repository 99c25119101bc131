"""What is old is forgotten whole, and what somebody still uses stays whole."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from services.store import models
from services.store.database import Database
from services.store.handlers import Ports
from services.store.ledger import opened
from services.store.retention import Old, Purged, _forget, _old, purge
from services.store.writer import Writer
from shared.claims import Claim
from shared.telemetry import Metrics, log
from shared.testing import InMemoryBlobs, RecordingPublisher
from shared.testing.claims import InMemoryClaims
from shared.topology import ORIGINALS
from tests.unit.store.examples import FIRST, LATER, SECOND, document, review, sha
from tests.unit.store.recording import Step, fail, judge, parse, receive, repeat, run

BYTES = b"document"
DOCUMENT = document("document")
STORED = (receive(DOCUMENT), parse(DOCUMENT), judge(review(DOCUMENT)))
AFTER = LATER + timedelta(days=30)


class World:
    """A store with an original and a claim for each document."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.blobs, self.claims = InMemoryBlobs(), InMemoryClaims()
        self.writer = Writer(database)
        self.blobs.now = lambda: LATER
        self.ports = Ports(
            writer=self.writer,
            blobs=self.blobs,
            claims=self.claims,
            publisher=RecordingPublisher(),
            metrics=Metrics("store"),
            log=log("store"),
            links="",
            now=lambda: AFTER,
        )

    async def keep(self, data: bytes, submission: str, *steps: Step) -> None:
        """An original with its claim, and what was recorded of it."""
        await self.blobs.put(ORIGINALS, data)
        await self.claims.put(sha(data.decode()), Claim(submission=submission, state="stored"), 0)
        run(self.database, *steps)

    async def purge(self) -> Purged:
        self.blobs.now = lambda: AFTER
        return await purge(self.ports, AFTER)

    def rows(self) -> dict[str, int]:
        """How many rows each table holds, but for departments."""
        with self.database.read() as session:
            tables = {name: table for name, table in models.Base.metadata.tables.items() if name != "departments"}
            counts = {name: session.scalar(select(func.count()).select_from(table)) for name, table in tables.items()}
        return {name: count for name, count in counts.items() if count}


@pytest.fixture
async def world(database: Database) -> AsyncIterator[World]:
    made = World(database)
    task = asyncio.create_task(made.writer.run())
    yield made
    task.cancel()
    made.writer.close()


async def test_old_document_is_forgotten_whole(world: World) -> None:
    await world.keep(BYTES, FIRST, *STORED, repeat(DOCUMENT))
    assert len(world.rows()) > 15
    assert await world.purge() == Purged(submissions=2, documents=1)
    assert world.rows() == {}
    assert world.blobs.objects == {}
    assert world.claims.held == {}


async def test_failed_submission_without_a_document_is_forgotten(world: World) -> None:
    run(world.database, fail(None, stage="ingest"))
    assert await world.purge() == Purged(submissions=1, documents=0)


async def test_what_has_not_ended_or_not_long_ago_stays(world: World) -> None:
    await world.keep(BYTES, FIRST, *STORED)
    run(world.database, receive(document("open"), SECOND))
    before = world.rows()
    world.blobs.now = lambda: AFTER
    assert await purge(world.ports, LATER) == Purged()
    assert world.rows() == before
    assert await purge(world.ports, AFTER) == Purged(1, 1)
    assert world.rows()["submissions"] == 1


async def test_document_that_a_later_submission_shows_stays(world: World) -> None:
    await world.keep(BYTES, FIRST, *STORED)
    run(world.database, receive(DOCUMENT, SECOND))
    assert await world.purge() == Purged(submissions=1, documents=0)
    assert world.rows()["findings"] > 0
    assert (ORIGINALS, DOCUMENT.id) in world.blobs.objects


async def test_first_of_a_later_duplicate_stays(world: World) -> None:
    await world.keep(BYTES, FIRST, *STORED, repeat(DOCUMENT))
    with world.database.write() as connection:
        connection.execute(
            models.Submission.__table__.update().where(models.Submission.id == SECOND).values(ended_at=AFTER)  # type: ignore[attr-defined]
        )
    assert await world.purge() == Purged()


async def test_file_that_is_on_its_way_again_stays(world: World) -> None:
    await world.keep(BYTES, FIRST, *STORED)
    world.blobs.now = lambda: AFTER
    await world.blobs.put(ORIGINALS, BYTES)
    before = world.rows()
    assert await world.purge() == Purged()
    assert world.rows() == before


async def test_open_claim_keeps_everything(world: World) -> None:
    await world.keep(BYTES, FIRST, *STORED)
    await world.claims.put(DOCUMENT.id, Claim(submission=FIRST, state="open"), world.claims.held[DOCUMENT.id][1])
    assert await world.purge() == Purged()


async def test_purge_goes_on_where_it_broke_off(world: World) -> None:
    await world.keep(BYTES, FIRST, *STORED)
    world.claims.held.clear()
    world.blobs.objects.clear()
    assert await world.purge() == Purged(1, 1)


async def test_many_are_forgotten_in_several_turns(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(250):
        run(world.database, fail(None, f"{FIRST[:-3]}{number:03d}", stage="ingest"))
    assert await world.purge() == Purged(submissions=250, documents=0)


async def test_what_the_same_transaction_recorded_is_found_and_forgotten(world: World) -> None:
    old = Old(FIRST, DOCUMENT.id, (DOCUMENT.id,))
    with opened(world.database) as ledger:
        for step in STORED:
            step(ledger)
        assert _old(ledger, AFTER, "") == [old]
    run(world.database, repeat(DOCUMENT))
    with opened(world.database) as ledger:
        receive(document("other"), SECOND)(ledger)
        assert _forget(ledger, [old, Old(SECOND, None, (document("other").id,))]) == 2
    assert world.rows() == {}
