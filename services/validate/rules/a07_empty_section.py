"""GJ-A07: a heading with nothing under it."""

import re
from collections.abc import Iterator

from services.validate.rule import (
    DOCUMENT,
    Context,
    Severity,
    Verdict,
    evidence,
    failed,
    insufficient,
    not_applicable,
    of_section,
    passed,
    rule,
    uncertain,
)
from shared.document import Section

# Headings that the forms require, by words they contain; what a department adds of its own is its own affair.
REQUIRED = re.compile(
    r"绩效目标|保障措施|职责|机构设置|预算安排|收支|机关运行经费|三公|政府采购|国有资产|名词解释|其他.*说明|增减变化"
)
EXPLICIT_NONE = re.compile(r"[（(“\"]?(无|没有|不涉及|略)")


@rule(
    "GJ-A07",
    title="空章节",
    title_en="Heading without text",
    summary="规定的章节标题下应当有内容；没有相应事项的，应当写明“无”。",
    severity=Severity.WARNING,
    scope="document",
    clause="地方预决算公开专项检查（完整性）；预算法第十四条",
    since="0.1.0",
)
def empty_section(context: Context) -> Iterator[Verdict]:
    """A heading with nothing under it.

    What it checks
        Under each heading that the form requires stand at least `least_characters` characters before the next heading
        of the same or a higher level, tables included.

    Why it matters
        An empty section is the commonest sign of an unfinished file, and inspections of disclosure count it as
        incomplete.

    Known traps
        A section that holds only a table, or only sub-sections, is not empty. “无” is content. Headings of a table of
        contents are no sections. What follows the last heading of a text that was cut off is unknown.

    Example
        “八、国有资产信息” followed at once by “九、名词解释”.

    Severity
        warning: the content may stand elsewhere in the file.
    """
    if not context.document.sections:
        yield insufficient(DOCUMENT, "未识别出章节标题", "no heading was recognised")
        return
    required = [section for section in context.document.sections if REQUIRED.search(section.title)]
    if not required:
        yield not_applicable(DOCUMENT, "没有规定的章节标题", "no heading that the form requires")
    for section in required:
        yield _judged(context, section, last=section is context.document.sections[-1])


def _judged(context: Context, section: Section, *, last: bool) -> Verdict:
    subject = of_section(section.title)
    filled = section.characters >= context.threshold("least_characters")
    if filled or EXPLICIT_NONE.match(section.opening or ""):
        return passed(subject)
    doubt = context.doubt(subject) or (context.doubt({"document": True, "field": "sections"}) if last else None)
    if doubt:
        return uncertain(subject, doubt.message, doubt.message_en)
    return failed(
        subject,
        f"“{section.title}”下没有内容，请补充；没有相应事项的请写明“无”。",
        f"There is nothing under the heading “{section.title}”: fill it in, or say that there is nothing to report.",
        [evidence(section, "title")],
    )
