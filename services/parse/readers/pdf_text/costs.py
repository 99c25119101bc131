"""What it costs to take a run of fragments for one cell of a column: the judgement behind the rebuilt grid.

Costs are like negative log likelihoods: 0 is what one expects, 2 is odd, 6 is nearly excluded. They come from how text is set (a line
ends because the next word did not fit), from how a dump breaks (see `Gaps`) and from what a column holds in any such form
(a value looks like a value); never from the words of one document.
"""

import re
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from services.parse.readers.pdf_text.fragments import Fragment, Gap
from services.parse.readers.pdf_text.labels import words
from services.parse.readers.pdf_text.widths import NO_END, NO_START, extent, first_unit, is_chinese, is_latin, seam

PRUNE = 11.0
# A cell that ends on a full line may well go on.
FULL_END = 0.6
# What follows a number without being a text of its own.
COUNTED = frozenset("年月日号个次人元万件天家户亩台名百公平米吨所座条项处亿季场期届份批")
# A class name on a line of its own inside a cell.
SWALLOWED = 4.0
MOST_LINES = 24
COMPARED = "[≥≤＞＜><＝=≧≦]"
NUMBER = r"[-+]?\d[\d,]*(?:\.\d+)?"
VALUE = re.compile(
    rf"(?:{COMPARED}|不低于|不高于|不少于|不超过|大于等于|小于等于|大于|小于|至少|约|每\S{{1,2}})*{NUMBER}[^\d，。；：]{{0,7}}"
)
BARE_VALUE = re.compile(rf"{COMPARED}|{NUMBER}[%％]?$")
CITATION = re.compile(
    r"[〔【\[（(〈]\d{4}[〕】\])）〉]|\d+号|号文|文件|计划|标准|问卷|规定|通知|方案|办法|合同|批复|批示|要求|数据|依据|调查|政策|情况|安排"
)
COMPARISON_INSIDE = re.compile(rf"[\u4e00-\u9fff%％\d]{COMPARED}")
SECOND_NUMBER = re.compile(r"\d[^\d./]*[^\d./年月日至到第号级到和\-—~～][^\d./]*\d")
LAST_NUMBER = re.compile(r".*\d")
UNFINISHED = frozenset("，、；：,:;/\\≥≤＞＜><＝=≧≦")
BRACKETS = {"（": "）", "(": ")", "【": "】", "〔": "〕", "[": "]", "“": "”", "《": "》"}


# (several lines before, several after) -> the cost of each gap between two cells, before anything is known of a dump.
BETWEEN = {
    (False, False): (0.3, 1.6, 1.6, 3.0),
    (False, True): (2.5, 0.5, 0.8, 3.0),
    (True, False): (5.0, 0.8, 0.5, 3.0),
    (True, True): (5.0, 0.8, 0.5, 3.0),
}


@dataclass(slots=True)
class Gaps:
    """What the dump's line ends say: how likely each gap is inside a cell and between two.

    Dumps differ: some set a blank line after every cell of several lines, some inside centred ones, some none.
    """

    inside: tuple[float, float, float, float] = (9.0, 0.4, 1.2, 1.0)
    between: dict[tuple[bool, bool], tuple[float, float, float, float]] = field(default_factory=lambda: dict(BETWEEN))
    before_latin: float = 1.2
    after_latin: float = 1.2

    def spaced(self, left: str, right: str) -> float:
        """The cost of a space inside a cell between `left` and `right`: likely only where Chinese meets Latin."""
        if is_chinese(left[-1]) and is_latin(right[0]):
            return self.before_latin
        if is_latin(left[-1]) and is_chinese(right[0]):
            return self.after_latin
        if right[0] in NO_START or left[-1] in NO_END:
            return 1.2
        return 5.0 if is_chinese(left[-1]) and is_chinese(right[0]) else 1.8

    def parted(self, left: str, right: str) -> float:
        """The cost of a space between `left` and `right` being the end of a cell."""
        if not seam(left[-1], right[0]):
            return 0.0
        return 1.6 if left[-1].isdigit() and right[0] in COUNTED else 0.4


@dataclass(slots=True)
class Column:
    """What is known of one column: its width in em once it could be measured, how readily it is blank, texts seen in it.

    An `unused` column is blank in every row of its table, which departments do with the columns they find needless.
    """

    role: str
    width: float | None = None
    blank: float = 4.0
    seen: Counter[str] = field(default_factory=Counter)
    unused: bool = False


def wrap_cost(lines: Sequence[tuple[float, float]], needed: Sequence[float], width: float | None) -> float:
    """The cost of `lines` (least and most width) standing under each other in a column `width` em wide.

    `needed[k]` is the most that line k and the first word of line k + 1 take together: where that fits, the text had
    no reason to break. With the width unknown the widest line stands for it.
    """
    limit = width if width is not None else max(least for least, _ in lines)
    cost = 0.0
    for needs in needed:
        spare = limit - needs
        if spare >= -0.01:
            cost += 0.8 if spare < 0.3 else 3.0 + 1.5 * spare
    if width is not None:
        for least, _ in lines:
            excess = least - width
            if excess > 0.1:
                cost += 1.5 if excess <= 0.6 else 2.5 + 2.5 * excess
    return cost


@lru_cache(maxsize=16384)
def content_cost(role: str, text: str) -> float:
    """The cost of `text` as the whole content of a cell of column `role`."""
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
        return (4.0 if BARE_VALUE.match(text) else 0.0) + (0.0 if CITATION.search(text) else 1.0 + (width < 3.5))
    value = 5.0 if BARE_VALUE.match(text) else 2.5 if VALUE.fullmatch(text) else 1.0 if text[-1].isdigit() else 0.0
    if role == "name":
        return value + 0.08 * max(0.0, width - 12) + (1.5 if width < 2 else 0.0)
    return value + (3.5 if width < 2 else 0.0)


def _target_cost(text: str, width: float) -> float:
    if text[0] in COUNTED and any(char in text for char in "\\/%％"):
        return 2.5
    if SECOND_NUMBER.search(text):
        return 1.5 + 0.2 * max(0.0, width - 6)
    if VALUE.fullmatch(text):
        unit = len(LAST_NUMBER.sub("", text))
        return -1.0 if unit == 0 else -2.0 if unit <= 3 else 1.2 - 0.5 * (7 - unit)
    if BARE_VALUE.match(text):
        return -0.5
    if any(char.isdigit() for char in text):
        return 0.2 * max(0.0, width - 6)
    return 0.3 + 0.3 * max(0.0, width - 5)


@lru_cache(maxsize=16384)
def likeness(name: str, description: str) -> float:
    """A bonus (negative) for a description that takes up its indicator's name."""
    if name == description:
        return -2.0
    pairs = {name[index : index + 2] for index in range(len(name) - 1)}
    if not pairs:
        return 0.0
    return -1.5 * sum(pair in description for pair in pairs) / len(pairs)


@dataclass(frozen=True, slots=True)
class Option:
    """A cell that could begin somewhere: it ends before fragment `end`; `several` lines or not."""

    end: int
    cost: float
    several: bool
    text: str


class CellCosts:
    """The possible cells of one run of fragments, with their costs; each is worked out once."""

    def __init__(
        self, fragments: Sequence[Fragment], columns: Sequence[Column], gaps: Gaps, labelled: Collection[int]
    ) -> None:
        """`labelled` are the fragments where the name of a class begins on a line of its own."""
        self.fragments = fragments
        self.labelled = labelled
        self._horizon = _horizon(len(fragments), labelled)
        self.columns = columns
        self.gaps = gaps
        self.needs = [_needs(fragment) for fragment in fragments]
        self._options: dict[tuple[int, int], list[Option]] = {}

    def options(self, column: int, start: int) -> list[Option]:
        """The cells of `column` that could begin at fragment `start`, shortest first."""
        key = (column, start)
        if self.columns[column].unused:
            return []
        if key not in self._options:
            self._options[key] = self._find(self.columns[column], start)
        return self._options[key]

    def _find(self, column: Column, start: int) -> list[Option]:
        fragments, found = self.fragments, []
        first = fragments[start]
        lines = [(first.least, first.most)]
        needed: list[float] = []
        fixed = 0.0
        text = first.text
        for index in range(start, self._horizon[start]):
            if index > start:
                fragment = fragments[index]
                if index in self.labelled:
                    fixed += SWALLOWED
                if fragment.gap is Gap.PAGE:
                    break
                if fragment.gap is Gap.SPACE:
                    fixed += self.gaps.spaced(text, fragment.text)
                    least, most = lines[-1]
                    lines[-1] = (least + fragment.least, most + fragment.most + 0.5)
                else:
                    fixed += self.gaps.inside[fragment.gap]
                    needed.append(lines[-1][1] + self.needs[index] + seam(text[-1], fragment.text[0]))
                    lines.append((fragment.least, fragment.most))
                text += fragment.text
            cost = fixed + wrap_cost(lines, needed, column.width)
            if fixed > PRUNE or len(lines) > MOST_LINES or (column.width is not None and cost > PRUNE):
                break
            if cost <= PRUNE:
                cost += self._end_cost(index + 1, text, lines[-1][1], column.width)
                found.append(Option(index + 1, cost + self.meaning(column, text), len(lines) > 1, text))
        return found

    def _end_cost(self, end: int, text: str, last: float, width: float | None) -> float:
        """The cost of a cell ending before fragment `end`, by what stands there."""
        if end >= len(self.fragments):
            return 0.0
        following = self.fragments[end]
        if following.gap is Gap.SPACE:
            return self.gaps.parted(text, following.text)
        full = width is not None and last + self.needs[end] > width and following.gap is not Gap.PAGE
        return FULL_END if full else 0.0

    def meaning(self, column: Column, text: str) -> float:
        """The cost of `text` as a cell of `column`, less where the same text was read there before."""
        times = column.seen.get(text, 0)
        return content_cost(column.role, text) - (min(2.5, 0.8 * times) if times else 0.0)


def _horizon(count: int, labelled: Collection[int]) -> list[int]:
    """For each fragment the end of the furthest cell that could begin there: the second class name behind it."""
    ends = [count] * (count + 1)
    first = second = count
    for index in range(count - 1, -1, -1):
        ends[index] = second
        if index in labelled:
            first, second = index, first
    return ends


def _needs(fragment: Fragment) -> float:
    return extent(first_unit(fragment.text))[1]
