"""What was said about a document: reviews with their findings, evidence and coverage, and the revisions announced."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, ForeignKeyConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from services.store.models.base import COMPACT, Base


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
    equation: Mapped[str | None]
    suggestion: Mapped[str | None]
    clause: Mapped[str | None]
    fingerprint: Mapped[str]
    suppressed: Mapped[bool]


class Finding(Said, Base):
    """One finding. A cluster's projects stand in finding_projects."""

    __tablename__ = "findings"
    __table_args__ = (
        Index(None, "rule", "review_id"),  # GET /documents?rule=
        Index(None, "fingerprint"),  # a person's mark; the same finding in an earlier round
    )


class Confirmation(Said, Base):
    """Arithmetic that holds and saves a calculator."""

    __tablename__ = "confirmations"


class Evidence(Base):
    """One end of a finding or confirmation (`said` is "finding" or "confirmation"): as printed, and as read."""

    __tablename__ = "evidence"

    review_id: Mapped[int] = mapped_column(ForeignKey("reviews.id", ondelete="CASCADE"), primary_key=True)
    said: Mapped[str] = mapped_column(primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    quote: Mapped[str]
    value: Mapped[str | None]
    unit: Mapped[str | None]
    at: Mapped[Any] = mapped_column(nullable=True)

    __table_args__ = (COMPACT,)


class FindingProject(Base):
    """A project that a finding speaks of, alone or in a cluster."""

    __tablename__ = "finding_projects"

    review_id: Mapped[int] = mapped_column(primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    project: Mapped[int] = mapped_column(primary_key=True)

    __table_args__ = (
        ForeignKeyConstraint(
            ["review_id", "position"], ["findings.review_id", "findings.position"], ondelete="CASCADE"
        ),
        COMPACT,
    )


class Coverage(Base):
    """How one rule ended on a document: "no findings" must never mean "did not run"."""

    __tablename__ = "coverage"

    review_id: Mapped[int] = mapped_column(ForeignKey("reviews.id", ondelete="CASCADE"), primary_key=True)
    rule: Mapped[str] = mapped_column(primary_key=True)
    outcome: Mapped[str]
    reason: Mapped[str | None]

    __table_args__ = (COMPACT,)


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
