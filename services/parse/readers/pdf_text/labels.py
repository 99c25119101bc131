"""Finds the form's printed labels in a run of fragments, where a label may be wrapped over several of them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from services.parse.readers.pdf_text.fragments import Fragment


@dataclass(frozen=True, slots=True)
class Match:
    """A label found: its role, its text without the wrap, and the fragments `start:end` it stands on."""

    role: str
    text: str
    start: int
    end: int


class Labels:
    """A set of labels that can be looked for at one position."""

    def __init__(self, labels: Mapping[str, Iterable[str]]) -> None:
        self._roles = {text: role for role, texts in labels.items() for text in texts}
        self._beginnings = {text[:length] for text in self._roles for length in range(1, len(text) + 1)}

    def at(self, fragments: Sequence[Fragment], start: int) -> Match | None:
        """The longest label that the fragments from `start` on spell, whole fragments only."""
        found = None
        text = ""
        for index in range(start, len(fragments)):
            text += fragments[index].text
            if text not in self._beginnings:
                break
            if text in self._roles:
                found = Match(self._roles[text], text, start, index + 1)
        return found

    def all_at(self, fragments: Sequence[Fragment], start: int) -> list[Match]:
        """Every label that the fragments from `start` on spell, shortest first."""
        found = []
        text = ""
        for index in range(start, len(fragments)):
            text += fragments[index].text
            if text not in self._beginnings:
                break
            if text in self._roles:
                found.append(Match(self._roles[text], text, start, index + 1))
        return found

    def unfinished_at(self, fragments: Sequence[Fragment], start: int) -> list[tuple[str, int]]:
        """The beginnings of labels that the fragments from `start` on spell without ending them: (text, end)."""
        found = []
        text = ""
        for index in range(start, len(fragments)):
            text += fragments[index].text
            if text not in self._beginnings:
                break
            if text not in self._roles:
                found.append((text, index + 1))
        return found

    def ends(self, beginning: str) -> dict[str, str]:
        """What is missing after `beginning` -> the whole label."""
        return {
            text[len(beginning) :]: text for text in self._roles if text.startswith(beginning) and text != beginning
        }
