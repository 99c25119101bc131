"""Refuses system calls that no reader makes: sockets but local ones, leaving the process group, io_uring.

A process that cannot leave its group dies with it. Numbers are those of linux/seccomp.h, linux/filter.h and
asm/unistd.h.
"""

import ctypes
import platform
import struct
from dataclasses import dataclass

_SET_SECCOMP, _FILTER = 22, 2
_LOAD, _EQUAL, _AT_LEAST, _RETURN = 0x20, 0x15, 0x35, 0x06
_NUMBER, _ARCHITECTURE, _FIRST_ARGUMENT = 0, 4, 16  # offsets in seccomp_data
_ALLOW, _REFUSE = 0x7FFF0000, 0x00050001  # EPERM
_OTHER_ABI = 0x40000000  # x32's numbers: another way to the same calls
_LOCAL = 1  # AF_UNIX


@dataclass(frozen=True)
class _Machine:
    audit: int
    socket: int
    refused: tuple[int, ...]
    """setpgid, setsid, unshare, ptrace, io_uring_setup"""


_MACHINES = {
    "x86_64": _Machine(0xC000003E, 41, (109, 112, 272, 101, 425)),
    "aarch64": _Machine(0xC00000B7, 198, (154, 157, 97, 117, 425)),
}


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("filter", ctypes.c_char_p))


def refuse_calls() -> bool:
    """Refuse them to this process and all it starts, for good; False where the machine has no such filter or is not
    known. It needs the right to gain no privileges, which must have been given up before."""
    machine = _MACHINES.get(platform.machine())
    if machine is None:
        return False
    steps = _steps(machine)
    program = _Program(len(steps), b"".join(steps))
    return bool(ctypes.CDLL(None).prctl(_SET_SECCOMP, _FILTER, ctypes.byref(program), 0, 0) == 0)


def _steps(machine: _Machine) -> list[bytes]:
    """The filter. Its last two steps are to refuse and to allow; jumps count the steps they leave out."""
    refused = [_OTHER_ABI, *machine.refused]
    last = 3 + len(refused) + 3  # where refusing stands

    def step(code: int, value: int, yes: int = 0, no: int = 0) -> bytes:
        return struct.pack("=HBBI", code, yes, no, value)

    steps = [step(_LOAD, _ARCHITECTURE), step(_EQUAL, machine.audit, 0, last - 2), step(_LOAD, _NUMBER)]
    for number in refused:
        steps.append(step(_AT_LEAST if number == _OTHER_ABI else _EQUAL, number, last - len(steps) - 1, 0))
    steps.append(step(_EQUAL, machine.socket, 0, last - len(steps)))
    steps.append(step(_LOAD, _FIRST_ARGUMENT))
    steps.append(step(_EQUAL, _LOCAL, 1, 0))
    return [*steps, step(_RETURN, _REFUSE), step(_RETURN, _ALLOW)]
