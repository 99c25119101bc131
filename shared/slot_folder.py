"""The folder of a slot's child: the only place it may write to, locked as long as its owner lives.

An owner that is killed cannot remove its folders. Who makes one next removes those that nobody holds any more.
"""

import contextlib
import fcntl
import os
import shutil
import socket
import stat
import tempfile
from pathlib import Path

_PREFIX = "gouji-reader-"


class SlotFolder:
    """A new folder. Its lock is the kernel's: it ends with this process, however that ends."""

    def __init__(self) -> None:
        _sweep()
        while True:
            self.path = Path(tempfile.mkdtemp(prefix=_PREFIX))
            self._lock = _locked(self.path)
            if self._lock is not None:
                return

    def remove(self) -> None:
        """Remove it with all that the child left, and what its programs left elsewhere."""
        assert self._lock is not None
        _remove(self.path)
        os.close(self._lock)
        _remove_dead_pipes()


def _sweep() -> None:
    for path in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*"):
        if path.is_symlink() or (lock := _locked(path)) is None:
            continue
        _remove(path)
        os.close(lock)


def _remove(path: Path) -> None:
    """Remove a folder with all that is in it, but for what a hostile child made to be too deep to be removed."""
    with contextlib.suppress(RecursionError):
        shutil.rmtree(path, ignore_errors=True)


def _locked(path: Path) -> int | None:
    """The lock of a folder; None when another holds it, has removed it, or it is another user's."""
    try:
        opened = os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC)
    except OSError:
        return None
    with contextlib.suppress(OSError):
        fcntl.flock(opened, fcntl.LOCK_EX | fcntl.LOCK_NB)
        found = os.fstat(opened)
        if found.st_nlink and found.st_uid == os.getuid():
            return opened
    os.close(opened)
    return None


def _remove_dead_pipes() -> None:
    """LibreOffice makes a socket in /tmp, whatever TMPDIR says, which it may not remove from inside of the sandbox."""
    for path in Path("/tmp").glob("OSL_PIPE_*"):  # noqa: S108 - its place, not ours
        with contextlib.suppress(OSError):
            found = path.lstat()
            if stat.S_ISSOCK(found.st_mode) and found.st_uid == os.getuid() and not _answers(path):
                path.unlink()


def _answers(path: Path) -> bool:
    with socket.socket(socket.AF_UNIX) as asking:
        asking.setblocking(False)
        try:
            asking.connect(str(path))
        except ConnectionRefusedError:
            return False
        except OSError:
            return True
    return True
