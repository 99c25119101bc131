"""`gouji provision` and `gouji dead` against a real server, as an operator calls them."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TypeAlias

import pytest
from click.testing import CliRunner, Result
from nats.js import JetStreamContext
from nats.js.api import ConsumerConfig

from gouji.cli import main
from gouji.nats_server import NatsServer
from shared.blobs import JetStreamBlobs
from shared.deadletters import Origin, bury
from shared.publishing import JetStreamPublisher
from shared.topology import ORIGINALS, PARSE, STREAM_NEWS, STREAM_RECEIVED
from tests.integration.processes import free_port

Call: TypeAlias = Callable[..., Awaitable[Result]]


@pytest.fixture
def gouji(nats_server: NatsServer, monkeypatch: pytest.MonkeyPatch) -> Call:
    """Runs `gouji` with arguments against the test's server."""
    monkeypatch.setenv("GOUJI_NATS_URL", nats_server.url)

    async def call(*arguments: str) -> Result:
        return await asyncio.to_thread(CliRunner().invoke, main, arguments)  # it has an event loop of its own

    return call


async def bury_one(js: JetStreamContext, content: bytes = b"the file") -> None:
    ref = await JetStreamBlobs(js).put(ORIGINALS, content)
    publisher = JetStreamPublisher(js._nc, JetStreamBlobs(js), "parse")
    payload = json.dumps({"data": {"submission": "S1", "document_id": ref.name}}).encode()
    await bury(publisher, Origin(PARSE, PARSE.subjects[0], 1, 5), payload, None, ValueError("x"))


async def test_an_empty_server_differs_until_it_is_provisioned(gouji: Call) -> None:
    before = await gouji("provision", "check")
    assert before.exit_code == 1
    assert "create stream GOUJI_NEWS" in before.output
    assert (await gouji("provision", "plan")).exit_code == 0
    assert (await gouji("provision", "apply")).output == before.output
    assert (await gouji("provision", "check")).exit_code == 0


async def test_drift_is_told_setting_by_setting_and_ends_in_status_one(gouji: Call, js: JetStreamContext) -> None:
    config = (await js.stream_info(STREAM_NEWS.name)).config
    config.max_bytes = 12345
    await js.update_stream(config)
    drift = await gouji("provision", "check")
    assert (drift.exit_code, "max_bytes: 12345" in drift.output) == (1, True)
    assert (await gouji("provision", "apply")).output == drift.output
    assert (await gouji("provision", "check")).exit_code == 0


async def test_a_stranger_on_the_work_is_told_and_left_to_a_person(gouji: Call, js: JetStreamContext) -> None:
    await js.add_consumer(STREAM_RECEIVED.name, ConsumerConfig(durable_name="stranger"))
    assert "foreign consumer GOUJI_RECEIVED/stranger" in (await gouji("provision", "apply")).output
    assert (await gouji("provision", "check")).exit_code == 1


async def test_readers_get_a_durable_each(gouji: Call, js: JetStreamContext, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GOUJI_READERS", "city=gouji.v1.verdicts.13.03.> province")
    assert (await gouji("provision", "apply")).exit_code == 0
    durables = {info.name: info.config for info in await js.consumers_info(STREAM_NEWS.name)}
    assert durables["city"].filter_subject == "gouji.v1.verdicts.13.03.>"
    assert durables["province"].filter_subject == "gouji.v1.verdicts.>"
    assert (await gouji("provision", "check")).exit_code == 0


async def test_a_server_that_is_away_is_told_in_status_three(gouji: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GOUJI_NATS_URL", f"nats://127.0.0.1:{free_port()}")
    for command in (["provision", "check"], ["provision", "apply"], ["dead", "list"]):
        assert (await gouji(*command)).exit_code == 3


async def test_apply_waits_for_a_server_that_comes_later(gouji: Call, nats_server: NatsServer) -> None:
    nats_server.kill()
    call = asyncio.create_task(asyncio.to_thread(CliRunner().invoke, main, ["provision", "apply", "--wait", "30"]))
    await nats_server.start()
    assert (await call).exit_code == 0


async def test_dead_letters_are_listed_shown_and_dropped(gouji: Call, js: JetStreamContext, tmp_path: Path) -> None:
    assert (await gouji("dead", "list", "--json")).output == ""
    await bury_one(js)
    [line] = (await gouji("dead", "list", "--json")).output.splitlines()
    listed = json.loads(line)
    assert (listed["number"], listed["stage"], listed["code"], listed["submission"]) == (1, "parse", "internal", "S1")
    assert "S1" in (await gouji("dead", "list")).output
    shown = await gouji("dead", "show", "1", "--original", str(tmp_path / "original"))
    assert json.loads(shown.output)["message"]["data"]["submission"] == "S1"
    assert (tmp_path / "original").read_bytes() == b"the file"
    assert (await gouji("dead", "drop", "1")).exit_code == 0
    assert (await gouji("dead", "list", "--json")).output == ""


@pytest.mark.parametrize(
    ("arguments", "status"),
    [
        (["show", "7"], 2),
        (["drop", "7"], 2),
        (["drop"], 2),
        (["drop", "1", "--all"], 2),
        (["retry", "1"], 2),  # without GOUJI_URL
    ],
)
async def test_wrong_calls_end_in_status_two(
    gouji: Call, js: JetStreamContext, arguments: list[str], status: int
) -> None:
    assert (await gouji("dead", *arguments)).exit_code == status


async def test_a_letter_that_cannot_be_given_again_stays(
    gouji: Call, js: JetStreamContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    await bury_one(js)
    monkeypatch.setenv("GOUJI_URL", f"http://127.0.0.1:{free_port()}")
    assert (await gouji("dead", "retry", "--all")).exit_code == 3
    assert len((await gouji("dead", "list", "--json")).output.splitlines()) == 1
