"""Which form a text dump has, told by its content: ocr-markdown, word-text, pdf-text, or just text."""

import re
from collections.abc import Sequence

MARKUP = re.compile(r"^#{1,6} ?\S|</?(?:b|p|br|table|tr|td)\b[^>]*>|\$\\[a-z]+")
BARS = re.compile(r"\s*\|.*\|\s*$")
FIELD_CODE = re.compile(r"\bTC\b.*\\[flnt]\s*\S")
SPACED_LABELS = re.compile(r"(?:一级指标|项目编码|预算数|3\s*月底|功能分类|科目编码|序号|栏次)")


def sniff(lines: Sequence[str]) -> str:
    """The form of `lines`: the one whose traces are most frequent, tables before markup before wrapping."""
    cells = sum(1 for line in lines if line.startswith("\t") and line.count("\t") == 1)
    rows = sum(
        1 for line in lines if line.count("\t") > 1 or (line.count("\t") == 1 and line[0] != "\t") or BARS.match(line)
    )
    codes = sum(1 for line in lines if FIELD_CODE.search(line))
    marks = sum(1 for line in lines if MARKUP.search(line))
    if rows > cells and rows >= codes:
        return "ocr-markdown"
    if cells or codes > marks:
        return "word-text"
    if marks or rows:
        return "ocr-markdown"
    if _wrapped(lines):
        return "pdf-text"
    return "text"


def _wrapped(lines: Sequence[str]) -> bool:
    return any("\f" in line for line in lines) or any(SPACED_LABELS.search(line) for line in lines)
