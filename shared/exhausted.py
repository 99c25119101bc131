"""Deliveries that ran out without anybody giving up: the service died with the message in its hands each time.

The server then only tells so (a MAX_DELIVERIES advisory, which GOUJI_DEAD keeps); the message stays in its stream, in
no count of pending or unacknowledged ones. Store turns the advisory into the dead letter that it should have been.
"""

from nats.aio.msg import Msg
from nats.js import JetStreamContext
from nats.js.errors import NotFoundError
from pydantic import BaseModel, ValidationError

from shared.deadletters import Origin, bury
from shared.envelope import Undecodable
from shared.errors import RetriesExhausted
from shared.publishing import Publisher
from shared.topology import DURABLES, Durable


class Exhausted(BaseModel):
    """What of the server's advisory is needed."""

    stream: str
    consumer: str
    stream_seq: int
    deliveries: int


def read_advisory(message: Msg) -> Exhausted:
    """The advisory in a message."""
    try:
        return Exhausted.model_validate_json(message.data)
    except ValidationError as error:
        raise Undecodable(message_en="not an advisory about deliveries") from error


async def bury_exhausted(js: JetStreamContext, publisher: Publisher, exhausted: Exhausted) -> Durable | None:
    """Make the delivery a dead letter of the durable returned. One that is no longer in its stream was settled after
    all: None."""
    durable = next((each for each in DURABLES if _is(each.stream, each.name, exhausted)), None)
    if durable is None:
        return None
    try:
        message = await js.get_msg(exhausted.stream, exhausted.stream_seq)
    except NotFoundError:
        return None
    origin = Origin(durable, message.subject or "", exhausted.stream_seq, exhausted.deliveries)
    await bury(publisher, origin, message.data or b"", message.headers, RetriesExhausted())
    return durable


def _is(stream: str, name: str, exhausted: Exhausted) -> bool:
    return (stream, name) == (exhausted.stream, exhausted.consumer)
