"""Who may say and hear what on the bus: the least subjects with which each NATS user works, from the topology.

A service may use its own durables, publish its own events and dead letters, and touch the buckets it works with. Only
`provision` has the JetStream API. An external reader has one durable on the news. Answers to requests come on
`_INBOX_<user>.>`, which nobody else may hear.

Making consumers is a power of its own: the server sends a consumer's messages to any subject that its maker names,
whatever the maker may publish. So only store may make the services' durables again when they are lost, each under its
own name and filter; parse, which reads what strangers send, may make none.
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
    """What a service needs; of its durables those that somebody consumes by now."""
    durables = [each for each in DURABLES if each.service == service and each not in _NOT_YET]
    publish = [*(subject for each in durables for subject in consuming(each)), *_OWN[service], topology.FAILED]
    if durables:
        publish.append(f"{topology.DEAD}.{service}")
    heard = (topology.STORED, topology.FAILED, topology.DUPLICATE) if service == "ingest" else ()
    return Permissions(tuple(dict.fromkeys(publish)), (inbox(service), *heard))


def of_reader(name: str, durable: str) -> Permissions:
    """What an external subscriber needs whose durable on the news was made for it."""
    return Permissions(tuple(_consuming(topology.STREAM_NEWS.name, durable)), (inbox(name),))


def of_provision() -> Permissions:
    """Provisioning, dead letters, following the news: the whole JetStream API and its flow control, but no event."""
    return Permissions((f"{API}.>", f"$JS.FC.{topology.STREAM_NEWS.name}.>"), (inbox(PROVISION),))


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


def _making(durable: Durable) -> str:
    """What it takes to make a durable: one subject in its filter is part of the request's subject."""
    made = f"{API}.CONSUMER.CREATE.{durable.stream}.{durable.name}"
    return f"{made}.{durable.subjects[0]}" if len(durable.subjects) == 1 else made


def _listed(subjects: Iterable[str]) -> str:
    return "[" + ", ".join(f'"{subject}"' for subject in subjects) + "]"


def _consuming(stream: str, durable: str) -> list[str]:
    return [
        f"{API}.CONSUMER.INFO.{stream}.{durable}",
        f"{API}.CONSUMER.MSG.NEXT.{stream}.{durable}",
        f"$JS.ACK.{stream}.{durable}.>",
    ]


def _reading(bucket: str) -> list[str]:
    """Objects: the record, and chunk after chunk, of any server or of the leader."""
    return [_asking(bucket), f"{API}.DIRECT.GET.OBJ_{bucket}", f"{API}.STREAM.MSG.GET.OBJ_{bucket}"]


def _writing(bucket: str) -> list[str]:
    """Objects: chunks and records, whether one is there already, and taking back what was half written."""
    return [f"$O.{bucket}.C.*", _asking(bucket), *_removing(bucket)]


def _removing(bucket: str) -> list[str]:
    """Objects: a record that says so, and the end of the chunks."""
    return [f"$O.{bucket}.M.*", f"{API}.STREAM.MSG.GET.OBJ_{bucket}", f"{API}.STREAM.PURGE.OBJ_{bucket}"]


def _asking(bucket: str) -> str:
    """Objects: a record, of any server."""
    return f"{API}.DIRECT.GET.OBJ_{bucket}.$O.{bucket}.M.*"


def _key_asking(bucket: str) -> str:
    return f"{API}.DIRECT.GET.KV_{bucket}.$KV.{bucket}.*"


def _key_reading(bucket: str) -> list[str]:
    return [f"{API}.STREAM.MSG.GET.KV_{bucket}"]


def _looking_at(durables: Iterable[Durable]) -> list[str]:
    return [f"{API}.CONSUMER.INFO.{each.stream}.{each.name}" for each in durables]


# Nobody consumes these so far: judging anew, and the archive pass.
_NOT_YET = (topology.VALIDATE_REVALIDATE, topology.VALIDATE_ARCHIVE, topology.STORE_ARCHIVE)
_WATCHED = [
    *(f"{API}.STREAM.INFO.{stream.name}" for stream in STREAMS),
    *_looking_at(DURABLES),
    # The oldest message that waits, and the one that a delivery ran out on.
    *(f"{API}.STREAM.MSG.GET.{stream}" for stream in dict.fromkeys(durable.stream for durable in DURABLES)),
]

_OWN: dict[Service, list[str]] = {
    "ingest": [
        topology.RECEIVED,
        topology.DUPLICATE,
        *_writing(ORIGINALS),
        f"{API}.STREAM.INFO.{topology.STREAM_RECEIVED.name}",
        f"{API}.STREAM.INFO.OBJ_{ORIGINALS}",
        f"$KV.{CLAIMS}.*",
        _key_asking(CLAIMS),
        *_key_reading(CLAIMS),
        *_key_reading(VERSIONS),
        *_looking_at(topology.WAY),
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
        *_reading(BODIES),
        *_writing(BODIES),
        f"$KV.{VERSIONS}.rules",
        *_key_reading(VERSIONS),
    ],
    "store": [
        topology.STORED,
        f"{topology.VERDICTS}.>",
        *_reading(BODIES),
        *_removing(ORIGINALS),
        f"$KV.{CLAIMS}.*",
        _key_asking(CLAIMS),
        *_key_reading(CLAIMS),
        *_WATCHED,
        *(_making(durable) for durable in DURABLES),
        f"{topology.DEAD}.*",  # for deliveries that ran out in any service
        topology.RECEIVED,  # what is stuck is announced again
    ],
}
