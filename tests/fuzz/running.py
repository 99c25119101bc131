"""Runs an input through unpacking and reading in the sandbox, as the services do, and tells how it ended."""

import asyncio
from dataclasses import asdict, replace

from services.ingest.settings import IngestSettings
from services.ingest.unpacking import ARCHIVES, members_of
from services.ingest.unpacking import TASK as UNPACK
from services.parse.formats import needs_programs
from services.parse.settings import ParseSettings
from services.parse.task import TASK as PARSE
from shared.errors import EmptyFile, GoujiError
from shared.media import media_type
from shared.sandbox import Limits, Slot

FINE = "ok"
LIMITS = replace(ParseSettings().limits, wall_s=30.0, cpu_s=20.0)


class Reader:
    """A slot for archives and one for documents."""

    def __init__(self, limits: Limits = LIMITS) -> None:
        self._room = asdict(IngestSettings().room)
        self._unpack = Slot(UNPACK, IngestSettings().unpack_limits)
        self._parse = Slot(PARSE, limits, needs_programs)

    @property
    def protections(self) -> tuple[str, ...]:
        """Those that the documents' child said are active."""
        return self._parse.protections

    async def stop(self) -> None:
        """End both children."""
        await asyncio.gather(self._unpack.stop(), self._parse.stop())

    async def ends(self, data: bytes) -> list[tuple[str, str]]:
        """For each document in `data`: the code it ended in ("ok" when it was read), and what was said."""
        if not data:
            return [(EmptyFile.code, "")]
        if media_type(data) not in ARCHIVES:
            return [await self._read(data)]
        try:
            members = members_of(await self._unpack.run(data, self._room))
        except GoujiError as failure:
            return [(failure.code, failure.message_en)]
        return [await self._read(member.data) for member in members]

    async def _read(self, data: bytes) -> tuple[str, str]:
        if not data:
            return EmptyFile.code, ""
        try:
            await self._parse.run(data, {"source": "fuzz"})
        except GoujiError as failure:
            return failure.code, failure.message_en
        return FINE, ""
