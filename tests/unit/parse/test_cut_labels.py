"""Labels that a page break cut are put together though the fragments have other columns."""

from services.parse.blocks import Cell
from services.parse.extract.cut_labels import with_labels_completed
from services.parse.stitch import Row

WORDS = frozenset({"绩效指标描述", "指标值", "指标值确定依据", "资金支出计划"})


def row(*texts: str, opens: bool = False, spans: dict[int, int] | None = None) -> Row:
    cells = [Cell(text, col_span=(spans or {}).get(i, 1)) for i, text in enumerate(texts)]
    for start, span in (spans or {}).items():
        cells[start + 1 : start + span] = [Cell("", covered=True) for _ in range(span - 1)]
    return Row(tuple(cells), opens)


def texts(rows: list[Row]) -> list[list[str]]:
    return [[cell.text for cell in one.cells] for one in rows]


def test_rest_of_a_header_finds_its_columns_in_a_narrower_fragment() -> None:
    upper = row("绩效指标描", "", "指标值", "指标值确", spans={0: 2})
    rows, rest = with_labels_completed([upper], row("述", "", "定依据", opens=True), WORDS)
    assert texts(rows) == [["绩效指标描\n述", "", "指标值", "指标值确\n定依据"]]
    assert rest is None


def test_values_beside_the_rest_of_a_label_stay_a_row_in_the_columns_above() -> None:
    upper = [row("资金支出", "3月底", "6月底", "", spans={2: 2}), row("", "1.00", "2.00", "", spans={2: 2})]
    rows, rest = with_labels_completed(upper, row("计划", "", "3.00", opens=True), WORDS)
    assert texts(rows) == [["资金支出\n计划", "3月底", "6月底", ""], ["", "1.00", "2.00", ""]]
    assert rest is not None
    assert texts([rest]) == [["", "", "3.00", ""]]


def test_row_that_completes_nothing_is_left_as_it_is() -> None:
    upper, lower = row("绩效指标描述", "指标值"), row("办件量", "", "≥9件", opens=True)
    assert with_labels_completed([upper], lower, WORDS) == ([upper], lower)
