"""The document or review of an event, wherever it travelled: inline, or in the object store under `dataref`."""

import asyncio

from pydantic import ValidationError

from shared.blobs import BlobCorrupt, Blobs
from shared.document import Document
from shared.envelope import Undecodable
from shared.events import Parsed, Validated
from shared.findings import Review


async def document_of(parsed: Parsed, blobs: Blobs) -> Document:
    """The document of a parsed event."""
    if parsed.document is not None:
        return parsed.document
    if parsed.dataref is None:
        raise Undecodable(message_en="a parsed event with neither document nor dataref")
    try:
        return await asyncio.to_thread(Document.model_validate_json, await blobs.get(parsed.dataref))
    except ValidationError as error:
        raise BlobCorrupt(message_en=f"object {parsed.dataref.name} is no document") from error


async def review_of(validated: Validated, blobs: Blobs) -> Review:
    """The review of a validated event."""
    if validated.review is not None:
        return validated.review
    if validated.dataref is None:
        raise Undecodable(message_en="a validated event with neither review nor dataref")
    try:
        return await asyncio.to_thread(Review.model_validate_json, await blobs.get(validated.dataref))
    except ValidationError as error:
        raise BlobCorrupt(message_en=f"object {validated.dataref.name} is no review") from error
