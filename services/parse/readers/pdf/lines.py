"""Glyphs into printed lines: by height, then from left to right; doubled glyphs of a false bold once."""

from collections.abc import Iterator
from dataclasses import dataclass

from services.parse.readers.pdf.geometry import Box
from services.parse.readers.pdf.glyphs import Glyph

_DOUBLE = 0.3  # of a glyph's width: the same character nearer than this is the same one, printed twice
_SPACE = 0.45  # of a glyph's height: a gap wider than this is a space


@dataclass(frozen=True, slots=True)
class TextLine:
    """One printed line: its text, and its box in display space."""

    text: str
    box: Box


def lines_of(glyphs: list[Glyph]) -> list[TextLine]:
    """The printed lines that `glyphs` make, from top to bottom."""
    return [_line(row) for row in _rows(glyphs)]


def _rows(glyphs: list[Glyph]) -> Iterator[list[Glyph]]:
    """Glyphs whose middles stand within half a glyph's height of a row's belong to that row."""
    rows: list[tuple[float, float, list[Glyph]]] = []  # middle, height, glyphs
    for glyph in sorted(glyphs, key=lambda glyph: glyph.top + glyph.bottom):
        middle, height = (glyph.top + glyph.bottom) / 2, glyph.bottom - glyph.top
        if rows and middle - rows[-1][0] <= max(height, rows[-1][1]) / 2:
            rows[-1][2].append(glyph)
        else:
            rows.append((middle, height, [glyph]))
    for _, _, row in rows:
        yield sorted(row, key=lambda glyph: glyph.x0)


def _line(row: list[Glyph]) -> TextLine:
    text: list[str] = []
    last: Glyph | None = None
    for glyph in row:
        if last is not None:
            if glyph.text == last.text and glyph.x0 - last.x0 < _DOUBLE * (last.x1 - last.x0):
                continue
            if glyph.x0 - last.x1 > _SPACE * (glyph.bottom - glyph.top):
                text.append(" ")
        text.append(glyph.text)
        last = glyph
    box = (
        row[0].x0,
        min(glyph.top for glyph in row),
        max(glyph.x1 for glyph in row),
        max(glyph.bottom for glyph in row),
    )
    return TextLine("".join(text), box)
