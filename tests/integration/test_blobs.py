"""The object store and its in-memory twin keep the same promises."""

import asyncio
import dataclasses
import hashlib
from datetime import UTC, datetime, timedelta

import pytest
from nats.js import JetStreamContext

from shared.blobs import BlobCorrupt, BlobMissing, Blobs, JetStreamBlobs, _record_subject, reference
from shared.errors import DependencyAwayError, TooLarge
from shared.provision import provision
from shared.testing import InMemoryBlobs
from shared.topology import BODIES, ORIGINALS, STREAMS
from tests.integration.behind import Behind

KIB = 1024
SIZES = [0, 5, 128 * KIB - 1, 128 * KIB, 128 * KIB + 1, 10 * 1024 * KIB]


@pytest.fixture(params=["jetstream", "memory"])
async def blobs(request: pytest.FixtureRequest, js: JetStreamContext) -> Blobs:
    return InMemoryBlobs() if request.param == "memory" else JetStreamBlobs(js)


@pytest.fixture
async def real(js: JetStreamContext) -> JetStreamBlobs:
    return JetStreamBlobs(js, timeout_s=2.0)


async def messages(js: JetStreamContext, bucket: str = ORIGINALS) -> int:
    return (await js.stream_info(f"OBJ_{bucket}")).state.messages


def filling(size: int) -> bytes:
    return hashlib.shake_128(str(size).encode()).digest(size)


@pytest.mark.parametrize("size", SIZES)
async def test_what_is_put_is_got(blobs: Blobs, size: int) -> None:
    data = filling(size)
    ref = await blobs.put(ORIGINALS, data)
    assert (ref.size, ref.name) == (size, hashlib.sha256(data).hexdigest())
    assert await blobs.get(ref) == data


async def test_what_is_not_there_is_missing(blobs: Blobs) -> None:
    with pytest.raises(BlobMissing):
        await blobs.get(reference(ORIGINALS, b"never put"))


async def test_the_limit_holds_before_anything_is_read(blobs: Blobs) -> None:
    with pytest.raises(TooLarge):
        await blobs.get(reference(ORIGINALS, b"never put"), limit=8)


async def test_a_wrong_size_or_hash_is_corrupt(blobs: Blobs) -> None:
    ref = await blobs.put(ORIGINALS, b"some bytes")
    for wrong in (ref.model_copy(update={"size": 3}), ref.model_copy(update={"sha256": "0" * 64})):
        with pytest.raises(BlobCorrupt):
            await blobs.get(wrong)


async def test_deleted_bytes_can_be_put_again(blobs: Blobs) -> None:
    ref = await blobs.put(ORIGINALS, b"some bytes")
    await blobs.delete(ref)
    await blobs.delete(ref)
    with pytest.raises(BlobMissing):
        await blobs.get(ref)
    assert await blobs.get(await blobs.put(ORIGINALS, b"some bytes")) == b"some bytes"


async def test_bytes_are_found_by_their_hash(blobs: Blobs) -> None:
    ref = await blobs.put(ORIGINALS, b"some bytes")
    assert await blobs.find(ORIGINALS, ref.sha256) == ref
    assert await blobs.find(ORIGINALS, "0" * 64) is None


async def test_the_same_bytes_are_written_once(js: JetStreamContext, real: JetStreamBlobs) -> None:
    await real.put(ORIGINALS, filling(300 * KIB))
    before = await messages(js)
    await real.put(ORIGINALS, filling(300 * KIB))
    assert before == await messages(js) == 3 + 1  # chunks and a record


async def test_two_writers_at_once_leave_one_object(js: JetStreamContext, real: JetStreamBlobs) -> None:
    refs = await asyncio.gather(*(real.put(ORIGINALS, filling(300 * KIB)) for _ in range(5)))
    assert await messages(js) == 3 + 1
    assert await real.get(refs[0]) == filling(300 * KIB)


async def test_another_client_reads_our_objects(js: JetStreamContext, real: JetStreamBlobs) -> None:
    ref = await real.put(ORIGINALS, filling(300 * KIB))
    store = await js.object_store(ORIGINALS)
    assert (await store.get(ref.name)).data == filling(300 * KIB)


@pytest.mark.parametrize("size", [50 * KIB, 300 * KIB])
async def test_missing_chunks_end_in_an_error_not_in_waiting(
    js: JetStreamContext, real: JetStreamBlobs, size: int
) -> None:
    ref = await real.put(ORIGINALS, filling(size))
    await js.purge_stream(f"OBJ_{ORIGINALS}", subject=f"$O.{ORIGINALS}.C.>")
    with pytest.raises((DependencyAwayError, BlobCorrupt, BlobMissing)):
        await asyncio.wait_for(real.get(ref), 5)


async def test_an_aging_body_is_written_again_before_its_bucket_forgets_it(js: JetStreamContext) -> None:
    long_ago = datetime.now(UTC) - timedelta(days=2)
    ref = await JetStreamBlobs(js, now=lambda: long_ago).put(BODIES, filling(300 * KIB))
    first = (await js.stream_info(f"OBJ_{BODIES}")).state.last_seq
    await JetStreamBlobs(js).put(BODIES, filling(300 * KIB))
    state = (await js.stream_info(f"OBJ_{BODIES}")).state
    assert (state.last_seq, state.messages) == (first + 4, 4)
    assert await JetStreamBlobs(js).get(ref) == filling(300 * KIB)


async def test_a_full_bucket_is_a_dependency_away_and_leaves_nothing_behind(
    js: JetStreamContext, real: JetStreamBlobs
) -> None:
    bucket = next(stream for stream in STREAMS if stream.name == f"OBJ_{ORIGINALS}")
    await provision(js, [dataclasses.replace(bucket, room=200 * KIB)], [])
    with pytest.raises(DependencyAwayError):
        await real.put(ORIGINALS, filling(300 * KIB))
    assert await messages(js) == 0


@pytest.mark.parametrize("heard", [False, True])
async def test_a_server_that_is_behind_decides_nothing(
    js: JetStreamContext, real: JetStreamBlobs, monkeypatch: pytest.MonkeyPatch, heard: bool
) -> None:
    behind, data = Behind(js, monkeypatch), filling(200 * KIB)
    ref = await real.put(ORIGINALS, data)
    if heard:
        await behind.know(f"OBJ_{ORIGINALS}", _record_subject(ref))
    assert await real.get(ref) == data
    kept = await messages(js)
    await real.put(ORIGINALS, data)
    assert await messages(js) == kept
    assert await real.delete(ref)
    with pytest.raises(BlobMissing):
        await real.get(ref)
    await real.put(ORIGINALS, data)
    assert await real.get(ref) == data
