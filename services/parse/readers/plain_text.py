"""Reads a text that has none of the known forms: lines, no tables."""

from collections.abc import Sequence

from services.parse.blocks import Line, Reading
from shared.places import line


def read_plain_text(lines: Sequence[str]) -> Reading:
    """Every line that is not blank."""
    blocks = tuple(Line(text.strip(), (line(number),)) for number, text in enumerate(lines, 1) if text.strip())
    return Reading("text", "text/plain", blocks)
