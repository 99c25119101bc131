"""What there is no room for: each in both languages, by the settings; nothing while there is room."""

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from services.ingest.backlog import Backlog
from services.ingest.settings import IngestSettings
from shared.errors import DependencyAwayError


class Streams:
    """A bus whose streams hold so many messages, and so much of a room of 1,000 bytes."""

    def __init__(self, **held: tuple[int, int]) -> None:
        self._held = held

    async def stream_info(self, name: str) -> Any:
        messages, size = self._held.get(name, (0, 0))
        return SimpleNamespace(
            config=SimpleNamespace(max_bytes=1000), state=SimpleNamespace(messages=messages, bytes=size)
        )


class Silent:
    """A bus that does not answer."""

    async def stream_info(self, name: str) -> Any:
        raise TimeoutError


@pytest.mark.parametrize(
    ("held", "settings", "room", "zh"),
    [
        ({}, {}, None, ""),
        ({"GOUJI_RECEIVED": (2, 10)}, {"backlog_documents": 3}, None, ""),
        ({"GOUJI_RECEIVED": (3, 10)}, {"backlog_documents": 3}, "documents", "已有3份文件在等待处理"),
        ({"GOUJI_RECEIVED": (3, 799)}, {}, None, ""),
        ({"GOUJI_RECEIVED": (3, 800)}, {}, "events", "待处理队列已用80%"),
        ({"OBJ_GOUJI_ORIGINALS": (3, 949)}, {}, None, ""),
        ({"OBJ_GOUJI_ORIGINALS": (3, 950)}, {}, "files", "文件存储空间已用95%"),
        ({}, {"disk": Path("/"), "disk_free_mb": 10**9}, "disk", "磁盘仅剩"),
        ({}, {"disk": Path("/"), "disk_free_mb": 1}, None, ""),
    ],
)
async def test_what_is_full_is_told(held: dict[str, Any], settings: dict[str, Any], room: str | None, zh: str) -> None:
    full = await Backlog(Streams(**held), IngestSettings(**settings)).why_full()  # type: ignore[arg-type]
    assert (full.room if full else None) == room
    assert full is None or (full.message.startswith(zh) and full.message_en.endswith(": try again later"))


async def test_a_bus_that_does_not_answer_is_away() -> None:
    with pytest.raises(DependencyAwayError):
        await Backlog(Silent(), IngestSettings()).why_full()  # type: ignore[arg-type]
