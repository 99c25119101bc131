"""Joins the printed lines of running text to paragraphs: a line that is full goes on, a shorter one ends."""

import re
from collections.abc import Sequence

from services.parse.blocks import Line
from services.parse.readers.pdf_text.fragments import PrintedLine
from services.parse.readers.pdf_text.widths import extent, first_unit
from shared.places import line as line_place

HEADING = re.compile(
    r"^(?:第[一二三四五六七八九十]+部分|[一二三四五六七八九十]+、|[（(][一二三四五六七八九十]+[)）]|\d+[、.．](?!\d)|[（(]\d+[)）]"
    r"|绩效目标\d*[：:]|绩效指标\d*[：:]|目标内容\d*|注[：:])"
)
SECTION = re.compile(r"^(?:第[一二三四五六七八九十]+部分|[一二三四五六七八九十]+、\S{2,14}$|目\s*录$)")
# A row of a table that fell apart: amounts with their decimals set apart by spaces.
TABULAR = re.compile(r"(?:^|\s)-?\d[\d,]*\.\d\d(?:\s|$)")
ENDS = "。！？；：:;!?”"
# A paragraph's first line is indented by two characters, so that it is full two em earlier.
INDENT = 2.0
# Justified lines vary by as much.
SLACK = 0.4


def paragraphs(lines: Sequence[PrintedLine]) -> list[Line]:
    """The paragraphs that `lines` print."""
    width = _full_width(lines)
    found: list[list[PrintedLine]] = []
    for line in lines:
        if found and _goes_on(found[-1], line, width):
            found[-1].append(line)
        else:
            found.append([line])
    return [_joined(group) for group in found]


def _joined(group: Sequence[PrintedLine]) -> Line:
    return Line(join_text([line.text for line in group]), tuple(line_place(line.number) for line in group))


def join_text(texts: Sequence[str]) -> str:
    """`texts` as one, with a space only where two Latin words meet."""
    whole = ""
    for text in texts:
        latin = whole[-1:].isascii() and whole[-1:].isalpha() and text[:1].isascii() and text[:1].isalpha()
        whole += " " + text if latin else text
    return whole


def _full_width(lines: Sequence[PrintedLine]) -> float:
    widths = sorted(extent(line.text)[0] for line in lines)
    return widths[-max(1, len(widths) // 20) - 1] if len(widths) > 2 else (widths[-1] if widths else 0.0)


def _goes_on(group: Sequence[PrintedLine], line: PrintedLine, width: float) -> bool:
    last = group[-1].text
    if TABULAR.search(last) or TABULAR.search(line.text):
        return False
    if HEADING.match(line.text) or SECTION.match(last) or width < 16:
        return False
    room = width - (INDENT if len(group) == 1 else 0.0) - SLACK
    full = extent(last)[1] + extent(first_unit(line.text))[1] > room
    if last[-1] in ENDS:
        return full and last[-1] not in "。：:" and extent(last)[0] > room
    return full
