"""From a received file to what was read from it: one coroutine over ports, without a broker."""

from collections.abc import Awaitable, Callable
from typing import Any

from services.parse.task import Summary
from shared.blobs import Blobs
from shared.envelope import event_id
from shared.errors import NoContent
from shared.events import Parsed, Received
from shared.publishing import Publisher
from shared.telemetry import Metrics

STAGE = "parse"
Read = Callable[[bytes, dict[str, Any]], Awaitable[list[bytes]]]
"""Reads bytes somewhere safe: the records of services.parse.task, or the DocumentFailure it ended in."""


async def parse(  # noqa: PLR0913 - its ports
    received: Received, *, blobs: Blobs, read: Read, publisher: Publisher, metrics: Metrics, version: str, limit: int
) -> None:
    """Read the file that was received, at most `limit` bytes, and publish each document in it."""
    data = await blobs.get(received.blob, limit=limit)
    told = {"source": received.source, "document_id": received.document_id, "parent": received.parent}
    records = await read(data, told)
    summaries = [Summary.model_validate_json(record) for record in records[::2]]
    if not summaries:
        raise NoContent
    for summary, body in zip(summaries, records[1::2], strict=True):
        parsed = _parsed(received, summary, len(summaries), version)
        id = event_id(STAGE, received.submission, summary.id, version)
        await publisher.announce(parsed, id=id, body=body)
        metrics.pages.labels(summary.form).inc(summary.pages or 1)
        for reason, pages in summary.fallbacks.items():
            metrics.reader_fallbacks.labels("pdf", reason).inc(pages)


def _parsed(received: Received, summary: Summary, parts: int, version: str) -> Parsed:
    return Parsed(
        submission=received.submission,
        document_id=summary.id,
        parent=summary.parent,
        parts=parts,
        template=summary.template,
        kind=summary.kind,
        division=summary.division,
        counts=summary.counts,
        parser_version=version,
    )
