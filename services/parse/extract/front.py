"""Reads the front matter: title from the cover, year, department; what is only derived is said to be inferred."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from services.parse.blocks import Block, Line
from services.parse.extract.outline import Role
from services.parse.templates import Template
from services.parse.text import compact
from shared.document import Department, Project
from shared.places import At, Place, joined

YEAR_IN_TITLE = re.compile(r"(20\d\d)年?度?")
BUDGET_YEAR = re.compile(r"预算年度[：:](20\d\d)")
YEAR_OF_BUDGET = re.compile(r"(20\d\d)年度?(?:[^，。；、\d]{0,8})预算")
ANY_YEAR = re.compile(r"(20\d\d)年")
CODE_YEAR = re.compile(r"\d{6}(\d\d)[0-9A-Z]{13}")
DEPARTMENT_LINE = re.compile(r"(\d{3})([\u4e00-\u9fff][\u4e00-\u9fff（）()]{3,40})")
COMPILER = re.compile(r"(.{4,40}?)(?:编制|编)$|^(?:编制)?单位(?:名称)?[：:](.{4,40})$")
OFFICE = re.compile(r".*(?:局|委|办|室|院|部|厅|处|会|中心|政府|站|所|校|学|园|馆|队|社|团|台|场|库)(?:[（(].*[)）])?$")
BRACKETED = re.compile(r"[（(].{1,6}[)）]")
OWN_LEVEL = re.compile(r"[（(]?本级[)）]?$")
LONGEST_COVER_LINE = 60


@dataclass
class Front:
    """Title, year and department, with the fields that are not printed but derived."""

    title: str | None = None
    fiscal_year: int | None = None
    department: Department = field(default_factory=Department)
    inferred: list[str] = field(default_factory=list)
    at: At = field(default_factory=dict)


def read_front(
    blocks: Sequence[Block], roles: Sequence[Role | None], projects: Sequence[Project], template: Template, kind: str
) -> Front:
    """The front matter of a document of this kind."""
    front = Front()
    cover = _cover(blocks, roles)
    title = _title(cover, template.titles[kind]) or _title_below(blocks, roles, template.titles[kind])
    if title:
        front.title = "".join(compact(line.text) for line in title)
        front.at["title"] = _where(title)
    _read_year(front, blocks, title, projects)
    lines = [block for block, role in zip(blocks, roles, strict=True) if isinstance(block, Line) and role]
    _read_department(front, lines, cover, title, template.titles[kind])
    _infer_department(front, projects)
    return front


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
            start = max(0, end - 4)
            if word in "".join(texts[start:end]) and all(len(text) <= LONGEST_COVER_LINE for text in texts[:end]):
                more = end < len(texts) and BRACKETED.fullmatch(texts[end]) is not None
                return list(cover[_begin_of_title(texts, end) : end + more])
    return []


def _begin_of_title(texts: Sequence[str], end: int) -> int:
    start = end - 1
    while start > 0 and not _is_no_title(texts[start - 1]) and end - start < 4:
        start -= 1
    return start


def _is_no_title(text: str) -> bool:
    return bool(re.match(r"附件|附表|附[：:]|机密|秘密|编号", text)) or text.endswith(("。", "：", "编制", "审核"))


def _title_below(blocks: Sequence[Block], roles: Sequence[Role | None], words: Sequence[str]) -> list[Line]:
    """A title that stands below the cover: a line of the body that names the document and a year."""
    for block, role in zip(blocks, roles, strict=True):
        if isinstance(block, Line) and role and role.kind == "text" and len(block.text) <= LONGEST_COVER_LINE:
            text = compact(block.text)
            if YEAR_IN_TITLE.search(text) and text.endswith(tuple(words)):
                return [block]
    return []


def _read_year(front: Front, blocks: Sequence[Block], title: Sequence[Line], projects: Sequence[Project]) -> None:
    for line in title:
        if found := YEAR_IN_TITLE.search(compact(line.text)):
            front.fiscal_year, front.at["fiscal_year"] = int(found[1]), _where([line])
            return
    for block in blocks:
        if isinstance(block, Line) and (found := BUDGET_YEAR.search(compact(block.text))):
            front.fiscal_year, front.at["fiscal_year"] = int(found[1]), _where([block])
            return
    front.fiscal_year = _year_of_codes(projects) or _year_of_texts(blocks)
    if front.fiscal_year:
        front.inferred.append("fiscal_year")


def _year_of_codes(projects: Iterable[Project]) -> int | None:
    """The year in which most projects entered the library."""
    years = [2000 + int(found[1]) for project in projects if (found := CODE_YEAR.fullmatch(project.code or ""))]
    return _commonest(years)


def _year_of_texts(blocks: Iterable[Block]) -> int | None:
    texts = [compact(text) for block in blocks for text in _texts(block)]
    for pattern in (YEAR_OF_BUDGET, ANY_YEAR):
        if year := _commonest([int(year) for text in texts for year in pattern.findall(text)]):
            return year
    return None


def _texts(block: Block) -> Iterable[str]:
    if isinstance(block, Line):
        return [block.text]
    return (cell.text for cells in block.rows for cell in cells if "年" in cell.text)


def _commonest(years: Sequence[int]) -> int | None:
    counts = Counter(years)
    return max(counts, key=lambda year: (counts[year], year)) if counts else None


def _read_department(
    front: Front, lines: Sequence[Line], cover: Sequence[Line], title: Sequence[Line], words: Sequence[str]
) -> None:
    found = [(match, line) for line in lines if (match := DEPARTMENT_LINE.fullmatch(compact(line.text)))]
    if found:
        match, line = found[0]
        front.department = Department(code=match[1], name=match[2])
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
    before, _, behind = YEAR_IN_TITLE.sub("\n", title, count=1).partition("\n")
    for part in (before, re.split(rf"(?:部门)?(?:预算)?(?:{'|'.join(words)})", behind)[0].removesuffix("部门预算")):
        if OFFICE.fullmatch(part):
            return part
    return None


def _compiler(cover: Iterable[Line]) -> tuple[str | None, list[Line]]:
    for line in cover:
        if found := COMPILER.fullmatch(compact(line.text)):
            return (found[1] or found[2]).removesuffix("："), [line]
    return None, []


def _infer_department(front: Front, projects: Sequence[Project]) -> None:
    """Code from the units' codes when they agree; name from the unit that is the department's own level."""
    codes = {project.unit_code[:3] for project in projects if project.unit_code}
    code, name = front.department.code, front.department.name
    if code is None and len(codes) == 1:
        code = codes.pop()
        front.inferred.append("department.code")
    own = {office for project in projects if (office := _own_level(project.unit_name or ""))}
    if name is None and len(own) == 1:
        name = own.pop()
        front.inferred.append("department.name")
    front.department = Department(code=code, name=name)


def _own_level(unit_name: str) -> str | None:
    """The department's name when the unit is its own level (本级), else None."""
    name = OWN_LEVEL.sub("", unit_name)
    return name if name != unit_name else None


def _where(lines: Iterable[Line]) -> Place | list[Place] | None:
    return joined(place for line in lines for place in line.places)
