"""Store on a real NATS server: what is committed is announced, once by id, whatever is delivered again."""

import asyncio
from typing import Any

import pytest
from nats.js import JetStreamContext
from sqlalchemy import func, select

from gouji.nats_server import NatsServer
from services.store.database import Database
from services.store.handlers import Handlers
from services.store.models import Document, Revision, Submission
from services.store.record import Recorded
from shared.claims import Claim, JetStreamClaims, take
from shared.topology import DURABLES
from tests.integration.pipeline import News, Stages, store
from tests.integration.waiting import until
from tests.unit.store import examples
from tests.unit.store.examples import FIRST, SECOND, VERSIONS, document, review

DOCUMENT = document()
REVIEW = review(DOCUMENT)


def count(database: Database, table: type[Any]) -> int:
    with database.read() as session:
        return session.scalar(select(func.count()).select_from(table)) or 0


def status(database: Database, submission: str = FIRST) -> str | None:
    with database.read() as session:
        row = session.get(Submission, submission)
        return row.status if row else None


async def deliver(stages: Stages, submission: str = FIRST) -> None:
    await stages.receive(examples.received(DOCUMENT, submission))
    await stages.parse(examples.parsed(DOCUMENT, submission))
    await stages.judge(examples.validated(REVIEW, submission))


async def quiet(js: JetStreamContext) -> bool:
    """Whether store has acknowledged everything."""
    infos = [await js.consumer_info(each.stream, each.name) for each in DURABLES if each.service == "store"]
    return not any(info.num_pending or info.num_ack_pending for info in infos)


async def test_stored_document_is_announced_with_its_verdict(
    nats_server: NatsServer, js: JetStreamContext, database: Database, database_url: str
) -> None:
    async with store(nats_server, database_url, public_url="http://gouji.example"):
        await deliver(Stages(js))
        await until(lambda: status(database) == "stored")
        await until(lambda: quiet(js))
    stored, verdict = await News(js).events()
    assert stored["id"] == f"store/{FIRST}/{DOCUMENT.id}/{VERSIONS.parser}/{VERSIONS.rules}"
    assert (stored["type"], stored["source"], stored["subject"]) == (
        "cn.gouji.documents.stored.v1",
        "/services/store",
        DOCUMENT.id,
    )
    assert stored["data"] == {
        "submission": FIRST,
        "document_id": DOCUMENT.id,
        "series": "130999/某县水文站/2024/disclosure",
        "revision": 1,
        "outcome": "error",
    }
    assert verdict["id"] == f"verdict/{DOCUMENT.id}/1"
    assert verdict["data"]["review_url"] == f"http://gouji.example/documents/{DOCUMENT.id}/review"
    message = await js.get_last_msg("GOUJI_NEWS", "gouji.v1.verdicts.13.09.99.error")
    assert message.headers is not None
    assert message.headers["Nats-Msg-Id"] == verdict["id"]


async def test_redelivered_document_is_stored_once(
    nats_server: NatsServer, js: JetStreamContext, database: Database, database_url: str
) -> None:
    stages = Stages(js)
    async with store(nats_server, database_url):
        await deliver(stages)
        await until(lambda: status(database) == "stored")
        for run in ("again", "and again"):
            await stages.judge(examples.validated(REVIEW), run)
        await until(lambda: quiet(js))
    assert count(database, Document) == count(database, Revision) == 1
    assert len(await News(js).events("verdicts")) == 1


async def test_verdict_is_published_after_commit_and_again_on_redelivery(
    nats_server: NatsServer,
    js: JetStreamContext,
    database: Database,
    database_url: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Store dies between its commit and its announcement; what is redelivered changes nothing and announces all."""
    stages, committed = Stages(js), asyncio.Event()

    async def die(_: Handlers, recorded: Recorded) -> None:
        if recorded.stored is not None:
            committed.set()
            await asyncio.Event().wait()

    with monkeypatch.context() as patched:
        patched.setattr(Handlers, "_announce", die)
        async with store(nats_server, database_url):
            await deliver(stages)
            await asyncio.wait_for(committed.wait(), 10)
            assert status(database) == "stored"
            assert await News(js).events() == []
    async with store(nats_server, database_url):
        await until(lambda: quiet(js))
    assert [event["id"].split("/")[0] for event in await News(js).events()] == ["store", "verdict"]
    assert count(database, Revision) == 1


async def test_review_that_overtakes_its_reading_waits_for_it(
    nats_server: NatsServer, js: JetStreamContext, database: Database, database_url: str
) -> None:
    stages = Stages(js)
    async with store(nats_server, database_url):
        await stages.receive(examples.received(DOCUMENT))
        await stages.judge(examples.validated(REVIEW))
        await until(lambda: status(database) == "validated")
        await stages.parse(examples.parsed(DOCUMENT))
        await until(lambda: status(database) == "stored")


async def test_large_bodies_come_from_the_object_store(
    nats_server: NatsServer, js: JetStreamContext, database: Database, database_url: str
) -> None:
    large = document(safeguards=["长" * 200_000])
    stages = Stages(js)
    async with store(nats_server, database_url):
        await stages.receive(examples.received(large))
        await stages.parse(examples.parsed(large))
        await stages.judge(examples.validated(review(large)))
        await until(lambda: status(database) == "stored")


@pytest.mark.parametrize(("fails", "state"), [(False, "stored"), (True, "failed")])
async def test_claim_says_how_the_document_ended(
    nats_server: NatsServer,
    js: JetStreamContext,
    database: Database,
    database_url: str,
    *,
    fails: bool,
    state: str,
) -> None:
    stages, claims = Stages(js), JetStreamClaims(js)
    await take(claims, DOCUMENT.id, Claim(submission=FIRST))
    async with store(nats_server, database_url):
        if fails:
            await stages.receive(examples.received(DOCUMENT))
            await stages.fail(examples.failed(DOCUMENT.id))
        else:
            await deliver(stages)

        async def ended() -> bool:
            claim, _ = await claims.get(DOCUMENT.id)
            return claim is not None and claim.state == state

        await until(ended)
    claim, _ = await claims.get(DOCUMENT.id)
    assert claim is not None
    assert (claim.parser, claim.rules) == ((None, None) if fails else (VERSIONS.parser, VERSIONS.rules))


async def test_failed_and_duplicate_news_end_submissions(
    nats_server: NatsServer, js: JetStreamContext, database: Database, database_url: str
) -> None:
    stages = Stages(js)
    async with store(nats_server, database_url):
        await stages.receive(examples.received(DOCUMENT))
        await stages.fail(examples.failed(DOCUMENT.id))
        await stages._publisher.announce(examples.duplicate(DOCUMENT), id=f"duplicate/{SECOND}")
        await until(lambda: (status(database), status(database, SECOND)) == ("failed", "duplicate"))


async def test_two_stores_share_the_work(
    nats_server: NatsServer, js: JetStreamContext, database: Database, database_url: str
) -> None:
    if database.dialect == "sqlite":
        pytest.skip("SQLite has one writer")
    stages = Stages(js)
    documents = [document(f"document {number}") for number in range(60)]
    async with store(nats_server, database_url), store(nats_server, database_url):
        for number, each in enumerate(documents):
            submission = f"01JD3Z7QK0000000000000{number:04d}"
            await stages.receive(examples.received(each, submission))
            await stages.parse(examples.parsed(each, submission))
            await stages.judge(examples.validated(review(each), submission))

        def ended() -> bool:
            with database.read() as session:
                return session.scalar(select(func.count()).where(Submission.status == "stored")) == len(documents)

        await until(ended, within_s=30)
    assert count(database, Revision) == len(documents)
    assert len(await News(js).events("verdicts")) == len(documents)


async def test_lag_is_measured(
    nats_server: NatsServer, js: JetStreamContext, database: Database, database_url: str
) -> None:
    await Stages(js).receive(examples.received(DOCUMENT))
    async with store(nats_server, database_url, watch_s=0.05) as service:

        def value(name: str, **labels: str) -> float | None:
            return service._metrics.registry.get_sample_value(name, labels)

        await until(lambda: value("gouji_consumer_pending", consumer="parse") == 1)
        await until(lambda: (value("gouji_consumer_oldest_seconds", consumer="parse") or 0) > 0)
        await until(lambda: value("gouji_consumer_pending", consumer="store-received") == 0)
        assert value("gouji_consumer_redelivered", consumer="parse") == 0
        assert (value("gouji_stream_bytes", stream="GOUJI_RECEIVED") or 0) > 0


async def test_store_is_ready_only_with_its_database(
    nats_server: NatsServer, js: JetStreamContext, database: Database, database_url: str
) -> None:
    async with store(nats_server, database_url) as service:
        assert await service.unready() == []
        assert service.alive()
        service._database.ping = lambda: (_ for _ in ()).throw(OSError())  # type: ignore[method-assign]
        assert await service.unready() == ["database: away"]
        assert service.alive(), "only waiting would help"
