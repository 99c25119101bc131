"""Invented documents as scans and photographs: read right or doubted, and nobody accused for what was misread.

The model reads each page in seconds, so these are few; `python -m benchmarks.scans` measures many.
"""

from functools import reduce
from operator import add
from typing import Any

import pytest

from services.parse.core import parse
from shared.document import Document
from shared.warnings import warning
from specimens.compare import said
from specimens.content import generate
from specimens.recognised import DOUBTS, Tally, findings, folded, tally
from specimens.render_scan import SCANNERS, photographs, render
from specimens.render_typst import has_font
from specimens.render_typst import render as printed
from specimens.setting import Knobs
from specimens.specimen import Specimen

pytestmark = [
    pytest.mark.skipif(not has_font(), reason="no Chinese font on this machine to print with"),
    pytest.mark.timeout(600),  # seconds of CPU that a busy machine stretches
]

SHORT = Knobs(projects=1, generation=3, contents=False, sub_goals=False, safeguards=False, blank_projects=0)
SCANS = ((13, "clean"), (14, "copied"), (12, "faded"), (18, "150 dpi"))

Read = list[tuple[Specimen, Document]]


@pytest.fixture(scope="module")
def scans() -> Read:
    """Scans of one page or two with what was read from them, the clean one first, a photograph last."""
    made = [render(generate(seed, SHORT), seed, SCANNERS[scanner], printed) for seed, scanner in SCANS]
    made.append(photographs(generate(22, SHORT), 22, "TIFF"))
    return [(scan, parse(scan.content, scan.name)[0]) for scan in made]


SHORTCOMINGS = {
    "just enough": (Tally(cells=1000, wrong=20, doubted=19, needless=49), []),
    "too many wrong": (Tally(cells=1000, wrong=21, doubted=21), ["right cells"]),
    "too many wrong ones unseen": (Tally(cells=1000, wrong=20, doubted=18), ["wrong cells doubted"]),
    "too many doubts": (Tally(cells=1000, needless=51), ["right cells not doubted"]),
    "an accusation": (Tally(cells=1000, false=1), ["no false finding"]),
}


@pytest.mark.parametrize(("counted", "short"), SHORTCOMINGS.values(), ids=SHORTCOMINGS.keys())
def test_bars_are_those_asked_of_scans(counted: Tally, short: list[str]) -> None:
    assert counted.short == short


def test_misread_cell_counts_as_wrong_and_its_place_as_doubted(scans: Read) -> None:
    scan, document = scans[0]
    project = document.projects[0].model_copy(update={"budget": "99999.99"})
    misread = document.model_copy(update={"projects": [project]})
    before, after = tally(scan.truth, document), tally(scan.truth, misread)
    assert (after.wrong - before.wrong, after.doubted - before.doubted) == (1, 0)
    noted = warning("ocr_doubtful", "99999.99", tuple(_listed(project.at["budget"])), reason="99999.99")
    flagged = misread.model_copy(update={"warnings": [*misread.warnings, noted]})
    assert tally(scan.truth, flagged).doubted == before.doubted + 1


def _listed(at: Any) -> list[Any]:
    return at if isinstance(at, list) else [at]


def test_cells_are_right_or_doubted_and_no_finding_is_false(scans: Read) -> None:
    total = reduce(add, (tally(scan.truth, document) for scan, document in scans))
    assert total.cells > 200
    assert total.short == [], total
    assert total.found > total.findings * 0.8, total


def test_clean_scan_says_what_the_printed_file_says(scans: Read) -> None:
    scan, document = scans[0]
    seed = SCANS[0][0]
    (file,) = parse(printed(generate(seed, SHORT), seed).content, scan.name)
    assert told(document) == told(file)
    assert findings(document) <= findings(file)


def told(document: Document) -> Any:
    """What a document says, but for doubts about letters and for what print hardly shows."""
    whole = said(document)
    return _folded({**whole, "warnings": [each for each in whole["warnings"] if each["code"] not in DOUBTS]})


def _folded(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _folded(each) for name, each in value.items()}
    return [_folded(each) for each in value] if isinstance(value, list) else folded(value)
