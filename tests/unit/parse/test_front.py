"""The front matter: what the cover prints, and what is derived and said to be."""

import pytest

from shared.document import Department
from tests.unit.parse.forms import CODE, project, read

GOAL = "一、总体绩效目标\n\n文字。\n\n二、分项绩效目标\n\n1、甲。\n\n"


BUREAU = "甲县人力资源和社会保障局"


@pytest.mark.parametrize(
    ("cover", "title", "year", "department"),
    [
        ("甲县图书馆2025年部门预算绩效文本", "甲县图书馆2025年部门预算绩效文本", 2025, "甲县图书馆"),
        (
            f"{BUREAU[:7]}\n{BUREAU[7:]}\n2025 年部门预算绩效文本\n(草案)",
            f"{BUREAU}2025年部门预算绩效文本(草案)",
            2025,
            BUREAU,
        ),
        ("附件1\n\n2025年甲县图书馆部门预算绩效文本", "2025年甲县图书馆部门预算绩效文本", 2025, "甲县图书馆"),
        (
            "2025年度预算绩效目标文本\n\n甲县文化局编制\n\n甲县财政局审核",
            "2025年度预算绩效目标文本",
            2025,
            "甲县文化局",
        ),
        (
            "甲县图书馆2025年部门预算绩效文本（草案）甲县图书馆编制",
            "甲县图书馆2025年部门预算绩效文本（草案）",
            2025,
            "甲县图书馆",
        ),
        ("编制单位：甲县文化局\n2025年部门预算绩效文本", "2025年部门预算绩效文本", 2025, "甲县文化局"),
        ("", None, None, None),
    ],
)
def test_cover_gives_title_year_and_department(
    cover: str, title: str | None, year: int | None, department: str | None
) -> None:
    document = read(f"{cover}\n\n{GOAL}")
    assert (document.title, document.fiscal_year, document.department.name) == (title, year, department)
    assert document.inferred == []


def test_places_of_the_title_are_its_lines() -> None:
    document = read(f"\n甲县图书馆\n2025年部门预算绩效文本\n\n{GOAL}")
    assert document.at["title"] == [{"line": 2}, {"line": 3}]
    assert document.at["fiscal_year"] == {"line": 3}


@pytest.mark.parametrize(
    ("text", "year"),
    [
        (GOAL + project(), 2024),  # the year of most codes
        (GOAL + project().replace(CODE, "101-2001-JXN-4TK7").replace("购置图书", "列入2021年财政预算，购置图书"), 2021),
        (GOAL + "三、工作保障措施\n\n2022年完成甲，2022年完成乙，延续2019年做法。\n", 2022),
        (GOAL, None),
    ],
)
def test_year_that_is_not_printed_is_inferred(text: str, year: int | None) -> None:
    document = read(text)
    assert document.fiscal_year == year
    assert ("fiscal_year" in document.inferred) is (year is not None)


@pytest.mark.parametrize(
    ("units", "department", "inferred"),
    [
        (("101001甲县文化局本级", "101002甲县图书馆"), Department(code="101", name="甲县文化局"), ["code", "name"]),
        (("101001甲县文化局(本级）",), Department(code="101", name="甲县文化局"), ["code", "name"]),
        (("101002甲县图书馆",), Department(code="101"), ["code"]),
        (("101002甲县图书馆", "205001甲县体育馆"), Department(), []),
    ],
)
def test_department_is_inferred_from_its_units(
    units: tuple[str, ...], department: Department, inferred: list[str]
) -> None:
    document = read(GOAL + "".join(project(f"{i}.甲绩效目标表", unit) for i, unit in enumerate(units, 1)))
    assert document.department == department
    assert [name for name in document.inferred if name != "fiscal_year"] == [f"department.{name}" for name in inferred]


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("# 项目支出绩效目标申报表\n\n（2025年度）\n", "项目支出绩效目标申报表"),
        ("2025年度甲省图书\n馆部门预算\n目 录\n", "2025年度甲省图书馆部门预算"),
        ("某馆举办读书节\n发布时间：2025-05-10\n近日，某馆举办读书节。\n", "某馆举办读书节"),
        ("近日，某馆举办读书节。\n", None),
    ],
)
def test_document_of_an_unknown_form_has_its_title(text: str, title: str | None) -> None:
    document = read(text)
    assert (document.template, document.title) == ("unknown", title)
