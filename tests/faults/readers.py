"""The parse task, with a weakness for one text."""

import os
import signal
from collections.abc import Iterator
from typing import Any

from services.parse import task


def documents(data: bytes, arguments: dict[str, Any]) -> Iterator[bytes]:
    """As services.parse.task, but for a file that kills whoever reads it."""
    if data.startswith(b"kill the reader"):
        os.kill(os.getpid(), signal.SIGKILL)
    yield from task.documents(data, arguments)
