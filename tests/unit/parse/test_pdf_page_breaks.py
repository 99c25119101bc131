"""Tables over page breaks in PDF files with rules: as in texts, and with the boxes of both halves."""

import io
from collections.abc import Sequence

import pytest
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from services.parse.core import parse
from shared.document import Document
from tests.unit.parse.forms import BODY, CODE, HEAD, HEADER, UNIT, Row, carried, indicator_rows

FONT, SIZE, LEFT, TOP, WIDTH, HEIGHT = "STSong-Light", 8, 40.0, 760.0, 510.0, 30.0


def printed(parts: Sequence[Sequence[Row]]) -> Document:
    """The document of one project whose table is printed in parts, each on a page of its own."""
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    out = io.BytesIO()
    canvas = Canvas(out, invariant=True)
    for number, rows in enumerate(parts):
        canvas.setFont(FONT, SIZE)
        if number == 0:
            canvas.drawString(LEFT, TOP + 40, "1.图书购置经费绩效目标表")
            canvas.drawString(LEFT, TOP + 20, f"{UNIT} 单位：万元")
        draw(canvas, rows)
        canvas.showPage()
    canvas.save()
    (document,) = parse(out.getvalue(), "printed.pdf")
    return document


def draw(canvas: Canvas, rows: Sequence[Row]) -> None:
    """Rows of a ruled table; an empty first cell below another belongs to that one, as merged cells do."""
    for i, row in enumerate(rows):
        width, y = WIDTH / len(row), TOP - HEIGHT * i
        for k, text in enumerate(row):
            x, goes_on = LEFT + k * width, k == 0 and i > 0 and not text and len(rows[i - 1]) == len(row)
            canvas.line(x, y, x, y - HEIGHT)
            if not goes_on:
                canvas.line(x, y, x + width, y)
            for part, line in enumerate(text.split("\n")):
                canvas.drawString(x + 2, y - 10 - 10 * part, line)
        canvas.line(LEFT + WIDTH, y, LEFT + WIDTH, y - HEIGHT)
    canvas.line(LEFT, TOP - HEIGHT * len(rows), LEFT + WIDTH, TOP - HEIGHT * len(rows))


def pages_of(document: Document, indicator: int, field: str) -> list[int]:
    place = document.projects[0].indicators[indicator].at[field]
    return [each["page"] for each in (place if isinstance(place, list) else [place])]


def test_head_is_read_from_its_cells() -> None:
    (project,) = printed([(*HEAD, HEADER, *BODY)]).projects
    assert (project.code, project.budget, project.plan.values()) == (CODE, "3.50", ["25%", "50%", "75%", "100%"])


@pytest.mark.parametrize("header", [(HEADER,), ()], ids=["header repeated", "no header"])
@pytest.mark.parametrize("position", range(1, len(BODY)))
def test_page_break_between_rows_changes_nothing(position: int, header: tuple[Row, ...]) -> None:
    document = printed([(*HEAD, HEADER, *BODY[:position]), (*header, *BODY[position:])])
    assert indicator_rows(document) == carried(BODY)
    assert pages_of(document, position - 1, "name") == [1]
    assert pages_of(document, position, "name") == [2]


UPPER = ("效益指标", "社会效益指", "借阅人次", "借阅人次比", "明显增长", "历史")
LOWER = ("", "标", "增长", "上年", "", "数据")


@pytest.mark.parametrize("header", [(HEADER,), ()], ids=["header repeated", "no header"])
def test_row_cut_in_the_middle_is_joined_cell_by_cell_with_both_places(header: tuple[Row, ...]) -> None:
    document = printed([(*HEAD, HEADER, *BODY[:3], UPPER), (*header, LOWER, *BODY[4:])])
    assert indicator_rows(document) == carried(BODY)
    assert [pages_of(document, 3, field) for field in ("name", "basis", "target")] == [[1, 2], [1, 2], [1]]


def test_row_cut_over_three_pages_is_one() -> None:
    first = ("效益指标", "社会效益", "借阅", "借阅", "明显增长", "历")
    document = printed(
        [
            (*HEAD, HEADER, *BODY[:3], first),
            (HEADER, ("", "指标", "人次", "人次比", "", "史")),
            (HEADER, ("", "", "增长", "上年", "", "数据"), *BODY[4:]),
        ]
    )
    assert indicator_rows(document) == carried(BODY)
    assert pages_of(document, 3, "name") == [1, 2, 3]


def test_merged_level_is_carried_over_the_break() -> None:
    document = printed([(*HEAD, HEADER, *BODY[:1]), (HEADER, *BODY[1:])])
    assert [row.level1 for row in document.projects[0].indicators[:3]] == ["产出指标"] * 3


def test_empty_column_below_a_break_stays_a_column() -> None:
    rest = [(*row[:3], "", *row[4:]) for row in BODY[3:]]
    document = printed([(*HEAD, HEADER, *BODY[:3]), rest])
    assert indicator_rows(document) == carried((*BODY[:3], *rest))


def test_header_that_changes_its_width_keeps_its_columns() -> None:
    wide_header = (*HEADER[:4], "", *HEADER[4:])
    wide = [(*row[:4], "", *row[4:]) for row in BODY[:2]]
    document = printed([(*HEAD, wide_header, *wide), (HEADER, *BODY[2:])])
    assert indicator_rows(document) == carried(BODY)
