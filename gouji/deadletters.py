"""Dead letters as an operator sees them: what was set aside and why, its original bytes, trying again, letting go.

A letter is numbered by its place on GOUJI_DEAD. Trying again is a new submission of the file, which says of what.
"""

import json
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import httpx
from nats.js import JetStreamContext
from nats.js.api import RawStreamMsg
from nats.js.errors import NotFoundError

from shared.blobs import BlobMissing, JetStreamBlobs
from shared.envelope import Identity, identity
from shared.errors import GoujiError
from shared.topology import DEAD, ORIGINALS, STREAM_DEAD


class NoSuchLetter(GoujiError):
    """There is no dead letter of that number."""

    zh = "没有这个编号的死信。"
    retryable = False


class NotAccepted(GoujiError):
    """The file of the dead letter was not accepted again; the letter is kept."""

    zh = "死信对应的文件未被重新接收；死信保留。"


@dataclass(frozen=True)
class Letter:
    """One message that was set aside. `code` and `reason` are why; `stage` and `consumer` are where."""

    number: int
    time: str
    stage: str
    consumer: str
    attempts: int
    code: str
    reason: str
    whose: Identity
    payload: bytes


async def letters(js: JetStreamContext) -> AsyncIterator[Letter]:
    """All dead letters, the oldest first. The server's advisories, which lie beside them, are none."""
    number = 1
    while True:
        try:
            message = await js.get_msg(STREAM_DEAD.name, seq=number, subject=f"{DEAD}.*", next=True)
        except NotFoundError:
            return
        yield _letter(message)
        number = (message.seq or number) + 1


async def letter(js: JetStreamContext, number: int) -> Letter:
    """The dead letter of that number."""
    try:
        message = await js.get_msg(STREAM_DEAD.name, seq=number)
    except NotFoundError as error:
        raise NoSuchLetter from error
    if not (message.subject or "").startswith(f"{DEAD}."):
        raise NoSuchLetter
    return _letter(message)


async def drop(js: JetStreamContext, number: int) -> None:
    """Let a dead letter go for good."""
    await letter(js, number)
    await js.delete_msg(STREAM_DEAD.name, number)


async def original(js: JetStreamContext, found: Letter) -> bytes:
    """The file that the letter is about. A document that was one of several in its file leads to the whole file."""
    blobs = JetStreamBlobs(js)
    for name in _file_ids(found.payload):
        if (ref := await blobs.find(ORIGINALS, name)) is not None:
            return await blobs.get(ref)
    raise BlobMissing


async def retry(js: JetStreamContext, http: httpx.AsyncClient, number: int) -> str:
    """Submit the file of a dead letter again, and let the letter go; the id of the new submission."""
    found = await letter(js, number)
    data = await original(js, found)
    source = await _source(http, found.whose.submission)
    form = {"channel": "cli", **({"retry_of": found.whose.submission} if found.whose.submission else {})}
    answer = await http.post("/documents", files={"file": (source, data)}, data=form)
    if answer.status_code != 202:
        raise NotAccepted(message_en=f"the file was not accepted again: {answer.status_code} {answer.text[:200]}")
    await drop(js, number)
    return str(answer.json()["submissions"][0]["submission"])


async def _source(http: httpx.AsyncClient, submission: str | None) -> str:
    """What the file was called when it came first."""
    answer = await http.get(f"/submissions/{submission}")
    return str(answer.json().get("source") or "retry") if answer.status_code == 200 else "retry"


def _letter(message: RawStreamMsg) -> Letter:
    headers = message.headers or {}
    payload = message.data or b""
    return Letter(
        number=message.seq or 0,
        time=str(message.time or ""),
        stage=(message.subject or "").rsplit(".", 1)[-1],
        consumer=headers.get("Gouji-Consumer", ""),
        attempts=int(headers.get("Gouji-Attempts", "0")),
        code=headers.get("Gouji-Code", ""),
        reason=headers.get("Gouji-Reason", ""),
        whose=identity(payload),
        payload=payload,
    )


def _file_ids(payload: bytes) -> list[str]:
    """Where the file may lie: named by the event, else under the document's id, else under its parent's."""
    try:
        data: Any = json.loads(payload)["data"]
        named = [(data.get("blob") or {}).get("name"), data.get("document_id"), data.get("parent")]
    except (ValueError, KeyError, TypeError, AttributeError):
        return []
    return [name for name in named if isinstance(name, str) and name]
