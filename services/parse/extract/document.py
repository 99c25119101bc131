"""Composes a document from its parts: front matter, target text, budget tables, narrative figures."""

from services.parse.blocks import Reading
from shared.document import Document


def extract_documents(reading: Reading, source: str, identity: str, parent: str | None) -> list[Document]:
    """The documents that stand in `reading`."""
    return [
        Document(
            id=identity,
            parent=parent,
            source=source,
            media_type=reading.media_type,
            form=reading.form,
            pages=reading.pages,
        )
    ]
