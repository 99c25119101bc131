"""A review as lines of text: a verdict, the findings by project with errors first, infos folded, what holds.

Pure: a review and the summary of its document in, lines out; gouji.terminal prints them.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from gouji.wording import KIND, OUTCOME, SEVERITY, SIGN, first_places, message, subject
from shared.catalogue import catalogue
from shared.findings import Finding, Review, Severity

Style = Literal["plain", "heading", "group", "error", "warning", "info", "good", "detail"]
_SHOWN_PLACES = 3
_SHOWN_SUBJECTS = 12
_SHOWN_WARNINGS = 3


@dataclass(frozen=True)
class Line:
    """One line of a report: how deep it stands, how it looks, what it says."""

    depth: int
    style: Style
    text: str


def report_lines(review: Review, summary: dict[str, Any], lang: str, lowest: Severity) -> Iterator[Line]:
    """The lines of one review; `summary` is what GET /documents/{id} answers, or {} where there is none."""
    yield Line(0, "heading", review.source)
    if review.failure:
        yield from _failure(review)
        return
    yield Line(1, "detail", _described(summary))
    yield _verdict(review)
    names = {project["ordinal"]: project["name"] for project in summary.get("document", {}).get("projects", [])}
    shown = [finding for finding in review.findings if not finding.suppressed and finding.severity.rank >= lowest.rank]
    yield from _by_project([finding for finding in shown if finding.severity is not Severity.INFO], names, lang)
    yield from _folded([finding for finding in shown if finding.severity is Severity.INFO], lang)
    if lowest is Severity.INFO:
        yield from _confirmed(review.confirmations, lang)
    if review.outcome == "unjudged":
        yield from _unjudged(summary)


def _unjudged(summary: dict[str, Any]) -> Iterator[Line]:
    """That it was not judged, and what the reading says of the whole document: it tells what to do."""
    yield Line(1, "warning", "未能判定：模板未知、没有项目和表格，或多数规则缺少数据；不等于没有问题。")
    yield Line(
        1,
        "detail",
        "Not judged: unknown form, nothing to judge, or too few rules could run. Not the same as clean.",
    )
    warnings = summary.get("document", {}).get("warnings", [])
    of_the_whole = {warning["code"]: warning for warning in warnings if not warning.get("subject")}
    for warning in list(of_the_whole.values())[:_SHOWN_WARNINGS]:
        yield Line(2, "warning", f"读取提醒 {warning['message']}")
        yield Line(3, "detail", warning["message_en"])


def _failure(review: Review) -> Iterator[Line]:
    failure = review.failure
    assert failure is not None
    yield Line(1, "error", f"✗ 未能处理 failed（{failure.code}）：{failure.message}")
    yield Line(2, "detail", failure.message_en)


def _described(summary: dict[str, Any]) -> str:
    document = summary.get("document", {})
    department = document.get("department", {}).get("name") or summary.get("title") or "单位未知 unknown department"
    year = summary.get("fiscal_year")
    indicators = sum(len(project["indicators"]) for project in document.get("projects", []))
    parts = [
        str(department),
        f"{year}年" if year else "年度未知 unknown year",
        KIND.get(summary.get("kind", "other"), KIND["other"]),
        f"项目 projects {len(document.get('projects', []))}",
        f"指标 indicators {indicators}",
        f"预算表 tables {len(document.get('budget_tables', []))}",
    ]
    if document.get("warnings"):
        parts.append(f"读取提醒 reading warnings {len(document['warnings'])}")
    return " · ".join(parts)


def _verdict(review: Review) -> Line:
    counts, coverage = review.counts, review.coverage
    text = f"结论 verdict：{OUTCOME[review.outcome]}"
    text += f"（错误 {counts.error} · 警告 {counts.warning} · 提示 {counts.info}）"
    if coverage:
        text += f"；规则 rules {coverage.rules}：通过 {coverage.pass_} · 未过 {coverage.fail}"
        text += f" · 不适用 {coverage.not_applicable}"
        unsure = coverage.insufficient_data + coverage.parse_uncertain + coverage.error
        text += f" · 未能判断 {unsure}" if unsure else ""
    styles: dict[str | None, Style] = {"error": "error", "warning": "warning", "unjudged": "warning"}
    if review.status == "duplicate":
        text += "（此前已审核过 duplicate）"
    return Line(1, styles.get(review.outcome, "good"), text)


def _by_project(findings: list[Finding], names: dict[int, str], lang: str) -> Iterator[Line]:
    groups: dict[int | None, list[Finding]] = defaultdict(list)
    for finding in findings:
        groups[finding.subject.get("project")].append(finding)

    def order(item: tuple[int | None, list[Finding]]) -> tuple[int, int]:
        project, group = item
        return (-max(finding.severity.rank for finding in group), project or 0)

    for project, group in sorted(groups.items(), key=order):
        yield Line(1, "group", _group_title(project, names, lang))
        for finding in sorted(group, key=lambda finding: -finding.severity.rank):
            yield from _finding(finding, lang)


def _group_title(project: int | None, names: dict[int, str], lang: str) -> str:
    if project is None:
        return "Document" if lang == "en" else "全文 document"
    word = "Project" if lang == "en" else "项目"
    return f"{word} {project}  {names.get(project) or ''}".rstrip()


def _finding(finding: Finding, lang: str) -> Iterator[Line]:
    style: Style = "error" if finding.severity is Severity.ERROR else "warning"
    where = [subject(finding.subject, lang), *first_places(finding, lang)[:_SHOWN_PLACES]]
    located = "  ".join(word for word in where if word)
    yield Line(2, style, f"{SIGN[finding.severity]} {SEVERITY[finding.severity]}  {finding.rule}  {located}".rstrip())
    yield Line(3, "plain", message(finding, lang))
    if finding.equation:
        yield Line(3, "detail", finding.equation)
    if finding.suggestion:
        yield Line(3, "detail", f"Suggestion: {finding.suggestion}" if lang == "en" else f"建议：{finding.suggestion}")


def _folded(findings: list[Finding], lang: str) -> Iterator[Line]:
    """Infos, one line a rule: a reviewer reads perhaps ten findings a project, and these are rarely among them."""
    rules: dict[str, list[Finding]] = defaultdict(list)
    for finding in findings:
        rules[finding.rule].append(finding)
    if rules:
        yield Line(1, "group", "Infos" if lang == "en" else "提示 infos")
    for rule, group in sorted(rules.items()):
        if len(group) == 1:
            text = f"{_subject_of(group[0], lang)} {message(group[0], lang)}".strip()
        else:
            listed = list(dict.fromkeys(word for finding in group if (word := _subject_of(finding, lang))))
            more = " …" if len(listed) > _SHOWN_SUBJECTS else ""
            text = f"{_title(rule, lang)} ×{len(group)}（{'、'.join(listed[:_SHOWN_SUBJECTS])}{more}）"
        yield Line(2, "info", f"{SIGN[Severity.INFO]} {rule}  {text}")


def _title(rule: str, lang: str) -> str:
    entry = catalogue().get(rule)  # a review may come from a deployment of another version
    if entry is None:
        return ""
    return entry.title_en if lang == "en" else entry.title


def _subject_of(finding: Finding, lang: str) -> str:
    about = finding.subject
    word = "P" if lang == "en" else "项目"
    if "project" in about:
        return f"{word}{about['project']}" + (f".{about['indicator']}" if "indicator" in about else "")
    if "projects" in about:
        return f"{word}" + "/".join(map(str, about["projects"]))
    return subject(about, lang)


def _confirmed(confirmations: list[Finding], lang: str) -> Iterator[Line]:
    if confirmations:
        yield Line(1, "group", "Arithmetic that holds" if lang == "en" else "核对一致 arithmetic that holds")
    for confirmation in confirmations:
        where = _subject_of(confirmation, lang)
        yield Line(2, "good", f"✓ {confirmation.rule}  {where}  {message(confirmation, lang)}")
