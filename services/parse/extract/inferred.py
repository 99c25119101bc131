"""Derives what the front matter does not print: the year from codes and texts, the department from its units."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from services.parse.blocks import Block, Line
from services.parse.extract.folder_hint import department_of
from services.parse.extract.front import Front
from services.parse.extract.target_text import TargetText
from services.parse.text import compact
from shared.document import Department, Project
from shared.folding import narrow
from shared.project_code import read_code

YEAR_OF_BUDGET = re.compile(r"(20\d\d)年度?(?:[^，。；、\d]{0,8})预算")
ANY_YEAR = re.compile(r"(20\d\d)年")
OWN_LEVEL = re.compile(r"[（(]?本级[)）]?$")


def infer(front: Front, blocks: Sequence[Block], target: TargetText, source: str = "") -> None:
    """Fill in what can be derived and say that it was: `inferred` names the fields. `source` is the file's path, whose
    folders in an archive are the last thing asked."""
    projects = target.projects
    if front.fiscal_year is None and (year := _year_of_codes(projects) or _year_of_texts(blocks, target)):
        front.fiscal_year = year
        front.inferred.append("fiscal_year")
    code, name = front.department.code, front.department.name
    if code is None and (code := _only(project.unit_code[:3] for project in projects if project.unit_code)):
        front.inferred.append("department.code")
    if name is None and (name := _only(filter(None, (_own_level(project.unit_name) for project in projects)))):
        front.inferred.append("department.name")
    if code is None and name is None:
        code, name = _by_folder(front, source)
    front.department = Department(code=code, name=name)


def _by_folder(front: Front, source: str) -> tuple[str | None, str | None]:
    hint = department_of(source)
    front.inferred += [f"department.{field}" for field in ("code", "name") if getattr(hint, field)]
    return hint.code, hint.name


def _year_of_codes(projects: Iterable[Project]) -> int | None:
    """The year in which most projects entered the library."""
    codes = (read_code(project.code) for project in projects)
    return _commonest([code.year for code in codes if code and code.year])


def _year_of_texts(blocks: Iterable[Block], target: TargetText) -> int | None:
    """The year whose budget is spoken of; else the commonest in what is planned, since bases cite earlier years."""
    printed = [compact(text) for block in blocks for text in _texts(block)]
    for pattern, texts in ((YEAR_OF_BUDGET, printed), (ANY_YEAR, list(_plans(target))), (ANY_YEAR, printed)):
        if year := _commonest([int(year) for text in texts for year in pattern.findall(narrow(text))]):
            return year
    return None


def _plans(target: TargetText) -> Iterator[str]:
    """What the department and its projects mean to do."""
    yield target.overall_goal or ""
    for sub_goal in target.sub_goals:
        yield from (sub_goal.goal or "", *sub_goal.indicators)
    yield from target.safeguards
    for project in target.projects:
        yield from (project.name or "", project.purpose or "", *project.goals)


def _texts(block: Block) -> Iterable[str]:
    if isinstance(block, Line):
        return [block.text]
    return (cell.text for cells in block.rows for cell in cells if "年" in cell.text)


def _commonest(years: Sequence[int]) -> int | None:
    counts = Counter(years)
    return max(counts, key=lambda year: (counts[year], year)) if counts else None


def _own_level(unit_name: str | None) -> str | None:
    """The department's name when the unit is its own level (本级), else None."""
    name = OWN_LEVEL.sub("", unit_name or "")
    return name if name != (unit_name or "") else None


def _only(values: Iterable[str]) -> str | None:
    distinct = set(values)
    return distinct.pop() if len(distinct) == 1 else None
