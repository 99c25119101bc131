"""The parse task for tests: a text that begins with the name of a misbehaviour makes the reader misbehave so."""

import ctypes
import time
from collections.abc import Callable, Iterator
from typing import Any

from services.parse import task


def loop() -> None:
    """Work for ever and get nowhere."""
    while True:
        pass


def stall() -> None:
    """Neither work nor end."""
    time.sleep(1000)


def segfault() -> None:
    """Read what is not there."""
    ctypes.string_at(0)


def allocate() -> None:
    """Take all the memory there is."""
    hoard = []
    while True:
        hoard.append(bytearray(b"x") * (16 << 20))


MISBEHAVIOURS: dict[bytes, Callable[[], None]] = {
    b"endless loop": loop,
    b"silent stall": stall,
    b"segfault": segfault,
    b"allocation": allocate,
}


def documents(data: bytes, arguments: dict[str, Any]) -> Iterator[bytes]:
    """As services.parse.task."""
    for name, misbehave in MISBEHAVIOURS.items():
        if data.startswith(name):
            misbehave()
    yield from task.documents(data, arguments)
