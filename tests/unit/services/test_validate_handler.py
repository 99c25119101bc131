"""Validate without a broker: what is published for a document that was parsed."""

import pytest

from services.validate.core import judge as judge_document
from services.validate.handlers import validate
from shared.blobs import BlobMissing, reference
from shared.bodies import review_of
from shared.document import Document, Project
from shared.envelope import Undecodable, decode
from shared.events import Parsed, Validated
from shared.findings import Review
from shared.telemetry import Metrics
from shared.testing import InMemoryBlobs, RecordingPublisher
from shared.topology import BODIES, VALIDATED

DOCUMENT = Document(
    id="d" * 64,
    source="a.txt",
    media_type="text/plain",
    form="word-text",
    template="hebei-target-text",
    kind="target-text",
    projects=[Project(ordinal=1, currency_unit="万元", budget="3.50", fiscal_funds="3.00", other_funds="0.10")],
)


async def judge(document: Document) -> Review:
    return judge_document(document)


class Bench:
    """The handler over fakes, with the real rules."""

    def __init__(self) -> None:
        self.blobs = InMemoryBlobs()
        self.publisher = RecordingPublisher("validate", self.blobs)
        self.metrics = Metrics("validate")

    async def validate(self, **body: object) -> Validated:
        values = {"submission": "S", "document_id": DOCUMENT.id, "template": DOCUMENT.template, "kind": DOCUMENT.kind}
        parsed = Parsed.model_validate({**values, "division": "000000", "counts": {}, "parser_version": "p1", **body})
        ports = {"blobs": self.blobs, "publisher": self.publisher, "metrics": self.metrics}
        await validate(parsed, judge=judge, rules="r1", **ports)  # type: ignore[arg-type]
        [sent] = self.publisher.sent
        assert (sent.subject, sent.id) == (VALIDATED, f"validate/S/{DOCUMENT.id}/p1/r1")
        return decode(sent.payload, Validated).data


async def test_the_review_says_whose_it_is_and_what_read_the_document() -> None:
    validated = await Bench().validate(document=DOCUMENT)
    assert validated.review is not None
    assert validated.review.versions == validated.versions
    assert (validated.review.submission, validated.versions.parser) == ("S", "p1")
    assert (validated.outcome, validated.counts) == (validated.review.outcome, validated.review.counts)


async def test_a_document_in_the_object_store_is_judged_alike() -> None:
    bench = Bench()
    ref = await bench.blobs.put(BODIES, DOCUMENT.model_dump_json().encode())
    by_reference = await review_of(await bench.validate(dataref=ref), bench.blobs)
    assert by_reference == (await Bench().validate(document=DOCUMENT)).review


async def test_a_body_that_is_gone_is_no_clean_review() -> None:
    with pytest.raises(BlobMissing):
        await Bench().validate(dataref=reference(BODIES, b"gone"))


async def test_an_event_without_a_document_is_undecodable() -> None:
    with pytest.raises(Undecodable):
        await Bench().validate()


async def test_findings_and_ends_of_rules_are_counted() -> None:
    bench = Bench()
    validated = await bench.validate(document=DOCUMENT)
    assert validated.review is not None
    assert validated.review.findings
    assert validated.review.coverage is not None
    for finding in validated.review.findings:
        labels = {"rule": finding.rule, "severity": finding.severity.value}
        assert bench.metrics.registry.get_sample_value("gouji_findings_total", labels)
    for rule, line in validated.review.coverage.by_rule.items():
        labels = {"rule": rule, "outcome": line.outcome.value}
        assert bench.metrics.registry.get_sample_value("gouji_rule_outcomes_total", labels) == 1
