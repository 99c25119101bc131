"""The committed examples: written by the generator, small, and saying what expected.json says."""

from pathlib import Path

import pytest

from specimens.__main__ import main
from specimens.examples import EXPECTED, examples, expected, write

FOLDER = Path(__file__).resolve().parents[3] / "examples"


def test_examples_are_those_that_the_generator_writes(tmp_path: Path) -> None:
    truth = tmp_path / "expected.json"
    write(tmp_path / "examples", truth)
    written = {path.name: path.read_bytes() for path in (tmp_path / "examples").iterdir()}
    assert {path.name: path.read_bytes() for path in FOLDER.iterdir()} == written, "run: make examples"
    assert EXPECTED.read_bytes() == truth.read_bytes(), "run: make examples"


def test_examples_are_small() -> None:
    assert sum(path.stat().st_size for path in FOLDER.iterdir()) < 300_000


def test_every_form_has_an_example() -> None:
    assert {specimen.truth.form for specimen, _ in examples()} >= {
        "ocr-markdown",
        "word-text",
        "pdf-text",
        "docx",
        "xlsx",
        "html",
        "pdf",
    }


def test_expected_findings_name_projects_that_are_there() -> None:
    for name, entry in expected().items():
        there = {project["ordinal"] for project in entry["document"].get("projects", [])}
        assert {f["subject"]["project"] for f in entry["findings"] if "project" in f["subject"]} <= there, name


def test_variants_are_written_from_the_command_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    call = ["specimens", "--count", "4", "--out", str(tmp_path), "--seed", "9", "--kind", "word-text", "--kind", "xlsx"]
    monkeypatch.setattr("sys.argv", call)
    main()
    names = ["book-10.xlsx", "book-12.xlsx", "word-11.txt", "word-9.txt"]
    assert sorted(path.name for path in tmp_path.iterdir()) == names
