"""Who may say and hear what on the bus: the least subjects with which each NATS user works, from the topology.

A service may use its own durables, publish its own events and dead letters, and touch the buckets it works with. Only
`provision` has the JetStream API. An external reader has one durable on the news. Answers to requests come on
`_INBOX_<user>.>`, which nobody else may hear.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from shared import topology
from shared.topology import BODIES, CLAIMS, DURABLES, ORIGINALS, STREAMS, VERSIONS, Durable, Service

PROVISION = "provision"
API = "$JS.API"


@dataclass(frozen=True)
class Permissions:
    """The subjects that a user may publish on and subscribe to; everything else is denied."""

    publish: tuple[str, ...]
    subscribe: tuple[str, ...]


def of_service(service: Service) -> Permissions:
    """What a service needs."""
    publish = [
        *(subject for each in DURABLES if each.service == service for subject in consuming(each)),
        *_OWN[service],
        topology.FAILED,
        f"{topology.DEAD}.{service}",
    ]
    heard = (topology.STORED, topology.FAILED, topology.DUPLICATE) if service == "ingest" else ()
    return Permissions(tuple(dict.fromkeys(publish)), (inbox(service), *heard))


def of_reader(name: str, durable: str) -> Permissions:
    """What an external subscriber needs whose durable on the news was made for it."""
    return Permissions(tuple(_consuming(topology.STREAM_NEWS.name, durable)), (inbox(name),))


def of_provision() -> Permissions:
    """Provisioning, purging and dead letters: the whole JetStream API and every bucket, but no event of a service."""
    return Permissions((f"{API}.>", "$JS.ACK.>", "$O.>", "$KV.>"), (inbox(PROVISION), f"{topology.ROOT}.>"))


def inbox(user: str) -> str:
    """Where a user's answers come."""
    return f"_INBOX_{user}.>"


def consuming(durable: Durable) -> list[str]:
    """What it takes to look at a durable, to fetch from it, and to answer for its messages."""
    return _consuming(durable.stream, durable.name)


def authorization(users: Mapping[str, tuple[str, Permissions]]) -> str:
    """The block of a nats-server configuration for `users`: name -> (public nkey, permissions)."""
    blocks = "\n".join(_user(name, key, permissions) for name, (key, permissions) in users.items())
    return f"authorization {{\n  users = [\n{blocks}\n  ]\n}}\n"


def _user(name: str, key: str, permissions: Permissions) -> str:
    return (
        f"    # {name}\n    {{ nkey: {key}, permissions: {{\n"
        f"      publish: {{ allow: {_listed(permissions.publish)} }}\n"
        f"      subscribe: {{ allow: {_listed(permissions.subscribe)} }}\n    }} }}"
    )


def _listed(subjects: Iterable[str]) -> str:
    return "[" + ", ".join(f'"{subject}"' for subject in subjects) + "]"


def _consuming(stream: str, durable: str) -> list[str]:
    return [
        f"{API}.CONSUMER.INFO.{stream}.{durable}",
        f"{API}.CONSUMER.MSG.NEXT.{stream}.{durable}",
        f"$JS.ACK.{stream}.{durable}.>",
    ]


def _reading(bucket: str) -> list[str]:
    """Objects: the record, one chunk, or a reader of its own over several."""
    stream = f"OBJ_{bucket}"
    verbs = ("CREATE", "MSG.NEXT", "DELETE")
    return [f"{API}.STREAM.MSG.GET.{stream}", *(f"{API}.CONSUMER.{verb}.{stream}.>" for verb in verbs)]


def _writing(bucket: str) -> list[str]:
    """Objects: chunks and records, whether one is there already, and taking back what was half written."""
    stream = f"OBJ_{bucket}"
    return [f"$O.{bucket}.>", f"{API}.STREAM.MSG.GET.{stream}", f"{API}.STREAM.PURGE.{stream}"]


def _key_reading(bucket: str) -> list[str]:
    return [f"{API}.STREAM.MSG.GET.KV_{bucket}"]


_LOOKED_AT = [f"{API}.CONSUMER.INFO.{durable.stream}.{durable.name}" for durable in DURABLES]
_WATCHED = [
    *(f"{API}.STREAM.INFO.{stream.name}" for stream in STREAMS),
    *_LOOKED_AT,
    # The oldest message that waits, and the one that a delivery ran out on.
    *(f"{API}.STREAM.MSG.GET.{stream}" for stream in dict.fromkeys(durable.stream for durable in DURABLES)),
]

_OWN: dict[Service, list[str]] = {
    "ingest": [
        topology.RECEIVED,
        topology.DUPLICATE,
        *_writing(ORIGINALS),
        *_reading(ORIGINALS),
        f"{API}.STREAM.INFO.{topology.STREAM_RECEIVED.name}",
        f"{API}.STREAM.INFO.OBJ_{ORIGINALS}",
        f"$KV.{CLAIMS}.>",
        *_key_reading(CLAIMS),
        *_key_reading(VERSIONS),
        *_LOOKED_AT,
    ],
    "parse": [
        topology.PARSED,
        *_reading(ORIGINALS),
        *_writing(BODIES),
        f"$KV.{VERSIONS}.parser",
        *_key_reading(VERSIONS),
    ],
    "validate": [
        topology.VALIDATED,
        topology.ARCHIVE_JUDGED,
        *_reading(BODIES),
        *_writing(BODIES),
        f"$KV.{VERSIONS}.rules",
        *_key_reading(VERSIONS),
    ],
    "store": [
        topology.STORED,
        f"{topology.VERDICTS}.>",
        topology.REVALIDATE,
        topology.ARCHIVE_REQUESTED,
        *_reading(BODIES),
        *_writing(BODIES),
        *_reading(ORIGINALS),
        *_writing(ORIGINALS),
        f"$KV.{CLAIMS}.>",
        *_key_reading(CLAIMS),
        *_key_reading(VERSIONS),
        *_WATCHED,
        f"{topology.DEAD}.*",  # for deliveries that ran out in any service
        topology.RECEIVED,  # what is stuck is announced again
    ],
}
