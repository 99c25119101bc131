"""What was said about a document: reviews with their findings, evidence and coverage, and the revisions announced.

Evidence, coverage and the projects of a finding are asked for as rows, by the views `evidence`, `coverage` and
`finding_projects` of the migration, and kept as JSON: as rows they would be two thirds of all.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from services.store.models.base import Base

VIEWS = ("coverage", "evidence", "finding_projects")


class Review(Base):
    """One judgement of a document by one parser and one set of rules, whose digest covers the profile."""

    __tablename__ = "reviews"

    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[str] = mapped_column(ForeignKey("documents.id", ondelete="CASCADE"))
    submission_id: Mapped[str]  # the one that brought it; no foreign key: submissions are purged earlier
    outcome: Mapped[str]
    errors: Mapped[int]
    warnings: Mapped[int]
    infos: Mapped[int]
    counts_by_rule: Mapped[dict[str, Any]]  # as the verdict tells them; the findings are rows
    rules: Mapped[int | None]  # in that build; null without coverage
    passed: Mapped[int | None]
    failed: Mapped[int | None]
    not_applicable: Mapped[int | None]
    insufficient_data: Mapped[int | None]
    parse_uncertain: Mapped[int | None]
    raised: Mapped[int | None]
    coverage: Mapped[dict[str, Any] | None]  # how each rule ended: {rule: {"outcome": …, "reason": …}}
    gouji_version: Mapped[str]
    parser_version: Mapped[str]
    rules_version: Mapped[str]
    profile: Mapped[str]
    judged_at: Mapped[datetime]

    __table_args__ = (UniqueConstraint("document_id", "parser_version", "rules_version"),)


class Said:
    """The columns of a finding and of a confirmation. The parts of `subject` are columns of their own."""

    review_id: Mapped[int] = mapped_column(ForeignKey("reviews.id", ondelete="CASCADE"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    rule: Mapped[str]
    severity: Mapped[str]
    message: Mapped[str]
    message_en: Mapped[str]
    subject: Mapped[dict[str, Any]]
    project: Mapped[int | None]
    code: Mapped[str | None]
    indicator: Mapped[int | None]
    field: Mapped[str | None]
    table_kind: Mapped[str | None]
    table_row: Mapped[int | None]
    table_column: Mapped[str | None]
    section: Mapped[str | None]
    evidence: Mapped[list[Any]]  # its ends: as printed, as read, and where
    equation: Mapped[str | None]
    suggestion: Mapped[str | None]
    clause: Mapped[str | None]
    fingerprint: Mapped[str]
    suppressed: Mapped[bool]


class Finding(Said, Base):
    """One finding."""

    __tablename__ = "findings"
    __table_args__ = (
        Index(None, "rule", "review_id"),  # GET /documents?rule=
        Index(None, "fingerprint"),  # a person's mark; the same finding in an earlier round
    )


class Confirmation(Said, Base):
    """Arithmetic that holds and saves a calculator."""

    __tablename__ = "confirmations"


class Revision(Base):
    """The n-th verdict on a document as it was announced; `event` is the data of the event, sent again as it stands."""

    __tablename__ = "revisions"

    document_id: Mapped[str] = mapped_column(ForeignKey("documents.id", ondelete="CASCADE"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    review_id: Mapped[int | None] = mapped_column(ForeignKey("reviews.id", ondelete="SET NULL"), index=True)
    submission_id: Mapped[str]
    series: Mapped[str]
    outcome: Mapped[str]
    previous_outcome: Mapped[str | None]
    event: Mapped[dict[str, Any]]
    made_at: Mapped[datetime]
