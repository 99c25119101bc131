"""Learns from a first reading how wide each column is, how often it is blank and which texts come back in it."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from math import exp, log

from services.parse.readers.pdf_text.costs import BETWEEN, Column, Gaps
from services.parse.readers.pdf_text.fragments import Fragment, Gap
from services.parse.readers.pdf_text.grid import IndicatorRow
from services.parse.readers.pdf_text.rows import Row
from services.parse.readers.pdf_text.widths import extent, first_unit, is_latin, seam

# Departments leave these out; an indicator without name or value is hardly one.
OFTEN_BLANK = frozenset({"description", "basis"})
Region = tuple[Sequence[Fragment], Sequence[Row]]


def learn(columns: Sequence[Column], rows: Iterable[IndicatorRow]) -> list[Column]:
    """`columns` with what `rows`, read once, tell of them."""
    read = list(rows)
    return [_learn_one(column, [row.cells[place] for row in read]) for place, column in enumerate(columns)]


def _learn_one(column: Column, cells: Iterable[Sequence[Fragment]]) -> Column:
    lines: list[tuple[float, float | None]] = []
    texts: Counter[str] = Counter()
    blank = total = 0
    for cell in cells:
        total += 1
        stacked = stacked_lines(cell)
        if not stacked:
            blank += 1
            continue
        texts["".join(stacked).replace(" ", "")] += 1
        lines.extend(_bounds(stacked))
    cost = max(0.2, 4.0 - 5.0 * blank / max(1, total)) if column.role in OFTEN_BLANK else 5.0
    again = Counter({text: times - 1 for text, times in texts.items() if times > 1})
    widest = max((least for least, _ in lines), default=0.0)
    width, limit = column_width(lines) or (None, 0.0)
    return Column(column.role, width, limit, widest, cost, again)


def learn_spaces(texts: Iterable[str]) -> tuple[float, float]:
    """The costs of a space before and after Latin text, from how often running text shows one."""
    shown, hidden = [1.0, 1.0], [2.3, 2.3]
    for text in texts:
        for index, char in enumerate(text[1:], 1):
            before = text[index - 1]
            if char == " " and index + 1 < len(text) and seam(before, text[index + 1]):
                shown[is_latin(before)] += 1
            elif seam(before, char):
                hidden[is_latin(before)] += 1
    before_latin, after_latin = (-log(yes / (yes + no)) for yes, no in zip(shown, hidden, strict=True))
    return before_latin, after_latin


def learn_pairs(texts: Iterable[str]) -> frozenset[str]:
    """The pairs of characters that stand next to each other in `texts`."""
    return frozenset(text[index : index + 2] for text in texts for index in range(len(text) - 1))


def learn_gaps(regions: Iterable[Region], known: Gaps) -> Gaps:
    """`known` with how often each gap stood inside a cell and between two; guesses weigh like a few cases."""
    inside = [0.0, 3.0, 1.5, 1.0]
    between = {key: [8.0 * exp(-cost) for cost in costs] for key, costs in BETWEEN.items()}
    for fragments, rows in regions:
        for row in rows:
            before: bool | None = None
            for spans in (row.level2, *row.cells):
                if len(spans) > 1 or spans[0][0] == spans[0][1]:
                    before = None if len(spans) > 1 else before
                    continue
                begin, end = spans[0]
                gaps = [
                    fragments[index].gap for index in range(begin + 1, end) if fragments[index].gap is not Gap.SPACE
                ]
                for gap in gaps:
                    inside[gap] += 1
                if before is not None:
                    between[before, bool(gaps)][fragments[begin].gap] += 1
                before = bool(gaps)
    inside_costs = _costs(inside)
    return replace(
        known,
        inside=(9.0, inside_costs[1], inside_costs[2], inside_costs[3]),
        between={key: _costs(counts) for key, counts in between.items()},
    )


def _costs(counts: Sequence[float]) -> tuple[float, float, float, float]:
    whole = sum(counts)
    space, line, blank, page = (min(6.0, -log(max(count, 1e-9) / whole)) for count in counts)
    return space, line, blank, page


def stacked_lines(cell: Iterable[Fragment]) -> list[str]:
    """The printed lines of a cell."""
    stacked: list[str] = []
    number = 0
    for fragment in cell:
        if stacked and fragment.number == number:
            stacked[-1] += " " + fragment.text
        else:
            stacked.append(fragment.text)
        number = fragment.number
    return stacked


def _bounds(stacked: Sequence[str]) -> list[tuple[float, float | None]]:
    """For each line the width it has, and the width that it and the next word would have had (None for a last line)."""
    found: list[tuple[float, float | None]] = []
    for line, following in zip(stacked, [*stacked[1:], None], strict=True):
        beyond = None
        if following is not None:
            beyond = extent(line)[1] + extent(first_unit(following))[1] + seam(line[-1], following[0])
        found.append((extent(line)[0], beyond))
    return found


def column_width(lines: Sequence[tuple[float, float | None]]) -> tuple[float, float] | None:
    """The width in em that explains most of `lines`, and the width below which the column must be.

    Each line fits, and each that goes on had no room for its next word.
    """
    if len(lines) < 4 or all(beyond is None for _, beyond in lines):
        return None
    best, width = -1.0, 0.0
    for candidate in sorted({least for least, _ in lines}):
        held = sum(
            (1.0 if least <= candidate + 0.1 else 0.0)
            + (2.0 if beyond is not None and beyond > candidate + 0.05 else 0.0)
            for least, beyond in lines
        )
        if held > best:
            best, width = held, candidate
    return width, min((beyond for _, beyond in lines if beyond is not None and beyond > width + 0.05), default=width)
