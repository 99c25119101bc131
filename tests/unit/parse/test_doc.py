"""Old Word files go through LibreOffice, where there is one, and leave nothing behind."""

import os
import shutil
import stat
import subprocess
from pathlib import Path

import psutil
import pytest

from services.parse.core import parse
from services.parse.formats import needs_programs
from services.parse.readers import doc
from services.parse.settings import ParseSettings
from services.parse.task import TASK
from shared.errors import Malformed, ReadingTimeout, Unsupported
from shared.sandbox import Slot
from specimens.compare import faults
from specimens.variants import variant

needs_office = pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed here")


def program(folder: Path, script: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Put a program of the name `soffice` first on the path."""
    file = folder / "soffice"
    file.write_text(f"#!/bin/sh\n{script}\n")
    file.chmod(file.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PATH", f"{folder}:/usr/bin:/bin")


def test_without_libreoffice_the_message_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(Unsupported) as caught:
        doc.read_doc(b"")
    assert "LibreOffice" in caught.value.message
    assert ".docx" in caught.value.message


async def test_a_sandboxed_reader_finds_libreoffice_where_its_service_would(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    slot = Slot(TASK, ParseSettings().limits, needs_programs)
    try:
        with pytest.raises(Unsupported, match="LibreOffice"):
            await slot.run(b"{\\rtf1 a}", {"source": "a.rtf"})
    finally:
        await slot.stop()


def test_a_program_that_may_not_be_started_counts_as_missing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*arguments: object) -> bytes:
        raise PermissionError

    program(tmp_path, "exit 0", monkeypatch)
    monkeypatch.setattr(doc, "_converted", refused)
    with pytest.raises(Unsupported, match="LibreOffice"):
        doc.read_doc(b"x")


def test_a_profile_that_was_just_made_is_used_at_another_start(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """LibreOffice ends with 81 once it has made its profile; a socket is named for the profile, and stays."""
    profiles = tmp_path / "profiles"
    program(
        tmp_path,
        f'echo "$1" >> {profiles}; mkdir -p "${{1#*file://}}"; [ $(wc -l < {profiles}) -gt 1 ] || exit 81',
        monkeypatch,
    )
    with pytest.raises(Malformed):
        doc.read_doc(b"x")
    first, second = profiles.read_text().splitlines()
    assert first != second


def test_a_conversion_that_gives_nothing_is_a_damaged_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program(tmp_path, "exit 0", monkeypatch)
    with pytest.raises(Malformed):
        doc.read_doc(b"x")


def test_a_conversion_that_hangs_is_ended_with_all_it_started(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program(tmp_path, f"sleep 1000 & echo $! > {tmp_path}/pid; wait", monkeypatch)
    monkeypatch.setattr(doc, "_TIMEOUT_S", 1.0)
    with pytest.raises(ReadingTimeout):
        doc.read_doc(b"x")
    grandchild = int((tmp_path / "pid").read_text())
    gone = not psutil.pid_exists(grandchild) or psutil.Process(grandchild).status() == psutil.STATUS_ZOMBIE
    assert gone


@needs_office
@pytest.mark.timeout(240)
@pytest.mark.parametrize("seed", range(4, 4 + int(os.environ.get("GOUJI_OFFICE_SEEDS", "1"))))
@pytest.mark.parametrize(("suffix", "target"), [("doc", "doc:MS Word 97"), ("rtf", "rtf")])
def test_a_document_saved_as_an_old_one_says_the_same(suffix: str, target: str, seed: int, tmp_path: Path) -> None:
    specimen = variant("docx", seed)
    (tmp_path / "a.docx").write_bytes(specimen.content)
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = [
        "soffice",
        profile,
        "--headless",
        "--convert-to",
        target,
        "--outdir",
        str(tmp_path),
        str(tmp_path / "a.docx"),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    (document,) = parse((tmp_path / f"a.{suffix}").read_bytes(), f"a.{suffix}")
    assert document.form == "doc"
    assert [found for found in faults(specimen, document) if not found.startswith("form:")] == []
