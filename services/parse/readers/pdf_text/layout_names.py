"""Finds the names of the classes in the first columns of lines that keep positions."""

from collections.abc import Sequence, Set
from dataclasses import dataclass

from services.parse.readers.pdf_text.fragments import Fragment, Gap
from services.parse.readers.pdf_text.labels import Labels

# The lines of a class name begin at most this far from each other, and within this many lines.
CLOSE = 4
LABEL_LINES = 5


@dataclass(frozen=True, slots=True)
class Name:
    """The name of a class, printed on the lines `first` to `last` of the body."""

    parts: list[Fragment]
    first: int
    last: int


def find_names(
    lines: Sequence[Sequence[Fragment]], labels: Labels, taken: set[int], others: Set[int] = frozenset()
) -> list[Name]:
    """The class names in `lines`: each begins its line but for what is `taken`, its other lines stand under it.

    `others` are fragments that begin no class, whatever their words.
    """
    found: list[Name] = []
    used = set(taken)
    for row, line in enumerate(lines):
        first = line[0] if id(line[0]) not in used else next((f for f in line[1:2] if id(line[0]) in taken), None)
        name = _spell(lines, row, first, labels, used) if first and id(first) not in others else None
        if name:
            found.append(name)
            used |= {id(part) for part in name.parts}
    return found


def _spell(
    lines: Sequence[Sequence[Fragment]], row: int, first: Fragment, labels: Labels, used: set[int]
) -> Name | None:
    parts, text, last = [first], first.text, row
    if not labels.begins(text):
        return None
    best = Name(parts, row, row) if labels.is_label(text) else None
    for below in range(row + 1, min(len(lines), row + LABEL_LINES)):
        under = next((part for part in lines[below] if id(part) not in used), None)
        turned = any(line[0].gap is Gap.PAGE for line in lines[last + 1 : below + 1])
        if under and (turned or abs(under.x - first.x) <= CLOSE) and labels.begins(text + under.text):
            parts, text, last = [*parts, under], text + under.text, below
            best = Name(parts, row, last) if labels.is_label(text) else best
    return best
