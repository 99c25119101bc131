"""How wide a printed text is, in em, and where a line of it may break.

Fonts differ, so a width is a pair (least, most): a Chinese character is one em in every font, a digit about half of
one, the rest lies between. Setters put a quarter em between Chinese and Latin text, which may show as a space.
"""

import re
from functools import lru_cache

NO_START = frozenset("，。、；：？！）】》〉」』〕”’％%)]}·…,.;:?!℃°")
NO_END = frozenset("（【《〈「『〔“‘([{")
UNIT = re.compile(r"[!-~]+|\s+|.", re.DOTALL)
HALF_OR_FULL = frozenset("≥≤≠＜＞“”‘’…—·×±①②③④⑤⑥⑦⑧⑨⑩°℃")
AUTOSPACE = 0.25


@lru_cache(maxsize=4096)
def _char(char: str) -> tuple[float, float]:
    if char.isdigit() and char.isascii():
        return 0.5, 0.56
    if char in HALF_OR_FULL:
        return 0.45, 1.0
    if char.isspace():
        return 0.0, 0.5
    if char.isascii():
        return (0.4, 0.8) if char.isalpha() else (0.25, 0.9)
    return 1.0, 1.0


def is_latin(char: str) -> bool:
    """Whether `char` is a Latin letter or digit, which setters keep apart from Chinese text."""
    return char.isascii() and char.isalnum()


def is_chinese(char: str) -> bool:
    """Whether `char` is a Chinese character (no punctuation)."""
    return "\u3400" <= char <= "\u9fff"


def seam(left: str, right: str) -> float:
    """The most that a setter may add between `left` and `right`, in em."""
    if (is_chinese(left) and is_latin(right)) or (is_latin(left) and is_chinese(right)):
        return AUTOSPACE
    return 0.0


@lru_cache(maxsize=8192)
def extent(text: str) -> tuple[float, float]:
    """The least and the most width of `text` on one line, in em."""
    least = most = 0.0
    before = ""
    for char in text:
        low, high = _char(char)
        least += low
        most += high
        if before:
            most += seam(before, char)
        before = char
    return least, most


def units(text: str) -> list[str]:
    """`text` cut where a line may break: Latin runs stay whole, punctuation keeps to its neighbour."""
    glued: list[str] = []
    for unit in UNIT.findall(text):
        if glued and (unit[0] in NO_START or glued[-1][-1] in NO_END):
            glued[-1] += unit
        else:
            glued.append(unit)
    return glued


@lru_cache(maxsize=8192)
def first_unit(text: str) -> str:
    """What must stand together at the start of `text`."""
    found = units(text[:24])
    return found[0] if found else ""
