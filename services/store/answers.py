"""What store answers about submissions and documents: the contract's JSON, read from the tables."""

import zlib
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeAlias

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import Session

from services.store.judgements import review_of
from services.store.models import (
    Confirmation,
    Department,
    Document,
    Finding,
    Reading,
    Review,
    Submission,
    SubmissionDocument,
)
from services.store.progress import ENDS
from services.store.submissions import failure_of
from shared.findings import Review as Judged

Json: TypeAlias = dict[str, Any]
Step: TypeAlias = tuple[SubmissionDocument, Document | None]


def submission_answer(session: Session, submission: str, links: str) -> Json | None:
    """What GET /submissions/{id} answers; None where there is none."""
    found = submissions(session, [Submission.id == submission], links, 1)
    return found[0] if found else None


def submissions(session: Session, where: Sequence[ColumnElement[bool]], links: str, limit: int) -> list[Json]:
    """The answers of the submissions that match, by id, at most `limit`."""
    rows = session.scalars(select(Submission).where(*where).order_by(Submission.id).limit(limit)).all()
    steps = _steps(session, select(Submission.id).where(*where))
    firsts = _steps(session, select(Submission.first_submission).where(*where))
    return [_submission(row, steps.get(row.id, []), firsts.get(row.first_submission or "", []), links) for row in rows]


def document_answer(session: Session, document: str, links: str) -> Json | None:
    """What GET /documents/{id} answers: the summary, and what was read."""
    found = session.execute(documents_query().where(Document.id == document)).first()
    if found is None:
        return None
    row, department = found
    reading = session.get(Reading, row.reading_id) if row.reading_id else None
    body = zlib.decompress(reading.body) if reading else None
    return summary(row, department, links) | {"submission": _latest(session, document), "document": body}


def documents_query() -> Select[Document, Department | None]:
    """Documents with their departments."""
    return select(Document, Department).outerjoin(Department, Department.id == Document.department_id)


def summary(row: Document, department: Department | None, links: str) -> Json:
    """One document as a list shows it."""
    return {
        "id": row.id,
        "parent": row.parent_id,
        "source": row.source,
        "media_type": row.media_type,
        "title": row.title,
        "division": row.division,
        "department": {
            "code": (department and department.code) or None,
            "name": (department and department.name) or None,
        },
        "fiscal_year": row.fiscal_year,
        "kind": row.kind,
        "template": row.template,
        "form": row.form,
        "series": row.series,
        "revision": row.revision or None,
        "outcome": row.outcome,
        "counts": _counts(row),
        "received_at": row.received_at.isoformat(),
        "review_url": _review_url(row.id, links) if row.review_id else None,
    }


def review_answer(session: Session, document: str, submission: str | None = None) -> Judged | None:
    """The review of a document, as `submission` has it or else as it stands now; None while there is none."""
    row = session.get(Document, document)
    if row is not None and row.review_id is not None:
        current = _review(session, row)
        return current if submission is None else _as_seen_by(session, current, submission)
    return _failed_review(session, document, submission)


def _review(session: Session, row: Document) -> Judged:
    review = session.get_one(Review, row.review_id)
    said = review_of(
        review,
        session.scalars(select(Finding).filter_by(review_id=review.id).order_by(Finding.position)).all(),
        session.scalars(select(Confirmation).filter_by(review_id=review.id).order_by(Confirmation.position)).all(),
    )
    step = session.get(SubmissionDocument, (review.submission_id, row.id))  # as it was named when it was judged so
    return said.model_copy(update={"source": (step and step.source) or row.source or "", "revision": row.revision})


def _as_seen_by(session: Session, current: Judged, submission: str) -> Judged | None:
    """The current review under another submission's name: a duplicate's, or that of whoever came last."""
    row = session.get(Submission, submission)
    if row is None:
        return None
    changes: Json = {"submission": row.id, "source": row.source or current.source}
    if row.status == "duplicate":
        return current.model_copy(update=changes | {"status": "duplicate"})
    step = session.get(SubmissionDocument, (submission, current.id))
    if step is None:
        return None
    if step.status == "failed":
        return _failure_review(step)
    return current.model_copy(update=changes | {"source": step.source or current.source})


def _failed_review(session: Session, document: str, submission: str | None) -> Judged | None:
    """The review of a document that failed: why, and nothing else."""
    query = select(SubmissionDocument).filter_by(document_id=document, status="failed")
    if submission is not None:
        row = session.get(Submission, submission)
        of = [submission] if row is None else [submission, row.first_submission or submission]
        query = query.where(SubmissionDocument.submission_id.in_(of))
    step = session.scalars(query.order_by(SubmissionDocument.submission_id.desc()).limit(1)).first()
    return None if step is None else _failure_review(step)


def _failure_review(step: SubmissionDocument) -> Judged:
    return Judged(
        submission=step.submission_id,
        id=step.document_id,
        source=step.source or "",
        status="failed",
        failure=failure_of(step),
    )


def _steps(session: Session, of: Select[Any]) -> Mapping[str, list[Step]]:
    """The documents of the submissions in `of`, without containers, with what is known of each."""
    query = (
        select(SubmissionDocument, Document)
        .outerjoin(Document, Document.id == SubmissionDocument.document_id)
        .where(SubmissionDocument.submission_id.in_(of), SubmissionDocument.parts == 1)
        .order_by(SubmissionDocument.source, SubmissionDocument.document_id)
    )
    found: dict[str, list[Step]] = {}
    for step, document in session.execute(query):
        found.setdefault(step.submission_id, []).append((step, document))
    return found


def _submission(row: Submission, own: Iterable[Step], first: Iterable[Step], links: str) -> Json:
    """A submission's answer; a duplicate shows the documents of the first."""
    steps = first if row.status == "duplicate" else own
    failure = failure_of(row)
    return {
        "submission": row.id,
        "batch": row.batch,
        "source": row.source,
        "channel": row.channel,
        "status": row.status,
        "failure": failure.model_dump() if failure else None,
        "first_submission": row.first_submission,
        "retry_of": row.retry_of,
        "received_at": row.received_at.isoformat(),
        "ended_at": row.ended_at.isoformat() if row.ended_at else None,
        "documents": [_document(step, document, row, links) for step, document in steps],
    }


def _document(step: SubmissionDocument, document: Document | None, row: Submission, links: str) -> Json:
    failure = failure_of(step)
    judged = document is not None and document.review_id is not None and step.status == "stored"
    return {
        "id": step.document_id,
        "source": step.source,
        "status": "duplicate" if row.status == "duplicate" else step.status,
        "outcome": document.outcome if document and judged else None,
        "counts": _counts(document) if document and judged else None,
        "failure": failure.model_dump() if failure else None,
        "review_url": f"{_review_url(step.document_id, links)}?submission={row.id}" if step.status in ENDS else None,
    }


def _counts(row: Document) -> Json:
    return {"error": row.errors, "warning": row.warnings, "info": row.infos}


def _review_url(document: str, links: str) -> str:
    return f"{links}/documents/{document}/review"


def _latest(session: Session, document: str) -> str | None:
    """The submission that the document came with last."""
    query = select(SubmissionDocument.submission_id).filter_by(document_id=document)
    return session.scalar(query.order_by(SubmissionDocument.submission_id.desc()).limit(1))
