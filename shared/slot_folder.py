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

from shared.errors import InternalError

_PREFIX = "gouji-reader-"
_ATTEMPTS = 10


class SlotFolder:
    """A new folder. Its lock is the kernel's: it ends with this process, however that ends."""

    def __init__(self) -> None:
        """Raises InternalError where a folder cannot be locked, as without free descriptors or on some file systems."""
        _sweep()
        for _ in range(_ATTEMPTS):
            self.path = Path(tempfile.mkdtemp(prefix=_PREFIX))
            try:
                self._lock = _locked(self.path)
            except (FileNotFoundError, BlockingIOError):
                continue  # another's sweep found it before it was locked, and removes it
            except OSError as error:
                self.path.rmdir()
                raise InternalError(message_en="the folder of a sandbox cannot be locked") from error
            return
        raise InternalError(message_en="the folder of a sandbox is always taken away")

    def remove(self) -> None:
        """Remove it with all that the child left, and what its programs left elsewhere."""
        _remove(self.path)
        os.close(self._lock)
        _remove_dead_pipes()


def _sweep() -> None:
    for path in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*"):
        with contextlib.suppress(OSError):
            lock = _locked(path)
            _remove(path)
            os.close(lock)


def _remove(path: Path) -> None:
    """Remove a folder with all that is in it, but for what a hostile child made to be too deep to be removed."""
    with contextlib.suppress(RecursionError):
        shutil.rmtree(path, ignore_errors=True)


def _locked(path: Path) -> int:
    """The lock of a folder. Raises BlockingIOError when another holds it, FileNotFoundError when another has
    removed it, PermissionError when it is another user's, any other OSError when there is no lock to be had."""
    opened = os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC)
    try:
        fcntl.flock(opened, fcntl.LOCK_EX | fcntl.LOCK_NB)
        found = os.fstat(opened)
        if not found.st_nlink:
            raise FileNotFoundError(path)
        if found.st_uid != os.getuid():
            raise PermissionError(path)
    except OSError:
        os.close(opened)
        raise
    return opened


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
