"""Project codes of the budget systems: three generations, their parts, the check character, and repair of one slip.

The code rule is not published; it was found from real codes (70 of 70 check characters in three counties agree):

    1  before 2021   511-1002-JXN-4TK7        department, four digits, J + letter + N, four letters or digits
    2  about 2021    13199921GQ7YZGPOPRXS0    division, year, 13 letters or digits; no check character
    3  since         13199924P00511110001J    division, year, P, 5 letters or digits, digit, 1, 4 digits, check

The check character has the alphabet and weights of GB 32100-2015 over the first 20 characters, its index one lower.
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"  # GB 32100: no I O S V Z
WEIGHTS = tuple(pow(3, i, 31) for i in range(20))
LOOK_ALIKES = (
    ("0", "O"),
    ("1", "I"),
    ("8", "B"),
    ("5", "S"),
    ("2", "Z"),
)  # what a reader of print mistakes for each other

FIRST = re.compile(r"\d{3}-\d{4}-J[A-Z]N-[0-9A-Z]{4}")
SECOND = re.compile(r"\d{8}[0-9A-Z]{13}")
THIRD = re.compile(rf"\d{{8}}P[0-9A-Z]{{5}}\d1\d{{4}}[{ALPHABET}]")


@dataclass(frozen=True, slots=True)
class ProjectCode:
    """One code as it was understood. `text` is the code itself, with one slip repaired where `repaired`."""

    text: str
    generation: int
    repaired: bool = False

    @property
    def division(self) -> str | None:
        """The GB/T 2260 code it begins with; generation 1 has none."""
        return None if self.generation == 1 else self.text[:6]

    @property
    def year(self) -> int | None:
        """The year in which the project entered the library; generation 1 has none."""
        return None if self.generation == 1 else 2000 + int(self.text[6:8])

    @property
    def department(self) -> str | None:
        """The code of the department, which only generation 1 has."""
        return self.text[:3] if self.generation == 1 else None


def read_code(printed: str | None) -> ProjectCode | None:
    """The printed code, or None where it is of no known generation.

    A code with the shape of generation 3 that fails its check stands as printed, unless exactly one exchange of
    characters that look alike makes it whole: then that is `text`.
    """
    text = squeezed(printed)
    if FIRST.fullmatch(text):
        return ProjectCode(text, 1)
    if THIRD.fullmatch(text) and checks(text):
        return ProjectCode(text, 3)
    mended = repairs(text)
    if len(mended) == 1:
        return ProjectCode(mended[0], 3, repaired=True)
    if THIRD.fullmatch(text):
        return ProjectCode(text, 3)
    return ProjectCode(text, 2) if SECOND.fullmatch(text) else None


def squeezed(printed: str | None) -> str:
    """The code in plain capitals without white space."""
    return "".join(unicodedata.normalize("NFKC", printed or "").split()).upper()


def check_character(stem: str) -> str:
    """The check character of the first 20 characters of a generation 3 code; ValueError outside the alphabet."""
    total = sum(weight * ALPHABET.index(character) for weight, character in zip(WEIGHTS, stem, strict=True))
    return ALPHABET[(30 - total) % 31]


def checks(text: str) -> bool:
    """Whether a code of 21 characters ends in its check character."""
    return set(text) <= set(ALPHABET) and check_character(text[:20]) == text[20:]


def repairs(text: str) -> list[str]:
    """The whole codes of generation 3 that one exchange of look-alike characters makes of `text`."""
    if len(text) != 21 or text[8] != "P":
        return []
    swaps = dict(LOOK_ALIKES) | {b: a for a, b in LOOK_ALIKES}
    return _whole(text, {i: swaps[c] for i, c in enumerate(text) if c in swaps})


def one_exchange(text: str, possible: Mapping[int, str]) -> str | None:
    """The whole code of generation 3 that one exchange makes of `text`, where only one does.

    `possible` are the characters that may stand at a position instead.
    """
    found = set(_whole(text, possible))
    return found.pop() if len(found) == 1 else None


def _whole(text: str, possible: Mapping[int, str]) -> list[str]:
    tried = (text[:i] + other + text[i + 1 :] for i, others in possible.items() for other in others)
    return [code for code in tried if THIRD.fullmatch(code) and checks(code)]
