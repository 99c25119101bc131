"""From an event to its record, and from the record to what is announced: commit, claim, publish, then acknowledge."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, cast

from pydantic_core import from_json

from services.store.arrivals import Judgement
from services.store.judgements import Json
from services.store.ledger import Concern, Ledger
from services.store.record import (
    Recorded,
    record_duplicate,
    record_failed,
    record_parsed,
    record_received,
    record_validated,
)
from services.store.submissions import Ended
from services.store.writer import Writer
from shared.blobs import Blobs
from shared.claims import Claim, Claims, end
from shared.document import Document
from shared.envelope import Undecodable, event_id, verdict_id
from shared.events import Arrival, Duplicate, Event, Failed, Parsed, Received
from shared.publishing import Publisher
from shared.telemetry import Log, Metrics

STAGE = "store"


@dataclass(frozen=True, slots=True)
class Ports:
    """What the handlers need of the world."""

    writer: Writer
    blobs: Blobs
    claims: Claims
    publisher: Publisher
    metrics: Metrics
    log: Log
    links: str
    now: Callable[[], datetime]


class Handlers:
    """One coroutine an event. Each may be called again with the same event."""

    def __init__(self, ports: Callable[[], Ports]) -> None:
        self._get_ports = ports

    @property
    def _ports(self) -> Ports:
        return self._get_ports()

    async def on_received(self, event: Event[Received]) -> None:
        """Ingest accepted a document."""
        await self._record(event, lambda ledger: record_received(ledger, event.data), urgent=False)

    async def on_parsed(self, event: Event[Parsed]) -> None:
        """Parse read a document."""
        data, now = event.data, self._ports.now()
        document, body = await self._document(data)
        await self._record(event, lambda ledger: record_parsed(ledger, data, document, body, now), urgent=False)

    async def on_validated(self, event: Event[Judgement]) -> None:
        """Validate judged a document."""
        data, now = event.data, self._ports.now()
        review = await self._review(data)
        await self._record(event, lambda ledger: record_validated(ledger, data, review, now))

    async def on_news(self, event: Event[Arrival]) -> None:
        """A document or submission ended elsewhere."""
        data, now = event.data, self._ports.now()

        def record(ledger: Ledger) -> Recorded:
            if isinstance(data, Failed):
                return record_failed(ledger, data, now)
            assert isinstance(data, Duplicate)
            return record_duplicate(ledger, data, now)

        await self._record(event, record)

    async def _record(self, event: Event[Any], record: Callable[[Ledger], Recorded], *, urgent: bool = True) -> None:
        """Commit; then the claim, then what is announced. What ends a document is urgent, its steps may wait for it."""
        concern = Concern(event.data.submission, event.data.document_id)
        recorded = await self._ports.writer.put(record, concern, urgent=urgent)
        if recorded.late:
            self._ports.log.warning("event_after_the_end", id=event.id, submission=event.data.submission)
        if recorded.ended is not None:
            await end(self._ports.claims, recorded.ended.file_id, _claim(recorded.ended))
        await self._announce(recorded)

    async def _announce(self, recorded: Recorded) -> None:
        ports, stored, verdict, versions = self._ports, recorded.stored, recorded.verdict, recorded.versions
        if stored is not None and versions is not None:
            id = event_id(STAGE, stored.submission, stored.document_id, versions.parser, versions.rules)
            await ports.publisher.announce(stored, id=id)
        if verdict is not None:
            linked = verdict.model_copy(update={"review_url": ports.links + verdict.review_url})
            await ports.publisher.announce(linked, id=verdict_id(verdict.document_id, verdict.revision))
            ports.metrics.verdicts.labels(verdict.outcome).inc()

    async def _document(self, data: Parsed) -> tuple[Document, bytes]:
        """The document of the event, and its JSON."""
        if data.document is not None:
            return data.document, data.document.model_dump_json().encode()
        if data.dataref is None:
            raise Undecodable(message_en="a parsed event with neither document nor dataref")
        body = await self._ports.blobs.get(data.dataref)
        return Document.model_validate_json(body), body

    async def _review(self, data: Judgement) -> Json:
        """The review of the event."""
        if data.review is not None:
            return data.review
        if data.dataref is None:
            raise Undecodable(message_en="a validated event with neither review nor dataref")
        review: Json = from_json(await self._ports.blobs.get(data.dataref))
        return review


def _claim(ended: Ended) -> Claim:
    state = cast(Literal["stored", "failed"], ended.status)
    return Claim(submission=ended.submission, state=state, parser=ended.judges.parser, rules=ended.judges.rules)
