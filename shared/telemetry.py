"""Metrics and the log of a service: the contract's metrics in a registry of their own, a JSON line an event on stderr.

A log line names its event, the document and the submission; it never holds text of a document. A label never holds a
document id, a division, a file name or free text.
"""

import logging
import sys
from collections.abc import Sequence
from functools import cache
from typing import Any, Protocol, TypeVar

import structlog
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector
from prometheus_client.metrics import MetricWrapperBase
from structlog.typing import Processor

from shared.topology import SERVICES
from shared.version import VERSION

_STAGE_BUCKETS_S = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300)
_RULE_BUCKETS_S = (0.0001, 0.0005, 0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5)

M = TypeVar("M", bound=MetricWrapperBase)


class Log(Protocol):
    """A structured log: an event's name, and fields."""

    def debug(self, event: str, **fields: Any) -> Any: ...
    def info(self, event: str, **fields: Any) -> Any: ...
    def warning(self, event: str, **fields: Any) -> Any: ...
    def error(self, event: str, **fields: Any) -> Any: ...
    def bind(self, **fields: Any) -> "Log": ...


class Metrics:
    """The metrics of `services` (all four in one process) as attributes; `registry` holds only those of the services
    named, so that a scrape of parse shows nothing of store."""

    def __init__(self, *services: str) -> None:
        self.registry = CollectorRegistry()
        ProcessCollector(registry=self.registry)  # memory, CPU, open files, when it was started
        self._services = services or SERVICES
        self._every_service()
        self._ingest()
        self._parse()
        self._validate()
        self._store()
        self.build_info.labels(version=VERSION).set(1)

    def _every_service(self) -> None:
        labels = ["stage", "result"]
        self.documents = self._add(Counter, SERVICES, "gouji_documents_total", "Documents by stage and result", labels)
        self.stage_seconds = self._timed("gouji_stage_seconds", "Time a stage spent on one document", "stage")
        self.dead_letters = self._add(
            Counter, SERVICES, "gouji_dead_letters_total", "Messages set aside", ["stage", "code"]
        )
        self.failures = self._add(
            Counter, SERVICES, "gouji_failures_total", "Documents that ended in failed, by why", ["stage", "code"]
        )
        self.build_info = self._add(Gauge, SERVICES, "gouji_build_info", "1, with the version", ["version"])

    def _ingest(self) -> None:
        self.held_back = self._add(
            Counter, ["ingest"], "gouji_held_back_total", "Times that nothing was accepted for want of room", ["room"]
        )

    def _parse(self) -> None:
        self.pages = self._add(Counter, ["parse"], "gouji_pages_total", "Pages read by form", ["form"])
        self.reader_fallbacks = self._add(
            Counter, ["parse"], "gouji_reader_fallbacks_total", "Pages left to the slower reader", ["reader", "reason"]
        )
        self.sandbox_protection = self._add(
            Gauge, ["parse"], "gouji_sandbox_protection", "1 where readers are held by it", ["protection"]
        )

    def _validate(self) -> None:
        of = ["validate"]
        self.findings = self._add(Counter, of, "gouji_findings_total", "Findings", ["rule", "severity"])
        self.rule_outcomes = self._add(
            Counter, of, "gouji_rule_outcomes_total", "How each rule ended on a document", ["rule", "outcome"]
        )
        self.rule_seconds = self._timed("gouji_rule_seconds", "Time a rule took on one document", "rule", of)

    def _store(self) -> None:
        of = ["store"]
        self.verdicts = self._add(Counter, of, "gouji_verdicts_total", "Verdicts announced", ["outcome"])
        self.consumer_pending = self._add(
            Gauge, of, "gouji_consumer_pending", "Messages that wait for a consumer or are in its hands", ["consumer"]
        )
        self.consumer_oldest_seconds = self._add(
            Gauge, of, "gouji_consumer_oldest_seconds", "Age of the oldest message not acknowledged", ["consumer"]
        )
        self.consumer_redelivered = self._add(
            Gauge,
            of,
            "gouji_consumer_redelivered",
            "Messages in a consumer's hands not for the first time",
            ["consumer"],
        )
        self.stream_bytes = self._add(Gauge, of, "gouji_stream_bytes", "Bytes a stream holds", ["stream"])
        self.stream_limit_bytes = self._add(
            Gauge, of, "gouji_stream_limit_bytes", "Bytes a stream may hold", ["stream"]
        )
        self.false_alarms = self._add(
            Counter, of, "gouji_false_alarms_total", "Findings that a person marked as false alarms", ["rule"]
        )

    def _timed(self, name: str, text: str, label: str, of: Sequence[str] = SERVICES) -> Histogram:
        buckets = _STAGE_BUCKETS_S if label == "stage" else _RULE_BUCKETS_S
        return _quick(Histogram(name, text, [label], buckets=buckets, registry=self._registry_for(of)))

    def _add(self, kind: type[M], of: Sequence[str], name: str, text: str, labels: list[str]) -> M:
        return _quick(kind(name, text, labels, registry=self._registry_for(of)))

    def _registry_for(self, of: Sequence[str]) -> CollectorRegistry | None:
        return self.registry if set(of) & set(self._services) else None


def _quick(metric: M) -> M:
    """The metric with its series at hand: a document counts some hundred times, and each look-up takes a lock."""
    metric.labels = cache(metric.labels)  # type: ignore[method-assign] # no series is ever removed
    return metric


def configure_log(level: str = "info") -> None:
    """Send every log line of this process to stderr as JSON. Libraries' own logs join from warning upwards."""
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
    ]
    structlog.configure(
        processors=[*shared, structlog.processors.JSONRenderer(ensure_ascii=False)],
        wrapper_class=structlog.make_filtering_bound_logger(getattr(logging, level.upper())),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=False,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.JSONRenderer(ensure_ascii=False),
            ],
            foreign_pre_chain=[*shared, structlog.stdlib.add_logger_name],
        )
    )
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(logging.WARNING)


def log(service: str) -> Log:
    """The log of a service."""
    logger: Log = structlog.get_logger().bind(service=service)
    return logger
