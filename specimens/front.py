"""The pages before the tables as a list of pieces, which each form prints its own way."""

from dataclasses import dataclass
from random import Random
from typing import Literal

from shared.document import Project
from specimens.content import Content, ordinal

Kind = Literal["cover", "maker", "contents", "part", "section", "item", "text"]


@dataclass(frozen=True)
class Piece:
    """One printed unit: a line of the cover, an entry of the contents, a heading, an item's heading or a paragraph."""

    kind: Kind
    text: str


SECTIONS = (
    ("总体绩效目标", "分项绩效目标", "工作保障措施"),
    ("总体绩效目标", "分项绩效目标", "工作保障措施"),
    ("总体目标", "分项目标", "保障措施"),
)


def sections(content: Content) -> list[int]:
    """The sections that are there, in their order, as indices of SECTIONS."""
    truth = content.truth
    there = (truth.overall_goal, truth.sub_goals, truth.safeguards)
    return [i for i in content.layout.section_order if there[i]]


def section_titles(content: Content) -> list[str]:
    """Their numbered headings."""
    names = SECTIONS[content.layout.section_words]
    mark = "{}、{}" if content.layout.section_style == 0 else "（{}）{}"
    return [mark.format(ordinal(n + 1), names[i]) for n, i in enumerate(sections(content))]


def heading(content: Content, project: Project) -> str:
    """The printed heading of a project."""
    number = content.layout.project_mark.format(project.ordinal, chinese=ordinal(project.ordinal))
    return f"{number}{project.title or ''}绩效目标表"


def blanks(content: Content) -> list[Project]:
    """The template's tables that nobody filled in, behind the projects: printed, but no projects."""
    count = len(content.truth.projects)
    return [Project(ordinal=count + i + 1, currency_unit="万元") for i in range(content.layout.blank_projects)]


def cover(content: Content) -> list[Piece]:
    """The cover and the lines of who made and who checked it."""
    if not content.layout.cover:
        return []
    bureau = content.truth.department.name or ""
    makers = [Piece("maker", f"{bureau}编制"), Piece("maker", f"{bureau[:3]}财政局审核")]
    return [Piece("cover", line) for line in content.layout.cover] + makers


def contents(content: Content, rng: Random) -> list[Piece]:
    """The table of contents with page numbers behind a tab."""
    if not content.layout.contents:
        return []
    page, lines = 1, [Piece("contents", "目 录")]
    lines.append(Piece("contents", "第一部分 部门整体绩效目标"))
    lines += [Piece("contents", f"{text}\t{page}") for text in section_titles(content)]
    lines.append(Piece("contents", "第二部分 预算项目绩效目标"))
    for project in content.truth.projects:
        page += rng.randint(1, 2)
        lines.append(Piece("contents", f"{heading(content, project)}\t{page}"))
    return lines


def sub_goals(content: Content, rng: Random) -> list[Piece]:
    """The sub-goals as the layout numbers and labels them."""
    style, colon = content.layout.sub_goal_style, rng.choice("：：:")
    pieces: list[Piece] = []
    for i, goal in enumerate(content.truth.sub_goals):
        mark = f"（{ordinal(i + 1)}）" if style < 2 else f"{i + 1}、"
        if style == 0:
            pieces.append(Piece("text", f"{mark}绩效目标{colon}{goal.goal}"))
            pieces += [Piece("text", f"绩效指标{j + 1}{colon}{text}") for j, text in enumerate(goal.indicators)]
        elif style == 3:
            pieces.append(Piece("text", f"{mark}{goal.goal}"))
        else:
            pieces += [Piece("item", f"{mark}{goal.title}"), Piece("text", f"绩效目标{colon}{goal.goal}")]
            pieces += [Piece("text", f"绩效指标{colon}{text}") for text in goal.indicators]
    return pieces


def safeguards(content: Content) -> list[Piece]:
    """The safeguards: a heading above its paragraphs, or one paragraph each."""
    pieces: list[Piece] = []
    for measure in content.layout.measures:
        pieces += [Piece("item", measure.heading)] if measure.heading else []
        pieces += [Piece("text", paragraph) for paragraph in measure.paragraphs]
    return pieces


def part(content: Content, number: str, name: str) -> list[Piece]:
    """The heading of a part, on one line or two."""
    if content.layout.joined_parts:
        return [Piece("part", f"{number} {name}")]
    return [Piece("part", number), Piece("part", name)]


def printed(content: Content, seed: int) -> tuple[list[Piece], str]:
    """All pieces before the first project and the unit in the plan's label: alike in every format that keeps the grid,
    so that all of them say the same."""
    rng = Random(f"print/{seed}")
    return front(content, rng), rng.choice(("（%）", "(%)", ""))


def front(content: Content, rng: Random) -> list[Piece]:
    """All pieces before the first project."""
    truth = content.truth
    pieces = cover(content) + contents(content, rng)
    if content.layout.parts:
        pieces += part(content, "第一部分", "部门整体绩效目标")
    bodies = (
        [Piece("text", truth.overall_goal or "")],
        sub_goals(content, rng),
        safeguards(content),
    )
    for title, i in zip(section_titles(content), sections(content), strict=True):
        pieces += [Piece("section", title), *bodies[i]]
    if content.layout.parts and (truth.projects or content.layout.blank_projects):
        pieces += part(content, "第二部分", "预算项目绩效目标")
    return pieces
