"""A review becomes the current one of its document, and a revision is counted where the verdict changed."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from services.store.arrivals import Judgement
from services.store.cells import Cells
from services.store.judgements import Json, judgement_rows, review_row
from services.store.ledger import Ledger
from services.store.models import Department, Reading, Review, Revision
from shared.events import Verdict
from shared.findings import Counts, Versions


@dataclass(frozen=True, slots=True)
class Judged:
    """The revision that a document has after a review became current, and its event; `made` when the review made it.

    `versions` are those of the review: the event's are older where the review changed nothing.
    """

    revision: int
    verdict: Verdict
    versions: Versions
    made: bool


def keep_review(ledger: Ledger, document: Cells, event: Judgement, review: Json, at: datetime) -> int:
    """The id of the review, written with everything it says once for its versions."""
    by = (event.versions.parser, event.versions.rules)
    found = ledger.number(Review, document, *by)
    if found is not None:
        return found
    row = review_row(event, review)
    number = ledger.begin_numbered(Review, document, *by, submission_id=event.submission, judged_at=at, **row)
    for table, rows in judgement_rows(review, number):
        ledger.add(table, rows)
    return number


def make_current(ledger: Ledger, document: Cells, review_id: int, submission: str, source: str) -> Judged | None:
    """Make the review the current one, and count a revision when outcome or a count changed.

    None while the reading that it judged is not here: the verdict says what was read, too.
    """
    review = _there(ledger.find(Review, review_id))
    if ledger.number(Reading, document, review["parser_version"]) is None:
        return None
    document.set(
        review_id=review_id,
        outcome=review["outcome"],
        errors=review["errors"],
        warnings=review["warnings"],
        infos=review["infos"],
    )
    before = ledger.find(Revision, document["id"], document["revision"]) if document["revision"] else None
    last = Verdict.model_validate(before["event"]) if before else None
    verdict = _verdict(document, _department(ledger, document), review, last)
    verdict = verdict.model_copy(update={"submission": submission, "source": source})
    if last is not None and not _differ(last, verdict):
        return Judged(document["revision"], last, verdict.versions, made=False)
    document.set(revision=verdict.revision)
    ledger.begin(Revision, document["id"], verdict.revision, **_revision(verdict, review_id, review["judged_at"]))
    return Judged(verdict.revision, verdict, verdict.versions, made=True)


def announced(ledger: Ledger, step: Cells) -> Judged:
    """What was announced for a document of a submission that is stored already."""
    review = _there(ledger.find(Review, step["review_id"]))
    revision = _there(ledger.find(Revision, review["document_id"], step["revision"]))
    verdict = Verdict.model_validate(revision["event"])
    return Judged(verdict.revision, verdict, _versions(review), made=verdict.submission == step["submission_id"])


def _there(row: Cells | None) -> Cells:
    assert row is not None, "what a row points at is there"
    return row


def _department(ledger: Ledger, document: Cells) -> str | None:
    """The department's name, or else its code."""
    if document["department_id"] is None:
        return None
    department = _there(ledger.find(Department, document["department_id"]))
    name: str | None = department["name"] or department["code"]
    return name


def _differ(before: Verdict, now: Verdict) -> bool:
    """Whether the outcome or a count changed: a new revision."""
    return (before.outcome, before.counts, before.counts_by_rule) != (now.outcome, now.counts, now.counts_by_rule)


def _revision(verdict: Verdict, review_id: int, at: datetime) -> dict[str, Any]:
    return {
        "review_id": review_id,
        "submission_id": verdict.submission,
        "series": verdict.series,
        "outcome": verdict.outcome,
        "previous_outcome": verdict.previous_outcome,
        "event": verdict.model_dump(mode="json"),
        "made_at": at,
    }


def _verdict(document: Cells, department: str | None, review: Cells, last: Verdict | None) -> Verdict:
    """The next revision's event; its review_url is a path, the public address is put before it when it is sent."""
    return Verdict(
        submission="",
        document_id=document["id"],
        series=document["series"] or f"document/{document['id']}",
        revision=document["revision"] + 1,
        previous_outcome=last.outcome if last else None,
        division=document["division"] or "000000",
        department=department,
        fiscal_year=document["fiscal_year"],
        kind=document["kind"] or "other",
        title=document["title"],
        source="",
        outcome=review["outcome"],
        counts=Counts(error=review["errors"], warning=review["warnings"], info=review["infos"]),
        counts_by_rule=review["counts_by_rule"],
        versions=_versions(review),
        review_url=f"/documents/{document['id']}/review",
    )


def _versions(review: Cells) -> Versions:
    """The versions in the columns of a review."""
    return Versions(
        gouji=review["gouji_version"],
        parser=review["parser_version"],
        rules=review["rules_version"],
        profile=review["profile"],
    )
