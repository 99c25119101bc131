"""The pure core of parse: bytes to documents, through decoding, a reader for the form, and extraction."""

import hashlib
from collections.abc import Callable
from dataclasses import replace

from services.parse.blocks import Reading
from services.parse.decode import REPLACEMENT, decode
from services.parse.extract.document import Origin, extract_documents
from services.parse.formats import FORMATS
from services.parse.readers.ocr_markdown import read_ocr_markdown
from services.parse.readers.pdf_text import read_pdf_text
from services.parse.readers.plain_text import read_plain_text
from services.parse.readers.word_text import read_word_text
from services.parse.sniff import sniff
from shared.document import Document
from shared.errors import Malformed
from shared.media import media_type
from shared.places import line

PARSER_VERSION = "1.0.0"

Reader = Callable[[list[str]], Reading]

READERS: dict[str, Reader] = {
    "ocr-markdown": read_ocr_markdown,
    "pdf-text": read_pdf_text,
    "text": read_plain_text,
    "word-text": read_word_text,
}


def parse(data: bytes, source: str, *, document_id: str | None = None, parent: str | None = None) -> list[Document]:
    """The documents in `data`, in order: nearly always one; a department's file with its units gives several.

    `document_id` is the id of the whole file (sha256 of `data` unless given). Raises shared.errors.DocumentFailure.
    """
    identity = document_id or hashlib.sha256(data).hexdigest()
    return extract_documents(read(data), Origin(source, identity, parent))


def read(data: bytes) -> Reading:
    """The blocks of a file, read by the reader for its format, or for its form where it is a text."""
    reader = FORMATS.get(media_type(data))
    try:
        return reader(data) if reader else read_text(data)
    except RecursionError as error:  # elements in elements beyond what any program writes
        raise Malformed from error


def read_text(data: bytes) -> Reading:
    """The blocks of a text dump."""
    lines = decode(data).split("\n")
    reading = READERS[sniff(lines)](lines)
    damaged = tuple(line(number) for number, text in enumerate(lines, 1) if REPLACEMENT in text)
    if damaged:
        doubt = ("characters_lost", None, damaged)
        reading = replace(reading, warnings=(*reading.warnings, doubt))
    return reading
