"""The tap: when messages are asked for, and what becomes of those that come too late."""

import asyncio
from collections import deque
from typing import Any, cast

import pytest
from nats.aio.msg import Msg
from nats.errors import TimeoutError as NothingCame
from nats.js.errors import ServiceUnavailableError

from shared.intake import Tap
from tests.unit.shared.deliveries import FakeDelivery


class FakeSource:
    """Answers each fetch with the next of `answers`; waits for ever when there are none left."""

    def __init__(self, *answers: list[FakeDelivery] | Exception) -> None:
        self.answers = deque(answers)
        self.asked = 0

    async def fetch(self, batch: int = 1, timeout: float | None = 5) -> list[Msg]:  # noqa: ASYNC109
        self.asked += 1
        if not self.answers:
            await asyncio.Event().wait()
        answer = self.answers.popleft()
        if isinstance(answer, Exception):
            raise answer
        return cast(list[Msg], answer)

    async def unsubscribe(self) -> None:
        pass


async def turns(count: int = 5) -> None:
    for _ in range(count):
        await asyncio.sleep(0)


async def test_nothing_is_asked_for_while_the_connection_is_away(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shared.intake._PAUSE_S", 0)
    connected = False
    source = FakeSource([FakeDelivery(b"x")])
    fetching = asyncio.create_task(Tap(source, lambda: connected).fetch())
    await turns()
    assert source.asked == 0
    connected = True
    assert [message.data for message in await fetching] == [b"x"]


@pytest.mark.parametrize("error", [TimeoutError(), NothingCame(), ServiceUnavailableError()])
async def test_whatever_goes_wrong_the_loop_asks_again(error: Exception, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shared.intake._WHEN_GONE_S", 0)
    with pytest.raises(NothingCame):
        await Tap(FakeSource(error), lambda: True).fetch()


async def test_a_missing_consumer_is_not_asked_in_a_hot_loop(monkeypatch: pytest.MonkeyPatch) -> None:
    pauses: list[float] = []

    async def sleep(seconds: float) -> None:
        pauses.append(seconds)

    monkeypatch.setattr("shared.intake.asyncio.sleep", sleep)
    with pytest.raises(NothingCame):
        await Tap(FakeSource(ServiceUnavailableError()), lambda: True).fetch()
    assert pauses == [1.0]


async def test_what_was_on_its_way_when_it_closed_is_given_back() -> None:
    late = FakeDelivery(b"x")
    source = FakeSource()
    tap = Tap(source, lambda: True)
    fetching = asyncio.create_task(tap.fetch())
    await turns()
    source.answers.extend([[late], NothingCame()])
    await tap.close()
    with pytest.raises(NothingCame):
        await fetching
    assert late.answers == [("nak", None)]


async def test_cancelling_the_loop_is_not_mistaken_for_closing() -> None:
    tap = Tap(FakeSource(), lambda: True)
    fetching: asyncio.Task[Any] = asyncio.create_task(tap.fetch())
    await turns()
    fetching.cancel()
    with pytest.raises(asyncio.CancelledError):
        await fetching
