"""Rebuilds tables from dumps that keep positions (pdftotext -layout): columns from where text begins."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from services.parse.readers.pdf_text.columns import Columns, find_columns
from services.parse.readers.pdf_text.costs import Column
from services.parse.readers.pdf_text.fragments import Fragment, Gap, PrintedLine, placed_fragments
from services.parse.readers.pdf_text.grid import Fields, IndicatorRow, Printed, ProjectTable
from services.parse.readers.pdf_text.labels import words
from services.parse.readers.pdf_text.layout_fields import read_placed_fields
from services.parse.readers.pdf_text.layout_rows import layout_rows
from services.parse.readers.pdf_text.measure import learn
from services.parse.readers.pdf_text.regions import title_start, unit_start
from services.parse.text import label_key

Lines = list[list[Fragment]]
# Labels of a header that is set in two or three lines stand at most this many lines from each other.
HEADER_LINES = 4
CLOSE = 5


@dataclass(slots=True)
class Header:
    """An indicator header found in lines `start:end`: (role, text, where) from the left."""

    labels: list[tuple[str, str, Printed]]
    start: int
    end: int


def is_layout(printed: Sequence[PrintedLine]) -> bool:
    """Whether columns stand apart by runs of spaces."""
    apart = sum(bool(re.search(r"\S {3,}\S", line.raw)) for line in printed)
    return apart * 4 > len(printed)


def layout_tables(printed: Sequence[PrintedLine]) -> list[ProjectTable]:
    """The project tables of `printed`, in order."""
    splits = re.compile("|".join(rf"(?<=\S) (?={re.escape(label)}(?:\s|$))" for label in _whole_labels()))
    placed = placed_fragments(printed, splits)
    tables, bodies = [], []
    for title, unit, start, end in _spans(printed, placed):
        headers = find_headers(placed[start:end])
        first = headers[0] if headers else None
        fields = read_placed_fields(placed[start : start + first.start] if first else placed[start:end])
        tables.append(ProjectTable(title, unit, start, end, fields, first.labels if first else []))
        bodies.append(_body(placed[start:end], headers))
    _read_rows(tables, bodies)
    return tables


def _whole_labels() -> list[str]:
    known = words()
    return sorted({*known.fields.roles, *known.quarters.roles, *known.columns.roles}, key=len, reverse=True)


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
    ends = [title for title, _, _ in found[1:]] + [len(printed)] * bool(found)
    return [(title, unit, start, end) for (title, unit, start), end in zip(found, ends, strict=True)]


def _table_start(printed: Sequence[PrintedLine], index: int, floor: int) -> int:
    """The first line of the table: values of several lines begin above the line of their label."""
    for above in range(index, max(floor, index - 6), -1):
        if unit_start(printed, above, floor) < above or title_start(printed, above, floor) < above:
            return above
    return index


def find_headers(lines: Lines) -> list[Header]:
    """The indicator headers in `lines`; a label may be set in several lines, not all of them on the same ones."""
    found: list[Header] = []
    index = 0
    while index < len(lines):
        if sum(_column_role(fragment.text) is not None for fragment in lines[index]) < 2:
            index += 1
            continue
        header = _header_around(lines, index, found[-1].end if found else 0)
        if header and len(header.labels) >= 3:
            found.append(header)
            index = header.end
        else:
            index += 1
    return found


def _column_role(text: str) -> str | None:
    return words().columns.roles.get(label_key(text))


def _header_around(lines: Lines, index: int, floor: int) -> Header | None:
    best: Header | None = None
    for start in range(max(floor, index - HEADER_LINES), index + 1):
        for end in range(index + 1, min(len(lines), index + HEADER_LINES) + 1):
            labels = _spelled_labels(lines[start:end])
            if labels and (best is None or len(labels) > len(best.labels)):
                best = Header(labels, start, end)
    return best


def _spelled_labels(lines: Lines) -> list[tuple[str, str, Printed]] | None:
    """The labels that all fragments of `lines` together spell; None when something is left over."""
    stacks: list[list[Fragment]] = []
    for line in lines:
        for fragment in line:
            near = [stack for stack in stacks if _overlap(stack[-1], fragment)]
            if near and _column_role(near[0][0].text) is None or near and len(near[0]) > 1:
                near[0].append(fragment)
            elif near and _column_role("".join(part.text for part in [*near[0], fragment])):
                near[0].append(fragment)
            else:
                stacks.append([fragment])
    labels = []
    for stack in sorted(stacks, key=lambda stack: min(fragment.x for fragment in stack)):
        text = "".join(fragment.text for fragment in stack)
        role = _column_role(text)
        if role is None or any(role == known for known, _, _ in labels):
            return None
        labels.append((role, text, stack))
    return labels


def _overlap(upper: Fragment, lower: Fragment) -> bool:
    """Whether two fragments stand in one column: centred lines of one label share their middle."""
    return abs((upper.x + upper.least) - (lower.x + lower.least)) <= CLOSE


def _body(lines: Lines, headers: Sequence[Header]) -> list[tuple[Columns, Lines]]:
    """The lines under the header, page by page, each page with its columns."""
    parts: list[tuple[Columns, Lines]] = []
    for order, header in enumerate(headers):
        end = headers[order + 1].start if order + 1 < len(headers) else len(lines)
        for page in _pages(lines[header.end : end]):
            parts.append((find_columns([where[0] for _, _, where in header.labels], page), page))
    return parts


def _pages(lines: Lines) -> list[Lines]:
    pages: list[Lines] = [[]]
    for line in lines:
        if line[0].gap is Gap.PAGE and pages[-1]:
            pages.append([])
        pages[-1].append(line)
    return [page for page in pages if page]


def _read_rows(tables: Iterable[ProjectTable], bodies: Sequence[list[tuple[Columns, Lines]]]) -> None:
    known: dict[tuple[str, ...], list[Column]] = {}
    for _ in range(2):
        read: dict[tuple[str, ...], list[IndicatorRow]] = {}
        for table, parts in zip(tables, bodies, strict=True):
            shape = tuple(role for role, _, _ in table.header[2:])
            if not shape:
                continue
            columns = known.get(shape) or [Column(role) for role in shape]
            table.rows = layout_rows(parts, columns)
            read.setdefault(shape, []).extend(table.rows)
        known = {shape: learn([Column(role) for role in shape], rows) for shape, rows in read.items()}


__all__ = ["Fields", "is_layout", "layout_tables"]
