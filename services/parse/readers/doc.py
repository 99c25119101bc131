"""Old Word files (.doc) and RTF: converted to .docx by LibreOffice where it is installed, then read as such.

Each call has a profile folder of its own, because one that is shared is locked by the first process that uses it.
"""

import contextlib
import shutil
import subprocess
import tempfile
import time
from dataclasses import replace
from pathlib import Path

import psutil

from services.parse.blocks import Reading
from services.parse.readers.docx import read_docx
from shared.confinement import writing
from shared.errors import Malformed, ReadingTimeout, Unsupported
from shared.media import DOC

_PROGRAMS = ("soffice", "libreoffice")
_TIMEOUT_S = 90.0  # a cold start takes two seconds, a long document ten
_START_AGAIN = 81  # LibreOffice's exit code once it has made a profile
_STARTS = 3


def read_doc(data: bytes, media_type: str = DOC, suffix: str = ".doc") -> Reading:
    """The blocks of a .doc or .rtf file. Raises Unsupported where LibreOffice is missing, Malformed, ReadingTimeout."""
    program = next((found for name in _PROGRAMS if (found := shutil.which(name))), None)
    if program is None:
        raise _missing()
    with writing(), tempfile.TemporaryDirectory(prefix="gouji-doc-") as folder:
        try:
            converted = _converted(program, data, Path(folder), suffix)
        except PermissionError as error:  # it lies where a sandboxed reader may start nothing
            raise _missing() from error
        return replace(read_docx(converted), form="doc", media_type=media_type)


def _missing() -> Unsupported:
    zh = "本机没有安装 LibreOffice，无法读取旧版 Word（.doc、.rtf）：请另存为 .docx 后再提交，或请运维人员安装。"
    en = "LibreOffice is not installed, so .doc and .rtf cannot be read: save it as .docx, or install it."
    return Unsupported(zh, en)


def _converted(program: str, data: bytes, folder: Path, suffix: str) -> bytes:
    source = folder / f"document{suffix}"
    source.write_bytes(data)
    result = folder / "out" / "document.docx"
    deadline = time.monotonic() + _TIMEOUT_S
    for start in range(_STARTS):
        # Each start has the profile under another name: the name makes that of a socket in /tmp, which a sandboxed
        # LibreOffice cannot remove, so that another start could not make it.
        profile = folder / f"profile{start}"
        if start:
            (folder / f"profile{start - 1}").rename(profile)
        command = [*_program(program, profile), "--outdir", str(result.parent), str(source)]
        if _run(command, folder, deadline) != _START_AGAIN:
            break
    if not result.is_file():
        raise Malformed
    return result.read_bytes()


def _program(program: str, profile: Path) -> list[str]:
    """The command without its files. The program itself where it lies beside its script, which would only find it."""
    binary = Path(program).resolve().with_name("soffice.bin")
    options = [f"-env:UserInstallation={profile.as_uri()}", "--headless", "--norestore", "--convert-to"]
    return [str(binary) if binary.is_file() else program, *options, "docx:MS Word 2007 XML"]


def _run(command: list[str], folder: Path, deadline: float) -> int:
    # In the group of the reader's child, so that nothing of it outlives a child that is killed.
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=folder) as process:  # noqa: S603
        try:
            return process.wait(max(0.0, deadline - time.monotonic()))
        except subprocess.TimeoutExpired as error:
            raise ReadingTimeout from error
        finally:
            _end(process.pid)


def _end(pid: int) -> None:
    """End a process with all that it started: the program is a script whose work is done by a grandchild."""
    with contextlib.suppress(psutil.Error):
        program = psutil.Process(pid)
        for each in (*program.children(recursive=True), program):
            with contextlib.suppress(psutil.Error):
                each.kill()
