"""Rows of submissions and of their documents: found or begun, and the submission's status settled after each change."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.store.database import insert_missing
from services.store.models import Document, Review, Submission, SubmissionDocument
from services.store.progress import ENDS, Step, status_of
from shared.findings import Failure


@dataclass(frozen=True, slots=True)
class Ended:
    """A submission that has ended: what its file's claim must say. Versions are of the review, None without one."""

    submission: str
    file_id: str
    status: str
    parser: str | None = None
    rules: str | None = None


def open_submission(session: Session, submission: str, at: datetime) -> Submission:
    """The row of `submission`, locked; begun at `at` where no event of it was here yet."""
    found = session.get(Submission, submission, with_for_update=True)
    if found is None:
        insert_missing(session, Submission, {"id": submission, "status": "received", "received_at": at})
        found = session.get_one(Submission, submission, with_for_update=True)
    return found


def open_step(session: Session, submission: str, document: str, at: datetime) -> SubmissionDocument:
    """The row of `document` within `submission`, whose row is locked; begun where it is new."""
    found = session.get(SubmissionDocument, (submission, document))
    if found is None:
        found = SubmissionDocument(
            submission_id=submission,
            document_id=document,
            status="received",
            announced=False,
            parts=1,
            updated_at=at,
        )
        session.add(found)
    return found


def open_document(session: Session, document: str, at: datetime) -> Document:
    """The row of `document`, locked; begun at `at` where no event of it was here yet."""
    found = session.get(Document, document, with_for_update=True)
    if found is None:
        row = {"id": document, "received_at": at, "revision": 0, "errors": 0, "warnings": 0, "infos": 0}
        insert_missing(session, Document, row)
        found = session.get_one(Document, document, with_for_update=True)
    return found


def steps_of(session: Session, submission: str) -> Sequence[SubmissionDocument]:
    """The documents of `submission`, in a lasting order."""
    query = select(SubmissionDocument).where(SubmissionDocument.submission_id == submission)
    return session.scalars(query.order_by(SubmissionDocument.source, SubmissionDocument.document_id)).all()


def settle(session: Session, submission: Submission, at: datetime) -> Ended | None:
    """Derive the status of `submission` from its documents; what its claim must say when it has ended.

    The first end is final. A redelivery answers the same again, so that what follows the commit can be done again.
    """
    if submission.status not in ENDS:
        steps = steps_of(session, submission.id)
        submission.status = status_of(
            submission.members,
            [Step(each.document_id, each.parent_id, each.status, each.announced, each.parts) for each in steps],
        )
        if submission.status in ENDS:
            submission.ended_at = at
            _take_failure_over(submission, steps)
    if submission.status not in ("stored", "failed") or submission.file_id is None:
        return None
    parser, rules = _versions(session, submission)
    return Ended(submission.id, submission.file_id, submission.status, parser, rules)


def fail(row: Submission | SubmissionDocument, failure: Failure, attempts: int) -> None:
    """Write the failure into the row's columns."""
    row.status = "failed"
    row.failure_code = failure.code
    row.failure_stage = failure.stage
    row.failure_message = failure.message
    row.failure_message_en = failure.message_en
    row.failure_retryable = failure.retryable
    row.attempts = attempts


def failure_of(row: Submission | SubmissionDocument) -> Failure | None:
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


def _take_failure_over(submission: Submission, steps: Sequence[SubmissionDocument]) -> None:
    """A submission that failed says why in the words of its first failed document."""
    failed = next((step for step in steps if step.failure_code is not None), None)
    if submission.status == "failed" and failed is not None:
        failure = failure_of(failed)
        assert failure is not None
        fail(submission, failure, failed.attempts or 1)


def _versions(session: Session, submission: Submission) -> tuple[str | None, str | None]:
    """The parser and rules that the submission's documents were last judged by."""
    query = (
        select(Review.parser_version, Review.rules_version)
        .join(Document, Document.review_id == Review.id)
        .join(SubmissionDocument, SubmissionDocument.document_id == Document.id)
        .where(SubmissionDocument.submission_id == submission.id)
        .order_by(Review.judged_at.desc())
        .limit(1)
    )
    found = session.execute(query).first()
    return (found.parser_version, found.rules_version) if found else (None, None)
