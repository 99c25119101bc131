"""A review becomes the current one of its document, and a revision is counted where the verdict changed."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, and_, bindparam, func, insert, select

from services.store.cells import Cells
from services.store.database import insert_rows, table_of
from services.store.judgements import counts_by_rule, judgement_rows, review_row
from services.store.models import Department, Document, Reading, Review, Revision
from shared.events import Verdict
from shared.findings import Review as Said
from shared.findings import Versions

# What stands about a document: this parser's reading, these versions' review, the last revision, the department.
_STANDING = (
    select(
        Reading.id.label("reading_id"),
        Review.id.label("review_id"),
        Revision.event,
        func.coalesce(func.nullif(Department.name, ""), Department.code).label("department"),
    )
    .select_from(Document)
    .outerjoin(Reading, and_(Reading.document_id == Document.id, Reading.parser_version == bindparam("parser")))
    .outerjoin(
        Review,
        and_(
            Review.document_id == Document.id,
            Review.parser_version == bindparam("parser"),
            Review.rules_version == bindparam("rules"),
        ),
    )
    .outerjoin(Revision, and_(Revision.document_id == Document.id, Revision.number == Document.revision))
    .outerjoin(Department, Department.id == Document.department_id)
    .where(Document.id == bindparam("document"))
)


@dataclass(frozen=True, slots=True)
class Judgement:
    """A review as it arrived: which submission it is for, as what it was given, by which versions, and when."""

    submission: str
    source: str
    review: Said
    versions: Versions
    at: datetime


@dataclass(frozen=True, slots=True)
class Judged:
    """The revision that a document has after a judgement, and its event; `made` when the judgement made it."""

    revision: int
    verdict: Verdict
    made: bool


def judge(connection: Connection, document: Cells, judgement: Judgement) -> Judged | None:
    """Keep the review once for its versions, make it current, and count a revision when outcome or a count changed.

    None while the same parser's reading of the document is not here. The caller saves `document`.
    """
    versions, review = judgement.versions, judgement.review
    now = connection.execute(
        _STANDING, {"document": document["id"], "parser": versions.parser, "rules": versions.rules}
    ).one()
    if now.reading_id is None:
        return None
    kept = now.review_id or _keep(connection, document["id"], judgement)
    counts = {"errors": review.counts.error, "warnings": review.counts.warning, "infos": review.counts.info}
    document.set(review_id=kept, outcome=review.outcome, **counts)
    last = Verdict.model_validate(now.event) if now.event else None
    verdict = _verdict(document, now.department, judgement, last)
    if last is not None and not _differ(last, verdict):
        return Judged(document["revision"], last, made=False)
    document.set(revision=verdict.revision)
    connection.execute(insert(table_of(Revision)), _revision(verdict, kept, judgement.at))
    return Judged(verdict.revision, verdict, made=True)


def _keep(connection: Connection, document: str, judgement: Judgement) -> int:
    """Write the review with everything it says; its id."""
    row = review_row(judgement.review, judgement.versions) | {
        "document_id": document,
        "submission_id": judgement.submission,
        "judged_at": judgement.at,
    }
    written = connection.execute(insert(table_of(Review)), row)
    assert written.inserted_primary_key is not None
    review_id = int(written.inserted_primary_key[0])
    for table, rows in judgement_rows(judgement.review, review_id):
        insert_rows(connection, table, rows)
    return review_id


def _differ(before: Verdict, now: Verdict) -> bool:
    """Whether the outcome or a count changed: a new revision."""
    return (before.outcome, before.counts, before.counts_by_rule) != (now.outcome, now.counts, now.counts_by_rule)


def _revision(verdict: Verdict, review_id: int, at: datetime) -> dict[str, Any]:
    return {
        "document_id": verdict.document_id,
        "number": verdict.revision,
        "review_id": review_id,
        "submission_id": verdict.submission,
        "series": verdict.series,
        "outcome": verdict.outcome,
        "previous_outcome": verdict.previous_outcome,
        "event": verdict.model_dump(mode="json"),
        "made_at": at,
    }


def _verdict(document: Cells, department: str | None, judgement: Judgement, last: Verdict | None) -> Verdict:
    """The next revision's event; its review_url is a path, the public address is put before it when it is sent."""
    outcome = judgement.review.outcome
    assert outcome is not None
    return Verdict(
        submission=judgement.submission,
        document_id=document["id"],
        series=document["series"] or f"document/{document['id']}",
        revision=document["revision"] + 1,
        previous_outcome=last.outcome if last else None,
        division=document["division"] or "000000",
        department=department,
        fiscal_year=document["fiscal_year"],
        kind=document["kind"] or "other",
        title=document["title"],
        source=judgement.source,
        outcome=outcome,
        counts=judgement.review.counts,
        counts_by_rule=counts_by_rule(judgement.review.findings),
        versions=judgement.versions,
        review_url=f"/documents/{document['id']}/review",
    )
