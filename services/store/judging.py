"""A review becomes the current one of its document, and a revision is counted where the verdict changed."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, RowMapping, and_, bindparam, func, select

from services.store import direct
from services.store.cells import Cells
from services.store.judgements import judgement_rows, review_row
from services.store.models import Department, Document, Reading, Review, Revision
from shared.events import Verdict
from shared.findings import Counts, Versions
from shared.findings import Review as Said

# A review with what stands about its document: the reading that it judged, the last revision, the department.
_STANDING = (
    select(
        *direct.table_of(Review).c,
        Reading.id.label("reading_id"),
        Revision.event,
        func.coalesce(func.nullif(Department.name, ""), Department.code).label("department"),
    )
    .join(Document, Document.id == Review.document_id)
    .outerjoin(Reading, and_(Reading.document_id == Document.id, Reading.parser_version == Review.parser_version))
    .outerjoin(Revision, and_(Revision.document_id == Document.id, Revision.number == Document.revision))
    .outerjoin(Department, Department.id == Document.department_id)
    .where(Review.id == bindparam("review"))
)
_KEPT = select(Review.id).where(
    Review.document_id == bindparam("document"),
    Review.parser_version == bindparam("parser"),
    Review.rules_version == bindparam("rules"),
)
_ANNOUNCED = (
    select(*direct.table_of(Review).c, Revision.event)
    .join(Revision, and_(Revision.document_id == Review.document_id, Revision.number == bindparam("number")))
    .where(Review.id == bindparam("review"))
)


@dataclass(frozen=True, slots=True)
class Judged:
    """The revision that a document has after a review became current, and its event; `made` when the review made it.

    `versions` are those of the review: the event's are older where the review changed nothing.
    """

    revision: int
    verdict: Verdict
    versions: Versions
    made: bool


def keep_review(connection: Connection, document: str, submission: str, review: Said, at: datetime) -> int:
    """Write the review with everything it says, once for its versions; its id. Its document's row must be there."""
    versions = review.versions
    assert versions is not None
    found = connection.scalar(_KEPT, {"document": document, "parser": versions.parser, "rules": versions.rules})
    if found is not None:
        return found
    row = review_row(review, versions) | {"document_id": document, "submission_id": submission, "judged_at": at}
    review_id = direct.insert_numbered(connection, Review, row)
    for table, rows in judgement_rows(review, review_id):
        direct.insert_all(connection, table, rows)
    return review_id


def make_current(
    connection: Connection, document: Cells, review_id: int, submission: str, source: str
) -> Judged | None:
    """Make the review the current one, and count a revision when outcome or a count changed.

    None while the reading that it judged is not here: the verdict says what was read, too. The caller saves `document`.
    """
    now = connection.execute(_STANDING, {"review": review_id}).mappings().one()
    if now["reading_id"] is None:
        return None
    document.set(
        review_id=review_id,
        outcome=now["outcome"],
        errors=now["errors"],
        warnings=now["warnings"],
        infos=now["infos"],
    )
    last = Verdict.model_validate(now["event"]) if now["event"] else None
    verdict = _verdict(document, now, last)
    verdict = verdict.model_copy(update={"submission": submission, "source": source})
    if last is not None and not _differ(last, verdict):
        return Judged(document["revision"], last, verdict.versions, made=False)
    document.set(revision=verdict.revision)
    direct.insert(connection, Revision, _revision(verdict, review_id, now["judged_at"]))
    return Judged(verdict.revision, verdict, verdict.versions, made=True)


def announced(connection: Connection, step: Cells) -> Judged:
    """What was announced for a document of a submission that is stored already."""
    key = {"number": step["revision"], "review": step["review_id"]}
    row = connection.execute(_ANNOUNCED, key).mappings().one()
    verdict = Verdict.model_validate(row["event"])
    return Judged(verdict.revision, verdict, versions_of(row), made=verdict.submission == step["submission_id"])


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


def _verdict(document: Cells, review: RowMapping, last: Verdict | None) -> Verdict:
    """The next revision's event; its review_url is a path, the public address is put before it when it is sent."""
    return Verdict(
        submission="",
        document_id=document["id"],
        series=document["series"] or f"document/{document['id']}",
        revision=document["revision"] + 1,
        previous_outcome=last.outcome if last else None,
        division=document["division"] or "000000",
        department=review["department"],
        fiscal_year=document["fiscal_year"],
        kind=document["kind"] or "other",
        title=document["title"],
        source="",
        outcome=review["outcome"],
        counts=Counts(error=review["errors"], warning=review["warnings"], info=review["infos"]),
        counts_by_rule=review["counts_by_rule"],
        versions=versions_of(review),
        review_url=f"/documents/{document['id']}/review",
    )


def versions_of(review: RowMapping) -> Versions:
    """The versions in the columns of a review."""
    return Versions(
        gouji=review["gouji_version"],
        parser=review["parser_version"],
        rules=review["rules_version"],
        profile=review["profile"],
    )
