"""The parse task and the parse service, each with a weakness for one text."""

import os
import signal
from collections.abc import Awaitable, Callable, Iterator
from typing import Any

from services.parse import task

KILLS_THE_READER = b"kill the reader"
KILLS_THE_SERVICE = b"kill the service"


Read = Callable[[Any, bytes, dict[str, Any]], Awaitable[list[bytes]]]


def documents(data: bytes, arguments: dict[str, Any]) -> Iterator[bytes]:
    """As services.parse.task, but for a file that kills whoever reads it."""
    if data.startswith(KILLS_THE_READER):
        os.kill(os.getpid(), signal.SIGKILL)
    yield from task.documents(data, arguments)


def weak(read: Read) -> Read:
    """A method that reads as `read` does, but for a file that kills the service that has it read."""

    async def weakly(self: Any, data: bytes, arguments: dict[str, Any]) -> list[bytes]:
        if data.startswith(KILLS_THE_SERVICE):
            os.kill(os.getpid(), signal.SIGKILL)
        return await read(self, data, arguments)

    return weakly
