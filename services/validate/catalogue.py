"""The catalogue of the rules, made from their records and pages: shared/catalogue.json and docs/rules.md.

`python -m services.validate.catalogue` writes both anew; a test holds them equal to the rules.
"""

import inspect
import json
from pathlib import Path
from typing import Any

from services.validate.registry import registry
from services.validate.rule import Rule

HEADINGS = ("What it checks", "Why it matters", "Known traps", "Example", "Severity")
GROUPS = {
    "A": ("文件完整性", "Completeness of the document"),
    "B": ("项目表完整性", "Completeness of the project tables"),
    "C": ("字段格式", "Form of the fields"),
    "D": ("金额与算术", "Amounts and arithmetic"),
    "E": ("指标质量", "Quality of the indicators"),
    "F": ("目标、指标与用途", "Goals, indicators and purpose"),
    "G": ("预算表勾稽", "Budget tables"),
    "H": ("项目之间与文件之间", "Across projects and documents"),
    "I": ("公开完整性", "Completeness of disclosure"),
}
ROOT = Path(__file__).resolve().parents[2]
CATALOGUE = ROOT / "shared" / "catalogue.json"
DOCS = ROOT / "docs" / "rules.md"


def catalogue() -> list[dict[str, Any]]:
    """The entry of each rule, by id."""
    return [entry(rule) for _, rule in sorted(registry().items())]


def entry(rule: Rule) -> dict[str, Any]:
    """One rule's record with its page; ValueError where the page lacks a heading or has another."""
    headline, page = pages(inspect.getdoc(rule.check) or "")
    if tuple(page) != HEADINGS:
        raise ValueError(f"{rule.id}: its page has the headings {tuple(page)}, not {HEADINGS}")
    return {
        "id": rule.id,
        "title": rule.title,
        "title_en": rule.title_en,
        "summary": rule.summary,
        "summary_en": headline,
        "severity": rule.severity.value,
        "scope": rule.scope,
        "kinds": list(rule.kinds),
        "clause": rule.clause,
        "since": rule.since,
        "after": list(rule.after),
        "checks": page["What it checks"],
        "matters": page["Why it matters"],
        "traps": page["Known traps"],
        "example": page["Example"],
        "severity_note": page["Severity"],
    }


def pages(docstring: str) -> tuple[str, dict[str, str]]:
    """The first line of a rule's docstring, and its text by heading, each as one paragraph."""
    headline, _, rest = docstring.partition("\n")
    page: dict[str, list[str]] = {}
    for line in filter(str.strip, rest.splitlines()):
        if not line.startswith(" "):
            page[line.strip()] = []
        else:
            page[list(page)[-1]].append(line.strip())
    return headline, {heading: " ".join(lines) for heading, lines in page.items()}


def as_json(entries: list[dict[str, Any]]) -> str:
    """The catalogue as it stands in shared/."""
    return json.dumps(entries, ensure_ascii=False, indent=1) + "\n"


def as_markdown(entries: list[dict[str, Any]]) -> str:
    """The catalogue as it stands in docs/."""
    lines = [
        "# 规则目录 / The rules",
        "",
        "由 `python -m services.validate.catalogue` 从规则本身生成，请勿手改。"
        "Made from the rules themselves: do not edit.",
        "",
        f"本版共 {len(entries)} 条规则。There are {len(entries)} rules in this build.",
    ]
    for letter, (group, group_en) in GROUPS.items():
        members = [e for e in entries if e["id"][3] == letter]
        if members:
            lines += ["", f"## {letter}. {group} / {group_en}", "", *_overview(members)]
            lines += [line for member in members for line in _page(member)]
    return "\n".join(lines) + "\n"


def _overview(members: list[dict[str, Any]]) -> list[str]:
    rows = [f"| [{e['id']}](#{_anchor(e)}) | {e['title']} | {e['title_en']} | {e['severity']} |" for e in members]
    return ["| | 规则 | Rule | Severity |", "|---|---|---|---|", *rows]


def _anchor(entry: dict[str, Any]) -> str:
    return f"{entry['id']}".lower()


def _page(entry: dict[str, Any]) -> list[str]:
    kinds = "、".join(entry["kinds"])
    after = f" · after {', '.join(entry['after'])}" if entry["after"] else ""
    return [
        "",
        f'### <a id="{_anchor(entry)}"></a>{entry["id"]} {entry["title"]}',
        "",
        f"{entry['summary']} {entry['summary_en']}",
        "",
        f"*{entry['severity']} · {entry['scope']} · {kinds} · since {entry['since']}{after}*",
        "",
        f"- 依据 / Clause: {entry['clause']}",
        f"- What it checks: {entry['checks']}",
        f"- Why it matters: {entry['matters']}",
        f"- Known traps: {entry['traps']}",
        f"- Example: {entry['example']}",
        f"- Severity: {entry['severity_note']}",
    ]


if __name__ == "__main__":
    CATALOGUE.write_text(as_json(catalogue()), "utf-8")
    DOCS.write_text(as_markdown(catalogue()), "utf-8")
