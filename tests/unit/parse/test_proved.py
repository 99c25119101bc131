"""Doubts about letters of amounts: those that sums prove are dropped, the others stay."""

import pytest

from services.parse.extract.proved import without_proved
from shared.document import BudgetTable, Plan, Project
from shared.places import Place
from shared.warnings import warning


def place(number: int) -> Place:
    return {"page": 1, "bbox": [0.0, 10.0 * number, 50.0, 10.0 * number + 9], "confidence": 0.6}


FIELDS = ("budget", "fiscal_funds", "other_funds")
QUARTERS = ("mar", "jun", "oct", "dec")


def project(funds: tuple[str | None, ...], plan: tuple[str | None, ...] = (None,) * 4) -> Project:
    at = {
        **{name: place(i) for i, name in enumerate(FIELDS)},
        "plan": {quarter: place(10 + i) for i, quarter in enumerate(QUARTERS)},
    }
    values = dict(zip(FIELDS, funds, strict=True))
    return Project(ordinal=1, **values, plan=Plan(**dict(zip(QUARTERS, plan, strict=True))), at=at)


def table(columns: list[str], rows: list[list[str | None]]) -> BudgetTable:
    places = [[place(10 * r + c) for c in range(len(columns))] for r in range(len(rows))]
    return BudgetTable(columns=columns, rows=rows, at={"rows": places})


ALONG = ["科目编码", "科目名称", "合计", "基本支出", "项目支出"]
DOWN = ["科目编码", "科目名称", "金额"]
NO_FUNDS = (None, None, None)
CASES = {
    "funds that add up": ([project(("12.50", "10.00", "2.50"))], [], {0, 1, 2}),
    "one figure printed twice": ([project(("12.50", "12.50", None))], [], {0, 1, 2}),
    "funds that do not": ([project(("12.50", "10.00", "2.60"))], [], set()),
    "a fund that is no amount": ([project(("12.50", "12.50", "O"))], [], set()),
    "shares of a plan": ([project(NO_FUNDS, ("25%", "25%", "25%", "25%"))], [], {10, 11, 12, 13}),
    "the last of a plan that counts up": ([project(NO_FUNDS, ("30%", "60%", "90%", "100%"))], [], {13}),
    "money of a plan": ([project(("4.00", None, None), ("1.00", "1.00", "1.00", "1.00"))], [], {10, 11, 12, 13}),
    "a row": ([], [table(ALONG, [["2080101", "行政运行", "9.00", "5.00", "4.00"]])], {2, 3, 4}),
    "a row that does not close": ([], [table(ALONG, [["2080101", "行政运行", "8.00", "5.00", "4.00"]])], set()),
    "subjects": (
        [],
        [table(DOWN, [[None, "合计", "9.00"], ["208", "甲", "5.00"], ["20801", "乙", "5.00"], ["210", "丙", "4.00"]])],
        {2, 12, 22, 32},
    ),
    "blank sums": ([], [table(ALONG, [["2080101", "行政运行", None, None, None]])], set()),
}


@pytest.mark.parametrize(("projects", "tables", "proved"), CASES.values(), ids=CASES.keys())
def test_doubts_are_dropped_where_sums_close(
    projects: list[Project], tables: list[BudgetTable], proved: set[int]
) -> None:
    doubts = {i: warning("ocr_doubtful", "?", (place(i),), reason="?") for i in range(40)}
    kept = without_proved(list(doubts.values()), projects, tables)
    assert {i for i, doubt in doubts.items() if doubt not in kept} == proved


def test_other_warnings_stay() -> None:
    other = warning("column_lost", None, (place(0),), column="甲")
    doubt = warning("ocr_doubtful", "?", (place(0),), reason="?")
    assert without_proved([other, doubt], [project(("1.00", "1.00", None))], []) == [other]
