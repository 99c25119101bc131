"""The entries of a document's table of contents, wrapped ones joined, without leaders and page numbers."""

from collections.abc import Sequence

from services.parse.blocks import Block, Line
from services.parse.extract.outline import CONTENTS, PAGE_AT_END, Role
from services.parse.text import compact, is_page_number, numbering
from shared.places import Place, joined

Placed = Place | list[Place] | None


def list_contents(blocks: Sequence[Block], roles: Sequence[Role | None]) -> tuple[list[str], list[Placed]]:
    """The entries in printed order, as printed but for white space, and the place of each; none without contents.

    A line without a number continues a numbered line that had no page number yet.
    """
    entries: list[str] = []
    places: list[list[Place]] = []
    opened = False
    for block, role in zip(blocks, roles, strict=True):
        if not isinstance(block, Line) or role is None or role.kind != "contents":
            continue
        text, title = compact(block.text), compact(PAGE_AT_END.sub("", block.text))
        if not title or is_page_number(text) or title.endswith(CONTENTS):
            continue
        if opened and numbering(title) is None:
            entries[-1] += title
            places[-1] += block.places
        else:
            entries.append(title)
            places.append(list(block.places))
        opened = title == text and numbering(entries[-1]) is not None
    return entries, [joined(found) for found in places]
