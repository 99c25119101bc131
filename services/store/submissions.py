"""The way of a document within its submission: both rows moved on together, and the submission's status derived.

The submission's row is locked before its documents are read, so that of two transactions that each end one of them the
second sees the first.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from sqlalchemy import RowMapping, bindparam, select

from services.store.cells import Cells
from services.store.ledger import Ledger
from services.store.models import Document, Review, Submission, SubmissionDocument
from services.store.progress import ENDS, Step, status_of
from services.store.text import clean
from shared.claims import Judges
from shared.events import Arrival
from shared.findings import Failure

_STEPS = (
    select(SubmissionDocument.__table__)
    .where(SubmissionDocument.submission_id == bindparam("submission"))
    .order_by(SubmissionDocument.source, SubmissionDocument.document_id)
)
_JUDGES = (
    select(Review.parser_version, Review.rules_version)
    .join(Document, Document.review_id == Review.id)
    .join(SubmissionDocument, SubmissionDocument.document_id == Document.id)
    .where(SubmissionDocument.submission_id == bindparam("submission"))
    .order_by(Review.judged_at.desc())
    .limit(1)
)
_UNKNOWN = Judges()


@dataclass(frozen=True, slots=True)
class Ended:
    """A submission that has ended: what its file's claim must say. Versions are of the review, None without one."""

    submission: str
    file_id: str
    status: str
    judges: Judges = _UNKNOWN


class Way:
    """A submission, and one of its documents unless the event names none."""

    def __init__(self, ledger: Ledger, submission: str, document: str | None, at: datetime) -> None:
        self._ledger = ledger
        self._id = submission
        self._at = at
        self.submission = ledger.row(Submission, submission, status="received", received_at=at)
        self.step = self.of(document) if document is not None else None

    def of(self, document: str) -> Cells:
        """The row of a document within the submission."""
        begin = {"status": "received", "announced": False, "parts": 1, "updated_at": self._at}
        return self._ledger.row(SubmissionDocument, self._id, document, **begin)

    @property
    def is_over(self) -> bool:
        """Whether nothing can change any more: the document has ended, or the submission without it."""
        ended = self.submission["status"] in ENDS
        return ended if self.step is None else ended or self.step["status"] in ENDS

    def arrive(self, event: Arrival) -> None:
        """Fill in how the submission came, where the event says so."""
        told = event.model_dump(include={"batch", "channel", "retry_of"})
        self.submission.fill(**told, source=clean(event.source))
        if event.received_at is not None:
            self.submission.set(received_at=event.received_at)

    def fail(self, failure: Failure, attempts: int) -> None:
        """End the document, or the submission where there is none, with a failure."""
        row = self.step or self.submission
        row.set(**_columns(failure, attempts), status="failed")
        row.set(**{"ended_at" if self.step is None else "updated_at": self._at})

    def settle(self, judges: Judges | None = None) -> Ended | None:
        """Derive the submission's status; how the submission ended, when it has.

        The first end is final. A redelivery answers the same again, so that what follows the commit is done again.
        `judges` are the versions of the review, where they are known.
        """
        if self.submission["status"] not in ENDS:
            self._derive()
        if self.submission["status"] not in ("stored", "failed") or self.submission["file_id"] is None:
            return None
        status, file_id = self.submission["status"], self.submission["file_id"]
        return Ended(self._id, file_id, status, judges or self._judges())

    def _derive(self) -> None:
        steps = self._steps()
        taken = [Step(s["document_id"], s["parent_id"], s["status"], s["announced"], s["parts"]) for s in steps]
        status = status_of(self.submission["members"], taken)
        self.submission.set(status=status)
        if status in ENDS:
            self.submission.set(ended_at=self._at)
        if status == "failed":  # it says why in the words of its first failed document
            failed = next(step for step in steps if step["failure_code"] is not None)
            self.submission.set(**{name: failed[name] for name in _FAILURE})

    def _steps(self) -> Sequence[Cells | RowMapping]:
        """The documents of the submission. A file that is one document needs no looking up."""
        step = self.step
        if step is not None and self.submission["members"] == 1 and step["announced"] and step["parts"] == 1:
            return [step]
        self._ledger.flush()
        return self._ledger.connection.execute(_STEPS, {"submission": self._id}).mappings().all()

    def _judges(self) -> Judges:
        self._ledger.flush()
        found = self._ledger.connection.execute(_JUDGES, {"submission": self._id}).first()
        return Judges(parser=found.parser_version, rules=found.rules_version) if found else _UNKNOWN


_FAILURE = (
    "failure_code",
    "failure_stage",
    "failure_message",
    "failure_message_en",
    "failure_retryable",
    "attempts",
)


class HasFailure(Protocol):
    """A row with the columns of a failure."""

    failure_code: Any
    failure_stage: Any
    failure_message: Any
    failure_message_en: Any
    failure_retryable: Any


def failure_of(row: HasFailure) -> Failure | None:
    """The failure in the row's columns."""
    if row.failure_code is None:
        return None
    return Failure(
        code=row.failure_code,
        stage=row.failure_stage or "",
        message=row.failure_message or "",
        message_en=row.failure_message_en or "",
        retryable=bool(row.failure_retryable),
    )


def _columns(failure: Failure, attempts: int) -> dict[str, Any]:
    words = {name: clean(word) if isinstance(word, str) else word for name, word in failure.model_dump().items()}
    return {f"failure_{name}": word for name, word in words.items()} | {"attempts": attempts}
