"""A document becomes rows that can be queried, and a review comes out of its rows as it went in."""

from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import text

from services.store.answers import review_answer
from services.store.arrivals import Judgement
from services.store.database import Database
from services.store.models import BudgetLine, Indicator, Plan, Project
from services.store.record import record_validated
from services.store.rows import reading_rows
from shared.document import BudgetTable, Document
from shared.findings import Severity
from tests.unit.store.examples import FIRST, LATER, document, finding, review, validated
from tests.unit.store.recording import judge, parse, receive, run

DOCUMENT = document()
SAID = finding("GJ-D07", Severity.ERROR, {"document": True}).model_dump(mode="json")


def rows(of: Document, table: type[Any]) -> list[dict[str, Any]]:
    return [row for found, rows in reading_rows(of, 1) for row in rows if found is table]


def test_amounts_are_in_yuan_with_what_was_printed_beside() -> None:
    project = rows(DOCUMENT, Project)[0]
    assert (project["budget"], project["budget_printed"], project["other_funds"]) == (Decimal(35000), "3.50", None)


def test_plan_has_a_row_for_each_printed_value() -> None:
    plan = [(row["month"], row["percent"]) for row in rows(DOCUMENT, Plan) if row["project"] == 1]
    assert plan == [(3, Decimal(25)), (6, Decimal(50)), (12, Decimal(100))]


def test_target_is_read_into_operator_number_and_unit() -> None:
    targets = [(row["operator"], row["number"], row["unit"]) for row in rows(DOCUMENT, Indicator)][:2]
    assert targets == [("≥", Decimal(12), "次"), ("≥", Decimal(95), "%")]


def test_filled_cell_knows_the_code_and_label_beside_it() -> None:
    lines = [(row["header"], row["code"], row["label"], row["amount"]) for row in rows(DOCUMENT, BudgetLine)]
    assert ("合计", "213", "农林水支出", Decimal(1205000)) in lines
    assert ("项目支出", "213", "农林水支出", Decimal(70000)) in lines
    assert not [line for line in lines if line[0] == "序号"]


def test_two_sided_table_keeps_each_side_with_its_label() -> None:
    table = BudgetTable(
        kind="部门预算收支总表",
        currency_unit="万元",
        columns=["收入/项目", "收入/预算数", "支出/项目", "支出/预算数"],
        rows=[["一般公共预算拨款", "5.00", "教育支出", "4.00"]],
    )
    lines = rows(document(budget_tables=[table]), BudgetLine)
    assert [(row["label"], row["amount"]) for row in lines if row["amount"] is not None] == [
        ("一般公共预算拨款", Decimal(50000)),
        ("教育支出", Decimal(40000)),
    ]


@pytest.mark.parametrize("header", ["科目编码", "数量", "采购数量（台）", "年度"])
def test_number_that_is_no_money_has_no_amount(header: str) -> None:
    table = BudgetTable(currency_unit="万元", columns=[header], rows=[["12"]])
    assert rows(document(budget_tables=[table]), BudgetLine)[0]["amount"] is None


def test_review_comes_out_of_its_rows_as_it_went_in(database: Database) -> None:
    findings = [
        finding(
            "GJ-D07", Severity.ERROR, {"project": 1, "code": None, "indicator": 2, "field": "target"}, suggestion="改"
        ),
        finding("GJ-H01", Severity.INFO, {"projects": [1, 2]}, evidence=[], equation=None, clause="财预〔2015〕88号"),
        finding("GJ-G12", Severity.WARNING, {"table": "表", "row": 2, "column": "合计"}, suppressed=True),
        finding("GJ-A07", Severity.WARNING, {"section": "十、其他"}),
    ]
    given = review(DOCUMENT, *findings)
    run(database, receive(DOCUMENT), parse(DOCUMENT), judge(given))
    with database.read() as session:
        found = review_answer(session, DOCUMENT.id)
    assert found == given.model_copy(update={"submission": FIRST, "revision": 1})


def test_amount_is_the_same_number_in_both_databases(database: Database) -> None:
    run(database, parse(document(projects=[DOCUMENT.projects[0].model_copy(update={"budget": "148.65429"})])))
    with database.read() as session:
        found = session.scalar(text("SELECT round(budget, 2) FROM projects"))
    assert Decimal(str(found)) == Decimal("1486542.90")


@pytest.mark.parametrize(
    "changes",
    [
        {"findings": [{"subject": {}}]},
        {"findings": [{**SAID, "evidence": [{"value": "1"}]}]},
        {"findings": [{**SAID, "evidence": [{"quote": 1}]}]},
        {"findings": [{**SAID, "evidence": [{"quote": "1", "value": 1}]}]},
        {"findings": [{**SAID, "evidence": [{"quote": "1", "unit": []}]}]},
        {"findings": [{**SAID, "evidence": {"quote": "1"}}]},
        {"findings": [{**SAID, "evidence": None}]},
        {"confirmations": [{**SAID, "evidence": ["1"]}]},
        {"coverage": {"rules": 1, "by_rule": {"GJ-D07": {"outcome": "maybe"}}}},
        {"coverage": {"rules": 1, "by_rule": {"GJ-D07": {"reason": "x"}}}},
        {"coverage": {"rules": 1, "by_rule": {"GJ-D07": {"outcome": "pass", "reason": 1}}}},
        {"coverage": {"rules": 1, "by_rule": {"GJ-D07": "pass"}}},
    ],
)
def test_malformed_review_is_refused_when_it_is_written(database: Database, changes: dict[str, Any]) -> None:
    event = Judgement.model_validate(validated(review(DOCUMENT)).model_dump(exclude={"review"}))
    malformed = review(DOCUMENT).model_dump(mode="json") | changes
    run(database, receive(DOCUMENT), parse(DOCUMENT))
    with pytest.raises((LookupError, TypeError, ValueError)):
        run(database, lambda ledger: record_validated(ledger, event, malformed, LATER))
    with database.read() as session:
        assert review_answer(session, DOCUMENT.id) is None
