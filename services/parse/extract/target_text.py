"""Extracts the target text: the department's goals and every project with its indicators."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from services.parse.blocks import Block, Line, Table
from services.parse.extract.department_goals import overall_goal, safeguards, sub_goals
from services.parse.extract.outline import Role
from services.parse.extract.projects import read_projects
from services.parse.extract.segments import Cut, cut, places
from services.parse.templates import Template
from services.parse.text import compact, numbering
from shared.document import Project, ReadingWarning, SubGoal
from shared.places import At, joined
from shared.warnings import warning

SECTIONS = ("overall_goal", "sub_goals", "safeguards")


@dataclass
class TargetText:
    """What the target part of a document holds, and which blocks it was read from."""

    overall_goal: str | None = None
    sub_goals: list[SubGoal] = field(default_factory=list)
    safeguards: list[str] = field(default_factory=list)
    projects: list[Project] = field(default_factory=list)
    warnings: list[ReadingWarning] = field(default_factory=list)
    at: At = field(default_factory=dict)
    cut: Cut = field(default_factory=Cut)
    prose: set[int] = field(default_factory=set)  # positions of the lines of the three sections

    contents: set[int] = field(default_factory=set)  # positions of the table of contents

    @property
    def taken(self) -> set[int]:
        """The positions of all blocks that the target text was read from."""
        return self.cut.used | self.cut.headings | self.prose | self.contents

    def without_projects(self) -> "TargetText":
        """The prose alone, where the tables of projects turn out to be of another form."""
        return replace(self, projects=[], warnings=[], cut=Cut())

    def fields(self) -> dict[str, Any]:
        """The fields of the document that come from here."""
        names = (*SECTIONS, "projects")
        return {name: getattr(self, name) for name in names}


def extract_target_text(blocks: Sequence[Block], roles: Sequence[Role | None], template: Template) -> TargetText:
    """The target text in `blocks`, as this template words it."""
    pieces = cut(blocks, roles, template)
    target = TargetText(cut=pieces, contents={i for i, role in enumerate(roles) if role and role.kind == "contents"})
    target.projects, target.warnings = read_projects(pieces.segments, template)
    target.warnings += [
        warning("heading_without_table", "".join(compact(line.text) for line in lines), places(lines))
        for lines in pieces.bare
    ]
    _read_sections(target, _section_lines(blocks, roles, target), template)
    return target


def _read_sections(target: TargetText, sections: dict[str, list[Line]], template: Template) -> None:
    goal = overall_goal(sections.get("overall_goal", ()))
    if goal:
        target.overall_goal, target.at["overall_goal"] = str(goal), joined(goal.places)
    target.sub_goals = sub_goals(sections.get("sub_goals", ()), template)
    measures = safeguards(sections.get("safeguards", ()))
    if measures:
        target.safeguards = [str(measure) for measure in measures]
        target.at["safeguards"] = [joined(measure.places) for measure in measures]


def _section_lines(blocks: Sequence[Block], roles: Sequence[Role | None], target: TargetText) -> dict[str, list[Line]]:
    """The lines under the headings of the three sections of prose; a section's heading may be printed twice."""
    sections: dict[str, list[Line]] = {}
    section: str | None = None
    heading: Role | None = None
    for i, (block, role) in enumerate(zip(blocks, roles, strict=True)):
        if isinstance(block, Table) or i in target.cut.headings:
            section = None
        elif role and role.kind == "heading":
            section, heading = _opened(section, role), role
            if section:
                sections.setdefault(section, [])
                target.prose.add(i)
                if role.rest:
                    sections[section].append(Line(role.rest, block.places))
        elif role and role.kind == "text" and section:
            if heading and _ends_section(role, heading, sections[section]):
                section = None
            else:
                sections[section].append(block)
                target.prose.add(i)
    return sections


def _opened(section: str | None, role: Role) -> str | None:
    if role.section in SECTIONS:
        return role.section
    # 2024年部门整体绩效目标 may be printed once more inside the section.
    return section if role.section == "part" and role.number is None else None


def _ends_section(role: Role, heading: Role, lines: Sequence[Line]) -> bool:
    """Whether a line is the next heading of the heading's own style, though the template does not know it."""
    number, own = role.number, heading.number
    if not number or not own or number.style != own.style or number.ordinal != own.ordinal + 1:
        return False
    first = next((found for line in lines if (found := _number(line))), None)
    return first != own.style and len(number.rest) <= 30 and not number.rest.endswith(("。", "；"))


def _number(line: Line) -> str | None:
    found = numbering(compact(line.text))
    return found.style if found else None
