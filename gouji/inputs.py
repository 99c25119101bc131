"""From the paths of a call to the files to read, in the order of the call."""

import os
from collections.abc import Iterator
from pathlib import Path

import click

from shared.errors import EmptyFile, TooLarge, Vanished

# What editors, synchronisers and file managers leave behind; nobody submits these on purpose.
_LEFTOVERS = ("~$", ".", "Thumbs.db", "desktop.ini")


class NoInputError(click.UsageError):
    """The call names nothing that could be read; exit status 2 before anything runs."""


def input_files(paths: tuple[str, ...]) -> list[Path]:
    """The files that `paths` name: a file as given, a folder with all below it in order of name.

    Raises NoInputError when a path does not exist or no file is found.
    """
    missing = [path for path in paths if not Path(path).exists()]
    if missing:
        listed = "、".join(missing)
        raise NoInputError(f"路径不存在，请检查拼写：{listed}\nNo such path, check the spelling: {', '.join(missing)}")
    files = [file for path in paths for file in _files_below(Path(path))]
    if not files:
        listed = "、".join(paths)
        raise NoInputError(f"没有找到任何文件：{listed}\nNo file was found in: {', '.join(paths)}")
    return files


def _files_below(path: Path) -> Iterator[Path]:
    if not path.is_dir():
        yield path
        return
    for folder, folders, names in os.walk(path):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        yield from (Path(folder) / name for name in sorted(names) if not name.startswith(_LEFTOVERS))


def read_file(path: Path, limit_mb: int) -> bytes:
    """The bytes of `path`; raises Vanished, TooLarge or EmptyFile as the services would."""
    try:
        size = path.stat().st_size
        if size > limit_mb * 1024 * 1024:
            raise TooLarge
        data = path.read_bytes()
    except FileNotFoundError as gone:
        raise Vanished from gone
    except OSError as refused:
        reason = refused.strerror or str(refused)
        raise Vanished(
            f"文件无法读取（{reason}）：请检查权限后重新提交。", f"Cannot read it ({reason}): check its permissions."
        ) from refused
    if not data:
        raise EmptyFile
    return data
