"""Accepting a file: what is kept, claimed and announced, and what a crash in between leaves."""

import asyncio
from datetime import UTC, datetime
from typing import Any

import pytest

from services.ingest.accepting import Arrival, Ports, accept, digest
from services.ingest.unpacking import Member, unpack
from shared.claims import Claim, Judges, end
from shared.errors import DependencyAwayError
from shared.testing import InMemoryBlobs, RecordingPublisher
from shared.testing.claims import InMemoryClaims
from shared.topology import DUPLICATE, FAILED, ORIGINALS, RECEIVED

NOW = datetime(2026, 11, 20, 8, 0, tzinfo=UTC)
DATA = "部门整体绩效目标".encode()
ID = digest(DATA)
LIMIT = 1000


class World:
    """The ports in memory."""

    def __init__(self) -> None:
        self.blobs = InMemoryBlobs()
        self.claims = InMemoryClaims()
        self.publisher = RecordingPublisher("ingest")
        self.ports = Ports(self.blobs, self.claims, self.publisher, self.claims.judges, self.unpack)

    async def unpack(self, data: bytes) -> list[Member]:
        return list(unpack(data))

    async def accept(self, submission: str, data: bytes = DATA) -> str:
        return await accept(arrival(submission), data, self.ports, LIMIT)

    def sent(self, subject: str) -> list[dict[str, Any]]:
        return [each.event["data"] for each in self.publisher.sent if each.subject == subject]


def arrival(submission: str) -> Arrival:
    return Arrival(submission, "BATCH", "乡镇/预算.txt", "inbox", NOW)


@pytest.fixture
def world() -> World:
    return World()


async def test_accepted_file_is_kept_claimed_and_announced(world: World) -> None:
    assert await world.accept("A") == "ok"
    assert world.blobs.objects[ORIGINALS, ID] == DATA
    assert world.claims.held[ID][0].state == "open"
    [event] = world.sent(RECEIVED)
    assert (event["submission"], event["document_id"], event["source"]) == ("A", ID, "乡镇/预算.txt")
    assert event["media_type"] == "text/plain"


@pytest.mark.parametrize(("data", "code"), [(b"", "empty"), (b"x" * (LIMIT + 1), "too_large")])
async def test_unfit_file_ends_at_once_in_both_languages(world: World, data: bytes, code: str) -> None:
    assert await world.accept("A", data) == "failed"
    [event] = world.sent(FAILED)
    assert (event["code"], event["stage"], event["document_id"]) == (code, "ingest", None)
    assert event["message"]
    assert event["message_en"]
    assert (event["source"], event["batch"], event["channel"]) == ("乡镇/预算.txt", "BATCH", "inbox")
    assert not world.blobs.objects
    assert not world.sent(RECEIVED)


async def test_same_bytes_again_are_a_duplicate_of_the_first(world: World) -> None:
    await world.accept("A")
    assert await world.accept("B") == "duplicate"
    [event] = world.sent(DUPLICATE)
    assert (event["submission"], event["first_submission"], event["document_id"]) == ("B", "A", ID)
    assert len(world.sent(RECEIVED)) == 1


async def test_hundred_copies_at_once_are_announced_once(world: World) -> None:
    results = await asyncio.gather(*(world.accept(f"S{number}") for number in range(100)))
    assert sorted(results) == ["duplicate"] * 99 + ["ok"]
    assert len(world.sent(RECEIVED)) == 1
    assert len(world.sent(DUPLICATE)) == 99


async def test_submission_that_finds_its_own_claim_goes_on(world: World) -> None:
    world.publisher.away = True
    with pytest.raises(DependencyAwayError):
        await world.accept("A")
    world.publisher.away = False
    assert await world.accept("A") == "ok"
    assert len(world.sent(RECEIVED)) == 1


async def test_claim_whose_owner_died_unannounced_is_announced_by_the_next(world: World) -> None:
    world.publisher.away = True
    with pytest.raises(DependencyAwayError):
        await world.accept("A")
    world.publisher.away = False
    assert await world.accept("B") == "duplicate"
    assert [event["submission"] for event in world.sent(RECEIVED)] == ["A"]


@pytest.mark.parametrize(
    ("ended", "now", "expected"),
    [
        pytest.param(Claim(submission="A", state="stored"), Judges(), "duplicate", id="stored"),
        pytest.param(Claim(submission="A", state="failed"), Judges(), "ok", id="failed-is-tried-again"),
        pytest.param(
            Claim(submission="A", state="stored", parser="1", rules="1"),
            Judges(parser="1", rules="1"),
            "duplicate",
            id="same",
        ),
        pytest.param(
            Claim(submission="A", state="stored", parser="1", rules="1"),
            Judges(parser="2", rules="1"),
            "ok",
            id="new-parser",
        ),
        pytest.param(
            Claim(submission="A", state="stored", parser="1", rules="1"),
            Judges(parser="1", rules="2"),
            "ok",
            id="new-rules",
        ),
        pytest.param(
            Claim(submission="A", state="stored", parser="1", rules="1"),
            Judges(),
            "duplicate",
            id="versions-not-known-now",
        ),
    ],
)
async def test_ended_claim_decides_about_the_next(world: World, ended: Claim, now: Judges, expected: str) -> None:
    await world.accept("A")
    await end(world.claims, ID, ended)
    world.claims.now = now
    assert await world.accept("B") == expected


async def test_end_of_an_older_submission_leaves_a_newer_claim_alone(world: World) -> None:
    await world.accept("A")
    await end(world.claims, ID, Claim(submission="A", state="failed"))
    await world.accept("B")
    await end(world.claims, ID, Claim(submission="A", state="stored"))
    assert (world.claims.held[ID][0].submission, world.claims.held[ID][0].state) == ("B", "open")


async def test_only_one_of_two_takes_a_failed_claim_over(world: World) -> None:
    await world.accept("A")
    await end(world.claims, ID, Claim(submission="A", state="failed"))
    assert sorted(await asyncio.gather(world.accept("B"), world.accept("C"))) == ["duplicate", "ok"]
