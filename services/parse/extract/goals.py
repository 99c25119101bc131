"""Splits the cell of a project's goals into its numbered goals."""

import re
from collections.abc import Iterable, Iterator
from functools import cache

from services.parse.blocks import Cell
from services.parse.stitch import line_places
from services.parse.text import compact
from shared.folding import narrow
from shared.places import Place

# The styles in which goals are numbered, each as the pattern of the mark of goal n.
ARABIC = r"{n}\s*[.、．](?:\s*{n}[.、．])?"
STYLES = (ARABIC, r"[（(]\s*{n}\s*[)）][、.．]?", r"{n}\s*[)）]")
CHINESE = "一二三四五六七八九十"
CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"


def split_goals(cells: Iterable[Cell]) -> list[tuple[str, tuple[Place, ...]]]:
    """The goals in order with their places; the number before each is dropped, a cell without numbers is one goal."""
    text, origins = _concatenated(cells)
    if not text.strip():
        return []
    starts = _marks(narrow(text))
    if not starts:
        return [(compact(text), _places(origins, 0, len(text)))]
    goals = []
    before = text[: starts[0][0]]
    if before.strip():
        goals.append((compact(before), _places(origins, 0, starts[0][0])))
    ends = [begin for begin, _ in starts[1:]] + [len(text)]
    for (_, begin), end in zip(starts, ends, strict=True):
        if goal := compact(text[begin:end]):
            goals.append((goal, _places(origins, begin, end)))
    return goals


def _concatenated(cells: Iterable[Cell]) -> tuple[str, list[tuple[int, tuple[Place, ...]]]]:
    """The texts as one, and for each line where it begins in it and where it is printed."""
    text = ""
    origins: list[tuple[int, tuple[Place, ...]]] = []
    for cell in cells:
        lines, where = cell.text.split("\n"), line_places(cell)
        aligned = len(lines) == len(where)
        for number, line in enumerate(lines):
            origins.append((len(text), (where[number],) if aligned else where))
            text += line + "\n"
    return text, origins


def _places(origins: list[tuple[int, tuple[Place, ...]]], begin: int, end: int) -> tuple[Place, ...]:
    """Where the stretch from `begin` to `end` is printed."""
    found: list[Place] = []
    for position, (start, places) in enumerate(origins):
        stop = origins[position + 1][0] if position + 1 < len(origins) else end
        if start < end and stop > begin:
            found += places
    return tuple(found)


def _marks(text: str) -> list[tuple[int, int]]:
    """Begin and end of each goal's number, in the first style that the text opens with."""
    for style in (*STYLES, CHINESE, CIRCLED):
        marks = list(_marks_in(text, style))
        if marks:
            return marks
    return []


def _marks_in(text: str, style: str) -> Iterator[tuple[int, int]]:
    """The numbers 1, 2, 3 … in order: the first opens the text, each next is the nearest one behind it."""
    position, number = 0, 1
    while pattern := _mark(style, number):
        found = pattern.search(text, position)
        if not found or (number == 1 and not _opens(text[: found.start()])):
            return
        yield found.start(), found.end()
        position, number = found.end(), number + 1


def _opens(before: str) -> bool:
    """Whether the first number may stand behind `before`: nothing, or an announcement such as 年度目标："""
    return before.strip() == "" or before.rstrip().endswith(("：", ":"))


@cache
def _mark(style: str, number: int) -> re.Pattern[str] | None:
    if style in {CHINESE, CIRCLED}:
        if number > len(style):
            return None
        mark = re.escape(style[number - 1]) + ("[、.．]" if style == CHINESE else "")
    else:
        mark = style.format(n=number)
    # Behind white space or a sentence's end a number may stand before a year; in running text not before a digit.
    return re.compile(rf"(?:^|(?<=[\s。；;！，,：:])){mark}(?!\d(?!\d\d\d))|(?<=\D){mark}(?!\d)")
