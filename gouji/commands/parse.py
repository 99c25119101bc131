"""`gouji parse`: read and extract only, without a bus; one document a line.

Texts are read in this process; readers of formats that strangers can craft run in the sandbox, as in the services.
"""

import asyncio
import hashlib
import sys
from collections.abc import AsyncIterator
from dataclasses import asdict, dataclass
from pathlib import Path

import click

from gouji.engines import engine_option
from gouji.inputs import input_files, read_file
from gouji.settings import CommandSettings
from gouji.telling import report_failure
from services.ingest.settings import IngestSettings
from services.ingest.unpacking import ARCHIVES, members_of
from services.ingest.unpacking import TASK as UNPACK
from services.parse.core import parse as parse_document
from services.parse.formats import needs_programs
from services.parse.settings import ParseSettings
from services.parse.task import TASK as PARSE
from shared.errors import GoujiError, InternalError
from shared.media import TEXT, media_type
from shared.sandbox import Slot


@click.command()
@click.argument("paths", nargs=-1, required=True)
@engine_option
def parse(paths: tuple[str, ...]) -> None:
    """只读取并提取，每行输出一份文档（JSON）。 Read and extract only; one document (JSON) a line."""
    files = input_files(paths)
    sys.exit(asyncio.run(_parse(files)))


@dataclass(frozen=True)
class _File:
    """One file or member: what it is called, its bytes, and its identity."""

    source: str
    data: bytes
    document_id: str
    parent: str | None = None


async def _parse(files: list[Path]) -> int:
    reader = _Reader()
    failed = False
    try:
        for path in files:
            try:
                opened = [file async for file in reader.opened(path)]
            except GoujiError as failure:
                report_failure(str(path), failure)
                failed = True
                continue
            for file in opened:
                try:
                    for line in await reader.documents(file):
                        sys.stdout.buffer.write(line + b"\n")
                except GoujiError as failure:
                    report_failure(file.source, failure)
                    failed = True
    finally:
        await reader.stop()
    return 3 if failed else 0


class _Reader:
    """Reads files with the limits of the services."""

    def __init__(self) -> None:
        self._limit_mb = CommandSettings().max_file_mb
        self._room = IngestSettings().room
        self._unpacker = Slot(UNPACK, IngestSettings().unpack_limits)
        self._slot = Slot(PARSE, ParseSettings().limits, needs_programs)
        self._engine = ParseSettings().pdf_engine

    async def stop(self) -> None:
        """End the children, if there are any."""
        await asyncio.gather(self._unpacker.stop(), self._slot.stop())

    async def opened(self, path: Path) -> AsyncIterator[_File]:
        """The file, or the members of an archive."""
        data = read_file(path, self._limit_mb)
        identity = hashlib.sha256(data).hexdigest()
        if media_type(data) not in ARCHIVES:
            yield _File(str(path), data, identity)
            return
        for member in members_of(await self._unpacker.run(data, asdict(self._room))):
            inner = hashlib.sha256(f"{identity}#{member.path}".encode()).hexdigest()
            yield _File(f"{path}!/{member.path}", member.data, inner, identity)

    async def documents(self, file: _File) -> list[bytes]:
        """The JSON of each document in the file."""
        if media_type(file.data) != TEXT:
            told = {"source": file.source, "document_id": file.document_id, "parent": file.parent}
            told["pdf_engine"] = self._engine
            records = await self._slot.run(file.data, told)
            return records[1::2]
        try:
            documents = parse_document(file.data, file.source, document_id=file.document_id, parent=file.parent)
            return [document.model_dump_json().encode() for document in documents]
        except GoujiError:
            raise
        except Exception as error:  # the rest of the batch goes on
            raised = f"{type(error).__name__}: {error}"
            raise InternalError(f"读取程序内部错误：{raised}", f"The reader raised {raised}") from error
