"""Reads the head of a project's table from lines that keep positions: values stand beside or below their labels."""

from collections.abc import Sequence

from services.parse.readers.pdf_text.fields import AMOUNT
from services.parse.readers.pdf_text.fragments import Fragment
from services.parse.readers.pdf_text.grid import Fields
from services.parse.readers.pdf_text.labels import Labels, words
from services.parse.text import label_key

Lines = Sequence[Sequence[Fragment]]
Label = tuple[str, str, list[Fragment]]
# A centred label's lines begin at most this far from each other.
CLOSE = 6
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
    rows = {id(fragment): row for row, line in enumerate(lines) for fragment in line}
    placer = _Placer(found, rows)
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

    def __init__(self, found: Fields, rows: dict[int, int]) -> None:
        self.found = found
        self.rows = rows
        self.money = self._row("budget")
        quarters = [rows[id(parts[0])] for _, parts in found.quarters.values()]
        self.plan = min(quarters) if quarters else self._row("plan")
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
        if self.money is not None and row > self.name_end:
            if row <= self.money + 1 and AMOUNT.match(fragment.text) and fragment.x > self._left(MONEY):
                return self._beside(fragment, MONEY)
            return "purpose"
        return self._beside(fragment, ("code", "name"))

    def _is_planned(self, fragment: Fragment, row: int) -> bool:
        """Whether it stands in the row of planned values: the first one under the quarters that holds amounts only."""
        if not self.found.quarters or "goals" in self.found.values or not AMOUNT.match(fragment.text):
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
        named = [self.rows[id(part)] for role in ("code", "name") for part in self._parts(role)]
        return max([*named, min(below) - 1]) if below else max(named, default=0)

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
