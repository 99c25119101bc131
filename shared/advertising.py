"""Telling what parse and validate run now, so that ingest knows whether the same file would be judged otherwise."""

from typing import Literal

from nats.js import JetStreamContext
from nats.js.errors import NotFoundError

from shared.errors import DependencyAwayError
from shared.patience import AWAY
from shared.topology import VERSIONS


async def advertise(js: JetStreamContext, key: Literal["parser", "rules"], version: str) -> None:
    """Put the version where ingest reads it, unless it stands there already."""
    stream, subject = f"KV_{VERSIONS}", f"$KV.{VERSIONS}.{key}"
    try:
        if await _standing(js, stream, subject) != version.encode():
            await js.publish(subject, version.encode(), stream=stream)
    except AWAY as error:
        raise DependencyAwayError(message_en=f"{VERSIONS}: {error or 'no answer'}") from error


async def _standing(js: JetStreamContext, stream: str, subject: str) -> bytes | None:
    try:
        return (await js.get_last_msg(stream, subject)).data
    except NotFoundError:
        return None
