"""What a child cannot do, tried for real inside of one, and that what is not active is not claimed."""

import errno
import os
import shutil
import socket
import subprocess
import sys
import textwrap
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from shared.confinement import PROTECTIONS, landlock_version
from shared.errors import InternalError
from shared.sandbox import Limits, Slot
from shared.slot_folder import SlotFolder
from tests.unit.sandbox.attempts import FILES

REFUSED = {
    **dict.fromkeys(FILES, "files"),
    "signal the parent": "signals",
    "connect": "tcp",
    "listen": "tcp",
    "send a packet": "calls",
    "leave the group": "calls",
    "make a namespace": "calls",
    "clone into a namespace": "calls",
    "clone into a namespace in the new way": "calls",
    "join a namespace": "calls",
    "connect to a local program": "calls",
    "send a local program a datagram": "calls",
    "write without being a converter": "writes",
    "become another user": "privileges",
}


@pytest.fixture
async def slot() -> AsyncIterator[Slot]:
    slot = Slot("tests.unit.sandbox.attempts:task", Limits(wall_s=20, stall_s=10))
    yield slot
    await slot.stop()


@pytest.fixture
def outside(tmp_path: Path) -> Iterator[Path]:
    """A folder with a file and the sockets of a program that listens."""
    (tmp_path / "file").write_text("secret")
    with socket.socket(socket.AF_UNIX) as listening, socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as receiving:
        listening.bind(str(tmp_path / "socket"))
        listening.listen()
        receiving.bind(str(tmp_path / "datagrams"))
        yield tmp_path


def state(folder: Path) -> dict[str, bytes | None]:
    return {path.name: path.read_bytes() if path.is_file() else None for path in folder.iterdir()}


async def test_what_is_said_to_be_refused_is_refused(slot: Slot, outside: Path) -> None:
    before = state(outside)
    ends = await slot.run(os.fsencode(outside), {"attempts": list(REFUSED)})
    done = [name for name, end in zip(REFUSED, ends, strict=True) if end == b"done"]
    assert [name for name in done if REFUSED[name] in slot.protections] == []
    if "files" in slot.protections:
        assert state(outside) == before


async def test_a_child_may_do_as_it_likes_in_its_own_folder(slot: Slot, outside: Path) -> None:
    assert await slot.run(os.fsencode(outside), {"attempts": ["change its own folder"]}) == [b"done"]


async def test_a_child_may_start_threads(slot: Slot, outside: Path) -> None:
    assert await slot.run(os.fsencode(outside), {"attempts": ["start threads"]}) == [b"done"]


async def test_programs_are_started_for_those_bytes_only_that_need_one(outside: Path) -> None:
    converted = os.fsencode(outside)
    slot = Slot("tests.unit.sandbox.attempts:task", Limits(), programs_for=lambda data: data == converted)
    try:
        [with_programs] = await slot.run(converted, {"attempts": ["start a shell"]})
        [without] = await slot.run(b"/", {"attempts": ["start a shell"]})
        assert with_programs == b"done"
        assert ("files" in slot.protections) == (without != b"done")
    finally:
        await slot.stop()


async def test_a_child_that_starts_programs_gets_local_sockets_and_no_more(outside: Path) -> None:
    slot = Slot("tests.unit.sandbox.attempts:task", Limits(), programs_for=lambda data: True)
    refused = ["send a packet", "leave the group", "make a namespace", "clone into a namespace", "join a namespace"]
    try:
        local, *others = await slot.run(os.fsencode(outside), {"attempts": ["connect to a local program", *refused]})
        assert local == b"done"
        if "calls" in slot.protections:
            assert b"done" not in others
    finally:
        await slot.stop()


async def test_a_kernel_with_landlock_gives_every_protection_of_it(slot: Slot) -> None:
    await slot.start()
    assert set(slot.protections) <= set(PROTECTIONS)
    assert "writes" in slot.protections
    if landlock_version() >= 6:
        assert {"files", "tcp", "signals", "privileges"} <= set(slot.protections)


@pytest.mark.skipif(os.getuid() != 0 or not shutil.which("setpriv"), reason="only root may become another user")
def test_a_user_without_any_rights_is_confined_as_well(outside: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    """As in a container: not root, nothing to be gained. The one right kept lets it reach code that is root's."""
    own = tmp_path_factory.mktemp("own")
    for folder in (outside, own):
        folder.chmod(0o777)
    program = textwrap.dedent(f"""
        import os
        from pathlib import Path
        from shared.confinement import confine
        from tests.unit.sandbox.attempts import task
        os.chdir({str(own)!r})
        active = confine(Path.cwd(), programs=False)
        names = ["make a folder", "become another user", "change its own folder"]
        print(*map(bytes.decode, task({os.fsencode(outside)!r}, {{"attempts": names}})), *active)
    """)
    rights = ("--inh-caps=-all,+dac_read_search", "--ambient-caps=-all,+dac_read_search", "--no-new-privs")
    user = ("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", *rights)
    command = [*user, sys.executable, "-P", "-c", program]
    environment = {"PYTHONPATH": os.pathsep.join(sys.path)}
    told = subprocess.run(command, check=True, env=environment, stdout=subprocess.PIPE, text=True).stdout
    made, other, changed, *protections = told.split()
    assert (other, changed) == ("PermissionError", "done")
    assert ("files" in protections) == (made != "done")


async def test_a_child_that_is_killed_leaves_nothing_to_the_next(slot: Slot) -> None:
    await slot.start()
    first = slot._folder.path if slot._folder else None
    assert first is not None
    (first / "left").touch()
    await slot.stop()
    await slot.start()
    assert not first.exists()


def test_a_folder_too_deep_to_be_removed_harms_nobody(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    folder = SlotFolder()
    try:
        inside = os.open(folder.path, os.O_RDONLY)
        for _ in range(3000):
            os.mkdir("d", dir_fd=inside)
            deeper = os.open("d", os.O_RDONLY, dir_fd=inside)
            os.close(inside)
            inside = deeper
        os.close(inside)
        folder.remove()
        SlotFolder().remove()
    finally:
        subprocess.run(["rm", "-rf", str(folder.path)], check=True)


@pytest.mark.parametrize("error", [BlockingIOError(), OSError(errno.ENOLCK, "no locks here")])
def test_a_folder_that_cannot_be_locked_is_an_error_and_is_removed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: OSError
) -> None:
    def refuse(*lock: object) -> None:
        asked.append(lock)
        assert len(asked) < 100, "it never gives up"
        if isinstance(error, BlockingIOError):  # the sweep of another service holds it, and removes it
            for folder in tmp_path.iterdir():
                folder.rmdir()
        raise error

    asked: list[object] = []
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    monkeypatch.setattr("fcntl.flock", refuse)
    with pytest.raises(InternalError):
        SlotFolder()
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_anothers_sweep_takes_away_is_made_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def taken_away(opened: int, how: int) -> None:
        monkeypatch.undo()
        monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
        [folder] = tmp_path.iterdir()
        folder.rmdir()

    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    monkeypatch.setattr("fcntl.flock", taken_away)
    folder = SlotFolder()
    assert list(tmp_path.iterdir()) == [folder.path]
    folder.remove()


def test_a_folder_whose_owner_was_killed_is_removed_by_the_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = textwrap.dedent("""
        import sys
        from shared.slot_folder import SlotFolder
        folder = SlotFolder()
        print(folder.path, flush=True)
        sys.stdin.read()
    """)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    command, environment = [sys.executable, "-c", program], {**os.environ, "TMPDIR": str(tmp_path)}
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment) as owner:
        assert owner.stdout is not None
        left = Path(owner.stdout.readline().decode().strip())
        (left / "file").touch()
        beside = SlotFolder()
        assert left.exists()  # its owner lives
        owner.kill()
    after = SlotFolder()
    assert not left.exists()
    assert beside.path.exists()
    for folder in (beside, after):
        folder.remove()
    assert list(tmp_path.iterdir()) == []


def test_a_socket_that_a_converter_left_is_removed_and_one_in_use_is_not(tmp_path: Path) -> None:
    dead, used = (Path(f"/tmp/OSL_PIPE_{tmp_path.parent.name}_{tmp_path.name}_{name}") for name in ("dead", "used"))
    with socket.socket(socket.AF_UNIX) as listening, socket.socket(socket.AF_UNIX) as dying:
        dying.bind(str(dead))
        dying.close()
        listening.bind(str(used))
        listening.listen()
        try:
            SlotFolder().remove()
            assert (dead.exists(), used.exists()) == (False, True)
        finally:
            dead.unlink(missing_ok=True)
            used.unlink()
