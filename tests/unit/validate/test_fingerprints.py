"""Fingerprints: the same over rounds of correction, different for different findings."""

from typing import Any

import pytest

from services.validate.fingerprints import fingerprinted
from shared.document import Document
from shared.findings import Finding, Severity
from tests.unit.validate.examples import a_disclosure, a_document, a_project, an_indicator

CODE = "13099924P00511110002T"


def two_projects(**changes: Any) -> Document:
    return a_document(
        a_project(), a_project(code=CODE, indicators=[an_indicator(), an_indicator(name="补植")]), **changes
    )


TABLE = {
    "kind": "支出总表",
    "columns": ["序号", "科目编码", "科目名称", "合计"],
    "rows": [["1", None, "合计", "3.00"], ["2", "208", "社会保障和就业支出", "3.00"]],
}


def prints(document: Document, *subjects: Any, rule: str = "GJ-B05") -> list[str]:
    found = [
        Finding(rule=rule, severity=Severity.INFO, message="", message_en="", subject=subject) for subject in subjects
    ]
    return [finding.fingerprint for finding in fingerprinted(document, found)]


ROW: Any = {"project": 2, "code": CODE, "indicator": 2, "field": "target"}


def test_fingerprint_survives_new_values_orders_and_places() -> None:
    later = a_document(
        a_project(
            code=CODE, budget="99.00", indicators=[an_indicator(name="补植", target="≥7株", at={"name": {"line": 3}})]
        ),
        id="9" * 64,
    )
    assert prints(two_projects(), ROW) == prints(later, {"project": 1, "code": CODE, "indicator": 1, "field": "target"})


@pytest.mark.parametrize(
    "other",
    [
        {"project": 1, "code": None, "indicator": 1, "field": "target"},
        {"project": 2, "code": CODE, "indicator": 1, "field": "target"},
        {"project": 2, "code": CODE, "indicator": 2, "field": "name"},
        {"project": 2, "code": CODE, "field": "target"},
        {"projects": [1, 2]},
        {"document": True},
        {"section": "一、总体"},
    ],
)
def test_different_subjects_have_different_fingerprints(other: Any) -> None:
    first, second = prints(two_projects(), ROW, other)
    assert first != second


def test_rule_and_series_are_part_of_the_fingerprint() -> None:
    document = two_projects()
    assert prints(document, ROW) != prints(document, ROW, rule="GJ-B07")
    assert prints(document, ROW) != prints(two_projects(fiscal_year=2025), ROW)


def test_project_without_a_code_goes_by_its_name() -> None:
    first = prints(a_document(a_project(code=None, name="甲")), {"project": 1, "code": None})
    second = prints(a_document(a_project(code=None, name="乙")), {"project": 1, "code": None})
    assert first != second


def test_equal_findings_are_numbered() -> None:
    first, second, third = prints(two_projects(), ROW, ROW, ROW)
    assert (second, third) == (f"{first}-2", f"{first}-3")


def test_cluster_is_the_same_in_any_order() -> None:
    document = two_projects()
    assert prints(document, {"projects": [1, 2]}) == prints(document, {"projects": [2, 1]})


def test_cell_goes_by_its_labels_not_by_its_row_or_value() -> None:
    cell: Any = {"table": "支出总表", "row": 2, "column": "合计"}
    moved = {
        **TABLE,
        "rows": [TABLE["rows"][0], ["2", "207", "文化", "1.00"], ["3", "208", "社会保障和就业支出", "2.00"]],
    }
    assert prints(a_disclosure(TABLE), cell) == prints(a_disclosure(moved), {**cell, "row": 3})
    assert prints(a_disclosure(TABLE), cell) != prints(a_disclosure(TABLE), {**cell, "row": 1})
    assert prints(a_disclosure(TABLE), cell) != prints(a_disclosure(TABLE), {**cell, "column": "项目支出"})
