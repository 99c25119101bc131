"""Forgetting what is old: the rows of submissions that ended long ago, their documents, originals and claims.

A document goes when no submission that stays shows it. The claim goes first, then the original, then the rows: whatever
a crash leaves over is found again the next time. Whoever submits the same bytes meanwhile has a claim of its own or a
fresh original, and then everything of it stays.
"""

import asyncio
import contextlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from nats.errors import Error as NatsError
from sqlalchemy import Connection, bindparam, case, delete, exists, or_, select
from sqlalchemy.orm import aliased

from services.store.handlers import Ports
from services.store.ledger import Ledger
from services.store.models import Document, Submission, SubmissionDocument
from shared.errors import DependencyAwayError
from shared.events import DataRef
from shared.patience import AWAY
from shared.topology import ORIGINALS

AT_ONCE = 100  # submissions that one transaction forgets
FRESH = timedelta(days=1)  # an original that was put within it may belong to a submission on its way


@dataclass(frozen=True, slots=True)
class Old:
    """A submission that may go; its file, unless another submission that stays brought it too; the documents to go."""

    submission: str
    file_id: str | None
    documents: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Purged:
    """How much was forgotten."""

    submissions: int = 0
    documents: int = 0


_Other = aliased(Submission)
_OtherStep = aliased(SubmissionDocument)
_STAYS = or_(_Other.ended_at.is_(None), _Other.ended_at >= bindparam("before"))
_IN_USE = exists().where(_Other.file_id == Submission.file_id, _STAYS)
# Ended before, and no submission that stays is a duplicate of it.
_OLD = (
    select(
        Submission.id,
        case((_IN_USE, None), else_=Submission.file_id).label("file_id"),
    )
    .where(
        Submission.ended_at < bindparam("before"),
        Submission.id > bindparam("after"),
        ~exists().where(_Other.first_submission == Submission.id, _STAYS),
    )
    .order_by(Submission.id)
    .limit(AT_ONCE)
)
_ONLY_HERE = select(SubmissionDocument.document_id).where(
    SubmissionDocument.submission_id == bindparam("submission"),
    ~exists().where(
        _OtherStep.document_id == SubmissionDocument.document_id, _Other.id == _OtherStep.submission_id, _STAYS
    ),
)


async def purge(ports: Ports, before: datetime) -> Purged:
    """Forget everything that ended before `before`. Raises DependencyAwayError; what was done until then stays done."""
    submissions = documents = 0
    after = ""
    while old := await ports.writer.put(partial(_old, before=before, after=after)):
        going = [each for each in old if await _let_go(ports, each)]
        documents += await ports.writer.put(partial(_forget, going=going))
        submissions += len(going)
        after = old[-1].submission
    return Purged(submissions, documents)


class Retention:
    """Forgets what is older than `keep_days`, once in a while."""

    def __init__(self, ports: Callable[[], Ports], keep_days: float, every_s: float) -> None:
        self._ports = ports
        self._keep = timedelta(days=keep_days)
        self._every_s = every_s

    async def run(self) -> None:
        """Forget until cancelled."""
        while True:
            await asyncio.sleep(self._every_s)
            ports = self._ports()
            with contextlib.suppress(NatsError, DependencyAwayError, *AWAY):
                purged = await purge(ports, ports.now() - self._keep)
                if purged.submissions:
                    ports.log.info("purged", submissions=purged.submissions, documents=purged.documents)


async def _let_go(ports: Ports, old: Old) -> bool:
    """Give up the claim and the originals; False when somebody else has them by now."""
    if old.file_id is not None and not await _give_up_claim(ports, old.submission, old.file_id):
        return False
    for name in dict.fromkeys((*old.documents, *((old.file_id,) if old.file_id else ()))):
        ref = DataRef(bucket=ORIGINALS, name=name, size=0, sha256=name)
        if not await ports.blobs.delete(ref, untouched_for=FRESH):
            return False
    return True


async def _give_up_claim(ports: Ports, submission: str, file_id: str) -> bool:
    """Forget the claim where it is the submission's; False when it is open or changes under our hands."""
    claim, revision = await ports.claims.get(file_id)
    if claim is None or claim.submission != submission:
        return True
    return claim.state != "open" and await ports.claims.forget(file_id, revision)


def _old(ledger: Ledger, before: datetime, after: str) -> list[Old]:
    ledger.flush()
    connection = ledger.connection
    found = connection.execute(_OLD, {"before": before, "after": after}).all()
    return [Old(row.id, row.file_id, _only_here(connection, row.id, before)) for row in found]


def _only_here(connection: Connection, submission: str, before: datetime) -> tuple[str, ...]:
    return tuple(connection.scalars(_ONLY_HERE, {"submission": submission, "before": before}))


def _forget(ledger: Ledger, going: Sequence[Old]) -> int:
    """Delete the rows; what hangs on them goes along. How many documents went."""
    ledger.flush()
    connection = ledger.connection
    documents = [document for old in going for document in old.documents]
    for old in going:
        connection.execute(delete(Submission).where(Submission.id == old.submission))
    for document in documents:
        connection.execute(delete(Document).where(Document.id == document))
    return len(set(documents))
