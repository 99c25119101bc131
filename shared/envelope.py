"""CloudEvents 1.0 in structured JSON mode: ids, subjects, building and reading. Pure; `shared.publishing` sends them.

A document or review travels as the bytes it was serialised to once: spliced into the event where it is small, by
`dataref` where it is not. Nobody on the way parses it who does not need it.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pydantic import ValidationError

from shared import topology
from shared.errors import GoujiError
from shared.events import (
    D,
    Data,
    Duplicate,
    Event,
    Failed,
    Parsed,
    Received,
    Stored,
    Validated,
    Verdict,
)

CONTENT_TYPE = "application/cloudevents+json"
SUBJECTS: dict[type[Data], str] = {
    Received: topology.RECEIVED,
    Parsed: topology.PARSED,
    Validated: topology.VALIDATED,
    Stored: topology.STORED,
    Failed: topology.FAILED,
    Duplicate: topology.DUPLICATE,
}
_BODY_FIELDS: dict[type[Data], str] = {Parsed: "document", Validated: "review"}


class Undecodable(GoujiError):
    """A message on the bus could not be read as the event that belongs there."""

    zh = "总线上的消息无法解读。"
    retryable = False


def event_id(  # noqa: PLR0913, PLR0917 - the parts of an id, in their order
    stage: str,
    submission: str,
    document: str | None,
    parser: str | None = None,
    rules: str | None = None,
    run: str | None = None,
) -> str:
    """The id of an event and its Nats-Msg-Id: the same work on the same bytes by the same versions has the same id."""
    parts = (stage, submission, document or "-", parser, rules, run)
    return "/".join(part for part in parts if part)


def verdict_id(document: str, revision: int) -> str:
    """The id of a verdict event."""
    return f"verdict/{document}/{revision}"


def subject_of(data: Data) -> str:
    """The NATS subject that an event with this data goes to."""
    if isinstance(data, Verdict):
        pairs = ".".join(data.division[start : start + 2] for start in (0, 2, 4))
        return f"{topology.VERDICTS}.{pairs}.{data.outcome}"
    return SUBJECTS[type(data)]


def type_of(data: Data) -> str:
    """The CloudEvents type: `cn.gouji.documents.parsed.v1`."""
    if isinstance(data, Verdict):
        return "cn.gouji.verdicts.v1"
    return f"cn.gouji.{SUBJECTS[type(data)].removeprefix(topology.ROOT + '.')}.v1"


def encode(data: Data, *, service: str, id: str, time: datetime, body: bytes | None = None) -> bytes:
    """The event as it goes on the bus. `body` is the JSON of the document or review, put in as it is."""
    event = {
        "specversion": "1.0",
        "id": id,
        "source": f"/services/{service}",
        "type": type_of(data),
        "subject": getattr(data, "document_id", None) or getattr(data, "submission", ""),
        "time": time.isoformat().replace("+00:00", "Z"),
        "datacontenttype": "application/json",
        "data": data.model_dump(mode="json", exclude=_unused(data)),
    }
    encoded = json.dumps(event, ensure_ascii=False, separators=(",", ":")).encode()
    if body is None:
        return encoded
    return b'%s,"%s":%s}}' % (encoded[:-2], _BODY_FIELDS[type(data)].encode(), body)


def decode(payload: bytes, model: type[D]) -> Event[D]:
    """The event in `payload`; Undecodable when it is none with data of `model`."""
    try:
        return Event[model].model_validate_json(payload)  # type: ignore[valid-type]
    except ValidationError as error:
        raise Undecodable(message_en=f"not an event with {model.__name__}: {_where(error)}") from error


def model_for(subject: str, models: type[D] | Mapping[str, type[D]]) -> type[D]:
    """The data model of a message on `subject`."""
    if isinstance(models, Mapping):
        if subject not in models:
            raise Undecodable(message_en=f"no event belongs on {subject}")
        return models[subject]
    return models


@dataclass(frozen=True)
class Identity:
    """Whose a message is, as far as it says."""

    submission: str | None = None
    document: str | None = None
    parser: str | None = None
    run: str | None = None


def identity(payload: bytes) -> Identity:
    """Whose a message is that may be broken; None where it does not say."""
    try:
        data: Any = json.loads(payload)["data"]
        found = [data.get(name) for name in ("submission", "document_id", "parser_version", "run")]
    except (ValueError, KeyError, TypeError, AttributeError):
        return Identity()
    return Identity(*(value if isinstance(value, str) and value else None for value in found))


def _unused(data: Data) -> set[str]:
    """Of the two forms of a body, and of what is not there at all, only what is used goes into the event."""
    return {name for name in ("document", "review", "dataref") if getattr(data, name, None) is None}


def _where(error: ValidationError) -> str:
    """Which fields are wrong, without the values: they may be text of a document."""
    return ", ".join(
        sorted({f"{'.'.join(map(str, each['loc'])) or 'JSON'} ({each['type']})" for each in error.errors()})
    )
