"""Scans of invented documents: how many cells are read right, how many wrong ones are flagged, seconds a page.

`python -m benchmarks.scans [SEED …]`. Cells are the fields of projects and their indicators that have a place.
"""

import sys
import time
import unicodedata
from collections.abc import Iterator
from typing import Any

from services.parse.core import parse
from shared.document import Document
from specimens.content import generate
from specimens.render_scan import render

_BRACKETS = str.maketrans("〔〕【】", "[][]")
Cell = tuple[str, Any, list[Any]]  # its path, its value, its places


def cells(document: Document) -> Iterator[Cell]:
    """The cells of a document."""
    for project in document.projects:
        yield from _fields(f"project {project.ordinal}", project.model_dump(mode="json"))
        for number, indicator in enumerate(project.indicators, 1):
            yield from _fields(f"project {project.ordinal} indicator {number}", indicator.model_dump(mode="json"))


def _fields(owner: str, record: dict[str, Any]) -> Iterator[Cell]:
    for name, value in record.items():
        if name in {"at", "ordinal", "indicators"} or isinstance(value, list):
            continue
        place = record["at"].get(name)
        if name == "plan" and isinstance(value, dict):
            for part, amount in value.items():
                at = place.get(part) if isinstance(place, dict) and part in place else place
                yield f"{owner} plan.{part}", amount, _listed(at)
        else:
            yield f"{owner} {name}", value, _listed(place)


def _listed(place: Any) -> list[Any]:
    return place if isinstance(place, list) else [place]


def folded(value: Any) -> Any:
    """A value without what the model cannot see: the width of marks, the kind of brackets."""
    return unicodedata.normalize("NFKC", value).translate(_BRACKETS) if isinstance(value, str) else value


def judged(truth: Document, read: Document) -> Iterator[tuple[str, Any, Any, bool]]:
    """(path, what is right, what was read, whether that is flagged) of every cell of the truth."""
    doubts = [
        place
        for warning in read.warnings
        if warning.code == "ocr_doubtful"
        for place in (warning.at if isinstance(warning.at, list) else [warning.at])
    ]
    found = {path: (value, places) for path, value, places in cells(read)}
    for path, right, _ in cells(truth):
        value, places = found.get(path, (None, []))
        if right is not None or value is not None:
            yield path, right, value, any(place in doubts for place in places)


def main() -> None:
    """Print the figures for each seed, and every wrong cell."""
    for seed in map(int, sys.argv[1:] or ["12"]):
        specimen = render(generate(seed), seed)
        begun, cpu = time.perf_counter(), time.process_time()
        document = parse(specimen.content, specimen.name)[0]
        pages = document.pages or 1
        seconds = (time.perf_counter() - begun) / pages, (time.process_time() - cpu) / pages
        rows = list(judged(specimen.truth, document))
        wrong = [row for row in rows if folded(row[1]) != folded(row[2])]
        flagged = sum(row[3] for row in wrong)
        needless = sum(row[3] for row in rows) - flagged
        print(
            f"seed {seed}: {pages} pages, {seconds[0]:.1f} s and {seconds[1]:.1f} CPU s a page, {len(rows)} cells, "
            f"{len(wrong)} wrong, {flagged} of these flagged, {needless} right ones flagged",
            flush=True,
        )
        for path, right, value, is_flagged in wrong:
            print(f"  {path}: {right!r} was read as {value!r}{' (flagged)' if is_flagged else ''}")


if __name__ == "__main__":
    main()
