"""Reads a text dump of a PDF whose tables fell apart, and rebuilds them as the blocks that extraction knows."""

import re
from collections.abc import Iterable, Sequence

from services.parse.blocks import Block, Cell, Line, Reading, Table
from services.parse.readers.pdf_text.fields import goal_paragraphs, plan_values
from services.parse.readers.pdf_text.fragments import Fragment, Gap, PrintedLine, printed_lines
from services.parse.readers.pdf_text.grid import Fields, IndicatorRow, ProjectTable
from services.parse.readers.pdf_text.layout import is_layout, layout_tables
from services.parse.readers.pdf_text.measure import stacked_lines
from services.parse.readers.pdf_text.order import goes_by_columns
from services.parse.readers.pdf_text.prose import join_text, paragraphs
from services.parse.readers.pdf_text.stream import stream_tables
from shared.document import QUARTERS
from shared.places import Place
from shared.places import line as line_place

Doubt = tuple[str, str | None, tuple[Place, ...]]
# A row whose next best reading costs only this much more is doubtful.
CLOSE_CALL = 0.7
# What a row may cost, one by itself and all of a table on average, before its reading is doubted.
ODD_ROW = 6.0
ODD_TABLE = 3.5
CODE = re.compile(r"[0-9A-Z]{15,24}")


def read_pdf_text(lines: Sequence[str]) -> Reading:
    """The blocks of the dump `lines`: paragraphs, titles, unit lines, and a table for each project."""
    printed = printed_lines(lines)
    layout = is_layout(printed)
    tables = layout_tables(printed) if layout else stream_tables(printed)
    blocks: list[Block] = []
    warnings: list[Doubt] = [("order_lost", None, ())] if not layout and goes_by_columns(printed) else []
    done = 0
    for table in tables:
        blocks.extend(paragraphs(printed[done : table.title_start]))
        blocks.extend(_head(printed, table))
        blocks.append(_block(table, warnings))
        done = table.end
    blocks.extend(paragraphs(printed[done:]))
    pages = 1 + sum(line.gap is Gap.PAGE for line in printed[1:])
    return Reading("pdf-text", "text/plain", tuple(blocks), pages if pages > 1 else None, tuple(warnings))


def _head(printed: Sequence[PrintedLine], table: ProjectTable) -> list[Block]:
    title, unit = printed[table.title_start : table.unit_start], printed[table.unit_start : table.start]
    blocks: list[Block] = []
    if title:
        blocks.append(Line(join_text([line.text for line in title]), _line_places(title)))
    if unit:
        blocks.append(Line(" ".join(" ".join(line.text.split()) for line in unit), _line_places(unit)))
    return blocks


def _line_places(lines: Iterable[PrintedLine]) -> tuple[Place, ...]:
    return tuple(line_place(line.number) for line in lines)


def _block(table: ProjectTable, warnings: list[Doubt]) -> Table:
    if _out_of_order(table.fields):
        warnings.append(("order_lost", None, _places(table.fields.labels["code"][1])))
    grid = _field_rows(table.fields, warnings)
    if table.header:
        grid.append(tuple(_cell(where, text) for _, text, where in table.header))
        grid.extend(tuple(_cell(cell) for cell in (row.level1, row.level2, *row.cells)) for row in table.rows)
    warnings.extend(_doubt(row) for row in _doubtful(table.rows))
    return Table(tuple(grid))


def _out_of_order(fields: Fields) -> bool:
    """Whether a project's code stands elsewhere than behind its label, as when a dump goes column by column."""
    values = {role: any(CODE.fullmatch(part.text) for part in parts) for role, parts in fields.values.items()}
    return "code" in fields.labels and not values.pop("code", False) and any(values.values())


def _doubtful(rows: Sequence[IndicatorRow]) -> list[IndicatorRow]:
    """The rows that could well be read otherwise, or are odder than rows are; all of them where most are odd."""
    if rows and sum(row.cost for row in rows) > ODD_TABLE * len(rows):
        return list(rows)
    return [row for row in rows if row.margin < CLOSE_CALL or row.cost > ODD_ROW]


def _doubt(row: IndicatorRow) -> Doubt:
    fragments = sorted(
        (fragment for cell in (row.level2, *row.cells) for fragment in cell), key=lambda fragment: fragment.number
    )
    return "grid_uncertain", " ".join(fragment.text for fragment in fragments), _places(fragments)


def _cell(fragments: Sequence[Fragment], text: str | None = None) -> Cell:
    return Cell("\n".join(stacked_lines(fragments)) if text is None else text, _places(fragments))


def _places(fragments: Iterable[Fragment]) -> tuple[Place, ...]:
    return tuple(line_place(number) for number in dict.fromkeys(fragment.number for fragment in fragments))


def _field_rows(fields: Fields, warnings: list[Doubt]) -> list[tuple[Cell, ...]]:
    grid: list[tuple[Cell, ...]] = []
    first = [cell for role in ("code", "name") for cell in _pair(fields, role)]
    if first:
        grid.append(tuple(first))
    money = [cell for role in ("budget", "fiscal_funds", "other_funds") for cell in _pair(fields, role)]
    if "money" in fields.labels:
        text, printed = fields.labels["money"]
        money.insert(0, _cell(printed, text))
    if money:
        grid.append(tuple(money))
        text, printed = fields.labels.get("purpose", ("", ()))
        grid.append((_cell(printed, text), _cell(fields.values.get("purpose", []))))
    if "plan" in fields.labels:
        grid.extend(_plan_rows(fields, warnings))
    if "goals" in fields.labels:
        grid.append(_goals_row(fields))
    return grid


def _pair(fields: Fields, role: str) -> list[Cell]:
    if role not in fields.labels:
        return []
    text, printed = fields.labels[role]
    return [_cell(printed, text), _cell(fields.values.get(role, []))]


def _plan_rows(fields: Fields, warnings: list[Doubt]) -> list[tuple[Cell, ...]]:
    text, printed = fields.labels["plan"]
    quarters = [role for role in QUARTERS if role in fields.quarters]
    header = (_cell(printed, text), *(_cell(fields.quarters[role][1], fields.quarters[role][0]) for role in quarters))
    if fields.plan is not None:
        return [header, (Cell(""), *(_cell(fields.plan.get(role, [])) for role in quarters))]
    values = [_cell(value) for value in plan_values(fields.values.get("plan", []))]
    if values and len(values) != len(quarters):
        # Which column a value stood in is lost with the positions: none is claimed.
        places = _places(fields.values["plan"])
        warnings.append(("column_lost", " ".join(value.text for value in values), places))
        values = []
    return [header, (Cell(""), *(values or [Cell("")] * len(quarters)))]


def _goals_row(fields: Fields) -> tuple[Cell, ...]:
    text, printed = fields.labels["goals"]
    fragments = fields.values.get("goals", [])
    items = [
        join_text(["".join(fragment.text for fragment in line) for line in paragraph])
        for paragraph in goal_paragraphs(fragments)
    ]
    return _cell(printed, text), Cell("\n".join(items), _places(fragments))
