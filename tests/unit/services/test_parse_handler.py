"""Parse without a broker: what is published for a file, and in which failure it may end."""

from datetime import UTC, datetime
from typing import Any

import pytest

from services.parse.handlers import parse
from services.parse.task import documents
from shared.document import Document
from shared.envelope import decode
from shared.errors import Encrypted, NoContent, TooLarge
from shared.events import Parsed, Received
from shared.telemetry import Metrics
from shared.testing import InMemoryBlobs, RecordingPublisher
from shared.topology import ORIGINALS, PARSED

TEXT = "某某县档案馆2024年部门预算信息公开\n目录\n一、部门职责\n".encode()


class Bench:
    """The handler over fakes; `read` runs the real task in this process unless told otherwise."""

    def __init__(self) -> None:
        self.blobs = InMemoryBlobs()
        self.publisher = RecordingPublisher("parse", self.blobs)
        self.metrics = Metrics("parse")
        self.told: dict[str, Any] = {}

    async def read(self, data: bytes, arguments: dict[str, Any]) -> list[bytes]:
        self.told = arguments
        return list(documents(data, arguments))

    async def parse(self, data: bytes = TEXT, limit: int = 1000, **ports: Any) -> list[Parsed]:
        blob = await self.blobs.put(ORIGINALS, data)
        received = Received(
            submission="S",
            batch="B",
            document_id="d" * 64,
            source="a.zip!/b.txt",
            parent="p" * 64,
            media_type="text/plain",
            size=len(data),
            blob=blob,
            channel="cli",
            received_at=datetime(2026, 3, 1, tzinfo=UTC),
        )
        given = {"blobs": self.blobs, "read": self.read, "publisher": self.publisher, "metrics": self.metrics, **ports}
        await parse(received, version="1.0.0", limit=limit, **given)
        return [decode(sent.payload, Parsed).data for sent in self.publisher.sent]


def record(number: int, pages: int | None = None) -> list[bytes]:
    document = Document(id=f"d{number}", source="a", media_type="text/plain", form="word-text", pages=pages)
    summary = (
        b'{"id":"d%d","parent":null,"form":"word-text","pages":%s,"template":"unknown","kind":"other",'
        b'"division":"000000","counts":{}}' % (number, str(pages or "null").encode())
    )
    return [summary, document.model_dump_json().encode()]


async def test_what_was_read_is_published_with_its_document() -> None:
    bench = Bench()
    [parsed] = await bench.parse()
    assert parsed.document is not None
    assert (parsed.document_id, parsed.document.id) == ("d" * 64, "d" * 64)
    assert (parsed.document.source, parsed.parent, parsed.parts) == ("a.zip!/b.txt", "p" * 64, 1)
    assert bench.publisher.sent[0].subject == PARSED
    assert bench.publisher.sent[0].id == f"parse/S/{'d' * 64}/1.0.0"
    assert bench.metrics.registry.get_sample_value("gouji_pages_total", {"form": parsed.document.form}) == 1


async def test_each_document_of_a_file_goes_its_own_way() -> None:
    async def three(_: bytes, __: dict[str, Any]) -> list[bytes]:
        return [*record(1, pages=4), *record(2), *record(3)]

    bench = Bench()
    parsed = await bench.parse(read=three)
    assert [(each.document_id, each.parts) for each in parsed] == [("d1", 3), ("d2", 3), ("d3", 3)]
    assert bench.metrics.registry.get_sample_value("gouji_pages_total", {"form": "word-text"}) == 6


async def test_a_redelivered_file_is_published_under_the_same_ids() -> None:
    bench = Bench()
    await bench.parse()
    assert len(await bench.parse()) == 1


async def test_the_reader_is_told_where_the_file_came_from() -> None:
    bench = Bench()
    await bench.parse()
    assert bench.told == {"source": "a.zip!/b.txt", "document_id": "d" * 64, "parent": "p" * 64}


async def test_a_failure_of_the_reader_is_the_documents() -> None:
    async def encrypted(_: bytes, __: dict[str, Any]) -> list[bytes]:
        raise Encrypted

    with pytest.raises(Encrypted):
        await Bench().parse(read=encrypted)


async def test_a_file_with_no_document_in_it_has_no_content() -> None:
    async def nothing(_: bytes, __: dict[str, Any]) -> list[bytes]:
        return []

    with pytest.raises(NoContent):
        await Bench().parse(read=nothing)


async def test_a_file_over_the_limit_is_not_even_fetched() -> None:
    with pytest.raises(TooLarge):
        await Bench().parse(limit=10)


async def test_pages_left_to_the_slower_reader_are_counted_by_reason() -> None:
    async def doubtful(_: bytes, __: dict[str, Any]) -> list[bytes]:
        summary, document = record(1, pages=4)
        return [summary.replace(b'"counts":{}', b'"counts":{},"fallbacks":{"irregular_grid":2}'), document]

    bench = Bench()
    await bench.parse(read=doubtful)
    labels = {"reader": "pdf", "reason": "irregular_grid"}
    assert bench.metrics.registry.get_sample_value("gouji_reader_fallbacks_total", labels) == 2
