"""Doubtful letters of a scan: they touch what stands at their place, and turn a finding that quotes them uncertain."""

import pytest

from services.validate.core import verdicts_of
from services.validate.doubts import Doubts
from shared.document import BudgetTable, Document, Indicator, NarrativeFigure, Project, Section, SubGoal
from shared.findings import Outcome, Subject
from shared.places import Place
from shared.warnings import warning


def place(number: int) -> Place:
    return {"page": 1, "bbox": [0.0, 10.0 * number, 50.0, 10.0 * number + 9], "confidence": 0.6}


def document(doubted: int, subject: Subject | None = None) -> Document:
    """Places 0 to 8, of which one is doubted."""
    project = Project(
        ordinal=1,
        currency_unit="万元",
        budget="12.00",
        fiscal_funds="11.00",
        goals=["甲", "乙"],
        indicators=[Indicator(level1="产出指标", name="丙", at={"level1": place(2), "name": place(3)})],
        at={"budget": place(0), "fiscal_funds": place(8), "goals": [place(1), [place(1), place(4)]]},
    )
    table = BudgetTable(kind="表", columns=["项目", "金额"], rows=[["丁", "1.00"]], at={"rows": [[place(5), place(6)]]})
    return Document(
        id="d",
        source="a.pdf",
        media_type="application/pdf",
        form="scan",
        kind="target-text",
        projects=[project],
        budget_tables=[table],
        narrative_figures=[NarrativeFigure(label="戊", amount="1.00", unit="万元", text="", at={"amount": place(7)})],
        sub_goals=[SubGoal(goal="己", at={"goal": place(8)})],
        warnings=[warning("ocr_doubtful", "?", (place(doubted),), subject, reason="?")],
    )


TOUCHED = {
    "a field": (0, {"project": 1, "field": "budget"}),
    "the second line of a goal": (4, {"project": 1, "field": "goals"}),
    "a field of an indicator": (3, {"project": 1, "indicator": 1, "field": "name"}),
    "a cell": (6, {"table": "表", "row": 1, "column": "金额"}),
    "a stated amount": (7, {"section": "戊"}),
    "a sub-goal": (8, {"document": True, "field": "sub_goals"}),
}


@pytest.mark.parametrize(("doubted", "subject"), TOUCHED.values(), ids=TOUCHED.keys())
@pytest.mark.parametrize("of_project", [None, {"project": 1}], ids=["no subject", "the project"])
def test_doubt_touches_what_stands_there_and_nothing_else(
    doubted: int, subject: Subject, of_project: Subject | None
) -> None:
    doubts = Doubts.of(document(doubted, of_project))
    asked = [about for number, about in TOUCHED.values() if doubts.about(about)]
    assert asked == [subject]


@pytest.mark.parametrize(
    ("doubted", "outcome"),
    [(0, Outcome.PARSE_UNCERTAIN), (8, Outcome.PARSE_UNCERTAIN), (3, Outcome.FAIL)],
    ids=["the whole", "a part", "another cell"],
)
def test_sum_that_does_not_close_is_a_finding_only_where_its_digits_are_sure(doubted: int, outcome: Outcome) -> None:
    (verdict,) = verdicts_of("GJ-D01", document(doubted, {"project": 1}))
    assert verdict.outcome is outcome


def test_finding_that_quotes_doubtful_letters_is_uncertain() -> None:
    found = {}
    for doubted in (2, 3):
        quoted = document(doubted).projects[0].indicators[0].model_copy(update={"level1": "产出旨标"})
        whole = document(doubted)
        project = whole.projects[0].model_copy(update={"indicators": [quoted]})
        verdicts = verdicts_of("GJ-E01", whole.model_copy(update={"projects": [project]}))
        found[doubted] = {verdict.outcome for verdict in verdicts}
    assert Outcome.FAIL not in found[2]
    assert Outcome.FAIL in found[3]


@pytest.mark.parametrize(("doubted", "missing"), [(50, True), (0, False)], ids=["in no field", "in a field"])
def test_doubtful_letters_outside_all_fields_may_be_the_heading_of_what_is_missing(doubted: int, missing: bool) -> None:
    doubts = Doubts.of(document(doubted))
    for field in ("sections", "safeguards", "tables", "overall_goal", "sub_goals"):
        assert bool(doubts.about({"document": True, "field": field})) is missing


def test_doubtful_title_of_a_section_may_be_another_sections() -> None:
    titled = document(60)
    titled.sections.append(Section(title="政府釆购", level=1, at={"title": place(60)}))
    assert Doubts.of(titled).about({"document": True, "field": "sections"})
