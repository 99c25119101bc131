"""A document that nothing on the bus is about any more is announced again, until it ends."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from sqlalchemy import select

from services.store.database import Database
from services.store.handlers import Ports
from services.store.ledger import opened
from services.store.models import SubmissionDocument
from services.store.sweep import Sweep, _stuck, _touch
from services.store.writer import Writer
from shared.claims import Claim
from shared.envelope import event_id
from shared.telemetry import Metrics, log
from shared.testing import InMemoryBlobs, RecordingPublisher
from shared.testing.claims import InMemoryClaims
from shared.topology import RECEIVED
from tests.unit.store import examples
from tests.unit.store.examples import FIRST, LATER, NOW, SECOND, document, review
from tests.unit.store.recording import fail, judge, parse, receive, run

DOCUMENT = document()


class World:
    """A sweep over a database, with a clock to turn."""

    def __init__(self, database: Database) -> None:
        self.now = NOW
        self.idle = True
        self.claims = InMemoryClaims()
        self.publisher = RecordingPublisher("store")
        self.writer = Writer(database)
        ports = Ports(
            writer=self.writer,
            blobs=InMemoryBlobs(),
            claims=self.claims,
            publisher=self.publisher,
            metrics=Metrics("store"),
            log=log("store"),
            links="",
            now=lambda: self.now,
        )
        self.sweep = Sweep(lambda: ports, self.is_idle, stuck_after_s=900, every_s=60)

    async def is_idle(self) -> bool:
        return self.idle

    async def after(self, minutes: float) -> int:
        """How many documents are announced again by a look so much later."""
        self.now += timedelta(minutes=minutes)
        return await self.sweep.look()


@pytest.fixture
async def world(database: Database) -> AsyncIterator[World]:
    made = World(database)
    task = asyncio.create_task(made.writer.run())
    yield made
    task.cancel()
    made.writer.close()


@pytest.mark.parametrize("done", [1, 2], ids=["received", "parsed"])
async def test_stuck_document_is_announced_as_ingest_did(database: Database, world: World, done: int) -> None:
    run(database, *[receive(DOCUMENT), parse(DOCUMENT)][:done])
    assert await world.after(16) == 1
    [sent] = world.publisher.sent
    assert (sent.subject, sent.id) == (RECEIVED, event_id("ingest", FIRST, DOCUMENT.id))
    assert sent.event["data"] == examples.received(DOCUMENT).model_dump(mode="json")


async def test_review_whose_reading_was_lost_is_stuck_too(database: Database, world: World) -> None:
    run(database, receive(DOCUMENT), judge(review(DOCUMENT)))
    assert await world.after(30) == 1


async def test_document_is_announced_once_in_its_time(database: Database, world: World) -> None:
    run(database, receive(DOCUMENT))
    assert [await world.after(minutes) for minutes in (14, 2, 2, 14)] == [0, 1, 0, 1]


async def test_nothing_is_announced_while_the_bus_is_busy(database: Database, world: World) -> None:
    run(database, receive(DOCUMENT))
    world.idle = False
    assert await world.after(60) == 0


async def test_what_has_ended_is_left_alone(database: Database, world: World) -> None:
    run(database, receive(DOCUMENT), parse(DOCUMENT), judge(review(DOCUMENT)))
    run(database, receive(document("other"), SECOND), fail(document("other").id, SECOND))
    assert await world.after(60) == 0


async def test_event_that_never_came_is_taken_from_the_claim(database: Database, world: World) -> None:
    run(database, parse(DOCUMENT))
    event = examples.received(DOCUMENT)
    await world.claims.put(DOCUMENT.id, Claim(submission=FIRST, received=event), 0)
    await world.after(16)
    assert [sent.event["data"] for sent in world.publisher.sent] == [event.model_dump(mode="json")]


async def test_claim_of_another_submission_is_left_alone(database: Database, world: World) -> None:
    run(database, parse(DOCUMENT))
    await world.claims.put(DOCUMENT.id, Claim(submission=SECOND, received=examples.received(DOCUMENT, SECOND)), 0)
    await world.after(16)
    assert world.publisher.sent == []


def test_what_the_same_transaction_recorded_is_seen_and_touched(database: Database) -> None:
    with opened(database) as ledger:
        receive(DOCUMENT)(ledger)
        stuck = _stuck(ledger, LATER)
        assert [document for _, document, _ in stuck] == [DOCUMENT.id]
    with opened(database) as ledger:
        receive(document("other"), SECOND)(ledger)
        _touch(ledger, [*stuck, (SECOND, document("other").id, None)], LATER)
    with database.read() as session:
        assert list(session.scalars(select(SubmissionDocument.updated_at))) == [LATER, LATER]
