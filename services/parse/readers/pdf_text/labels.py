"""Finds the form's printed labels in a run of fragments, where a label may be wrapped over several of them."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from services.parse.readers.pdf_text.fragments import Fragment, Gap
from services.parse.templates import templates
from services.parse.text import label_key
from shared.folding import narrow

# A label that is wrapped beside other cells begins with this many characters; its rest is this near.
SHORTEST_BEGINNING = 3
FURTHEST_REST = 24
LINES_TO_REST = 3
UNCLOSED = re.compile(r"[（(][^（）()]*$")


@dataclass(frozen=True, slots=True)
class Match:
    """A label found: its role, its text without the wrap, and the fragments `start:end` it stands on; `rest` are those
    further below that end it, where its cell is wrapped beside others."""

    role: str
    text: str
    start: int
    end: int
    rest: tuple[int, ...] = ()

    @property
    def parts(self) -> tuple[int, ...]:
        """All fragments it stands on."""
        return (*range(self.start, self.end), *self.rest)


class Labels:
    """A set of labels (as `label_key` writes them) that can be looked for at one position."""

    def __init__(self, roles: Mapping[str, str]) -> None:
        self.roles = roles
        self._beginnings = {label[:length] for label in roles for length in range(1, len(label) + 1)}
        self._initials = {label[0] for label in roles}

    def at(self, fragments: Sequence[Fragment], start: int) -> Match | None:
        """The longest label that the fragments from `start` on spell, whole fragments only."""
        found = self.all_at(fragments, start)
        return found[-1] if found else None

    def all_at(self, fragments: Sequence[Fragment], start: int) -> list[Match]:
        """Every label that the fragments from `start` on spell, shortest first."""
        return [
            Match(self.roles[label_key(text)], text, start, end)
            for text, end in self._spelled(fragments, start)
            if label_key(text) in self.roles
        ]

    def wrapped_at(self, fragments: Sequence[Fragment], start: int) -> Match | None:
        """The label whose cell is wrapped beside others: its rest stands on the lines below, behind their texts."""
        text, parts, whole = fragments[start].text, [start], None
        if len(text) < SHORTEST_BEGINNING or not self.begins(text):
            return None
        for below in range(start + 1, min(len(fragments), start + FURTHEST_REST)):
            lines = fragments[below].number - fragments[parts[-1]].number
            if lines > LINES_TO_REST and fragments[below].gap is not Gap.PAGE:
                break
            if lines and self.begins(text + fragments[below].text):
                text, parts = text + fragments[below].text, [*parts, below]
                if self.is_label(text):
                    whole = Match(self.roles[label_key(text)], text, start, start + 1, tuple(parts[1:]))
        return whole

    def unfinished_at(self, fragments: Sequence[Fragment], start: int) -> list[tuple[str, int]]:
        """The beginnings of labels that the fragments from `start` on spell without ending them: (text, end)."""
        return [(text, end) for text, end in self._spelled(fragments, start) if label_key(text) not in self.roles]

    def ends(self, beginning: str) -> list[str]:
        """What is missing after `beginning` for each label that begins so."""
        return [label[len(beginning) :] for label in self.roles if label.startswith(beginning) and label != beginning]

    def begins(self, text: str) -> bool:
        """Whether `text` is a label or the beginning of one."""
        return label_key(UNCLOSED.sub("", text)) in self._beginnings

    def is_label(self, text: str) -> bool:
        """Whether `text` is a whole label."""
        return label_key(text) in self.roles

    def _spelled(self, fragments: Sequence[Fragment], start: int) -> list[tuple[str, int]]:
        found: list[tuple[str, int]] = []
        if start >= len(fragments) or narrow(fragments[start].text[0]) not in self._initials:
            return found
        text = ""
        for index in range(start, min(len(fragments), start + 8)):
            text += fragments[index].text
            if not self.begins(text):
                break
            found.append((text, index + 1))
        return found


@dataclass(frozen=True)
class Words:
    """The words of all templates, as labels to look for."""

    fields: Labels
    quarters: Labels
    columns: Labels
    level1: Labels
    level2: Labels
    titles: tuple[str, ...]


@cache
def words() -> Words:
    """The words of the forms that this build knows."""
    known = templates()
    return Words(
        fields=Labels({label: role for form in known for label, role in form.fields.items()}),
        quarters=Labels({label: role for form in known for label, role in form.quarters.items()}),
        columns=Labels({label: role for form in known for label, role in form.columns.items()}),
        level1=Labels({label: "level1" for form in known for label in form.levels}),
        level2=Labels({label: "level2" for form in known for label in form.level2}),
        titles=tuple(dict.fromkeys(ending for form in known for ending in form.suffixes)),
    )
