"""Invented documents printed by another PDF engine are read as they were meant."""

import os

import pytest

from services.parse.core import parse
from specimens.compare import faults
from specimens.content import generate
from specimens.render_typst import has_font, render

VARIANTS = int(os.environ.get("GOUJI_VARIANTS", "24"))
FIRST = int(os.environ.get("GOUJI_SEED", "1"))

pytestmark = pytest.mark.skipif(not has_font(), reason="no Chinese font on this machine to print with")


@pytest.mark.parametrize("seed", range(FIRST, FIRST + max(2, VARIANTS // 4)))
def test_document_of_another_engine_is_read_as_it_was_meant(seed: int) -> None:
    specimen = render(generate(seed), seed)
    (document,) = parse(specimen.content, specimen.name)
    assert faults(specimen, document) == [], f"seed {seed}"
    assert not [warning.code for warning in document.warnings if warning.code.startswith("page_")]
