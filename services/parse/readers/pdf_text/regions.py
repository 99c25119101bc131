"""Finds where in a dump the project tables stand: title lines, unit line, fields, indicator header, indicator rows."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from services.parse.readers.pdf_text.fields import read_fields
from services.parse.readers.pdf_text.fragments import Fragment, Gap, PrintedLine, fragments_of
from services.parse.readers.pdf_text.labels import Match, words
from services.parse.text import CURRENCY, compact

NUMBERED = re.compile(
    r"^(?:\d{1,3}[.．、，](?!\d{1,2}(?!\d))|[（(](?:[一二三四五六七八九十]+|\d{1,2})[)）]|[一二三四五六七八九十]+[、.．]|项目\d+)"
)
PART = re.compile(r"^第[一二三四五六七八九十]+部分")
TITLE_LINES = 5
# The name of the project is printed on the first lines of its table.
NAME_LINES = 12


@dataclass(slots=True)
class Region:
    """One project's table: the lines `title_start:unit_start` are its title, `unit_start:start` its unit line,
    `start:end` the table itself."""

    title_start: int
    unit_start: int
    start: int
    end: int
    fields: list[Fragment]
    header: list[Match]
    header_fragments: list[Fragment]
    body: list[Fragment]


def find_regions(lines: Sequence[PrintedLine]) -> list[Region]:
    """The project tables of `lines` in order."""
    starts = [index for index in range(len(lines)) if _starts_table(lines, index)]
    heads = []
    floor = 0
    for start in starts:
        unit = unit_start(lines, start, floor)
        name = project_name(fragments_of(lines[start : start + NAME_LINES]))
        heads.append((title_start(lines, unit, floor, name), unit, start))
        floor = start + 1
    regions = []
    for order, (title, unit, start) in enumerate(heads):
        end = heads[order + 1][0] if order + 1 < len(heads) else len(lines)
        end = next((index for index in range(start + 1, end) if PART.match(lines[index].text)), end)
        regions.append(_region(lines, title, unit, start, end))
    return regions


def _starts_table(lines: Sequence[PrintedLine], index: int) -> bool:
    if not lines[index].text.startswith("项目"):
        return False
    match = words().fields.at(fragments_of(lines[index : index + 3]), 0)
    return match is not None and match.role == "code"


def unit_start(lines: Sequence[PrintedLine], start: int, floor: int) -> int:
    """The first line of the unit line that stands before line `start`, or `start`."""
    for index in range(start - 1, max(floor, start - 3) - 1, -1):
        if is_unit_line(lines[index].text):
            before = lines[index - 1].text if index > floor else ""
            return index - 1 if re.match(r"^\d{3,9}\s*[\u4e00-\u9fff]", before) and not _ends_title(before) else index
    return start


def is_unit_line(text: str) -> bool:
    """Whether a line states the currency unit, as the line above every table does."""
    return CURRENCY.search(compact(text)) is not None


def _ends_title(text: str) -> bool:
    return text.replace(" ", "").endswith(words().titles)


def title_start(lines: Sequence[PrintedLine], unit: int, floor: int, name: str = "") -> int:
    """The line on which the title before the unit line begins, or `unit` where there is none.

    It is the nearest from which it reads to its end with the whole `name` of the project in it, or a number before it.
    """
    joined = ""
    fallback = numbered = unit
    for index in range(unit - 1, max(floor, unit - TITLE_LINES) - 1, -1):
        joined = compact(lines[index].text) + joined
        if not joined.endswith(words().titles):
            continue
        if name and name in joined:
            return index if NUMBERED.match(joined) or joined.startswith(name) else min(index, numbered)
        if numbered == unit and NUMBERED.match(joined):
            numbered = index
        if fallback == unit or (fallback == index + 1 and lines[index].gap is Gap.PAGE):
            fallback = index
    return numbered if numbered < unit else fallback


def project_name(fields: Sequence[Fragment]) -> str:
    """The name of the project as the first fields of its table print it, without white space."""
    return "".join(fragment.text for fragment in read_fields(fields).values.get("name", []))


def _region(lines: Sequence[PrintedLine], title: int, unit: int, start: int, end: int) -> Region:
    fragments = fragments_of(lines[start:end])
    fields: list[Fragment] = []
    body: list[Fragment] = []
    header: list[Match] = []
    header_fragments: list[Fragment] = []
    index = 0
    turned = False
    taken: set[int] = set()  # the rests of a header that a page break cut
    while index < len(fragments):
        if index in taken:
            index += 1
            continue
        found = header_at(fragments, index)
        if found:
            if not header:
                header, header_fragments = found, fragments[index : found[-1].end]
            else:
                turned = True
            index = found[-1].end
            taken.update(part for match in found for part in match.rest)
            continue
        fragment = fragments[index]
        if turned:
            fragment.gap = Gap.PAGE
            turned = False
        (body if header else fields).append(fragment)
        index += 1
    return Region(title, unit, start, end, fields, header, header_fragments, body)


def header_at(fragments: Sequence[Fragment], index: int) -> list[Match]:
    """The labels of an indicator header that starts at `index`; empty where none does."""
    found: list[Match] = []
    while index < len(fragments):
        match = words().columns.at(fragments, index)
        if found and match is None:
            match = words().columns.wrapped_at(fragments, index)
        if match is None or any(match.role == known.role for known in found):
            break
        found.append(match)
        index = match.end
    return found if len(found) >= 3 else []
