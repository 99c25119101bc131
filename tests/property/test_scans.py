"""Invented documents as scans and photographs: read right or doubted, and nobody accused for what was misread.

The model reads each page in seconds, so these are few; `python -m benchmarks.scans` measures many.
"""

from functools import reduce
from operator import add
from typing import Any

import pytest

from services.parse.core import parse
from shared.document import Document
from specimens.compare import said
from specimens.content import generate
from specimens.recognised import DOUBTS, findings, folded, tally
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
