"""What each event changes in the database: one function an event, idempotent, inside the caller's transaction.

Messages come at least once, in any order, and may overtake each other: a submission begins with the first event that
names it, ends are final, and a redelivered event changes nothing but answers the same again, so that what is announced
after the commit can be announced again.
"""

import zlib
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.store.database import insert_missing, insert_rows
from services.store.judging import Judgement, judge
from services.store.models import Department, Document, Reading, Revision, Submission, SubmissionDocument
from services.store.progress import ENDS, later
from services.store.rows import reading_rows
from services.store.submissions import Ended, fail, open_document, open_step, open_submission, settle
from services.store.text import clean, short
from shared.document import Document as Read
from shared.errors import InternalError
from shared.events import Arrival, Duplicate, Failed, Parsed, Received, Stored, Validated, Verdict
from shared.findings import Failure, Review
from shared.series import series_of

BODY_LEVEL = 1  # of zlib: a fifth of the size for a third of the time of the default


class ReadingMissing(InternalError):
    """The review of a document arrived before what was read from it."""

    retryable = True


@dataclass(frozen=True, slots=True)
class Recorded:
    """What is to be announced after the commit. `late`: the event came after the end that it would have changed."""

    stored: Stored | None = None
    verdict: Verdict | None = None
    ended: Ended | None = None
    late: bool = False


def record_received(session: Session, event: Received) -> Recorded:
    """Ingest accepted a document."""
    submission = open_submission(session, event.submission, event.received_at)
    submission.batch = event.batch
    submission.source = clean(event.source.split("!/", 1)[0] if event.parent else event.source)
    submission.channel = event.channel
    submission.members = event.members
    submission.file_id = event.parent or event.document_id
    submission.retry_of = event.retry_of
    submission.received_at = event.received_at
    step = open_step(session, event.submission, event.document_id, event.received_at)
    step.announced = True
    step.parent_id = event.parent
    step.source = clean(event.source)
    document = open_document(session, event.document_id, event.received_at)
    document.parent_id = event.parent
    document.source = document.source or clean(event.source)
    document.media_type = document.media_type or event.media_type
    document.size = event.size
    document.blob_bucket, document.blob_name = event.blob.bucket, event.blob.name
    return Recorded(ended=settle(session, submission, event.received_at))


def record_parsed(session: Session, event: Parsed, document: Read, body: bytes, at: datetime) -> Recorded:
    """Parse read a document; `body` is the document's JSON as it came."""
    submission = open_submission(session, event.submission, at)
    step = open_step(session, event.submission, event.document_id, at)
    first_time = step.status == "received"
    step.status = later(step.status, "parsed")
    step.updated_at = at if first_time else step.updated_at
    step.parent_id = event.parent
    step.source = step.source or clean(document.source)
    if event.parts > 1 and event.parent is not None:
        open_step(session, event.submission, event.parent, at).parts = event.parts
    row = open_document(session, event.document_id, at)
    reading = _reading(session, event, document, body, at)
    if first_time or row.reading_id is None:
        _show(session, row, document, reading)
    return Recorded(ended=settle(session, submission, at))


def record_validated(session: Session, event: Validated, review: Review, at: datetime) -> Recorded:
    """Validate judged a document: keep the review, count the revision, end the document's way as stored.

    Raises ReadingMissing while the same parser's reading is not here.
    """
    submission = open_submission(session, event.submission, at)
    step = open_step(session, event.submission, event.document_id, at)
    if step.status != "stored" and (step.status in ENDS or submission.status in ENDS):
        return Recorded(ended=settle(session, submission, at), late=True)
    if step.status != "stored":
        if not _has_reading(session, event.document_id, event.versions.parser):
            raise ReadingMissing
        document = open_document(session, event.document_id, at)
        source = step.source or document.source or review.source
        judge(session, document, Judgement(event.submission, source, review, event.versions, at))
        step.status, step.revision, step.updated_at = "stored", document.revision, at
    return _announcement(session, submission, step, settle(session, submission, at))


def record_failed(session: Session, event: Failed, at: datetime) -> Recorded:
    """A submission or one of its documents ended in failure. A document that is stored stays so."""
    submission = open_submission(session, event.submission, event.received_at or at)
    _arrive(submission, event)
    failure = Failure(
        code=event.code,
        stage=event.stage,
        message=clean(event.message),
        message_en=clean(event.message_en),
        retryable=event.retryable,
    )
    late = False
    if event.document_id is None:
        late = submission.status in ENDS
        if not late:
            fail(submission, failure, event.attempts)
            submission.ended_at = at
    else:
        step = open_step(session, event.submission, event.document_id, at)
        late = step.status in ENDS
        if not late:
            fail(step, failure, event.attempts)
            step.source = step.source or clean(event.source)
            step.updated_at = at
        if event.stage == "ingest":  # no received event will announce it
            step.announced = True
            submission.members = submission.members or 1
            submission.file_id = submission.file_id or event.document_id
    return Recorded(ended=settle(session, submission, at), late=late)


def record_duplicate(session: Session, event: Duplicate, at: datetime) -> Recorded:
    """The same bytes came before: the submission shows what the first one has."""
    submission = open_submission(session, event.submission, event.received_at or at)
    _arrive(submission, event)
    late = submission.status in ENDS
    if not late:
        submission.status, submission.ended_at = "duplicate", at
        submission.first_submission = event.first_submission
        submission.file_id = event.document_id
    return Recorded(late=late)


def _arrive(submission: Submission, event: Arrival) -> None:
    """Fill in how the submission came, where the event says so."""
    submission.batch = submission.batch or event.batch
    submission.source = submission.source or clean(event.source)
    submission.channel = submission.channel or event.channel
    submission.retry_of = submission.retry_of or event.retry_of


def _reading(session: Session, event: Parsed, document: Read, body: bytes, at: datetime) -> Reading:
    """The reading of the document by this parser version, with all its rows; made once."""
    query = select(Reading).where(
        Reading.document_id == event.document_id, Reading.parser_version == event.parser_version
    )
    found = session.scalars(query).one_or_none()
    if found is not None:
        return found
    reading = Reading(
        document_id=event.document_id,
        parser_version=event.parser_version,
        read_at=at,
        body=zlib.compress(body, BODY_LEVEL),
    )
    session.add(reading)
    session.flush()
    for table, rows in reading_rows(document, reading.id):
        insert_rows(session, table, rows)
    return reading


def _show(session: Session, row: Document, document: Read, reading: Reading) -> None:
    """Make `reading` the current one: what is known of the document now."""
    row.reading_id = reading.id
    row.source = row.source or clean(document.source)
    row.parent_id = document.parent
    row.media_type = document.media_type
    row.pages = document.pages
    row.form = document.form
    row.template = document.template
    row.kind = document.kind
    row.division = document.division
    row.title = clean(document.title)
    row.fiscal_year = document.fiscal_year
    row.department_id = _department(session, document)
    row.series = short(series_of(document))


def _department(session: Session, document: Read) -> int | None:
    code, name = short(document.department.code), short(document.department.name)
    if not code and not name:
        return None
    key = {"division": document.division, "code": code or "", "name": name or ""}
    insert_missing(session, Department, key)
    return session.scalars(select(Department.id).filter_by(**key)).one()


def _has_reading(session: Session, document: str, parser: str) -> bool:
    query = select(Reading.id).where(Reading.document_id == document, Reading.parser_version == parser)
    return session.scalar(query) is not None


def _announcement(session: Session, submission: Submission, step: SubmissionDocument, ended: Ended | None) -> Recorded:
    """`stored` for the document, and its verdict where this submission made the revision."""
    assert step.revision is not None
    revision = session.get_one(Revision, (step.document_id, step.revision))
    verdict = Verdict.model_validate(revision.event)
    stored = Stored(
        submission=submission.id,
        document_id=step.document_id,
        series=verdict.series,
        revision=revision.number,
        outcome=verdict.outcome,
    )
    return Recorded(stored, verdict if revision.submission_id == submission.id else None, ended)
