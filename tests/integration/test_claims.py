"""Claims behave the same in memory and in a NATS key-value bucket."""

import asyncio

import pytest
from nats.js import JetStreamContext

from shared.claims import Claim, Claims, JetStreamClaims, end, take
from shared.testing.claims import InMemoryClaims
from tests.integration.behind import Behind
from tests.unit.store import examples

FILE = "f" * 64
A, B = Claim(submission="A"), Claim(submission="B")


@pytest.fixture(params=["jetstream", "memory"])
async def claims(request: pytest.FixtureRequest, js: JetStreamContext) -> Claims:
    return JetStreamClaims(js) if request.param == "jetstream" else InMemoryClaims()


async def test_free_claim_is_taken_and_kept(claims: Claims) -> None:
    mine = A.model_copy(update={"received": examples.received(examples.document())})
    assert await take(claims, FILE, mine) == mine
    assert (await claims.get(FILE))[0] == mine
    assert await take(claims, FILE, B) == mine


async def test_of_many_that_come_at_once_one_has_the_claim(claims: Claims) -> None:
    held = await asyncio.gather(*(take(claims, FILE, Claim(submission=str(number))) for number in range(50)))
    assert len(set(held)) == 1


async def test_write_from_an_old_state_is_refused(claims: Claims) -> None:
    _, before = await claims.get(FILE)
    assert await claims.put(FILE, A, before)
    assert not await claims.put(FILE, B, before)
    _, now = await claims.get(FILE)
    assert await claims.put(FILE, B, now)


async def test_end_is_written_once_and_only_by_its_owner(claims: Claims) -> None:
    await take(claims, FILE, A)
    stored = A.model_copy(update={"state": "stored", "parser": "1", "rules": "2"})
    for _ in range(2):
        await end(claims, FILE, stored)
    _, revision = await claims.get(FILE)
    await end(claims, FILE, B.model_copy(update={"state": "failed"}))
    assert await claims.get(FILE) == (stored, revision)


@pytest.mark.parametrize("heard", [False, True])
async def test_a_server_that_is_behind_decides_nothing(
    js: JetStreamContext, monkeypatch: pytest.MonkeyPatch, heard: bool
) -> None:
    claims, behind = JetStreamClaims(js), Behind(js, monkeypatch)
    failed = A.model_copy(update={"state": "failed"})
    assert await take(claims, FILE, A) == A
    if heard:
        await behind.know("KV_GOUJI_CLAIMS", f"$KV.GOUJI_CLAIMS.{FILE}")
    await end(claims, FILE, failed)
    assert (await claims.get(FILE))[0] == failed
    assert await take(claims, FILE, B) == B
    await end(claims, FILE, failed)
    assert await take(claims, FILE, Claim(submission="C")) == B


async def test_forgotten_claim_is_free(claims: Claims) -> None:
    await take(claims, FILE, A)
    _, revision = await claims.get(FILE)
    assert not await claims.forget(FILE, revision - 1)
    assert await claims.forget(FILE, revision)
    assert (await claims.get(FILE))[0] is None
    assert await take(claims, FILE, B) == B


async def test_versions_are_none_until_they_are_advertised(js: JetStreamContext) -> None:
    claims = JetStreamClaims(js)
    assert (await claims.judges()).parser is None
    await js.publish("$KV.GOUJI_VERSIONS.parser", b"1.0.0")
    assert (await claims.judges()).parser == "1.0.0"
