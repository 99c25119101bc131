"""From what was read to its review: one coroutine over ports, without a broker."""

from collections.abc import Awaitable, Callable

from shared.blobs import Blobs
from shared.bodies import document_of
from shared.document import Document
from shared.envelope import event_id
from shared.events import Parsed, Validated
from shared.findings import Review
from shared.publishing import Publisher
from shared.telemetry import Metrics

STAGE = "validate"
Judge = Callable[[Document], Awaitable[Review]]


async def validate(  # noqa: PLR0913 - its ports
    parsed: Parsed, *, blobs: Blobs, judge: Judge, publisher: Publisher, metrics: Metrics, rules: str
) -> None:
    """Judge the document that was parsed, and publish its review."""
    review = completed(await judge(await document_of(parsed, blobs)), parsed)
    assert review.outcome is not None
    assert review.versions is not None
    validated = Validated(
        submission=parsed.submission,
        document_id=parsed.document_id,
        outcome=review.outcome,
        counts=review.counts,
        versions=review.versions,
    )
    id = event_id(STAGE, parsed.submission, parsed.document_id, parsed.parser_version, rules)
    await publisher.announce(validated, id=id, body=review.model_dump_json().encode())
    count(review, metrics)


def completed(review: Review, parsed: Parsed) -> Review:
    """The review with what the rules do not know: whose it is, and what read the document."""
    versions = review.versions and review.versions.model_copy(update={"parser": parsed.parser_version})
    return review.model_copy(update={"submission": parsed.submission, "versions": versions})


def count(review: Review, metrics: Metrics) -> None:
    """Count the findings and how each rule ended."""
    for finding in review.findings:
        metrics.findings.labels(finding.rule, finding.severity).inc()
    if review.coverage is not None:
        for rule, line in review.coverage.by_rule.items():
            metrics.rule_outcomes.labels(rule, line.outcome).inc()
