"""An invented document with every kind of part, its review, and the events about them."""

import hashlib
from datetime import UTC, datetime, timedelta
from typing import Any

from shared.document import (
    BudgetTable,
    Department,
    Document,
    Indicator,
    NarrativeFigure,
    Plan,
    Project,
    ReadingWarning,
    SubGoal,
)
from shared.events import DataRef, Duplicate, Failed, Parsed, Received, Validated
from shared.findings import (
    Counts,
    Coverage,
    Evidence,
    Finding,
    Outcome,
    Review,
    RuleOutcome,
    Severity,
    Subject,
    Versions,
)

NOW = datetime(2026, 11, 20, 8, 0, tzinfo=UTC)
LATER = NOW + timedelta(minutes=5)
VERSIONS = Versions(gouji="0.1.0", parser="1.0+aaaa", rules="1.0+bbbb", profile="default+cccc")
FIRST = "01JD3Z7QK0000000000000000A"
SECOND = "01JD3Z7QK0000000000000000B"
BATCH = "01JD3Z7QK00000000000000BAT"


def sha(text: str) -> str:
    """The id of a document with these bytes."""
    return hashlib.sha256(text.encode()).hexdigest()


def document(text: str = "document", **changes: Any) -> Document:
    """A disclosure document of an invented department, with one of everything."""
    values: dict[str, Any] = {
        "id": sha(text),
        "source": "报送/水文站.txt",
        "media_type": "text/plain",
        "form": "ocr-markdown",
        "template": "hebei-disclosure",
        "kind": "disclosure",
        "division": "130999",
        "title": "某县水文站2024年部门预算",
        "fiscal_year": 2024,
        "department": Department(code="399", name="某县水文站"),
        "overall_goal": "保障水文监测。",
        "sub_goals": [SubGoal(title="监测", goal="按时测报。", indicators=["测报次数≥12次"])],
        "safeguards": ["（一）加强管理。"],
        "projects": [_project(1), _project(2)],
        "budget_tables": [_table()],
        "narrative_figures": [
            NarrativeFigure(label="2024年预算收入", amount="120.50", unit="万元", text="2024年预算收入120.50万元。")
        ],
        "warnings": [ReadingWarning(code="column_lost", message="缺列", message_en="lost", text=None, at={"line": 7})],
    }
    return Document(**{**values, **changes})


def _project(ordinal: int) -> Project:
    return Project(
        ordinal=ordinal,
        title=f"测站{ordinal}运行经费绩效目标表",
        currency_unit="万元",
        code=f"13099924P0000000000{ordinal}A",
        name=f"测站{ordinal}运行经费",
        budget="3.50",
        fiscal_funds="3.50",
        purpose="购置设备。",
        plan=Plan(mar="25%", jun="50%", oct=None, dec="100%"),
        goals=["完成全年测报。"],
        indicators=[
            Indicator(
                level1="产出指标",
                level2="数量指标",
                name="测报次数",
                target="≥12次",
                at={"target": {"line": 40 + ordinal}},
            ),
            Indicator(level1="满意度指标", level2="服务对象满意度指标", name="群众满意度", target="≥95%"),
        ],
    )


def _table() -> BudgetTable:
    return BudgetTable(
        kind="部门预算支出总表",
        department_code="399",
        year=2024,
        currency_unit="万元",
        columns=["序号", "功能分类科目/科目编码", "功能分类科目/科目名称", "合计", "项目支出"],
        rows=[["1", "213", "农林水支出", "120.50", "7.00"], ["2", "2130304", "水文测报", "120.50", None]],
    )


def finding(rule: str, severity: Severity, subject: Subject, **changes: Any) -> Finding:
    """A finding with one piece of evidence."""
    values: dict[str, Any] = {
        "rule": rule,
        "severity": severity,
        "message": f"{rule} 的问题",
        "message_en": f"a defect of {rule}",
        "subject": subject,
        "evidence": [Evidence(quote="≤3.9万元", value="39000", unit="元", at={"line": 41})],
        "equation": "39000元 > 35000元",
        "fingerprint": hashlib.sha256(repr((rule, sorted(subject.items()))).encode()).hexdigest()[:32],
    }
    return Finding(**{**values, **changes})


def review(of: Document, *findings: Finding, versions: Versions = VERSIONS) -> Review:
    """The review of document `of` with `findings`, or with three of different kinds."""
    said = list(findings) or [
        finding("GJ-D07", Severity.ERROR, {"project": 1, "code": None, "indicator": 1, "field": "target"}),
        finding("GJ-H01", Severity.INFO, {"projects": [1, 2]}, evidence=[]),
        finding("GJ-G12", Severity.WARNING, {"table": "部门预算支出总表", "row": 2, "column": "合计"}),
    ]
    counted = [each.severity for each in said if not each.suppressed]
    counts = Counts(
        error=counted.count(Severity.ERROR), warning=counted.count(Severity.WARNING), info=counted.count(Severity.INFO)
    )
    return Review(
        id=of.id,
        source=of.source,
        outcome=max(counted, key=lambda severity: severity.rank).value if counted else "clean",
        findings=said,
        confirmations=[finding("GJ-G01", Severity.INFO, {"document": True}, equation="120.50 = 120.50")],
        counts=counts,
        coverage=Coverage(
            rules=3,
            pass_=1,
            fail=1,
            not_applicable=1,
            by_rule={
                "GJ-A02": RuleOutcome(outcome=Outcome.PASS),
                "GJ-D07": RuleOutcome(outcome=Outcome.FAIL),
                "GJ-E03": RuleOutcome(outcome=Outcome.NOT_APPLICABLE, reason="没有轮换"),
            },
        ),
        versions=versions,
    )


def received(of: Document, submission: str = FIRST, **changes: Any) -> Received:
    """The event that ingest sends of the document."""
    values: dict[str, Any] = {
        "submission": submission,
        "batch": BATCH,
        "document_id": of.id,
        "source": of.source,
        "media_type": "text/plain",
        "size": 1234,
        "blob": DataRef(bucket="GOUJI_ORIGINALS", name=of.id, size=1234, sha256=of.id),
        "channel": "http",
        "received_at": NOW,
    }
    return Received(**{**values, **changes})


def parsed(of: Document, submission: str = FIRST, versions: Versions = VERSIONS, **changes: Any) -> Parsed:
    """The event that parse sends of the document."""
    values: dict[str, Any] = {
        "submission": submission,
        "document_id": of.id,
        "template": of.template,
        "kind": of.kind,
        "division": of.division,
        "counts": {},
        "parser_version": versions.parser,
        "document": of,
    }
    return Parsed(**{**values, **changes})


def validated(of: Review, submission: str = FIRST) -> Validated:
    """The event that validate sends of the review."""
    assert of.versions is not None
    assert of.id is not None
    assert of.outcome is not None
    return Validated(
        submission=submission,
        document_id=of.id,
        outcome=of.outcome,
        counts=of.counts,
        versions=of.versions,
        review=of,
    )


def failed(document_id: str | None, submission: str = FIRST, **changes: Any) -> Failed:
    """The event that a stage sends of a failure."""
    values: dict[str, Any] = {
        "submission": submission,
        "document_id": document_id,
        "stage": "parse",
        "code": "malformed",
        "message": "文件已损坏",
        "message_en": "damaged",
        "retryable": False,
        "attempts": 1,
    }
    return Failed(**{**values, **changes})


def duplicate(of: Document, submission: str = SECOND, first: str = FIRST) -> Duplicate:
    """The event that ingest sends of the same bytes again."""
    return Duplicate(
        submission=submission,
        document_id=of.id,
        first_submission=first,
        batch=BATCH,
        source="again.txt",
        channel="http",
        received_at=LATER,
    )
