"""Delivery on a real server: what is published is handled, whatever happens to the handler, the server and the bus."""

import asyncio
import dataclasses
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from nats.js import JetStreamContext

from gouji.nats_server import NatsServer
from shared.bus import Bus
from shared.envelope import event_id
from shared.errors import DependencyAwayError, Encrypted
from shared.events import DataRef, Event, Received
from shared.provision import provision
from shared.publishing import JetStreamPublisher
from shared.settings import ServiceSettings
from shared.telemetry import Metrics
from shared.testing import InMemoryBlobs
from shared.topology import (
    DURABLES,
    ORIGINALS,
    PARSE,
    RECEIVED,
    STORE_EXHAUSTED,
    STREAM_DEAD,
    STREAM_NEWS,
    STREAM_RECEIVED,
)
from tests.integration.waiting import until

# The same durable with a short temper, so that no test waits half a minute.
QUICK = dataclasses.replace(PARSE, ack_wait_s=1.0, nak_delays_s=(0.05, 0.05, 0.05, 0.05))
Handle = Callable[[Event[Received]], Awaitable[None]]


def received(number: int) -> Received:
    blob = DataRef(bucket=ORIGINALS, name="0" * 64, size=1, sha256="0" * 64)
    return Received(
        submission=f"S{number}",
        batch="B",
        document_id=f"d{number}",
        source="a.txt",
        media_type="text/plain",
        size=1,
        blob=blob,
        channel="cli",
        received_at=datetime(2026, 3, 1, tzinfo=UTC),
    )


class Desk:
    """Starts buses that consume the parse durable, publishes to them, looks at the server as an administrator."""

    def __init__(self, server: NatsServer, js: JetStreamContext) -> None:
        self.server = server
        self.js = js
        self.buses: list[Bus] = []
        self.handled: Counter[str] = Counter()

    def bus(self, **settings: Any) -> Bus:
        options = {"nats_url": self.server.url, "drain_timeout_s": 0.2, **settings}
        bus = Bus(ServiceSettings(**options), "parse", metrics=Metrics("parse"))
        self.buses.append(bus)
        return bus

    async def consume(self, handle: Handle | None = None, *, loops: int = 1, batch: int = 1, **settings: Any) -> Bus:
        bus = self.bus(**settings)

        async def counted(event: Event[Received]) -> None:
            self.handled[event.data.submission] += 1
            if handle is not None:
                await handle(event)

        bus.consume(QUICK, Received, counted, loops=loops, batch=batch)
        await bus.start()
        return bus

    async def publish(self, count: int, first: int = 0) -> None:
        publisher = JetStreamPublisher(self.js._nc, InMemoryBlobs(), "ingest")
        for number in range(first, first + count):
            await publisher.announce(received(number), id=event_id("ingest", f"S{number}", f"d{number}"))

    async def settled(self) -> bool:
        info = await self.js.consumer_info(QUICK.stream, QUICK.name)
        return not info.num_pending and not info.num_ack_pending

    async def stored(self, stream: str) -> list[Any]:
        state = (await self.js.stream_info(stream)).state
        return [await self.js.get_msg(stream, seq) for seq in range(1, state.last_seq + 1)]


@pytest.fixture
async def desk(nats_server: NatsServer, js: JetStreamContext) -> AsyncIterator[Desk]:
    await provision(js, [], [QUICK])
    desk = Desk(nats_server, js)
    yield desk
    await asyncio.gather(*(bus.stop() for bus in desk.buses))


@pytest.mark.parametrize(("loops", "batch"), [(1, 1), (3, 1), (1, 16)])
async def test_every_message_is_handled_once(desk: Desk, loops: int, batch: int) -> None:
    await desk.publish(40)
    await desk.consume(loops=loops, batch=batch)
    await until(desk.settled)
    assert desk.handled == {f"S{number}": 1 for number in range(40)}


@pytest.mark.parametrize(("loops", "batch", "most"), [(1, 1, 1), (3, 1, 3), (1, 16, 16), (2, 3, 6)])
async def test_no_more_messages_are_taken_than_are_worked_on(desk: Desk, loops: int, batch: int, most: int) -> None:
    release = asyncio.Event()

    async def wait(_: Event[Received]) -> None:
        await release.wait()

    await desk.publish(40)
    await desk.consume(wait, loops=loops, batch=batch)
    await until(lambda: desk.handled.total() == most)
    assert (await desk.js.consumer_info(QUICK.stream, QUICK.name)).num_ack_pending == most
    release.set()
    await until(desk.settled)
    assert max(desk.handled.values()) == 1


async def test_a_job_longer_than_the_ack_wait_is_done_once(desk: Desk) -> None:
    async def long(_: Event[Received]) -> None:
        await asyncio.sleep(2.5 * QUICK.ack_wait_s)  # the job itself: time must pass for the server

    await desk.publish(1)
    await desk.consume(long, loops=2)
    await until(desk.settled)
    assert desk.handled == {"S0": 1}


async def test_a_poison_message_is_set_aside_once_and_the_others_go_on(desk: Desk) -> None:
    async def poisoned(event: Event[Received]) -> None:
        if event.data.submission == "S2":
            raise ValueError("always")

    await desk.publish(5)
    bus = await desk.consume(poisoned)
    await until(desk.settled)
    assert desk.handled == {"S0": 1, "S1": 1, "S2": 5, "S3": 1, "S4": 1}
    dead = [message for message in await desk.stored(STREAM_DEAD.name) if message.subject == "gouji.v1.dead.parse"]
    assert [message.headers["Gouji-Attempts"] for message in dead] == ["5"]
    assert b'"S2"' in dead[0].data
    [failed] = await desk.stored(STREAM_NEWS.name)
    assert b'"retries_exhausted"' in failed.data
    assert bus._metrics.dead_letters.labels("parse", "internal")._value.get() == 1


@pytest.mark.parametrize("payload", [b"rubbish", b"\xff\xfe\x00", b"{}", b'{"data":{"submission":"S"}}', b""])
async def test_what_cannot_be_read_is_set_aside_at_its_first_delivery(desk: Desk, payload: bytes) -> None:
    await desk.js.publish(RECEIVED, payload, stream=STREAM_RECEIVED.name)
    await desk.publish(1)
    await desk.consume()
    await until(desk.settled)
    dead = [message for message in await desk.stored(STREAM_DEAD.name) if message.subject == "gouji.v1.dead.parse"]
    assert [(message.headers["Gouji-Attempts"], message.data or b"") for message in dead] == [("1", payload)]
    assert desk.handled == {"S0": 1}


async def test_a_failed_document_is_told_once_and_not_tried_again(desk: Desk) -> None:
    async def encrypted(_: Event[Received]) -> None:
        raise Encrypted

    await desk.publish(1)
    await desk.consume(encrypted)
    await until(desk.settled)
    [failed] = await desk.stored(STREAM_NEWS.name)
    assert (failed.subject, b'"encrypted"' in failed.data) == ("gouji.v1.documents.failed", True)
    assert desk.handled == {"S0": 1}


async def test_a_dependency_that_is_away_costs_no_attempt(desk: Desk) -> None:
    async def away(_: Event[Received]) -> None:
        if desk.handled["S0"] < 3:
            raise DependencyAwayError

    await desk.publish(1)
    await desk.consume(away)
    await until(desk.settled)
    info = await desk.js.consumer_info(QUICK.stream, QUICK.name)
    assert info.delivered is not None
    assert (desk.handled["S0"], info.delivered.consumer_seq) == (3, 1)


async def test_a_stopping_bus_finishes_what_is_in_hand(desk: Desk) -> None:
    begun, finish = asyncio.Event(), asyncio.Event()

    async def work(_: Event[Received]) -> None:
        begun.set()
        await finish.wait()

    await desk.publish(3)
    bus = await desk.consume(work, drain_timeout_s=10.0)
    await begun.wait()
    stopping = asyncio.create_task(bus.stop())
    await until(lambda: bus._state == "stopped")
    finish.set()
    await stopping
    info = await desk.js.consumer_info(QUICK.stream, QUICK.name)
    assert (info.num_pending, info.num_ack_pending) == (2, 0)


async def test_a_stopping_bus_gives_back_what_it_cannot_finish_at_once(desk: Desk) -> None:
    patient = dataclasses.replace(QUICK, ack_wait_s=60.0)  # only a nak can bring the message back in time
    await provision(desk.js, [], [patient])
    begun = asyncio.Event()

    async def endless(_: Event[Received]) -> None:
        begun.set()
        await asyncio.Event().wait()

    await desk.publish(1)
    bus = await desk.consume(endless)
    await begun.wait()
    await bus.stop()
    await desk.consume()
    await until(desk.settled, within_s=5)
    assert desk.handled == {"S0": 2}


async def test_stopping_an_idle_bus_is_quick_and_may_be_repeated(desk: Desk) -> None:
    bus = await desk.consume(loops=4)
    await asyncio.wait_for(asyncio.gather(bus.stop(), bus.stop()), 1.0)
    await bus.stop()


async def test_a_killed_server_loses_nothing(desk: Desk) -> None:
    async def work(_: Event[Received]) -> None:
        await asyncio.sleep(0.01)

    await desk.publish(60)
    await desk.consume(work, loops=2)
    await until(lambda: desk.handled.total() >= 10)
    desk.server.kill()
    await desk.server.start()
    await until(desk.settled, within_s=30)
    assert desk.handled.keys() == {f"S{number}" for number in range(60)}
    assert max(desk.handled.values()) <= 2  # acknowledgements that the server had not yet written down


async def test_an_idle_bus_consumes_again_after_the_server_was_away(desk: Desk) -> None:
    bus = await desk.consume()
    desk.server.kill()
    await until(lambda: not bus.connection.is_connected)
    assert await bus.unready() == ["bus: NATS is away"]
    assert bus.alive()
    await desk.server.start()
    await until(lambda: desk.js._nc.is_connected)
    await desk.publish(1)
    await until(desk.settled)
    assert desk.handled == {"S0": 1}
    assert await bus.unready() == []


async def test_a_deleted_consumer_makes_not_ready_and_its_return_ready(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("shared.bus._CHECK_S", 0.05)
    bus = await desk.consume()
    assert await bus.unready() == []
    await desk.js.delete_consumer(QUICK.stream, QUICK.name)
    await until(bus.unready)
    assert await bus.unready() == ["bus: consumer GOUJI_RECEIVED/parse is missing"]
    await provision(desk.js, [], [QUICK])
    await desk.publish(1)
    await until(lambda: desk.handled.total() == 1)
    await until(lambda: not bus._gone)


async def test_a_bus_waits_for_provisioning(desk: Desk) -> None:
    await desk.js.delete_consumer(QUICK.stream, QUICK.name)
    starting = asyncio.create_task(desk.consume())
    await until(lambda: desk.buses and "waiting" in desk.buses[0]._state)
    assert "GOUJI_RECEIVED/parse" in (await desk.buses[0].unready())[0]
    await provision(desk.js, [], [QUICK])
    await asyncio.wait_for(starting, 5)


async def test_a_bus_that_never_found_nats_can_be_stopped(desk: Desk) -> None:
    bus = desk.bus(nats_url="nats://127.0.0.1:1")
    bus.consume(QUICK, Received, _nothing)
    starting = asyncio.create_task(bus.start())
    await until(lambda: bus._broker is not None)
    starting.cancel()
    await asyncio.wait_for(bus.stop(), 1)


async def test_a_delivery_that_ran_out_unheard_becomes_a_dead_letter(desk: Desk) -> None:
    once = dataclasses.replace(QUICK, max_deliver=1)
    await provision(desk.js, [], [once])
    await desk.publish(1)
    subscription = await desk.js.pull_subscribe_bind(durable=once.name, stream=once.stream)
    [message] = await subscription.fetch(1, timeout=5)
    await message.nak()
    with pytest.raises(TimeoutError):
        await subscription.fetch(1, timeout=0.1)
    bus = desk.bus()
    bus.consume_exhausted()
    await bus.start()
    await until(lambda: desk.stored(STREAM_NEWS.name))
    assert b'"retries_exhausted"' in (await desk.stored(STREAM_NEWS.name))[0].data
    dead = [each.subject for each in await desk.stored(STREAM_DEAD.name)]
    assert "gouji.v1.dead.parse" in dead
    info = await desk.js.consumer_info(STORE_EXHAUSTED.stream, STORE_EXHAUSTED.name)
    assert info.num_pending == 0


async def _nothing(_: Event[Received]) -> None:
    pass


def test_every_durable_is_bound_by_a_service() -> None:
    assert {durable.service for durable in DURABLES} == {"parse", "validate", "store"}
