"""The committed example documents: a few small ones of invented departments, with known faults, and what they say."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from shared.document import Document
from specimens import render_sheets
from specimens.budget_faults import BUDGET_FAULTS
from specimens.content import Content
from specimens.disclosure import Disclosure, disclosure
from specimens.faults import FAULTS, SOUND, planted, sound
from specimens.specimen import Specimen
from specimens.variants import FILES, RENDERERS

EXPECTED = Path(__file__).with_name("expected.json")
"""What the committed examples say; not among them, so that whoever reviews their folder reviews documents only."""
BY_NAME = {str(fault): fault for fault in FAULTS}


@dataclass(frozen=True)
class Example:
    """One example: its file name, the form, the seed, how many projects, and the faults as (name, project)."""

    name: str
    form: str
    seed: int
    projects: int
    faults: tuple[tuple[str, int], ...] = ()

    def content(self) -> Content:
        """The sound document with the faults planted."""
        content = sound(self.seed, replace(SOUND, projects=self.projects, blank_projects=0))
        for name, ordinal in self.faults:
            content = planted(BY_NAME[name], content, ordinal)
        return content

    def specimen(self) -> Specimen:
        """The document as its form prints it."""
        printed = (RENDERERS | FILES)[self.form](self.content(), self.seed)
        return replace(printed, name=self.name, truth=printed.truth.model_copy(update={"source": self.name}))

    def findings(self) -> list[dict[str, Any]]:
        """What must be found: rule and subject."""
        return [entry(BY_NAME[name].rule, name, BY_NAME[name].subject(ordinal)) for name, ordinal in self.faults]


def entry(rule: str, fault: str, subject: dict[str, Any]) -> dict[str, Any]:
    """A finding that must come: its rule, the fault in words, what its subject holds."""
    return {"rule": rule, "fault": fault.removeprefix(f"{rule} "), "subject": subject}


EXAMPLES = (
    Example(
        "01-费用超过预算-ocr.txt",
        "ocr-markdown",
        11,
        3,
        (
            ("GJ-D07 cost 39 times the budget", 1),
            ("GJ-E03 classes rotated", 2),
            ("GJ-C12 Latin rubbish in a name", 3),
            ("GJ-D06 plan ends at 90 %", 3),
        ),
    ),
    Example(
        "02-目标与指标空白-word.txt",
        "word-text",
        7,
        4,
        (
            ("GJ-B07 blank goals", 2),
            ("GJ-B08 blank indicators", 2),
            ("GJ-B05 blank plan", 3),
            ("GJ-E11 value printed twice", 4),
        ),
    ),
    Example(
        "03-plan-in-amounts-pdf.txt",
        "pdf-text",
        5,
        3,
        (
            ("GJ-D04 plans as amounts", 1),
            ("GJ-C02 code mistyped", 2),
            ("GJ-D09 unit cost by quantity 45 % over", 3),
        ),
    ),
    Example("04-clean-word.txt", "word-text", 23, 2),
    Example("06-重复拼接.docx", "docx", 31, 2, (("GJ-E11 value printed twice", 1),)),
    Example("07-指标类型错位.xlsx", "xlsx", 32, 2, (("GJ-E03 classes rotated", 1),)),
    Example("08-计划未达全年.html", "html", 33, 2, (("GJ-D06 plan ends at 90 %", 2),)),
    Example("09-费用超过预算.pdf", "pdf", 34, 2, (("GJ-D07 cost 39 times the budget", 2),)),
)


def reprinted(what: Disclosure, truth: Document) -> Disclosure:
    """The disclosure with the tables that a changed truth has."""
    rows = [tuple(tuple(row) for row in table.rows) for table in truth.budget_tables]
    tables = tuple(replace(sheet, rows=cells) for sheet, cells in zip(what.tables, rows, strict=True))
    return replace(what, truth=truth, tables=tables)


def disclosure_example() -> tuple[Specimen, list[dict[str, Any]]]:
    """A disclosure whose tables do not close."""
    faults = [fault for fault in BUDGET_FAULTS if fault.rule in ("GJ-G03", "GJ-G13")]
    what = disclosure(9, replace(SOUND, projects=2))
    for fault in faults:
        what = reprinted(what, fault.plant(what.truth, 1))
    printed = render_sheets.RENDERERS["ocr-markdown"](what, 9)
    name = f"05-{what.budget.bureau}预算公开.txt"
    truth = printed.truth.model_copy(update={"source": name})
    return replace(printed, name=name, truth=truth), [entry(fault.rule, fault.name, {}) for fault in faults]


def examples() -> Iterator[tuple[Specimen, list[dict[str, Any]]]]:
    """Every example with what must be found in it."""
    for example in EXAMPLES:
        yield example.specimen(), example.findings()
    yield disclosure_example()


def expected() -> dict[str, Any]:
    """What the examples say, by file name, as expected.json holds it."""
    return {
        specimen.name: {
            "document": specimen.truth.model_dump(mode="json", exclude_defaults=True, exclude={"id"}),
            "warnings": list(specimen.warnings),
            "findings": findings,
        }
        for specimen, findings in examples()
    }


def write(folder: Path, truth: Path) -> list[Path]:
    """Write the examples into `folder` and what they say into the file `truth`; the paths."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for specimen, _ in examples():
        path = folder / specimen.name
        path.write_bytes(specimen.content)
        written.append(path)
    truth.write_text(json.dumps(expected(), ensure_ascii=False, indent=1) + "\n", encoding="utf-8", newline="\n")
    return [*written, truth]
