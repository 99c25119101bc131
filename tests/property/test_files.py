"""Invented documents as files that keep the grid (Word, web page, PDF, spreadsheet) are read as they were meant."""

import os

import pytest

from services.parse.core import parse
from specimens.compare import faults
from specimens.render_sheet_files import RENDERERS as SHEET_FILES
from specimens.variants import FILES, disclosed, variant

VARIANTS = int(os.environ.get("GOUJI_VARIANTS", "24"))
FIRST = int(os.environ.get("GOUJI_SEED", "1"))


@pytest.mark.parametrize("seed", range(FIRST, FIRST + max(2, VARIANTS // 4)))
@pytest.mark.parametrize("form", sorted(FILES))
def test_invented_file_is_read_as_it_was_meant(form: str, seed: int) -> None:
    specimen = variant(form, seed)
    documents = parse(specimen.content, specimen.name)
    assert len(documents) == 1
    assert faults(specimen, documents[0]) == [], f"seed {seed}"


@pytest.mark.parametrize("form", sorted(FILES))
def test_same_seed_gives_the_same_file(form: str) -> None:
    assert variant(form, 5).content == variant(form, 5).content


@pytest.mark.parametrize("seed", range(FIRST, FIRST + max(2, VARIANTS // 4)))
@pytest.mark.parametrize("form", sorted(SHEET_FILES))
def test_invented_disclosure_file_is_read_as_it_was_meant(form: str, seed: int) -> None:
    specimen = disclosed(form, seed)
    (document,) = parse(specimen.content, specimen.name)
    assert document.budget_tables
    assert faults(specimen, document) == [], f"seed {seed}"
