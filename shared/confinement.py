"""What a sandbox's child gives up before it sees a stranger's bytes: writing outside of its folder, reading what is not
the system's, starting programs, connections, signals to others, privileges.

Landlock does most of it where the kernel has it: files since Linux 5.13, TCP since 6.7, signals since 6.12. It needs no
rights and works in a container. What is active is told, never assumed. Numbers are those of linux/landlock.h,
linux/capability.h and linux/prctl.h.
"""

import contextlib
import ctypes
import os
import resource
import struct
import sys
from collections.abc import Iterator
from pathlib import Path

from shared.seccomp import refuse_calls

PROTECTIONS = ("network", "calls", "tcp", "files", "signals", "privileges", "writes")
"""network: an empty network namespace. calls: no socket but a local one of a converter, no namespace, no way out of the
process group. tcp: no TCP connection. files: writes in its own folder only, reads of the system and our code only,
programs only where the job needs them. signals: to none but its own children. privileges: no capabilities, no way to
gain any. writes: no byte into any file but while a converter runs."""

_CREATE_RULESET, _ADD_RULE, _RESTRICT_SELF = 444, 445, 446
_VERSION, _PATH_BENEATH = 1, 1
_EXECUTE, _WRITE, _READ, _LIST = 1 << 0, 1 << 1, 1 << 2, 1 << 3
_MAKE_SOCKET = 1 << 9
_DEVICES = 1 << 6 | 1 << 11  # making character and block devices
_OF_FILES = _EXECUTE | _WRITE | _READ | 1 << 14  # what may be said of a file that is no folder; 1 << 14: truncate
_HANDLED = {1: (1 << 13) - 1, 2: (1 << 14) - 1, 3: (1 << 15) - 1, 4: (1 << 15) - 1}
_HANDLED_LATER = (1 << 16) - 1  # from 5 on: ioctl of devices
_TCP, _SCOPES = 0b11, 0b11  # bind and connect; abstract sockets and signals
_NO_NEW_PRIVILEGES = 38
_CAPABILITIES_V3 = 0x20080522
_KEPT = 1 << 2  # CAP_DAC_READ_SEARCH: root's code may lie in another user's folder

# What the interpreter, its libraries and LibreOffice read: the system's programs, nothing that is anybody's own.
_SYSTEM = (
    "/usr",
    "/lib",
    "/lib32",
    "/lib64",
    "/bin",
    "/opt",
    "/proc",
    "/sys",
    "/var/cache/fontconfig",
    "/var/lib/libreoffice",
    "/var/spool/libreoffice",
)
_CONFIGURATION = ("alternatives", "fonts", "ld.so.cache", "libreoffice", "locale.alias", "localtime", "ssl/openssl.cnf")
_DEVICE_FILES = {"/dev/null": _READ | _WRITE, "/dev/zero": _READ, "/dev/urandom": _READ, "/dev/random": _READ}


def confine(folder: Path, *, programs: bool) -> tuple[str, ...]:
    """Give everything up but `folder`, for good; `programs` may still be started. Which of PROTECTIONS are active.

    It binds the thread that calls it and all that come later, so it comes before the first thread is started.
    """
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, resource.getrlimit(resource.RLIMIT_FSIZE)[1]))
    if sys.platform != "linux" or len(os.listdir("/proc/self/task")) > 1:
        return ("writes",)
    active = ["writes"]
    if _drop_privileges():
        active += ["privileges", *(["calls"] if refuse_calls(programs=programs) else [])]
        active += _landlock(folder, programs)
    return tuple(active)


@contextlib.contextmanager
def writing() -> Iterator[None]:
    """Within, this process and what it starts may write files, as a converter must."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (hard, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def landlock_version() -> int:
    """The version of the kernel's Landlock, less than 1 where there is none."""
    return _call(_CREATE_RULESET, None, 0, _VERSION)


def _drop_privileges() -> bool:
    """Without capabilities, of a user namespace too, and so that no program gives any."""
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0) != 0:
        return False
    header, held = struct.pack("=Ii", _CAPABILITIES_V3, 0), ctypes.create_string_buffer(24)
    if libc.capget(header, held) != 0:
        return False
    _, permitted, _, _, _, _ = struct.unpack("=6I", held.raw)
    kept = permitted & _KEPT
    return bool(libc.capset(header, struct.pack("=6I", kept, kept, 0, 0, 0, 0)) == 0)


def _landlock(folder: Path, programs: bool) -> Iterator[str]:
    version = landlock_version()
    if version < 1:
        return
    handled = _HANDLED.get(version, _HANDLED_LATER)
    fields = (handled, *([_TCP] if version >= 4 else []), *([_SCOPES] if version >= 6 else []))
    told = struct.pack(f"={len(fields)}Q", *fields)
    rules = _call(_CREATE_RULESET, told, len(told), 0)
    if rules < 0:
        return
    for path, rights in _allowed(folder, programs):
        _allow(rules, path, rights & handled)
    bound = _call(_RESTRICT_SELF, rules, 0) == 0
    os.close(rules)
    if bound:
        yield from ("files", *(["tcp"] if version >= 4 else []), *(["signals"] if version >= 6 else []))


def _allowed(folder: Path, programs: bool) -> Iterator[tuple[str, int]]:
    seen = _READ | _LIST
    run = seen | _EXECUTE if programs else seen
    yield str(folder), _HANDLED_LATER & ~(_EXECUTE | _DEVICES)
    yield from ((path, seen if path in ("/proc", "/sys") else run) for path in _SYSTEM)
    yield from ((f"/etc/{name}", seen) for name in _CONFIGURATION)
    yield from _DEVICE_FILES.items()
    if programs:
        yield "/tmp", _MAKE_SOCKET  # noqa: S108 - LibreOffice's, whatever TMPDIR says; shared.slot_folder removes it
    prefixes = {sys.prefix, sys.base_prefix, sys.exec_prefix}
    yield from ((prefix, seen) for prefix in prefixes)
    for entry in map(Path, sys.path):
        if entry.name in ("site-packages", "dist-packages"):
            yield str(entry), seen
        elif not any(entry.is_relative_to(prefix) for prefix in prefixes):
            # Beside the packages of a checkout may lie anything: its folder may be listed, only packages are read.
            yield str(entry), _LIST
            yield from ((str(file.parent), seen) for file in entry.glob("*/__init__.py"))


def _allow(rules: int, path: str, rights: int) -> None:
    """A path that is not there, or not for this user, needs no rule."""
    with contextlib.suppress(OSError):
        opened = os.open(path, os.O_PATH | os.O_CLOEXEC)
        if not os.path.isdir(path):
            rights &= _OF_FILES
        _call(_ADD_RULE, rules, _PATH_BENEATH, struct.pack("=Qi", rights, opened), 0)
        os.close(opened)


def _call(number: int, *arguments: int | bytes | None) -> int:
    """A system call; -1 where it fails, as where the kernel has none of this."""
    syscall = ctypes.CDLL(None, use_errno=True).syscall
    syscall.restype = ctypes.c_long
    given = [each if each is None or isinstance(each, bytes) else ctypes.c_long(each) for each in arguments]
    return int(syscall(ctypes.c_long(number), *given))
