"""Compares a document as read with its truth, cell by cell, and lists the differences."""

from collections.abc import Container, Iterator
from typing import Any

from shared.document import Document
from specimens.render_html import FRAMED
from specimens.specimen import Specimen

FIELDS = (
    "form", "template", "kind", "division", "title", "fiscal_year", "department", "overall_goal", "sub_goals",
    "safeguards", "projects", "budget_tables", "narrative_figures",
)  # fmt: skip
SKIPPED = {"at", "text", "label"}
"""Places are checked by other means; a figure's label and sentence may be cut in more than one right way."""

APART = {"id", "source", "form", "media_type", "pages"}
"""What tells files of the same document apart."""
OF_BREAKS = {"row_join_doubtful"}
"""A doubt that only a page break can raise."""

Difference = tuple[str, Any, Any]


def said(document: Document, traits: Container[str] = ()) -> dict[str, Any]:
    """What a document says, the same in every format: without what tells files apart and without places. A web page
    whose `traits` say that it has a site's frame has more characters under its last heading, and another end."""
    whole = document.model_dump(mode="json", exclude=APART)
    framed = FRAMED in traits
    apart = OF_BREAKS | ({"document_cut"} if framed else set())
    whole["warnings"] = [warning for warning in whole["warnings"] if warning["code"] not in apart]
    if framed:
        whole["sections"] = [{**section, "characters": None} for section in whole["sections"]]
    told: dict[str, Any] = _without_places(whole)
    return told


def _without_places(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _without_places(each) for key, each in value.items() if key != "at"}
    return [_without_places(each) for each in value] if isinstance(value, list) else value


def differences(truth: Document, read: Document) -> Iterator[Difference]:
    """(path, what is right, what was read) of every cell that differs."""
    right, got = truth.model_dump(mode="json"), read.model_dump(mode="json")
    for name in FIELDS:
        yield from _differences(name, right[name], got[name])


def _differences(path: str, right: Any, got: Any) -> Iterator[Difference]:
    if isinstance(right, dict) and isinstance(got, dict):
        for key in right:
            if key not in SKIPPED:
                yield from _differences(f"{path}.{key}", right[key], got.get(key))
    elif isinstance(right, list) and isinstance(got, list):
        for i, (a, b) in enumerate(zip(right, got, strict=False)):
            yield from _differences(f"{path}[{i + 1}]", a, b)
        if len(right) != len(got):
            yield f"{path} (how many)", len(right), len(got)
    elif right != got:
        yield path, right, got


def faults(specimen: Specimen, read: Document) -> list[str]:
    """Everything that is wrong with a reading of `specimen`, one line each: cells, and warnings that did not come."""

    def derived(path: str, got: Any) -> bool:
        return path in read.inferred and specimen.inferable.get(path) == got

    found = [
        f"{path}: {right!r} was read as {got!r}"
        for path, right, got in differences(specimen.truth, read)
        if not derived(path, got)
    ]
    given = {warning.code for warning in read.warnings}
    return found + [f"warning {code} did not come" for code in specimen.warnings if code not in given]
