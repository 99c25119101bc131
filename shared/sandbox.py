"""The sandbox: untrusted bytes are read in a child process with limits, which is killed with all it started.

A slot is one child, reused from job to job, replaced when it had to be killed. The parent only reads its records. A job
ends with them, or with a failure: what the child itself said, timeout, stalled, out_of_memory or crashed.
"""

import asyncio
import contextlib
import dataclasses
import json
import os
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psutil

from shared.errors import (
    FAILURES,
    Crashed,
    DocumentFailure,
    InternalError,
    OutOfMemory,
    ReadingTimeout,
    Stalled,
)
from shared.sandboxed import DATA, END, FAILURE, HEADER, JOB, READY, RECORD
from shared.slot_folder import SlotFolder

_WATCH_S = 0.1
_JOBS_A_CHILD = 500  # then it is replaced: whatever a library leaked goes with it
_START_S = 60.0
_PIPE = 1 << 15  # bytes that a pipe takes at once, whatever was asked of the system
_GREETING = 1 << 10  # bytes: the protections of a child
# Not `-m`: a reader that imports `beat` must meet the module that has the pipe, not a second copy of it.
_PROGRAM = "from shared.sandboxed import main; main()"
_TOLD_BY_PROC = Path(f"/proc/self/task/{os.getpid()}/children").exists()
_TICKS, _PAGE = os.sysconf("SC_CLK_TCK"), os.sysconf("SC_PAGE_SIZE")
_IDLE_CPU_S = 0.01  # less than this between two looks is no work


@dataclasses.dataclass(frozen=True)
class Limits:
    """What one job may take. Memory is watched as resident size; the address space is a backstop above it, since some
    libraries map much more than they use."""

    wall_s: float = 120.0
    cpu_s: float = 120.0
    stall_s: float = 30.0
    memory_mb: int = 1024
    address_space_mb: int = 4096
    output_mb: int = 64
    file_mb: int = 256
    open_files: int = 64


class _Died(Exception):
    """The child ended without a word."""


class Slot:
    """One child that runs `task` ("module:function", see shared.sandboxed) on bytes, one job at a time.

    `programs_for` tells which bytes need another program to be started; for all others a child cannot start any.
    `protections`: those of shared.confinement that the last child said are active.
    """

    def __init__(
        self, task: str, limits: Limits | None = None, programs_for: Callable[[bytes], bool] = lambda data: False
    ) -> None:
        self._task = task
        self.limits = limits or Limits()
        self.protections: tuple[str, ...] = ()
        self._programs_for = programs_for
        self._programs = False
        self._child: asyncio.subprocess.Process | None = None
        self._folder: SlotFolder | None = None
        self._jobs = 0
        self._turn = asyncio.Lock()

    @property
    def pid(self) -> int | None:
        """The child's process id, None when there is none."""
        return self._child.pid if self._child and self._child.returncode is None else None

    async def start(self) -> None:
        """Have a child ready, so that the first job does not wait for it."""
        if self.pid is None:
            await self._spawn()

    async def run(self, data: bytes, arguments: dict[str, Any]) -> list[bytes]:
        """The records the task yields for `data`. Raises the DocumentFailure that the job ended in.

        A child that died by a signal nobody here sent gets a second chance: it may have been somebody else's doing.
        """
        async with self._turn:
            try:
                return await self._once(data, arguments)
            except _Died:
                pass
            try:
                return await self._once(data, arguments)
            except _Died as error:
                raise Crashed from error

    async def stop(self) -> None:
        """End the child and what it started, with its folder."""
        await self._kill()

    async def _once(self, data: bytes, arguments: dict[str, Any]) -> list[bytes]:
        programs = self._programs_for(data)
        if self._jobs >= _JOBS_A_CHILD or programs != self._programs:
            await self._kill()
        self._programs = programs
        await self.start()
        assert self._child is not None
        job = _Job(self._child, self.limits)
        try:
            records = await job.run(data, arguments)
        except DocumentFailure:
            if not job.answered:
                await self._kill()
            raise
        except BaseException:
            await self._kill()
            raise
        self._jobs += 1
        return records

    async def _spawn(self) -> None:
        self._folder = SlotFolder()
        self._jobs = 0
        try:
            self._child = await self._begun(self._folder.path)
            async with asyncio.timeout(_START_S):
                kind, protections = await _frame(self._child, most=_GREETING)
        except (_Died, TimeoutError) as error:
            await self._kill()
            raise InternalError(message_en=f"the sandbox for {self._task} does not start") from error
        except BaseException:
            await self._kill()
            raise
        assert kind == READY
        self.protections = tuple(json.loads(protections))

    async def _begun(self, folder: Path) -> asyncio.subprocess.Process:
        told = json.dumps(dataclasses.asdict(self.limits) | {"programs": self._programs})
        return await asyncio.create_subprocess_exec(
            *(sys.executable, "-P", "-c", _PROGRAM, self._task, told, str(os.getpid())),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,  # a library's warning may hold text of a document
            start_new_session=True,
            cwd=folder,
            env=_environment(folder),
        )

    async def _kill(self) -> None:
        child, self._child = self._child, None
        folder, self._folder = self._folder, None
        try:
            if child is not None:
                with contextlib.suppress(ProcessLookupError):
                    os.killpg(child.pid, signal.SIGKILL)
                await child.wait()
        finally:
            if folder is not None:
                folder.remove()


class _Job:
    """One job in a child: `verdict` is why the watch killed it, `answered` that the child is fit for another."""

    def __init__(self, child: asyncio.subprocess.Process, limits: Limits) -> None:
        self._child = child
        self._limits = limits
        self._heard = time.monotonic()
        self.verdict: DocumentFailure | None = None
        self.answered = False

    async def run(self, data: bytes, arguments: dict[str, Any]) -> list[bytes]:
        watch = asyncio.create_task(self._watch())
        try:
            await self._send(json.dumps(arguments).encode(), data)
            return await self._records()
        except (_Died, ConnectionError) as error:
            await self._child.wait()
            if self._child.returncode == -signal.SIGXCPU:
                raise ReadingTimeout from error
            raise (self.verdict or _Died()) from error
        finally:
            watch.cancel()

    async def _send(self, arguments: bytes, data: bytes) -> None:
        """Both frames, in one piece as far as the pipe takes it: each piece would wake the child."""
        assert self._child.stdin is not None
        frames = HEADER.pack(JOB, len(arguments)) + arguments + HEADER.pack(DATA, len(data))
        self._child.stdin.write(frames + data[:_PIPE])
        self._child.stdin.write(memoryview(data)[_PIPE:])
        await self._child.stdin.drain()

    async def _records(self) -> list[bytes]:
        records: list[bytes] = []
        left = self._limits.output_mb << 20
        while True:
            kind, payload = await _frame(self._child, most=left)
            self._heard = time.monotonic()
            left -= len(payload)
            if kind == RECORD:
                records.append(payload)
            elif kind == END:
                self.answered = True
                return records
            elif kind == FAILURE:
                self.answered = True
                raise _told(payload)

    async def _watch(self) -> None:
        """Look at the child until it breaks a limit; then kill it, and say why."""
        begun = time.monotonic()
        await asyncio.sleep(_WATCH_S)  # most jobs end meanwhile; what they take in it is not counted
        cpu_before = seen_cpu = _usage(self._child.pid)[0]
        while True:
            cpu, resident = _usage(self._child.pid)
            if cpu - seen_cpu > _IDLE_CPU_S:
                seen_cpu, self._heard = cpu, time.monotonic()
            now = time.monotonic()
            if resident > self._limits.memory_mb << 20:
                self._end(OutOfMemory())
            elif now - begun > self._limits.wall_s or cpu - cpu_before > self._limits.cpu_s:
                self._end(ReadingTimeout())
            elif now - self._heard > self._limits.stall_s:
                self._end(Stalled())
            await asyncio.sleep(_WATCH_S)

    def _end(self, verdict: DocumentFailure) -> None:
        self.verdict = self.verdict or verdict
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self._child.pid, signal.SIGKILL)


async def _frame(child: asyncio.subprocess.Process, most: int) -> tuple[bytes, bytes]:
    """The next frame; a child that would say more than `most` bytes is out of the memory it may have."""
    assert child.stdout is not None
    try:
        kind, length = HEADER.unpack(await child.stdout.readexactly(HEADER.size))
        if length > most:
            raise OutOfMemory
        return kind, await child.stdout.readexactly(length)
    except asyncio.IncompleteReadError as error:
        raise _Died from error


def _told(payload: bytes) -> DocumentFailure:
    """The failure that the child named; one that is none of a document's is a crash of the reader."""
    told = json.loads(payload)
    kind = next((each for each in FAILURES if each.code == told["code"]), Crashed)
    if not issubclass(kind, DocumentFailure):
        return Crashed()
    if kind is Crashed:
        return Crashed(message_en=f"{Crashed().message_en} ({told['kind']})")
    return kind(told["message"], told["message_en"])


def _usage(pid: int) -> tuple[float, int]:
    """CPU seconds of the child and all it started, ended or not, and resident bytes of those that are there.

    Asked of /proc where it tells children: looking through all processes of the machine would cost more than reading
    a small document does.
    """
    if not _TOLD_BY_PROC:
        return _usage_anywhere(pid)
    cpu, resident, family = 0.0, 0, [pid]
    while family:
        each = family.pop()
        with contextlib.suppress(OSError):
            fields = Path(f"/proc/{each}/stat").read_bytes().rpartition(b")")[2].split()
            cpu += sum(map(int, fields[11:15])) / _TICKS  # utime, stime; cutime, cstime of those that ended
            resident += int(fields[21]) * _PAGE
            for thread in os.listdir(f"/proc/{each}/task"):
                family += map(int, Path(f"/proc/{each}/task/{thread}/children").read_bytes().split())
    return cpu, resident


def _usage_anywhere(pid: int) -> tuple[float, int]:
    cpu, resident = 0.0, 0
    with contextlib.suppress(psutil.Error):
        child = psutil.Process(pid)
        for each in (child, *child.children(recursive=True)):
            with contextlib.suppress(psutil.Error):
                times = each.cpu_times()
                cpu += times.user + times.system + times.children_user + times.children_system
                resident += each.memory_info().rss
    return cpu, resident


def _environment(folder: Path) -> dict[str, str]:
    """Nothing of ours but where modules and programs are found: no tokens, no addresses."""
    paths = os.pathsep.join(str(Path(each).absolute()) for each in sys.path if each)
    home = str(folder)
    path = os.environ.get("PATH", os.defpath)
    return {"PATH": path, "PYTHONPATH": paths, "PYTHONUTF8": "1", "HOME": home, "TMPDIR": home, "LANG": "C.UTF-8"}
