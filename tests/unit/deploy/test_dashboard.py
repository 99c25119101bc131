"""The dashboard and the alerts ask only for metrics, labels and label values that exist."""

import json
import re
from itertools import chain
from pathlib import Path
from typing import Any

import pytest
from prometheus_client.metrics import MetricWrapperBase

from shared.errors import FAILURES
from shared.telemetry import Metrics
from shared.topology import DURABLES, SERVICES, STREAMS

DEPLOY = Path(__file__).resolve().parents[3] / "deploy"
DASHBOARD: dict[str, Any] = json.loads((DEPLOY / "grafana" / "dashboards" / "gouji.json").read_text("utf-8"))
DATASOURCE = (DEPLOY / "grafana" / "provisioning" / "datasources" / "gouji.yml").read_text("utf-8")
# What Prometheus and the client library make themselves, and the gauge of shared.health.
GIVEN = {
    "gouji_ready",
    "up",
    "process_resident_memory_bytes",
    "process_cpu_seconds_total",
    "process_start_time_seconds",
}
VALUES: dict[str, set[str]] = {
    "stage": set(SERVICES),
    "job": set(SERVICES),
    "consumer": {durable.name for durable in DURABLES},
    "stream": {stream.name for stream in STREAMS},
    "result": {"ok", "failed", "duplicate", "retried"},
    "outcome": {"error", "fail", "pass", "parse_uncertain", "insufficient_data", "not_applicable"},
    "code": {failure.code for failure in FAILURES},
}
# What the client library puts behind a metric's name.
ENDINGS: dict[str, tuple[str, ...]] = {"counter": ("_total",), "histogram": ("_bucket", "_sum", "_count")}


def panels() -> list[dict[str, Any]]:
    return [panel for panel in DASHBOARD["panels"] if panel["type"] != "row"]


def queries() -> list[str]:
    """Every expression of the dashboard and of the alerts."""
    asked = [target["expr"] for panel in panels() for target in panel["targets"]]
    return asked + (DEPLOY / "prometheus" / "alerts.yml").read_text("utf-8").split("- alert:")


def known() -> dict[str, set[str]]:
    """The metrics of the registry with their labels, a histogram's series by their own names."""
    found: dict[str, set[str]] = {name: set() for name in GIVEN}
    for each in vars(Metrics()).values():
        if isinstance(each, MetricWrapperBase):
            for ending in ENDINGS.get(str(each._type), ("",)):
                found[each._name + ending] = set(each._labelnames)
    return found


def selectors(query: str) -> list[tuple[str, str]]:
    """The metrics that a query names, each with what is between its braces."""
    return re.findall(r"\b(gouji_\w+|process_\w+|up)\b(?:\{([^}]*)\})?(?![\w/])", query)


@pytest.mark.parametrize("query", queries())
def test_every_metric_and_label_exists(query: str) -> None:
    for name, labels in selectors(query):
        assert name in known(), name
        for label, given in re.findall(r'(\w+)(?:=~|!=|!~|=)"([^"]*)"', labels):
            assert label in known()[name] | {"job", "instance"}, (name, label)
            assert set(given.split("|")) <= VALUES[label], (name, label, given)


def test_every_metric_of_the_contract_is_shown_or_alerted_on() -> None:
    asked = {name for query in queries() for name, _ in selectors(query)}
    series = {name.removesuffix("_bucket").removesuffix("_sum").removesuffix("_count") for name in asked}
    every = {name.removesuffix("_bucket").removesuffix("_sum").removesuffix("_count") for name in known()}
    assert every <= series


def test_every_panel_has_a_place_of_its_own_and_the_provisioned_source() -> None:
    taken: set[tuple[int, int]] = set()
    for panel in DASHBOARD["panels"]:
        at = panel["gridPos"]
        cells = {(x, y) for x in range(at["x"], at["x"] + at["w"]) for y in range(at["y"], at["y"] + at["h"])}
        assert at["x"] + at["w"] <= 24
        assert not cells & taken
        taken |= cells
    sources = {each["datasource"]["uid"] for each in chain(panels(), *(panel["targets"] for panel in panels()))}
    assert sources == {"gouji"}
    assert "uid: gouji" in DATASOURCE
    ids = [panel["id"] for panel in DASHBOARD["panels"]]
    assert len(ids) == len(set(ids))
