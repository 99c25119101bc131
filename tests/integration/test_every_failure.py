"""Every failure code is provoked for real, in a whole deployment; and a bad document holds up no other."""

import asyncio
from functools import partial
from importlib import import_module
from pathlib import Path

import httpx
import pytest

from gouji.deployment import Deployment
from shared.errors import FAILURE_CODES
from tests.archives import seven_zipped, zipped
from tests.fuzz.crafted.archives import climbing_tar, nested_gzip
from tests.fuzz.crafted.office import EXTERNAL, docx, paragraph
from tests.fuzz.crafted.papers import TEXT, encrypted_pdf, pdf_page
from tests.integration.texts import small
from tests.integration.waiting import until

Files = dict[str, tuple[bytes, str]]

STORED = "stored"
ENDS: Files = {
    "an empty file": (b"", "empty"),
    "more than is accepted": (bytes(3 << 20), "too_large"),
    "a RAR archive": (b"Rar!\x1a\x07\x01\x00" + bytes(99), "unsupported"),
    "an encrypted PDF": (encrypted_pdf(), "encrypted"),
    "an encrypted archive": (seven_zipped({"a": b"x"}, "secret"), "encrypted"),
    "half a Word file": (docx(paragraph("甲" * 999))[:400], "malformed"),
    "a zip bomb": (zipped({f"{i}.txt": bytes(1 << 20) for i in range(20)}), "bomb"),
    "an archive fifty times wrapped": (nested_gzip(), "bomb"),
    "an endless loop": (b"endless loop", "timeout"),
    "a silent stall": (b"silent stall", "stalled"),
    "an allocation": (b"allocation", "out_of_memory"),
    "a segfault": (b"segfault", "crashed"),
    "a text of no encoding": (b"\xfe\xfd\xfb\xfa\x81\xff" * 200, "unreadable_text"),
    "a blank text": (b" \n\t\n", "no_content"),
    "an archive whose paths climb out": (climbing_tar(), "empty"),
    "an archive whose path climbs out to a text": (zipped({"../../../tmp/gouji-climbed.txt": small(7)}), STORED),
    "an external entity": (docx(paragraph("&x;部门预算"), EXTERNAL), STORED),
    "a huge page": (pdf_page(TEXT, b"0 0 1e9 1e9"), STORED),
    "a good document": (small(8), STORED),
}
ELSEWHERE = {
    "vanished": "tests.integration.test_intake:test_file_that_vanishes_after_it_was_claimed_fails",
    "retries_exhausted": "tests.integration.test_bus:test_a_poison_message_is_set_aside_once_and_the_others_go_on",
    "internal": "tests.integration.test_bus:test_a_poison_message_is_set_aside_once_and_the_others_go_on",
}


def test_every_code_is_provoked_by_a_test() -> None:
    assert {code for _, code in ENDS.values()} - {STORED} | set(ELSEWHERE) == set(FAILURE_CODES)
    for test in ELSEWHERE.values():
        module, name = test.split(":")
        assert callable(getattr(import_module(module), name))


@pytest.fixture
def misbehaving(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """Two slots whose readers may misbehave, within narrow limits."""
    monkeypatch.setattr("services.parse.app.TASK", "tests.integration.misbehaving:documents")
    limits = {"max_file_mb": 2, "parse_slots": 2, "parse_cpu_s": 3, "parse_stall_s": 3, "parse_memory_mb": 400}
    for name, value in limits.items():
        monkeypatch.setenv(f"GOUJI_{name.upper()}", str(value))
    return monkeypatch


async def submitted(client: httpx.AsyncClient, name: str, data: bytes) -> tuple[str | None, str | None]:
    """The submission, or the code of the refusal."""
    answer = (await client.post("/documents", files={"file": (name, data)})).json()
    return (answer["submissions"][0]["submission"], None) if "submissions" in answer else (None, answer["code"])


async def end(client: httpx.AsyncClient, submission: str) -> str | None:
    """The failure's code or "stored", once there is an end."""
    answer = (await client.get(f"/submissions/{submission}")).json()
    if answer.get("status") not in ("stored", "failed"):
        return None
    documents = [each["failure"] for each in answer["documents"] if each["failure"]]
    failure = answer["failure"] or next(iter(documents), None)
    return failure["code"] if failure else STORED


@pytest.mark.timeout(240)
async def test_each_ends_as_it_should(misbehaving: pytest.MonkeyPatch, tmp_path: Path) -> None:
    async with (
        Deployment.embedded(tmp_path) as deployment,
        httpx.AsyncClient(base_url=deployment.http_url, trust_env=False, timeout=60) as client,
    ):

        async def ends(name: str, data: bytes) -> str:
            submission, refused = await submitted(client, name, data)
            return refused or str(await until(lambda: end(client, str(submission)), within_s=120, every_s=0.1))

        codes = await asyncio.gather(*(ends(name, data) for name, (data, _) in ENDS.items()))
    assert dict(zip(ENDS, codes, strict=True)) == {name: code for name, (_, code) in ENDS.items()}
    assert not Path("/tmp/gouji-climbed.txt").exists()  # noqa: ASYNC240 - a test


@pytest.mark.timeout(120)
async def test_a_stuck_document_holds_its_own_slot_and_no_other(
    misbehaving: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    misbehaving.setenv("GOUJI_PARSE_STALL_S", "600")
    async with (
        Deployment.embedded(tmp_path) as deployment,
        httpx.AsyncClient(base_url=deployment.http_url, trust_env=False, timeout=60) as client,
    ):
        stuck, _ = await submitted(client, "stuck", b"silent stall")
        others = [await submitted(client, f"{number}", small(number)) for number in range(5)]
        for submission, _ in others:
            assert await until(partial(end, client, str(submission)), within_s=60) == STORED
        assert await end(client, str(stuck)) is None
