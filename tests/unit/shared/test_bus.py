"""What a bus does about an answer, a loop or a library that it did not expect; the rest needs a server."""

import asyncio
from collections.abc import Callable, Coroutine, Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from nats.errors import Error as NatsError
from nats.errors import NoRespondersError
from nats.js.errors import APIError, BadRequestError
from structlog.testing import capture_logs

from services.store.watch import Watch
from shared.bus import Bus, OtherFastStream
from shared.settings import ServiceSettings
from shared.telemetry import Metrics, log
from shared.topology import PARSE

REFUSED = APIError(code=500, err_code=10049, description="a lost cluster")
MORE = BadRequestError(code=400, err_code=10025, description="bad request")


class Ended(Exception):
    """No answer is left."""


def answering(*answers: Exception | list[str]) -> Callable[[], Coroutine[Any, Any, list[str]]]:
    """A look at the server that goes so, one after another."""
    left: Iterator[Exception | list[str]] = iter(answers)

    async def look() -> list[str]:
        answer = next(left, Ended())
        if isinstance(answer, Exception):
            raise answer
        return answer

    return look


def bus() -> Bus:
    return Bus(ServiceSettings(nats_url="nats://127.0.0.1:1"), "parse", metrics=Metrics("parse"))


def told(logged: Any, event: str) -> list[str]:
    return [each["reason"].partition(":")[0] for each in logged if each["event"] == event]


ANSWERS: tuple[Exception | list[str], ...] = (
    REFUSED,
    REFUSED,
    MORE,
    NoRespondersError(),
    TimeoutError(),
    NatsError("odd"),
    [],
    REFUSED,
)
TOLD = ["APIError", "BadRequestError", "NoRespondersError", "TimeoutError", "Error", "APIError"]


async def test_check_goes_on_whatever_nats_answers_and_tells_it_once_a_change(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shared.bus._CHECK_S", 0)
    with capture_logs() as logged:
        checked = bus()
        checked._look = answering(*ANSWERS, ["consumer a/b"])  # type: ignore[method-assign]
        with pytest.raises(Ended):
            await checked._check()
    assert told(logged, "bus_unanswered") == TOLD
    assert checked._gone == ["consumer a/b"]


async def test_watch_goes_on_whatever_nats_answers_and_tells_it_once_a_change() -> None:
    with capture_logs() as logged:
        watch = Watch(SimpleNamespace(), Metrics("store"), 0, log("store"))  # type: ignore[arg-type]
        watch.look = answering(*ANSWERS)  # type: ignore[assignment, method-assign]
        with pytest.raises(Ended):
            await watch.run()
    assert told(logged, "bus_unanswered") == TOLD


async def test_a_bus_whose_check_has_ended_is_not_alive() -> None:
    running = bus()
    running._state = "running"
    running._checker = asyncio.create_task(asyncio.Event().wait())  # type: ignore[arg-type]
    assert running.alive()
    running._checker.cancel()
    await asyncio.wait([running._checker])
    assert not running.alive()


def test_a_faststream_without_a_place_for_the_tap_is_refused() -> None:
    class Subscriber:
        def __call__(self, _: object) -> None:
            pass

    other = bus()
    other._broker = SimpleNamespace(subscriber=lambda *_, **__: Subscriber())  # type: ignore[assignment]
    with pytest.raises(OtherFastStream, match="requirements/"):
        other._subscribe(PARSE, SimpleNamespace(), 1, 1)  # type: ignore[arg-type]
