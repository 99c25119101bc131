"""A ledger looks each row up once, and writes at the end what was changed, in however many events."""

from sqlalchemy import event, select

from services.store.database import Database
from services.store.ledger import Concern, Ledger, opened
from services.store.models import Submission, SubmissionDocument
from tests.unit.store.examples import FIRST, NOW, SECOND, document, review
from tests.unit.store.recording import judge, parse, receive, run

DOCUMENT = document()
CONCERN = Concern(FIRST, DOCUMENT.id)


def begin(ledger: Ledger, submission: str) -> None:
    ledger.row(Submission, submission, status="received", received_at=NOW)
    begin_step = {"status": "received", "announced": False, "parts": 1, "updated_at": NOW}
    ledger.row(SubmissionDocument, submission, DOCUMENT.id, **begin_step)


def statuses(database: Database) -> list[tuple[str, str]]:
    with database.read() as session:
        found = session.execute(select(Submission.id, Submission.status).order_by(Submission.id))
        return [(row.id, row.status) for row in found]


def test_row_that_was_begun_is_found_before_it_is_written(database: Database) -> None:
    with opened(database) as ledger:
        begin(ledger, FIRST)
        again = ledger.row(Submission, FIRST, status="other", received_at=NOW)
        again.set(status="parsed")
        found = ledger.find(Submission, FIRST)
        assert found is again
        assert ledger.find(Submission, SECOND) is None
    assert statuses(database) == [(FIRST, "parsed")]


def test_rows_that_were_there_are_changed_and_those_beside_them_begun(database: Database) -> None:
    with opened(database) as ledger:
        begin(ledger, FIRST)
    with opened(database, [CONCERN, Concern(SECOND, DOCUMENT.id)]) as ledger:
        for submission in (FIRST, SECOND):
            begin(ledger, submission)
            ledger.row(Submission, submission).set(status="parsed")
    assert statuses(database) == [(FIRST, "parsed"), (SECOND, "parsed")]


def test_what_is_flushed_is_seen_by_queries_and_not_written_again(database: Database) -> None:
    with opened(database) as ledger:
        begin(ledger, FIRST)
        ledger.flush()
        assert ledger.connection.scalar(select(Submission.status)) == "received"
        ledger.row(Submission, FIRST).set(status="stored")
    assert statuses(database) == [(FIRST, "stored")]


def test_nothing_is_written_where_nothing_changed(database: Database) -> None:
    steps = [receive(DOCUMENT), parse(DOCUMENT), judge(review(DOCUMENT))]
    run(database, *steps)
    with opened(database, [CONCERN]) as ledger:
        for step in steps:
            step(ledger)
        rows = [row for found in ledger._rows.values() for row in found.values() if row is not None]
        assert [row for row in rows if row.new or row.changed] == []
        assert ledger._added == {}


def test_three_events_of_a_document_are_written_as_one_row_each(database: Database) -> None:
    commits = []
    event.listen(database.engine, "commit", lambda _: commits.append(1))
    with opened(database, [CONCERN] * 3) as ledger:
        recorded = [step(ledger) for step in (receive(DOCUMENT), parse(DOCUMENT), judge(review(DOCUMENT)))]
    assert len(commits) == 1
    assert recorded[-1].verdict is not None
    assert statuses(database) == [(FIRST, "stored")]
