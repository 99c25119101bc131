"""What the README promises, done as it stands there: `gouji up`, a drop into the inbox, a subscriber, metrics."""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest

from tests.integration.waiting import until

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text("utf-8")
EXAMPLE = next((ROOT / "examples").glob("01*"))
COMMAND = [sys.executable, "-m", "gouji"]


def between(name: str) -> str:
    """What stands in the README between the marks of `name`."""
    found = re.search(rf"<!-- {name}: begin.*?-->\n```\w*\n(.*?)```\n<!-- {name}: end -->", README, re.DOTALL)
    assert found, f"the README has no part {name}"
    return found.group(1)


@pytest.fixture(scope="module")
def up(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A running `gouji up`; its data folder."""
    data = tmp_path_factory.mktemp("up") / "data"
    environment = {**os.environ, "GOUJI_INBOX_STABLE_S": "0.2"}
    process = subprocess.Popen(
        [*COMMAND, "up", "--data", str(data), "--http-port", "0", "--nats-port", "0"],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=environment,
        text=True,
    )
    assert process.stdout is not None
    assert "ready" in process.stdout.readline()
    yield data
    process.send_signal(signal.SIGINT)
    assert process.wait(timeout=30) == 0


def addresses(data: Path) -> dict[str, str]:
    told: dict[str, str] = json.loads((data / "addresses.json").read_text())
    return told


def python_subscriber(folder: Path, nats: str) -> list[str]:
    """The program of the README, alone in its folder."""
    program = folder / "subscriber.py"
    program.write_text(between("subscriber").replace("nats://127.0.0.1:8422", nats), encoding="utf-8")
    return [sys.executable, "-I", str(program)]


def node_subscriber(_: Path, nats: str) -> list[str]:
    """The program of docs/events.md."""
    node = shutil.which("node")
    if node is None:
        pytest.skip("node is not installed")
    return [node, str(ROOT / "docs" / "subscribers" / "subscriber.mjs"), nats]


@pytest.mark.parametrize("command", [python_subscriber, node_subscriber])
async def test_a_documented_subscriber_receives_the_verdict(
    up: Path, tmp_path: Path, command: Callable[[Path, str], list[str]]
) -> None:
    at = addresses(up)
    heard = tmp_path / "heard.txt"
    with heard.open("w") as output:
        subscriber = subprocess.Popen(command(tmp_path, at["nats"]), stdout=output, cwd=tmp_path)
        try:
            environment = {**os.environ, "GOUJI_URL": at["http"]}
            call = [*COMMAND, "review", "--json", str(EXAMPLE)]
            reviewed = subprocess.run(call, env=environment, capture_output=True, check=False)
            review = json.loads(reviewed.stdout)
            await until(lambda: review["id"] in heard.read_text("utf-8"), within_s=30)
        finally:
            subscriber.kill()
            subscriber.wait()
    assert heard.read_text("utf-8").startswith(review["outcome"])


async def test_a_file_dropped_into_the_inbox_comes_back_with_a_receipt(up: Path) -> None:
    shutil.copy(EXAMPLE, up / "inbox" / "某局绩效文本.txt")
    (receipt,) = await until(lambda: list((up / "inbox" / "done").glob("*/某局绩效文本.txt.receipt.json")), within_s=30)
    told = json.loads(receipt.read_text("utf-8"))
    assert told["status"] in ("stored", "duplicate")
    assert told["documents"][0]["outcome"] == "error"
    assert receipt.with_name("某局绩效文本.txt").read_bytes() == EXAMPLE.read_bytes()


async def test_metrics_pass_promtool_and_hold_what_the_run_touched(up: Path) -> None:
    async with httpx.AsyncClient(base_url=addresses(up)["http"], trust_env=False) as client:
        with EXAMPLE.open("rb") as file:
            assert (await client.post("/documents", files={"file": file})).status_code == 202

        async def told() -> str:
            return (await client.get("/metrics")).text

        async def has_pending() -> bool:
            return "gouji_consumer_pending{" in await told()

        await until(has_pending, within_s=30)
        text = await told()
    touched = (
        "gouji_build_info",
        "gouji_consumer_oldest_seconds",
        "gouji_consumer_redelivered",
        "gouji_documents_total",
        "gouji_findings_total",
        "gouji_pages_total",
        "gouji_rule_outcomes_total",
        "gouji_rule_seconds",
        "gouji_stage_seconds",
        "gouji_stream_bytes",
        "gouji_verdicts_total",
    )
    assert [name for name in touched if not re.search(rf"^{name}(_sum)?(\{{|\s)", text, re.MULTILINE)] == []
    promtool = shutil.which("promtool")
    if promtool is None:
        pytest.skip("promtool (Debian's package prometheus) is not installed: only the names were checked")
    checked = subprocess.run([promtool, "check", "metrics"], input=text, capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stdout + checked.stderr


def test_the_report_in_the_readme_is_what_the_command_prints() -> None:
    said = subprocess.run(
        [*COMMAND, "review", str(EXAMPLE.relative_to(ROOT))], capture_output=True, text=True, cwd=ROOT, check=False
    )
    assert between("report").strip() == said.stdout.strip(), "paste the output of gouji review examples/01…"
