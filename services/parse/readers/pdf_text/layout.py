"""Rebuilds tables from dumps that keep positions (pdftotext -layout): columns from where text begins."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from services.parse.readers.pdf_text.columns import find_columns
from services.parse.readers.pdf_text.costs import Column
from services.parse.readers.pdf_text.fragments import Fragment, Gap, PrintedLine, placed_fragments
from services.parse.readers.pdf_text.grid import IndicatorRow, Printed, ProjectTable
from services.parse.readers.pdf_text.labels import words
from services.parse.readers.pdf_text.layout_fields import read_placed_fields
from services.parse.readers.pdf_text.layout_rows import Page, layout_rows
from services.parse.readers.pdf_text.measure import learn
from services.parse.readers.pdf_text.regions import is_unit_line, title_start, unit_start
from services.parse.text import label_key

Lines = Sequence[Sequence[Fragment]]
Shape = tuple[str, ...]
# A header set in several lines takes at most this many.
HEADER_LINES = 5
# The lines of a centred label share their middle, more or less.
CLOSE = 5
# A value of several lines begins at most this many lines above the line of its label.
LINES_ABOVE = 5


@dataclass(slots=True)
class Header:
    """An indicator header found in lines `start:end`: (role, text, where) from the left."""

    labels: list[tuple[str, str, Printed]]
    start: int
    end: int


def is_layout(printed: Sequence[PrintedLine]) -> bool:
    """Whether columns stand apart by runs of spaces."""
    apart = sum(bool(re.search(r"\S {3,}\S", line.raw)) for line in printed)
    return apart * 8 > len(printed)


def layout_tables(printed: Sequence[PrintedLine]) -> list[ProjectTable]:
    """The project tables of `printed`, in order."""
    placed = placed_fragments(printed)
    tables: list[ProjectTable] = []
    bodies: list[list[Page]] = []
    for title, unit, start, end in _spans(printed, placed):
        headers = find_headers(placed[start:end])
        first = headers[0] if headers else None
        fields = read_placed_fields(placed[start : start + first.start] if first else placed[start:end])
        tables.append(ProjectTable(title, unit, start, end, fields, first.labels if first else []))
        bodies.append(_body(placed[start:end], headers))
    _read_rows(tables, bodies)
    return tables


def _spans(printed: Sequence[PrintedLine], placed: Lines) -> list[tuple[int, int, int, int]]:
    found: list[tuple[int, int, int]] = []
    floor = 0
    for index, fragments in enumerate(placed):
        if not any(words().fields.roles.get(label_key(fragment.text)) == "code" for fragment in fragments[:2]):
            continue
        start = _table_start(printed, index, floor)
        unit = unit_start(printed, start, floor)
        found.append((title_start(printed, unit, floor), unit, start))
        floor = index + 1
    ends = [*(title for title, _, _ in found[1:]), len(printed)]
    return [(*span, end) for span, end in zip(found, ends, strict=False)]


def _table_start(printed: Sequence[PrintedLine], index: int, floor: int) -> int:
    """The first line of the table: under the unit line, above the label if a value beside it has several lines."""
    for above in range(index - 1, max(floor, index - LINES_ABOVE) - 1, -1):
        if is_unit_line(printed[above].text):
            return above + 1
    return index


def find_headers(lines: Lines) -> list[Header]:
    """The indicator headers in `lines`; a label may be set in several lines, not all of them on the same ones."""
    found: list[Header] = []
    index = 0
    while index < len(lines):
        header = _header_around(lines, index, found[-1].end if found else 0) if _names_columns(lines[index]) else None
        if header:
            found.append(header)
        index = header.end if header else index + 1
    return found


def _names_columns(line: Sequence[Fragment]) -> bool:
    return sum(_column_role(fragment.text) is not None for fragment in line) >= 2


def _column_role(text: str) -> str | None:
    return words().columns.roles.get(label_key(text))


def _header_around(lines: Lines, index: int, floor: int) -> Header | None:
    """The lines around `index` that together spell the most labels and nothing else."""
    best: Header | None = None
    for start in range(max(floor, index - HEADER_LINES), index + 1):
        for end in range(index + 1, min(len(lines), index + HEADER_LINES) + 1):
            labels = _spelled_labels(lines[start:end])
            if len(labels) >= 3 and (best is None or len(labels) > len(best.labels)):
                best = Header(labels, start, end)
    return best


def _spelled_labels(lines: Lines) -> list[tuple[str, str, Printed]]:
    """The labels that all fragments of `lines` together spell; none when something is left over."""
    stacks: list[list[Fragment]] = []
    for fragment in (fragment for line in lines for fragment in line):
        under = next((stack for stack in stacks if _goes_on(stack, fragment)), None)
        if under is None:
            stacks.append([fragment])
        else:
            under.append(fragment)
    labels: list[tuple[str, str, Printed]] = []
    for stack in sorted(stacks, key=lambda stack: min(fragment.x for fragment in stack)):
        text = "".join(fragment.text for fragment in stack)
        role = _column_role(text)
        if role is None or any(role == known for known, _, _ in labels):
            return []
        labels.append((role, text, stack))
    return labels


def _goes_on(stack: Sequence[Fragment], fragment: Fragment) -> bool:
    """Whether `fragment` carries on the label whose first lines are `stack`."""
    off = abs((stack[-1].x + stack[-1].least) - (fragment.x + fragment.least))
    text = "".join(part.text for part in stack) + fragment.text
    return off <= CLOSE and fragment.number > stack[-1].number and words().columns.begins(text)


def _body(lines: Lines, headers: Sequence[Header]) -> list[Page]:
    """The lines under the header, page by page, each page with its columns."""
    parts: list[Page] = []
    for order, header in enumerate(headers):
        end = headers[order + 1].start if order + 1 < len(headers) else len(lines)
        known = header.labels if len(header.labels) == len(headers[0].labels) else headers[0].labels
        labels = [where[0] for _, _, where in known]
        parts.extend((find_columns(labels, page), page) for page in _pages(lines[header.end : end]))
    return parts


def _pages(lines: Lines) -> list[Lines]:
    pages: list[list[Sequence[Fragment]]] = [[]]
    for line in lines:
        if line[0].gap is Gap.PAGE and pages[-1]:
            pages.append([])
        pages[-1].append(line)
    return [page for page in pages if page]


def _read_rows(tables: Sequence[ProjectTable], bodies: Sequence[list[Page]]) -> None:
    """Cuts every body into rows: a first time to learn of the columns, and whether cells are centred."""
    costs = {top: sum(_read_once(tables, bodies, {}, top)) for top in (True, False)}
    read: dict[Shape, list[IndicatorRow]] = {}
    for table in tables:
        read.setdefault(_shape(table), []).extend(table.rows)
    known = {shape: learn([Column(role) for role in shape], rows) for shape, rows in read.items()}
    _read_once(tables, bodies, known, min(costs, key=lambda top: costs[top]))


def _read_once(
    tables: Sequence[ProjectTable], bodies: Sequence[list[Page]], known: Mapping[Shape, list[Column]], top: bool
) -> list[float]:
    costs = []
    for table, pages in zip(tables, bodies, strict=True):
        shape = _shape(table)
        cost, table.rows = layout_rows(pages, known.get(shape) or [Column(role) for role in shape], top)
        costs.append(cost)
    return costs


def _shape(table: ProjectTable) -> Shape:
    return tuple(role for role, _, _ in table.header[2:])
