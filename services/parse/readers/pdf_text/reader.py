"""Reads a text dump of a PDF whose tables fell apart, and rebuilds them as the blocks that extraction knows."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from services.parse.blocks import Block, Cell, Line, Reading, Table
from services.parse.readers.pdf_text.costs import Column, Gaps
from services.parse.readers.pdf_text.fields import Fields, goal_paragraphs, plan_values, read_fields
from services.parse.readers.pdf_text.fragments import Fragment, Gap, PrintedLine, printed_lines
from services.parse.readers.pdf_text.measure import learn, learn_gaps, learn_spaces
from services.parse.readers.pdf_text.prose import join_text, paragraphs
from services.parse.readers.pdf_text.regions import Region, find_regions
from services.parse.readers.pdf_text.rows import EASY, Row, best_rows
from services.parse.readers.pdf_text.starts import Span, body_of
from shared.document import QUARTERS
from shared.places import Place
from shared.places import line as line_place

Warning_ = tuple[str, str | None, tuple[Place, ...]]
CLOSE_CALL = 0.7
SAMPLE = 8
# Before anything is known of a dump its rows look odder than they are.
FIRST_EASY = 2.0


def read_pdf_text(lines: Sequence[str]) -> Reading:
    """The blocks of the dump `lines`: paragraphs, titles, unit lines, and a table for each project."""
    printed = printed_lines(lines)
    regions = find_regions(printed)
    rows = _rows_of(regions, learn_spaces(_running_text(printed, regions)))
    blocks: list[Block] = []
    warnings: list[Warning_] = []
    done = 0
    for region, cut in zip(regions, rows, strict=True):
        blocks.extend(paragraphs(printed[done : region.title_start]))
        blocks.extend(_head(printed, region))
        blocks.append(_table(region, cut, warnings))
        done = region.end
    blocks.extend(paragraphs(printed[done:]))
    pages = 1 + sum(line.gap is Gap.PAGE for line in printed[1:])
    return Reading("pdf-text", "text/plain", tuple(blocks), pages if pages > 1 else None, tuple(warnings))


def _running_text(printed: Sequence[PrintedLine], regions: Sequence[Region]) -> Iterator[str]:
    """The lines that no indicator stands on: in them a space is inside a text or between label and value."""
    cells = {fragment.number for region in regions for fragment in region.body}
    return (line.text for line in printed if line.number not in cells)


def _rows_of(regions: Sequence[Region], spaces: tuple[float, float]) -> list[list[Row]]:
    """The indicator rows of every region, read with what a sample of them, itself read twice, told of the columns."""
    bodies = [body_of(region.body) for region in regions]
    step = max(1, -(-len(regions) // SAMPLE))
    sample, sampled = regions[::step], bodies[::step]
    gaps = Gaps(before_latin=spaces[0], after_latin=spaces[1])
    known: dict[tuple[str, ...], list[Column]] = {}
    easy = FIRST_EASY
    for _ in range(2):
        cut = [
            best_rows(body, _columns(region, known), gaps, easy) for region, body in zip(sample, sampled, strict=True)
        ]
        known = _learned(sample, cut)
        gaps = learn_gaps([(region.body, rows) for region, rows in zip(sample, cut, strict=True)], spaces)
        easy = EASY
    return [best_rows(body, _columns(region, known), gaps) for region, body in zip(regions, bodies, strict=True)]


def _columns(region: Region, known: Mapping[tuple[str, ...], list[Column]]) -> list[Column]:
    return known.get(_roles(region)) or [Column(role) for role in _roles(region)]


def _roles(region: Region) -> tuple[str, ...]:
    return tuple(match.role for match in region.header[2:])


def _learned(regions: Sequence[Region], cut: Sequence[list[Row]]) -> dict[tuple[str, ...], list[Column]]:
    return {
        shape: learn(
            [Column(role) for role in shape],
            [(region.body, rows) for region, rows in zip(regions, cut, strict=True) if _roles(region) == shape],
        )
        for shape in {_roles(region) for region in regions}
    }


def _head(printed: Sequence[PrintedLine], region: Region) -> list[Block]:
    blocks: list[Block] = []
    for part in (printed[region.title_start : region.unit_start], printed[region.unit_start : region.start]):
        if part:
            places = tuple(line_place(line.number) for line in part)
            separator = "" if part[0] is printed[region.title_start] else " "
            texts = [line.text for line in part]
            blocks.append(Line(join_text(texts) if not separator else separator.join(texts), places))
    return blocks


def _table(region: Region, rows: Sequence[Row], warnings: list[Warning_]) -> Table:
    grid = _field_rows(read_fields(region.fields), warnings)
    if region.header:
        shift = region.header[0].start
        grid.append(
            tuple(_cell(region.header_fragments[m.start - shift : m.end - shift], m.text) for m in region.header)
        )
        grid.extend(_indicator_row(region, row) for row in rows)
        for row in rows:
            if row.margin < CLOSE_CALL:
                warnings.append(_uncertain(region, row))
    return Table(tuple(grid))


def _uncertain(region: Region, row: Row) -> Warning_:
    fragments = [f for spans in (*row.cells, row.level2) for begin, end in spans for f in region.body[begin:end]]
    fragments.sort(key=lambda fragment: fragment.number)
    text = " ".join(fragment.text for fragment in fragments)
    return "grid_uncertain", text, _places(fragments)


def _indicator_row(region: Region, row: Row) -> tuple[Cell, ...]:
    return tuple(_spans_cell(region.body, spans) for spans in (row.level1, row.level2, *row.cells))


def _spans_cell(fragments: Sequence[Fragment], spans: Iterable[Span]) -> Cell:
    return _cell([fragment for begin, end in spans for fragment in fragments[begin:end]])


def _cell(fragments: Sequence[Fragment], text: str | None = None) -> Cell:
    return Cell(_text(fragments) if text is None else text, _places(fragments))


def _text(fragments: Sequence[Fragment]) -> str:
    text = ""
    for fragment in fragments:
        text += (" " if text and fragment.gap is Gap.SPACE else "\n" if text else "") + fragment.text
    return text


def _places(fragments: Iterable[Fragment]) -> tuple[Place, ...]:
    return tuple(line_place(number) for number in dict.fromkeys(fragment.number for fragment in fragments))


def _field_rows(fields: Fields, warnings: list[Warning_]) -> list[tuple[Cell, ...]]:
    grid: list[tuple[Cell, ...]] = []
    empty = Cell("")

    def pair(role: str) -> list[Cell]:
        text, printed = fields.labels[role]
        return [_cell(printed, text), _cell(fields.values.get(role, []))]

    first = [cell for role in ("code", "name") if role in fields.labels for cell in pair(role)]
    if first:
        grid.append(tuple(first))
    money = [cell for role in ("budget", "fiscal_funds", "other_funds") if role in fields.labels for cell in pair(role)]
    if "money" in fields.labels:
        text, printed = fields.labels["money"]
        money.insert(0, _cell(printed, text))
    if money:
        grid.append(tuple(money))
        grid.append((empty, _cell(fields.values.get("purpose", []))))
    if "plan" in fields.labels:
        grid.extend(_plan_rows(fields, warnings))
    if "goals" in fields.labels:
        grid.append(_goals_row(fields))
    return grid


def _plan_rows(fields: Fields, warnings: list[Warning_]) -> list[tuple[Cell, ...]]:
    text, printed = fields.labels["plan"]
    quarters = [fields.quarters[role] for role in QUARTERS if role in fields.quarters]
    values = [_cell(value) for value in plan_values(fields.values.get("plan", []))]
    count = len(quarters)
    if values and len(values) != count:
        # Which column a value stood in is lost with the positions: none is claimed.
        places = _places(fields.values["plan"])
        warnings.append(("column_lost", " ".join(value.text for value in values), places))
        values = []
    header = (_cell(printed, text), *(_cell(where, name) for name, where in quarters))
    return [header, (Cell(""), *(values or [Cell("")] * count))]


def _goals_row(fields: Fields) -> tuple[Cell, ...]:
    text, printed = fields.labels["goals"]
    fragments = fields.values.get("goals", [])
    items = [
        join_text(["".join(fragment.text for fragment in line) for line in paragraph])
        for paragraph in goal_paragraphs(fragments)
    ]
    return _cell(printed, text), Cell("\n".join(items), _places(fragments))
