"""Cuts the lines of a dump into fragments: what stands between spaces, line ends, blank lines and page breaks."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import IntEnum

from services.parse.readers.pdf_text.widths import extent, first_unit, seam

PAGE_NUMBER = re.compile(r"^(?:[-—–－·~]\s*\d{1,4}\s*[-—–－·~]|\d{1,4}|第\s*\d+\s*页.*|\d+\s*/\s*\d+|[Pp]age\s*\d+.*)$")
# A header or footer comes back on this many pages and on this share of them; fewer times may be chance.
FURNITURE_PAGES = 3
FURNITURE_SHARE = 0.4


class Gap(IntEnum):
    """What separates a fragment from the one before it."""

    SPACE = 0
    LINE = 1
    BLANK = 2
    PAGE = 3


@dataclass(slots=True)
class PrintedLine:
    """One line with text on it: its number in the dump (from 1), and what separates it from the line before.

    `raw` is the line with the spaces before its text.
    """

    text: str
    number: int
    gap: Gap
    raw: str = ""


@dataclass(slots=True)
class Fragment:
    """A piece of one printed line without spaces.

    `least` and `most` are its width in em, `needs` the most that its first word would have taken on the line before,
    behind the fragment before. `x` counts the characters before it where a dump keeps positions.
    """

    text: str
    number: int
    gap: Gap
    least: float
    most: float
    needs: float
    x: int = 0


def printed_lines(lines: Sequence[str]) -> list[PrintedLine]:
    """The lines that carry text, without page numbers and running headers.

    A page break is a form feed, or what a cleaned dump leaves of one: a single space before the page's first line.
    """
    found: list[PrintedLine] = []
    gap = Gap.LINE
    for number, raw in enumerate(lines, 1):
        feeds = raw.count("\f")
        if feeds and not raw.split("\f")[0].strip():
            gap = Gap.PAGE
        text = raw.replace("\f", " ").strip()
        if not text:
            gap = max(gap, Gap.PAGE if feeds else Gap.BLANK)
            continue
        found.append(PrintedLine(text, number, gap, raw.rsplit("\f", 1)[-1] if "\f" in raw else raw))
        gap = Gap.PAGE if feeds and raw.split("\f")[0].strip() else Gap.LINE
    _mark_spaced_pages(found, lines)
    return _without_furniture(found, lines)


def _mark_spaced_pages(found: list[PrintedLine], lines: Sequence[str]) -> None:
    spaced = [line for line in found if re.match(r" (?! )", line.raw)]
    indented = sum(line.raw.startswith("  ") for line in found)
    # A dump with form feeds needs no other sign; in one with positions indentation is everywhere.
    if indented * 20 < len(found) and len(spaced) * 5 < len(found) and not any("\f" in line for line in lines):
        for line in spaced:
            line.gap = Gap.PAGE


def _without_furniture(found: list[PrintedLine], lines: Sequence[str]) -> list[PrintedLine]:
    kept: list[PrintedLine] = []
    running = _running_texts(found)
    pending = Gap.LINE
    for index, line in enumerate(found):
        if _is_page_number(found, index, lines):
            pending = Gap.PAGE
            continue
        if line.text in running and (line.gap is Gap.PAGE or pending is Gap.PAGE) and kept:
            pending = Gap.PAGE
            continue
        line.gap = max(line.gap, pending)
        pending = Gap.LINE
        kept.append(line)
    return kept


def _is_page_number(found: Sequence[PrintedLine], index: int, lines: Sequence[str]) -> bool:
    line = found[index]
    if not PAGE_NUMBER.match(line.text):
        return False
    last = index + 1 == len(found)
    if last or found[index + 1].gap is Gap.PAGE:
        return True
    if not line.text.isdigit():
        return True
    # A bare number may be a value: only one that stands far from the text is a page number.
    before = found[index - 1].number if index else 0
    return line.number - before > 2 and not lines[line.number - 2].strip() and line.number - before >= 4


def _running_texts(found: Iterable[PrintedLine]) -> set[str]:
    firsts = [line.text for line in found if line.gap is Gap.PAGE]
    heads = Counter(text for text in firsts if "指标" not in text)
    return {text for text, times in heads.items() if times >= max(FURNITURE_PAGES, FURNITURE_SHARE * len(firsts))}


def fragments_of(lines: Iterable[PrintedLine]) -> list[Fragment]:
    """The fragments of `lines` in reading order."""
    found: list[Fragment] = []
    for line in lines:
        gap = line.gap
        for text in line.text.split():
            needs = extent(first_unit(text))[1] + (seam(found[-1].text[-1], text[0]) if found else 0.0)
            found.append(Fragment(text, line.number, gap, *extent(text), needs))
            gap = Gap.SPACE
    return found


def placed_fragments(lines: Iterable[PrintedLine]) -> list[list[Fragment]]:
    """The fragments of each of `lines` where columns stand apart by spaces; `x` counts the characters before one."""
    return [_placed(line) for line in lines]


def _placed(line: PrintedLine) -> list[Fragment]:
    found: list[Fragment] = []
    gap = line.gap
    for piece in re.finditer(r"\S+", line.raw):
        text = piece.group()
        found.append(Fragment(text, line.number, gap, *extent(text), extent(first_unit(text))[1], piece.start()))
        gap = Gap.SPACE
    return found
