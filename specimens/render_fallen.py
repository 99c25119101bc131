"""Prints the budget of a disclosure document as a dump whose cells fell out of their grid: no tabs, no blanks."""

from collections.abc import Sequence
from random import Random

from specimens.disclosure import Disclosure, blocks
from specimens.ocr_hand import hand
from specimens.render_sheets import Press, asides, press
from specimens.sheets import Sheet, depth, levels
from specimens.wrapping import wrap

NAME_WIDTH = 14  # characters of a name's column


def fallen(what: Disclosure, seed: int) -> list[str]:
    """The lines of tables and explanations, without the projects: what stands in one row of a table is one line."""
    rng = Random(f"fallen/{seed}")
    by = press(rng, hand(rng), what.budget.bureau)
    wrapping = rng.random() < 0.4
    lines: list[str] = []
    for block in blocks(what, rng):
        if block.sheet:
            lines += sheet_lines(rng, block.sheet, by, wrapping=wrapping)
        elif block.kind != "project":
            lines.append(block.text.replace("\t", "....."))
    return lines


def sheet_lines(rng: Random, sheet: Sheet, by: Press, *, wrapping: bool) -> list[str]:
    """A sheet over as many pages as it takes; names in columns of subjects may wrap about the middle of their row."""
    top, head = asides(sheet, by), header_lines(sheet, by)
    lines = [sheet.kind, *top, *head]
    page = rng.randint(14, 30)
    for number, row in enumerate(sheet.rows):
        if number and number % page == 0:
            lines += [f"- {rng.randint(2, 90)} -", *(top if by.again == "all" else []), *head]
        lines += row_lines(row, wrapping=wrapping and sheet.numbered and len(row) > 5 and "、" not in (row[1] or ""))
    return [*lines, *([sheet.note] if sheet.note else [])]


def header_lines(sheet: Sheet, by: Press) -> list[str]:
    """The header's rows; labels merged downward stand between them, as they are printed in the middle."""
    rows = levels(sheet.header, depth(sheet.header))
    lines = [" ".join(label for label, _ in row if label) for row in rows]
    if by.numbering and sheet.numbered:
        width = sum(span for _, span in rows[0])
        lines.append(" ".join(["栏次", *map(str, range(1, width))]))
    return lines


def row_lines(row: Sequence[str | None], *, wrapping: bool) -> list[str]:
    """A row's line, or with a wrapped name the lines above and below it."""
    name = row[2] if wrapping else None
    halves = wrap(name, NAME_WIDTH) if name and not name[0].isdigit() else []
    if len(halves) != 2:
        return [" ".join(cell for cell in row if cell)]
    return [halves[0], " ".join(cell for cell in (*row[:2], *row[3:]) if cell), halves[1]]
