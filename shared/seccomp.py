"""Refuses system calls that no reader makes: sockets, leaving the process group, namespaces, io_uring.

A process that cannot leave its group dies with it. Local sockets are refused too: behind one may be a database or
Docker, which know this user. Numbers are those of linux/seccomp.h, linux/filter.h, linux/sched.h and asm/unistd.h.
"""

import ctypes
import platform
import struct
from dataclasses import dataclass

_SET_SECCOMP, _FILTER = 22, 2
_LOAD, _EQUAL, _AT_LEAST, _HAS_ANY, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
_NUMBER, _ARCHITECTURE, _FIRST_ARGUMENT = 0, 4, 16  # offsets in seccomp_data
_ALLOW, _EPERM, _ENOSYS = 0x7FFF0000, 0x00050001, 0x00050026
_OTHER_ABI = 0x40000000  # x32's numbers: another way to the same calls
_LOCAL = 1  # AF_UNIX
_NEW_NAMESPACES = 0x7E020000  # all that clone may be told of: CLONE_NEWNS, CGROUP, UTS, IPC, USER, PID, NET


@dataclass(frozen=True)
class _Machine:
    audit: int
    sockets: tuple[int, int]
    """socket, socketpair"""
    clone: int
    refused: tuple[int, ...]
    """setpgid, setsid, unshare, setns, ptrace, io_uring_setup"""
    clone3: int = 435


_MACHINES = {
    "x86_64": _Machine(0xC000003E, (41, 53), 56, (109, 112, 272, 308, 101, 425)),
    "aarch64": _Machine(0xC00000B7, (198, 199), 220, (154, 157, 97, 268, 117, 425)),
}


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("filter", ctypes.c_char_p))


def refuse_calls(*, programs: bool) -> bool:
    """Refuse them to this process and all it starts, for good; False where the machine has no such filter or is not
    known. Where `programs` are started, local sockets stay: LibreOffice needs them. It needs the right to gain no
    privileges, which must have been given up before."""
    machine = _MACHINES.get(platform.machine())
    if machine is None:
        return False
    steps = _steps(machine, programs)
    program = _Program(len(steps), b"".join(steps))
    return bool(ctypes.CDLL(None).prctl(_SET_SECCOMP, _FILTER, ctypes.byref(program), 0, 0) == 0)


def _steps(machine: _Machine, local_sockets: bool) -> list[bytes]:
    refuse, allow, first_argument = _step(_RETURN, _EPERM), _step(_RETURN, _ALLOW), _step(_LOAD, _FIRST_ARGUMENT)
    unless_local = (first_argument, *_when(_EQUAL, _LOCAL, allow)) if local_sockets else ()
    return [
        _step(_LOAD, _ARCHITECTURE),
        _step(_EQUAL, machine.audit, yes=1),
        refuse,
        _step(_LOAD, _NUMBER),
        *_when(_AT_LEAST, _OTHER_ABI, refuse),
        *(step for number in machine.refused for step in _when(_EQUAL, number, refuse)),
        *(step for number in machine.sockets for step in _when(_EQUAL, number, *unless_local, refuse)),
        *_when(_EQUAL, machine.clone, first_argument, *_when(_HAS_ANY, _NEW_NAMESPACES, refuse), allow),
        # Its flags lie in memory, where no filter looks. Who meets a kernel without it takes clone.
        *_when(_EQUAL, machine.clone3, _step(_RETURN, _ENOSYS)),
        allow,
    ]


def _when(test: int, value: int, *then: bytes) -> tuple[bytes, ...]:
    """Steps that are taken if what was loaded passes the test, else left out."""
    return _step(test, value, no=len(then)), *then


def _step(code: int, value: int, yes: int = 0, no: int = 0) -> bytes:
    """One instruction; `yes` and `no` count the steps it leaves out."""
    return struct.pack("=HBBI", code, yes, no, value)
