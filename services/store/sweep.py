"""What is stuck is announced again: a document that is open while nothing on the bus is about it any more.

That happens when a consumer is deleted and made anew: its stream forgets what only it had still wanted. The `received`
event goes out again under its own id, once the stream no longer takes it for a repetition, and every stage does what it
did not do yet.
"""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

from nats.errors import Error as NatsError
from nats.js import JetStreamContext
from sqlalchemy import RowMapping, bindparam, or_, select, update

from services.store.handlers import Ports
from services.store.ledger import Ledger
from services.store.models import Document, Submission, SubmissionDocument
from services.store.progress import STAGES
from shared.envelope import event_id
from shared.errors import DependencyAwayError
from shared.events import DataRef, Received
from shared.patience import AWAY
from shared.topology import DURABLES, STREAM_RECEIVED

MOST = 100  # documents that are announced again at a time
# Only consumers that move documents on: what waits for the archive pass holds nobody up.
_MOVING = ("parse", "validate", "store", "store-received", "store-parsed", "store-news")


Stuck = tuple[str, str, Received | None]

# Announced by ingest; or known only from later events, since its own never came.
_STUCK = (
    select(
        Submission.id.label("submission"),
        SubmissionDocument.document_id.label("document"),
        Submission.batch,
        Submission.channel,
        Submission.members,
        Submission.retry_of,
        Submission.received_at,
        SubmissionDocument.source,
        SubmissionDocument.parent_id,
        Document.media_type,
        Document.size,
        Document.blob_bucket,
        Document.blob_name,
    )
    .join(SubmissionDocument, SubmissionDocument.submission_id == Submission.id)
    .outerjoin(Document, Document.id == SubmissionDocument.document_id)
    .where(
        Submission.status.in_(STAGES),
        SubmissionDocument.status.in_(STAGES),
        SubmissionDocument.updated_at < bindparam("before"),
        or_(SubmissionDocument.announced, Submission.members.is_(None)),
    )
    .order_by(SubmissionDocument.updated_at)
    .limit(MOST)
)
_TOUCH = (
    update(SubmissionDocument)
    .where(
        SubmissionDocument.submission_id == bindparam("submission"),
        SubmissionDocument.document_id == bindparam("document"),
    )
    .values(updated_at=bindparam("at"))
)


class Sweep:
    """Looks from time to time for what is stuck for longer than `stuck_after`."""

    def __init__(
        self, ports: Callable[[], Ports], idle: Callable[[], Awaitable[bool]], stuck_after_s: float, every_s: float
    ) -> None:
        self._get_ports = ports
        self._idle = idle
        # Earlier the stream would drop it as a repetition.
        self._stuck_after = timedelta(seconds=max(stuck_after_s, STREAM_RECEIVED.duplicate_window_s))
        self._every_s = every_s

    async def run(self) -> None:
        """Look until cancelled."""
        while True:
            await asyncio.sleep(self._every_s)
            with contextlib.suppress(NatsError, DependencyAwayError, *AWAY):
                await self.look()

    async def look(self) -> int:
        """Look once; how many documents were announced again."""
        ports = self._get_ports()
        if not await self._idle():
            return 0
        before = ports.now() - self._stuck_after
        stuck = await ports.writer.put(lambda ledger: _stuck(ledger, before))
        for submission, document, known in stuck:
            received = known or await self._claimed(submission, document)
            if received is not None:
                await ports.publisher.announce(received, id=event_id("ingest", submission, document))
                ports.log.warning("announced_again", submission=submission, document=document)
        await ports.writer.put(lambda ledger: _touch(ledger, stuck, ports.now()))
        return len(stuck)

    async def _claimed(self, submission: str, document: str) -> Received | None:
        """The event that ingest kept with the file's claim, where store never had it."""
        claim, _ = await self._get_ports().claims.get(document)
        return claim.received if claim is not None and claim.submission == submission else None


async def idle(js: JetStreamContext) -> bool:
    """Whether no consumer that moves documents on has anything waiting or in its hands."""
    for durable in DURABLES:
        if durable.name in _MOVING:
            info = await js.consumer_info(durable.stream, durable.name)
            if info.num_pending or info.num_ack_pending:
                return False
    return True


def _stuck(ledger: Ledger, before: datetime) -> list[Stuck]:
    """Documents that nothing moved since `before`, longest first, with their event where the tables know it."""
    ledger.flush()
    found = ledger.connection.execute(_STUCK, {"before": before}).mappings()
    return [(row["submission"], row["document"], _received(row)) for row in found]


def _received(row: RowMapping) -> Received | None:
    """The event that ingest sent; None where it never came here."""
    if row["members"] is None or row["blob_name"] is None:
        return None
    blob = DataRef(bucket=row["blob_bucket"], name=row["blob_name"], size=row["size"], sha256=row["blob_name"])
    return Received(
        submission=row["submission"],
        batch=row["batch"],
        document_id=row["document"],
        parent=row["parent_id"],
        members=row["members"],
        source=row["source"],
        media_type=row["media_type"],
        size=row["size"],
        blob=blob,
        channel=row["channel"],
        retry_of=row["retry_of"],
        received_at=row["received_at"],
    )


def _touch(ledger: Ledger, stuck: list[Stuck], at: datetime) -> None:
    """Give what was announced again its time before the next look."""
    ledger.flush()
    for submission, document, _ in stuck:
        ledger.connection.execute(_TOUCH, {"submission": submission, "document": document, "at": at})
