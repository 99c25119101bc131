"""The pages before the tables as a list of pieces, which each form prints its own way."""

from dataclasses import dataclass
from random import Random
from typing import Literal

from specimens.content import Content, ordinal

Kind = Literal["cover", "maker", "contents", "part", "section", "item", "text"]


@dataclass(frozen=True)
class Piece:
    """One printed unit: a line of the cover, an entry of the contents, a heading, an item's heading or a paragraph."""

    kind: Kind
    text: str


SECTIONS = ("总体绩效目标", "分项绩效目标", "工作保障措施")


def sections(content: Content) -> list[str]:
    """The numbered headings of the sections that are there."""
    truth, layout = content.truth, content.layout
    there = [bool(truth.overall_goal), bool(truth.sub_goals), bool(truth.safeguards)]
    names = [name for name, found in zip(SECTIONS, there, strict=True) if found]
    mark = "{}、{}" if layout.section_style == 0 else "（{}）{}"
    return [mark.format(ordinal(i + 1), name) for i, name in enumerate(names)]


def heading(content: Content, n: int) -> str:
    """The printed heading of the n-th project, counted from 1."""
    return f"{content.layout.project_mark.format(n)}{content.truth.projects[n - 1].title}绩效目标表"


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
    lines += [Piece("contents", f"{text}\t{page}") for text in sections(content)]
    lines.append(Piece("contents", "第二部分 预算项目绩效目标"))
    for n in range(1, len(content.truth.projects) + 1):
        page += rng.randint(1, 2)
        lines.append(Piece("contents", f"{heading(content, n)}\t{page}"))
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


def front(content: Content, rng: Random) -> list[Piece]:
    """All pieces before the first project."""
    truth = content.truth
    pieces = cover(content) + contents(content, rng)
    if content.layout.parts:
        pieces += [Piece("part", "第一部分"), Piece("part", "部门整体绩效目标")]
    bodies = [
        [Piece("text", truth.overall_goal)] if truth.overall_goal else [],
        sub_goals(content, rng),
        safeguards(content),
    ]
    for title, body in zip(sections(content), [body for body in bodies if body], strict=True):
        pieces += [Piece("section", title), *body]
    if content.layout.parts and truth.projects:
        pieces += [Piece("part", "第二部分"), Piece("part", "预算项目绩效目标")]
    return pieces
