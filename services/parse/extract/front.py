"""Reads the front matter as printed: title from the cover, year, department."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from services.parse.blocks import Block, Line
from services.parse.extract.outline import Role
from services.parse.templates import Template
from services.parse.text import compact
from shared.document import Department
from shared.folding import narrow
from shared.places import At, Place, joined

YEAR_IN_TITLE = re.compile(r"(20\d\d)年?度?")
BUDGET_YEAR = re.compile(r"预算年度[：:](20\d\d)")
COMPILER = re.compile(r"(.{4,40}?)(?:编制|编)$|^(?:编制)?(?:单位|部门)(?:名称)?[：:](.{4,40})$")
OFFICE = re.compile(
    r".*(?:局|委|办|室|院|部|厅|处|会|中心|政府|站|所|校|学|园|馆|队|社|团|台|场|库|乡|镇|街道)(?:[（(].*[)）])?$"
)
DEPARTMENT_LINE = re.compile(r"(\d{3})([\u4e00-\u9fff][\u4e00-\u9fff（）()]{3,40})")
ADDITION = re.compile(r"[（(].{1,6}[)）]")
COMPILED = ("编制", "审核", "编印")
NO_TITLE = re.compile(r"附件|附表|机密|秘密|编号|.*[：:]|.*(?:。|编制|审核)$")
DOCUMENT = re.compile(r"预\s*算|决\s*算|绩\s*效|目\s*标|申报表|方案|报告|通知|说明|公开")
NO_TITLE_OF_ANY = re.compile(r"[。；：:]")
LONGEST = 60
FRONT = 40  # blocks among which the title of an unknown document stands
WRAPPED = 4  # lines that a title may wrap over


@dataclass
class Front:
    """Title, year and department, with the fields that are not printed but derived."""

    title: str | None = None
    fiscal_year: int | None = None
    department: Department = field(default_factory=Department)
    inferred: list[str] = field(default_factory=list)
    at: At = field(default_factory=dict)

    def fields(self) -> dict[str, Any]:
        """The fields of the document that come from here."""
        return {name: getattr(self, name) for name in ("title", "fiscal_year", "department", "inferred")}


def read_front(blocks: Sequence[Block], roles: Sequence[Role | None], template: Template, kind: str) -> Front:
    """What a document of this kind prints in front."""
    front = Front()
    words = template.titles[kind]
    lines = [block for block, role in zip(blocks, roles, strict=True) if isinstance(block, Line) and role]
    cover = _cover(blocks, roles)
    title = _title(cover, words) or _title_below(blocks, roles, words)
    if title:
        front.title, front.at["title"] = _without_compiler(title, words), _where(title)
    _read_year(front, title, lines)
    _read_department(front, lines, cover, title, words)
    return front


def title_of_unknown(blocks: Sequence[Block]) -> Front:
    """Only the title, for a document that no template knows: its first heading, else its first lines up to one that
    says what it is; a first line that reads as a sentence is none."""
    lines = [block for block in blocks[:FRONT] if isinstance(block, Line) and compact(block.text)]
    marked = [line for line in lines if line.level][:1]
    title = marked or _first_lines(lines)
    if not title:
        return Front()
    return Front(title="".join(compact(line.text) for line in title), at={"title": _where(title)})


def _first_lines(lines: Sequence[Line]) -> list[Line]:
    title: list[Line] = []
    for line in lines[:WRAPPED]:
        if len(line.text) > LONGEST or NO_TITLE_OF_ANY.search(line.text):
            break
        title.append(line)
        if DOCUMENT.search(line.text):
            return title
    return title[:1]


def _cover(blocks: Sequence[Block], roles: Sequence[Role | None]) -> list[Line]:
    """The lines before the contents, the first heading and the first table."""
    lines: list[Line] = []
    for block, role in zip(blocks, roles, strict=True):
        if not isinstance(block, Line) or role is None or role.kind in {"contents", "heading"}:
            break
        if role.kind == "text":
            lines.append(block)
    return lines


def _title(cover: Sequence[Line], words: Sequence[str]) -> list[Line]:
    """The lines of the cover's title: up to the one that says what the document is, with a bracketed addition."""
    texts = [compact(line.text) for line in cover]
    for word in words:
        for end in range(1, len(texts) + 1):
            if any(len(text) > LONGEST for text in texts[:end]):
                break
            if word in "".join(texts[max(0, end - WRAPPED) : end]):
                more = end < len(texts) and ADDITION.fullmatch(texts[end]) is not None
                return list(cover[_begin_of_title(texts, end) : end + more])
    return []


def _without_compiler(title: Sequence[Line], words: Sequence[str]) -> str:
    """The title's text; a reader that joins wrapped lines may have joined 某某局编制 to it."""
    text = "".join(compact(line.text) for line in title)
    end = max((text.rfind(word) + len(word) for word in words if word in text), default=len(text))
    addition = ADDITION.match(text, end)
    behind = text[addition.end() if addition else end :]
    return text.removesuffix(behind) if behind.endswith(COMPILED) else text


def _begin_of_title(texts: Sequence[str], end: int) -> int:
    start = end - 1
    while start > 0 and end - start < WRAPPED and not NO_TITLE.match(texts[start - 1]):
        start -= 1
    return start


def _title_below(blocks: Sequence[Block], roles: Sequence[Role | None], words: Sequence[str]) -> list[Line]:
    """A title that stands below the cover: a line of the body that names the document and a year."""
    for block, role in zip(blocks, roles, strict=True):
        if isinstance(block, Line) and role and role.kind == "text" and len(block.text) <= LONGEST:
            text = compact(block.text)
            if YEAR_IN_TITLE.search(narrow(text)) and text.endswith(tuple(words)):
                return [block]
    return []


def _read_year(front: Front, title: Sequence[Line], lines: Sequence[Line]) -> None:
    for pattern, where in ((YEAR_IN_TITLE, title), (BUDGET_YEAR, lines)):
        for line in where:
            if found := pattern.search(narrow(compact(line.text))):
                front.fiscal_year, front.at["fiscal_year"] = int(found[1]), _where([line])
                return


def _read_department(
    front: Front, lines: Sequence[Line], cover: Sequence[Line], title: Sequence[Line], words: Sequence[str]
) -> None:
    for line in lines:
        found = DEPARTMENT_LINE.fullmatch(compact(line.text))
        if found and OFFICE.fullmatch(found[2]):
            front.department = Department(code=found[1], name=found[2])
            front.at["department"] = {"code": _where([line]), "name": _where([line])}
            return
    name, where = _office_in_title(front.title, words), list(title)
    if not name:
        name, where = _compiler(cover)
    if name:
        front.department = Department(name=name)
        front.at["department"] = {"name": _where(where)}


def _office_in_title(title: str | None, words: Sequence[str]) -> str | None:
    """The office that a title names, before its year or behind it: 某县民政局2024年部门预算绩效文本."""
    if not title:
        return None
    before, _, behind = YEAR_IN_TITLE.sub("\n", narrow(title), count=1).partition("\n")
    behind = re.split("|".join(words), behind)[0]
    for part in (before, behind.removesuffix("部门预算").removesuffix("预算").removesuffix("部门")):
        if OFFICE.fullmatch(part):
            return part
    return None


def _compiler(cover: Iterable[Line]) -> tuple[str | None, list[Line]]:
    for line in cover:
        if found := COMPILER.fullmatch(compact(line.text)):
            return found[1] or found[2], [line]
    return None, []


def _where(lines: Iterable[Line]) -> Place | list[Place] | None:
    return joined(place for line in lines for place in line.places)
