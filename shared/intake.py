"""The tap between a durable and a consume loop: it takes messages only when somebody will work on them.

It stands in for the subscription that FastStream fetches from. FastStream's loop would otherwise queue a pull request a
second while the connection is away (the answers then come all at once and age unheard), spin at full speed when its
consumer is deleted, and drop what arrives while it stops.
"""

import asyncio
import contextlib
from collections.abc import Callable
from typing import Protocol

from nats.aio.msg import Msg
from nats.errors import Error as NatsError
from nats.errors import TimeoutError as NothingCame

_PAUSE_S = 0.1
_WHEN_GONE_S = 1.0
_LAST_LOOK_S = 0.05


class Source(Protocol):
    """What fetches: nats-py's pull subscription."""

    async def fetch(self, batch: int = 1, timeout: float | None = 5) -> list[Msg]: ...  # noqa: ASYNC109
    async def unsubscribe(self) -> None: ...


class Tap:
    """Fetches from `source` while open and connected."""

    def __init__(self, source: Source, connected: Callable[[], bool]) -> None:
        self._source = source
        self._connected = connected
        self._open = True
        self._fetching: asyncio.Task[list[Msg]] | None = None

    async def fetch(self, batch: int = 1, timeout: float | None = 5) -> list[Msg]:  # noqa: ASYNC109 - nats-py's own
        """Up to `batch` messages; NothingCame, which the loop takes for "ask again", when there are none."""
        while not (self._open and self._connected()):  # noqa: ASYNC110 - the client tells of neither by an event
            await asyncio.sleep(_PAUSE_S)
        self._fetching = asyncio.create_task(self._source.fetch(batch, timeout))
        try:
            messages = await self._fetching
        except asyncio.CancelledError:
            if self._open:
                raise
            raise NothingCame from None
        except TimeoutError:
            raise NothingCame from None
        except NatsError:
            await asyncio.sleep(_WHEN_GONE_S)  # the consumer or JetStream is gone: readiness tells
            raise NothingCame from None
        if not self._open:
            await _give_back(messages)
            raise NothingCame
        return messages

    async def close(self) -> None:
        """Ask for nothing more, and give back at once what was on its way."""
        self._open = False
        if self._fetching is None or self._fetching.done():
            return
        self._fetching.cancel()
        with contextlib.suppress(NatsError, TimeoutError):
            while True:
                await _give_back(await self._source.fetch(64, _LAST_LOOK_S))

    async def unsubscribe(self) -> None:
        """Let go of the subscription."""
        await self._source.unsubscribe()


async def _give_back(messages: list[Msg]) -> None:
    for message in messages:
        with contextlib.suppress(NatsError):
            await message.nak()
