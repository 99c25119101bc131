"""Finds where one document ends and the next begins in a file that holds several: a department with its units."""

from collections.abc import Sequence

from services.parse.blocks import Block, Line, Table
from services.parse.extract.outline import Role, outline
from services.parse.extract.segments import is_target_table
from services.parse.templates import Template

OPENING = frozenset({"overall_goal", "part"})


def split(blocks: Sequence[Block], template: Template) -> list[Sequence[Block]]:
    """The blocks of each document: a new one begins where goals of a department follow the projects of another."""
    parts: list[Sequence[Block]] = []
    rest = blocks
    while begin := _next_document(rest, outline(rest, template), template):
        parts.append(rest[:begin])
        rest = rest[begin:]
    return [*parts, rest]


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
