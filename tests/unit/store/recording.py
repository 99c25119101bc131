"""Short names for recording events in tests: each is a step, and `run` does each step in a transaction of its own."""

from collections.abc import Callable
from typing import Any

from sqlalchemy.orm import Session

from services.store.database import Database
from services.store.record import (
    Recorded,
    record_duplicate,
    record_failed,
    record_parsed,
    record_received,
    record_validated,
)
from shared.document import Document
from shared.findings import Review
from tests.unit.store import examples
from tests.unit.store.examples import FIRST, LATER, NOW, SECOND

Step = Callable[[Session], Recorded]


def receive(of: Document, submission: str = FIRST, **changes: Any) -> Step:
    event = examples.received(of, submission, **changes)
    return lambda session: record_received(session, event)


def parse(of: Document, submission: str = FIRST, **changes: Any) -> Step:
    event = examples.parsed(of, submission, **changes)
    body = of.model_dump_json().encode()
    return lambda session: record_parsed(session, event, of, body, NOW)


def judge(of: Review, submission: str = FIRST) -> Step:
    event = examples.validated(of, submission)
    return lambda session: record_validated(session, event, of, LATER)


def fail(document_id: str | None, submission: str = FIRST, **changes: Any) -> Step:
    event = examples.failed(document_id, submission, **changes)
    return lambda session: record_failed(session, event, LATER)


def repeat(of: Document, submission: str = SECOND, first: str = FIRST) -> Step:
    event = examples.duplicate(of, submission, first)
    return lambda session: record_duplicate(session, event, LATER)


def run(database: Database, *steps: Step) -> list[Recorded]:
    results = []
    for step in steps:
        with database.write() as session:
            results.append(step(session))
    return results
