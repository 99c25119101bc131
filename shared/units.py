"""Units of indicator values: magnitude (万), base with synonyms mapped, and what they are counted for (/人/月)."""

import re
from dataclasses import dataclass, replace
from decimal import Decimal

from shared.lexicon import AVERAGES, DENOMINATORS, KNOWN_UNITS, MAGNITUDES, MONEY, TIME_UNITS, UNIT_SYNONYMS

_RUN = re.compile(r"[^\s\d,，。;；、()\[\]【】〔〕:：+*=<>≥≤$]+")
_DIVIDED = re.compile(r"[/\\·每]")
_ONE = Decimal(1)


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit as read: 万元/人/月 has base 元, magnitude 10000 and per (人, 月)."""

    base: str = ""
    magnitude: Decimal = _ONE
    per: tuple[str, ...] = ()
    printed: str = ""
    known: bool = True

    @property
    def is_time(self) -> bool:
        """Whether it measures time and nothing per time."""
        return self.base in TIME_UNITS and not self.per

    @property
    def orderly(self) -> bool:
        """Whether it is written as it should be: known, with / and money first."""
        first = re.split(r"[/\\·每]", self.printed, maxsplit=1)[0]
        return self.known and "\\" not in self.printed and (not self.per or self.base != MONEY or MONEY in first)

    def also_per(self, denominators: tuple[str, ...]) -> "Unit":
        """This unit counted for `denominators` too (每人4元 is 元/人)."""
        more = tuple(d for d in denominators if d not in self.per)
        return replace(self, per=self.per + more) if more else self


NO_UNIT = Unit()


def read_unit(text: str) -> tuple[int, Unit]:
    """The unit at the start of folded `text` and its length; the longest known one, else all of the leading word.

    An empty word gives an empty unit. Parts are divided by /, a backslash (typed for it) or 每.
    """
    run = _RUN.match(text)
    if run is None:
        return 0, NO_UNIT
    word = run[0]
    for end in range(len(word), 0, -1):
        unit = _known(word[:end])
        if unit is not None:
            return end, unit
    return len(word), Unit(base=word, printed=word, known=False)


def denominators(words: str) -> tuple[str, ...]:
    """What a price is for by the words beside it: 每人每月 gives (人, 月), 月人均 gives (人, 月)."""
    found = [_each(part) for part in words.split("每")[1:]]
    found += [unit for word, unit in AVERAGES.items() if word in words]
    return tuple(dict.fromkeys(unit for unit in found if unit))


def _each(text: str) -> str:
    """The unit that `text`, what stands behind 每, begins with; "" where it is none."""
    text = text.removeprefix("一")
    return next((_base(text[:end]) for end in range(4, 0, -1) if _base(text[:end]) in DENOMINATORS), "")


def _known(text: str) -> Unit | None:
    parts = _DIVIDED.split(text)
    if parts[-1] == "" or (parts[0] == "" and len(parts) == 1):
        return None
    magnitude, first = _magnitude(parts[0])
    bases = [_base(first), *(_base(part) for part in parts[1:])]
    if bases[0] not in KNOWN_UNITS and not (bases[0] == "" and (magnitude > 1 or len(bases) > 1)):
        return None
    if any(base not in DENOMINATORS and base != MONEY for base in bases[1:]):
        return None
    if MONEY in bases[1:]:  # 人/元/月 is typed for 元/人/月
        bases = [MONEY, *(base for base in bases if base != MONEY)]
    return Unit(bases[0], magnitude, tuple(base for base in bases[1:] if base), text)


def _magnitude(text: str) -> tuple[Decimal, str]:
    for word, magnitude in MAGNITUDES.items():
        if text.startswith(word) and text != "百分比" and not text.startswith("百分"):
            return magnitude, text[len(word) :]
    return _ONE, text


def _base(text: str) -> str:
    return UNIT_SYNONYMS.get(text, text)
