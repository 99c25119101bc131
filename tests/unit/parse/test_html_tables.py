"""HTML tables inside Markdown are read as any table, with the lines their cells stand on."""

from collections.abc import Callable, Iterable

import pytest

from services.parse.blocks import Line, Table
from services.parse.readers.html_tables import read_table
from services.parse.readers.ocr_markdown import read_ocr_markdown
from tests.unit.parse.forms import BODY, HEAD, HEADER, UNIT, Row, indicator_rows, project, read


def in_one_line(rows: Iterable[Row]) -> str:
    return f"<html><body><table>{''.join(map(row, rows))}</table></body></html>\n"


def row_by_row(rows: Iterable[Row]) -> str:
    return '<table border="1">\n' + "".join(f"  {row(cells)}\n" for cells in rows) + "</table>\n"


def cell_by_cell(rows: Iterable[Row]) -> str:
    cells = ("<tr>\n" + "".join(f"<td>{cell}</td>\n" for cell in row) + "</tr>\n" for row in rows)
    return "<table>\n<tbody>\n" + "".join(cells) + "</tbody>\n</table>\n"


def unclosed(rows: Iterable[Row]) -> str:
    return "<table>" + "".join("<tr>" + "".join(f"<td>{cell}" for cell in row) for row in rows) + "\n"


def row(cells: Row) -> str:
    return "<tr>" + "".join(f"<td>{cell}</td>" for cell in cells) + "</tr>"


@pytest.mark.parametrize("render", [in_one_line, row_by_row, cell_by_cell, unclosed])
def test_project_in_html_tables_reads_as_in_rows_of_tabs(render: Callable[[Iterable[Row]], str]) -> None:
    printed = f"## 1.图书购置经费绩效目标表\n\n{UNIT}\n\n单位：万元\n\n{render([*HEAD, HEADER, *BODY])}\n"
    (found,), (expected,) = read(printed).projects, read(project()).projects
    assert found.model_dump(exclude={"at", "indicators"}) == expected.model_dump(exclude={"at", "indicators"})
    assert indicator_rows(read(printed)) == indicator_rows(read(project()))


def test_merged_levels_hold_for_all_their_rows() -> None:
    rows = [
        *map(row, [*HEAD, HEADER]),
        '<tr><td rowspan="2">产出指标</td><td>数量指标</td><td>册数</td><td>册数</td><td>≥9册</td><td>计划</td></tr>',
        "<tr><td>质量指标</td><td>合格率</td><td>合格率</td><td>$\\geq 95\\%$</td><td>计划</td></tr>",
    ]
    document = read(f"1.图书购置经费绩效目标表\n\n{UNIT}\n\n单位：万元\n\n<table>{''.join(rows)}</table>\n")
    assert indicator_rows(document) == [
        ("产出指标", "数量指标", "册数", "册数", "≥9册", "计划"),
        ("产出指标", "质量指标", "合格率", "合格率", "≥95%", "计划"),
    ]


def test_cells_stand_on_the_lines_of_their_texts() -> None:
    table, last, end = read_table(["前<table><tr><td>甲</td>", "<td>乙<br>丙", "丁</td></tr></table>后"], 1, 1)
    assert [(cell.text, cell.places) for cell in table.rows[0]] == [
        ("甲", ({"line": 1},)),
        ("乙\n丙\n丁", ({"line": 2}, {"line": 3})),
    ]
    assert (last, end) == (3, len("丁</td></tr></table>"))


def test_text_about_the_tables_of_a_line_stays_text() -> None:
    table = "<table><tr><td>甲</td><td>乙</td></tr><tr><td>丙</td><td>丁</td></tr></table>"
    blocks = read_ocr_markdown([f"单位：万元{table}注：无。{table}"]).blocks
    assert [block.text if isinstance(block, Line) else Table for block in blocks] == [
        "单位：万元",
        Table,
        "注：无。",
        Table,
    ]


def test_signs_of_comparison_are_no_tags() -> None:
    table, _, _ = read_table(["<table><tr><td><30天</td><td>&lt;5次</td><td colspan=x>≥2</td></tr></table>"], 1, 0)
    assert [cell.text for cell in table.rows[0]] == ["<30天", "<5次", "≥2"]
