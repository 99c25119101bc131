"""PDF tables complete, against pdfplumber's extract_tables: CPU time on one core, ratios of one run.

`python -m benchmarks.pdf [FOLDER]`: the PDF files of a folder (real ones), and generated documents. The native limit is
what PDFium itself takes to load the pages and their text; a reader in Python cannot be faster.
"""

import ctypes
import gc
import io
import os
import resource
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from statistics import median

import pdfplumber
import pypdfium2 as pdfium
from pypdfium2 import raw

from services.parse.readers.pdf.reader import read_pdf
from specimens.variants import variant

ROUNDS = 5
REFERENCE_ROUNDS = 2
SEEDS = (3, 12, 27)
LONG = 1000  # pages of the file that memory is measured on


def ours(data: bytes) -> None:
    """The fast reader, from bytes to blocks with places."""
    read_pdf(data)


def reference(data: bytes) -> None:
    """pdfplumber, each page closed."""
    with pdfplumber.open(io.BytesIO(data)) as document:
        for page in document.pages:
            page.extract_tables()
            page.close()


def limit(data: bytes) -> None:
    """PDFium alone: page, text page, all characters in one call."""
    document = pdfium.PdfDocument(data)
    for page in document:
        text = page.get_textpage()
        count = text.count_chars()
        buffer = (ctypes.c_ushort * (count + 1))()
        raw.FPDFText_GetText(text.raw, 0, count, buffer)
        text.close()
        page.close()
    document.close()


def cpu(work: Callable[[bytes], None], data: bytes, rounds: int) -> float:
    """Median CPU seconds of `work`."""
    taken = []
    for _ in range(rounds):
        gc.collect()
        begun = time.process_time()
        work(data)
        taken.append(time.process_time() - begun)
    return median(taken)


def repeated(data: bytes, pages: int) -> bytes:
    """A file whose pages come again until there are `pages`."""
    source, target = pdfium.PdfDocument(data), pdfium.PdfDocument.new()
    while len(target) < pages:
        target.import_pages(source, list(range(min(len(source), pages - len(target)))))
    out = io.BytesIO()
    target.save(out)
    return out.getvalue()


def compare(title: str, files: Iterable[tuple[str, bytes]]) -> None:
    """A table of milliseconds a page and ratios, and their sum."""
    print(f"\n{title}\n")
    print("| file | pages | native limit ms | Gouji ms | pdfplumber ms | times faster | of the limit |")
    print("| --- | ---: | ---: | ---: | ---: | ---: | ---: |")
    total, sums = 0, [0.0, 0.0, 0.0]
    for name, data in files:
        pages = len(pdfium.PdfDocument(data))
        taken = [cpu(limit, data, ROUNDS), cpu(ours, data, ROUNDS), cpu(reference, data, REFERENCE_ROUNDS)]
        total, sums = total + pages, [a + b for a, b in zip(sums, taken, strict=True)]
        row(name, pages, taken)
    row("**sum**", total, sums)


def row(name: str, pages: int, taken: list[float]) -> None:
    """One row of the table."""
    lowest, mine, theirs = taken
    figures = " | ".join(f"{seconds / pages * 1000:.2f}" for seconds in taken)
    print(f"| {name} | {pages} | {figures} | {theirs / mine:.1f} | {mine / lowest:.2f} |", flush=True)


def memory(data: bytes) -> None:
    """Peak memory and time for 100 and for LONG pages, each in a child of its own."""
    print("\n| pages | CPU s | peak MB |\n| ---: | ---: | ---: |")
    for pages in (LONG // 10, LONG):
        long = repeated(data, pages)
        child = os.fork()
        if child == 0:
            del data
            begun = time.process_time()
            read_pdf(long)
            peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
            print(f"| {pages} | {time.process_time() - begun:.2f} | {peak:.0f} |", flush=True)
            os._exit(0)
        os.waitpid(child, 0)


def main() -> None:
    """Print everything; pinned to one core where the system can."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else "../shared/pdfs")
    generated = [(f"generated {seed}", variant("pdf", seed).content) for seed in SEEDS]
    compare("Generated documents", generated)
    if folder.is_dir():
        compare("Published documents", [(path.name, path.read_bytes()) for path in sorted(folder.glob("*.pdf"))])
    memory(generated[0][1])


if __name__ == "__main__":
    main()
