"""PDF tables complete, against pdfplumber's extract_tables: CPU time on one core, ratios of one run.

`python -m benchmarks.pdf [FOLDER]`: the PDF files of a folder (real ones), and generated documents. The native limit is
what PDFium itself takes to load the pages and their text; a reader in Python cannot be faster.
"""

import ctypes
import gc
import io
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from pathlib import Path

import pdfplumber
import pypdfium2 as pdfium
from pypdfium2 import raw

import services.parse.task  # noqa: F401 - sets the rhythm of the garbage collector, for all that is compared
from services.parse.core import read
from services.parse.extract.document import Origin, extract_documents
from services.parse.readers.pdf.reader import read_pdf
from services.validate.core import judge
from specimens.setting import Knobs
from specimens.variants import variant

ROUNDS = 12
REFERENCE_ROUNDS = 4
SEEDS = (3, 12, 27)
LONG = 1000  # pages of the file that memory is measured on
LONG_PROJECTS = 90  # of a generated document: some hundred pages


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


def cpu(data: bytes, *works: tuple[Callable[[bytes], object], int]) -> list[float]:
    """The least CPU seconds of each work in its number of rounds, in turn: other programs only add to them."""
    least = [float("inf")] * len(works)
    for number in range(max(rounds for _, rounds in works)):
        for i, (work, rounds) in enumerate(works):
            if number < rounds:
                gc.collect()
                begun = time.process_time()
                work(data)
                least[i] = min(least[i], time.process_time() - begun)
    return least


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
        taken = cpu(data, (limit, ROUNDS), (ours, ROUNDS), (reference, REFERENCE_ROUNDS))
        total, sums = total + pages, [a + b for a, b in zip(sums, taken, strict=True)]
        row(name, pages, taken)
    row("**sum**", total, sums)


def row(name: str, pages: int, taken: list[float]) -> None:
    """One row of the table."""
    lowest, mine, theirs = taken
    figures = " | ".join(f"{seconds / pages * 1000:.2f}" for seconds in taken)
    print(f"| {name} | {pages} | {figures} | {theirs / mine:.1f} | {mine / lowest:.2f} |", flush=True)


def memory(title: str, data: bytes) -> None:
    """Peak memory and time of a tenth of LONG pages and of LONG pages, each in a process of its own."""
    with tempfile.TemporaryDirectory() as folder:
        for pages in (LONG // 10, LONG):
            path = Path(folder, "long.pdf")
            path.write_bytes(repeated(data, pages))
            for step in ("read", "parse"):
                command = [sys.executable, "-m", "benchmarks.pdf_alone", step, str(path)]
                took = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()  # noqa: S603
                print(f"| {title} | {pages} | {step} | {' | '.join(took)} |", flush=True)


def whole(name: str, data: bytes) -> None:
    """What extraction and judging add to reading."""
    reading = read(data)
    documents = extract_documents(reading, Origin(name, "0" * 64))
    steps = (read, lambda _: extract_documents(reading, Origin(name, "0" * 64)), lambda _: list(map(judge, documents)))
    taken = cpu(data, *((step, ROUNDS) for step in steps))
    figures = " | ".join(f"{seconds * 1000:.0f}" for seconds in taken)
    print(f"| {name} | {reading.pages} | {figures} | {sum(taken) / taken[0]:.2f} |", flush=True)


def main() -> None:
    """Print everything; pinned to one core where the system can."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else "../shared/pdfs")
    generated = [(f"generated {seed}", variant("pdf", seed).content) for seed in SEEDS]
    compare("Generated documents", generated)
    if folder.is_dir():
        compare("Published documents", [(path.name, path.read_bytes()) for path in sorted(folder.glob("*.pdf"))])
    long = [("generated", variant("pdf", SEEDS[0], Knobs(projects=LONG_PROJECTS)).content)]
    long += [(path.name, path.read_bytes()) for path in sorted(folder.glob("*.pdf"))]
    print("\n| file | pages | read ms | extract ms | judge ms | all of reading |")
    print("| --- | ---: | ---: | ---: | ---: | ---: |")
    for name, data in long:
        whole(name, data)
    print("\n| of | pages | step | CPU s | peak MB |\n| --- | ---: | --- | ---: | ---: |")
    for name, data in (generated[0], long[-1]):
        memory(name, data)


if __name__ == "__main__":
    main()
