"""Small tools for Chinese office text: white space, labels, numbering, page numbers, unit lines."""

import re
from functools import lru_cache
from typing import NamedTuple

from shared.folding import fold, narrow

BRACKETED = re.compile(r"[（(][^（）()]*[）)]")
CHINESE_DIGITS = {char: value for value, char in enumerate("一二三四五六七八九", 1)}
NUMERAL = "[一二三四五六七八九十百零〇]"
# Each style of numbering: its name, and what it looks like before the text.
STYLES: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("第一部分", re.compile(rf"第({NUMERAL}+|\d+)[部章节条][分]?、?")),
    ("（一）", re.compile(rf"[（(]({NUMERAL}+)[)）][、.．]?")),
    ("一、", re.compile(rf"({NUMERAL}+)[、.．]")),
    ("（1）", re.compile(r"[（(](\d{1,3})[)）][、.．]?")),
    ("1、", re.compile(r"(\d{1,3})[、.．]")),
    ("1）", re.compile(r"(\d{1,3})[)）]")),
    ("①", re.compile(r"([①-⑳])")),
)
PAGE_NUMBER = re.compile(r"[-—–－·]{0,2}(?:第?\d{1,3}页?(?:(?:[/，,]共?|共)\d{1,3}页?)?|[ivxIVX]{1,5})[-—–－·]{0,2}")
CURRENCY = re.compile(r"[（(]?(?:金额|货币|计量)?单位[：:](?:人民币)?(万元|亿元|千元|百元|元)[)）]?")
# 101001某某局; three digits are a department's code, unless a counted noun follows.
UNIT = re.compile(
    r"(?:(?:预算|项目)?单位(?:名称|编码)?[：:])?"
    r"(\d{9}|\d{6}(?![年月日号])|\d{3}(?![年月日号个人万元项条户名件家次天]))[-—_]?([\u4e00-\u9fff][^：:。；，]{2,})"
)


class Numbering(NamedTuple):
    """How a line is numbered: style, ordinal, and the text behind the number."""

    style: str
    ordinal: int
    rest: str


def compact(text: str) -> str:
    """`text` without any white space: in a cell it is wrapping."""
    return "".join(text.split())


@lru_cache(maxsize=8192)  # labels come again in every table
def label_key(text: str) -> str:
    """What two prints of one label share: no white space, colons, stars or bracketed unit, one width of digits."""
    return BRACKETED.sub("", fold(compact(text))).replace(":", "").strip("*、")


def numbering(text: str) -> Numbering | None:
    """How `text` (compact) is numbered, or None."""
    for style, pattern in STYLES:
        found = pattern.match(text)
        if found and not _decimal(text, found):
            return Numbering(style, ordinal(found[1]), text[found.end() :])
    return None


def ordinal(numeral: str) -> int:
    """The number that an Arabic, circled or Chinese numeral below 200 writes."""
    if numeral.isdecimal():
        return int(numeral)
    if "①" <= numeral <= "⑳":
        return ord(numeral) - ord("①") + 1
    hundreds, _, rest = numeral.replace("零", "").replace("〇", "").rpartition("百")
    tens, ten, ones = rest.rpartition("十")
    value = CHINESE_DIGITS.get(ones, 0) + (10 * CHINESE_DIGITS.get(tens, 1) if ten else 0)
    return value + (100 * CHINESE_DIGITS.get(hundreds, 1) if "百" in numeral else 0)


def unnumbered(text: str) -> str:
    """`text` (compact) without its number."""
    found = numbering(text)
    return found.rest if found else text


def is_page_number(text: str) -> bool:
    """Whether a line (compact) is only a page number."""
    return len(text) <= 12 and PAGE_NUMBER.fullmatch(text) is not None


def currency_of(text: str) -> str | None:
    """The currency unit that a line such as 单位：万元 (compact) states."""
    found = CURRENCY.fullmatch(text)
    return found[1] if found else None


def unit_of(text: str) -> tuple[str, str, str | None] | None:
    """Code and name of the unit, and the currency unit, in a line such as 101001某某局本级 单位：万元 (compact)."""
    currency = CURRENCY.search(text)
    if currency and currency.end() == len(text):
        text = text[: currency.start()]
    found = UNIT.fullmatch(text)
    return (found[1], found[2], currency[1] if currency else None) if found else None


def _decimal(text: str, found: re.Match[str]) -> bool:
    """Whether what looks like "1." begins a number such as 1.5万; years (4.2021年度) follow a number of their own."""
    behind = narrow(text[found.end() : found.end() + 5])
    return found[0].endswith((".", "．")) and behind[:1].isdecimal() and not re.match(r"(?:19|20)\d\d|\d+、", behind)
