"""The publisher and its recording twin keep the same promises."""

import dataclasses
from typing import Any

import nats
import pytest
from nats.js import JetStreamContext
from nats.js.errors import APIError

from gouji.nats_server import NatsServer
from shared.blobs import JetStreamBlobs
from shared.bodies import document_of
from shared.document import Document
from shared.envelope import decode
from shared.errors import DependencyAwayError
from shared.events import Failed, Parsed
from shared.provision import provision
from shared.publishing import JetStreamPublisher, Publisher
from shared.telemetry import Metrics
from shared.testing import InMemoryBlobs, RecordingPublisher
from shared.topology import PARSED, STREAM_PARSED

EVENT = Parsed(
    submission="S",
    document_id="d",
    template="unknown",
    kind="other",
    division="000000",
    counts={},
    parser_version="1",
)


def document(characters: int) -> Document:
    return Document(id="d", source="a.txt", media_type="text/plain", form="word-text", title="字" * characters)


@dataclasses.dataclass
class Wire:
    """A publisher, and what stands on its stream."""

    publisher: Publisher
    blobs: JetStreamBlobs | InMemoryBlobs
    js: JetStreamContext

    async def events(self) -> list[bytes]:
        if isinstance(self.publisher, RecordingPublisher):
            return [sent.payload for sent in self.publisher.sent]
        state = (await self.js.stream_info(STREAM_PARSED.name)).state
        stored = [await self.js.get_msg(STREAM_PARSED.name, seq) for seq in range(1, state.last_seq + 1)]
        return [message.data or b"" for message in stored]


@pytest.fixture(params=["jetstream", "memory"])
async def wire(request: pytest.FixtureRequest, js: JetStreamContext) -> Wire:
    if request.param == "memory":
        memory = InMemoryBlobs()
        return Wire(RecordingPublisher("parse", memory), memory, js)
    blobs = JetStreamBlobs(js)
    return Wire(JetStreamPublisher(js._nc, blobs, "parse"), blobs, js)


async def test_an_event_published_twice_is_stored_once(wire: Wire) -> None:
    for _ in range(2):
        await wire.publisher.announce(EVENT, id="parse/S/d/1")
    assert len(await wire.events()) == 1


@pytest.mark.parametrize(("characters", "inline"), [(100, True), (80_000, True), (90_000, False), (800_000, False)])
async def test_a_body_over_256_kib_goes_by_reference(wire: Wire, characters: int, inline: bool) -> None:
    body = document(characters).model_dump_json().encode()
    await wire.publisher.announce(EVENT, id="parse/S/d/1", body=body)
    [payload] = await wire.events()
    event = decode(payload, Parsed)
    assert (event.data.dataref is None) is inline
    assert len(payload) < 300 * 1024
    assert await document_of(event.data, wire.blobs) == document(characters)


async def test_a_full_stream_is_a_dependency_away(js: JetStreamContext) -> None:
    await provision(js, [dataclasses.replace(STREAM_PARSED, room=300)], [])
    publisher = JetStreamPublisher(js._nc, InMemoryBlobs(), "parse", budget_s=0.3)
    with pytest.raises(DependencyAwayError, match="maximum bytes"):
        await publisher.announce(EVENT, id="parse/S/d/1")


async def test_a_stream_that_is_not_there_is_a_dependency_away(nats_server: NatsServer) -> None:
    connection = await nats.connect(nats_server.url)
    publisher = JetStreamPublisher(connection, InMemoryBlobs(), "parse", budget_s=0.2)
    with pytest.raises(DependencyAwayError):
        await publisher.announce(EVENT, id="parse/S/d/1")
    await connection.close()


async def test_a_server_that_comes_back_within_the_budget_is_waited_for(
    nats_server: NatsServer, js: JetStreamContext
) -> None:
    connection = await nats.connect(nats_server.url, reconnect_time_wait=0.05, max_reconnect_attempts=-1)
    publisher = JetStreamPublisher(connection, InMemoryBlobs(), "parse", budget_s=10)
    nats_server.kill()
    await nats_server.start()
    await publisher.announce(EVENT, id="parse/S/d/1")
    stored = await connection.jetstream().get_last_msg(STREAM_PARSED.name, PARSED)
    assert decode(stored.data or b"", Parsed).data == EVENT
    await connection.close()


async def test_failures_are_counted_by_stage_and_code_once_they_are_told(js: JetStreamContext) -> None:
    metrics = Metrics("parse")
    publisher = JetStreamPublisher(js._nc, JetStreamBlobs(js), "parse", metrics=metrics)
    failed = Failed(
        submission="S", document_id="d", stage="parse", code="encrypted", message="", message_en="", retryable=False,
        attempts=1,
    )  # fmt: skip
    await publisher.announce(failed, id="f")
    await publisher.announce(EVENT, id="e")
    labels = {"stage": "parse", "code": "encrypted"}
    assert metrics.registry.get_sample_value("gouji_failures_total", labels) == 1


async def test_an_id_that_the_server_has_not_stored_yet_is_published_again(
    js: JetStreamContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A cluster without its majority has taken the first try and cannot store it: the second one conflicts."""
    publisher = JetStreamPublisher(js._nc, JetStreamBlobs(js), "parse")
    publish, tries = publisher._js.publish, []

    async def conflicting(*arguments: Any, **options: Any) -> Any:
        tries.append(arguments)
        if len(tries) == 1:
            raise APIError(code=409, err_code=10158, description="duplicate message id is in process")
        return await publish(*arguments, **options)

    monkeypatch.setattr(publisher._js, "publish", conflicting)
    await publisher.announce(EVENT, id="parse/S/d/1")
    assert len(tries) == 2
