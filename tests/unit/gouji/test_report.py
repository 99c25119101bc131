"""A review as lines of text."""

from typing import Any

import pytest

from gouji.report import report_lines
from shared.findings import Counts, Coverage, Evidence, Failure, Finding, Review, Severity, Subject


def finding(rule: str, severity: Severity, subject: Subject, **more: Any) -> Finding:
    more = {"message": f"{rule}的说明", "message_en": f"what {rule} says", **more}
    return Finding(rule=rule, severity=severity, subject=subject, **more)


def review(*findings: Finding, **more: Any) -> Review:
    told: dict[str, Any] = {
        "id": "d1",
        "source": "某局.txt",
        "outcome": "error",
        "counts": Counts(error=1),
        "coverage": Coverage(rules=3, fail=1, pass_=2),
        **more,
    }
    return Review(findings=list(findings), **told)


SUMMARY: dict[str, Any] = {
    "kind": "target-text",
    "document": {"projects": [{"ordinal": 2, "name": "修桥", "indicators": []}]},
}


def lines(one: Review, lang: str = "zh", lowest: Severity = Severity.INFO) -> list[str]:
    return [" " * line.depth + line.text for line in report_lines(one, SUMMARY, lang, lowest)]


def position(text: str, said: list[str]) -> int:
    return next(index for index, line in enumerate(said) if text in line)


def test_projects_with_errors_come_first_and_errors_first_in_each() -> None:
    said = lines(
        review(
            finding("GJ-X01", Severity.WARNING, {"project": 1}),
            finding("GJ-X02", Severity.WARNING, {"project": 2}),
            finding("GJ-X03", Severity.ERROR, {"project": 2}),
        )
    )
    assert (
        position("项目 2  修桥", said) < position("GJ-X03", said) < position("GJ-X02", said) < position("项目 1", said)
    )


def test_infos_of_a_rule_are_one_line_with_their_number() -> None:
    infos = [finding("GJ-E13", Severity.INFO, {"project": 2, "indicator": number}) for number in (1, 4)]
    said = [line for line in lines(review(*infos)) if "GJ-E13" in line]
    assert len(said) == 1
    assert "×2" in said[0]
    assert "项目2.1、项目2.4" in said[0]


@pytest.mark.parametrize(("lowest", "shown"), [("info", 3), ("warning", 2), ("error", 1)])
def test_the_lowest_severity_hides_what_is_milder(lowest: str, shown: int) -> None:
    findings = [finding(f"GJ-X0{n}", severity, {"document": True}) for n, severity in enumerate(Severity)]
    said = lines(review(*findings), lowest=Severity(lowest))
    assert sum(("GJ-X0" in line and "的说明" not in line) or "· GJ-X0" in line for line in said) == shown


def test_the_equation_the_places_and_the_suggestion_are_shown() -> None:
    evidence = [
        Evidence(quote="≤3万元", at={"line": 41}),
        Evidence(quote="1.00", at=[{"page": 2, "bbox": [0, 0, 1, 1]}]),
    ]
    one = finding(
        "GJ-D07",
        Severity.ERROR,
        {"project": 2, "indicator": 3},
        evidence=evidence,
        equation="30000元 > 10000元",
        suggestion="≤1万元",
    )
    said = "\n".join(lines(review(one)))
    for part in ("指标3", "第41行", "第2页", "30000元 > 10000元", "建议：≤1万元"):
        assert part in said


def test_suppressed_findings_are_not_shown() -> None:
    assert not [line for line in lines(review(finding("GJ-X01", Severity.ERROR, {}, suppressed=True))) if "X01" in line]


def test_english_is_spoken_when_asked_for() -> None:
    said = "\n".join(lines(review(finding("GJ-D07", Severity.ERROR, {"project": 2})), lang="en"))
    assert "what GJ-D07 says" in said
    assert "Project 2" in said
    assert "的说明" not in said


def test_a_failure_says_its_code_in_both_languages() -> None:
    failure = Failure(code="empty", stage="ingest", message="空文件", message_en="an empty file")
    said = lines(review(status="failed", outcome=None, failure=failure))
    assert "empty" in said[1]
    assert "空文件" in said[1]
    assert "an empty file" in said[2]


def test_unjudged_never_reads_like_clean() -> None:
    said = "\n".join(lines(review(outcome="unjudged", counts=Counts())))
    assert "无法判定" in said
    assert "未发现问题" not in said


def test_unjudged_says_what_the_reading_says_of_the_whole_document() -> None:
    warnings = [
        {"code": "order_lost", "message": "请改交PDF原件", "message_en": "hand in the PDF", "subject": None},
        {"code": "row_join_doubtful", "message": "两行", "message_en": "rows", "subject": {"project": 1}},
    ]
    summary = {**SUMMARY, "document": {**SUMMARY["document"], "warnings": warnings}}
    unjudged = review(outcome="unjudged", counts=Counts())
    said = "\n".join(line.text for line in report_lines(unjudged, summary, "zh", Severity.INFO))
    assert "请改交PDF原件" in said
    assert "hand in the PDF" in said
    assert "两行" not in said
