"""Lists the headings of a document's body with how much stands under each."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import dropwhile

from services.parse.blocks import Block, Line, Table
from services.parse.extract.outline import Role
from services.parse.text import Numbering, compact
from shared.document import Section
from shared.places import Place, joined

OPENING = 20  # characters of a section that are kept
LONGEST = 40  # a longer line is no heading, unless the template knows it
TOP, BELOW = 1, 2
GOALS = frozenset({"overall_goal", "sub_goals", "safeguards"})


@dataclass
class _Open:
    title: str
    level: int
    places: list[Place]
    section: str | None
    characters: int = 0
    opening: str = ""


def list_sections(blocks: Sequence[Block], roles: Sequence[Role | None], projects: Collection[int]) -> list[Section]:
    """The headings in order; `projects` are the positions of lines that head a project or state its unit."""
    outline = _Outline()
    above: list[str] = []  # rows of the table that may go on over a page
    for i, (block, role) in enumerate(zip(blocks, roles, strict=True)):
        if isinstance(block, Line) and role and role.kind != "page":
            above = []
        if isinstance(block, Table) and role is None:
            rows = ["".join(compact(cell.text) for cell in cells) for cells in block.rows]
            outline.add("".join(dropwhile(above.__contains__, rows)))  # a header may be repeated
            above += rows
        elif isinstance(block, Line) and role and role.kind == "heading":
            outline.open_known(block, role)
        elif (
            isinstance(block, Line)
            and role
            and role.kind == "text"
            and (i in projects or not outline.open_unknown(block, role.number))
        ):
            outline.add(compact(block.text))
    return [_section(opened) for opened in outline.sections]


class _Outline:
    def __init__(self) -> None:
        self.sections: list[_Open] = []
        self.stack: list[_Open] = []
        self.levels: dict[str, int] = {}  # numbering style -> level of the headings that the template knows

    def open_known(self, line: Line, role: Role) -> None:
        text = compact(line.text).removesuffix(role.rest) if role.rest else compact(line.text)
        if self._repeats(role) or self._names_part(text, line, role):
            return
        level = BELOW if role.section in GOALS else TOP
        if role.number and role.section not in GOALS:
            self.levels.setdefault(role.number.style, level)
        self._open(_Open(text, level, list(line.places), role.section))
        self.add(role.rest)

    def open_unknown(self, line: Line, number: Numbering | None) -> bool:
        """Open a heading that only its numbering tells: one in the style of the headings above."""
        text = compact(line.text)
        level = self.levels.get(number.style) if number else None
        if level is None or len(text) > LONGEST or text.endswith(("。", "；", "，")) or self._inside_goals():
            return False
        self._open(_Open(text, level, list(line.places), None))
        return True

    def add(self, text: str) -> None:
        for opened in self.stack:
            opened.characters += len(text)
            if len(opened.opening) < OPENING:
                opened.opening += text[: OPENING - len(opened.opening)]

    def _repeats(self, role: Role) -> bool:
        """Whether the open heading is printed again, as forms that nest one another do."""
        return any(opened.section == role.section is not None and not opened.characters for opened in self.stack) or (
            role.section == "part" and role.number is None and any(opened.section == "part" for opened in self.stack)
        )

    def _names_part(self, text: str, line: Line, role: Role) -> bool:
        """Whether the line is the name of the part whose number (第一部分) stands on the line above."""
        above = self.sections[-1] if self.sections else None
        if not above or above.characters or role.number or above.section or not above.title.endswith("部分"):
            return False
        above.title, above.section = above.title + text, role.section
        above.places += line.places
        return True

    def _inside_goals(self) -> bool:
        return bool(self.stack) and self.stack[-1].section in {"sub_goals", "safeguards"}

    def _open(self, opened: _Open) -> None:
        while self.stack and self.stack[-1].level >= opened.level:
            self.stack.pop()
        self.stack.append(opened)
        self.sections.append(opened)


def _section(opened: _Open) -> Section:
    return Section(
        title=opened.title,
        level=opened.level,
        characters=opened.characters,
        opening=opened.opening or None,
        at={"title": joined(opened.places)},
    )
