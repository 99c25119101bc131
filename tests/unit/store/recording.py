"""Short names for recording events in tests: each is a step, and `run` does each step in a transaction of its own."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import Connection

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

Step = Callable[[Connection], Recorded]


def receive(of: Document, submission: str = FIRST, **changes: Any) -> Step:
    event = examples.received(of, submission, **changes)
    return lambda connection: record_received(connection, event)


def parse(of: Document, submission: str = FIRST, **changes: Any) -> Step:
    event = examples.parsed(of, submission, **changes)
    body = of.model_dump_json().encode()
    return lambda connection: record_parsed(connection, event, of, body, NOW)


def judge(of: Review, submission: str = FIRST) -> Step:
    event = examples.validated(of, submission)
    return lambda connection: record_validated(connection, event, of, LATER)


def fail(document_id: str | None, submission: str = FIRST, **changes: Any) -> Step:
    event = examples.failed(document_id, submission, **changes)
    return lambda connection: record_failed(connection, event, LATER)


def repeat(of: Document, submission: str = SECOND, first: str = FIRST) -> Step:
    event = examples.duplicate(of, submission, first)
    return lambda connection: record_duplicate(connection, event, LATER)


def run(database: Database, *steps: Step) -> list[Recorded]:
    results = []
    for step in steps:
        with database.write() as connection:
            results.append(step(connection))
    return results
