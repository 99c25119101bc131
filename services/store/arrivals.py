"""The events as store reads them: what was said of a document stays JSON, since nothing but rows is made of it."""

from typing import Any

from shared.events import Data, DataRef, Outcome
from shared.findings import Counts, Versions


class Judgement(Data):
    """A validated event (shared.events.Validated)."""

    submission: str
    document_id: str
    outcome: Outcome
    counts: Counts
    versions: Versions
    review: dict[str, Any] | None = None
    dataref: DataRef | None = None
