"""A full disk under the object store, and under the database: visible, and nothing is lost once there is room again."""

import asyncio
import contextlib
import os
import pwd
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import nats
import pytest

from gouji.deployment import Deployment, Place
from shared.topology import MIB, STREAM_NEWS
from tests import postgres
from tests.faults.chance import FEW, documents
from tests.faults.cluster import Cluster, events_of, statuses_in, told_once, undisturbed
from tests.faults.contents import contents, differences
from tests.faults.servers import OneServer
from tests.integration.waiting import until

pytestmark = [pytest.mark.faults, pytest.mark.timeout(600)]

_BLOCK = 64 * 1024


class Disk:
    """A small disk in memory that can be filled to the last byte, and emptied again."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._ballast = folder / "ballast"

    def fill(self) -> None:
        """Leave no room."""
        handle = os.open(self._ballast, os.O_WRONLY | os.O_CREAT)
        try:
            for size in (_BLOCK, 1):
                self._write(handle, b"0" * size)
        finally:
            os.close(handle)

    def free(self) -> None:
        """Give the room back."""
        self._ballast.unlink()

    @staticmethod
    def _write(handle: int, block: bytes) -> None:
        try:
            while True:
                os.write(handle, block)
        except OSError:
            return


@contextmanager
def small_disk(folder: Path, size_mb: int) -> Iterator[Disk]:
    folder.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size_mb}m", "tmpfs", str(folder)], check=True)
    try:
        yield Disk(folder)
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Disk]:
    yield from _mounted(tmp_path, 64)


@pytest.fixture
def large_disk() -> Iterator[Disk]:
    """One that holds a new PostgreSQL and little more, where its user may come."""
    with tempfile.TemporaryDirectory(prefix="gouji-pg-") as folder:
        Path(folder).chmod(0o755)
        yield from _mounted(Path(folder), 160)


@pytest.fixture
def own_folder() -> Iterator[Path]:
    """A folder where PostgreSQL's user may come."""
    with tempfile.TemporaryDirectory(prefix="gouji-pg-") as folder:
        yield Path(folder)


def _mounted(folder: Path, size_mb: int) -> Iterator[Disk]:
    if os.geteuid() != 0:
        pytest.skip("only root can mount a small disk")
    try:
        with small_disk(folder / "disk", size_mb) as mounted:
            yield mounted
    except subprocess.CalledProcessError:
        pytest.skip("this machine mounts no tmpfs")


async def test_a_full_disk_under_the_object_store_loses_nothing(tmp_path: Path, disk: Disk) -> None:
    files = documents(FEW)
    expected = await undisturbed(files, tmp_path)
    servers = OneServer(disk.folder)
    async with Cluster.running(tmp_path / "run", servers=servers) as cluster:
        await cluster.drop(files)
        await cluster.pause_until(FEW // 6)
        disk.fill()
        await until(lambda: _is_held_up(cluster), within_s=60)
        assert not await servers.healthy()
        assert all(process.pid for process in cluster.services.values())
        disk.free()
        await cluster.restart_nats()  # as `gouji up` does when NATS is unwell and there is room; see docs/operations.md
        await cluster.ended(len(files))
        await cluster.nothing_left_in_the_inbox(files)
        await cluster.equals(expected)


async def test_a_full_disk_under_the_database_loses_nothing(tmp_path: Path, disk: Disk) -> None:
    files = documents(FEW)
    expected = await undisturbed(files, tmp_path)
    url = f"sqlite:///{disk.folder / 'gouji.db'}"
    async with Cluster.running(tmp_path / "run", database_url=url) as cluster:
        await cluster.drop(files)
        await cluster.pause_until(FEW // 6)
        disk.fill()
        await until(lambda: any("dependency_away" in line for line in cluster.log("store")), within_s=60)
        pid = cluster.services["store"].pid
        await asyncio.sleep(2)
        disk.free()
        await cluster.ended(len(files))
        await cluster.nothing_left_in_the_inbox(files)
        await cluster.equals(expected)
        assert cluster.services["store"].pid == pid, "store was restarted"


@pytest.mark.parametrize("full", ["data", "log"])
async def test_a_full_disk_under_postgresql_loses_nothing(
    tmp_path: Path, own_folder: Path, large_disk: Disk, full: str
) -> None:
    """Of its data, or of its log of changes: then the server ends, and is started again as by its supervisor."""
    binaries = postgres.programs()
    if binaries is None:
        pytest.skip(postgres.NO_SERVER)
    files = documents(FEW)
    expected = await undisturbed(files, tmp_path)
    server = postgres.Server(binaries, large_disk.folder if full == "data" else own_folder)
    os.chown(large_disk.folder, pwd.getpwnam("postgres").pw_uid, -1)
    small_files = "--wal-segsize=1"  # so that it soon needs a new one for its log
    elsewhere = [f"--waldir={large_disk.folder / 'log-of-changes'}"] if full == "log" else []
    await asyncio.to_thread(server.initialise, small_files, *elsewhere)
    await asyncio.to_thread(server.start)
    supervisor = asyncio.create_task(_supervised(server))
    try:
        async with Cluster.running(tmp_path / "run", database_url=server.create()) as cluster:
            await cluster.drop(files)
            await cluster.pause_until(FEW // 6)
            large_disk.fill()
            await until(lambda: any("dependency_away" in line for line in cluster.log("store")), within_s=60)
            pid = cluster.services["store"].pid
            await asyncio.sleep(2)
            assert await cluster.stored_so_far() < FEW
            large_disk.free()
            await cluster.ended(len(files))
            await cluster.nothing_left_in_the_inbox(files)
            await cluster.equals(expected)
            assert cluster.services["store"].pid == pid, "store was restarted"
    finally:
        supervisor.cancel()
        await asyncio.to_thread(server.stop)


async def _supervised(server: postgres.Server) -> None:
    """Start the server whenever it has ended."""
    while True:
        await asyncio.sleep(0.5)
        if not await asyncio.to_thread(server.runs):
            with contextlib.suppress(subprocess.CalledProcessError, subprocess.TimeoutExpired):
                await asyncio.to_thread(server.start)


async def test_gouji_up_goes_on_by_itself_after_its_disk_was_full(
    tmp_path: Path, disk: Disk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gouji.deployment._LOOK_CLOSELY_S", 0.5)
    monkeypatch.setattr("gouji.deployment._ROOM", MIB)
    monkeypatch.setenv("GOUJI_DISK_FREE_MB", "1")
    files = documents(FEW)
    expected = await undisturbed(files, tmp_path)
    inbox = disk.folder / "inbox"
    inbox.mkdir()
    async with Deployment(Place(disk.folder / "data", "127.0.0.1:0", 0, inbox)) as deployment:
        stopping = asyncio.Event()
        watching = asyncio.create_task(deployment.watch(stopping))
        for name, data in files.items():
            (inbox / name).write_bytes(data)
        await until(lambda: len(list((inbox / "done").rglob("*.receipt.json"))) >= FEW // 6, within_s=60)
        disk.fill()
        await until(lambda: _unwell(deployment), within_s=60)
        disk.free()
        await until(lambda: len(list((inbox / "done").rglob("*.receipt.json"))) == FEW, within_s=120)
        url = f"sqlite:///{disk.folder / 'data' / 'gouji.db'}"
        connection = await nats.connect(deployment.nats_url)
        told_once(await events_of(connection.jetstream(), STREAM_NEWS.name), await statuses_in(url))
        await connection.close()
        await until(lambda: _ready(deployment), within_s=30)
        stopping.set()
        assert await watching == 0
    assert differences(await asyncio.to_thread(contents, url), expected) == {}


async def _ready(deployment: Deployment) -> bool:
    return not await deployment.unready()


async def _unwell(deployment: Deployment) -> bool:
    return not await deployment._nats.healthy()


def _is_held_up(cluster: Cluster) -> bool:
    """Whether a service says that it waits for the bus."""
    return any("dependency_away" in line for name in cluster.services for line in cluster.log(name))
