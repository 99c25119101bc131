"""What each event changes in the database: idempotent, in any order, on both databases."""

import itertools
from typing import Any

from sqlalchemy import func, select, text

from services.store import models
from services.store.database import Database
from services.store.submissions import Ended
from shared.claims import Judges
from shared.document import Document
from shared.findings import Review, Severity
from tests.unit.store import examples, recording
from tests.unit.store.examples import FIRST, LATER, SECOND, VERSIONS, document, finding, review
from tests.unit.store.recording import Step, fail, repeat, run

DOCUMENT = document()
REVIEW = review(DOCUMENT)
NEWER = VERSIONS.model_copy(update={"rules": "1.1+dddd"})


def receive(of: Document = DOCUMENT, submission: str = FIRST, **changes: Any) -> Step:
    return recording.receive(of, submission, **changes)


def parse(of: Document = DOCUMENT, submission: str = FIRST, **changes: Any) -> Step:
    return recording.parse(of, submission, **changes)


def judge(of: Review = REVIEW, submission: str = FIRST) -> Step:
    return recording.judge(of, submission)


def count(database: Database, table: type[models.Base]) -> int:
    with database.read() as session:
        return session.scalar(select(func.count()).select_from(table)) or 0


def status(database: Database, submission: str = FIRST) -> str:
    with database.read() as session:
        return session.get_one(models.Submission, submission).status


def everything(database: Database) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table."""
    with database.read() as session:
        return {
            name: [tuple(row) for row in session.execute(select(table).order_by(*table.primary_key))]
            for name, table in models.Base.metadata.tables.items()
        }


def test_document_goes_from_received_to_stored(database: Database) -> None:
    seen = []
    for step in (receive(), parse(), judge()):
        run(database, step)
        seen.append(status(database))
    assert seen == ["received", "parsed", "stored"]


def test_redelivered_document_is_stored_once(database: Database) -> None:
    first = run(database, receive(), parse(), judge())
    before = everything(database)
    again = run(database, receive(), parse(), judge())
    assert everything(database) == before
    assert again[2] == first[2]
    assert again[2].verdict is not None


def test_events_may_come_in_any_order(database: Database) -> None:
    for number, order in enumerate(itertools.permutations(range(3))):
        of, submission = document(f"order {number}"), f"{FIRST[:-1]}{number}"
        steps = [receive(of, submission), parse(of, submission), judge(review(of), submission)]
        results = run(database, *(steps[each] for each in order))
        assert status(database, submission) == "stored", order
        assert [result.verdict.revision for result in results if result.verdict] == [1], order


def test_submission_ends_when_received_comes_last(database: Database) -> None:
    run(database, parse(), judge())
    assert status(database) == "received"
    [last] = run(database, receive())
    assert status(database) == "stored"
    assert last.ended == Ended(FIRST, DOCUMENT.id, "stored", Judges(parser=VERSIONS.parser, rules=VERSIONS.rules))


def test_review_before_its_reading_waits_for_it(database: Database) -> None:
    [_, waiting] = run(database, receive(), judge())
    assert status(database) == "validated"
    assert (waiting.stored, waiting.verdict) == (None, None)
    [again, last] = run(database, judge(), parse())
    assert again.stored is None
    assert status(database) == "stored"
    assert last.stored is not None
    assert last.verdict is not None
    assert (last.verdict.title, last.verdict.department, last.verdict.counts_by_rule) == (
        DOCUMENT.title,
        DOCUMENT.department.name,
        {"GJ-D07": 1, "GJ-G12": 1, "GJ-H01": 1},
    )


def test_verdict_says_what_was_read_and_judged(database: Database) -> None:
    *_, last = run(database, receive(), parse(), judge())
    assert last.verdict is not None
    assert last.verdict.model_dump(exclude={"versions"}) == {
        "submission": FIRST,
        "document_id": DOCUMENT.id,
        "series": "130999/某县水文站/2024/disclosure",
        "revision": 1,
        "previous_outcome": None,
        "division": "130999",
        "department": "某县水文站",
        "fiscal_year": 2024,
        "kind": "disclosure",
        "title": "某县水文站2024年部门预算",
        "source": "报送/水文站.txt",
        "outcome": "error",
        "counts": {"error": 1, "warning": 1, "info": 1},
        "counts_by_rule": {"GJ-D07": 1, "GJ-G12": 1, "GJ-H01": 1},
        "review_url": f"/documents/{DOCUMENT.id}/review",
    }


def test_changed_outcome_is_a_new_revision_and_both_reviews_stay(database: Database) -> None:
    milder = review(DOCUMENT, finding("GJ-D07", Severity.WARNING, {"project": 1}), versions=NEWER)
    *_, last = run(database, receive(), parse(), judge(), receive(submission=SECOND), judge(milder, SECOND))
    assert last.verdict is not None
    assert (last.verdict.revision, last.verdict.previous_outcome, last.verdict.outcome) == (2, "error", "warning")
    assert count(database, models.Review) == 2
    with database.read() as session:
        row = session.get_one(models.Document, DOCUMENT.id)
        assert (row.revision, row.outcome, row.errors, row.warnings) == (2, "warning", 0, 1)


def test_same_counts_under_new_rules_are_stored_without_a_new_verdict(database: Database) -> None:
    same = review(DOCUMENT, versions=NEWER)
    *_, last = run(database, receive(), parse(), judge(), receive(submission=SECOND), judge(same, SECOND))
    assert last.stored is not None
    assert (last.stored.submission, last.stored.revision) == (SECOND, 1)
    assert last.verdict is None
    with database.read() as session:
        kept = session.get_one(models.Review, session.get_one(models.Document, DOCUMENT.id).review_id)
        assert kept.rules_version == NEWER.rules


def test_redelivery_of_an_older_judgement_does_not_bring_it_back(database: Database) -> None:
    milder = review(DOCUMENT, finding("GJ-D07", Severity.WARNING, {"project": 1}), versions=NEWER)
    run(database, receive(), parse(), judge(), receive(submission=SECOND), judge(milder, SECOND))
    before = everything(database)
    *_, again = run(database, parse(), judge())
    assert everything(database) == before
    assert again.verdict is not None
    assert again.verdict.revision == 1


def test_newer_reading_becomes_the_current_one_and_the_older_stays(database: Database) -> None:
    renamed = document(title="改正后的标题", projects=[])
    run(database, receive(), parse(), receive(submission=SECOND))
    run(database, parse(renamed, SECOND, parser_version="2.0+eeee"))
    with database.read() as session:
        assert session.get_one(models.Document, DOCUMENT.id).title == "改正后的标题"
    assert count(database, models.Reading) == 2
    assert count(database, models.Project) == 2


def test_failure_ends_the_submission_with_its_reason(database: Database) -> None:
    *_, last = run(database, receive(), fail(DOCUMENT.id))
    assert last.ended == Ended(FIRST, DOCUMENT.id, "failed")
    with database.read() as session:
        row = session.get_one(models.Submission, FIRST)
        assert (row.status, row.failure_code, row.failure_stage) == ("failed", "malformed", "parse")
        assert row.ended_at == LATER


def test_failure_at_ingest_ends_a_submission_that_was_never_announced(database: Database) -> None:
    run(database, fail(None, stage="ingest", code="vanished", batch=examples.BATCH, source="a.txt", channel="inbox"))
    with database.read() as session:
        row = session.get_one(models.Submission, FIRST)
        assert (row.status, row.batch, row.source, row.channel) == ("failed", examples.BATCH, "a.txt", "inbox")


def test_first_end_is_final(database: Database) -> None:
    *_, late = run(database, receive(), parse(), judge(), fail(DOCUMENT.id))
    assert late.late
    assert status(database) == "stored"
    *_, late = run(database, receive(submission=SECOND), fail(DOCUMENT.id, SECOND), judge(submission=SECOND))
    assert late.late
    assert late.stored is None
    assert status(database, SECOND) == "failed"


def test_duplicate_that_is_judged_all_the_same_stays_a_duplicate(database: Database) -> None:
    *_, late = run(database, parse(), repeat(DOCUMENT), receive(submission=SECOND), judge(submission=SECOND))
    assert late.late
    assert late.stored is None
    assert status(database, SECOND) == "duplicate"


def test_duplicate_ends_at_once(database: Database) -> None:
    run(database, receive(), *[repeat(DOCUMENT)] * 2)
    with database.read() as session:
        row = session.get_one(models.Submission, SECOND)
        assert (row.status, row.first_submission, row.source) == ("duplicate", FIRST, "again.txt")


def test_archive_is_stored_when_one_member_is(database: Database) -> None:
    archive = examples.sha("archive")
    good, bad = document("good", parent=archive), document("bad", parent=archive)

    def member(of: Document, path: str) -> Step:
        return receive(of, parent=archive, members=2, source=f"批.zip!/{path}")

    steps = [member(good, "a.txt"), parse(good, parent=archive), judge(review(good)), member(bad, "b.txt")]
    run(database, *steps)
    assert status(database) == "received"
    [last] = run(database, fail(bad.id))
    assert last.ended is not None
    assert (last.ended.status, last.ended.file_id) == ("stored", archive)
    with database.read() as session:
        assert session.get_one(models.Submission, FIRST).source == "批.zip"


def test_file_of_several_documents_ends_with_its_last_part(database: Database) -> None:
    parts = [document(f"part {number}", parent=DOCUMENT.id) for number in (1, 2)]
    run(database, receive())
    for part in parts:
        run(database, parse(part, parent=DOCUMENT.id, parts=2), judge(review(part)))
    assert status(database) == "stored"
    assert count(database, models.Revision) == 2


def test_document_that_no_template_knows_has_a_series_of_its_own(database: Database) -> None:
    unknown = document("unknown", template="unknown", kind="other", fiscal_year=None, department={"code": None})
    *_, last = run(database, receive(unknown), parse(unknown), judge(review(unknown)))
    assert last.verdict is not None
    assert last.verdict.series == f"document/{unknown.id}"
    assert last.verdict.department is None


def test_text_that_a_database_refuses_is_stored_all_the_same(database: Database) -> None:
    odd = document(
        "odd",
        title="有\x00空\x00\x00字符和\\u0000",
        department={"code": "1", "name": "长" * 5000},
        projects=[DOCUMENT.projects[0].model_copy(update={"code": "1" * 9000, "name": "\x00"})],
    )
    run(database, receive(odd), parse(odd), judge(review(odd, finding("GJ-A01", Severity.INFO, {"section": "\x00"}))))
    assert status(database) == "stored"
    with database.read() as session:
        assert session.get_one(models.Document, odd.id).title == "有空字符和\\u0000"


def test_departments_are_kept_once(database: Database) -> None:
    other = document("another document of the same department")
    run(database, parse(), parse(other, SECOND))
    with database.read() as session:
        rows = session.execute(text("SELECT division, code, name FROM departments")).all()
    assert [tuple(row) for row in rows] == [("130999", "399", "某县水文站")]
