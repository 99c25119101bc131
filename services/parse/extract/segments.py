"""Cuts the blocks into projects: the rows of each project's tables, with the heading and unit lines above them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import takewhile

from services.parse.blocks import Block, Cell, Line, Table
from services.parse.extract.cut_labels import with_labels_completed
from services.parse.extract.indicator_columns import begins_level
from services.parse.extract.outline import Role
from services.parse.extract.project_heading import heading_span, headings_in, is_unit_line, states_currency, unit_lines
from services.parse.extract.project_table import field_of, is_field_row, is_indicator_header, split_labels
from services.parse.stitch import Row, rows_of
from services.parse.templates import Template
from services.parse.text import compact
from shared.places import Place

NAMED_WITHIN = 8  # rows of a table in which its project's name stands
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
        self.words = {*template.fields, *template.quarters, *template.columns}
        self.result = Cut()
        self.gap: list[tuple[int, Line]] = []  # since the last table of a project, or a heading of the outline
        self.broken = True  # whether something else than page furniture stands in the gap
        self.in_indicators = False
        self.currency_leads = False  # whether the currency unit stands over the headings

    def cut(self) -> Cut:
        for i, block in enumerate(self.blocks):
            if isinstance(block, Line):
                self._read_line(i, block)
            elif self.roles[i] is not None:
                continue  # contents
            elif is_target_table(block, self.template):
                self._read_table(i, block)
            elif units := unit_lines(cell for cells in block.rows for cell in cells):
                self.gap += [(i, unit) for unit in units]
            elif self._continues() or self._goes_on_with_indicators(block):
                self._read_table(i, block)
            else:
                self._end_gap()
        self._end_gap()
        return self.result

    def _read_line(self, i: int, line: Line) -> None:
        role = self.roles[i]
        if role is None or role.kind in {"contents", "page"}:
            return
        if role.kind == "heading":
            self._end_gap()
        else:
            self.gap.append((i, line))

    def _end_gap(self) -> None:
        """Something that belongs to no project follows."""
        self._read_currency_below()
        self._name_bare_headings(self.gap)
        self.gap, self.broken = [], True

    def _read_currency_below(self) -> None:
        """Give the open project the currency unit that stands right under its table, where nothing above stated one."""
        below = list(takewhile(lambda each: states_currency(each[1]), self.gap))
        if self.broken or self.currency_leads or not below or any(map(states_currency, self.result.segments[-1].units)):
            return
        self.result.segments[-1].units += [line for _, line in below]
        self.result.headings |= {i for i, _ in below}
        del self.gap[: len(below)]

    def _name_bare_headings(self, gap: Sequence[tuple[int, Line]]) -> None:
        """Headings of projects under which no table stands."""
        lines = [line for _, line in gap]
        for start, end in headings_in(lines, self.template):
            self.result.bare.append(lines[start:end])
            self.result.headings |= {i for i, _ in gap[start:end]}

    def _continues(self) -> bool:
        """Whether a table without labels goes on with the project above: only page furniture stands between."""
        return not self.broken and all(is_unit_line(line) for _, line in self.gap)

    def _goes_on_with_indicators(self, table: Table) -> bool:
        """Whether a table without a header begins with a level while the project above has a header and no indicator:
        a page break parted them, and what stands between them hung over the break."""
        rows = self.result.segments[-1].indicator_rows if self.result.segments and not self.broken else []
        return bool(rows and table.rows) and rows[-1][1] and self._begins_indicators(Row(table.rows[0]))

    def _read_table(self, i: int, table: Table) -> None:
        self.result.used.add(i)
        rows = rows_of([table])
        if headings_in([line for _, line in self.gap], self.template):
            self._read_currency_below()
        heading = heading_span([line for _, line in self.gap], self.template, self._name_in(rows))
        if heading or not self.result.segments or self._starts_anew(rows):
            self._open(heading)
        else:
            self._keep_gap()
        self.gap, self.broken = [], False
        for row in rows:
            whole = self._completed(row) if row.opens else row
            if whole:
                self._read_row(whole)

    def _completed(self, row: Row) -> Row | None:
        """What is to be read of the first row of a fragment once the labels that end in it are whole."""
        segment = self.result.segments[-1]
        if not segment.indicator_rows:
            segment.head_rows, rest = with_labels_completed(segment.head_rows, row, self.words)
            self._note_labels(segment)
            return rest
        last, is_header = segment.indicator_rows[-1]
        if not is_header:
            return row  # the levels are put together where they are carried down
        (whole,), rest = with_labels_completed([last], row, self.template.columns)
        segment.indicator_rows[-1] = (whole, True)
        return rest

    def _note_labels(self, segment: Segment) -> None:
        """See what the last row of the head is, now that it is whole."""
        if segment.head_rows and is_indicator_header(segment.head_rows[-1].cells, self.template):
            segment.indicator_rows.append((segment.head_rows.pop(), True))
            self.in_indicators = True
        for row in segment.head_rows[-1:]:
            cells = split_labels(row.cells, self.template)
            segment.fields |= {name for cell in cells if (name := field_of(cell, self.template))}

    def _name_in(self, rows: Sequence[Row]) -> str | None:
        """The name of the project that the rows begin with."""
        cells = (split_labels(row.cells, self.template) for row in rows[:NAMED_WITHIN])
        return next((name for row in cells if (name := _value_behind("name", row, self.template))), None)

    def _starts_anew(self, rows: Iterable[Row]) -> bool:
        """Whether the table names again what the open project has named already."""
        return self.broken or any(self._repeats(row) for row in rows if is_field_row(row.cells, self.template))

    def _repeats(self, row: Row) -> bool:
        segment = self.result.segments[-1]
        cells = split_labels(row.cells, self.template)
        labels = {name for cell in cells if (name := field_of(cell, self.template))}
        code = _value_behind("code", cells, self.template)
        if code and code == segment.code:
            return False
        return bool(labels & segment.fields & IDENTIFYING)

    def _open(self, heading: tuple[int, int] | None) -> None:
        begin, end = heading or (0, 0)
        if heading:
            self._name_bare_headings(self.gap[:begin])
        segment = Segment(heading=[line for _, line in self.gap[begin:end]])
        if begin and states_currency(self.gap[begin - 1][1]):
            self.currency_leads = self.currency_leads or not self.result.segments
            segment.units += [self.gap[begin - 1][1]] if self.currency_leads else []
        for place, (i, line) in enumerate(self.gap[begin:], begin):
            if place >= end and not is_unit_line(line) and not heading:
                continue
            self.result.headings.add(i)
            if place >= end:
                (segment.units if is_unit_line(line) else segment.others).append(line)
        self.result.segments.append(segment)
        self.in_indicators = False

    def _keep_gap(self) -> None:
        self.result.headings |= {i for i, _ in self.gap}
        self.result.segments[-1].others += [line for _, line in self.gap if not is_unit_line(line)]

    def _read_row(self, row: Row) -> None:
        if units := unit_lines(row.cells):
            self.gap += [(-1, unit) for unit in units]
            return
        if is_field_row(row.cells, self.template) and self._repeats(row):
            self._open(None)
        segment = self.result.segments[-1]
        segment.units += [line for _, line in self.gap]
        self.gap = []
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


def _value_behind(name: str, cells: Sequence[Cell], template: Template) -> str | None:
    """What stands behind the label of a field in a row, without white space."""
    for i, cell in enumerate(cells):
        if field_of(cell, template) == name:
            behind = next((more for more in cells[i + 1 :] if more.text), None)
            return compact(behind.text) if behind and not field_of(behind, template) else None
    return None


def places(lines: Iterable[Line]) -> tuple[Place, ...]:
    """Where the lines stand."""
    return tuple(place for line in lines for place in line.places)
