"""A review becomes the current one of its document, and a revision is counted where the verdict changed."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.store.database import insert_rows
from services.store.judgements import counts_by_rule, judgement_rows, review_row
from services.store.models import Department, Document, Review, Revision
from shared.events import Verdict
from shared.findings import Review as Judged
from shared.findings import Versions


@dataclass(frozen=True, slots=True)
class Judgement:
    """A review as it arrived: which submission it is for, as what it was given, by which versions, and when."""

    submission: str
    source: str
    review: Judged
    versions: Versions
    at: datetime


def judge(session: Session, document: Document, judgement: Judgement) -> None:
    """Keep the review once for its versions, make it current, and count a revision when outcome or a count changed."""
    review = judgement.review
    kept = _review(session, document, judgement)
    document.review_id = kept.id
    document.outcome = review.outcome
    document.errors = review.counts.error
    document.warnings = review.counts.warning
    document.infos = review.counts.info
    last = session.get(Revision, (document.id, document.revision)) if document.revision else None
    verdict = _verdict(session, document, judgement, last)
    if last is None or _differ(Verdict.model_validate(last.event), verdict):
        _revise(session, document, kept, verdict, judgement.at)


def _review(session: Session, document: Document, judgement: Judgement) -> Review:
    query = select(Review).where(
        Review.document_id == document.id,
        Review.parser_version == judgement.versions.parser,
        Review.rules_version == judgement.versions.rules,
    )
    found = session.scalars(query).one_or_none()
    if found is not None:
        return found
    row = Review(
        **review_row(judgement.review, judgement.versions),
        document_id=document.id,
        submission_id=judgement.submission,
        judged_at=judgement.at,
    )
    session.add(row)
    session.flush()
    for table, rows in judgement_rows(judgement.review, row.id):
        insert_rows(session, table, rows)
    return row


def _revise(session: Session, document: Document, review: Review, verdict: Verdict, at: datetime) -> None:
    document.revision = verdict.revision
    session.add(
        Revision(
            document_id=document.id,
            number=verdict.revision,
            review_id=review.id,
            submission_id=verdict.submission,
            series=verdict.series,
            outcome=verdict.outcome,
            previous_outcome=verdict.previous_outcome,
            event=verdict.model_dump(mode="json"),
            made_at=at,
        )
    )
    session.flush()


def _differ(before: Verdict, now: Verdict) -> bool:
    """Whether the outcome or a count changed: a new revision."""
    return (before.outcome, before.counts, before.counts_by_rule) != (now.outcome, now.counts, now.counts_by_rule)


def _verdict(session: Session, document: Document, judgement: Judgement, last: Revision | None) -> Verdict:
    """The next revision's event; its review_url is a path, the public address is put before it when it is sent."""
    outcome = judgement.review.outcome
    assert outcome is not None
    department = session.get(Department, document.department_id) if document.department_id else None
    return Verdict(
        submission=judgement.submission,
        document_id=document.id,
        series=document.series or f"document/{document.id}",
        revision=document.revision + 1,
        previous_outcome=last.outcome if last else None,
        division=document.division or "000000",
        department=(department.name or department.code) if department else None,
        fiscal_year=document.fiscal_year,
        kind=document.kind or "other",
        title=document.title,
        source=judgement.source,
        outcome=outcome,
        counts=judgement.review.counts,
        counts_by_rule=counts_by_rule(judgement.review.findings),
        versions=judgement.versions,
        review_url=f"/documents/{document.id}/review",
    )
