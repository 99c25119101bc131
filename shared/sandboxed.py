"""The child's side of the sandbox: limits itself, then answers one job after another over a pipe.

Frames in either direction are one byte of kind, eight of length, and the payload. The child is told a job (J: JSON
arguments) and its bytes (D); it answers with beats (B), records (R) and an end: done (E) or failed (F: JSON).
"""

import contextlib
import ctypes
import json
import os
import resource
import signal
import struct
import sys
import time
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path
from typing import Any, BinaryIO

from shared.confinement import confine
from shared.errors import Crashed, GoujiError, OutOfMemory

HEADER = struct.Struct(">cQ")
JOB, DATA, READY, BEAT, RECORD, END, FAILURE = (bytes([each]) for each in b"JDWBREF")
_BUFFER = 1 << 16  # bytes: the parent wakes once for a document
_PR_SET_PDEATHSIG = 1
_FOR_READING = 0.7  # of a job's time
_CLONE_NEWUSER, _CLONE_NEWNET = 0x10000000, 0x40000000

Task = Callable[[bytes, dict[str, Any]], Iterator[bytes]]


class _Time:
    """When a reader should come to its end: readings of the clock and of the CPU's."""

    wall = cpu = float("inf")


class _Out:
    """The pipe back; None until `main` has taken it away from standard output."""

    pipe: BinaryIO | None = None


def beat() -> None:
    """Tell the parent that the work goes on: readers call it for each page. Outside of a sandbox it does nothing."""
    if _Out.pipe is not None:
        _send(_Out.pipe, BEAT)


def out_of_time() -> bool:
    """Whether a reader should end with the pages it has: what is left is for making a document of them. Outside of a
    sandbox there is always time."""
    return time.monotonic() > _Time.wall or time.process_time() > _Time.cpu


def main() -> None:
    """Serve jobs of the task named by the first argument, `module:function`, until the parent closes the pipe."""
    task_name, limits, parent = sys.argv[1], json.loads(sys.argv[2]), int(sys.argv[3])
    left = leave_network()
    _die_with(parent)
    source, _Out.pipe = _taken_pipes()
    module, function = task_name.split(":")
    task: Task = getattr(import_module(module), function)
    _limit(limits)
    active = (*(["network"] if left else []), *confine(Path.cwd(), programs=limits["programs"]))
    _send(_Out.pipe, READY, json.dumps(active).encode())
    while (job := _receive(source)) is not None:
        data = _receive(source) or b""
        _limit_cpu(limits["cpu_s"])
        _Time.wall = time.monotonic() + _FOR_READING * limits["wall_s"]
        _Time.cpu = time.process_time() + _FOR_READING * limits["cpu_s"]
        _answer(_Out.pipe, task, data, json.loads(job))


def _answer(pipe: BinaryIO, task: Task, data: bytes, arguments: dict[str, Any]) -> None:
    try:
        for record in task(data, arguments):
            _write(pipe, RECORD, record)  # on its way with the end, or when the buffer is full
        _send(pipe, END)
    except MemoryError:
        _send_failure(pipe, OutOfMemory(), "MemoryError")
    except GoujiError as failure:
        _send_failure(pipe, failure, type(failure).__name__)
    except Exception as error:  # noqa: BLE001 - an error of a reader on hostile bytes is its crash, told by its kind only
        _send_failure(pipe, Crashed(), type(error).__name__)


def _send_failure(pipe: BinaryIO, failure: GoujiError, kind: str) -> None:
    told = {"code": failure.code, "message": failure.message, "message_en": failure.message_en, "kind": kind}
    _send(pipe, FAILURE, json.dumps(told).encode())


def _send(pipe: BinaryIO, kind: bytes, payload: bytes = b"") -> None:
    _write(pipe, kind, payload)
    pipe.flush()


def _write(pipe: BinaryIO, kind: bytes, payload: bytes) -> None:
    pipe.write(HEADER.pack(kind, len(payload)))
    pipe.write(payload)


def _receive(source: BinaryIO) -> bytes | None:
    header = source.read(HEADER.size)
    if len(header) < HEADER.size:
        return None
    return source.read(HEADER.unpack(header)[1])


def _taken_pipes() -> tuple[BinaryIO, BinaryIO]:
    """The pipes to the parent, out of the reach of a library that reads standard input or prints."""
    source, out = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb", _BUFFER)
    nothing = os.open(os.devnull, os.O_RDWR)
    for taken in (0, 1):
        os.dup2(nothing, taken)
    os.close(nothing)
    return source, out


def leave_network() -> bool:
    """Move this process into a network of its own that has nothing in it; False where the machine does not permit it.

    It must come before any library starts a thread. Without the right to do so directly, as in a container, a user
    namespace gives it; the user stays who it was. What may not be (seccomp, a sysctl) is left as it is: the limits
    hold all the same, and docs/formats.md says what to permit.
    """
    if sys.platform != "linux":
        return False
    libc, user, group = ctypes.CDLL(None, use_errno=True), os.getuid(), os.getgid()
    if libc.unshare(_CLONE_NEWNET) == 0:
        return True
    if libc.unshare(_CLONE_NEWUSER | _CLONE_NEWNET) != 0:
        return False
    for name, text in (("setgroups", "deny"), ("uid_map", f"{user} {user} 1"), ("gid_map", f"{group} {group} 1")):
        with contextlib.suppress(OSError), open(f"/proc/self/{name}", "w") as file:
            file.write(text)
    return True


def _die_with(parent: int) -> None:
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(1)


def _limit(limits: dict[str, Any]) -> None:
    wanted = {
        resource.RLIMIT_AS: limits["address_space_mb"] << 20,
        resource.RLIMIT_FSIZE: limits["file_mb"] << 20,
        resource.RLIMIT_NOFILE: limits["open_files"],
        resource.RLIMIT_CORE: 0,
    }
    for which, most in wanted.items():
        with contextlib.suppress(ValueError):  # the machine's own limit is lower
            resource.setrlimit(which, (most, most))


def _limit_cpu(seconds: float) -> None:
    """A backstop for a parent that cannot watch: the kernel ends the child."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    most = int(used.ru_utime + used.ru_stime + seconds) + 2
    resource.setrlimit(resource.RLIMIT_CPU, (most, resource.getrlimit(resource.RLIMIT_CPU)[1]))
