"""PDF files with a text layer: page by page, each page closed before the next is opened.

A page that the fast reader is not sure of is read again by pdfplumber, which is also the reference engine.
"""

import re
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from typing import Literal, TypeAlias

import pypdfium2 as pdfium
from pypdfium2 import raw

from services.parse.blocks import Block, Line, Reading, Table
from services.parse.readers.pdf.fonts import stand_in
from services.parse.readers.pdf.geometry import Box
from services.parse.readers.pdf.page import MARGIN, Page, read_page
from services.parse.readers.pdf.reference import Reference, read_page_again, reference_of
from services.parse.readers.uncertain import uncertain_rows
from shared.errors import DocumentFailure, Encrypted, Malformed, TooLarge
from shared.media import PDF
from shared.places import Place
from shared.sandboxed import out_of_time

Engine: TypeAlias = Literal["pdfium", "pdfplumber"]
Doubt: TypeAlias = tuple[str, str | None, tuple[Place, ...]]
Warnings: TypeAlias = list[Doubt]

_PAGE_NUMBER = re.compile(r"^[-—–―\s]*(?:第\s*)?\d{1,4}(?:\s*页)?(?:\s*[/／共]\s*(?:共\s*)?\d{1,4}\s*页?)?[-—–―\s]*$")
_PAGES_AT_A_TIME = 100  # then the file is opened anew, for a third of the memory of a thousand pages
_AT_EDGE = 1.0  # points from the left or right edge of the page: no table that ends on its page comes so near
_MARKED = 2  # pages: the same writing across so many is a watermark
_RUNNING = 3  # pages: the same line in the margin of so many pages is a running header or footer


def read_pdf(data: bytes, engine: Engine = "pdfium") -> Reading:
    """The blocks of a PDF. Raises Encrypted or Malformed."""
    with stand_in():
        with closing(_opened(data)) as document:
            count = len(document)
        warnings: Warnings = []
        pages = list(_pages(data, count, engine, warnings))
    warnings += _doubtful_marks(pages)
    form = "scan" if pages and all(page.is_scan for page in pages) else "pdf"
    return Reading(form, PDF, tuple(_blocks(pages)), count, tuple(warnings))


def _opened(data: bytes) -> pdfium.PdfDocument:
    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        # PDFium may still hold the error of an earlier file, so the file itself must name its encryption too.
        needs_password = raw.FPDF_GetLastError() == raw.FPDF_ERR_PASSWORD and b"/Encrypt" in data
        raise (Encrypted if needs_password else Malformed) from error
    if not len(document):
        document.close()
        raise Malformed
    return document


def _pages(data: bytes, count: int, engine: Engine, warnings: Warnings) -> Iterator[Page]:
    reference = reference_of(data)
    for document, index in _each_page(data, count):
        place: Place = {"page": index + 1}
        if out_of_time():
            warnings.append(("pages_unread", f"{index + 1}–{count}", (place,)))
            return
        if engine == "pdfplumber":
            if again := _read_again(reference, index):
                yield again
            else:
                warnings.append(("page_unreadable", None, (place,)))
            continue
        try:
            page = read_page(document, index)
        except pdfium.PdfiumError:
            warnings.append(("page_unreadable", None, (place,)))
            continue
        if page.is_scan:
            try:
                page = _recognised(document, index, page, warnings)
            except TooLarge:
                if count == 1:
                    raise
                warnings.append(("page_unreadable", None, (place,)))
                continue
        elif page.doubts:
            page = _by_both(reference, index, page, warnings)
        warnings += _cut_off(page)
        yield page


def _each_page(data: bytes, count: int) -> Iterator[tuple[pdfium.PdfDocument, int]]:
    """The open file and the index of each page. PDFium keeps what it has parsed of a file until this is closed."""
    for first in range(0, count, _PAGES_AT_A_TIME):
        with closing(_opened(data)) as document:
            for index in range(first, min(first + _PAGES_AT_A_TIME, count)):
                yield document, index


def _read_again(reference: Reference, index: int) -> Page | None:
    """The page by pdfplumber; None where it fails, as it does in many ways on a damaged file that PDFium repairs."""
    try:
        return read_page_again(reference, index)
    except (DocumentFailure, MemoryError):
        raise
    except Exception:  # noqa: BLE001 - any error of a library on hostile bytes
        return None


def _by_both(reference: Reference, index: int, page: Page, warnings: Warnings) -> Page:
    """A doubtful page as pdfplumber reads it; as it was, and still doubtful, where that fails."""
    place: Place = {"page": index + 1}
    if again := _read_again(reference, index):
        warnings.append(("page_read_again", "、".join(page.doubts), (place,)))
        return again
    tables = (block for _, block in page.blocks if isinstance(block, Table))
    warnings += [doubt for table in tables for doubt in uncertain_rows(table)] or [("page_unreadable", None, (place,))]
    return page


def _cut_off(page: Page) -> Iterator[Doubt]:
    """Doubts of a table that reaches the page's edge, and of each of its rows: what runs off the page is not read."""
    for box, block in page.blocks:
        if isinstance(block, Table) and (box[0] < _AT_EDGE or box[2] > page.width - _AT_EDGE):
            yield "table_off_page", None, ({"page": page.number, "bbox": list(box)},)
            yield from uncertain_rows(block)


def _recognised(document: pdfium.PdfDocument, index: int, page: Page, warnings: Warnings) -> Page:
    """A page without a text layer, read as the picture it is."""
    from services.parse.readers.scan.pictures import page_picture  # noqa: PLC0415 - only scans need its libraries
    from services.parse.readers.scan.reader import read_page_picture  # noqa: PLC0415

    blocks, doubts = read_page_picture(page_picture(document, index), index + 1)
    warnings += doubts
    return Page(page.number, page.width, page.height, blocks, is_scan=True)


def _blocks(pages: list[Page]) -> Iterator[Block]:
    running = _running_lines(pages)
    for page in pages:
        for box, block in page.blocks:
            if isinstance(block, Line) and _is_marginal(page, box) and _is_of_the_page(block.text, running):
                continue
            yield block


def _doubtful_marks(pages: list[Page]) -> Iterator[tuple[str, str, tuple[Place, ...]]]:
    """Writing across one page only may have been meant to be read; on more it is a watermark."""
    seen = Counter(page.mark[0] for page in pages if page.mark)
    for page in pages:
        if page.mark and seen[page.mark[0]] < _MARKED:
            text, box = page.mark
            yield "mark_left_out", text, ({"page": page.number, "bbox": list(box)},)


def _is_of_the_page(text: str, running: set[str]) -> bool:
    """Page numbers and running headers belong to the page, not to the document."""
    return bool(_PAGE_NUMBER.match(text)) or _key(text) in running


def _running_lines(pages: list[Page]) -> set[str]:
    seen = Counter(
        key
        for page in pages
        for key in {
            _key(block.text) for box, block in page.blocks if isinstance(block, Line) and _is_marginal(page, box)
        }
    )
    return {key for key, count in seen.items() if count >= _RUNNING and count > len(pages) / 2}


def _is_marginal(page: Page, box: Box) -> bool:
    _, top, _, bottom = box
    return bottom < page.height * MARGIN or top > page.height * (1 - MARGIN)


def _key(text: str) -> str:
    """A running line but for its page number."""
    return re.sub(r"\d+|\s+", "", text)
