"""Reads the head of a project's table from lines that keep positions: values stand beside or below their labels."""

from collections.abc import Callable, Sequence

from services.parse.readers.pdf_text.fields import AMOUNT
from services.parse.readers.pdf_text.fragments import Fragment
from services.parse.readers.pdf_text.grid import Fields
from services.parse.readers.pdf_text.labels import Labels, words
from services.parse.text import label_key

Lines = Sequence[Sequence[Fragment]]
# A centred label's lines begin at most this far from each other.
CLOSE = 6
LABEL_LINES = 5


def read_placed_fields(lines: Lines) -> Fields:
    """The labels and values of `lines`."""
    found = Fields()
    taken: set[int] = set()
    rows = {id(fragment): row for row, line in enumerate(lines) for fragment in line}
    for labels, into in ((words().fields, found.labels), (words().quarters, found.quarters)):
        for role, text, parts in _find_labels(lines, labels, taken):
            if role not in into:
                into[role] = (text, parts)
                taken |= {id(part) for part in parts}
    rest = [fragment for line in lines for fragment in line if id(fragment) not in taken]
    _Placer(found, rows).place(rest)
    return found


def _find_labels(lines: Lines, labels: Labels, taken: set[int]) -> list[tuple[str, str, list[Fragment]]]:
    found = []
    for row, line in enumerate(lines):
        for fragment in line:
            if id(fragment) in taken:
                continue
            match = _spell(lines, row, fragment, labels)
            if match:
                found.append(match)
    return found


def _spell(lines: Lines, row: int, first: Fragment, labels: Labels) -> tuple[str, str, list[Fragment]] | None:
    """The label that `first` begins, with what stands under it in the same column."""
    parts = [first]
    best = None
    text = first.text
    for below in range(row, min(len(lines), row + LABEL_LINES)):
        if below > row:
            near = [part for part in lines[below] if abs(part.x - first.x) <= CLOSE]
            follows = [part for part in near if labels.begins(text + part.text)]
            if not follows:
                continue
            parts.append(follows[0])
            text += follows[0].text
        if not labels.begins(text):
            return best
        role = labels.roles.get(label_key(text))
        if role:
            best = (role, text, list(parts))
    return best


class _Placer:
    """Hands out what is no label: by the lines that the labels of the left column span and by position."""

    def __init__(self, found: Fields, rows: dict[int, int]) -> None:
        self.found = found
        self.rows = rows

    def place(self, rest: Sequence[Fragment]) -> None:
        """Puts every fragment of `rest` under the field it belongs to."""
        money, plan, goals = (self._row(role) for role in ("budget", "plan", "goals"))
        quarters = [self.rows[id(parts[0])] for _, parts in self.found.quarters.values()]
        plan_row = min(quarters) if quarters else plan
        for fragment in rest:
            role = self._role(fragment, money, plan_row, goals)
            if role == "plan":
                self._put_plan(fragment)
            else:
                self.found.values.setdefault(role, []).append(fragment)

    def _role(self, fragment: Fragment, money: float | None, plan: float | None, goals: float | None) -> str:
        row = self.rows[id(fragment)]
        if plan is not None and row > plan:
            return "plan" if self._is_planned(fragment, goals) else "goals"
        if money is not None and row > self._money_start(money):
            if AMOUNT.match(fragment.text) and row <= money + 1:
                return self._beside(fragment, ("budget", "fiscal_funds", "other_funds"))
            return "purpose"
        return self._beside(fragment, ("code", "name"))

    def _is_planned(self, fragment: Fragment, goals: float | None) -> bool:
        if self.found.quarters and not self.found.values.get("goals"):
            under = self._quarter(fragment)
            return under is not None and bool(AMOUNT.match(fragment.text.replace(" ", "")))
        return False

    def _put_plan(self, fragment: Fragment) -> None:
        quarter = self._quarter(fragment)
        assert quarter is not None
        self.found.plan = self.found.plan or {}
        self.found.plan.setdefault(quarter, []).append(fragment)

    def _quarter(self, fragment: Fragment) -> str | None:
        """The quarter whose label stands nearest above."""
        middle = fragment.x + fragment.least
        near = [(abs(parts[0].x + parts[0].least - middle), role) for role, (_, parts) in self.found.quarters.items()]
        return min(near)[1] if near else None

    def _money_start(self, money: float) -> float:
        """The row after which the fields below the first ones begin."""
        rows = [self.rows[id(parts[0])] for role in ("money", "fiscal_funds", "budget") if (parts := self._parts(role))]
        name = [self.rows[id(parts[-1])] for role in ("code", "name") if (parts := self._parts(role))]
        return max(max(name, default=0), min([*rows, int(money)]) - 1)

    def _parts(self, role: str) -> Sequence[Fragment]:
        return self.found.labels[role][1] if role in self.found.labels else ()

    def _row(self, role: str) -> float | None:
        parts = self._parts(role)
        return sum(self.rows[id(part)] for part in parts) / len(parts) if parts else None

    def _beside(self, fragment: Fragment, roles: Sequence[str]) -> str:
        """The field whose label stands nearest to the left."""
        left = [(parts[0].x, role) for role in roles if (parts := self._parts(role)) and parts[0].x < fragment.x]
        return max(left)[1] if left else roles[0]


_: Callable[[Lines], Fields] = read_placed_fields
