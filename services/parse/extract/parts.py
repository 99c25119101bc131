"""Finds where one document ends and the next begins in a file that holds several: a department with its units."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import accumulate, pairwise

from services.parse.blocks import Block, Line, Reading, Table
from services.parse.extract.outline import Role, is_contents_title, outline
from services.parse.extract.paragraphs import ENDS_SENTENCE
from services.parse.extract.positions import Positions
from services.parse.extract.segments import is_target_table
from services.parse.extract.several import disclosure_starts
from services.parse.templates import Template
from services.parse.text import compact, numbering

OPENING = frozenset({"overall_goal", "part"})
LONGEST_COVER_LINE = 40


def split(blocks: Sequence[Block], template: Template) -> list[Sequence[Block]]:
    """The blocks of each document: a new one begins with another budget's tables, or where goals of a department
    follow the projects of another."""
    starts = [0, *disclosure_starts(blocks), len(blocks)]
    budgets = [blocks[start:end] for start, end in pairwise(starts)]
    return [part for budget in budgets for part in _split_targets(budget, template)]


def _split_targets(blocks: Sequence[Block], template: Template) -> list[Sequence[Block]]:
    parts: list[Sequence[Block]] = []
    rest = blocks
    while begin := _next_document(rest, outline(rest, template), template):
        parts.append(rest[:begin])
        rest = rest[begin:]
    return [*parts, rest]


def part_readings(reading: Reading, parts: Sequence[Sequence[Block]]) -> list[Reading]:
    """A reading of each part, with those of the reader's doubts that stand in it; one without a place is of all."""
    positions = Positions(reading.blocks)
    ends = [*accumulate(map(len, parts))]
    readings = []
    for begin, end, blocks in zip([-1, *ends[:-1]], ends, parts, strict=True):
        doubts = tuple(
            found for found in reading.warnings if not found[2] or begin <= positions.of(found[2][0])[0] < end
        )
        readings.append(replace(reading, blocks=tuple(blocks), warnings=doubts))
    return readings


def _next_document(blocks: Sequence[Block], roles: Sequence[Role | None], template: Template) -> int | None:
    """Where the next document begins: behind the projects of this one, and behind the sections that follow them."""
    opened: set[str] = set()
    behind = None
    for i, (block, role) in enumerate(zip(blocks, roles, strict=True)):
        if isinstance(block, Table):
            behind = i + 1 if role is None and (is_target_table(block, template) or behind == i) else behind
        elif behind and (_opens(block, template) or (role and role.section in opened)):
            return _begin_of_cover(blocks, roles, range(behind, i + 1))
        elif role and role.kind == "heading" and role.section in OPENING:
            opened.add(role.section)
    return None


def _opens(line: Line, template: Template) -> bool:
    """Whether a line opens a document: its contents, or the first of its tables."""
    return is_contents_title(line) or compact(line.text) in template.disclosure_tables


def _begin_of_cover(blocks: Sequence[Block], roles: Sequence[Role | None], between: range) -> int:
    """The first of the lines, up to what opens the next document, that may be its cover."""
    last = max((i for i in between if (role := roles[i]) and role.section == "other"), default=None)
    if last is None:
        return next(i for i in between if not ((role := roles[i]) and role.kind == "page"))
    begin = between[-1]
    while begin > last + 2 and _may_be_cover(blocks[begin - 1]):
        begin -= 1
    return begin


def _may_be_cover(block: Block) -> bool:
    if not isinstance(block, Line) or len(block.text) > LONGEST_COVER_LINE:
        return False
    text = compact(block.text)
    return numbering(text) is None and not text.endswith(ENDS_SENTENCE)
