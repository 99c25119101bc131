"""The words of the command line in both languages: severities, outcomes, places, subjects."""

from shared.findings import Finding, Severity, Subject
from shared.places import Place

SEVERITY = {
    Severity.ERROR: "错误 error",
    Severity.WARNING: "警告 warning",
    Severity.INFO: "提示 info",
}
OUTCOME = {
    "error": "有错误 error",
    "warning": "有警告 warning",
    "info": "有提示 info",
    "clean": "未发现问题 clean",
    "unjudged": "无法判定 unjudged",
    None: "处理失败 failed",
}
SIGN = {Severity.ERROR: "✗", Severity.WARNING: "!", Severity.INFO: "·"}
KIND = {"target-text": "绩效文本 target text", "disclosure": "预算公开 disclosure", "other": "其他文件 other"}


def message(finding: Finding, lang: str) -> str:
    """The message of `finding` in `lang`, "zh" or "en"."""
    return finding.message_en if lang == "en" else finding.message


def place(where: Place, lang: str) -> str:
    """A place in words: 第 405 行, 第 12 页, 表“…”C7."""
    english = lang == "en"
    if "line" in where:
        return f"line {where['line']}" if english else f"第{where['line']}行"
    if "page" in where:
        return f"page {where['page']}" if english else f"第{where['page']}页"
    if "sheet" in where:
        return f"{where['sheet']}!{where['cell']}"
    if "table" in where:
        numbers = (where["table"], where["row"], where["col"])
        return "table {} row {} column {}".format(*numbers) if english else "表{}第{}行第{}列".format(*numbers)
    return f"paragraph {where['paragraph']}" if english else f"第{where['paragraph']}段"


def first_places(finding: Finding, lang: str) -> list[str]:
    """Where the evidence of `finding` begins, one entry an evidence, without repeats."""
    words: list[str] = []
    for evidence in finding.evidence:
        where = evidence.at[0] if isinstance(evidence.at, list) and evidence.at else evidence.at
        if isinstance(where, dict) and (word := place(where, lang)) not in words:  # type: ignore[arg-type]
            words.append(word)
    return words


def subject(about: Subject, lang: str) -> str:
    """What a finding is about beside its project: 指标5, 表《…》第3行“合计”, 章节《…》."""
    english = lang == "en"
    if "indicator" in about:
        return f"indicator {about['indicator']}" if english else f"指标{about['indicator']}"
    if "table" in about:
        parts = [f"table {about['table']}" if english else f"《{about['table']}》"]
        if "row" in about:
            parts.append(f"row {about['row']}" if english else f"第{about['row']}行")
        if "column" in about:
            parts.append(f"“{about['column']}”")
        return " ".join(parts) if english else "".join(parts)
    if "section" in about:
        return f"section {about['section']}" if english else f"《{about['section']}》"
    return ""
