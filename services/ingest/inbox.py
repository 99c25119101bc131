"""The files of a watched inbox: seen, claimed by a rename, read, and put away with a receipt.

`inbox/` → `inbox/.processing/<submission>/` → `inbox/done/<date>/` or `inbox/failed/<date>/`. The folder under
`.processing` is named by the submission, so a restart finds every claimed file again and goes on with the same id.
Everything here blocks; the watcher calls it in threads.
"""

import contextlib
import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, TypeAlias

from ulid import ULID

from shared.errors import InternalError, TooLarge, Vanished

PROCESSING, DONE, FAILED = ".processing", "done", "failed"
_PUT_AWAY = (DONE, FAILED)
_TEMPORARY = (".part", ".partial", ".tmp", ".temp", ".crdownload", ".download", ".filepart", ".swp", ".lock", "~")
_PREFIXES = (".", "~", "$", "#", "@")
_RESERVED = ".part"
_SYSTEM = ("thumbs.db", "desktop.ini", "__macosx", "system volume information")

Mark: TypeAlias = tuple[int, int]  # size in bytes, time of the last change in ns
Receipt: TypeAlias = Mapping[str, Any]


class Unreadable(InternalError):
    """The file may not be read: check its permissions and submit it again."""

    zh = "文件无法读取（权限不足）：请检查文件权限后重新提交。"


@dataclass(frozen=True, slots=True)
class Claimed:
    """A file in `.processing`: its submission, and its path as it was under the inbox."""

    submission: str
    relative: Path
    path: Path


class Inbox:
    """The folders under `root`."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._processing = root / PROCESSING

    def prepare(self) -> None:
        """Make the inbox; complete what a crash left half put away, and forget claims without a file."""
        self._processing.mkdir(parents=True, exist_ok=True)
        for folder in self._processing.iterdir():
            _remove_empty(folder)
        for half in (path for name in _PUT_AWAY for path in (self.root / name).rglob(f"*{_RESERVED}")):
            if _file_of(half).exists():
                half.rename(half.with_suffix(""))

    def scan(self) -> dict[Path, Mark]:
        """Every file to take, by its path under the inbox, with its mark."""
        return dict(self._files(self.root))

    def claim(self, relative: Path, submission: str) -> Claimed | None:
        """Take the file away from everybody else; None when somebody was quicker, or it is gone."""
        folder = self._processing / submission
        claimed = Claimed(submission, relative, folder / relative)
        claimed.path.parent.mkdir(parents=True, exist_ok=True)
        try:
            (self.root / relative).rename(claimed.path)
        except FileNotFoundError:
            _remove_empty(folder)
            return None
        return claimed

    def claimed(self) -> list[Claimed]:
        """The files that were claimed and not put away, oldest first."""
        return [
            Claimed(folder.name, path.relative_to(folder), path)
            for folder in sorted(self._processing.iterdir())
            if _is_submission(folder.name)
            for path in sorted(folder.rglob("*"))
            if path.is_file()
        ]

    def read(self, claimed: Claimed, limit: int) -> bytes:
        """The bytes. Raises Vanished, TooLarge above `limit`, Unreadable."""
        try:
            with claimed.path.open("rb") as file:
                if os.fstat(file.fileno()).st_size > limit:
                    raise TooLarge
                return file.read(limit + 1)
        except FileNotFoundError as error:
            raise Vanished from error
        except OSError as error:
            raise Unreadable(message_en=f"the file cannot be read: {error.strerror}") from error

    def put_away(self, claimed: Claimed, receipt: Receipt, day: date, *, failed: bool) -> Path:
        """Move the file to its folder of the day and its receipt beside it; where the file now is.

        The receipt reserves the name before the file is moved, and is shown after it, so that a crash in between ends
        the same when it is done again. A file that was removed meanwhile leaves its receipt alone.
        """
        folder = self.root / (FAILED if failed else DONE) / day.isoformat()
        target = _reserve(folder / claimed.relative, receipt)
        with contextlib.suppress(FileNotFoundError):
            claimed.path.rename(target)
        with contextlib.suppress(FileNotFoundError):
            _reserved(target).rename(receipt_of(target))
        _remove_empty(self._processing / claimed.submission)
        return target

    def _files(self, folder: Path) -> Iterator[tuple[Path, Mark]]:
        with contextlib.suppress(FileNotFoundError, PermissionError), os.scandir(folder) as entries:
            for entry in entries:
                if _ignored(entry.name) or (folder == self.root and entry.name in _PUT_AWAY):
                    continue
                if entry.is_dir(follow_symlinks=False):
                    yield from self._files(Path(entry.path))
                elif entry.is_file(follow_symlinks=False):
                    state = entry.stat(follow_symlinks=False)
                    yield Path(entry.path).relative_to(self.root), (state.st_size, state.st_mtime_ns)


class Stability:
    """Tells which files have stopped changing."""

    def __init__(self, stable_s: float) -> None:
        self._stable_s = stable_s
        self._since: dict[Path, tuple[Mark, float]] = {}

    def settled(self, seen: Mapping[Path, Mark], now: float) -> list[Path]:
        """Those of the files `seen` at `now` (seconds) whose mark has not changed for long enough, in name order."""
        before = self._since
        self._since = {
            path: before[path] if path in before and before[path][0] == mark else (mark, now)
            for path, mark in seen.items()
        }
        return sorted(path for path, (_, since) in self._since.items() if now - since >= self._stable_s)


def receipt_of(target: Path) -> Path:
    """Where the receipt of a file lies."""
    return target.with_name(f"{target.name}.receipt.json")


def _reserved(target: Path) -> Path:
    """Where the receipt waits until the file is in its place."""
    return target.with_name(f"{target.name}.receipt.json{_RESERVED}")


def _file_of(reserved: Path) -> Path:
    return reserved.with_name(reserved.name.removesuffix(f".receipt.json{_RESERVED}"))


def _ignored(name: str) -> bool:
    """Hidden, temporary and system files, and those that an editor or a copy has open."""
    lowered = name.lower()
    return lowered.startswith(_PREFIXES) or lowered.endswith(_TEMPORARY) or lowered in _SYSTEM


def _is_submission(name: str) -> bool:
    try:
        ULID.from_str(name)
    except ValueError:
        return False
    return True


def _reserve(wanted: Path, receipt: Receipt) -> Path:
    """A free name like `wanted`, taken by writing the receipt; the same name again for the same submission."""
    wanted.parent.mkdir(parents=True, exist_ok=True)
    text = json.dumps(receipt, ensure_ascii=False, indent=2) + "\n"
    for target in _names(wanted):
        if _is_receipt_for(_reserved(target), receipt["submission"]):
            return target
        if target.exists() or receipt_of(target).exists():
            continue
        with contextlib.suppress(FileExistsError), _reserved(target).open("x", encoding="utf-8") as file:
            file.write(text)
            return target
    raise AssertionError("names never end")


def _names(wanted: Path) -> Iterator[Path]:
    yield wanted
    number = 2
    while True:
        yield wanted.with_name(f"{wanted.stem}-{number}{wanted.suffix}")
        number += 1


def _is_receipt_for(path: Path, submission: str) -> bool:
    try:
        return bool(json.loads(path.read_text("utf-8"))["submission"] == submission)
    except (OSError, ValueError, KeyError, TypeError):
        return False


def _remove_empty(folder: Path) -> None:
    """Remove `folder` with the empty folders in it; whatever holds a file stays."""
    if not folder.is_dir():
        return
    for inner, _, _ in sorted(os.walk(folder), reverse=True):
        with contextlib.suppress(OSError):
            Path(inner).rmdir()
