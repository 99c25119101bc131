"""What each event changes in the database: one function an event, idempotent, inside the caller's transaction.

Messages come at least once, in any order, and may overtake each other: a submission begins with the first event that
names it, ends are final, and a redelivered event changes nothing but answers the same again, so that what is announced
after the commit can be announced again.
"""

import zlib
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, select

from services.store import direct
from services.store.cells import Cells
from services.store.judging import announced, keep_review, make_current
from services.store.models import Department, Document, Reading
from services.store.rows import reading_rows
from services.store.submissions import Ended, Way
from services.store.text import clean, short, without_nul
from shared.claims import Judges
from shared.document import Document as Read
from shared.events import Duplicate, Failed, Parsed, Received, Stored, Validated, Verdict
from shared.findings import Failure, Review, Versions
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


@dataclass(frozen=True, slots=True)
class Recorded:
    """What is to be announced after the commit. `versions` are those that `stored` was judged by.

    `late`: the event came after the end that it would have changed.
    """

    stored: Stored | None = None
    verdict: Verdict | None = None
    versions: Versions | None = None
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
    """Parse read a document; `body` is the document's JSON as it came. A review that waits for it becomes current."""
    document = without_nul(document, body)
    way = Way(connection, event.submission, event.document_id, at)
    assert way.step is not None
    if event.parts > 1 and event.parent is not None:
        container = way.other(event.parent)
        container.set(parts=event.parts)
        container.save(connection)
    row = open_document(connection, event.document_id, at)
    reading = _known_reading(connection, row, event.parser_version)
    if reading is None:
        packed = zlib.compress(body, BODY_LEVEL)
        of = {"parser_version": event.parser_version, "read_at": at, "body": packed}
        reading = _keep_reading(connection, row, document, of)
    if row["reading_id"] is None or way.step["status"] in ("received", "validated"):
        _show(connection, row, document, reading)
    way.step.set(parent_id=event.parent)
    way.step.fill(source=document.source)
    if way.step["status"] == "received":
        way.step.set(status="parsed", updated_at=at)
    return _stored(connection, way, row, at)


def record_validated(connection: Connection, event: Validated, review: Review, at: datetime) -> Recorded:
    """Validate judged a document: keep the review; with the reading that it judged it becomes current."""
    way = Way(connection, event.submission, event.document_id, at)
    assert way.step is not None
    if way.is_over and way.step["status"] != "stored":
        return Recorded(ended=way.save(), late=True)
    row = open_document(connection, event.document_id, at)
    if way.step["status"] != "stored":
        row.begin(connection)
        kept = keep_review(connection, event.document_id, event.submission, without_nul(review), at)
        way.step.set(status="validated", review_id=kept, updated_at=at)
    return _stored(connection, way, row, at)


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


def _known_reading(connection: Connection, row: Cells, parser: str) -> int | None:
    """The id of what this parser version read of the document before."""
    if row["reading_id"] is None:
        return None
    return connection.scalar(_READING, {"document_id": row["id"], "parser_version": parser})


def _keep_reading(connection: Connection, row: Cells, document: Read, of: dict[str, Any]) -> int:
    """Write what was read of the document with all its rows, its parser, time and body being `of`; its id."""
    row.begin(connection)
    reading = direct.insert_numbered(connection, Reading, {"document_id": row["id"], **of})
    for table, rows in reading_rows(document, reading):
        direct.insert_all(connection, table, rows)
    return reading


def _show(connection: Connection, row: Cells, document: Read, reading: int) -> None:
    """Make `reading` the current one: what is known of the document now."""
    row.fill(source=document.source)
    row.set(
        reading_id=reading,
        parent_id=document.parent,
        media_type=document.media_type,
        pages=document.pages,
        form=document.form,
        template=document.template,
        kind=document.kind,
        division=document.division,
        title=document.title,
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
        direct.insert_missing(connection, Department, key)
        found = connection.scalars(_DEPARTMENT, key).one()
    return found


def _stored(connection: Connection, way: Way, row: Cells, at: datetime) -> Recorded:
    """End the document's way as stored, when it is read and judged; what is announced of that, again if it was so."""
    step = way.step
    assert step is not None
    judged = None
    if step["status"] == "validated":
        source = step["source"] or row["source"] or ""
        row.save(connection)  # the verdict is made from what stands in the database
        judged = make_current(connection, row, step["review_id"], step["submission_id"], source)
        if judged is not None:
            step.set(status="stored", revision=judged.revision, updated_at=at)
    elif step["status"] == "stored":
        judged = announced(connection, step)
    row.save(connection)
    if judged is None:
        return Recorded(ended=way.save())
    ended = way.save(Judges(parser=judged.versions.parser, rules=judged.versions.rules))
    stored = Stored(
        submission=step["submission_id"],
        document_id=step["document_id"],
        series=judged.verdict.series,
        revision=judged.revision,
        outcome=judged.verdict.outcome,
    )
    return Recorded(stored, judged.verdict if judged.made else None, judged.versions, ended)
