"""Waiting for a dependency that is away: it is not the document's fault, so nothing is given back or given up."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from itertools import chain, repeat
from typing import TypeVar

from nats import errors
from nats.js import errors as js_errors

from shared.errors import DependencyAwayError
from shared.telemetry import Log

T = TypeVar("T")
Sleep = Callable[[float], Awaitable[object]]

# What nats-py raises while the server, its stream or the room in it is away. A refused permission shows as a timeout.
AWAY: tuple[type[Exception], ...] = (
    TimeoutError,
    OSError,
    errors.ConnectionClosedError,
    errors.ConnectionDrainingError,
    errors.ConnectionReconnectingError,
    errors.NoRespondersError,
    errors.NoServersError,
    errors.OutboundBufferLimitError,
    errors.StaleConnectionError,
    js_errors.NoStreamResponseError,
    js_errors.ServerError,
    js_errors.ServiceUnavailableError,
)


def pauses(first_s: float = 0.1, most_s: float = 5.0) -> Iterator[float]:
    """Ever longer pauses between attempts, in seconds: doubled up to `most_s`."""
    grown = (first_s * 2**power for power in range(64))
    return chain((pause for pause in grown if pause < most_s), repeat(most_s))


async def patiently(call: Callable[[], Awaitable[T]], log: Log, *, sleep: Sleep = asyncio.sleep) -> T:
    """The result of `call`, called again for as long as a dependency is away. Only cancelling ends the wait."""
    for pause in pauses(first_s=0.5):
        try:
            return await call()
        except DependencyAwayError as away:
            log.warning("dependency_away", reason=away.message_en, retry_in_s=pause)
        await sleep(pause)
    raise AssertionError("pauses never end")
