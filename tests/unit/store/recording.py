"""Short names for recording events in tests: each is a step, and `run` does each step in a transaction of its own."""

from collections.abc import Callable
from typing import Any

from services.store.arrivals import Judgement
from services.store.database import Database
from services.store.ledger import Ledger, opened
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

Step = Callable[[Ledger], Recorded]


def receive(of: Document, submission: str = FIRST, **changes: Any) -> Step:
    event = examples.received(of, submission, **changes)
    return lambda ledger: record_received(ledger, event)


def parse(of: Document, submission: str = FIRST, **changes: Any) -> Step:
    event = examples.parsed(of, submission, **changes)
    body = of.model_dump_json().encode()
    return lambda ledger: record_parsed(ledger, event, of, body, NOW)


def judge(of: Review, submission: str = FIRST) -> Step:
    event = Judgement.model_validate(examples.validated(of, submission).model_dump(exclude={"review"}))
    review = of.model_dump(mode="json")
    return lambda ledger: record_validated(ledger, event, review, LATER)


def fail(document_id: str | None, submission: str = FIRST, **changes: Any) -> Step:
    event = examples.failed(document_id, submission, **changes)
    return lambda ledger: record_failed(ledger, event, LATER)


def repeat(of: Document, submission: str = SECOND, first: str = FIRST) -> Step:
    event = examples.duplicate(of, submission, first)
    return lambda ledger: record_duplicate(ledger, event, LATER)


def run(database: Database, *steps: Step) -> list[Recorded]:
    results = []
    for step in steps:
        with opened(database) as ledger:
            results.append(step(ledger))
    return results
