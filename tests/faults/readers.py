"""The parse task, with a weakness for one text."""

import os
import signal
from collections.abc import Iterator
from typing import Any

from services.parse import task

KILLS_THE_READER = b"kill the reader"
KILLS_THE_SERVICE = b"kill the service"


def documents(data: bytes, arguments: dict[str, Any]) -> Iterator[bytes]:
    """As services.parse.task, but for a file that kills whoever reads it, or the service that has it read."""
    if data.startswith(KILLS_THE_READER):
        os.kill(os.getpid(), signal.SIGKILL)
    if data.startswith(KILLS_THE_SERVICE):
        os.kill(os.getppid(), signal.SIGKILL)
    yield from task.documents(data, arguments)
