"""How a spreadsheet prints a number or a date in a number format (ECMA-376, 18.8.31).

3.5 in `0.00` is printed 3.50, another precision than 3.5: what a sum may be off by follows from it.
"""

import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import cache, lru_cache

# Built-in formats by number, those of dates as a Chinese Excel shows them.
BUILT_IN = {
    **{1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 14: "yyyy/m/d", 22: "yyyy/m/d h:mm"},
    **{37: "#,##0 ;-#,##0", 38: "#,##0 ;-#,##0", 39: "#,##0.00 ;-#,##0.00", 40: "#,##0.00 ;-#,##0.00"},
    **{41: '#,##0 ;-#,##0 ;"-"', 42: '¥#,##0 ;-¥#,##0 ;"-"', 43: '#,##0.00 ;-#,##0.00 ;"-"'},
    **{44: '¥#,##0.00 ;-¥#,##0.00 ;"-"', 27: 'yyyy"年"m"月"', 28: 'm"月"d"日"', 29: 'm"月"d"日"'},
    **{31: 'yyyy"年"m"月"d"日"', 57: 'yyyy"年"m"月"', 58: 'm"月"d"日"'},
}
_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"|\\(?P<escaped>.)|[_*].|\[\$(?P<currency>[^\]-]*)[^\]]*\]|\[[^\]]*\]'
    r"|(?P<number>[0#?][0#?,.]*|\.[0#?]+)|(?P<percent>%)|(?P<date>y+|m+|d+|h+|s+)|(?P<other>.)",
    re.IGNORECASE | re.DOTALL,
)
_EPOCH = datetime.datetime(1899, 12, 30)  # noqa: DTZ001 - a date in a sheet has no zone
_LAST_DAY = 2_958_465  # 9999-12-31

Moment = datetime.datetime | datetime.date


@dataclass(frozen=True, slots=True)
class _Section:
    """One of the parts of a code that `;` divides: its tokens as (kind, text), the kind being a group of _TOKEN."""

    tokens: tuple[tuple[str, str], ...]

    @property
    def is_date(self) -> bool:
        return any(kind == "date" for kind, _ in self.tokens)

    @property
    def is_plain(self) -> bool:
        """Whether nothing in it is beyond this module: fractions, powers of ten, Chinese figures."""
        return not any(kind == "other" and text in "/EeGg@" for kind, text in self.tokens)


@lru_cache(maxsize=4096)  # a plan's quarters and a budget's amounts come again and again
def printed_number(value: float, code: str | None) -> str:
    """`value` as a sheet prints it in the format `code`; without one, or in one that is not known, as it is."""
    sections = _sections(code) if code else ()
    if not sections:
        return general(value)
    if sections[0].is_date:
        return _of_serial(value, code or "")
    which = 1 if value < 0 and len(sections) > 1 else 2 if value == 0 and len(sections) > 2 else 0
    section = sections[which]
    if not section.is_plain:
        return general(value)
    text = _in_section(Decimal(repr(abs(value))), section)
    return f"-{text}" if value < 0 and which == 0 and re.search("[1-9]", text) else text


def printed_date(moment: Moment, code: str | None) -> str:
    """`moment` in the format `code`; without one as ISO writes it, midnight left out."""
    sections = _sections(code) if code else ()
    if not sections or not sections[0].is_date:
        at_midnight = isinstance(moment, datetime.datetime) and moment.time() == datetime.time()
        return moment.date().isoformat() if at_midnight and isinstance(moment, datetime.datetime) else str(moment)
    return "".join(_date_parts(moment, sections[0].tokens)).strip()


def general(value: float) -> str:
    """A number without a format: fifteen digits, as many as a sheet keeps."""
    rounded = Decimal(f"{value:.15g}")
    return format(rounded.normalize() if rounded else Decimal(0), "f")


@cache
def _sections(code: str) -> tuple[_Section, ...]:
    """The sections of a code; none for General and for what depends on conditions."""
    if code.lower() in ("general", "@", "") or re.search(r"\[[<>=]|\[dbnum", code, re.IGNORECASE):
        return ()
    parts: list[list[tuple[str, str]]] = [[]]
    for match in _TOKEN.finditer(code):
        kind, text = match.lastgroup or "", match[match.lastgroup] if match.lastgroup else ""
        if kind == "other" and text == ";":
            parts.append([])
        elif kind:
            parts[-1].append((kind, text))
    return tuple(_Section(tuple(part)) for part in parts)


def _in_section(value: Decimal, section: _Section) -> str:
    percent = sum(kind == "percent" for kind, _ in section.tokens)
    value = value.scaleb(2 * percent)
    pictures = [text for kind, text in section.tokens if kind == "number"]
    parts = []
    for kind, text in section.tokens:
        if kind == "number":
            parts.append(_by_picture(value, text) if text == pictures[0] else "")
        else:
            parts.append("%" if kind == "percent" else text)
    return "".join(parts).strip()


def _by_picture(value: Decimal, picture: str) -> str:
    """The digits of `value` by a picture such as `#,##0.00`."""
    whole, _, fraction = picture.rstrip(",").partition(".")
    value = value.scaleb(-3 * (len(picture) - len(picture.rstrip(","))))
    digits = [mark for mark in fraction if mark in "0#?"]
    rounded = value.quantize(Decimal(1).scaleb(-len(digits)), ROUND_HALF_UP)
    left, _, right = f"{rounded:f}".partition(".")
    least = whole.count("0")
    left = left.lstrip("0").rjust(least, "0") if least or rounded else left.lstrip("0")
    if "," in whole and left:
        left = f"{int(left):,}".rjust(least, "0")
    always = max((i for i, mark in enumerate(digits, 1) if mark == "0"), default=0)
    right = right[:always] + right[always:].rstrip("0")
    return f"{left}.{right}" if right else left


def _of_serial(value: float, code: str) -> str:
    """A date that comes as the number of its day."""
    if not 0 <= value <= _LAST_DAY:
        return general(value)
    return printed_date(_EPOCH + datetime.timedelta(days=value), code)


def _date_parts(moment: Moment, tokens: tuple[tuple[str, str], ...]) -> Iterator[str]:
    minutes = False
    hour, minute, second = (
        (moment.hour, moment.minute, moment.second) if isinstance(moment, datetime.datetime) else (0, 0, 0)
    )
    for kind, text in tokens:
        letter = text[:1].lower()
        if kind != "date":
            yield "." if kind == "number" else text
        elif letter == "y":
            yield f"{moment.year:04d}" if len(text) > 2 else f"{moment.year % 100:02d}"
        else:
            number = {"m": minute if minutes else moment.month, "d": moment.day, "h": hour, "s": second}[letter]
            yield f"{number:02d}" if len(text) == 2 else str(number)
        minutes = letter == "h" if kind == "date" else minutes
