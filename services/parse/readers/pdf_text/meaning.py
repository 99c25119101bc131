"""What a text says of its column: a value looks like a value, a basis cites, no cell begins with a comma.

Costs are like negative log likelihoods: 0 is what one expects, 2 is odd, 6 is nearly excluded.
"""

import re
from functools import lru_cache

from services.parse.readers.pdf_text.labels import words
from services.parse.readers.pdf_text.widths import NO_END, NO_START, extent
from shared.folding import narrow
from shared.lexicon import KNOWN_UNITS, MAGNITUDES, TRAILING_OPERATORS, UNIT_SYNONYMS

COMPARED = "[≥≤＞＜><＝=≧≦]"
NUMBER = r"[-+]?\d[\d,]*(?:\.\d+)?"
VALUE = re.compile(
    rf"(?:{COMPARED}|不低于|不高于|不少于|不超过|大于等于|小于等于|大于|小于|至少|约|每\S{{1,2}})*{NUMBER}[^\d，。；：]{{0,7}}"
)
BARE_VALUE = re.compile(rf"{COMPARED}|{NUMBER}[%％]?$")
CITATION = re.compile(
    r"[〔【\[（(〈]\d{4}[〕】\])）〉]|\d+号|号文|文件|计划|标准|问卷|规定|通知|方案|办法|合同|批复|批示|要求|数据|依据|调查|政策|情况|安排"
)
DOCUMENT_NUMBER = re.compile(r"[〔【\[（(〈]\d{4}[〕】\])）〉]|\d+号(?:文|$)")
COMPARISON_INSIDE = re.compile(rf"[\u4e00-\u9fff%％\d]{COMPARED}")
SECOND_NUMBER = re.compile(r"\d[^\d./]*[^\d./年月日至到第号级到和\-—~～][^\d./]*\d")
TRAILING = re.compile(f"(?:{'|'.join(map(re.escape, TRAILING_OPERATORS))}|左右|前)$")
MAGNITUDE = re.compile(f"^(?:{'|'.join(MAGNITUDES)})")
LAST_NUMBER = re.compile(r".*\d")
UNFINISHED = frozenset("，、；：,:;/\\≥≤＞＜><＝=≧≦")
BRACKETS = {"（": "）", "(": ")", "【": "】", "〔": "〕", "[": "]", "“": "”", "《": "》"}
# What follows a number without being a text of its own.
COUNTED = frozenset("年月日号个次人元万件天家户亩台名百公平米吨所座条项处亿季场期届份批")


@lru_cache(maxsize=16384)
def content_cost(role: str, text: str) -> float:
    """The cost of `text` as the whole content of a cell of column `role`."""
    text = narrow(text)
    cost = 0.0
    if text[0] in NO_START:
        cost += 6.0
    if text[-1] in NO_END:
        cost += 6.0
    if text[-1] in UNFINISHED:
        cost += 3.0 if text[-1] in "，、；：,:;/\\" else 6.0
    if COMPARISON_INSIDE.search(text):
        cost += 3.0 if role == "target" else 1.5
    for opening, closing in BRACKETS.items():
        cost += 2.5 * abs(text.count(opening) - text.count(closing))
    if text in words().level2.roles or text in words().level1.roles:
        cost += 1.0 if role == "name" else 4.0
    return cost + _role_cost(role, text)


def _role_cost(role: str, text: str) -> float:
    width = extent(text)[0]
    if role == "target":
        return _target_cost(text, width)
    if role == "basis":
        if text[-1].isdigit():
            return 3.0
        return (4.0 if BARE_VALUE.match(text) else 0.0) + (0.0 if CITATION.search(text) else 1.0 + (width < 3.5))
    if DOCUMENT_NUMBER.search(text):
        return 1.5
    value = 5.0 if BARE_VALUE.match(text) else 2.5 if VALUE.fullmatch(text) else 1.0 if text[-1].isdigit() else 0.0
    if role == "name":
        return value + 0.08 * max(0.0, width - 12) + (1.5 if width < 2 else 0.0)
    return value + (3.5 if width < 2 else 0.0)


def _target_cost(text: str, width: float) -> float:
    if text[0] in COUNTED and any(char in text for char in "\\/%％"):
        return 2.5
    if DOCUMENT_NUMBER.search(text):
        return 3.0
    if SECOND_NUMBER.search(text):
        return 1.5 + 0.2 * max(0.0, width - 6)
    if VALUE.fullmatch(text):
        return _unit_cost(LAST_NUMBER.sub("", text))
    if BARE_VALUE.match(text):
        return -0.5
    if any(char.isdigit() for char in text):
        return 0.2 * max(0.0, width - 6)
    return 0.3 + 0.3 * max(0.0, width - 5)


def _unit_cost(unit: str) -> float:
    """The cost of what stands behind the number of a value."""
    if not unit:
        return -1.0
    if _known_unit(unit):
        return -2.0
    if unit[0] in {"%", "％"}:
        return 1.5
    return -1.2 if len(unit) <= 3 else 1.2 - 0.4 * (7 - len(unit))


@lru_cache(maxsize=4096)
def _known_unit(unit: str) -> bool:
    unit = TRAILING.sub("", unit)
    parts = [MAGNITUDE.sub("", part, count=1) or "个" for part in re.split(r"[/\\／]", unit)]
    return all(part in KNOWN_UNITS or part in UNIT_SYNONYMS for part in parts)


@lru_cache(maxsize=16384)
def likeness(name: str, description: str) -> float:
    """A bonus (negative) for a description that takes up its indicator's name."""
    if name == description:
        return -2.0
    pairs = {name[index : index + 2] for index in range(len(name) - 1)}
    if not pairs:
        return 0.0
    return -1.5 * sum(pair in description for pair in pairs) / len(pairs)
