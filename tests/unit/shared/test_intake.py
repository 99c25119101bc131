"""The tap: when messages are asked for, how many are in hand, and what becomes of those that come too late."""

import asyncio
import json
from typing import cast

import pytest
from nats.aio.msg import Msg

from shared.intake import Tap, Work
from shared.topology import PARSE
from tests.unit.shared.deliveries import FakeDelivery


class FakeConnection:
    """A connection that remembers the requests; `late` comes while the inbox is drained."""

    def __init__(self) -> None:
        self.is_connected = True
        self.asked: list[int] = []
        self.late: list[FakeDelivery] = []
        self.deliver: Work | None = None

    def new_inbox(self) -> str:
        return "_INBOX_parse.1"

    async def subscribe(self, subject: str, *, cb: Work) -> "FakeConnection":
        assert subject == self.new_inbox()
        self.deliver = cb
        return self

    async def publish(self, subject: str, payload: bytes, reply: str) -> None:
        assert (subject, reply) == ("$JS.API.CONSUMER.MSG.NEXT.GOUJI_RECEIVED.parse", self.new_inbox())
        self.asked.append(json.loads(payload)["batch"])

    async def drain(self) -> None:
        for delivery in self.late:
            await self.come(delivery)

    async def come(self, *deliveries: FakeDelivery) -> None:
        assert self.deliver is not None
        for delivery in deliveries:
            await self.deliver(cast(Msg, delivery))


class Bench:
    """A tap whose work lasts until it is told to `end`; with `done` it ends at once."""

    def __init__(self, room: int, *, done: bool = False) -> None:
        self.connection = FakeConnection()
        self.begun: list[bytes] = []
        self.turns = asyncio.Semaphore(1000 if done else 0)
        self.tap = Tap(self.connection, PARSE, room, self._work)

    async def _work(self, message: Msg) -> None:
        self.begun.append(message.data)
        await self.turns.acquire()

    async def come(self, count: int) -> None:
        await self.connection.come(*(FakeDelivery(b"x") for _ in range(count)))
        await turns()

    async def end(self, count: int) -> None:
        for _ in range(count):
            self.turns.release()
        await turns()


async def turns(count: int = 10) -> None:
    for _ in range(count):
        await asyncio.sleep(0)


def status(code: str) -> FakeDelivery:
    return FakeDelivery(b"", headers={"Status": code})


async def test_one_at_a_time_is_asked_for_when_the_last_one_is_done() -> None:
    bench = Bench(room=1)
    await bench.tap.open()
    await bench.come(1)
    assert (bench.connection.asked, len(bench.begun)) == ([1], 1)
    await bench.end(1)
    assert bench.connection.asked == [1, 1]


async def test_more_is_asked_for_when_half_the_room_is_free_and_no_request_is_open() -> None:
    bench = Bench(room=4)
    await bench.tap.open()
    await bench.come(3)
    await bench.end(3)
    assert bench.connection.asked == [4]  # it may still bring one
    await bench.come(1)
    assert bench.connection.asked == [4, 3]
    await bench.come(3)
    await bench.end(1)
    assert (bench.connection.asked, len(bench.tap.in_hand)) == ([4, 3], 3)
    await bench.end(1)
    assert bench.connection.asked == [4, 3, 2]


async def test_an_expired_request_is_followed_at_once_by_another() -> None:
    bench = Bench(room=2)
    await bench.tap.open()
    await bench.connection.come(status("408"))
    assert bench.connection.asked == [2, 2]


@pytest.mark.parametrize("code", ["409", "503"])
async def test_a_missing_consumer_is_not_asked_in_a_hot_loop(code: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shared.intake._EXPIRES_S", 0.01)
    bench = Bench(room=2)
    await bench.tap.open()
    await bench.connection.come(status(code))
    assert bench.connection.asked == [2]
    watching = asyncio.create_task(bench.tap.watch())
    await turns()
    watching.cancel()
    assert bench.connection.asked == [2, 2]


async def test_nothing_is_asked_for_while_the_connection_is_away(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shared.intake._PAUSE_S", 0)
    bench = Bench(room=2)
    await bench.tap.open()
    bench.connection.is_connected = False
    watching = asyncio.create_task(bench.tap.watch())
    await bench.connection.come(status("408"))
    await turns()
    assert bench.connection.asked == [2]
    bench.connection.is_connected = True
    await turns()
    watching.cancel()
    assert bench.connection.asked == [2, 2]


async def test_a_request_that_the_server_never_answered_is_taken_for_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    bench = Bench(room=2)
    await bench.tap.open()
    monkeypatch.setattr("shared.intake._LATE_S", -10)
    watching = asyncio.create_task(bench.tap.watch())
    await turns()
    watching.cancel()
    assert bench.connection.asked == [2, 2]


async def test_what_was_on_its_way_when_it_closed_is_given_back() -> None:
    bench = Bench(room=2, done=True)
    await bench.tap.open()
    late = FakeDelivery(b"x")
    bench.connection.late = [late]
    await bench.tap.close()
    await turns()
    assert (late.answers, bench.begun, bench.connection.asked) == ([("nak", None)], [], [2])
    await bench.tap.close()


async def test_work_that_is_cancelled_makes_room() -> None:
    bench = Bench(room=1)
    await bench.tap.open()
    await bench.come(1)
    [task] = bench.tap.in_hand
    task.cancel()
    await turns()
    assert (bench.tap.in_hand, bench.connection.asked) == (set(), [1, 1])
