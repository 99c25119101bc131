"""Reads the head of a project's table from lines that keep positions: values stand beside or below their labels."""

import re
from collections.abc import Sequence

from services.parse.readers.pdf_text.fields import AMOUNT, PART_OF_CODE
from services.parse.readers.pdf_text.fragments import Fragment
from services.parse.readers.pdf_text.grid import Fields
from services.parse.readers.pdf_text.labels import Labels, words
from services.parse.text import label_key
from shared.project_code import read_code

Lines = Sequence[Sequence[Fragment]]
Label = tuple[str, str, list[Fragment]]
# A centred label's lines begin at most this far from each other.
CLOSE = 6
CHINESE = re.compile(r"[\u4e00-\u9fff]")
PART_OF_AMOUNT = re.compile(r"^[\d,，.]+$")
LABEL_LINES = 5
MONEY = ("budget", "fiscal_funds", "other_funds")


def read_placed_fields(lines: Lines) -> Fields:
    """The labels and values of `lines`."""
    found = Fields()
    taken: set[int] = set()
    for labels, into in ((words().fields, found.labels), (words().quarters, found.quarters)):
        for role, text, parts in _find_labels(lines, labels, taken):
            if role not in into:
                into[role] = (text, parts)
                taken |= {id(part) for part in parts}
    placer = _Placer(found, lines, taken)
    for fragment in (fragment for line in lines for fragment in line if id(fragment) not in taken):
        placer.place(fragment)
    return found


def _find_labels(lines: Lines, labels: Labels, taken: set[int]) -> list[Label]:
    found: list[Label] = []
    used = set(taken)
    for row, line in enumerate(lines):
        for fragment in line:
            label = None if id(fragment) in used else _spell(lines, row, fragment, labels)
            if label:
                found.append(label)
                used |= {id(part) for part in label[2]}
    return found


def _spell(lines: Lines, row: int, first: Fragment, labels: Labels) -> Label | None:
    """The longest label that `first` begins, with what stands behind it (3 月底) or under it in the same column."""
    parts, text = [first], first.text
    if not labels.begins(text):
        return None
    best = _label(labels, text, parts)
    for below in range(row, min(len(lines), row + LABEL_LINES)):
        for part in lines[below]:
            behind = part.number == parts[-1].number and 0 < part.x - parts[-1].x - len(parts[-1].text) <= 1
            under = part.number > parts[-1].number and abs(part.x - first.x) <= CLOSE
            if (behind or under) and labels.begins(text + part.text):
                parts, text = [*parts, part], text + part.text
                best = _label(labels, text, parts) or best
    return best


def _label(labels: Labels, text: str, parts: list[Fragment]) -> Label | None:
    role = labels.roles.get(label_key(text))
    return (role, text, parts) if role else None


class _Placer:
    """Hands out what is no label, by the rows of the labels and by position."""

    def __init__(self, found: Fields, lines: Lines, labelled: set[int]) -> None:
        self.found = found
        self.lines = lines
        self.labelled = labelled
        self.rows = rows = {id(fragment): row for row, line in enumerate(lines) for fragment in line}
        self.money = self._row("budget")
        quarters = [rows[id(parts[0])] for _, parts in found.quarters.values()]
        self.plan = min(quarters) if quarters else self._row("plan")
        self.named = max((rows[id(part)] for role in ("code", "name") for part in self._parts(role)), default=0)
        self.name_end = self._name_end()
        self.planned: int | None = None

    def place(self, fragment: Fragment) -> None:
        """Puts `fragment` under the field it belongs to."""
        role = self._role(fragment)
        quarter = self._quarter(fragment)
        if role == "plan" and quarter:
            self.found.plan = self.found.plan or {}
            self.found.plan.setdefault(quarter, []).append(fragment)
        else:
            self.found.values.setdefault(role, []).append(fragment)

    def _role(self, fragment: Fragment) -> str:
        row = self.rows[id(fragment)]
        if self.plan is not None and row > self.plan:
            return "plan" if self._is_planned(fragment, row) else "goals"
        if self._ends_code(fragment, row):
            return "code"
        if self._is_amount(fragment, row):
            return self._beside(fragment, MONEY)
        if self.money is not None and row > self.name_end:
            return "purpose"
        return self._beside(fragment, ("code", "name"))

    def _ends_code(self, fragment: Fragment, row: int) -> bool:
        """Whether it stands under a code that is not whole: a narrow cell wraps one."""
        printed = self.found.values.get("code", [])
        under = bool(printed) and abs(printed[0].x - fragment.x) <= CLOSE and row <= self.named + LABEL_LINES
        return under and bool(PART_OF_CODE.match(fragment.text)) and not read_code("".join(p.text for p in printed))

    def _is_amount(self, fragment: Fragment, row: int) -> bool:
        """Whether it is an amount beside the money's labels; a narrow cell wraps one over the lines around theirs."""
        if self.money is None or not self.named < row <= self.money + 1 or fragment.x <= self._left(MONEY):
            return False
        return bool(AMOUNT.match(fragment.text) or PART_OF_AMOUNT.match(fragment.text)) and not self._in_text(fragment)

    def _in_text(self, fragment: Fragment) -> bool:
        """Whether Chinese text stands one space beside it: it is a number in a sentence."""
        around = (other for other in self.lines[self.rows[id(fragment)]] if id(other) not in self.labelled)
        ends = ((other.x - fragment.x - len(fragment.text), other.text[0]) for other in around if other.x > fragment.x)
        return any(0 <= off <= 1 and CHINESE.match(first) for off, first in ends)

    def _is_planned(self, fragment: Fragment, row: int) -> bool:
        """Whether it stands in the row of planned values: the first one under the quarters that holds amounts only."""
        if not self.found.quarters or "goals" in self.found.values:
            return False
        if fragment.text not in {"%", "％"} and (not AMOUNT.match(fragment.text) or self._in_text(fragment)):
            return False
        if self.planned is None:
            self.planned = row
        return row <= self.planned + 1

    def _quarter(self, fragment: Fragment) -> str | None:
        """The quarter whose label stands nearest above."""
        middle = fragment.x + fragment.least
        near = [(abs(parts[0].x + parts[0].least - middle), role) for role, (_, parts) in self.found.quarters.items()]
        return min(near)[1] if near else None

    def _name_end(self) -> int:
        """The last row of code and name: above it the money begins, its labels centred over two rows."""
        below = [self.rows[id(parts[0])] for role in ("money", *MONEY) if (parts := self._parts(role))]
        return max(self.named, min(below) - 1) if below else self.named

    def _left(self, roles: Sequence[str]) -> int:
        return min((parts[0].x for role in roles if (parts := self._parts(role))), default=0)

    def _parts(self, role: str) -> Sequence[Fragment]:
        return self.found.labels[role][1] if role in self.found.labels else ()

    def _row(self, role: str) -> int | None:
        parts = self._parts(role)
        return self.rows[id(parts[0])] if parts else None

    def _beside(self, fragment: Fragment, roles: Sequence[str]) -> str:
        """The field whose label stands nearest to the left."""
        left = [(parts[0].x, role) for role in roles if (parts := self._parts(role)) and parts[0].x < fragment.x]
        return max(left)[1] if left else roles[0]
