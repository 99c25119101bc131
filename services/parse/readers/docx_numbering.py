"""The numbers that Word prints before paragraphs and that are not in their text (ECMA-376, 17.9).

A paragraph names a list (w:numId) and a level; the list says how each level counts and how it is
written: 第%1部分, %1、.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from services.parse.readers.word_xml import Element, W, value_of

_DIGITS = "零一二三四五六七八九"
_CHINESE = frozenset(
    (
        *("chineseCounting", "chineseCountingThousand", "chineseLegalSimplified", "ideographDigital"),
        *("japaneseCounting", "taiwaneseCounting", "taiwaneseCountingThousand", "japaneseDigitalTenThousand"),
    )
)
_NONE = frozenset(("bullet", "none"))
_LEVELS = 9


@dataclass(frozen=True, slots=True)
class Level:
    """How one level of a list counts: its first number, its figures, and the text around them."""

    start: int = 1
    figures: str = "decimal"
    text: str = ""


Levels = dict[int, Level]


@dataclass
class Numbering:
    """The lists of a document, counting as its paragraphs come."""

    lists: dict[str, tuple[str, Levels]] = field(default_factory=dict)  # w:numId -> counter it shares, levels
    of_style: dict[str, tuple[str, int]] = field(default_factory=dict)  # style -> w:numId, level
    _counts: dict[str, list[int | None]] = field(default_factory=dict)

    def of(self, paragraph: Element) -> str:
        """The number before the paragraph, counted; "" where it has none."""
        if not self.lists or (properties := paragraph.find(f"{W}pPr")) is None:
            return ""
        number = properties.find(f"{W}numPr")
        list_id, depth = self.of_style.get(value_of(properties.find(f"{W}pStyle")), ("", 0))
        if number is not None:
            list_id = value_of(number.find(f"{W}numId")) or list_id
            depth = _count(value_of(number.find(f"{W}ilvl")), depth)
        return self._next(list_id, min(depth, _LEVELS - 1))

    def _next(self, list_id: str, depth: int) -> str:
        if list_id not in self.lists:
            return ""
        counter, levels = self.lists[list_id]
        level = levels.get(depth, Level())
        counts = self._counts.setdefault(counter, [None] * _LEVELS)
        before = counts[depth]
        counts[depth] = level.start if before is None else before + 1
        counts[depth + 1 :] = [None] * (_LEVELS - depth - 1)
        if level.figures in _NONE:
            return ""
        return _filled(level.text, levels, counts)


def numbering_of(numbering: Element | None, styles: Element | None) -> Numbering:
    """The lists of numbering.xml, and the styles of styles.xml that number their paragraphs."""
    if numbering is None:
        return Numbering()
    abstract = {each.get(f"{W}abstractNumId", ""): dict(_levels(each)) for each in numbering.iter(f"{W}abstractNum")}
    lists = {}
    for each in numbering.iter(f"{W}num"):
        list_id, base = each.get(f"{W}numId", ""), value_of(each.find(f"{W}abstractNumId"))
        own = dict(_overrides(each))
        # Lists that restart by an override count for themselves, others of one kind go on counting together.
        lists[list_id] = (list_id if own else f"abstract {base}", {**abstract.get(base, {}), **own})
    return Numbering(lists, dict(_numbered_styles(styles)))


def _levels(parent: Element) -> Iterator[tuple[int, Level]]:
    for level in parent.findall(f"{W}lvl"):
        start = _count(value_of(level.find(f"{W}start")), 1)
        figures = value_of(level.find(f"{W}numFmt")) or "decimal"
        yield _count(level.get(f"{W}ilvl", ""), 0), Level(start, figures, value_of(level.find(f"{W}lvlText")))


def _overrides(number: Element) -> Iterator[tuple[int, Level]]:
    for override in number.findall(f"{W}lvlOverride"):
        yield from _levels(override)


def _numbered_styles(styles: Element | None) -> Iterator[tuple[str, tuple[str, int]]]:
    for style in styles.iter(f"{W}style") if styles is not None else ():
        number = style.find(f"{W}pPr/{W}numPr")
        if number is not None:
            depth = _count(value_of(number.find(f"{W}ilvl")), 0)
            yield style.get(f"{W}styleId", ""), (value_of(number.find(f"{W}numId")), depth)


def _filled(text: str, levels: Levels, counts: list[int | None]) -> str:
    for depth in range(_LEVELS):
        if f"%{depth + 1}" in text:
            level = levels.get(depth, Level())
            text = text.replace(f"%{depth + 1}", written(counts[depth] or level.start, level.figures))
    return text


def written(number: int, figures: str) -> str:
    """A number in figures of the format: decimal unless it is known."""
    if figures in _CHINESE and number < 10_000:
        return _chinese(number)
    if figures.startswith("decimalEnclosedCircle") and 1 <= number <= 20:
        return chr(ord("①") + number - 1)
    if figures in ("lowerLetter", "upperLetter") and number >= 1:
        letter = chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)
        return letter[:9] if figures == "lowerLetter" else letter[:9].upper()
    if figures in ("lowerRoman", "upperRoman") and 1 <= number < 100:
        return _roman(number) if figures == "upperRoman" else _roman(number).lower()
    if figures == "decimalFullWidth":
        return str(number).translate({ord("0") + i: ord("０") + i for i in range(10)})
    return f"{number:02d}" if figures == "decimalZero" else str(number)


def _chinese(number: int) -> str:
    parts, zero = "", False
    for unit, mark in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // unit % 10
        if digit:
            parts += ("零" if zero else "") + _DIGITS[digit] + mark
        zero = bool(parts) and not digit
    return parts.removeprefix("一") if parts.startswith("一十") else parts or _DIGITS[0]


def _roman(number: int) -> str:
    tens = ("", "X", "XX", "XXX", "XL", "L", "LX", "LXX", "LXXX", "XC")[number // 10]
    return tens + ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX")[number % 10]


def _count(text: str, default: int) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 7 else default
