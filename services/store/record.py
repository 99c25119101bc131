"""What each event changes in the database: one function an event, idempotent, inside the caller's ledger.

Messages come at least once, in any order, and may overtake each other: a submission begins with the first event that
names it, ends are final, and a redelivered event changes nothing but answers the same again, so that what is announced
after the commit can be announced again.
"""

import zlib
from dataclasses import dataclass
from datetime import datetime

from services.store.arrivals import Judgement
from services.store.cells import Cells
from services.store.departments import department_of
from services.store.judgements import Json
from services.store.judging import announced, keep_review, make_current
from services.store.ledger import Ledger
from services.store.models import Document, Reading
from services.store.rows import reading_rows
from services.store.submissions import Ended, Way
from services.store.text import clean, plain, short, without_nul
from shared.claims import Judges
from shared.document import Document as Read
from shared.events import Duplicate, Failed, Parsed, Received, Stored, Verdict
from shared.findings import Failure, Versions
from shared.series import series_of

BODY_LEVEL = 1  # of zlib: a fifth of the size for a third of the time of the default


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


def record_received(ledger: Ledger, event: Received) -> Recorded:
    """Ingest accepted a document."""
    way = Way(ledger, event.submission, event.document_id, event.received_at)
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
    document = open_document(ledger, event.document_id, event.received_at)
    document.fill(source=clean(event.source), media_type=event.media_type)
    document.set(parent_id=event.parent, size=event.size, blob_bucket=event.blob.bucket, blob_name=event.blob.name)
    return Recorded(ended=way.settle())


def record_parsed(ledger: Ledger, event: Parsed, document: Read, body: bytes, at: datetime) -> Recorded:
    """Parse read a document; `body` is the document's JSON as it came. A review that waits for it becomes current."""
    document = without_nul(document, body)
    way = Way(ledger, event.submission, event.document_id, at)
    assert way.step is not None
    if event.parts > 1 and event.parent is not None:
        way.of(event.parent).set(parts=event.parts)
    row = open_document(ledger, event.document_id, at)
    reading = ledger.number(Reading, row, event.parser_version)
    if reading is None:
        packed = zlib.compress(body, BODY_LEVEL)
        reading = ledger.begin_numbered(Reading, row, event.parser_version, read_at=at, body=packed)
        for table, rows in reading_rows(document, reading):
            ledger.add(table, rows)
    if row["reading_id"] is None or way.step["status"] in ("received", "validated"):
        _show(ledger, row, document, reading)
    way.step.set(parent_id=event.parent)
    way.step.fill(source=document.source)
    if way.step["status"] == "received":
        way.step.set(status="parsed", updated_at=at)
    return _stored(ledger, way, row, at)


def record_validated(ledger: Ledger, event: Judgement, review: Json, at: datetime) -> Recorded:
    """Validate judged a document: keep the review; with the reading that it judged it becomes current."""
    way = Way(ledger, event.submission, event.document_id, at)
    assert way.step is not None
    if way.is_over and way.step["status"] != "stored":
        return Recorded(ended=way.settle(), late=True)
    row = open_document(ledger, event.document_id, at)
    if way.step["status"] != "stored":
        kept = keep_review(ledger, row, event, plain(review), at)
        way.step.set(status="validated", review_id=kept, updated_at=at)
    return _stored(ledger, way, row, at)


def record_failed(ledger: Ledger, event: Failed, at: datetime) -> Recorded:
    """A submission or one of its documents ended in failure. A document that is stored stays so."""
    way = Way(ledger, event.submission, event.document_id, at)
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
    return Recorded(ended=way.settle(), late=late)


def record_duplicate(ledger: Ledger, event: Duplicate, at: datetime) -> Recorded:
    """The same bytes came before: the submission shows what the first one has."""
    way = Way(ledger, event.submission, None, at)
    way.arrive(event)
    late = way.is_over
    if not late:
        way.submission.set(
            status="duplicate", ended_at=at, first_submission=event.first_submission, file_id=event.document_id
        )
    way.settle()
    return Recorded(late=late)


def open_document(ledger: Ledger, document: str, at: datetime) -> Cells:
    """The row of `document`, locked; begun at `at` where no event of it was here yet."""
    return ledger.row(Document, document, received_at=at, revision=0, errors=0, warnings=0, infos=0)


def _show(ledger: Ledger, row: Cells, document: Read, reading: int) -> None:
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
        department_id=department_of(ledger, document.division, document.department),
        series=short(series_of(document)),
    )


def _stored(ledger: Ledger, way: Way, row: Cells, at: datetime) -> Recorded:
    """End the document's way as stored, when it is read and judged; what is announced of that, again if it was so."""
    step = way.step
    assert step is not None
    judged = None
    if step["status"] == "validated":
        source = step["source"] or row["source"] or ""
        judged = make_current(ledger, row, step["review_id"], step["submission_id"], source)
        if judged is not None:
            step.set(status="stored", revision=judged.revision, updated_at=at)
    elif step["status"] == "stored":
        judged = announced(ledger, step)
    if judged is None:
        return Recorded(ended=way.settle())
    ended = way.settle(Judges(parser=judged.versions.parser, rules=judged.versions.rules))
    stored = Stored(
        submission=step["submission_id"],
        document_id=step["document_id"],
        series=judged.verdict.series,
        revision=judged.revision,
        outcome=judged.verdict.outcome,
    )
    return Recorded(stored, judged.verdict if judged.made else None, judged.versions, ended)
