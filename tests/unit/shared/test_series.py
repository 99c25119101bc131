"""The series of a document: what makes two documents rounds of the same one."""

import pytest

from shared.series import series_of
from tests.unit.validate.examples import a_document


@pytest.mark.parametrize(
    ("changes", "same"),
    [
        ({"id": "1" * 64, "source": "later.txt"}, True),
        ({"department": {"code": None, "name": "某县 园林管理局"}}, True),
        ({"fiscal_year": 2025}, False),
        ({"kind": "disclosure"}, False),
        ({"division": "130998"}, False),
        ({"department": {"code": "511", "name": "某县水利局"}}, False),
        ({"department": {}}, False),
        ({"fiscal_year": None}, False),
    ],
)
def test_rounds_of_one_document_share_their_series(changes: dict[str, object], same: bool) -> None:
    assert (series_of(a_document(**changes)) == series_of(a_document())) is same


def test_document_without_year_or_department_is_a_series_of_its_own() -> None:
    first, second = (series_of(a_document(id=digit * 64, fiscal_year=None)) for digit in "12")
    assert first != second


def test_department_without_a_name_goes_by_its_code() -> None:
    document = a_document(department={"code": "511", "name": None})
    assert series_of(document) == "130999/511/2024/target-text"
