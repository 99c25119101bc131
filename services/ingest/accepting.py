"""Accepting one file: checked, kept, claimed, announced, in this order, so that a crash anywhere loses nothing.

What is kept and not claimed is only bytes. What is claimed and not announced is announced by whoever comes next with
the same submission or the same bytes. What is announced twice has the same id.
"""

import hashlib
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, TypeAlias

from services.ingest.unpacking import ARCHIVES, Member
from shared.blobs import Blobs
from shared.claims import Claim, Claims, Judges, take
from shared.envelope import event_id
from shared.errors import DocumentFailure, EmptyFile, GoujiError, TooLarge
from shared.events import DataRef, Duplicate, Failed, Received
from shared.media import media_type
from shared.publishing import Publisher
from shared.topology import ORIGINALS

Channel: TypeAlias = Literal["inbox", "http", "cli"]
Result: TypeAlias = Literal["ok", "failed", "duplicate"]
STAGE = "ingest"


@dataclass(frozen=True, slots=True)
class Arrival:
    """One file that came: as what, how, and when. The bytes come beside it."""

    submission: str
    batch: str
    source: str
    channel: Channel
    received_at: datetime
    retry_of: str | None = None


@dataclass(frozen=True, slots=True)
class Ports:
    """What accepting needs of the world."""

    blobs: Blobs
    claims: Claims
    publisher: Publisher
    judges: Callable[[], Awaitable[Judges]]
    unpack: Callable[[bytes], Awaitable[list[Member]]]


async def accept(arrival: Arrival, data: bytes, ports: Ports, limit: int) -> Result:
    """Take `data` in, at most `limit` bytes. Raises DependencyAwayError while the bus is away: call again then."""
    unfit = _unfit(data, limit)
    if unfit is not None:
        await refuse(arrival, unfit, ports.publisher)
        return "failed"
    try:
        members = await ports.unpack(data) if media_type(data) in ARCHIVES else None
    except DocumentFailure as failure:
        await refuse(arrival, failure, ports.publisher)
        return "failed"
    blob = await ports.blobs.put(ORIGINALS, data)
    received = received_event(arrival, blob, media_type(data))
    judges = await ports.judges()
    mine = Claim(submission=arrival.submission, parser=judges.parser, rules=judges.rules, received=received)
    held = await take(ports.claims, blob.sha256, mine)
    if held.submission == arrival.submission:
        await announce(received, members, ports)
        return "ok"
    if held.received is not None:  # still open: whoever claimed it may have died before it was announced
        await announce(held.received, members, ports)
    await ports.publisher.announce(
        duplicate_event(arrival, blob.sha256, held.submission),
        id=event_id("duplicate", arrival.submission, blob.sha256),
    )
    return "duplicate"


async def announce(received: Received, members: list[Member] | None, ports: Ports) -> None:
    """Publish that a file was received; of an archive, that each of its members was, a document of its own."""
    events = [received] if members is None else [await _member(received, each, members, ports) for each in members]
    for event in events:
        await ports.publisher.announce(event, id=event_id(STAGE, event.submission, event.document_id))


async def _member(archive: Received, member: Member, members: list[Member], ports: Ports) -> Received:
    """The event of one member, whose bytes are kept first."""
    blob = await ports.blobs.put(ORIGINALS, member.data)
    identity = f"{archive.document_id}#{member.path}".encode()
    return archive.model_copy(
        update={
            "document_id": hashlib.sha256(identity).hexdigest(),
            "parent": archive.document_id,
            "members": len(members),
            "source": f"{archive.source}!/{member.path}",
            "media_type": media_type(member.data),
            "size": blob.size,
            "blob": blob,
        }
    )


async def refuse(arrival: Arrival, failure: GoujiError, publisher: Publisher) -> None:
    """Publish that a submission ended here."""
    event = failed_event(arrival, failure)
    await publisher.announce(event, id=event_id("failed", arrival.submission, None))


def received_event(arrival: Arrival, blob: DataRef, media_type: str) -> Received:
    """The event of an accepted file."""
    return Received(
        submission=arrival.submission,
        batch=arrival.batch,
        document_id=blob.sha256,
        source=arrival.source,
        media_type=media_type,
        size=blob.size,
        blob=blob,
        channel=arrival.channel,
        retry_of=arrival.retry_of,
        received_at=arrival.received_at,
    )


def duplicate_event(arrival: Arrival, document_id: str, first: str) -> Duplicate:
    """The event of a file whose bytes came before."""
    return Duplicate(
        submission=arrival.submission,
        document_id=document_id,
        first_submission=first,
        batch=arrival.batch,
        source=arrival.source,
        channel=arrival.channel,
        retry_of=arrival.retry_of,
        received_at=arrival.received_at,
    )


def failed_event(arrival: Arrival, failure: GoujiError) -> Failed:
    """The event of a file that goes no further than ingest."""
    return Failed(
        submission=arrival.submission,
        document_id=None,
        stage=STAGE,
        code=failure.code,
        message=failure.message,
        message_en=failure.message_en,
        retryable=failure.retryable,
        attempts=1,
        batch=arrival.batch,
        source=arrival.source,
        channel=arrival.channel,
        retry_of=arrival.retry_of,
        received_at=arrival.received_at,
    )


def digest(data: bytes) -> str:
    """The id of a document: the sha256 of its bytes in hex."""
    return hashlib.sha256(data).hexdigest()


def _unfit(data: bytes, limit: int) -> GoujiError | None:
    if not data:
        return EmptyFile()
    return TooLarge() if len(data) > limit else None
