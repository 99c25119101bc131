"""Dead letters on a real server, as an operator handles them."""

import json
from typing import Any

import httpx
import pytest
from nats.js import JetStreamContext

from gouji.deadletters import NoSuchLetter, NotAccepted, drop, letter, letters, original, retry
from shared.blobs import BlobMissing, JetStreamBlobs
from shared.deadletters import Origin, bury
from shared.publishing import JetStreamPublisher
from shared.topology import ORIGINALS, PARSE, STREAM_DEAD, VALIDATE


async def buried(js: JetStreamContext, data: dict[str, Any], durable: Any = PARSE, sequence: int = 1) -> None:
    publisher = JetStreamPublisher(js._nc, JetStreamBlobs(js), durable.service)
    payload = json.dumps({"data": data}).encode()
    await bury(publisher, Origin(durable, durable.subjects[0], sequence, 5), payload, None, ValueError("x"))


async def test_letters_are_listed_with_what_and_why(js: JetStreamContext) -> None:
    await js.publish("$JS.EVENT.ADVISORY.CONSUMER.MSG_TERMINATED.X.y", b"{}", stream=STREAM_DEAD.name)
    await buried(js, {"submission": "S1", "document_id": "d1"})
    await buried(js, {"submission": "S2", "document_id": "d2"}, VALIDATE)
    found = [each async for each in letters(js)]
    assert [(each.number, each.stage, each.consumer, each.whose.submission) for each in found] == [
        (2, "parse", "parse", "S1"),
        (3, "validate", "validate", "S2"),
    ]
    assert (found[0].attempts, found[0].code, found[0].reason) == (5, "internal", "ValueError")
    assert await letter(js, 3) == found[1]


async def test_an_advisory_is_no_letter(js: JetStreamContext) -> None:
    await js.publish("$JS.EVENT.ADVISORY.CONSUMER.MSG_TERMINATED.X.y", b"{}", stream=STREAM_DEAD.name)
    for number in (1, 2):
        with pytest.raises(NoSuchLetter):
            await letter(js, number)


async def test_a_dropped_letter_is_gone(js: JetStreamContext) -> None:
    await buried(js, {"submission": "S1"})
    await drop(js, 1)
    assert [each async for each in letters(js)] == []
    with pytest.raises(NoSuchLetter):
        await drop(js, 1)


@pytest.mark.parametrize("key", ["document_id", "parent", "blob"])
async def test_the_original_is_found_from_any_stage(js: JetStreamContext, key: str) -> None:
    ref = await JetStreamBlobs(js).put(ORIGINALS, b"the file")
    named: dict[str, Any] = {key: ref.model_dump() if key == "blob" else ref.name}
    await buried(js, {"submission": "S1", "document_id": "part", **named})
    assert await original(js, await letter(js, 1)) == b"the file"


async def test_an_original_that_is_gone_is_told(js: JetStreamContext) -> None:
    await buried(js, {"submission": "S1", "document_id": "gone"})
    with pytest.raises(BlobMissing):
        await original(js, await letter(js, 1))


@pytest.mark.parametrize(("status", "kept"), [(202, False), (429, True)])
async def test_a_retry_is_a_new_submission_that_says_of_what(js: JetStreamContext, status: int, kept: bool) -> None:
    ref = await JetStreamBlobs(js).put(ORIGINALS, b"the file")
    await buried(js, {"submission": "S1", "document_id": ref.name})
    asked: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(request)
        if request.method == "GET":
            return httpx.Response(200, json={"source": "目标.txt"})
        return httpx.Response(status, json={"submissions": [{"submission": "S2"}]})

    async with httpx.AsyncClient(transport=httpx.MockTransport(answer), base_url="http://store") as http:
        if kept:
            with pytest.raises(NotAccepted):
                await retry(js, http, 1)
        else:
            assert await retry(js, http, 1) == "S2"
    assert asked[1].url.path == "/documents"
    body = asked[1].read()
    assert b'name="retry_of"\r\n\r\nS1' in body
    assert "目标.txt".encode() in body
    assert b"the file" in body
    assert bool([each async for each in letters(js)]) is kept
