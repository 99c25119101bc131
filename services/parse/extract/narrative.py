"""The amounts that a disclosure document states in its explanations, each with its label and its sentence."""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from services.parse.blocks import Block, Line
from services.parse.extract.paragraphs import Margins, margins
from services.parse.extract.sections import explaining
from services.parse.text import compact, is_page_number, numbering
from shared.document import NarrativeFigure
from shared.folding import fold
from shared.places import Place, joined

AMOUNT = re.compile(
    r"(?<![\d.,])(?P<number>[-−]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?)"
    r"(?P<unit>亿元|万元|元)(?=(?P<after>.{0,16}))"
)
# A price (500元/人) and a threshold (20万元以上的设备) are no amounts of this budget.
NO_AMOUNT = re.compile(r"[/／每]|(?:[(（]不?含[^()（）]{0,12})?[)）]?及?以[上下内]|起")
SENTENCE_END = re.compile(r"(?<=[。！？])")
PARAGRAPH_END = re.compile(r"[。！？；：:]$")
CLAUSE_END = re.compile(r"[，,；;：:。（(]")
BRACKETED = re.compile(r"[（(][^（()）]*[）)]")
LEAD = re.compile(
    r"(?:其中|包括|包含|以及|(?:主要)?原因是|主要[是为]|分别为|[和及、]|[我本](?:部门|单位|局)"
    r"|[（(][一二三四五六七八九十\d]{1,2}[)）]|\d{1,2}[、.．](?!\d))+"
)
TAIL = re.compile(r"(?:共计|预计|安排|为|是|(?<!节)约|(?<!公)共|达到?|人民币|[：:])+$")


@dataclass(frozen=True, slots=True)
class _Text:
    """Text without white space, and the place of each of its characters."""

    text: str
    places: tuple[Place, ...]

    def at(self, start: int, end: int) -> Place | list[Place] | None:
        """Where the characters from `start` to `end` stand."""
        return joined(self.places[start:end])


def extract_figures(
    blocks: Sequence[Block], taken: Collection[int] = (), names: Collection[str] = ()
) -> list[NarrativeFigure]:
    """The amounts in the explanations of `blocks`, in order; blocks at the indices in `taken` are not looked at.

    A label is what stands before the amount in its clause, as printed, without the department's own name (`names`) and
    without words that only lead to the amount (其中, 共计安排, 为).
    """
    return [
        figure
        for paragraph in _paragraphs(blocks, taken)
        for sentence in _sentences(paragraph)
        for figure in _figures(sentence, names)
    ]


def _paragraphs(blocks: Sequence[Block], taken: Collection[int]) -> Iterator[_Text]:
    """The explaining paragraphs, put together where a page or line end cut them."""
    lines: list[Line] = []
    edges = margins([block for block in blocks if isinstance(block, Line)])
    for index, (block, explains) in enumerate(zip(blocks, explaining(blocks), strict=True)):
        if isinstance(block, Line) and is_page_number(compact(block.text)):
            continue
        usable = isinstance(block, Line) and explains and index not in taken
        if lines and (not usable or _begins(block, lines[-1], edges)):
            yield _together(lines)
            lines = []
        if usable and isinstance(block, Line):
            lines.append(block)
    if lines:
        yield _together(lines)


def _begins(block: Block, before: Line, edges: Margins) -> bool:
    """Whether a line begins a paragraph: the one before was complete, or it has a number of its own."""
    if not isinstance(block, Line) or numbering(compact(block.text)) is not None:
        return True
    return bool(PARAGRAPH_END.search(compact(before.text))) and not edges.wrapped(before, block)


def _together(lines: Sequence[Line]) -> _Text:
    characters = [(char, place) for line in lines for char, place in _characters(line)]
    return _Text("".join(char for char, _ in characters), tuple(place for _, place in characters))


def _characters(line: Line) -> Iterator[tuple[str, Place]]:
    """The characters of a line without white space; a line printed over several places has one a row."""
    rows = line.text.split("\n") if len(line.places) > 1 else [line.text]
    for number, row in enumerate(rows):
        place = line.places[min(number, len(line.places) - 1)] if line.places else Place()
        yield from ((char, place) for char in compact(row))


def _sentences(paragraph: _Text) -> Iterator[_Text]:
    start = 0
    for text in SENTENCE_END.split(paragraph.text):
        end = start + len(text)
        if text:
            yield _Text(text, paragraph.places[start:end])
        start = end


def _figures(sentence: _Text, names: Collection[str]) -> Iterator[NarrativeFigure]:
    folded = fold(sentence.text)
    begin = 0
    for match in AMOUNT.finditer(folded):
        start, end = match.span("number")
        if NO_AMOUNT.match(match["after"]):
            continue
        unit_end = match.end("unit")
        label_start, label_end = _label(sentence.text, begin, start, names)
        at = {
            "label": sentence.at(label_start, label_end),
            "amount": sentence.at(start, end),
            "unit": sentence.at(end, unit_end),
            "text": sentence.at(0, len(sentence.text)),
        }
        yield NarrativeFigure(
            label=sentence.text[label_start:label_end],
            amount=sentence.text[start:end],
            unit=match["unit"],
            text=sentence.text,
            at={name: place for name, place in at.items() if place},
        )
        begin = unit_end


def _label(text: str, begin: int, end: int, names: Collection[str]) -> tuple[int, int]:
    """Where the label of an amount at `end` stands: in its clause, else in the nearest one before that says one."""
    for start, stop in _clauses(text, begin, end):
        first, last = _trimmed(text, start, stop, names)
        if first < last:
            return first, last
    return end, end


def _clauses(text: str, begin: int, end: int) -> Iterator[tuple[int, int]]:
    """The clauses of `text[begin:end]`, the last first. Closed brackets belong to their clause."""
    hidden = BRACKETED.sub(lambda match: "　" * len(match[0]), text[begin:end])
    stop = len(hidden)
    while stop > 0:
        marks = [match.end() for match in CLAUSE_END.finditer(hidden[:stop])]
        start = marks[-1] if marks else 0
        yield begin + start, begin + stop
        stop = start - 1


def _trimmed(text: str, start: int, stop: int, names: Collection[str]) -> tuple[int, int]:
    """A clause without the words that only lead to its label, the department's name, and those that lead on from it."""
    clause = text[start:stop]
    lead = LEAD.match(clause)
    start += lead.end() if lead else 0
    name = next((name for name in names if text.startswith(name, start, stop)), None)
    if name:
        start += len(name)
        scope = BRACKETED.match(text[start:stop])
        start += scope.end() if scope else 0
    tail = TAIL.search(text[start:stop])
    return start, start + tail.start() if tail else stop
