"""Archives for tests: files by their paths in, the bytes of a zip, tar or 7z out."""

import io
import tarfile
import zipfile
from collections.abc import Mapping

import py7zr

Files = Mapping[str, bytes]


def zipped(files: Mapping[str, str | bytes]) -> bytes:
    """A zip archive of files."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return data.getvalue()


def tarred(files: Files, mode: str = "w") -> bytes:
    """A tar archive of files; `mode` "w:gz" packs it."""
    data = io.BytesIO()
    with tarfile.open(fileobj=data, mode=mode) as archive:  # type: ignore[call-overload]
        for name, content in files.items():
            info = tarfile.TarInfo(name)
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))
    return data.getvalue()


def seven_zipped(files: Files, password: str | None = None) -> bytes:
    """A 7z archive of files."""
    data = io.BytesIO()
    with py7zr.SevenZipFile(data, "w", password=password) as archive:
        for name, content in files.items():
            archive.writestr(content, name)
    return data.getvalue()
