"""Makes a NATS server agree with `shared.topology`: creates what is missing and updates what differs.

Run before the services bind (`gouji up` does, four processes have `gouji provision apply`). It can be run again at any
time. It never deletes: what the topology no longer names is left for a person.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, fields
from typing import Any, Literal

from nats.js import JetStreamContext, api
from nats.js.api import Base
from nats.js.errors import NotFoundError

from shared.topology import DURABLES, STREAMS, Durable, Stream


def stream_config(stream: Stream, replicas: int = 1) -> api.StreamConfig:
    """`stream` in the server's terms."""
    return api.StreamConfig(
        name=stream.name,
        subjects=list(stream.subjects),
        retention=api.RetentionPolicy.INTEREST if stream.interest else api.RetentionPolicy.LIMITS,
        discard=api.DiscardPolicy.NEW if stream.discard_new else api.DiscardPolicy.OLD,
        max_bytes=stream.room,
        max_age=stream.max_age_s,
        max_msg_size=stream.max_message,
        max_msgs_per_subject=stream.per_subject,
        duplicate_window=stream.duplicate_window_s,
        storage=api.StorageType.FILE,
        num_replicas=replicas,
        allow_rollup_hdrs=stream.rollup,
        deny_delete=stream.deny_delete,
        allow_direct=True,
    )


def consumer_config(durable: Durable) -> api.ConsumerConfig:
    """`durable` in the server's terms. No backoff: it would replace ack_wait, and it is ignored for naks."""
    return api.ConsumerConfig(
        name=durable.name,
        durable_name=durable.name,
        filter_subjects=list(durable.subjects) if len(durable.subjects) > 1 else None,
        filter_subject=durable.subjects[0] if len(durable.subjects) == 1 else None,
        ack_policy=api.AckPolicy.EXPLICIT,
        deliver_policy=api.DeliverPolicy.ALL,
        ack_wait=durable.ack_wait_s,
        max_deliver=durable.max_deliver,
        max_ack_pending=durable.in_flight,
    )


@dataclass(frozen=True)
class Change:
    """One thing on which the server and the topology differ: what `apply` would do about it, setting by setting.

    A foreign consumer on a stream of work keeps its messages from being freed, so it is told; only a person removes it.
    """

    action: Literal["create", "update", "foreign"]
    kind: Literal["stream", "consumer"]
    name: str  # a consumer's is `<stream>/<durable>`
    settings: dict[str, tuple[Any, Any]] = field(default_factory=dict)  # name -> (on the server, in the topology)


async def plan(
    js: JetStreamContext,
    streams: Sequence[Stream] = STREAMS,
    durables: Sequence[Durable] = DURABLES,
    *,
    replicas: int = 1,
) -> list[Change]:
    """What `provision` would change; empty when the server stands as the topology says."""
    changes = [await _stream_change(js, stream_config(stream, replicas)) for stream in streams]
    changes += [await _consumer_change(js, durable) for durable in durables]
    changes += [change for stream in streams if stream.interest for change in await _foreign(js, stream, durables)]
    return [change for change in changes if change is not None]


async def provision(
    js: JetStreamContext,
    streams: Sequence[Stream] = STREAMS,
    durables: Sequence[Durable] = DURABLES,
    *,
    replicas: int = 1,
) -> list[Change]:
    """Create or update every stream, bucket and durable that differs; what was done."""
    done = []
    for stream in streams:
        config = stream_config(stream, replicas)
        if change := await _stream_change(js, config):
            await (js.add_stream(config) if change.action == "create" else js.update_stream(config))
            done.append(change)
    for durable in durables:
        if change := await _consumer_change(js, durable):
            await js.add_consumer(durable.stream, config=consumer_config(durable))
            done.append(change)
    return done


async def _foreign(js: JetStreamContext, stream: Stream, durables: Sequence[Durable]) -> list[Change]:
    ours = {durable.name for durable in durables if durable.stream == stream.name}
    try:
        found = sorted(info.name for info in await js.consumers_info(stream.name))
    except NotFoundError:
        return []
    return [Change("foreign", "consumer", f"{stream.name}/{name}") for name in found if name not in ours]


async def _stream_change(js: JetStreamContext, wanted: api.StreamConfig) -> Change | None:
    name = str(wanted.name)
    try:
        found = (await js.stream_info(name)).config
    except NotFoundError:
        return Change("create", "stream", name)
    settings = _differences(found, wanted)
    return Change("update", "stream", name, settings) if settings else None


async def _consumer_change(js: JetStreamContext, durable: Durable) -> Change | None:
    name = f"{durable.stream}/{durable.name}"
    try:
        found = (await js.consumer_info(durable.stream, durable.name)).config
    except NotFoundError:
        return Change("create", "consumer", name)
    settings = _differences(found, consumer_config(durable))
    return Change("update", "consumer", name, settings) if settings else None


def _differences(found: Base, wanted: Base) -> dict[str, tuple[Any, Any]]:
    """The settings that the topology states and the server has otherwise; what it leaves open is the server's."""
    pairs = {each.name: (getattr(found, each.name), getattr(wanted, each.name)) for each in fields(wanted)}
    return {name: pair for name, pair in pairs.items() if pair[1] is not None and _plain(pair[0]) != _plain(pair[1])}


def _plain(value: Any) -> Any:
    """`value` without the ways in which the server says the same otherwise: an order of subjects, 0 for unset."""
    if isinstance(value, list):
        return sorted(value)
    return value or None
