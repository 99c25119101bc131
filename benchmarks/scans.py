"""Scans of invented documents: how many cells are read right, how many wrong ones are doubted, CPU seconds a page.

`python -m benchmarks.scans [PART …]`: all documents, or those whose name holds one of the parts; wrong cells and false
findings are listed below each. Exit status 1 where a bar of specimens.recognised does not hold.
"""

import sys
import time
from collections.abc import Iterator

from services.parse.core import parse
from specimens import render_paper, render_sheet_pdf, render_typst
from specimens.content import generate
from specimens.disclosure import disclosure
from specimens.recognised import Tally, findings, folded, judged, tally
from specimens.render_scan import SCANNERS, Print, render
from specimens.setting import Knobs
from specimens.specimen import Specimen

TARGETS: tuple[tuple[int, str, Print], ...] = (
    *((seed, scanner, render_typst.render) for seed, scanner in enumerate(SCANNERS, 11)),
    *((seed, scanner, render_paper.render) for seed, scanner in enumerate(SCANNERS, 31)),
)
DISCLOSURES = ((3, "clean"), (5, "150 dpi"), (8, "photograph"))
HEADER = ("document", "pages", "cells", "wrong", "doubted", "right but doubted", "findings", "found", "false", "CPU s")


def documents() -> Iterator[tuple[str, Specimen]]:
    """Each document by its name."""
    wanted = sys.argv[1:] or [""]
    for seed, scanner, printed in TARGETS:
        name = f"target text {seed}, {printed.__module__.rpartition('.')[2]}, {scanner}"
        if any(part in name for part in wanted):
            content = generate(seed, Knobs(projects=1 + seed % 2, contents=seed % 3 == 0, blank_projects=0))
            yield name, render(content, seed, SCANNERS[scanner], printed)
    for seed, scanner in DISCLOSURES:
        name = f"disclosure {seed}, {scanner}"
        if any(part in name for part in wanted):
            yield name, scanned_disclosure(seed, scanner)


def scanned_disclosure(seed: int, scanner: str) -> Specimen:
    """A disclosure with all its budget tables as a scan."""
    what = disclosure(seed, Knobs(projects=1))
    return render(what.content, seed, SCANNERS[scanner], lambda _, number: render_sheet_pdf.by_typst(what, number))


def main() -> None:
    """Print a row for each document, and their sum."""
    print(f"| {' | '.join(HEADER)} |\n| --- |{' ---: |' * (len(HEADER) - 1)}")
    total, pages, seconds = Tally(), 0, 0.0
    for name, specimen in documents():
        begun = time.process_time()
        (document,) = parse(specimen.content, specimen.name)
        taken = time.process_time() - begun
        counted = tally(specimen.truth, document)
        row(name, document.pages or 0, counted, taken)
        for path, right, value, doubted in judged(specimen.truth, document):
            if folded(right) != folded(value):
                print(f"  {path}: {right!r} was read as {value!r}{' (doubted)' if doubted else ''}", file=sys.stderr)
        for false in sorted(findings(document) - findings(specimen.truth)):
            print(f"  false: {false}", file=sys.stderr)
        total, pages, seconds = total + counted, pages + (document.pages or 0), seconds + taken
    row("**sum**", pages, total, seconds)
    sys.exit(f"falls short: {', '.join(total.short)}" if total.short else 0)


def row(name: str, pages: int, counted: Tally, seconds: float) -> None:
    """One row of the table."""
    counts = (counted.cells, counted.wrong, counted.doubted, counted.needless)
    found = (counted.findings, counted.found, counted.false)
    print(f"| {name} | {pages} | {' | '.join(map(str, (*counts, *found)))} | {seconds:.1f} |", flush=True)


if __name__ == "__main__":
    main()
