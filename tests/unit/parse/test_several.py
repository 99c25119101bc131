"""A file with the budgets of a department and its units falls apart where each begins."""

from services.parse.blocks import Line
from services.parse.extract.several import disclosure_starts
from tests.unit.parse.grids import dump

ROWS = "项目|预算数\n一、拨款|9.00\n\n"
NINE = f"收支总表\n316 青梧县教育体育局\n单位：万元\n{ROWS}收入总表\n{ROWS}支出总表\n{ROWS}"
TEXT = "部门预算情况说明\n\n一、收入说明\n收入9.00万元。\n\n二、其他事项\n没有其他事项。\n\n"


def starts(text: str) -> list[str]:
    blocks = dump(text)
    found = [blocks[index] for index in disclosure_starts(blocks)]
    return [block.text for block in found if isinstance(block, Line)]


def test_one_budget_is_one_document() -> None:
    assert starts(NINE + TEXT) == []


def test_next_budget_begins_with_its_cover_and_contents() -> None:
    cover = "2025年部门预算公开\n目录\n收支总表.......1\n一、收入说明.......9\n\n"
    assert starts(NINE + TEXT + cover + NINE + TEXT) == ["2025年部门预算公开"]


def test_next_budget_begins_with_its_first_table() -> None:
    assert starts(NINE + TEXT + NINE + TEXT + NINE) == ["收支总表", "收支总表"]


def test_heading_repeated_over_the_pages_of_a_table_begins_nothing() -> None:
    page = f"收支总表\n单位：万元\n{ROWS}"
    assert starts(page + page + page + NINE) == []


def test_explanations_before_the_tables_leave_the_file_whole() -> None:
    assert starts(TEXT + NINE + TEXT + NINE) == []


def test_heading_without_a_table_begins_nothing() -> None:
    assert starts(f"{NINE}{TEXT}收支总表\n本表反映全部收支。\n{ROWS}") == []
