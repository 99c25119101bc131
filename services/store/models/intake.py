"""What came in: submissions, their documents, and the documents themselves with what is known of them now."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from services.store.models.base import Base


class Ending:
    """The columns of a failure; null where there is none."""

    failure_code: Mapped[str | None]
    failure_stage: Mapped[str | None]
    failure_message: Mapped[str | None]
    failure_message_en: Mapped[str | None]
    failure_retryable: Mapped[bool | None]
    attempts: Mapped[int | None]


class Submission(Ending, Base):
    """One file that was accepted. Its status is derived from its documents in the transaction that changes them."""

    __tablename__ = "submissions"

    id: Mapped[str] = mapped_column(primary_key=True)
    batch: Mapped[str | None]
    source: Mapped[str | None]  # null until its received event is here: events may overtake each other
    channel: Mapped[str | None]
    status: Mapped[str]
    members: Mapped[int | None]  # documents that ingest announced for it; null until known
    file_id: Mapped[str | None]  # sha256 of the accepted file: the key of its claim
    first_submission: Mapped[str | None]  # of a duplicate: the submission that the bytes came with first
    retry_of: Mapped[str | None]
    received_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]

    __table_args__ = (
        Index(None, "batch"),  # GET /submissions?batch=
        Index(None, "first_submission"),  # its duplicates
        Index(None, "file_id"),  # who brought the same file; what may be forgotten
        Index(None, "status", "received_at"),  # gouji status: what is open, and since when
    )


class SubmissionDocument(Ending, Base):
    """One document's way within one submission. No foreign key to it: a failure may name bytes never announced."""

    __tablename__ = "submission_documents"

    submission_id: Mapped[str] = mapped_column(ForeignKey("submissions.id", ondelete="CASCADE"), primary_key=True)
    document_id: Mapped[str] = mapped_column(primary_key=True)
    parent_id: Mapped[str | None]
    source: Mapped[str | None]
    status: Mapped[str]
    announced: Mapped[bool]  # published by ingest itself, and so one of the submission's `members`
    parts: Mapped[int]  # documents that parse read from this one; 1 is the document itself
    review_id: Mapped[int | None]  # what was said of it in this submission; the reading may still be on its way
    revision: Mapped[int | None]
    updated_at: Mapped[datetime]

    __table_args__ = (Index(None, "document_id"),)  # the latest submission of a document


class Department(Base):
    """A budget department as printed; "" stands for a code or name that is not."""

    __tablename__ = "departments"

    id: Mapped[int] = mapped_column(primary_key=True)
    division: Mapped[str]
    code: Mapped[str]
    name: Mapped[str]

    __table_args__ = (UniqueConstraint("division", "code", "name"),)


class Document(Base):
    """One document, by the sha256 of its bytes, with what is known of it now."""

    __tablename__ = "documents"

    id: Mapped[str] = mapped_column(primary_key=True)
    parent_id: Mapped[str | None]
    source: Mapped[str | None]
    media_type: Mapped[str | None]
    size: Mapped[int | None]  # bytes
    blob_bucket: Mapped[str | None]
    blob_name: Mapped[str | None]
    received_at: Mapped[datetime]
    pages: Mapped[int | None]
    form: Mapped[str | None]
    template: Mapped[str | None]
    kind: Mapped[str | None]
    division: Mapped[str | None]
    title: Mapped[str | None]
    fiscal_year: Mapped[int | None]
    department_id: Mapped[int | None] = mapped_column(ForeignKey("departments.id"))
    series: Mapped[str | None]
    reading_id: Mapped[int | None]  # the current ones; no foreign keys, since theirs to this table would make a circle
    review_id: Mapped[int | None]
    revision: Mapped[int] = mapped_column(default=0)
    outcome: Mapped[str | None]
    errors: Mapped[int] = mapped_column(default=0)
    warnings: Mapped[int] = mapped_column(default=0)
    infos: Mapped[int] = mapped_column(default=0)

    __table_args__ = (
        Index(None, "received_at", "id"),  # GET /documents, newest first
        Index(None, "division", "fiscal_year"),  # one place's season
        Index(None, "department_id"),  # one department over the years
        Index(None, "series"),  # the rounds of correction
        Index(None, "parent_id"),  # the members of an archive
    )
