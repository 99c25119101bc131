"""Blocks for tests, drawn as text: rows of tab-separated cells, lines between them, merged cells by marks."""

from services.parse.blocks import Block, Cell, Table
from services.parse.readers.ocr_markdown import read_ocr_markdown
from shared.places import line


def dump(text: str) -> tuple[Block, ...]:
    """The blocks of a text dump; `|` stands for a tab, so that cells can be seen."""
    return read_ocr_markdown([row.strip(" ").replace("|", "\t") for row in text.split("\n")]).blocks


def ruled(text: str) -> Table:
    """A table with true spans: `<` is covered by the cell on its left, `^` by the one above; `\\n` breaks a line."""
    marks = [[cell.strip() for cell in row.split("|")] for row in text.strip("\n").split("\n")]
    return Table(tuple(tuple(_cell(marks, r, c) for c in range(len(row))) for r, row in enumerate(marks)))


def _cell(marks: list[list[str]], row: int, column: int) -> Cell:
    text = marks[row][column]
    if text in ("<", "^"):
        return Cell("", covered=True)
    down = next((n for n in range(row + 1, len(marks)) if marks[n][column] != "^"), len(marks)) - row
    right = next((n for n in range(column + 1, len(marks[row])) if marks[row][n] != "<"), len(marks[row])) - column
    return Cell(text.replace("\\n", "\n"), (line(row + 1),) if text else (), down, right)
