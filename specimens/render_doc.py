"""Prints a truth as an old Word file, which LibreOffice makes where the machine has it: a profile a call."""

import shutil
import subprocess
import tempfile
from pathlib import Path

from specimens.content import Content
from specimens.render_docx import render as render_docx
from specimens.specimen import Specimen, packed

_TIMEOUT_S = 120


def has_office() -> bool:
    """Whether the machine can save old Word files."""
    return shutil.which("soffice") is not None


def saved_as(data: bytes, target: str) -> bytes:
    """A Word file saved as `target`: a suffix, with the name of LibreOffice's filter behind a colon where one is."""
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "a.docx").write_bytes(data)
        profile = f"-env:UserInstallation={(Path(folder) / 'profile').as_uri()}"
        command = ["soffice", profile, "--headless", "--convert-to", target, "--outdir", folder, f"{folder}/a.docx"]
        subprocess.run(command, check=True, capture_output=True, timeout=_TIMEOUT_S)  # noqa: S603
        return (Path(folder) / "a").with_suffix(f".{target.partition(':')[0]}").read_bytes()


def render(content: Content, seed: int) -> Specimen:
    """The document as a .doc file; nothing is lost."""
    data = saved_as(render_docx(content, seed).content, "doc:MS Word 97")
    return packed(f"old-{seed}.doc", data, content.truth.model_copy(update={"form": "doc"}), content)
