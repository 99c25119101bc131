"""How far recognised lines are to be trusted, by the confidence of their letters and by what the forms can say."""

import re
from collections.abc import Sequence
from dataclasses import replace

from services.parse.readers.scan.lettering import Reading
from shared.project_code import LOOK_ALIKES, checks, one_exchange

SURE = 0.90  # the least sure letter of a line that is not doubtful
_SURE_DOTTED = 0.98  # the same of marks that a speck makes of a comma or a full stop
_NOTHING = 0.50  # the mean of a line that is no line: a seal, a signature, the edge of a sheet
_DOTTED = frozenset(";；:：!！")
_CODE = re.compile(r"[0-9A-Z]{8}P[0-9A-Z]{12}")
# A strict bound is next to unknown in these forms, while the bar under ≤ and ≥ is easily lost in a scan.
_STRICT = re.compile(r"^[<>＜＞]\s*\d")
_STRANGE = re.compile(r"[|_^`{}¦]")  # no form prints these: a rule, a dot of dirt, a backslash
_HAN = "一-鿿〇"
_WIDE = str.maketrans("(),;:!?", "（），；：！？")
_BESIDE_HAN = re.compile(rf"(?<=[{_HAN}”》）〕】])[(),;:!?]|[(),;:!?](?=[{_HAN}“《（〔【])")
_SPECK = re.compile(rf"[{_HAN}。；，）][.,·]$")  # no form ends Chinese text so
_HALF_WIDE = re.compile(r"（[^()（）]*\)|\([^()（）]*）")
_YEAR = re.compile(r"[\[〔](\d{4})[\]〕](?=\s*\d+\s*号|$)|〔(\d{4})\]|\[(\d{4})〕")
# The mark behind an item's number and the kind of a bracket are no part of a value; nor is white space.
_NUMBERED = re.compile(r"^[（(]?[0-9一二三四五六七八九十]{1,3}([)）]?[.．、]?)\s*(?=[^\d\s.%％])")
_NO_MATTER = frozenset(" []〔〕【】()（）")
# What is seldom a word in these forms -> the word that looks like it: some fonts draw 门 with its dot in the frame.
# But 全部内容 and 当年未支出 hold such pairs too, so only a letter that the model doubts is ever exchanged.
_SELDOM_WORDS = {
    "部内": "部门", "间题": "问题", "间卷": "问卷", "访间": "访问", "慰间": "慰问", "顾间": "顾问", "年未": "年末",
    "月未": "月末", "季未": "季末", "期未": "期末", "己经": "已经", "十百干": "十百千",
}  # fmt: skip
_SELDOM_WORD = re.compile("|".join(_SELDOM_WORDS))


def settled(reading: Reading) -> Reading:
    """The reading as the forms print it: full-width marks beside Chinese characters, brackets in pairs, and the
    model's second guess where it doubts a letter and only that guess makes a usual word. Such a line stays doubtful.

    Letters are exchanged for others, never added, or removed but for white space at both ends and a speck at the last.
    """
    start = len(reading.text) - len(reading.text.lstrip())
    text = reading.text.strip()
    if _SPECK.search(text) and reading.confidences[start + len(text) - 1] < SURE:
        text = text[:-1]
    text = _BESIDE_HAN.sub(lambda mark: mark[0].translate(_WIDE), text)
    text = _HALF_WIDE.sub(lambda pair: f"（{pair[0][1:-1]}）", text)
    text = _YEAR.sub(lambda year: f"〔{year[0][1:-1]}〕", text)
    kept = slice(start, start + len(text))
    return _of_usual_words(Reading(text, reading.confidences[kept], reading.others[kept]))


def _of_usual_words(reading: Reading) -> Reading:
    letters = list(reading.text)
    for found in _SELDOM_WORD.finditer(reading.text):
        for at, usual in enumerate(_SELDOM_WORDS[found[0]], found.start()):
            if reading.confidences[at] < SURE and reading.others[at : at + 1] == usual:
                letters[at] = usual
    return replace(reading, text="".join(letters))


def is_nothing(reading: Reading) -> bool:
    """Whether what was recognised is no text: the letters of a line are guesses, all of them."""
    return sum(reading.confidences) < _NOTHING * len(reading.confidences)


def mended(lines: Sequence[Reading]) -> list[Reading] | None:
    """The lines of a project code whose check fails, with the one doubtful letter exchanged that makes it hold.

    None where the lines are no such code, or where no exchange or more than one does.
    """
    code = _code_of(lines)
    if code is None or checks(code):
        return None
    letters = [letter for line in lines for letter in zip(line.text, line.confidences, line.others, strict=False)]
    letters = [letter for letter in letters if letter[0] != " "]
    found = one_exchange(code, {i: _may_be(a) + b for i, (a, sure, b) in enumerate(letters) if sure < SURE})
    return None if found is None else _respelt(lines, found)


def doubtful(lines: Sequence[Reading]) -> list[int]:
    """Which lines of a cell may well hold a wrong letter. A project code is checked as a whole."""
    code = _code_of(lines)
    if code is not None:
        return [] if checks(code) else list(range(len(lines)))
    return [index for index, line in enumerate(lines) if _is_doubtful(line)]


def _code_of(lines: Sequence[Reading]) -> str | None:
    code = "".join(line.text for line in lines).replace(" ", "")
    return code if _CODE.fullmatch(code) else None


def _may_be(letter: str) -> str:
    """The letters that look like this one in print."""
    return "".join(pair[1 - pair.index(letter)] for pair in LOOK_ALIKES if letter in pair)


def _respelt(lines: Sequence[Reading], code: str) -> list[Reading]:
    """The lines with the letters of `code`."""
    rest = iter(code)
    return [replace(line, text="".join(c if c == " " else next(rest) for c in line.text)) for line in lines]


def _is_doubtful(line: Reading) -> bool:
    if _STRICT.match(line.text) or _STRANGE.search(line.text):
        return True
    number = _NUMBERED.match(line.text)
    mark = range(*number.span(1)) if number else range(0)
    letters = enumerate(zip(line.text, line.confidences, strict=False))
    return any(
        confidence < (_SURE_DOTTED if letter in _DOTTED else SURE)
        for at, (letter, confidence) in letters
        if at not in mark and letter not in _NO_MATTER
    )
