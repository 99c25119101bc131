"""Finds where each disclosure document begins in a file that holds those of a department and of its units."""

from collections.abc import Sequence

from services.parse.blocks import Block, Line, Table
from services.parse.extract.captions import Heading, caption_text, is_caption, is_contents, read_aside
from services.parse.extract.sections import explaining
from services.parse.text import compact, numbering
from shared.budget_kinds import TableKind, table_kind

NEAR = 8  # lines between a table's heading and the table, at most
ENOUGH = 3  # kinds of tables: so many make a budget


def disclosure_starts(blocks: Sequence[Block]) -> list[int]:
    """The indices at which a further budget begins, with its cover and contents: where 收支总表 comes again after
    other tables. None where the explanations stand before the tables: what lies between could belong to either.
    """
    starts: list[int] = []
    seen: set[TableKind] = set()
    for index, block in enumerate(blocks):
        kind = _kind_headed(blocks, index) if isinstance(block, Line) else None
        if kind is TableKind.BALANCE and not seen and _has_explanations(blocks[:index]):
            return []
        if kind is TableKind.BALANCE and kind in seen and len(seen) >= ENOUGH:
            starts.append(_cover(blocks, index))
            seen = {kind}
        if kind:
            seen.add(kind)
    return starts


def _kind_headed(blocks: Sequence[Block], index: int) -> TableKind | None:
    """The kind of table whose heading the line at `index` is: nothing but asides stands between it and a table."""
    line = blocks[index]
    if not isinstance(line, Line) or is_contents(line.text) or not is_caption(line.text):
        return None
    for block in blocks[index + 1 : index + 1 + NEAR]:
        if isinstance(block, Table):
            return table_kind(caption_text(line.text))
        if not read_aside(block.text, block.places, Heading()):
            return None
    return None


def _cover(blocks: Sequence[Block], index: int) -> int:
    """Where the cover of the budget begins whose first table is headed at `index`."""
    start = index
    for before in range(index - 1, -1, -1):
        block = blocks[before]
        if isinstance(block, Table) or not _is_front(block):
            break
        start = before
    return start


def _is_front(line: Line) -> bool:
    """Whether the line can stand on a cover or in a table of contents."""
    text = compact(line.text)
    return (
        is_contents(line.text)
        or "\t" in line.text
        or (numbering(text) is None and not text.endswith(("。", "：", "；")))
    )


def _has_explanations(blocks: Sequence[Block]) -> bool:
    return any(
        explains and isinstance(block, Line) and compact(block.text).endswith("。")
        for block, explains in zip(blocks, explaining(blocks), strict=True)
    )
