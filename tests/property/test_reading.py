"""Invented documents in every text form are read as they were meant, cell by cell, and every value has its lines.

`GOUJI_VARIANTS` sets how many documents a form are tried (default 24), `GOUJI_SEED` the first seed. A failure names the
seed; `specimens.variants.variant(form, seed).text` is the document.
"""

import os

import pytest

from services.parse.core import parse
from specimens.compare import faults
from specimens.places import misplaced
from specimens.variants import RENDERERS, variant

VARIANTS = int(os.environ.get("GOUJI_VARIANTS", "24"))
FIRST = int(os.environ.get("GOUJI_SEED", "1"))


@pytest.mark.parametrize("seed", range(FIRST, FIRST + VARIANTS))
@pytest.mark.parametrize("form", sorted(RENDERERS))
def test_invented_document_is_read_as_it_was_meant(form: str, seed: int) -> None:
    specimen = variant(form, seed)
    documents = parse(specimen.content, specimen.name)
    assert len(documents) == 1
    assert faults(specimen, documents[0]) == [], f"seed {seed}, traits {specimen.traits}"
    assert misplaced(specimen.text, documents[0]) == [], f"seed {seed}, traits {specimen.traits}"
