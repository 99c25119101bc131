"""Finds the heading of a project among the lines above its table, wrapped ones included, and the unit lines."""

from collections.abc import Iterable, Sequence

from services.parse.blocks import Cell, Line
from services.parse.templates import Template
from services.parse.text import compact, currency_of, numbering, unit_of, unnumbered

NO_TITLE = frozenset({"", "项目", "预算项目", "项目支出"})
Span = tuple[int, int]

WRAPPED = 4  # lines that one heading may wrap over
LONGEST = 80  # characters of a heading that does not end as headings of projects do


def is_unit_line(line: Line) -> bool:
    """Whether a line states the unit or the currency unit of the table below."""
    text = compact(line.text)
    return currency_of(text) is not None or unit_of(text) is not None


def states_currency(line: Line) -> bool:
    """Whether a line states the currency unit of a table, alone or behind the unit."""
    text = compact(line.text)
    unit = unit_of(text)
    return (unit[2] if unit else currency_of(text)) is not None


def unit_lines(cells: Iterable[Cell]) -> list[Line]:
    """The cells as lines when they only state unit and currency unit; none when one states anything else."""
    lines = [Line(cell.text, cell.places) for cell in cells if cell.text]
    return lines if all(is_unit_line(line) for line in lines) else []


def heading_span(lines: Sequence[Line], template: Template, name: str | None) -> Span | None:
    """Where the heading of the table below the lines stands: the last one that ends as such headings do, else a
    numbered or marked line directly above. Where it begins, the project's `name` tells better than its looks."""
    spans = headings_in(lines, template)
    if spans:
        end = spans[-1][1]
        starts = range(end - 1, max(-1, end - 1 - WRAPPED), -1)
        return next(((start, end) for start in starts if title_of(lines[start:end], template, name) == name), spans[-1])
    texts = [place for place, line in enumerate(lines) if not is_unit_line(line)]
    if texts and _may_be_heading(lines[texts[-1]], template, name):
        return texts[-1], texts[-1] + 1
    return None


def title_of(heading: Sequence[Line], template: Template, name: str | None) -> str | None:
    """The heading without its number and without 绩效目标表; the name tells whether a number belongs to the title."""
    printed = "".join(compact(line.text) for line in heading)
    for suffix in template.suffixes:
        printed = printed.removesuffix(suffix)
    title = printed if printed == name else unnumbered(printed)
    return None if title in NO_TITLE else title


def headings_in(lines: Sequence[Line], template: Template) -> list[Span]:
    """The spans of lines that end as the heading of a project does: 绩效目标表."""
    spans: list[Span] = []
    for end in range(1, len(lines) + 1):
        if _ends_heading(lines[:end], template):
            spans.append((_begin(lines, end, spans[-1][1] if spans else 0, template), end))
    return spans


def _ends_heading(lines: Sequence[Line], template: Template) -> bool:
    return "".join(compact(line.text) for line in lines[-2:]).endswith(template.suffixes)


def _begin(lines: Sequence[Line], end: int, floor: int, template: Template) -> int:
    for start in range(end - 1, max(floor, end - WRAPPED) - 1, -1):
        if lines[start].level or numbering(compact(lines[start].text)):
            return start
    last = compact(lines[end - 1].text)
    whole = last.endswith(template.suffixes) and last not in template.suffixes
    return end - 1 if whole else max(floor, end - 2)


def _may_be_heading(line: Line, template: Template, name: str | None) -> bool:
    """Whether a line that does not end as headings of projects do is one: it names the project, or nothing does."""
    text = compact(line.text)
    if len(text) > LONGEST or text.endswith(("。", "；")) or not (line.level or numbering(text)):
        return False
    return name is None or title_of([line], template, name) == name
