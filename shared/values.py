"""Reading of an indicator's value (指标值) into operator, number, unit and qualifiers.

`read` is total: every string reads to a `Value`, and `str` of it is the string again, because a value is the sequence
of its printed pieces, each with the role it plays. What is no plain quantity keeps its words and says so by its kind.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache
from itertools import pairwise

from shared.amounts import FACTORS, Amount, half_unit, read_number
from shared.folding import fold, plain
from shared.lexicon import (
    BINARY_VALUES,
    BLANK_VALUES,
    LEADING_WORDS,
    MONEY,
    PERCENT,
    SYMBOL_OPERATORS,
    TRAILING_OPERATORS,
    WORD_OPERATORS,
)
from shared.units import NO_UNIT, Unit, denominators, read_unit


class Kind(StrEnum):
    """What sort of value was printed."""

    NUMBER = "number"
    RANGE = "range"  # 10-180元
    DATE = "date"  # 12月31日, 每月25日, 11月底
    DURATION = "duration"  # 60天, 6个月; also 3月, which may be a date
    SYMBOLIC = "symbolic"  # ≤预算批复金额
    FORMULA = "formula"  # words with figures: 当地最低工资标准的70%
    BINARY = "binary"  # 是/否, 是, 有
    QUALITATIVE = "qualitative"  # 效果显著
    UNIT = "unit"  # 人次
    OPERATOR = "operator"  # ≥, also with a unit: ≥%
    BLANK = "blank"


class Role(StrEnum):
    """What a printed piece of a value is."""

    OPERATOR = "operator"
    NUMBER = "number"
    UNIT = "unit"
    WORDS = "words"  # whatever else is said
    MARK = "mark"  # white space, markup residue


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a printed value."""

    role: Role
    text: str


@dataclass(frozen=True, slots=True)
class Value:
    """One value as read; `pieces` joined are what was printed. Numbers are as printed, before the unit's magnitude."""

    kind: Kind
    pieces: tuple[Piece, ...]
    operator: str | None = None  # one of ≥ ≤ = > < ≈
    number: Decimal | None = None  # of a range: its lower end
    upper: Decimal | None = None  # of a range: its upper end
    unit: Unit = NO_UNIT

    def __str__(self) -> str:
        return "".join(piece.text for piece in self.pieces)

    def printed(self, role: Role) -> str:
        """What is printed in `role`, folded and without white space: "9090" of ≥9090%."""
        return plain("".join(fold(piece.text) for piece in self.pieces if piece.role is role))

    @property
    def words(self) -> str:
        """What is printed beside operator, number and unit: 每月, 左右, 前."""
        return self.printed(Role.WORDS)

    @property
    def quantity(self) -> Decimal | None:
        """The number in its base unit: 72400 of 7.24万人."""
        return None if self.number is None else self.number * self.unit.magnitude

    @property
    def half(self) -> Decimal:
        """Half a unit of the last printed digit, in the base unit."""
        return Decimal(0) if self.number is None else half_unit(self.number) * self.unit.magnitude

    @property
    def is_percent(self) -> bool:
        """Whether it is a number in %, 百分比 or 百分号."""
        return self.number is not None and self.unit.base == PERCENT

    @property
    def is_money(self) -> bool:
        """Whether it is a number in 元 or 万元, as a total or for one of something (`unit.per`)."""
        return self.number is not None and self.unit.base == MONEY

    @property
    def amount(self) -> Amount | None:
        """The money of a single number such as ≤3.9万元 or 185元/人 (for one, then); None where it is none."""
        if self.kind is not Kind.NUMBER or self.number is None or not self.is_money:
            return None
        for name, factor in FACTORS.items():
            if factor == self.unit.magnitude:
                return Amount(self.number, name, str(self))
        return Amount(self.number * self.unit.magnitude, MONEY, str(self))


@dataclass(frozen=True, slots=True)
class _Token:
    """A stretch of the folded text: `role` NUMBER, OPERATOR, MARK or WORDS."""

    role: Role
    start: int
    text: str

    @property
    def end(self) -> int:
        return self.start + len(self.text)


def _either(words: Sequence[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


_ONLY_BEFORE_DIGITS = ("最高", "最低", "最多", "最少", "至多", "至少")  # 最低工资标准 holds no operator
_FREE = [word for word in WORD_OPERATORS if word not in _ONLY_BEFORE_DIGITS]
_OPERATOR = rf"{_either(list(SYMBOL_OPERATORS))}|{_either(_FREE)}|(?:{_either(_ONLY_BEFORE_DIGITS)})(?=\s*\d)"
_NUMBER = r"\d{1,3}(?:,\d{3})+(?!\d)(?:\.\d+)?|\d+(?:\.\d+)?"
_MARK = r"(?:[\s$]|\\(?=%))+"  # white space and LaTeX residue
_TOKEN = re.compile(
    rf"(?P<mark>{_MARK})|(?P<number>{_NUMBER})|(?P<operator>{_OPERATOR})|(?P<words>(?:(?!{_MARK}|{_OPERATOR})\D)+|.)",
    re.DOTALL,
)
_LEADING = re.compile(rf"(?:{_either(LEADING_WORDS)})*")
_TRAILING = re.compile(rf"{_either(list(TRAILING_OPERATORS))}")
_DASH = re.compile(r"(?P<unit>[^-—–~～－至到]*)(?:[-—–~～－]+|至|到)")
_EVERY = r"(?:每年|每月|每季度?|每周|当年|次年|上年|本年|当月|次月)"
_DATE = re.compile(
    rf"{_EVERY}?"
    r"(?:(?:19|20)\d{2}年度?(?:\d{1,2}月份?(?:底|末|初|中旬|上旬|下旬)?(?:\d{1,2}[日号])?|年?底|年?末)?"
    r"|\d{1,2}月份?(?:\d{1,2}[日号]|底|末|初|中旬|上旬|下旬|(?=之?前|以前))|(?<=年)\d{1,2}月份?|\d{1,2}[日号](?!以?内|之内)"
    r"|第?[一二三四1-4]季度(?:底|末|初)?|年底|年末)"
    r"[^\d%]{0,8}"
    rf"|{_EVERY}(?:底|末|初|中旬|上旬|下旬)[^\d%]{{0,8}}"
)
_DAY = re.compile(r"\d{1,2}[日号].*")
_BUDGET = re.compile(r".{0,8}(?:预算|批复|概算).{0,6}")  # 控制在预算内: the budget is all that is named
_CHINESE = re.compile(
    r"(?P<before>\D*?)(?P<number>[一二两三四五六七八九]?十[一二三四五六七八九]?|[一二两三四五六七八九])(?P<unit>\D+)"
)
_CHINESE_DIGITS = {digit: value for value, digit in enumerate("零一二三四五六七八九")} | {"两": 2}


@lru_cache(maxsize=8192)
def read(text: str | None) -> Value:
    """The value printed in `text`. Never raises; `str(read(text)) == text` (None reads as a blank)."""
    text = text or ""
    folded = fold(text)
    words = plain(folded).replace("$", "")
    if words in BLANK_VALUES:
        return _value(Kind.BLANK, text, [])
    if words in BINARY_VALUES:
        return _value(Kind.BINARY, text, [])
    tokens = [_token(match) for match in _TOKEN.finditer(folded)]
    return _date(text, tokens) or _quantity(text, tokens) or _spelled(text, folded, words) or _wordy(text, tokens)


def _token(match: "re.Match[str]") -> _Token:
    return _Token(Role(match.lastgroup or Role.WORDS), match.start(), match[0])


def _value(kind: Kind, text: str, tokens: Sequence[_Token], unit: Unit = NO_UNIT) -> Value:
    """The value of `kind` with the pieces that `tokens` mark in `text`; its operator is the first one printed."""
    operators = [token.text for token in tokens if token.role is Role.OPERATOR]
    return Value(kind, _pieces(text, tokens), _operator(operators[0]) if operators else None, unit=unit)


def _pieces(text: str, tokens: Sequence[_Token]) -> tuple[Piece, ...]:
    """`text` cut at the tokens' ends; what no token covers is words."""
    cuts = sorted({0, len(text), *(token.start for token in tokens), *(token.end for token in tokens)})
    roles = {token.start: token.role for token in tokens}
    return tuple(Piece(roles.get(start, Role.WORDS), text[start:end]) for start, end in pairwise(cuts) if end > start)


def _operator(word: str) -> str:
    return SYMBOL_OPERATORS.get(word) or WORD_OPERATORS.get(word) or TRAILING_OPERATORS[word]


def _date(text: str, tokens: Sequence[_Token]) -> Value | None:
    """A day, month or quarter of the calendar, with an operator before it or none."""
    said = [token for token in tokens if token.role is not Role.MARK]
    bounded = bool(said) and said[0].role is Role.OPERATOR
    printed = "".join(token.text for token in said[bounded:])
    if not _DATE.fullmatch(printed) or (bounded and _DAY.fullmatch(printed)):  # ≤30日 is a duration
        return None
    return _value(Kind.DATE, text, tokens)


def _quantity(text: str, tokens: Sequence[_Token]) -> Value | None:
    """One number or one range with its unit and the words around it; None where the text says more than that."""
    said = [token for token in tokens if token.role is not Role.MARK]
    numbers = [i for i, token in enumerate(said) if token.role is Role.NUMBER]
    if not numbers or len(numbers) > 2:
        return None
    first, last = numbers[0], numbers[-1]
    before = "".join(token.text for token in said[:first] if token.role is Role.WORDS)
    between = "".join(token.text for token in said[first + 1 : last])
    below_zero = before in ("-", "−")
    if not (below_zero or _LEADING.fullmatch(before)) or (last > first and not _joins(between)):
        return None
    tail = [token for token in said[last + 1 :] if token.role is Role.WORDS]
    length, unit = read_unit(tail[0].text) if tail else (0, NO_UNIT)
    unit = unit.also_per(denominators(before)) if unit.base in (MONEY, "") else unit
    number, upper = read_number(said[first].text), read_number(said[last].text) if last > first else None
    kind = Kind.RANGE if last > first else Kind.DURATION if unit.is_time else Kind.NUMBER
    marked = [token for token in tokens if token not in tail[:1]] + _split_tail(tail, length)
    return replace(_value(kind, text, marked, unit), number=-number if below_zero else number, upper=upper)


def _joins(between: str) -> bool:
    """Whether the words between two numbers make them a range: a dash, perhaps behind the unit."""
    match = _DASH.fullmatch(between)
    return match is not None and (not match["unit"] or read_unit(match["unit"])[0] == len(match["unit"]))


def _split_tail(tail: Sequence[_Token], length: int) -> list[_Token]:
    """The words behind a number as unit, trailing operator (以上) and rest."""
    if not tail:
        return []
    start, text = tail[0].start, tail[0].text
    parts = [_Token(Role.UNIT, start, text[:length])] if length else []
    match = _TRAILING.match(text, length)
    if match:
        parts.append(_Token(Role.OPERATOR, start + match.start(), match[0]))
    return parts


def _spelled(text: str, folded: str, words: str) -> Value | None:
    """A small number in Chinese digits with a known unit and nothing else: 两次, 不少于三个月, 每年一次."""
    if re.search(r"\d", words):
        return None
    match = _CHINESE.fullmatch(folded)
    if match is None:
        return None
    length, unit = read_unit(match["unit"])
    rest = match["unit"][length:]
    before = match["before"]
    operator = before if before in WORD_OPERATORS or before in SYMBOL_OPERATORS else ""
    if not unit.known or not unit.base or not (rest == "" or _TRAILING.fullmatch(rest)):
        return None
    if not operator and not _LEADING.fullmatch(before):
        return None
    tokens = [_Token(Role.OPERATOR, 0, operator)] if operator else []
    tokens.append(_Token(Role.NUMBER, match.start("number"), match["number"]))
    tokens.append(_Token(Role.UNIT, match.start("unit"), match["unit"][:length]))
    if rest:
        tokens.append(_Token(Role.OPERATOR, match.start("unit") + length, rest))
    kind = Kind.DURATION if unit.is_time else Kind.NUMBER
    return replace(_value(kind, text, tokens, unit), number=_chinese_number(match["number"]))


def _chinese_number(text: str) -> Decimal:
    """A number below 100 in Chinese digits."""
    tens, ten, ones = text.rpartition("十")
    if not ten:
        return Decimal(_CHINESE_DIGITS[text])
    return Decimal((_CHINESE_DIGITS[tens] if tens else 1) * 10 + (_CHINESE_DIGITS[ones] if ones else 0))


def _wordy(text: str, tokens: Sequence[_Token]) -> Value:
    """A value that is no plain quantity: by what else it holds."""
    said = [token for token in tokens if token.role is not Role.MARK]
    words = "".join(token.text for token in said if token.role is Role.WORDS)
    operators = any(token.role is Role.OPERATOR for token in said)
    if any(token.role is Role.NUMBER for token in said):
        return _value(Kind.FORMULA, text, tokens)
    length, unit = read_unit(words)
    only_unit = bool(words) and unit.known and length == len(words)
    if operators and (not words or only_unit):
        return _value(Kind.OPERATOR, text, tokens, unit)
    if only_unit:
        return _value(Kind.UNIT, text, tokens, unit)
    if operators or _BUDGET.fullmatch(words):
        return _value(Kind.SYMBOLIC, text, tokens)
    return _value(Kind.QUALITATIVE, text, tokens)
