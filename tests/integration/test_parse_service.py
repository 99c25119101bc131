"""Parse on a real bus with real children."""

import asyncio
import os
import signal
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any

import pytest
from nats.js import JetStreamContext

from gouji.nats_server import NatsServer
from services.parse.app import Parse
from services.parse.core import PARSER_VERSION
from services.parse.settings import ParseSettings
from shared.blobs import JetStreamBlobs
from shared.bodies import document_of
from shared.claims import JetStreamClaims
from shared.confinement import PROTECTIONS
from shared.envelope import decode, event_id
from shared.events import D, Failed, Parsed, Received
from shared.publishing import JetStreamPublisher
from shared.telemetry import Metrics
from shared.topology import FAILED, INLINE_BYTES, ORIGINALS, PARSE, PARSED, STREAM_NEWS, STREAM_PARSED
from tests.integration.texts import large, small
from tests.integration.waiting import until


class Desk:
    """A parse service, and somebody who gives it files and looks at what comes out."""

    def __init__(self, js: JetStreamContext, service: Parse) -> None:
        self.js = js
        self.service = service
        self.blobs = JetStreamBlobs(js)

    async def submit(self, data: bytes, submission: str = "S") -> None:
        blob = await self.blobs.put(ORIGINALS, data)
        received = Received(
            submission=submission,
            batch="B",
            document_id=blob.sha256,
            source="a.txt",
            media_type="text/plain",
            size=len(data),
            blob=blob,
            channel="cli",
            received_at=datetime(2026, 3, 1, tzinfo=UTC),
        )
        publisher = JetStreamPublisher(self.js._nc, self.blobs, "ingest")
        await publisher.announce(received, id=event_id("ingest", submission, blob.sha256))

    async def last(self, stream: str, subject: str, model: type[D]) -> D:
        async def there() -> Any:
            return (await self.js.stream_info(stream, subjects_filter=subject)).state.subjects

        await until(there)
        return decode((await self.js.get_last_msg(stream, subject)).data or b"", model).data

    async def settled(self) -> bool:
        info = await self.js.consumer_info(PARSE.stream, PARSE.name)
        return not info.num_pending and not info.num_ack_pending


@pytest.fixture
async def desk(nats_server: NatsServer, js: JetStreamContext) -> AsyncIterator[Desk]:
    settings = ParseSettings(nats_url=nats_server.url, drain_timeout_s=0.1)
    service = Parse(settings, Metrics("parse"))
    await service.start()
    yield Desk(js, service)
    await service.stop()


async def test_a_file_becomes_a_document(desk: Desk) -> None:
    await desk.submit(small())
    parsed = await desk.last(STREAM_PARSED.name, PARSED, Parsed)
    assert parsed.document is not None
    assert (parsed.parser_version, parsed.document.source) == (PARSER_VERSION, "a.txt")
    await until(desk.settled)


async def test_a_large_document_travels_by_reference(desk: Desk) -> None:
    await desk.submit(large())
    parsed = await desk.last(STREAM_PARSED.name, PARSED, Parsed)
    document = await document_of(parsed, desk.blobs)
    assert parsed.document is None
    assert (document.id, len(document.budget_tables)) == (parsed.document_id, parsed.counts["budget_tables"])
    assert len(document.model_dump_json().encode()) > INLINE_BYTES


@pytest.mark.parametrize(("data", "code"), [(bytes(range(256)) * 8, None), (b" \n\t\n", "no_content")])
async def test_bad_input_ends_in_a_failure_event(desk: Desk, data: bytes, code: str | None) -> None:
    await desk.submit(data)
    failed = await desk.last(STREAM_NEWS.name, FAILED, Failed)
    assert (failed.submission, failed.stage, failed.attempts) == ("S", "parse", 1)
    assert failed.code == (code or failed.code)
    assert failed.code in ("no_content", "unreadable_text", "unsupported")
    await until(desk.settled)


async def test_a_file_whose_child_is_killed_is_read_all_the_same(desk: Desk) -> None:
    slot = desk.service._slots._slots[-1]
    assert slot.pid is not None
    os.kill(slot.pid, signal.SIGSTOP)  # it holds the job and does nothing with it
    await desk.submit(small())
    await until(slot._turn.locked)
    os.kill(slot.pid, signal.SIGKILL)
    assert (await desk.last(STREAM_PARSED.name, PARSED, Parsed)).submission == "S"
    await until(desk.settled)


async def test_a_stopping_service_gives_back_what_it_reads(desk: Desk) -> None:
    slot = desk.service._slots._slots[-1]
    assert slot.pid is not None
    os.kill(slot.pid, signal.SIGSTOP)
    await desk.submit(small())
    await until(slot._turn.locked)
    await asyncio.wait_for(desk.service.stop(), 5)
    subscription = await desk.js.pull_subscribe_bind(durable=PARSE.name, stream=PARSE.stream)
    [message] = await subscription.fetch(1, timeout=5)
    assert message.metadata.num_delivered == 2
    await message.ack()


async def test_what_holds_the_readers_is_told(desk: Desk) -> None:
    active = desk.service._slots.protections
    assert "writes" in active
    registry = desk.service._metrics.registry
    told = {each: registry.get_sample_value("gouji_sandbox_protection", {"protection": each}) for each in PROTECTIONS}
    assert told == {each: float(each in active) for each in PROTECTIONS}


async def test_the_parsers_version_is_told_to_ingest(desk: Desk) -> None:
    assert (await JetStreamClaims(desk.js).judges()).parser == PARSER_VERSION
