"""Metrics are those of the contract, by service; the log is one JSON line an event on standard error."""

import json
import logging
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from prometheus_client.exposition import generate_latest
from prometheus_client.metrics import MetricWrapperBase

from shared.telemetry import Metrics, configure_log, log
from shared.topology import SERVICES

DOCS = Path(__file__).resolve().parents[3] / "docs"
CONTRACT = {
    "gouji_documents_total": ("stage", "result"),
    "gouji_stage_seconds": ("stage",),
    "gouji_dead_letters_total": ("stage", "code"),
    "gouji_build_info": ("version",),
    "gouji_failures_total": ("stage", "code"),
    "gouji_held_back_total": ("room",),
    "gouji_pages_total": ("form",),
    "gouji_reader_fallbacks_total": ("reader", "reason"),
    "gouji_sandbox_protection": ("protection",),
    "gouji_findings_total": ("rule", "severity"),
    "gouji_rule_outcomes_total": ("rule", "outcome"),
    "gouji_rule_seconds": ("rule",),
    "gouji_verdicts_total": ("outcome",),
    "gouji_consumer_pending": ("consumer",),
    "gouji_consumer_oldest_seconds": ("consumer",),
    "gouji_consumer_redelivered": ("consumer",),
    "gouji_stream_bytes": ("stream",),
    "gouji_stream_limit_bytes": ("stream",),
    "gouji_false_alarms_total": ("rule",),
}


def exposed(metrics: Metrics) -> set[str]:
    """Our own names as Prometheus sees them."""
    lines = generate_latest(metrics.registry).decode().splitlines()
    names = {line.split()[2] for line in lines if line.startswith("# TYPE gouji_")}
    return {name for name in names if not name.endswith("_created")}


def labels(metrics: Metrics) -> dict[str, tuple[str, ...]]:
    wrappers = [each for each in vars(metrics).values() if hasattr(each, "_labelnames")]
    named = {each._name + ("_total" if each._type == "counter" else ""): each._labelnames for each in wrappers}
    return {name: tuple(given) for name, given in named.items()}


def test_all_services_together_have_the_metrics_of_the_contract() -> None:
    assert exposed(Metrics()) == CONTRACT.keys()
    assert labels(Metrics()) == CONTRACT


@pytest.mark.parametrize(
    ("service", "own", "foreign"),
    [
        ("ingest", "gouji_documents_total", "gouji_pages_total"),
        ("parse", "gouji_pages_total", "gouji_findings_total"),
        ("validate", "gouji_rule_seconds", "gouji_verdicts_total"),
        ("store", "gouji_stream_bytes", "gouji_pages_total"),
    ],
)
def test_a_service_shows_its_own_metrics_only(service: str, own: str, foreign: str) -> None:
    names = exposed(Metrics(service))
    assert own in names
    assert foreign not in names
    assert {"gouji_stage_seconds", "gouji_dead_letters_total", "gouji_build_info"} <= names


def test_metrics_of_two_services_in_one_process_do_not_meet() -> None:
    first, second = Metrics("parse"), Metrics("parse")
    first.documents.labels("parse", "ok").inc()
    assert second.registry.get_sample_value("gouji_documents_total", {"stage": "parse", "result": "ok"}) is None


def test_docs_name_every_metric_with_its_labels() -> None:
    text = (DOCS / "metrics.md").read_text("utf-8")
    told = {
        name: tuple(filter(None, given.split(","))) for name, given in re.findall(r"`(gouji_\w+)\{([\w,]*)\}`", text)
    }
    assert told == CONTRACT
    assert "`gouji_ready`" in text


def test_a_process_shows_its_memory_and_when_it_was_started() -> None:
    registry = Metrics("parse").registry
    assert (registry.get_sample_value("process_resident_memory_bytes") or 0) > 0
    assert (registry.get_sample_value("process_start_time_seconds") or 0) > 0


def test_the_log_is_json_on_standard_error(capsys: pytest.CaptureFixture[str]) -> None:
    before = logging.getLogger().handlers
    try:
        configure_log("info")
        log("parse").info("document_failed", document="d", code="encrypted")
        log("parse").debug("too_quiet")
        logging.getLogger("some.package").warning("of a package")
        out, err = capsys.readouterr()
    finally:
        logging.getLogger().handlers = before
    own, foreign = [json.loads(line) for line in err.splitlines()]
    assert out == ""
    assert own | {"timestamp": ""} == {
        "event": "document_failed", "service": "parse", "level": "info", "document": "d", "code": "encrypted",
        "timestamp": "",
    }  # fmt: skip
    assert (foreign["event"], foreign["logger"]) == ("of a package", "some.package")


def test_every_stage_label_is_a_service() -> None:
    assert set(SERVICES) == {"ingest", "parse", "validate", "store"}


@pytest.mark.skipif(
    shutil.which("promtool") is None, reason="promtool (apt-get install prometheus) is not on this machine"
)
def test_promtool_has_no_complaint() -> None:
    metrics = Metrics()
    for each in vars(metrics).values():
        if isinstance(each, MetricWrapperBase):
            each.labels(*["x"] * len(each._labelnames))
    text = generate_latest(metrics.registry)
    done = subprocess.run(["promtool", "check", "metrics"], input=text, capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (0, b"")
