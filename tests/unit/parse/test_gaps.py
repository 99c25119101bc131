"""What a cut or a missing page took is warned of, and nobody is accused of it."""

import pytest

from services.validate.core import judge
from shared.document import Document
from tests.unit.parse.forms import BODY, HEAD, HEADER, ocr, project, read

SECOND, THIRD = "2.办公经费绩效目标表", "3.维修经费绩效目标表"


def codes(document: Document) -> list[str]:
    return [warning.code for warning in document.warnings]


def accused(document: Document, ordinal: int) -> set[str]:
    """The rules that find something about the project."""
    return {found.rule for found in judge(document).findings if found.subject.get("project") == ordinal}


@pytest.mark.parametrize(
    "last",
    [
        project(SECOND, indicators=(HEADER, *BODY[:2])),
        project(SECOND, indicators=(HEADER, *BODY[:4])),
        project(SECOND, indicators=(HEADER,)),
        project(SECOND, head=HEAD[:4], indicators=()),
    ],
)
def test_last_project_that_ends_before_the_others_do_may_be_cut(last: str) -> None:
    document = read(project() + last)
    assert {"document_cut", "table_cut"} & set(codes(document))
    assert not accused(document, 2) & {"GJ-B05", "GJ-B08", "GJ-B10", "GJ-B11", "GJ-B12", "GJ-B13", "GJ-B14"}


@pytest.mark.parametrize("end", ["", "\n三、工作保障措施\n\n加强组织领导，落实责任。\n"])
def test_project_that_ends_like_the_others_or_above_more_text_is_whole(end: str) -> None:
    last = BODY[:4] if end else BODY
    document = read(project() + project(SECOND, indicators=(HEADER, *last)) + end)
    assert codes(document) == []
    assert ("GJ-B13" in accused(document, 2)) is bool(end)


def test_numbers_that_jump_put_the_project_above_in_doubt() -> None:
    document = read(project(indicators=(HEADER, *BODY[:2])) + project(THIRD))
    assert codes(document) == ["projects_skipped"]
    assert document.warnings[0].subject == {"project": 1, "field": "indicators"}
    assert not accused(document, 1) & {"GJ-B12", "GJ-B13", "GJ-B14"}


def test_project_named_without_a_table_is_no_jump() -> None:
    assert "projects_skipped" not in codes(read(project() + f"{SECOND}\n\n" + project(THIRD)))


def test_first_level_that_comes_back_may_be_of_another_project() -> None:
    document = read(project(indicators=(HEADER, *BODY, *BODY)))
    assert codes(document) == ["levels_again"]
    assert "GJ-E20" not in accused(document, 1)


def test_table_without_its_upper_part_lacks_nothing() -> None:
    document = read(project() + "\n某页\n\n二、分项绩效目标\n\n1、甲。\n\n" + ocr((HEADER, *BODY[3:])))
    assert "head_lost" in codes(document)
    assert not accused(document, 2) & {"GJ-B02", "GJ-B10", "GJ-B14"}


def test_line_of_a_unit_alone_names_no_department() -> None:
    document = read(project() + "\n101004澄江县美术馆\n")
    assert document.department.code == "101"
    assert not accused(document, 1) & {"GJ-C05"}


def test_amounts_above_the_cut_are_judged() -> None:
    negative = [
        HEAD[0],
        ("预算规模及资金用途", "预算数", "-3.50", "其中：财政资金", "-3.50", "其他资金", ""),
        *HEAD[2:],
    ]
    document = read(project() + project(SECOND, head=negative, indicators=(HEADER,)))
    assert codes(document) == ["document_cut"]
    assert accused(document, 2) >= {"GJ-C09"}
