"""What each event changes in the database: one function an event, idempotent, inside the caller's transaction.

Messages come at least once, in any order, and may overtake each other: a submission begins with the first event that
names it, ends are final, and a redelivered event changes nothing but answers the same again, so that what is announced
after the commit can be announced again.
"""

import zlib
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, bindparam, insert, select

from services.store.cells import Cells
from services.store.database import insert_missing, insert_rows, table_of
from services.store.judging import Judged, Judgement, judge
from services.store.models import Department, Document, Reading, Revision
from services.store.rows import reading_rows
from services.store.submissions import Ended, Way
from services.store.text import clean, short
from shared.claims import Judges
from shared.document import Document as Read
from shared.errors import InternalError
from shared.events import Duplicate, Failed, Parsed, Received, Stored, Validated, Verdict
from shared.findings import Failure, Review
from shared.series import series_of

BODY_LEVEL = 1  # of zlib: a fifth of the size for a third of the time of the default

_READING = select(Reading.id).where(
    Reading.document_id == bindparam("document_id"), Reading.parser_version == bindparam("parser_version")
)
_DEPARTMENT = select(Department.id).where(
    Department.division == bindparam("division"),
    Department.code == bindparam("code"),
    Department.name == bindparam("name"),
)
_REVISION = select(Revision.number, Revision.event, Revision.submission_id).where(
    Revision.document_id == bindparam("document"), Revision.number == bindparam("number")
)


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


def record_received(connection: Connection, event: Received) -> Recorded:
    """Ingest accepted a document."""
    way = Way(connection, event.submission, event.document_id, event.received_at)
    assert way.step is not None
    way.submission.set(
        batch=event.batch,
        source=clean(event.source.split("!/", 1)[0] if event.parent else event.source),
        channel=event.channel,
        members=event.members,
        file_id=event.parent or event.document_id,
        retry_of=event.retry_of,
        received_at=event.received_at,
    )
    way.step.set(announced=True, parent_id=event.parent, source=clean(event.source))
    document = open_document(connection, event.document_id, event.received_at)
    document.fill(source=clean(event.source), media_type=event.media_type)
    document.set(parent_id=event.parent, size=event.size, blob_bucket=event.blob.bucket, blob_name=event.blob.name)
    document.save(connection)
    return Recorded(ended=way.save())


def record_parsed(connection: Connection, event: Parsed, document: Read, body: bytes, at: datetime) -> Recorded:
    """Parse read a document; `body` is the document's JSON as it came."""
    way = Way(connection, event.submission, event.document_id, at)
    assert way.step is not None
    first_time = way.step["status"] == "received"
    if first_time:
        way.step.set(status="parsed", updated_at=at)
    way.step.set(parent_id=event.parent)
    way.step.fill(source=clean(document.source))
    if event.parts > 1 and event.parent is not None:
        container = way.other(event.parent)
        container.set(parts=event.parts)
        container.save(connection)
    row = open_document(connection, event.document_id, at)
    reading = _reading(connection, event, document, body, at)
    if first_time or row["reading_id"] is None:
        _show(connection, row, document, reading)
    row.save(connection)
    return Recorded(ended=way.save())


def record_validated(connection: Connection, event: Validated, review: Review, at: datetime) -> Recorded:
    """Validate judged a document: keep the review, count the revision, end the document's way as stored.

    Raises ReadingMissing while the same parser's reading is not here.
    """
    way = Way(connection, event.submission, event.document_id, at)
    assert way.step is not None
    if way.step["status"] == "stored":
        return _announced_again(connection, way, event)
    if way.is_over:
        return Recorded(ended=way.save(), late=True)
    document = open_document(connection, event.document_id, at)
    source = way.step["source"] or document["source"] or review.source
    judged = judge(connection, document, Judgement(event.submission, source, review, event.versions, at))
    if judged is None:
        raise ReadingMissing
    document.save(connection)
    way.step.set(status="stored", revision=judged.revision, updated_at=at)
    ended = way.save(Judges(parser=event.versions.parser, rules=event.versions.rules))
    return _announcement(event.submission, judged, ended)


def record_failed(connection: Connection, event: Failed, at: datetime) -> Recorded:
    """A submission or one of its documents ended in failure. A document that is stored stays so."""
    way = Way(connection, event.submission, event.document_id, at)
    way.arrive(event)
    late = way.is_over
    if not late:
        words = event.model_dump(include={"code", "stage", "message", "message_en", "retryable"})
        way.fail(Failure(**words), event.attempts)
    if way.step is not None:
        way.step.fill(source=clean(event.source))
        if event.stage == "ingest":  # no received event will announce it
            way.step.set(announced=True)
            way.submission.fill(members=1, file_id=event.document_id)
    return Recorded(ended=way.save(), late=late)


def record_duplicate(connection: Connection, event: Duplicate, at: datetime) -> Recorded:
    """The same bytes came before: the submission shows what the first one has."""
    way = Way(connection, event.submission, None, at)
    way.arrive(event)
    late = way.is_over
    if not late:
        way.submission.set(
            status="duplicate", ended_at=at, first_submission=event.first_submission, file_id=event.document_id
        )
    way.save()
    return Recorded(late=late)


def open_document(connection: Connection, document: str, at: datetime) -> Cells:
    """The row of `document`, locked; begun at `at` where no event of it was here yet."""
    return Cells.open(connection, Document, {"id": document}, received_at=at, revision=0, errors=0, warnings=0, infos=0)


def _reading(connection: Connection, event: Parsed, document: Read, body: bytes, at: datetime) -> int:
    """The id of the document's reading by this parser version, written with all its rows where it is new."""
    key = {"document_id": event.document_id, "parser_version": event.parser_version}
    found = connection.scalar(_READING, key)
    if found is not None:
        return int(found)
    row = {**key, "read_at": at, "body": zlib.compress(body, BODY_LEVEL)}
    written = connection.execute(insert(table_of(Reading)), row)
    assert written.inserted_primary_key is not None
    reading = int(written.inserted_primary_key[0])
    for table, rows in reading_rows(document, reading):
        insert_rows(connection, table, rows)
    return reading


def _show(connection: Connection, row: Cells, document: Read, reading: int) -> None:
    """Make `reading` the current one: what is known of the document now."""
    row.fill(source=clean(document.source))
    row.set(
        reading_id=reading,
        parent_id=document.parent,
        media_type=document.media_type,
        pages=document.pages,
        form=document.form,
        template=document.template,
        kind=document.kind,
        division=document.division,
        title=clean(document.title),
        fiscal_year=document.fiscal_year,
        department_id=_department(connection, document),
        series=short(series_of(document)),
    )


def _department(connection: Connection, document: Read) -> int | None:
    code, name = short(document.department.code), short(document.department.name)
    if not code and not name:
        return None
    key = {"division": document.division, "code": code or "", "name": name or ""}
    found = connection.scalar(_DEPARTMENT, key)
    if found is None:
        insert_missing(connection, Department, key)
        found = connection.scalars(_DEPARTMENT, key).one()
    return found


def _announced_again(connection: Connection, way: Way, event: Validated) -> Recorded:
    """What was announced for a document of this submission that is stored already."""
    assert way.step is not None
    key = {"document": event.document_id, "number": way.step["revision"]}
    revision = connection.execute(_REVISION, key).one()
    judged = Judged(revision.number, Verdict.model_validate(revision.event), revision.submission_id == event.submission)
    return _announcement(event.submission, judged, way.save())


def _announcement(submission: str, judged: Judged, ended: Ended | None) -> Recorded:
    """`stored` for the document, and its verdict where this submission made the revision."""
    verdict = judged.verdict
    stored = Stored(
        submission=submission,
        document_id=verdict.document_id,
        series=verdict.series,
        revision=judged.revision,
        outcome=verdict.outcome,
    )
    return Recorded(stored, verdict if judged.made else None, ended)
