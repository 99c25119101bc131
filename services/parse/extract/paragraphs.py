"""Finds paragraphs in printed lines: which line starts one, and which goes on with a wrapped or page-broken one."""

from collections.abc import Sequence
from dataclasses import dataclass

from services.parse.blocks import Line
from services.parse.text import Numbering, compact, numbering
from shared.places import Place

ENDS_SENTENCE = ("。", "；", "！", "？", ";", "!", "?", "：", ":")
FULL = 0.88  # of the longest line: a line this wide was broken by wrapping
WRAPPED_LINES = 4  # at least this many lines of one width show that a text is wrapped
LONGEST_HEADING = 30
FULL_WITHIN = 2.0  # of a line's height: how far from the right margin a line may end that is full
INDENT = 1.2  # of a line's height: where the format keeps places, a line set in by more starts a paragraph


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One line without white space; `starts` when it does not go on with the line above."""

    text: str
    places: tuple[Place, ...]
    starts: bool
    number: Numbering | None

    @property
    def rest(self) -> str:
        """The text behind the number."""
        return self.number.rest if self.number else self.text

    def numbered_in(self, style: str) -> bool:
        """Whether the line bears a number of this style."""
        return self.number is not None and self.number.style == style


def paragraphs(lines: Sequence[Line]) -> list[Paragraph]:
    """Each line, with whether it starts a paragraph."""
    texts = [compact(line.text) for line in lines]
    widest = max(map(len, texts), default=0)
    wrapped = _is_wrapped([text for text in texts if len(text) >= FULL * widest])
    befores = ["。", *texts[:-1]]
    margin = min((box[0] for line in lines if (box := _box(line))), default=0.0)
    width = widest if wrapped else None
    return [
        Paragraph(text, line.places, number is not None or _is_indented(line, margin) or _starts(before, width), number)
        for before, text, line in zip(befores, texts, lines, strict=False)
        for number in [numbering(text)]
    ]


@dataclass(frozen=True, slots=True)
class Margins:
    """Between which edges the lines are set, where the format keeps places."""

    left: float
    right: float

    def wrapped(self, line: Line, below: Line) -> bool:
        """Whether a line reaches the right margin and the one below it is not set in: it was broken by its width."""
        box = _box(line)
        full = box is not None and self.right - box[2] < FULL_WITHIN * (box[3] - box[1])
        return full and not _is_indented(below, self.left)


def margins(lines: Sequence[Line]) -> Margins:
    """Those of all lines."""
    boxes = [box for line in lines if (box := _box(line))]
    return Margins(min((box[0] for box in boxes), default=0.0), max((box[2] for box in boxes), default=0.0))


def _box(line: Line) -> list[float] | None:
    return line.places[0].get("bbox") if line.places else None


def _is_indented(line: Line, margin: float) -> bool:
    box = _box(line)
    return box is not None and box[0] - margin > INDENT * (box[3] - box[1])


def outer_style(lines: Sequence[Line]) -> str | None:
    """The numbering style of the items: that of the first numbered line."""
    numbers = (numbering(compact(line.text)) for line in lines)
    return next((number.style for number in numbers if number), None)


def _is_wrapped(full: Sequence[str]) -> bool:
    """Whether the widest lines show wrapping: several of one width, most of which end within a sentence."""
    return len(full) >= WRAPPED_LINES and sum(text.endswith(ENDS_SENTENCE) for text in full) < len(full) / 2


def _starts(before: str, width: int | None) -> bool:
    if width is not None:
        return len(before) < FULL * width
    # A page break may cut a paragraph: then the upper half ends in the middle of a sentence.
    return before.endswith(ENDS_SENTENCE) or len(before) < LONGEST_HEADING
