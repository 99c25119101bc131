"""What parse runs in its child process: the pure core, with two records for each document, a summary and its JSON.

The JSON goes to the bus as it is: nobody outside of the child takes it apart before validate.
"""

import gc
from collections import Counter
from collections.abc import Iterator
from typing import Any

from pydantic import BaseModel

from services.parse.core import parse
from shared.document import Document

TASK = "services.parse.task:documents"
# A document is many small objects and hardly a circle: the collector's usual rhythm would take a third of the time.
gc.set_threshold(100_000, 50, 100)


class Summary(BaseModel):
    """What the parent needs to know of a document."""

    id: str
    parent: str | None
    form: str
    pages: int | None
    template: str
    kind: str
    division: str
    counts: dict[str, int]
    fallbacks: dict[str, int] = {}
    """Pages that were left to the slower reader, by the reason."""


def documents(data: bytes, arguments: dict[str, Any]) -> Iterator[bytes]:
    """For each document in `data` its Summary and its JSON. `arguments`: those of parse."""
    for document in parse(data, **arguments):
        yield summary(document).model_dump_json().encode()
        yield document.model_dump_json().encode()


def summary(document: Document) -> Summary:
    """The summary of a document."""
    counts = {
        "projects": len(document.projects),
        "indicators": sum(len(project.indicators) for project in document.projects),
        "sub_goals": len(document.sub_goals),
        "budget_tables": len(document.budget_tables),
        "narrative_figures": len(document.narrative_figures),
        "warnings": len(document.warnings),
    }
    reasons = [each.text or "" for each in document.warnings if each.code == "page_read_again"]
    fallbacks = Counter(reason for text in reasons for reason in text.split("、"))
    known = document.model_dump(include={"id", "parent", "form", "pages", "template", "kind", "division"})
    return Summary(**known, counts=counts, fallbacks=fallbacks)
