"""Whether the durables are there, and making lost ones again: a service does not stand still until a person comes.

A stream is never made here: what it held is lost, which a person must know (`gouji provision apply` makes it).
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager

from nats.errors import Error as NatsError
from nats.js import JetStreamContext
from nats.js.errors import NotFoundError

from shared.patience import AWAY
from shared.provision import consumer_config
from shared.telemetry import Log
from shared.topology import Durable

_NO_STREAM = 10059  # the server's error code: it has no consumers since it has not even the stream
_REFUSED: tuple[type[Exception], ...] = (*AWAY, NatsError)


class Unanswered:
    """Why the bus cannot be asked: said in the log when it changes, so that a task that asks again and again goes on
    and is not silent."""

    def __init__(self, log: Log) -> None:
        self._log = log
        self._reason: str | None = None

    @contextmanager
    def told_once(self) -> Iterator[None]:
        """A look at the bus; what NATS refuses ends the block, not the caller."""
        try:
            yield
        except _REFUSED as error:
            reason = f"{type(error).__name__}: {error}"
            if reason != self._reason:
                self._log.warning("bus_unanswered", reason=reason)
            self._reason = reason
        else:
            self._reason = None


async def look(js: JetStreamContext, durables: Sequence[Durable], mends: Sequence[Durable], log: Log) -> list[str]:
    """What is `missing` of `durables` and of `mends`, after those that are in `mends` were made again."""
    looked_at = list(dict.fromkeys([*durables, *mends]))
    gone = await missing(js, looked_at)
    if gone and mends:
        try:
            for made in await mend(js, mends):
                log.error("made_again", what=made)
        except _REFUSED as error:
            log.error("not_mended", reason=f"{type(error).__name__}: {error}")
        gone = await missing(js, looked_at)
    return gone


async def missing(js: JetStreamContext, durables: Iterable[Durable]) -> list[str]:
    """Which of `durables` the server does not have, as `consumer GOUJI_PARSED/validate`; `stream GOUJI_PARSED` where
    their stream is missing too."""
    gone = [await _gone(js, durable) for durable in durables]
    return list(dict.fromkeys(each for each in gone if each is not None))


async def mend(js: JetStreamContext, durables: Iterable[Durable]) -> list[str]:
    """Make those of `durables` again that are missing on a stream that is there; the names of those.

    A stream is not made here: what it held is lost, which a person must know.
    """
    made = []
    for durable in durables:
        if await _gone(js, durable) == _consumer(durable):
            await js.add_consumer(durable.stream, config=consumer_config(durable))
            made.append(_consumer(durable))
    return made


async def _gone(js: JetStreamContext, durable: Durable) -> str | None:
    try:
        await js.consumer_info(durable.stream, durable.name)
    except NotFoundError as error:
        return f"stream {durable.stream}" if error.err_code == _NO_STREAM else _consumer(durable)
    return None


def _consumer(durable: Durable) -> str:
    return f"consumer {durable.stream}/{durable.name}"
