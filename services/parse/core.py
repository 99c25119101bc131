"""The pure core of parse: bytes to documents, through decoding, a reader for the form, and extraction."""

import hashlib
import re
from collections.abc import Callable
from dataclasses import replace

from services.parse.blocks import Block, Cell, Line, Reading, Table
from services.parse.decode import REPLACEMENT, decode
from services.parse.extract.document import Origin, extract_documents
from services.parse.formats import reader_for
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

_HALF_PAIR = re.compile("[\ud800-\udfff]")

Reader = Callable[[list[str]], Reading]

READERS: dict[str, Reader] = {
    "ocr-markdown": read_ocr_markdown,
    "pdf-text": read_pdf_text,
    "text": read_plain_text,
    "word-text": read_word_text,
}


def parse(
    data: bytes,
    source: str,
    *,
    document_id: str | None = None,
    parent: str | None = None,
    pdf_engine: str = "pdfium",
) -> list[Document]:
    """The documents in `data`, in order: nearly always one; a department's file with its units gives several.

    `document_id` is the id of the whole file (sha256 of `data` unless given); `pdf_engine` "pdfplumber" has the
    reference read all pages of a PDF. Raises shared.errors.DocumentFailure.
    """
    identity = document_id or hashlib.sha256(data).hexdigest()
    return extract_documents(read(data, pdf_engine), Origin(source, identity, parent))


def read(data: bytes, pdf_engine: str = "pdfium") -> Reading:
    """The blocks of a file, read by the reader for its format, or for its form where it is a text."""
    reader = reader_for(media_type(data), pdf_engine)
    try:
        return _sound(reader(data)) if reader else read_text(data)
    except RecursionError as error:  # elements in elements beyond what any program writes
        raise Malformed from error


def _sound(reading: Reading) -> Reading:
    """`reading` without tables that have no row, and without halves of surrogate pairs, which a damaged font may give
    and which no text can hold."""
    if any(isinstance(block, Table) and not block.rows for block in reading.blocks):
        kept = tuple(block for block in reading.blocks if isinstance(block, Line) or block.rows)
        reading = replace(reading, blocks=kept)
    parts: list[Line | Cell] = [block for block in reading.blocks if isinstance(block, Line)]
    parts += [cell for block in reading.blocks if isinstance(block, Table) for row in block.rows for cell in row]
    damaged = [part for part in parts if _HALF_PAIR.search(part.text)]
    if not damaged:
        return reading
    doubt = ("characters_lost", None, tuple(place for part in damaged for place in part.places))
    return replace(reading, blocks=tuple(map(_repaired, reading.blocks)), warnings=(*reading.warnings, doubt))


def _repaired(block: Block) -> Block:
    if isinstance(block, Line):
        return replace(block, text=_HALF_PAIR.sub(REPLACEMENT, block.text))
    rows = (tuple(replace(cell, text=_HALF_PAIR.sub(REPLACEMENT, cell.text)) for cell in row) for row in block.rows)
    return Table(tuple(rows))


def read_text(data: bytes) -> Reading:
    """The blocks of a text dump."""
    lines = decode(data).split("\n")
    reading = READERS[sniff(lines)](lines)
    damaged = tuple(line(number) for number, text in enumerate(lines, 1) if REPLACEMENT in text)
    if damaged:
        doubt = ("characters_lost", None, damaged)
        reading = replace(reading, warnings=(*reading.warnings, doubt))
    return reading
