"""A real Prometheus beside a working deployment: it takes every metric, every panel's query, and every alert's rule."""

import asyncio
import json
import shutil
import subprocess
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from typing import Any

import httpx
import pytest
import yaml  # type: ignore[import-untyped]

from gouji.deployment import Deployment
from shared.topology import SERVICES
from tests.integration.processes import free_port
from tests.integration.texts import small
from tests.integration.waiting import until

pytestmark = pytest.mark.skipif(
    shutil.which("prometheus") is None, reason="prometheus (apt-get install prometheus) is not on this machine"
)

ROOT = Path(__file__).resolve().parents[2]
DEPLOY = ROOT / "deploy"
DASHBOARD = json.loads((DEPLOY / "grafana" / "dashboards" / "gouji.json").read_text("utf-8"))
QUERIES = [target["expr"] for panel in DASHBOARD["panels"] for target in panel.get("targets", [])]
# What does not happen in this run: dead letters, pages left to the slower reader, marks of people.
NOT_HERE = ("gouji_dead_letters_total", "gouji_reader_fallbacks_total", "gouji_false_alarms_total")
EXAMPLES = [path.read_bytes() for path in sorted((ROOT / "examples").glob("0[1-4]*.txt"))]


class Prometheus:
    """One that looks at `target` every second under the names of all four services."""

    def __init__(self, folder: Path, target: str) -> None:
        self.url = f"http://127.0.0.1:{free_port()}"
        self._folder = folder
        jobs = [{"job_name": name, "static_configs": [{"targets": [target]}]} for name in SERVICES]
        every = {"scrape_interval": "1s", "evaluation_interval": "1s"}
        rules = [str(DEPLOY / "prometheus" / "alerts.yml")]
        config = {"global": every, "rule_files": rules, "scrape_configs": jobs}
        (folder / "prometheus.yml").write_text(yaml.safe_dump(config), "utf-8")

    @asynccontextmanager
    async def running(self) -> AsyncIterator["Prometheus"]:
        listen, data = self.url.removeprefix("http://"), self._folder / "prometheus"
        command = ["prometheus", f"--config.file={self._folder / 'prometheus.yml'}", f"--storage.tsdb.path={data}"]
        with (self._folder / "prometheus.log").open("wb") as log:
            process = subprocess.Popen([*command, f"--web.listen-address={listen}"], stdout=log, stderr=log)
        try:
            yield self
        finally:
            process.terminate()
            await asyncio.to_thread(process.wait, 20)

    async def result(self, query: str) -> list[Any] | None:
        """What the query gives; None while Prometheus is not there."""
        answer = await self._get("query", query=query)
        assert answer is None or answer["status"] == "success", answer
        found: list[Any] | None = answer and answer["data"]["result"]
        return found

    async def rules(self) -> list[dict[str, Any]]:
        """Every rule as it stands."""
        answer = await self._get("rules")
        return [rule for group in (answer or {"data": {"groups": []}})["data"]["groups"] for rule in group["rules"]]

    async def _get(self, what: str, **given: str) -> Any:
        async with httpx.AsyncClient(trust_env=False, timeout=10) as client:
            try:
                return (await client.get(f"{self.url}/api/v1/{what}", params=given)).json()
            except httpx.TransportError:
                return None


async def test_every_panel_shows_what_happens_and_every_rule_is_evaluated(tmp_path: Path) -> None:
    async with (
        Deployment.embedded(tmp_path / "data") as deployment,
        Prometheus(tmp_path, deployment.http_url.removeprefix("http://")).running() as prometheus,
        httpx.AsyncClient(base_url=deployment.http_url, trust_env=False, timeout=30) as client,
    ):
        for part in range(2):  # an increase is what comes after the first sample
            files = [*(text + b"\n%d" % part for text in EXAMPLES), b" \n" * (part + 1), small(1)]
            for number, data in enumerate(files):
                await client.post("/documents", files={"file": (f"{number}.txt", data)})
            done = partial(_at_least, prometheus, (part + 1) * (len(EXAMPLES) + 1))
            await until(done, within_s=60, every_s=0.2)
        await until(lambda: _all_evaluated(prometheus), within_s=30, every_s=0.5)
        empty = [query for query in QUERIES if not await prometheus.result(query)]
        rules = await prometheus.rules()
    assert [query for query in empty if not any(name in query for name in NOT_HERE)] == []
    assert [rule for rule in rules if rule["health"] != "ok"] == []
    pages = [rule for rule in rules if rule["labels"]["severity"] == "page"]
    assert pages
    assert [rule["name"] for rule in pages if rule["state"] != "inactive"] == []


async def _at_least(prometheus: Prometheus, parsed: int) -> bool:
    """Whether Prometheus has seen so many documents go through parse, whatever their end, and the verdicts."""
    ends = await prometheus.result('sum(gouji_documents_total{stage="parse",job="parse"})')
    verdicts = await prometheus.result('sum(gouji_verdicts_total{job="store"})')
    return bool(ends and verdicts and float(ends[0]["value"][1]) >= parsed)


async def _all_evaluated(prometheus: Prometheus) -> bool:
    rules = await prometheus.rules()
    return bool(rules) and all(rule["health"] == "ok" for rule in rules)
