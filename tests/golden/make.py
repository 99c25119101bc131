"""Writes the golden messages of a release: `python -m tests.golden.make VERSION`, once a release, never again."""

import shutil
import sys
from datetime import UTC, datetime
from pathlib import Path

from services.validate.core import judge
from shared.envelope import encode, event_id, verdict_id
from shared.events import Data, DataRef, Duplicate, Failed, Parsed, Received, Stored, Validated, Verdict
from shared.schemas import FOLDER as SCHEMAS
from shared.schemas import name_of
from specimens.variants import variant

FOLDER = Path(__file__).parent
AT = datetime(2026, 11, 20, 8, 0, tzinfo=UTC)
SUBMISSION = "01K0000000000000000000GOLD"


def messages() -> dict[str, bytes]:
    """Event name -> one message of it, about one invented document."""
    document = variant("word-text", 3).truth
    review = judge(document).model_copy(update={"submission": SUBMISSION, "revision": 1})
    assert review.versions is not None
    assert review.outcome is not None
    told = {"submission": SUBMISSION, "document_id": document.id}
    blob = DataRef(bucket="GOUJI_ORIGINALS", name=document.id, size=4096, sha256=document.id)
    series = "139902/某局/2024/target-text"
    came = {"batch": SUBMISSION, "source": document.source, "channel": "http", "received_at": AT}
    judged = {"outcome": review.outcome, "counts": review.counts, "versions": review.versions}
    events: list[Data] = [
        Received(**told, **came, media_type="text/plain", size=4096, blob=blob),
        Parsed(
            **told,
            template=document.template,
            kind=document.kind,
            division=document.division,
            counts={"projects": len(document.projects)},
            parser_version="1.0.0",
            document=document,
        ),
        Validated(**told, **judged, review=review),
        Stored(**told, series=series, revision=1, outcome=review.outcome),
        Failed(
            **told, stage="parse", code="malformed", message="损坏", message_en="damaged", retryable=False, attempts=1
        ),
        Duplicate(**told, **came, first_submission="01K0000000000000000000FIRST"),
        Verdict(
            **told,
            **judged,
            series=series,
            revision=1,
            previous_outcome=None,
            division=document.division,
            department=document.department.name,
            fiscal_year=document.fiscal_year,
            kind=document.kind,
            title=document.title,
            source=document.source,
            counts_by_rule={"GJ-D07": 1},
            review_url="http://127.0.0.1:8420/documents/x/review",
        ),
    ]
    ids = {Verdict: verdict_id(document.id, 1)}
    return {
        name_of(type(data)): encode(
            data, service="store", id=ids.get(type(data), event_id("golden", SUBMISSION, document.id)), time=AT
        )
        for data in events
    }


def main() -> None:
    """Write messages and schemas of the release."""
    release = FOLDER / sys.argv[1]
    (release / "messages").mkdir(parents=True, exist_ok=False)
    for name, payload in messages().items():
        (release / "messages" / f"{name}.json").write_bytes(payload)
    shutil.copytree(SCHEMAS, release / "schemas", ignore=shutil.ignore_patterns("asyncapi.json"))


if __name__ == "__main__":
    main()
