"""The budget system's own export: operator, value and unit of a target in columns of their own."""

import pytest

from services.parse.core import parse
from services.parse.extract.folder_hint import department_of
from specimens.grid import Box
from specimens.render_xlsx import workbook
from tests.unit.parse.forms import BODY, HEAD, HEADER, carried, indicator_rows, ocr, project, read

SPLIT = {
    "≥1200册": ("≥", "1200", "册"),
    "100%": ("=", "100", "%"),
    "≤3.50万元": ("≤", "3.50", "万元"),
    "明显增长": ("定性", "明显增长", ""),
    "≥95%": ("≥", "95", "%"),
}
PRINTED = {"100%": "=100%"}


def exported(order: tuple[str, ...]) -> list[list[str]]:
    """Header and rows of the indicator table with the columns in `order`."""
    rows = []
    for row in BODY:
        operator, value, unit = SPLIT[row[4]]
        cells = dict(zip(HEADER, row, strict=True))
        cells |= {"计算符号": operator, "指标值": value, "计量单位": unit, "权重": "20", "序号": "1"}
        rows.append([cells[name] for name in order])
    return [list(order), *rows]


def expected() -> list[tuple[str | None, ...]]:
    rows = [(*row[:4], PRINTED.get(row[4], row[4]), row[5]) for row in BODY]
    return carried(rows)


@pytest.mark.parametrize(
    "order",
    [
        (*HEADER[:4], "计算符号", "指标值", "计量单位", HEADER[5]),
        (*HEADER[:4], "指标值", "计量单位", "计算符号", HEADER[5], "权重"),
        (*HEADER[:3], "计算符号", "指标值", "计量单位", "权重", *HEADER[3:4], HEADER[5]),
    ],
)
def test_operator_value_and_unit_are_joined_as_they_are_printed(order: tuple[str, ...]) -> None:
    text = read(project(indicators=exported(order)))
    assert indicator_rows(text) == expected()
    heading = [[Box("1.图书购置经费绩效目标表", len(order))], [Box("101001澄江县图书馆本级", len(order))]]
    rows = [*heading, *([Box(cell) for cell in row] for row in (*HEAD, *exported(order)))]
    (sheet,) = parse(workbook({"绩效": rows}, False), "export.xlsx")
    assert indicator_rows(sheet) == expected()
    assert sheet.projects[0].title == "图书购置经费"
    assert not [found for found in sheet.warnings if found.code == "column_unknown"]


def test_many_projects_below_each_other_on_one_sheet_are_told_apart() -> None:
    rows: list[list[Box]] = []
    for number in (1, 2, 3):
        head = [["项目编码", f"13999924P00511{number}10001J", *HEAD[0][2:]], *HEAD[1:]]
        rows += [
            [Box(f"{number}.图书购置经费{number}绩效目标表", 7)],
            [Box("101001澄江县图书馆本级", 5), Box("单位：万元", 2)],
        ]
        rows += [[Box(cell) for cell in row] for row in (*head, HEADER, *BODY)] + [[Box("")]] * (number % 2)
    (document,) = parse(workbook({"绩效": rows}, True), "projects.xlsx")
    assert [found.title for found in document.projects] == [f"图书购置经费{number}" for number in (1, 2, 3)]
    assert [found.budget for found in document.projects] == ["3.50"] * 3
    assert [len(found.indicators) for found in document.projects] == [5] * 3


@pytest.mark.parametrize(
    ("source", "code", "name"),
    [
        ("a.zip!/305澄江县教育局/文本.docx", "305", "澄江县教育局"),
        ("a.zip!/305001澄江县教育局本级/文本.docx", "305", "澄江县教育局"),
        ("a.zip!/2024年预算/澄江县教育局2024年预算/文本.docx", None, "澄江县教育局"),
        ("a.zip!/[305]澄江县教育局/305002澄江县第一中学/文本.docx", "305", "澄江县教育局"),
        ("b.7z!/澄江县水利局.zip!/文本.docx", None, "澄江县水利局"),
        ("a.zip!/文本.docx", None, None),
        ("a.zip!/附件/文本.docx", None, None),
        ("澄江县教育局/文本.docx", None, None),
    ],
)
def test_folder_of_an_archive_hints_at_the_department(source: str, code: str | None, name: str | None) -> None:
    found = department_of(source)
    assert (found.code, found.name) == (code, name)


def test_hint_is_used_only_where_no_department_is_printed_and_it_says_so() -> None:
    bare = ocr((*HEAD, HEADER, *BODY)).encode()
    (document,) = parse(bare, "a.zip!/305澄江县教育局/文本.txt")
    assert (document.department.code, document.department.name) == ("305", "澄江县教育局")
    assert {"department.code", "department.name"} <= set(document.inferred)
    (printed,) = parse(project().encode(), "a.zip!/305澄江县教育局/文本.txt")
    assert printed.department.code == "101"
