"""Whether there is room for more: the disk, waiting documents, the object store; looked at once a second at most."""

import shutil
import time
from typing import Literal, TypeAlias

from nats.js import JetStreamContext

from services.ingest.settings import IngestSettings
from shared.claims import Claims, Judges
from shared.errors import DependencyAwayError, GoujiError
from shared.patience import AWAY
from shared.topology import MIB, ORIGINALS, STREAM_RECEIVED

_FRESH_S = 1.0
_OBJECTS_PERCENT = 95


Room: TypeAlias = Literal["disk", "documents", "events", "files"]


class Full(GoujiError):
    """There is no room for more just now: try again later. `room` says of what."""

    code = "busy"
    zh = "暂时无法接收更多文件：请稍后再试。"

    def __init__(self, room: Room, zh: str, en: str) -> None:
        super().__init__(f"{zh}：请稍后再试。", f"{en}: try again later")
        self.room = room


class Backlog:
    """Tells why nothing new is accepted."""

    def __init__(self, js: JetStreamContext, settings: IngestSettings) -> None:
        self._js = js
        self._settings = settings
        self._asked = float("-inf")
        self._reason: Full | None = None

    async def why_full(self) -> Full | None:
        """Of what there is no room; None while there is. Raises DependencyAwayError when the bus does not answer."""
        if time.monotonic() - self._asked >= _FRESH_S:
            self._reason = self._disk() or await self._waiting() or await self._objects()
            self._asked = time.monotonic()
        return self._reason

    def _disk(self) -> Full | None:
        """A full disk would end more than the acceptance of files: what is on its way needs room too."""
        if self._settings.disk is None:
            return None
        free_mb = shutil.disk_usage(self._settings.disk).free // MIB
        if free_mb >= self._settings.disk_free_mb:
            return None
        return Full("disk", f"磁盘仅剩{free_mb} MB", f"the disk has only {free_mb} MB left")

    async def _waiting(self) -> Full | None:
        messages, percent = await self._filled(STREAM_RECEIVED.name)
        if messages >= self._settings.backlog_documents:
            return Full("documents", f"已有{messages}份文件在等待处理", f"{messages} documents are waiting")
        if percent >= self._settings.backlog_percent:
            en = f"the room for waiting documents is filled to {percent} %"
            return Full("events", f"待处理队列已用{percent}%", en)
        return None

    async def _objects(self) -> Full | None:
        _, percent = await self._filled(f"OBJ_{ORIGINALS}")
        if percent < _OBJECTS_PERCENT:
            return None
        return Full("files", f"文件存储空间已用{percent}%", f"the room for files is filled to {percent} %")

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
