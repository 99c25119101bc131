"""Whether there is room for more: the disk, waiting documents, the object store; looked at once a second at most."""

import shutil
import time

from nats.js import JetStreamContext

from services.ingest.settings import IngestSettings
from shared.claims import Claims, Judges
from shared.errors import DependencyAwayError
from shared.patience import AWAY
from shared.topology import MIB, ORIGINALS, STREAM_RECEIVED

_FRESH_S = 1.0
_OBJECTS_PERCENT = 95


class Backlog:
    """Tells why nothing new is accepted."""

    def __init__(self, js: JetStreamContext, settings: IngestSettings) -> None:
        self._js = js
        self._settings = settings
        self._asked = float("-inf")
        self._reason: str | None = None

    async def why_full(self) -> str | None:
        """One phrase, None while there is room. Raises DependencyAwayError when the bus does not answer."""
        if time.monotonic() - self._asked >= _FRESH_S:
            self._reason = self._disk() or await self._waiting() or await self._objects()
            self._asked = time.monotonic()
        return self._reason

    def _disk(self) -> str | None:
        """A full disk would end more than the acceptance of files: what is on its way needs room too."""
        if self._settings.disk is None:
            return None
        free_mb = shutil.disk_usage(self._settings.disk).free // MIB
        return f"the disk has only {free_mb} MB left" if free_mb < self._settings.disk_free_mb else None

    async def _waiting(self) -> str | None:
        messages, percent = await self._filled(STREAM_RECEIVED.name)
        if messages >= self._settings.backlog_documents:
            return f"{messages} documents are waiting"
        if percent >= self._settings.backlog_percent:
            return f"the room for waiting documents is filled to {percent} %"
        return None

    async def _objects(self) -> str | None:
        _, percent = await self._filled(f"OBJ_{ORIGINALS}")
        return f"the room for files is filled to {percent} %" if percent >= _OBJECTS_PERCENT else None

    async def _filled(self, stream: str) -> tuple[int, int]:
        """Messages in the stream, and how much of its room they take in percent."""
        try:
            info = await self._js.stream_info(stream)
        except AWAY as error:
            raise DependencyAwayError(message_en=f"{stream}: {error or 'no answer'}") from error
        room = info.config.max_bytes or 0
        return info.state.messages, 100 * info.state.bytes // room if room > 0 else 0


class CurrentJudges:
    """The versions that parse and validate advertise, asked for at most every two seconds."""

    _FRESH_S = 2.0

    def __init__(self, claims: Claims) -> None:
        self._claims = claims
        self._asked = float("-inf")
        self._judges = Judges()

    async def __call__(self) -> Judges:
        if time.monotonic() - self._asked >= self._FRESH_S:
            self._judges = await self._claims.judges()
            self._asked = time.monotonic()
        return self._judges
