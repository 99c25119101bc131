"""Says what each line of a document is: contents, page number, heading of a section, or text."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from services.parse.blocks import Block, Line, Table
from services.parse.templates import Template
from services.parse.text import Numbering, compact, is_page_number, label_key, numbering

LEADERS = re.compile(r"(?:\.{3,}|…{2,}|·{3,}|．{3,}|\t)\s*\d{1,4}\s*$|\.{6,}\s*$")
PAGE_AT_END = re.compile(r"[.…·．\s]*\d{1,3}\s*$")
YEAR = re.compile(r"(?:(?:19|20)\d\d年度?)?")
SENTENCE = re.compile(r"[。；！？]")
LONGEST_ENTRY = 60
CONTENTS = "目录"


@dataclass(frozen=True, slots=True)
class Role:
    """What a line is: contents, page, heading or text. A heading names its section where the template knows it."""

    kind: str
    section: str | None = None
    number: Numbering | None = None
    rest: str = ""  # text behind the heading on its own line


TEXT, PAGE, ENTRY = Role("text"), Role("page"), Role("contents")


def outline(blocks: Sequence[Block], template: Template) -> list[Role | None]:
    """The role of each block; None for tables (but for one that is the table of contents)."""
    entries = _contents(blocks, template)
    return [
        ENTRY if i in entries else None if isinstance(block, Table) else _role(block, template)
        for i, block in enumerate(blocks)
    ]


def heading_of(text: str, template: Template) -> Role | None:
    """The heading that a line prints, with the text that follows on the same line, or None."""
    printed = compact(text)
    number = numbering(printed)
    title = YEAR.sub("", number.rest if number else printed, count=1)
    section = template.sections.get(label_key(title))
    if section or (number and number.style == "第一部分" and not number.rest):
        return Role("heading", section, number)
    head, colon, rest = title.partition("：") if "：" in title else title.partition(":")
    if colon and rest and (section := template.sections.get(label_key(head))):
        return Role("heading", section, number, rest)
    return _heading_before_space(text, template)


def _heading_before_space(text: str, template: Template) -> Role | None:
    words = text.split(None, 2)
    for count in range(1, len(words)):
        printed = compact("".join(words[:count]))
        number = numbering(printed)
        section = template.sections.get(label_key(number.rest)) if number else None
        if section:
            return Role("heading", section, number, compact("".join(words[count:])))
    return None


def _role(line: Line, template: Template) -> Role:
    text = compact(line.text)
    if not text or is_page_number(text):
        return PAGE
    return heading_of(line.text, template) or Role("text", None, numbering(text))


def _contents(blocks: Sequence[Block], template: Template) -> set[int]:
    """The positions of the lines of the table of contents."""
    with_leaders = {i for i, block in enumerate(blocks) if isinstance(block, Line) and LEADERS.search(block.text)}
    start = next((i for i, block in enumerate(blocks) if isinstance(block, Line) and is_contents_title(block)), None)
    if start is None:
        return with_leaders
    tables = (i for i, block in enumerate(blocks) if i > start and isinstance(block, Table) and not _lists_pages(block))
    limit = next(tables, len(blocks))
    last = max((i for i in with_leaders if start < i < limit), default=start)
    end = _end_of_entries(blocks, start, last, template)
    return with_leaders | set(range(start, end))


def is_contents_title(line: Line) -> bool:
    """Whether a line is the title of a table of contents: 目录, 2024年部门预算信息公开目录."""
    text = compact(line.text)
    return len(text) <= 24 and text.endswith(CONTENTS)


def _end_of_entries(blocks: Sequence[Block], start: int, last: int, template: Template) -> int:
    """Where the body begins: at the first heading that the contents already named."""
    seen: set[str] = set()
    for i in range(start + 1, len(blocks)):
        block = blocks[i]
        if isinstance(block, Table):
            if not _lists_pages(block):
                return last + 1
            last = i
            continue
        if i > last and _is_prose(block):
            return last + 1
        identity = _identity(block, template)
        if i > last and identity in seen:
            return i
        seen.add(identity)
    return last + 1


def _lists_pages(table: Table) -> bool:
    """Whether every row is an entry and its page, which a dump divides by a tab."""
    texts = [[compact(cell.text) for cell in cells if cell.text] for cells in table.rows]
    return all(len(row) == 2 and row[1].isdecimal() and len(row[1]) <= 3 for row in texts if row)


def _is_prose(line: Line) -> bool:
    return len(line.text) > LONGEST_ENTRY or SENTENCE.search(line.text) is not None


def _identity(line: Line, template: Template) -> str:
    """What an entry and the heading it names share."""
    text = compact(PAGE_AT_END.sub("", line.text))
    heading = heading_of(text, template)
    if heading and heading.section:
        return heading.section
    number = numbering(text)
    return f"第{number.ordinal}部分" if number and number.style == "第一部分" else text
