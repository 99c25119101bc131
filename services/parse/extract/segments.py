"""Cuts the blocks into projects: the rows of each project's tables, with the heading and unit lines above them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from services.parse.blocks import Block, Cell, Line, Table
from services.parse.extract.indicators import begins_level
from services.parse.extract.outline import Role
from services.parse.extract.project_table import field_of, is_field_row, is_indicator_header, split_labels
from services.parse.stitch import Row, rows_of
from services.parse.templates import Template
from services.parse.text import compact, currency_of, numbering, unit_of
from shared.places import Place

LONGEST_HEADING = 4  # lines that one heading may wrap over
IDENTIFYING = frozenset({"code", "name", "budget"})


@dataclass
class Segment:
    """One project's part of the document."""

    heading: list[Line] = field(default_factory=list)
    units: list[Line] = field(default_factory=list)
    others: list[Line] = field(default_factory=list)  # lines between its tables that are neither
    head_rows: list[Row] = field(default_factory=list)
    indicator_rows: list[tuple[Row, bool]] = field(default_factory=list)  # with whether it is a header
    fields: set[str] = field(default_factory=set)  # labels seen so far
    code: str | None = None


@dataclass
class Cut:
    """All projects' parts, the blocks that were used, and the headings under which no table stands."""

    segments: list[Segment] = field(default_factory=list)
    used: set[int] = field(default_factory=set)
    headings: set[int] = field(default_factory=set)  # where a project's heading begins
    bare: list[list[Line]] = field(default_factory=list)


def cut(blocks: Sequence[Block], roles: Sequence[Role | None], template: Template) -> Cut:
    """The projects in `blocks`."""
    return _Cutter(blocks, roles, template).cut()


def is_target_table(table: Table, template: Template) -> bool:
    """Whether a table is (a part of) a project's table of this template."""
    labels: set[str] = set()
    for cells in table.rows:
        if is_indicator_header(cells, template):
            return True
        labels |= {name for cell in split_labels(cells, template) if (name := field_of(cell, template))}
        if len(labels) >= 3 or "money" in labels or {"code", "name"} <= labels:
            return True
    return False


class _Cutter:
    def __init__(self, blocks: Sequence[Block], roles: Sequence[Role | None], template: Template) -> None:
        self.blocks, self.roles, self.template = blocks, roles, template
        self.result = Cut()
        self.gap: list[int] = []  # lines since the last table of a project, or since a heading of the outline
        self.broken = True  # whether something else than page furniture stands in the gap
        self.in_indicators = False

    def cut(self) -> Cut:
        for i, block in enumerate(self.blocks):
            if isinstance(block, Line):
                self._read_line(i)
            elif is_target_table(block, self.template) or self._continues(block):
                self._read_table(i, block)
            else:
                self._end_gap()
        self._end_gap()
        return self.result

    def _read_line(self, i: int) -> None:
        role = self.roles[i]
        if role is None or role.kind in {"contents", "page"}:
            return
        if role.kind == "heading":
            self._end_gap()
        else:
            self.gap.append(i)

    def _end_gap(self) -> None:
        """Something that belongs to no project follows; headings of projects without a table are named."""
        for start, end in self._headings_in(self.gap):
            self.result.bare.append([self._line(i) for i in self.gap[start:end]])
            self.result.headings |= set(self.gap[start:end])
        self.gap, self.broken = [], True

    def _line(self, i: int) -> Line:
        block = self.blocks[i]
        assert isinstance(block, Line)
        return block

    def _continues(self, table: Table) -> bool:
        """Whether a table without labels goes on with the project above: only page furniture stands between."""
        if not self.result.segments or self.broken:
            return False
        return all(_is_unit_line(self._line(i)) for i in self.gap)

    def _read_table(self, i: int, table: Table) -> None:
        self.result.used.add(i)
        heading = self._heading_span()
        rows = rows_of([table])
        if heading or not self.result.segments or self._starts_anew(rows):
            self._open(heading)
        else:
            self._keep_gap()
        for row in rows:
            self._read_row(row)
        self.gap, self.broken = [], False

    def _starts_anew(self, rows: Iterable[Row]) -> bool:
        """Whether the table names again what the open project has named already."""
        if self.broken:
            return True
        return any(self._repeats(row) for row in rows if is_field_row(row.cells, self.template))

    def _repeats(self, row: Row) -> bool:
        segment = self.result.segments[-1]
        cells = split_labels(row.cells, self.template)
        labels = {name for cell in cells if (name := field_of(cell, self.template))}
        code = _value_behind("code", cells, self.template)
        if code and code == segment.code:
            return False
        return bool(labels & segment.fields & IDENTIFYING)

    def _open(self, heading: tuple[int, int] | None) -> None:
        if heading:
            for start, end in self._headings_in(self.gap[: heading[0]]):
                self.result.bare.append([self._line(i) for i in self.gap[start:end]])
                self.result.headings |= set(self.gap[start:end])
        segment = Segment()
        self.result.segments.append(segment)
        self.in_indicators = False
        for place, i in enumerate(self.gap):
            if heading and heading[0] <= place < heading[1]:
                segment.heading.append(self._line(i))
                self.result.headings.add(i)
            elif _is_unit_line(self._line(i)) and (not heading or place >= heading[0]):
                segment.units.append(self._line(i))
                self.result.headings.add(i)
            elif heading and place >= heading[1]:
                segment.others.append(self._line(i))
                self.result.headings.add(i)

    def _keep_gap(self) -> None:
        segment = self.result.segments[-1]
        for i in self.gap:
            self.result.headings.add(i)
            if not _is_unit_line(self._line(i)):
                segment.others.append(self._line(i))

    def _read_row(self, row: Row) -> None:
        if is_field_row(row.cells, self.template) and self._repeats(row):
            self._open(None)
        segment = self.result.segments[-1]
        if is_indicator_header(row.cells, self.template):
            self.in_indicators = True
            segment.indicator_rows.append((row, True))
        elif is_field_row(row.cells, self.template) or not (self.in_indicators or self._begins_indicators(row)):
            self.in_indicators = False
            self._read_head_row(row, segment)
        else:
            self.in_indicators = True
            segment.indicator_rows.append((row, False))

    def _begins_indicators(self, row: Row) -> bool:
        """Whether an indicator row stands where its header should: the header is lost."""
        return len(row.cells) >= 4 and begins_level(row.cells, self.template)

    def _read_head_row(self, row: Row, segment: Segment) -> None:
        cells = split_labels(row.cells, self.template)
        code = _value_behind("code", cells, self.template)
        if code and code == segment.code:
            return  # the head is printed again after a page break
        segment.code = segment.code or code
        segment.fields |= {name for cell in cells if (name := field_of(cell, self.template))}
        segment.head_rows.append(row)

    def _heading_span(self) -> tuple[int, int] | None:
        """Where in the gap the heading of the table below stands."""
        spans = self._headings_in(self.gap)
        if spans:
            return spans[-1]
        texts = [place for place, i in enumerate(self.gap) if not _is_unit_line(self._line(i))]
        if texts and self._may_be_heading(self._line(self.gap[texts[-1]])):
            return texts[-1], texts[-1] + 1
        return None

    def _may_be_heading(self, line: Line) -> bool:
        text = compact(line.text)
        return (line.level > 0 or numbering(text) is not None) and not text.endswith(("。", "；")) and len(text) <= 80

    def _headings_in(self, gap: Sequence[int]) -> list[tuple[int, int]]:
        """The spans of lines that read as the heading of a project, wrapped ones included."""
        spans: list[tuple[int, int]] = []
        for end in range(1, len(gap) + 1):
            if self._line(gap[end - 1]).text and self._ends_heading(gap, end):
                start = self._begin_of_heading(gap, end, spans[-1][1] if spans else 0)
                spans.append((start, end))
        return spans

    def _ends_heading(self, gap: Sequence[int], end: int) -> bool:
        text = "".join(compact(self._line(i).text) for i in gap[max(0, end - 2) : end])
        return text.endswith(self.template.suffixes)

    def _begin_of_heading(self, gap: Sequence[int], end: int, floor: int) -> int:
        for start in range(end - 1, max(floor, end - LONGEST_HEADING) - 1, -1):
            line = self._line(gap[start])
            if line.level or numbering(compact(line.text)):
                return start
        alone = compact(self._line(gap[end - 1]).text)
        whole = alone.endswith(self.template.suffixes) and alone not in self.template.suffixes
        return end - 1 if whole else max(floor, end - 2)


def _value_behind(name: str, cells: Sequence[Cell], template: Template) -> str | None:
    """What stands behind the label of a field in a row, without white space."""
    for i, cell in enumerate(cells):
        if field_of(cell, template) == name:
            behind = next((more for more in cells[i + 1 :] if more.text), None)
            return compact(behind.text) if behind and not field_of(behind, template) else None
    return None


def _is_unit_line(line: Line) -> bool:
    text = compact(line.text)
    return currency_of(text) is not None or unit_of(text) is not None


def places(lines: Iterable[Line]) -> tuple[Place, ...]:
    """Where the lines stand."""
    return tuple(place for line in lines for place in line.places)
