"""The topology of the bus as data: subjects, streams, durables, buckets; `shared.provision` applies it to a server.

Work (received, parsed, rework, validated) has interest retention: what every durable has acknowledged frees its space.
It refuses new messages when full, and a later stage has more room than an earlier one, so that a full pipeline
drains from its end. News is kept 90 days. Services only bind to what stands here; they declare nothing.
"""

from dataclasses import dataclass
from typing import Literal

KIB, MIB, GIB = 2**10, 2**20, 2**30
DAY_S = 24 * 3600

ROOT = "gouji.v1"
DOCUMENTS = f"{ROOT}.documents"
RECEIVED = f"{DOCUMENTS}.received"
PARSED = f"{DOCUMENTS}.parsed"
VALIDATED = f"{DOCUMENTS}.validated"
STORED = f"{DOCUMENTS}.stored"
FAILED = f"{DOCUMENTS}.failed"
DUPLICATE = f"{DOCUMENTS}.duplicate"
REVALIDATE = f"{DOCUMENTS}.revalidate"
ARCHIVE_REQUESTED = f"{ROOT}.archive.requested"
ARCHIVE_JUDGED = f"{ROOT}.archive.judged"
VERDICTS = f"{ROOT}.verdicts"
DEAD = f"{ROOT}.dead"
ADVISORIES = "$JS.EVENT.ADVISORY.CONSUMER"
MAX_DELIVERIES = f"{ADVISORIES}.MAX_DELIVERIES"
TERMINATED = f"{ADVISORIES}.MSG_TERMINATED"

INLINE_BYTES = 256 * KIB  # a larger body goes to the object store
MAX_ATTEMPTS = 5  # of one document at one stage, then it is a dead letter
NAK_DELAYS_S = (1.0, 5.0, 30.0, 120.0)
ACK_WAIT_S = 30.0  # without a heartbeat the server gives the message to somebody else

Service = Literal["ingest", "parse", "validate", "store"]
SERVICES: tuple[Service, ...] = ("ingest", "parse", "validate", "store")


@dataclass(frozen=True)
class Stream:
    """One stream; `room` in bytes, ages in seconds. `interest` frees what every durable has acknowledged."""

    name: str
    subjects: tuple[str, ...]
    room: int
    max_age_s: float
    interest: bool = False
    discard_new: bool = True
    duplicate_window_s: float = 600.0
    max_message: int = MIB
    per_subject: int = -1  # messages kept for each subject; 1 makes a key-value bucket
    rollup: bool = False  # buckets replace a subject's messages
    deny_delete: bool = False


@dataclass(frozen=True)
class Durable:
    """One durable pull consumer. `ends_document`: giving up here ends the document with `failed`; elsewhere only the
    store's record of it suffers, and a `failed` about it would be wrong (or feed itself)."""

    name: str
    service: Service
    stream: str
    subjects: tuple[str, ...]
    ends_document: bool = True
    in_flight: int = 256  # over all replicas
    ack_wait_s: float = ACK_WAIT_S
    nak_delays_s: tuple[float, ...] = NAK_DELAYS_S
    # A backstop: the service gives up before, the advisory tells when it could not. Deliveries to nobody count too.
    max_deliver: int = 4 * MAX_ATTEMPTS


STREAM_RECEIVED = Stream("GOUJI_RECEIVED", (RECEIVED,), 128 * MIB, 30 * DAY_S, interest=True)
STREAM_PARSED = Stream("GOUJI_PARSED", (PARSED,), 512 * MIB, 30 * DAY_S, interest=True)
STREAM_REWORK = Stream("GOUJI_REWORK", (REVALIDATE, ARCHIVE_REQUESTED), 512 * MIB, 30 * DAY_S, interest=True)
STREAM_VALIDATED = Stream("GOUJI_VALIDATED", (VALIDATED, ARCHIVE_JUDGED), GIB, 30 * DAY_S, interest=True)
# The newest news push out the oldest: a full stream of news must never stop the work.
STREAM_NEWS = Stream(
    "GOUJI_NEWS",
    (STORED, FAILED, DUPLICATE, f"{VERDICTS}.>"),
    2 * GIB,
    90 * DAY_S,
    discard_new=False,
    duplicate_window_s=7200.0,
)
# Twice the size of a message, since a dead letter carries its origin in headers beside the original.
STREAM_DEAD = Stream(
    "GOUJI_DEAD", (f"{DEAD}.*", f"{MAX_DELIVERIES}.>", f"{TERMINATED}.>"), 512 * MIB, 90 * DAY_S, max_message=2 * MIB
)

ORIGINALS = "GOUJI_ORIGINALS"  # the files as they came; the store removes one with the document's row
BODIES = "GOUJI_BODIES"  # documents and reviews too large for a message
CLAIMS = "GOUJI_CLAIMS"  # sha256 of a file -> whose submission it is, and how far
VERSIONS = "GOUJI_VERSIONS"  # what parse and validate run now: keys "parser" and "rules"
NEVER = 0.0


def _objects(bucket: str, room: int, max_age_s: float) -> Stream:
    subjects = (f"$O.{bucket}.C.>", f"$O.{bucket}.M.>")
    return Stream(f"OBJ_{bucket}", subjects, room, max_age_s, duplicate_window_s=120.0, rollup=True)


def _keys(bucket: str, room: int) -> Stream:
    return Stream(
        f"KV_{bucket}",
        (f"$KV.{bucket}.>",),
        room,
        NEVER,
        duplicate_window_s=120.0,
        max_message=16 * KIB,
        per_subject=1,
        rollup=True,
        deny_delete=True,
    )


STREAMS: tuple[Stream, ...] = (
    STREAM_RECEIVED,
    STREAM_PARSED,
    STREAM_REWORK,
    STREAM_VALIDATED,
    STREAM_NEWS,
    STREAM_DEAD,
    _objects(ORIGINALS, 32 * GIB, NEVER),
    # Longer than any message that may refer to a body: a dead letter of 90 days after 30 days of waiting.
    _objects(BODIES, 16 * GIB, 125 * DAY_S),
    _keys(CLAIMS, GIB),
    _keys(VERSIONS, MIB),
)

PARSE = Durable("parse", "parse", STREAM_RECEIVED.name, (RECEIVED,))
VALIDATE = Durable("validate", "validate", STREAM_PARSED.name, (PARSED,))
VALIDATE_REVALIDATE = Durable("validate-revalidate", "validate", STREAM_REWORK.name, (REVALIDATE,))
VALIDATE_ARCHIVE = Durable(
    "validate-archive", "validate", STREAM_REWORK.name, (ARCHIVE_REQUESTED,), ends_document=False
)
STORE = Durable("store", "store", STREAM_VALIDATED.name, (VALIDATED,), in_flight=512)
STORE_ARCHIVE = Durable("store-archive", "store", STREAM_VALIDATED.name, (ARCHIVE_JUDGED,), ends_document=False)
STORE_RECEIVED = Durable(
    "store-received", "store", STREAM_RECEIVED.name, (RECEIVED,), ends_document=False, in_flight=512
)
STORE_PARSED = Durable("store-parsed", "store", STREAM_PARSED.name, (PARSED,), ends_document=False, in_flight=512)
STORE_NEWS = Durable("store-news", "store", STREAM_NEWS.name, (FAILED, DUPLICATE), ends_document=False, in_flight=512)
STORE_EXHAUSTED = Durable("store-exhausted", "store", STREAM_DEAD.name, (f"{MAX_DELIVERIES}.>",), ends_document=False)

DURABLES: tuple[Durable, ...] = (
    PARSE,
    VALIDATE,
    VALIDATE_REVALIDATE,
    VALIDATE_ARCHIVE,
    STORE,
    STORE_ARCHIVE,
    STORE_RECEIVED,
    STORE_PARSED,
    STORE_NEWS,
    STORE_EXHAUSTED,
)

# The order of a document's way: what has left one of them is seen at a later one, or has ended.
WAY: tuple[Durable, ...] = (PARSE, STORE_RECEIVED, VALIDATE, STORE_PARSED, STORE, STORE_EXHAUSTED, STORE_NEWS)

# The stream that holds each subject a service publishes; a verdict's and a dead letter's subject have more tokens.
STREAM_OF: dict[str, str] = {subject: stream.name for stream in STREAMS for subject in stream.subjects}


def reader(name: str, subjects: str = f"{VERDICTS}.>") -> Durable:
    """The durable on the news of an external subscriber; its messages are offered until it has acknowledged them."""
    return Durable(name, "store", STREAM_NEWS.name, tuple(subjects.split(",")), ends_document=False, max_deliver=-1)


def stream_of(subject: str) -> str:
    """The name of the stream that holds `subject`."""
    if subject.startswith(f"{VERDICTS}."):
        return STREAM_NEWS.name
    if subject.startswith(f"{DEAD}."):
        return STREAM_DEAD.name
    return STREAM_OF[subject]


def durable(name: str) -> Durable:
    """The durable of that name."""
    return next(each for each in DURABLES if each.name == name)
