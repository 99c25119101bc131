"""The messages on the bus: CloudEvents 1.0 in structured JSON mode, with the data of the public contract.

`data` over 256 KiB goes to the object store; the message then has a `dataref` in the place of the large field.
"""

from datetime import datetime
from typing import Generic, Literal, TypeVar

from pydantic import BaseModel, ConfigDict

from shared.document import Document
from shared.findings import Counts, Review, Versions

Outcome = Literal["error", "warning", "info", "clean", "unjudged"]


class Data(BaseModel):
    """Base of event data: unknown fields are ignored, so that a newer sender may add some (additive changes only)."""

    model_config = ConfigDict(frozen=True, extra="ignore")


class DataRef(Data):
    """A body in the object store: its name, size in bytes and sha256 in hex."""

    bucket: str
    name: str
    size: int
    sha256: str


class Received(Data):
    """documents.received: ingest accepted a document."""

    submission: str
    batch: str
    document_id: str
    parent: str | None = None
    members: int = 1
    source: str
    media_type: str
    size: int
    blob: DataRef
    channel: Literal["inbox", "http", "cli"]
    retry_of: str | None = None
    received_at: datetime


class Parsed(Data):
    """documents.parsed: parse read a document; the document is inline or in the object store (`dataref`)."""

    submission: str
    document_id: str
    parent: str | None = None
    parts: int = 1
    template: str
    kind: str
    division: str
    counts: dict[str, int]
    parser_version: str
    document: Document | None = None
    dataref: DataRef | None = None


class Validated(Data):
    """documents.validated: validate judged a document; the review is inline (`review`) or in the object store."""

    submission: str
    document_id: str
    outcome: Outcome
    counts: Counts
    versions: Versions
    review: Review | None = None
    dataref: DataRef | None = None


class Stored(Data):
    """documents.stored: store committed a document and its review."""

    submission: str
    document_id: str
    series: str
    revision: int
    outcome: Outcome


class Arrival(Data):
    """How a submission came that ended at ingest: no received event tells it. None in events of later stages."""

    batch: str | None = None
    source: str | None = None
    channel: Literal["inbox", "http", "cli"] | None = None
    received_at: datetime | None = None
    retry_of: str | None = None


class Failed(Arrival):
    """documents.failed: a submission or one of its documents ended in failure."""

    submission: str
    document_id: str | None
    stage: str
    code: str
    message: str
    message_en: str
    retryable: bool
    attempts: int


class Duplicate(Arrival):
    """documents.duplicate: the same bytes came before, under the same parser and rules."""

    submission: str
    document_id: str
    first_submission: str


class Verdict(Data):
    """verdicts.<province>.<city>.<county>.<outcome>: the public event, one a document and revision."""

    submission: str
    document_id: str
    series: str
    revision: int
    previous_outcome: Outcome | None
    division: str
    department: str | None
    fiscal_year: int | None
    kind: str
    title: str | None
    source: str
    outcome: Outcome
    counts: Counts
    counts_by_rule: dict[str, int]
    versions: Versions
    review_url: str


D = TypeVar("D", bound=Data)


class Event(BaseModel, Generic[D]):
    """A CloudEvent: `id` is also the Nats-Msg-Id, `subject` the document id."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    specversion: Literal["1.0"] = "1.0"
    id: str
    source: str
    type: str
    subject: str
    time: datetime
    datacontenttype: Literal["application/json"] = "application/json"
    data: D
