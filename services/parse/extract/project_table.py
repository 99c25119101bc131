"""Reads the head of a project's table: labels drive it, not positions, so rows may come in any order.

The head is what stands above the indicators: code, name, money, purpose, plan, goals.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from services.parse.blocks import Cell
from services.parse.stitch import EMPTY, Row, joined, joined_row
from services.parse.templates import Template
from services.parse.text import compact, label_key
from shared.document import QUARTERS, Quarter

LONGEST_LABEL = 24  # characters with wrapping and units; a longer cell is text
LONGEST_PLAN_VALUE = 16
ONE_VALUE = frozenset({"code", "name", "budget", "fiscal_funds", "other_funds", "purpose"})
DIVIDER = re.compile(r"[：:\n]")


@dataclass
class Head:
    """What the head of a table prints: cells as printed, by field, and the labels that were found."""

    labels: set[str] = field(default_factory=set)
    values: dict[str, Cell] = field(default_factory=dict)
    plan: dict[Quarter, Cell] = field(default_factory=dict)
    quarters: set[Quarter] = field(default_factory=set)  # that the plan has a column for
    goals: list[Cell] = field(default_factory=list)
    currency_unit: str | None = None  # stated in a label: 预算数（万元）
    unplaced: list[Cell] = field(default_factory=list)
    stray_plan: list[Cell] = field(default_factory=list)  # plan values whose column is lost


def is_indicator_header(cells: Iterable[Cell], template: Template) -> bool:
    """Whether a row names the columns of the indicator table."""
    named = {template.columns.get(label_key(cell.text)) for cell in cells if _may_be_label(cell)}
    return len(named - {None}) >= 3


def field_of(cell: Cell, template: Template) -> str | None:
    """The field whose label the cell prints, or None."""
    return template.fields.get(label_key(cell.text)) if _may_be_label(cell) else None


def quarter_of(cell: Cell, template: Template) -> Quarter | None:
    """The end of the quarter whose label the cell prints, or None."""
    return template.quarters.get(label_key(cell.text)) if _may_be_label(cell) else None


def is_field_row(cells: Sequence[Cell], template: Template) -> bool:
    """Whether the first text of a row is a label of the head."""
    first = next((cell for cell in cells if cell.text), EMPTY)
    return field_of(first, template) is not None or quarter_of(first, template) is not None


def split_labels(cells: Sequence[Cell], template: Template) -> tuple[Cell, ...]:
    """The cells, one that holds label and value (项目编码：123, or a lost tab) taken apart."""
    return tuple(part for cell in cells for part in _label_and_value(cell, template))


def _label_and_value(cell: Cell, template: Template) -> tuple[Cell, ...]:
    if len(cell.text) <= 4 or field_of(cell, template):
        return (cell,)
    for mark in DIVIDER.finditer(cell.text[:LONGEST_LABEL]):
        label, value = cell.text[: mark.start()], cell.text[mark.end() :].strip()
        if value and template.fields.get(label_key(label)) not in {None, "money"}:
            below = cell.places[1:] if "\n" in mark[0] and len(cell.places) > 1 else cell.places
            return Cell(label, cell.places[:1]), Cell(value, below)
    return (cell,)


def read_head(rows: Iterable[Row], template: Template) -> Head:
    """The head of a project's table from its rows (those of the indicators left out)."""
    reader = _HeadReader(template)
    for row in rows:
        reader.read(row)
    return reader.finish()


class _HeadReader:
    """Goes over the rows; a row without labels belongs to what was announced above it."""

    def __init__(self, template: Template) -> None:
        self.template = template
        self.head = Head()
        self.held: tuple[Cell, ...] = ()  # a row with labels, until it is sure that it has no second half
        self.plan_columns: list[tuple[int, Quarter]] = []
        self.due: str | None = None  # what a row without labels will hold
        self.last: str | None = None  # the field that was read last

    def read(self, row: Row) -> None:
        cells = split_labels(row.cells, self.template)
        if self.held and row.opens and self._is_second_half(cells):
            self.held = joined_row(self.held, cells)
            return
        self._release()
        if self._has_labels(cells):
            self.held = cells
        else:
            self._read_unlabelled(cells)

    def finish(self) -> Head:
        self._release()
        return self.head

    def _is_second_half(self, cells: tuple[Cell, ...]) -> bool:
        fields = {field_of(cell, self.template) for cell in self.held}
        # Under code and name stands no row of its own; under money and plan does.
        return bool(fields & {"code", "name"}) and not fields & {"money", "budget"} and not self._has_labels(cells)

    def _has_labels(self, cells: tuple[Cell, ...]) -> bool:
        return any(field_of(cell, self.template) or quarter_of(cell, self.template) for cell in cells)

    def _release(self) -> None:
        held, self.held = self.held, ()
        if self._has_labels(held):
            self._read_labelled(held)
        elif held:
            self._read_unlabelled(held)  # the second half made another text of its label

    def _read_labelled(self, cells: tuple[Cell, ...]) -> None:
        labels = [(i, name) for i, cell in enumerate(cells) if (name := self._label(cell))]
        if self.due == "plan" and [name for _, name in labels] == ["plan"]:
            # A page break parted the quarters from their values, and the label of both stands beside these.
            label = labels[0][0]
            self.head.labels.add("plan")
            self._read_unlabelled((*cells[:label], EMPTY, *cells[label + 1 :]))
            return
        self._read_leading([cell for cell in cells[: labels[0][0]] if cell.text])
        self.due = None
        for (index, name), (end, _) in zip(labels, [*labels[1:], (len(cells), "")], strict=True):
            self._note_currency(cells[index])
            self._read_field(name, [cell for cell in cells[index + 1 : end] if cell.text])
        columns = [(i, quarter) for i, cell in enumerate(cells) if (quarter := quarter_of(cell, self.template))]
        if columns:
            self._read_quarters(cells, columns, [i for i, _ in labels])

    def _read_leading(self, texts: list[Cell]) -> None:
        """Texts before the first label of a row: the value of a label that ended the row above."""
        if texts and self.last in ONE_VALUE and self.last not in self.head.values:
            self._put(self.last, texts)
        else:
            self.head.unplaced += texts

    def _label(self, cell: Cell) -> str | None:
        return field_of(cell, self.template) or quarter_of(cell, self.template)

    def _read_field(self, name: str, texts: list[Cell]) -> None:
        if name in QUARTERS:
            return
        self.head.labels.add(name)
        self.last = name
        if name in {"money", "budget"} and "purpose" not in self.head.values:
            self.due = "purpose"
        if name == "goals":
            self.head.goals += texts
        elif name == "plan":
            self._read_bare_plan(texts)
        elif name == "money":
            self._put("purpose", texts)
        else:
            self._put(name, texts)

    def _put(self, name: str, texts: list[Cell]) -> None:
        for cell in texts:
            self.head.values[name] = joined(self.head.values.get(name, EMPTY), cell)

    def _read_bare_plan(self, texts: list[Cell]) -> None:
        """Values that stand behind the plan's label itself, without the names of the quarters."""
        if texts and len(texts) == len(self.template.quarter_labels):
            self._put_plan(zip(QUARTERS, texts, strict=False))
            self.head.quarters |= set(QUARTERS)

    def _read_quarters(self, cells: tuple[Cell, ...], columns: list[tuple[int, Quarter]], labels: list[int]) -> None:
        self.head.quarters |= {quarter for _, quarter in columns}
        pairs: list[tuple[Quarter, Cell]] = []
        for index, quarter in columns:
            end = min((label for label in labels if label > index), default=len(cells))
            pairs += [(quarter, cell) for cell in cells[index + 1 : end] if cell.text][:1]
        if pairs:
            self._put_plan(pairs)
        else:
            self.plan_columns, self.due = columns, "plan"

    def _read_unlabelled(self, cells: tuple[Cell, ...]) -> None:
        texts = [cell for cell in cells if cell.text]
        if self.due == "plan" and all(len(compact(cell.text)) <= LONGEST_PLAN_VALUE for cell in texts):
            self._read_plan_row(cells)
        elif self.due == "purpose":
            self._put("purpose", texts)
            self.last = "purpose"
        elif self.last == "goals":
            self.head.goals += texts
        elif self.last in ONE_VALUE and self.last not in self.head.values:
            self._put(self.last, texts)
        elif self.last == "purpose":
            self._put("purpose", texts)
        else:
            self.head.unplaced += texts
        self.due = None

    def _read_plan_row(self, cells: tuple[Cell, ...]) -> None:
        values = [(i, cell) for i, cell in enumerate(cells) if cell.text]
        if len(values) == len(self.plan_columns):
            self._put_plan(
                zip((quarter for _, quarter in self.plan_columns), (cell for _, cell in values), strict=True)
            )
        elif len(values) == len(QUARTERS):
            self._put_plan(zip(QUARTERS, (cell for _, cell in values), strict=True))
            self.head.quarters |= set(QUARTERS)
        else:
            self._put_plan_by_column(values)

    def _put_plan_by_column(self, values: list[tuple[int, Cell]]) -> None:
        for index, cell in values:
            owners = [quarter for column, quarter in self.plan_columns if column <= index]
            if owners and owners[-1] not in self.head.plan:
                self.head.plan[owners[-1]] = cell
            else:
                self.head.stray_plan.append(cell)

    def _put_plan(self, pairs: Iterable[tuple[Quarter, Cell]]) -> None:
        for quarter, cell in pairs:
            before = self.head.plan.setdefault(quarter, cell)
            if compact(before.text) != compact(cell.text):
                self.head.unplaced.append(cell)

    def _note_currency(self, label: Cell) -> None:
        found = re.search(r"[（(](?:单位[：:])?(万元|亿元|千元|元)[)）]", compact(label.text))
        if found and self.head.currency_unit is None:
            self.head.currency_unit = found[1]


def _may_be_label(cell: Cell) -> bool:
    return 0 < len(cell.text) <= LONGEST_LABEL
