"""The tables of the store: what came in, what was read from it, and what was said about it.

A person may query them as they are (docs/database.md has examples). `documents.reading_id` and `documents.review_id`
point at the current reading and the current review; those of earlier parser and rule versions stay beside them, so a
join `ON p.reading_id = d.reading_id` gives what holds now. Amounts are in 元, with what was printed beside them. JSON
columns hold only what nobody filters on (places, a subject whose parts are columns too, an event as it was sent) or
what a view shows as rows (evidence, coverage).
"""

from services.store.models.base import Base
from services.store.models.intake import Department, Document, Submission, SubmissionDocument
from services.store.models.readings import (
    BudgetLine,
    BudgetTable,
    Indicator,
    NarrativeFigure,
    Passage,
    Plan,
    Project,
    Reading,
    Warning,
)
from services.store.models.reviews import VIEWS, Confirmation, Finding, Review, Revision

__all__ = [
    "VIEWS",
    "Base",
    "BudgetLine",
    "BudgetTable",
    "Confirmation",
    "Department",
    "Document",
    "Finding",
    "Indicator",
    "NarrativeFigure",
    "Passage",
    "Plan",
    "Project",
    "Reading",
    "Review",
    "Revision",
    "Submission",
    "SubmissionDocument",
    "Warning",
]
