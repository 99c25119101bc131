"""The messages as JSON Schema and AsyncAPI: `python -m shared.schemas` writes them anew to docs/schemas/.

Generated from shared.events, committed, and held equal by a test; another holds that they only ever grow.
"""

import json
import sys
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from shared import topology
from shared.document import Document
from shared.envelope import SUBJECTS
from shared.events import Data, Duplicate, Event, Failed, Parsed, Received, Stored, Validated, Verdict
from shared.findings import Review
from shared.version import VERSION

FOLDER = Path(__file__).resolve().parents[1] / "docs" / "schemas"
VERDICT_ADDRESS = f"{topology.VERDICTS}.{{province}}.{{city}}.{{county}}.{{outcome}}"
DRAFT = "https://json-schema.org/draft/2020-12/schema"
PLACES = {
    "province": {"description": "First pair of digits of the division (GB/T 2260); 00 unknown"},
    "city": {"description": "Second pair"},
    "county": {"description": "Third pair"},
    "outcome": {"enum": ["error", "warning", "info", "clean", "unjudged"]},
}
EVENTS: tuple[type[Data], ...] = (Received, Parsed, Validated, Stored, Failed, Duplicate, Verdict)
BODIES: dict[str, type[BaseModel]] = {"document": Document, "review": Review}


def schema_of(model: type[BaseModel]) -> dict[str, Any]:
    """The JSON Schema of what `model` prints."""
    return {"$schema": DRAFT, **model.model_json_schema(mode="serialization", by_alias=True)}


def name_of(event: type[Data]) -> str:
    """The file name of an event's schema: that of its type, such as documents.parsed.v1."""
    subject = "verdicts" if event is Verdict else SUBJECTS[event].removeprefix(f"{topology.ROOT}.")
    return f"{subject}.v1"


def schemas() -> dict[str, dict[str, Any]]:
    """File name without ending -> JSON Schema, of every event as it stands on the bus and of the two bodies."""
    events = {name_of(event): schema_of(Event[event]) for event in EVENTS}  # type: ignore[valid-type]
    return {**events, **{name: schema_of(body) for name, body in BODIES.items()}}


def asyncapi() -> dict[str, Any]:
    """An AsyncAPI 3.0 document: a channel an event, its subject, stream and message."""
    channels, operations = {}, {}
    for event in EVENTS:
        name = name_of(event)
        address = VERDICT_ADDRESS if event is Verdict else SUBJECTS[event]
        channels[name] = {
            "address": address,
            "description": (event.__doc__ or "").strip(),
            "messages": {
                "event": {
                    "name": f"cn.gouji.{name}",
                    "contentType": "application/cloudevents+json",
                    "payload": {"$ref": f"./{name}.json"},
                }
            },
            **({"parameters": PLACES} if event is Verdict else {}),
        }
        operations[name] = {"action": "send", "channel": {"$ref": f"#/channels/{name}"}}
    info = {
        "title": "Gouji 勾稽",
        "version": VERSION,
        "description": "CloudEvents 1.0 in structured JSON mode on NATS JetStream. Readers outside take verdicts, "
        f"stored, failed and duplicate from the stream {topology.STREAM_NEWS.name} with a durable each.",
    }
    return {
        "asyncapi": "3.0.0",
        "info": info,
        "servers": {"local": {"host": "127.0.0.1:8422", "protocol": "nats"}},
        "channels": channels,
        "operations": operations,
    }


def files() -> dict[str, str]:
    """File name -> content, of everything under docs/schemas/."""
    found = {**schemas(), "asyncapi": asyncapi()}
    return {f"{name}.json": json.dumps(each, ensure_ascii=False, indent=1) + "\n" for name, each in found.items()}


def main() -> None:
    """Write the files."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, text in files().items():
        (FOLDER / name).write_text(text, encoding="utf-8", newline="\n")
        sys.stdout.write(f"{FOLDER / name}\n")


if __name__ == "__main__":
    main()
