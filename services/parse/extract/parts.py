"""Finds where one document ends and the next begins in a file that holds several: a department with its units."""

import math
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from services.parse.blocks import Block, Line, Reading, Table
from services.parse.extract.outline import Role, outline
from services.parse.extract.segments import is_target_table
from services.parse.extract.several import disclosure_starts
from services.parse.stitch import places_of
from services.parse.templates import Template
from shared.places import Place

OPENING = frozenset({"overall_goal", "part"})


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
    """A reading of each part, with those of the reader's doubts that stand in it."""
    begins = [_begin(blocks) for blocks in parts]
    ends = [*begins[1:], (math.inf,)]
    readings = []
    for blocks, begin, end in zip(parts, begins, ends, strict=True):
        doubts = tuple(found for found in reading.warnings if found[2] and begin <= order(found[2][0]) < end)
        readings.append(replace(reading, blocks=tuple(blocks), warnings=doubts))
    return readings


def _begin(blocks: Sequence[Block]) -> tuple[float, ...]:
    for block in blocks:
        places = block.places if isinstance(block, Line) else places_of(cell for cells in block.rows for cell in cells)
        if places:
            return order(places[0])
    return (0.0,)


def _next_document(blocks: Sequence[Block], roles: Sequence[Role | None], template: Template) -> int | None:
    """Where the next document's cover begins: behind the last table of this one."""
    opened: set[str] = set()
    behind_projects = None
    for i, (block, role) in enumerate(zip(blocks, roles, strict=True)):
        if isinstance(block, Table):
            if is_target_table(block, template) or behind_projects == i:
                behind_projects = i + 1
        elif role and role.kind == "heading" and role.section in OPENING:
            if behind_projects and role.section in opened:
                return _begin_of_cover(blocks, roles, behind_projects)
            opened.add(role.section or "")
    return None


def _begin_of_cover(blocks: Sequence[Block], roles: Sequence[Role | None], begin: int) -> int:
    """Behind the tables and page numbers that still belong to the document before."""
    for i in range(begin, len(blocks)):
        role = roles[i]
        if isinstance(blocks[i], Line) and role and role.kind != "page":
            return i
    return begin


def order(place: Place) -> tuple[float, ...]:
    """A key that sorts places of one document in reading order."""
    box = place.get("bbox", [0.0, 0.0])
    names = ("line", "page", "table", "paragraph")
    return (*(float(place.get(name, 0)) for name in names), box[1], float(place.get("row", 0)))
