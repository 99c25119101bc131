"""What becomes of a message, by how its handler ended."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from typing import Any, cast

import pytest
import structlog
from nats.aio.msg import Msg
from nats.errors import ConnectionClosedError

from shared.deadletters import Versions
from shared.envelope import Undecodable
from shared.errors import DependencyAwayError, Encrypted
from shared.settling import Settlement
from shared.telemetry import Metrics
from shared.testing import RecordingPublisher, Sent
from shared.topology import DEAD, FAILED, MAX_ATTEMPTS, PARSE, STORE_RECEIVED, Durable
from tests.unit.shared.deliveries import FakeDelivery

PAYLOAD = json.dumps({"data": {"submission": "S", "document_id": "d"}}).encode()
Handle = Callable[[Msg], Awaitable[None]]


class Bench:
    """A settlement over fakes."""

    def __init__(self, handle: Handle, durable: Durable = PARSE, ack_wait_s: float = 30.0, age_s: float = 0.0) -> None:
        self.publisher = RecordingPublisher("parse")
        self.metrics = Metrics("parse")
        self.settlement = Settlement(
            durable,
            lambda message: message,
            handle,
            publisher=self.publisher,
            metrics=self.metrics,
            log=structlog.get_logger(),
            versions=Versions(parser="p1"),
            ack_wait_s=ack_wait_s,
            sleep=lambda _: asyncio.sleep(0),
            age=lambda: age_s,
        )

    async def settle(self, payload: bytes = PAYLOAD, attempt: int = 1, **fields: Any) -> list[Any]:
        delivery = FakeDelivery(payload, attempt=attempt, **fields)
        await self.settlement.settle(cast(Msg, delivery))
        return delivery.answers

    def sent(self, subject: str) -> list[Sent]:
        return [sent for sent in self.publisher.sent if sent.subject == subject]

    def counted(self, result: str) -> float:
        return (
            self.metrics.registry.get_sample_value("gouji_documents_total", {"stage": "parse", "result": result}) or 0
        )


def raising(error: BaseException) -> Handle:
    async def handle(_: Msg) -> None:
        raise error

    return handle


async def done(_: Msg) -> None:
    pass


async def test_a_handled_message_is_acknowledged() -> None:
    bench = Bench(done)
    assert await bench.settle() == ["ack"]
    assert (bench.publisher.sent, bench.counted("ok")) == ([], 1)


async def test_a_documents_own_failure_is_told_and_acknowledged() -> None:
    bench = Bench(raising(Encrypted()))
    assert await bench.settle(attempt=2) == ["ack"]
    [failed] = bench.sent(FAILED)
    assert failed.id == "parse/S/d/p1"
    assert failed.event["data"] | {"message": "", "message_en": ""} == {
        "batch": None, "source": None, "channel": None, "received_at": None, "retry_of": None,
        "submission": "S", "document_id": "d", "stage": "parse", "code": "encrypted", "message": "", "message_en": "",
        "retryable": False, "attempts": 2,
    }  # fmt: skip
    assert bench.counted("failed") == 1


@pytest.mark.parametrize(("attempt", "delay"), [(1, 1.0), (2, 5.0), (3, 30.0), (4, 120.0)])
async def test_an_error_is_tried_again_later_and_later(attempt: int, delay: float) -> None:
    bench = Bench(raising(ValueError("x")))
    assert await bench.settle(attempt=attempt) == [("nak", delay)]
    assert (bench.publisher.sent, bench.counted("retried")) == ([], 1)


@pytest.mark.parametrize(
    ("error", "attempt", "code"),
    [(ValueError("机密"), 5, "internal"), (Undecodable(), 1, "internal"), (None, 6, "retries_exhausted")],
)
async def test_a_message_given_up_is_a_dead_letter_and_a_failure_then_terminated(
    error: Exception | None, attempt: int, code: str
) -> None:
    bench = Bench(raising(error) if error else done)
    headers = {"Nats-Msg-Id": "x", "content-type": "application/json"}
    assert await bench.settle(attempt=attempt, headers=headers) == ["term"]
    [dead] = bench.sent(f"{DEAD}.parse")
    assert (dead.payload, dead.id) == (PAYLOAD, "dead/GOUJI_RECEIVED/42/parse")
    assert "Nats-Msg-Id" not in dead.headers
    assert (dead.headers["content-type"], dead.headers["Gouji-Code"]) == ("application/json", code)
    assert dead.headers["Gouji-Attempts"] == str(attempt)
    assert all(value.isascii() and "机密" not in value for value in dead.headers.values())
    [failed] = bench.sent(FAILED)
    assert (failed.event["data"]["code"], failed.id) == ("retries_exhausted", "parse/S/d/p1")


async def test_rubbish_without_a_submission_is_a_dead_letter_and_no_failure() -> None:
    bench = Bench(raising(Undecodable()))
    assert await bench.settle(payload=b"\xff rubbish") == ["term"]
    assert [sent.subject for sent in bench.publisher.sent] == [f"{DEAD}.parse"]


async def test_a_record_given_up_does_not_fail_the_document() -> None:
    bench = Bench(raising(ValueError()), durable=STORE_RECEIVED)
    assert await bench.settle(attempt=5) == ["term"]
    assert [sent.subject for sent in bench.publisher.sent] == [f"{DEAD}.store"]


async def test_a_dependency_that_is_away_is_waited_for_not_given_back() -> None:
    calls = 0

    async def handle(_: Msg) -> None:
        nonlocal calls
        calls += 1
        if calls < 4:
            raise DependencyAwayError

    bench = Bench(handle)
    assert await bench.settle() == ["ack"]
    assert (calls, bench.counted("retried")) == (4, 0)


async def test_giving_up_waits_for_the_bus() -> None:
    bench = Bench(raising(ValueError()))
    bench.publisher.away = True
    delivery = FakeDelivery(PAYLOAD, attempt=5)
    settling = asyncio.create_task(bench.settlement.settle(cast(Msg, delivery)))
    await asyncio.sleep(0)
    assert delivery.answers == []
    bench.publisher.away = False
    await settling
    assert delivery.answers == ["term"]
    assert bench.sent(f"{DEAD}.parse")


async def test_a_long_job_is_kept_alive() -> None:
    beats = asyncio.Event()

    class Beating(FakeDelivery):
        async def in_progress(self) -> None:
            await super().in_progress()
            if len(self.answers) == 3:
                beats.set()

    async def handle(_: Msg) -> None:
        await beats.wait()

    delivery = Beating(PAYLOAD)
    await asyncio.wait_for(Bench(handle, ack_wait_s=0.003).settlement.settle(cast(Msg, delivery)), 5)
    assert delivery.answers[:3] == ["in_progress"] * 3
    assert delivery.answers[-1] == "ack"


async def test_a_cancelled_message_is_given_back_at_once() -> None:
    started = asyncio.Event()

    async def handle(_: Msg) -> None:
        started.set()
        await asyncio.Event().wait()

    delivery = FakeDelivery(PAYLOAD)
    settling = asyncio.create_task(Bench(handle).settlement.settle(cast(Msg, delivery)))
    await started.wait()
    settling.cancel()
    with pytest.raises(asyncio.CancelledError):
        await settling
    assert delivery.answers == [("nak", None)]


async def test_an_acknowledgement_lost_with_the_connection_is_no_error() -> None:
    class Cut(FakeDelivery):
        async def ack(self) -> None:
            raise ConnectionClosedError

    await Bench(done).settlement.settle(cast(Msg, Cut(PAYLOAD)))


async def test_a_message_that_comes_again_while_it_is_in_hand_is_left_to_who_has_it() -> None:
    finish, handled = asyncio.Event(), []

    async def handle(message: Msg) -> None:
        handled.append(message)
        await finish.wait()

    bench = Bench(handle)
    first = asyncio.create_task(bench.settle())
    await asyncio.sleep(0)
    assert await bench.settle(attempt=MAX_ATTEMPTS + 1) == []
    finish.set()
    assert (await first, len(handled), bench.publisher.sent) == (["ack"], 1, [])
    assert await bench.settle(attempt=2) == ["ack"]  # its acknowledgement was lost: it is handled again


@pytest.mark.parametrize(("age_s", "answers"), [(10.0, ["term"]), (100.0, ["ack"])])
async def test_a_message_delivered_too_often_is_given_up_unseen_only_by_who_may_have_died_of_it(
    age_s: float, answers: list[Any]
) -> None:
    async def handle(_: Msg) -> None: ...

    bench = Bench(handle, age_s=age_s)
    assert await bench.settle(attempt=MAX_ATTEMPTS + 1) == answers
    assert bool(bench.sent(f"{DEAD}.parse")) is (answers == ["term"])
