"""The sandbox: each way a job can end, and that nothing of it is left."""

import asyncio
import os
import signal
import subprocess
import sys
import textwrap
import time
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import psutil
import pytest

from shared.errors import Crashed, DocumentFailure, Encrypted, OutOfMemory, ReadingTimeout, Stalled
from shared.sandbox import Limits, Slot

TASK = "tests.unit.sandbox.tasks:task"
PROGRAMS = b"a document that another program converts"


@pytest.fixture
async def slot() -> AsyncIterator[Slot]:
    limits = Limits(wall_s=20, cpu_s=20, stall_s=10, memory_mb=256, address_space_mb=1024, output_mb=4)
    slot = Slot(TASK, limits, programs_for=lambda data: data == PROGRAMS)
    yield slot
    await slot.stop()


def limited(slot: Slot, **limits: Any) -> Slot:
    slot.limits = Limits(**{**slot.limits.__dict__, **limits})
    return slot


async def do(slot: Slot, what: str, data: bytes = b"", **arguments: Any) -> list[bytes]:
    return await slot.run(data, {"do": what, **arguments})


def alive(pid: int) -> bool:
    return psutil.pid_exists(pid) and psutil.Process(pid).status() != psutil.STATUS_ZOMBIE


async def test_records_come_back_as_they_were_yielded(slot: Slot) -> None:
    data = os.urandom(3 << 20)
    assert (await do(slot, "echo", data))[0] == data


async def test_a_child_is_reused(slot: Slot) -> None:
    assert (await do(slot, "echo"))[1] == (await do(slot, "echo"))[1]


async def test_what_a_library_prints_does_not_disturb(slot: Slot) -> None:
    assert await do(slot, "print") == [b"clean"]


async def test_a_documents_own_failure_comes_back_and_the_child_lives_on(slot: Slot) -> None:
    [_, before] = await do(slot, "echo")
    with pytest.raises(Encrypted):
        await do(slot, "encrypted")
    assert (await do(slot, "echo"))[1] == before


async def test_a_bug_is_a_crash_told_by_its_kind_only(slot: Slot) -> None:
    with pytest.raises(Crashed, match="KeyError") as caught:
        await do(slot, "bug")
    assert "机密" not in caught.value.message_en


@pytest.mark.parametrize(
    ("what", "limits", "failure"),
    [
        ("loop", {"wall_s": 0.3}, ReadingTimeout),
        ("loop", {"cpu_s": 0.3}, ReadingTimeout),
        ("stall", {"stall_s": 0.3}, Stalled),
        ("segfault", {}, Crashed),
        ("allocate", {"address_space_mb": 1 << 16}, OutOfMemory),
        ("allocate at once", {}, OutOfMemory),
        ("print much", {}, OutOfMemory),
        ("files", {}, Crashed),
    ],
)
async def test_every_end_has_its_failure_and_the_slot_works_on(
    slot: Slot, what: str, limits: dict[str, Any], failure: type[DocumentFailure]
) -> None:
    with pytest.raises(failure):
        await do(limited(slot, **limits), what)
    assert (await do(slot, "echo", b"next"))[0] == b"next"


async def test_slow_work_that_beats_is_not_stalled(slot: Slot) -> None:
    assert await do(limited(slot, stall_s=0.4), "beating", beats=20) == [b"done"]


@pytest.mark.parametrize("proc", [True, False], ids=["asked of /proc", "asked of any system"])
async def test_the_work_of_a_program_that_ended_counts(slot: Slot, monkeypatch: pytest.MonkeyPatch, proc: bool) -> None:
    """Forgotten, its second of CPU would make the child's own 0.9 after it look like silence, and never like 1.4."""
    monkeypatch.setattr("shared.sandbox._TOLD_BY_PROC", proc)
    with pytest.raises(ReadingTimeout):
        await do(limited(slot, stall_s=0.5, cpu_s=1.4), "convert, then work", PROGRAMS)


@pytest.mark.parametrize("limits", [{"wall_s": 3}, {"cpu_s": 1}])
async def test_a_reader_is_told_when_its_time_runs_out(slot: Slot, limits: dict[str, Any]) -> None:
    assert await do(limited(slot, **limits), "read in time") == [b"what was read"]


async def test_a_child_that_somebody_killed_gets_a_second_chance(slot: Slot) -> None:
    await slot.start()
    first = slot.pid
    assert first is not None
    running = asyncio.create_task(do(slot, "beating", beats=20))
    await asyncio.sleep(0)
    os.kill(first, signal.SIGKILL)
    assert await running == [b"done"]
    assert slot.pid != first


async def test_a_stuck_job_ends_with_all_it_started(slot: Slot) -> None:
    running = asyncio.create_task(do(limited(slot, stall_s=0.5), "grandchild", PROGRAMS))
    deadline = time.monotonic() + 10
    while not (slot.pid and alive(slot.pid) and psutil.Process(slot.pid).children()):
        assert time.monotonic() < deadline
        await asyncio.sleep(0.01)
    [grandchild] = psutil.Process(slot.pid).children()
    with pytest.raises(Stalled):
        await running
    while alive(grandchild.pid):
        assert time.monotonic() < deadline
        await asyncio.sleep(0.01)


async def test_a_cancelled_job_is_killed(slot: Slot) -> None:
    await slot.start()
    pid = slot.pid
    assert pid is not None
    running = asyncio.create_task(do(slot, "loop"))
    await asyncio.sleep(0)
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running
    assert not alive(pid)
    assert (await do(slot, "echo", b"next"))[0] == b"next"


def held(folder: Path) -> list[str]:
    """What is in a folder, and which of our descriptors are open on anything in it."""
    opened = [os.readlink(each) for each in Path("/proc/self/fd").iterdir() if os.path.lexists(each)]
    return [*map(str, folder.iterdir()), *(each for each in opened if each.startswith(str(folder)))]


async def test_a_child_that_cannot_be_started_leaves_nothing(
    slot: Slot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    with monkeypatch.context() as patched:
        patched.setattr("sys.executable", str(tmp_path / "missing"))
        with pytest.raises(FileNotFoundError):
            await slot.start()
    assert held(tmp_path) == []


@pytest.mark.parametrize("begun", [False, True], ids=["before it is there", "before it is ready"])
async def test_a_start_that_is_cancelled_leaves_nothing(
    slot: Slot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, begun: bool
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    starting = asyncio.create_task(slot.start())
    await asyncio.sleep(0)
    while begun and slot.pid is None:  # noqa: ASYNC110 - nothing tells it
        await asyncio.sleep(0)
    starting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await starting
    assert slot.pid is None
    assert held(tmp_path) == []


async def test_nothing_of_our_environment_reaches_the_child(slot: Slot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GOUJI_TOKEN", "secret")
    names, folder = await do(slot, "environment")
    assert b"GOUJI" not in names
    await slot.stop()
    assert not os.path.exists(folder)  # noqa: ASYNC240 - a test


async def test_a_child_reaches_no_network(slot: Slot) -> None:
    await slot.start()
    if not {"network", "calls", "tcp"} & set(slot.protections):
        pytest.skip("this machine permits neither network namespaces nor filters of system calls")
    server = await asyncio.start_server(lambda reader, writer: writer.close(), "127.0.0.1", 0)
    async with server:
        port = server.sockets[0].getsockname()[1]
        assert await do(slot, "connect", port=port) != [b"connected"]


async def test_jobs_of_one_slot_take_turns(slot: Slot) -> None:
    answers = await asyncio.gather(*(do(slot, "echo", str(number).encode()) for number in range(5)))
    assert [answer[0] for answer in answers] == [b"0", b"1", b"2", b"3", b"4"]


def test_a_killed_parent_leaves_no_child() -> None:
    program = textwrap.dedent(f"""
        import asyncio
        from shared.sandbox import Slot
        async def main():
            slot = Slot({TASK!r})
            await slot.start()
            print(slot.pid, flush=True)
            await slot.run(b"", {{"do": "loop"}})
        asyncio.run(main())
    """)
    with subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE) as parent:
        assert parent.stdout is not None
        child = int(parent.stdout.readline())
        parent.send_signal(signal.SIGKILL)
    deadline = time.monotonic() + 10
    while alive(child):
        assert time.monotonic() < deadline
        time.sleep(0.01)
