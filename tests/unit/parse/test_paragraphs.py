"""Where a paragraph starts, where the format keeps places."""

import pytest

from services.parse.blocks import Line
from services.parse.extract.paragraphs import paragraphs

FULL = "对虚报和挪用专项资金的行为从严追究责任并完善内部控制制度和关键岗位定期轮换的办法，"
LAST = FULL[:-1] + "。"


def line(text: str, left: float) -> Line:
    return Line(text, ({"page": 1, "bbox": [left, 100.0, left + 300.0, 110.0]},))


@pytest.mark.parametrize(("left", "starts"), [(80.0, True), (60.0, False), (62.0, False)])
def test_line_that_is_set_in_starts_a_paragraph(left: float, starts: bool) -> None:
    lines = [line(FULL, 80.0), line(FULL, 60.0), line(FULL, 60.0), line(LAST, 60.0), line(FULL, left)]
    assert paragraphs(lines)[-1].starts is starts
