"""Files whose claim is open though nothing of them is on the bus are announced again, no others."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime

import pytest
import structlog
from nats.js import JetStreamContext

from services.ingest.accepting import Arrival, Ports, received_event
from services.ingest.sweeping import Sweep
from services.ingest.unpacking import Member
from shared.blobs import JetStreamBlobs
from shared.claims import Claim, JetStreamClaims, end, take
from shared.events import Received
from shared.publishing import JetStreamPublisher
from shared.topology import ORIGINALS, STREAM_RECEIVED, VALIDATE

ARRIVAL = Arrival("01JD3Z7QK00000000000000001", "01JD3Z7QK00000000000000009", "a.txt", "http", datetime.now(UTC))


async def _nothing(_: bytes) -> list[Member]:
    return []


@pytest.fixture
def ports(js: JetStreamContext) -> Ports:
    claims = JetStreamClaims(js)
    blobs = JetStreamBlobs(js)
    return Ports(blobs, claims, JetStreamPublisher(js._nc, blobs, "ingest"), claims.judges, _nothing)


@pytest.fixture
def sweep(js: JetStreamContext, ports: Ports) -> Callable[[float], Sweep]:
    return lambda after_s: Sweep(js, ports, after_s, structlog.get_logger())


@pytest.fixture
async def lost(ports: Ports) -> Received:
    """A file that was claimed, and of which nothing is on the bus."""
    blob = await ports.blobs.put(ORIGINALS, b"the file")
    received = received_event(ARRIVAL, blob, "text/plain")
    await take(ports.claims, blob.sha256, Claim(submission=ARRIVAL.submission, received=received))
    return received


async def announced(js: JetStreamContext) -> int:
    return (await js.stream_info(STREAM_RECEIVED.name)).state.last_seq


async def test_a_lost_file_is_announced_again_once(
    js: JetStreamContext, sweep: Callable[[float], Sweep], lost: Received
) -> None:
    swept = sweep(0.0)
    assert await swept.quiet()
    await swept.sweep()
    assert await announced(js) == 1
    assert not await swept.quiet(), "it is on its way again"


async def test_a_file_that_came_just_now_is_not_lost(
    js: JetStreamContext, sweep: Callable[[float], Sweep], lost: Received
) -> None:
    await sweep(900.0).sweep()
    assert await announced(js) == 0


async def test_a_file_that_has_ended_is_not_announced_again(
    js: JetStreamContext, sweep: Callable[[float], Sweep], ports: Ports, lost: Received
) -> None:
    await end(ports.claims, lost.document_id, Claim(submission=lost.submission, state="stored"))
    await sweep(0.0).sweep()
    assert await announced(js) == 0


@pytest.mark.parametrize("hide", ["waiting", "missing"])
async def test_nothing_is_swept_while_something_may_be_on_its_way(
    js: JetStreamContext, sweep: Callable[[float], Sweep], hide: str
) -> None:
    works: dict[str, Callable[[], Awaitable[object]]] = {
        "waiting": lambda: js.publish(VALIDATE.subjects[0], b"{}", stream=VALIDATE.stream),
        "missing": lambda: js.delete_consumer(VALIDATE.stream, VALIDATE.name),
    }
    assert await sweep(0.0).quiet()
    await works[hide]()
    assert not await sweep(0.0).quiet()
