"""`gouji submit`, `status`, `events` and `purge` against a running `gouji up`."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.integration.waiting import until

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
COMMAND = [sys.executable, "-m", "gouji"]


class Running:
    """A `gouji up` and calls against it."""

    def __init__(self, addresses: dict[str, str]) -> None:
        self.environment = {**os.environ, "GOUJI_URL": addresses["http"], "GOUJI_NATS_URL": addresses["nats"]}

    def call(self, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
        call = [*COMMAND, *map(str, arguments)]
        return subprocess.run(call, env=self.environment, capture_output=True, text=True, timeout=60, check=False)


@pytest.fixture(scope="module")
def up(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    data = tmp_path_factory.mktemp("remote") / "data"
    call = [*COMMAND, "up", "--data", str(data), "--http-port", "0", "--nats-port", "0"]
    process = subprocess.Popen(call, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    assert process.stdout is not None
    assert "ready" in process.stdout.readline()
    yield Running(json.loads((data / "addresses.json").read_text()))
    process.send_signal(signal.SIGTERM)
    assert process.wait(timeout=30) == 0


async def test_a_submitted_file_is_followed_to_its_end_and_forgotten(up: Running, tmp_path: Path) -> None:
    empty = tmp_path / "空.txt"
    empty.write_bytes(b"")
    handed = up.call("submit", next(EXAMPLES.glob("04*")), empty)
    assert (handed.returncode, "empty" in handed.stderr) == (3, True)
    (line,) = handed.stdout.splitlines()
    submission = line.split("\t")[0]
    await until(lambda: "stored" in up.call("status", submission).stdout, within_s=60, every_s=0.5)
    ended = up.call("status", submission)
    assert (ended.returncode, "clean" in ended.stdout) == (0, True)
    overall = up.call("status")
    assert (overall.returncode, overall.stdout) == (0, "未结束 open：0\n")
    purged = up.call("purge", "--before", "2100-01-01", "--yes")
    assert (purged.returncode, "submissions 0" in purged.stdout) == (0, True), "what came today is kept for a day"


def test_status_of_what_nobody_submitted_is_said_plainly(up: Running) -> None:
    unknown = up.call("status", "01K00000000000000000000000")
    assert unknown.returncode == 3
    assert "Traceback" not in unknown.stderr


def test_events_follow_a_document_to_its_verdict(up: Running) -> None:
    up.call("submit", next(EXAMPLES.glob("02*")))
    heard = up.call("events", "--all", "--count", "1", "gouji.v1.verdicts.>")
    event = json.loads(heard.stdout)
    assert (event["specversion"], event["type"]) == ("1.0", "cn.gouji.verdicts.v1")
    assert event["data"]["outcome"] in ("error", "clean")
