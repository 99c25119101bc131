"""What is doubted of a table of which it is not sure where one cell ends and the next begins."""

from collections.abc import Iterator

from services.parse.blocks import Table
from shared.places import Place


def uncertain_rows(table: Table) -> Iterator[tuple[str, str | None, tuple[Place, ...]]]:
    """A doubt of each row, blank cells too: what seems to be missing there may stand in another cell. None of a table
    without a word, which is a drawing."""
    if not any(cell.text for row in table.rows for cell in row):
        return
    for row in table.rows:
        places = tuple(place for cell in row for place in cell.places)
        if places:
            yield "grid_uncertain", " ".join(cell.text for cell in row if cell.text) or None, places
