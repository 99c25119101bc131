"""Whole files of every format that is read, to be broken: documents, pictures of them, and archives."""

import gzip
import io
import shutil
import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path
from random import Random

from PIL import Image

from specimens.render_scan import SCANNERS, pages
from specimens.variants import KINDS, variant
from tests.archives import seven_zipped, tarred, zipped

Named = list[tuple[str, bytes]]

SPECIMENS = 12  # of each kind


def documents() -> Named:
    """Documents that are read in a moment."""
    return [(kind, KINDS[kind](number).content) for kind in KINDS for number in range(SPECIMENS)]


def archives(members: Named) -> Named:
    """Some of `members` in an archive of each kind."""
    found: Named = []
    for kind, data in members[:: SPECIMENS // 2]:
        files = {"a": data, "305局/b": data[:2000]}
        found.append((f"zip of {kind}", zipped(files)))
    for kind, data in members[:: 2 * SPECIMENS]:
        files = {"a": data, "305局/b": data[:2000]}
        found += [
            (f"tar of {kind}", tarred(files)),
            (f"tar.gz of {kind}", gzip.compress(tarred(files))),
            (f"7z of {kind}", seven_zipped(files)),
        ]
    return found


def pictures() -> Named:
    """The upper part of a page as each kind of picture, and as a PDF without text: recognising letters is slow."""
    [page, *_] = pages(variant("pdf", 3).content, Random(3), SCANNERS["clean"])
    part = page.crop((0, 0, page.width, page.height // 5))
    kinds = {"png": {}, "jpeg": {"quality": 60}, "pdf": {"resolution": 200}}
    found = [(f"picture in {kind}", _saved(part, kind, options)) for kind, options in kinds.items()]
    packings = ("raw", "tiff_deflate", "tiff_lzw", "packbits", "jpeg")
    found += [(f"tiff of {packing}", _saved(part, "tiff", {"compression": packing})) for packing in packings]
    two = {"compression": "group4", "save_all": True, "append_images": [part.convert("1")]}
    return [*found, ("tiff of group4", _saved(part.convert("1"), "tiff", two))]


def office() -> Named:
    """Files of old Office programs; none where LibreOffice is missing, which makes and reads them."""
    if shutil.which("soffice") is None:
        return []
    with tempfile.TemporaryDirectory() as told:
        folder = Path(told)
        for kind in ("docx", "xlsx"):
            (folder / f"whole.{kind}").write_bytes(variant(kind, 3).content)
        targets = {"doc": ("doc:MS Word 97", "docx"), "rtf": ("rtf", "docx"), "xls": ("xls:MS Excel 97", "xlsx")}
        for target, source in targets.values():
            profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
            command = ["soffice", profile, "--headless", "--convert-to", target, "--outdir", told]
            subprocess.run([*command, str(folder / f"whole.{source}")], check=True, capture_output=True, timeout=120)
        return [(suffix, (folder / f"whole.{suffix}").read_bytes()) for suffix in targets]


def _saved(picture: Image.Image, kind: str, options: Mapping[str, object]) -> bytes:
    data = io.BytesIO()
    picture.save(data, kind.upper(), **options)
    return data.getvalue()
