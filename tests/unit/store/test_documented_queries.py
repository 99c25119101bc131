"""docs/database.md: every query in it runs on both databases and finds what it promises; every table is described."""

import re
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import inspect, text

from services.store.database import Database
from services.store.models import Base
from shared.document import Department, Indicator, Plan
from shared.findings import Coverage, Outcome, RuleOutcome, Severity
from tests.unit.store.examples import FIRST, LATER, SECOND, document, finding, review
from tests.unit.store.recording import fail, judge, parse, receive, run

PAGE = (Path(__file__).parents[3] / "docs" / "database.md").read_text("utf-8")
QUERIES = re.findall(r"^([^\n]+\?)\n\n```sql\n(.+?);\n```", PAGE, re.MULTILINE | re.DOTALL)

RESOLVED = finding("GJ-D07", Severity.ERROR, {"project": 1})
KEPT = finding("GJ-G12", Severity.WARNING, {"table": "部门预算支出总表", "row": 2})
THIRD, FOURTH = f"{FIRST[:-1]}C", f"{FIRST[:-1]}D"
NEW = finding("GJ-E03", Severity.ERROR, {"project": 2})


def fill(database: Database) -> None:
    """Two rounds of one department, another department whose text left doubts, and a file that failed."""
    earlier, later = document("round 1"), document("round 2")
    low = Indicator(level1="满意度指标", level2="服务对象满意度指标", name="职工满意度", target="≥80%")
    project = earlier.projects[0].model_copy(
        update={"code": "13099924P00000000009X", "indicators": [low], "plan": Plan(mar="25%", dec="90%")}
    )
    other = document(
        "other", title="某县粮食局2024年部门预算", department=Department(name="某县粮食局"), projects=[project]
    )
    doubt = RuleOutcome(outcome=Outcome.PARSE_UNCERTAIN, reason="12月底一列缺失")
    unsure = review(other, KEPT).model_copy(
        update={"coverage": Coverage(rules=1, parse_uncertain=1, by_rule={"GJ-D06": doubt})}
    )
    run(database, receive(earlier), parse(earlier), judge(review(earlier, RESOLVED, KEPT)))
    run(database, receive(other, THIRD), parse(other, THIRD), judge(unsure, THIRD))
    run(
        database,
        receive(later, SECOND, received_at=LATER),
        parse(later, SECOND),
        judge(review(later, KEPT, NEW), SECOND),
    )
    run(database, fail(None, FOURTH, stage="ingest", code="empty"))


EXPECTED: dict[str, list[tuple[Any, ...]]] = {
    "Which documents of a place are the worst this year?": [
        ("某县水文站2024年部门预算", "某县水文站", "error", 1, 1),
        ("某县水文站2024年部门预算", "某县水文站", "error", 1, 1),
    ],
    "Which rules find most, and in how many documents?": [
        ("GJ-G12", "warning", 3, 3),
        ("GJ-D07", "error", 1, 1),
        ("GJ-E03", "error", 1, 1),
    ],
    "How much money do each department's projects ask for, in 万元?": [
        ("某县水文站", 2024, 4, 14),
        ("某县粮食局", 2024, 1, 3.5),
    ],
    "Whose satisfaction targets are below 95 %?": [("某县粮食局2024年部门预算", 1, "职工满意度", "≥80%")],
    "Which plans do not reach 100 % in December?": [("某县粮食局2024年部门预算", 1, "测站1运行经费", 90)],
    "What became of the findings of a department's last round of correction?": [
        ("still there", "GJ-G12", None, "GJ-G12 的问题"),
        ("resolved", "GJ-D07", 1, "GJ-D07 的问题"),
    ],
    "Which rules could not judge a document, and why?": [
        ("某县粮食局2024年部门预算", "GJ-D06", "parse_uncertain", "12月底一列缺失")
    ],
}


@pytest.mark.parametrize(("question", "query"), QUERIES, ids=[question[:40] for question, _ in QUERIES])
def test_documented_query_finds_what_it_promises(database: Database, question: str, query: str) -> None:
    fill(database)
    with database.read() as session:
        found = [tuple(row) for row in session.execute(text(query))]
    assert found
    assert found == EXPECTED.get(question, found)


def test_ten_questions_are_answered() -> None:
    assert len(QUERIES) >= 10
    assert set(EXPECTED) <= {question for question, _ in QUERIES}


def test_every_table_and_view_is_described(database: Database) -> None:
    described = set(re.findall(r"`(\w+)`", "".join(re.findall(r"^\|([^|]+)\|", PAGE, re.MULTILINE))))
    assert described == {*Base.metadata.tables, *inspect(database.engine).get_view_names()}


@pytest.mark.parametrize(
    ("view", "rows"),
    [
        (
            "coverage",
            [("GJ-A02", "pass", None), ("GJ-D07", "fail", None), ("GJ-E03", "not_applicable", "没有轮换")],
        ),
        (
            "evidence",
            [("confirmation", 1, 1, "39000"), ("finding", 1, 1, "39000"), ("finding", 3, 1, "39000")],
        ),
        ("finding_projects", [(1, 1), (2, 1), (2, 2)]),
    ],
)
def test_view_shows_as_rows_what_is_kept_as_json(database: Database, view: str, rows: list[tuple[Any, ...]]) -> None:
    columns = {
        "coverage": "rule, outcome, reason",
        "evidence": "said, position, number, value",
        "finding_projects": "position, project",
    }
    of = document()
    run(database, receive(of), parse(of), judge(review(of)))
    with database.read() as session:
        found = session.execute(text(f"SELECT {columns[view]} FROM {view} ORDER BY 1, 2"))
        assert [tuple(row) for row in found] == rows
