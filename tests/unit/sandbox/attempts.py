"""What an attacker in a sandbox's child would try, each an attempt that succeeds or raises; run there by the tests."""

import ctypes
import errno
import os
import platform
import shutil
import signal
import socket
import struct
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from shared.confinement import writing

_NEW_USER = 0x10000000
_CLONE, _CLONE3 = {"aarch64": 220}.get(platform.machine(), 56), 435
_CLONE3_ARGUMENTS = struct.pack("=11Q", _NEW_USER, 0, 0, 0, signal.SIGCHLD, *[0] * 6)


def task(data: bytes, arguments: dict[str, Any]) -> Iterator[bytes]:
    """b"done" or the error's name for each attempt named in `arguments["attempts"]`, on the folder in `data`."""
    outside = Path(os.fsdecode(data))
    for name in arguments["attempts"]:
        try:
            ATTEMPTS[name](outside)
        except OSError as error:
            yield type(error).__name__.encode()
        else:
            yield b"done"


def append(path: Path) -> None:
    """Write to the end of a file."""
    with writing(), path.open("a") as file:
        file.write("x")


def climb(outside: Path) -> None:
    """Write through a link that leads out."""
    os.symlink(outside / "file", "link")
    append(Path("link"))


def carry_off(outside: Path) -> None:
    """Move a file of one's own out of the folder."""
    with writing():
        Path("own").write_text("x")
    os.rename("own", outside / "moved")


def take(outside: Path) -> None:
    """Move a file into the folder."""
    os.rename(outside / "file", "taken")


def own_folder(outside: Path) -> None:
    """Make, write, move and remove things in one's own folder."""
    with writing():
        Path("a/b").mkdir(parents=True)
        Path("a/b/file").write_text("x")
        os.rename("a/b/file", "file")
        os.unlink("file")
        shutil.rmtree("a")


def datagram(outside: Path) -> None:
    """Send a packet."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sending:
        sending.sendto(b"x", ("127.0.0.1", 9))


def new_session(outside: Path) -> None:
    """Leave the group that is killed."""
    if os.fork() == 0:
        try:
            os.setsid()
        except OSError:
            os._exit(1)
        os._exit(0)
    if os.wait()[1] != 0:
        raise PermissionError


def small_write(outside: Path) -> None:
    """Write one byte without being a converter."""
    with open("byte", "wb", buffering=0) as file:
        file.write(b"x")


def unshare() -> None:
    """Become root of a namespace of one's own."""
    if ctypes.CDLL(None).unshare(_NEW_USER) != 0:
        raise PermissionError


def born_in_namespace(number: int, *arguments: int | bytes) -> None:
    """Have a child that is root of a namespace of its own."""
    given = [each if isinstance(each, bytes) else ctypes.c_long(each) for each in arguments]
    child = ctypes.CDLL(None).syscall(ctypes.c_long(number), *given)
    if child == 0:
        os._exit(0)
    if child < 0:
        raise PermissionError
    os.waitpid(child, 0)


def join_namespace() -> None:
    """Go into a namespace by its file."""
    opened = os.open("/proc/self/ns/user", os.O_RDONLY)
    ctypes.CDLL(None, use_errno=True).setns(opened, 0)
    os.close(opened)
    if ctypes.get_errno() != errno.EINVAL:  # what a kernel says to whom it would let in: we are there already
        raise PermissionError


def local_connection(outside: Path) -> None:
    """Talk to another program of the same user."""
    with socket.socket(socket.AF_UNIX) as asking:
        asking.connect(str(outside / "socket"))


def local_datagram(outside: Path) -> None:
    """Send one of a pair of sockets' datagrams elsewhere."""
    for end in socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM):
        with end:
            end.connect(str(outside / "datagrams"))


def threads(outside: Path) -> None:
    """Start threads, as a library that recognises text does."""
    with ThreadPoolExecutor(3) as pool:
        assert list(pool.map(abs, range(3))) == [0, 1, 2]


def become_root(outside: Path) -> None:
    """Take the rights of another user."""
    os.setresuid(12345, 12345, 12345)


FILES: dict[str, Callable[[Path], object]] = {
    "write into another folder": lambda outside: append(outside / "new"),
    "write into a file": lambda outside: append(outside / "file"),
    "empty a file": lambda outside: os.truncate(outside / "file", 0),
    "remove a file": lambda outside: os.unlink(outside / "file"),
    "make a folder": lambda outside: os.mkdir(outside / "folder"),
    "make a link": lambda outside: os.symlink("/", outside / "link"),
    "write into the libraries": lambda outside: append(Path(sys.prefix) / "gouji-was-here"),
    "write into /tmp": lambda outside: append(Path("/tmp/gouji-was-here")),
    "write into the code": lambda outside: append(Path(__file__)),
    "climb out through a link": climb,
    "climb out by a path": lambda outside: append(Path("../gouji-was-here")),
    "move a file out": carry_off,
    "move a file in": take,
    "read a file": lambda outside: (outside / "file").read_text(),
    "list a folder": os.listdir,
    "read the users": lambda outside: Path("/etc/passwd").read_text(),
    "read the parent's environment": lambda outside: Path(f"/proc/{os.getppid()}/environ").read_bytes(),
    "start a program": lambda outside: subprocess.run([sys.executable, "-c", ""], check=True),
    "start a shell": lambda outside: subprocess.run(["/bin/sh", "-c", "true"], check=True),
}
ATTEMPTS: dict[str, Callable[[Path], object]] = {
    **FILES,
    "signal the parent": lambda outside: os.kill(os.getppid(), signal.SIGCONT),
    "connect": lambda outside: socket.create_connection(("127.0.0.1", 9), timeout=5),
    "listen": lambda outside: socket.create_server(("127.0.0.1", 0)).close(),
    "send a packet": datagram,
    "leave the group": new_session,
    "make a namespace": lambda outside: unshare(),
    "clone into a namespace": lambda outside: born_in_namespace(_CLONE, _NEW_USER | signal.SIGCHLD, 0, 0, 0, 0),
    "clone into a namespace in the new way": lambda outside: born_in_namespace(_CLONE3, _CLONE3_ARGUMENTS, 88),
    "join a namespace": lambda outside: join_namespace(),
    "connect to a local program": local_connection,
    "send a local program a datagram": local_datagram,
    "write without being a converter": small_write,
    "become another user": become_root,
    "change its own folder": own_folder,
    "start threads": threads,
}
