"""Setting a message aside: the original as it was, with its origin and reason in headers, on GOUJI_DEAD."""

import traceback
from collections.abc import Mapping
from dataclasses import dataclass

from shared import topology
from shared.envelope import event_id, identity
from shared.errors import GoujiError, RetriesExhausted
from shared.events import Failed
from shared.publishing import Publisher

_LONGEST_REASON = 300
# They would make the copy look like the original to the server: refused, or taken for a duplicate.
_SERVER_HEADERS = "nats-"


@dataclass(frozen=True)
class Origin:
    """Where a message was when it was given up."""

    durable: topology.Durable
    subject: str
    sequence: int
    attempts: int


@dataclass(frozen=True)
class Versions:
    """What a service runs, as far as its event ids say."""

    parser: str | None = None
    rules: str | None = None


NO_VERSIONS = Versions()


async def bury(  # noqa: PLR0913, PLR0917 - a message is its bytes and headers
    publisher: Publisher,
    origin: Origin,
    payload: bytes,
    headers: Mapping[str, str] | None,
    reason: BaseException,
    versions: Versions = NO_VERSIONS,
) -> None:
    """Keep the message among the dead; where that ends its document, tell so. Done twice it is kept once."""
    id = f"dead/{origin.durable.stream}/{origin.sequence}/{origin.durable.name}"
    subject = f"{topology.DEAD}.{origin.durable.service}"
    await publisher.send(subject, payload, id=id, headers={**_kept(headers), **_told(origin, reason)})
    whose = identity(payload)
    if origin.durable.ends_document and whose.submission:
        failure = RetriesExhausted()
        await announce_failure(publisher, origin.durable.service, payload, failure, origin.attempts, versions)


async def announce_failure(  # noqa: PLR0913, PLR0917 - the fields of the event
    publisher: Publisher, stage: str, payload: bytes, failure: GoujiError, attempts: int, versions: Versions
) -> None:
    """Tell that the document of a message ended in `failure` at `stage`."""
    whose = identity(payload)
    data = Failed(
        submission=whose.submission or "",
        document_id=whose.document,
        stage=stage,
        code=failure.code,
        message=failure.message,
        message_en=failure.message_en,
        retryable=failure.retryable,
        attempts=attempts,
    )
    parser = versions.parser or whose.parser
    id = event_id(stage, data.submission, whose.document, parser, versions.rules, whose.run)
    await publisher.announce(data, id=id)


def code_of(error: BaseException) -> str:
    """The contract's failure code for an error."""
    return error.code if isinstance(error, GoujiError) else "internal"


def described(error: BaseException) -> str:
    """What an error is, and where it was raised, without its text, which may be text of a document. Our own errors
    speak for themselves."""
    if isinstance(error, GoujiError):
        return f"{type(error).__name__}: {error.message_en}"
    frames = traceback.extract_tb(error.__traceback__)
    where = f" at {frames[-1].filename.rsplit('/', 1)[-1]}:{frames[-1].lineno}" if frames else ""
    return f"{type(error).__name__}{where}"


def _kept(headers: Mapping[str, str] | None) -> dict[str, str]:
    return {name: value for name, value in (headers or {}).items() if not name.lower().startswith(_SERVER_HEADERS)}


def _told(origin: Origin, reason: BaseException) -> dict[str, str]:
    return {
        "Gouji-Stream": origin.durable.stream,
        "Gouji-Consumer": origin.durable.name,
        "Gouji-Subject": origin.subject,
        "Gouji-Sequence": str(origin.sequence),
        "Gouji-Attempts": str(origin.attempts),
        "Gouji-Code": code_of(reason),
        "Gouji-Reason": _ascii(described(reason)),
    }


def _ascii(text: str) -> str:
    """A header's value: one line of ASCII."""
    return " ".join(text.split()).encode("ascii", "backslashreplace").decode()[:_LONGEST_REASON]
