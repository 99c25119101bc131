"""Every cell in which the fast PDF reader and pdfplumber differ: `python -m benchmarks.pdf_differences [FOLDER]`.

Cells are matched by page, table, row and column; a table that only one of the two found is named with its first words.
"""

import io
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pdfplumber

from services.parse.blocks import Table
from services.parse.readers.pdf.reader import read_pdf

Rows = list[list[str]]


def ours(data: bytes) -> dict[int, list[Rows]]:
    """Tables by page."""
    found: dict[int, list[Rows]] = {}
    for block in read_pdf(data).blocks:
        if isinstance(block, Table):
            page = next(place["page"] for row in block.rows for cell in row for place in cell.places)
            found.setdefault(page, []).append([[cell.text for cell in row] for row in block.rows])
    return found


def theirs(data: bytes) -> dict[int, list[Rows]]:
    """Tables by page, from top to bottom."""
    found: dict[int, list[Rows]] = {}
    with pdfplumber.open(io.BytesIO(data)) as document:
        for number, page in enumerate(document.pages, 1):
            tables = sorted(page.find_tables(), key=lambda table: (table.bbox[1], table.bbox[0]))
            if tables:
                found[number] = [[[cell or "" for cell in row] for row in table.extract()] for table in tables]
            page.close()
    return found


def differences(mine: list[Rows], other: list[Rows]) -> Iterator[str]:
    """What differs on one page, a line each."""
    if len(mine) != len(other):
        yield f"{len(mine)} tables, pdfplumber {len(other)}: {[first(t) for t in mine]} / {[first(t) for t in other]}"
    for number, (one, two) in enumerate(zip(mine, other, strict=False), 1):
        sizes = (len(one), max(map(len, one))), (len(two), max(map(len, two)))
        if sizes[0] != sizes[1]:
            yield f"table {number} is {sizes[0]}, pdfplumber {sizes[1]}: {first(one)!r} / {first(two)!r}"
            continue
        for row, (left, right) in enumerate(zip(one, two, strict=True), 1):
            for column, (text, seen) in enumerate(zip(left, right, strict=True), 1):
                if bare(text) != bare(seen):
                    yield f"table {number} row {row} column {column}: {text!r} / {seen!r}"


def first(table: Rows) -> str:
    """The first words of a table."""
    return "|".join(cell for row in table for cell in row if cell)[:60]


def bare(text: str) -> str:
    """A text without white space, which the engines set differently."""
    return re.sub(r"\s+", "", text)


def main() -> None:
    """Print them, file by file."""
    for path in sorted(Path(sys.argv[1] if len(sys.argv) > 1 else "../shared/pdfs").glob("*.pdf")):
        mine, other = ours(path.read_bytes()), theirs(path.read_bytes())
        cells = sum(len(row) for tables in mine.values() for table in tables for row in table)
        print(f"{path.name}: {cells} cells")
        for page in sorted(mine.keys() | other.keys()):
            for line in differences(mine.get(page, []), other.get(page, [])):
                print(f"  page {page}: {line}")


if __name__ == "__main__":
    main()
