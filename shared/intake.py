"""The tap on a durable: it takes as many messages as there is room to work on, and sets each to work as it comes.

It stands in for the subscription and the loop of FastStream's pull subscriber, which waits for the slowest message of a
fetch before the next one, takes twenty turns of the event loop for each, queues a pull request a second while the
connection is away, spins when its consumer is deleted, and drops what arrives while it stops.
"""

import asyncio
import contextlib
import json
import time
from collections.abc import Awaitable, Callable
from typing import Protocol

from nats.aio.msg import Msg
from nats.errors import Error as NatsError

from shared.topology import Durable

Work = Callable[[Msg], Awaitable[None]]
_EXPIRES_S = 1.0  # of a request: also the longest until messages come again after the server was away
_LATE_S = 0.5  # after which an expired request is taken for lost
_PAUSE_S = 0.1
_DRAIN_S = 1.0
_EXPIRED = "408"


class Subscribed(Protocol):
    """What listens on an inbox: nats-py's subscription."""

    async def drain(self) -> None: ...


class Connection(Protocol):
    """What the tap uses of nats-py's client."""

    @property
    def is_connected(self) -> bool: ...
    def new_inbox(self) -> str: ...
    async def subscribe(self, subject: str, *, cb: Work) -> Subscribed: ...
    async def publish(self, subject: str, payload: bytes, reply: str) -> None: ...


class Tap:
    """Has up to `room` messages of `durable` worked on at a time. `work` settles a message whatever happens."""

    def __init__(self, connection: Connection, durable: Durable, room: int, work: Work) -> None:
        self.in_hand: set[asyncio.Task[None]] = set()
        self._connection = connection
        self._next = f"$JS.API.CONSUMER.MSG.NEXT.{durable.stream}.{durable.name}"
        self._room = room
        self._work = work
        self._inbox = connection.new_inbox()
        self._subscription: Subscribed | None = None
        self._open = False
        self._asked = 0  # messages that the server may still send for the one request there is
        self._expires = 0.0

    async def open(self) -> None:
        """Begin to take messages."""
        self._subscription = await self._connection.subscribe(self._inbox, cb=self._came)
        self._open = True
        await self._ask()

    async def watch(self) -> None:
        """Ask again where a request was lost: with the connection, its consumer, or a leader of the cluster."""
        while True:
            if not self._connection.is_connected:
                self._asked = 0
                await asyncio.sleep(_PAUSE_S)
                continue
            if time.monotonic() > self._expires + _LATE_S:
                self._asked = 0
            with contextlib.suppress(NatsError, OSError):
                await self._ask()
            await asyncio.sleep(_EXPIRES_S)

    async def close(self) -> None:
        """Ask for nothing more, and give back at once what was on its way."""
        self._open = False
        if self._subscription is not None and self._connection.is_connected:
            with contextlib.suppress(NatsError, OSError, TimeoutError):
                async with asyncio.timeout(_DRAIN_S):
                    await self._subscription.drain()
        self._subscription = None

    async def unsubscribe(self) -> None:
        """What FastStream calls at the end."""
        await self.close()

    async def _came(self, message: Msg) -> None:
        status = (message.headers or {}).get("Status")
        if status is not None:
            await self._unanswered(status)
        elif not self._open:
            with contextlib.suppress(NatsError):
                await message.nak()
        else:
            self._asked = max(0, self._asked - 1)
            task = asyncio.create_task(self._work_on(message))
            self.in_hand.add(task)
            task.add_done_callback(self.in_hand.discard)
            await self._ask()

    async def _unanswered(self, status: str) -> None:
        """The request has ended. Where the consumer or JetStream is gone the watch asks again, a second later."""
        self._asked = 0
        if status == _EXPIRED:
            await self._ask()

    async def _work_on(self, message: Msg) -> None:
        try:
            await self._work(message)
        finally:
            self.in_hand.discard(asyncio.current_task())
            await self._ask()

    async def _ask(self) -> None:
        """Ask for as much as there is room for: when half of it is free, so that one request serves many messages."""
        free = self._room - len(self.in_hand)
        if self._asked or not self._open or free < (self._room + 1) // 2 or not self._connection.is_connected:
            return
        self._asked, self._expires = free, time.monotonic() + _EXPIRES_S
        request = {"batch": free, "expires": int(_EXPIRES_S * 1e9)}
        await self._connection.publish(self._next, json.dumps(request).encode(), self._inbox)
