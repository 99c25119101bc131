"""Seed to truth: what an invented department's target text says, before any form prints it."""

from dataclasses import dataclass, field
from random import Random

from shared.document import Department, Document, SubGoal
from specimens import vocabulary as words
from specimens.projects import Author, project
from specimens.setting import Knobs, Setting, setting

CHINESE = "一二三四五六七八九十"


@dataclass(frozen=True)
class Measure:
    """One safeguard as printed: a heading above its paragraphs, or "" and paragraphs that carry their number."""

    heading: str
    paragraphs: tuple[str, ...]

    @property
    def whole(self) -> str:
        """As the truth has it: one string."""
        return self.heading + "".join(self.paragraphs)


@dataclass(frozen=True)
class Layout:
    """How the content is to be printed, as far as the truth depends on it or the forms share it."""

    cover: tuple[str, ...]
    contents: bool
    parts: bool
    joined_parts: bool
    """Whether 第一部分 and its name stand on one line."""
    section_style: int
    section_words: int
    sub_goal_style: int
    measures: tuple[Measure, ...]
    project_mark: str
    goal_mark: str
    blank_projects: int
    section_order: tuple[int, ...] = (0, 1, 2)
    """The order of overall goal, sub-goals and safeguards."""


@dataclass(frozen=True)
class Content:
    """The truth of a document and how it is to be printed."""

    truth: Document
    layout: Layout
    inferable: dict[str, str] = field(default_factory=dict)
    """Fields that no line prints but that can be derived: a reader may give these, or nothing."""


def ordinal(n: int) -> str:
    """1 to 一, 12 to 十二, 40 to 四十; up to 99."""
    tens, ones = divmod(n, 10)
    ten = f"{CHINESE[tens - 1] if tens > 1 else ''}十" if tens else ""
    return ten + (CHINESE[ones - 1] if ones else "")


def sub_goal(rng: Random, topic: words.Topic, style: int, tidy: bool) -> SubGoal:
    """One sub-goal as `style` prints it: 0 without title and with several indicators, 3 a bare paragraph,
    else with a title and one indicator text. A `tidy` one states no number that a project's indicator may contradict.
    """
    facts = vars(topic) | {"n": rng.randint(2, 900), "p": rng.randint(80, 100), "q": rng.randint(80, 100)}
    title = rng.choice(words.SUB_TITLES).format(**facts)
    goal = rng.choice(words.SUB_GOALS).format(**facts)
    texts = words.SUB_INDICATORS[-1:] if tidy else rng.sample(words.SUB_INDICATORS, rng.randint(2, 4))
    several = [text.format(**facts) for text in texts]
    if style == 0:
        return SubGoal(goal=goal, indicators=several)
    if style == 3:
        return SubGoal(goal=goal.rstrip("。") + "。")
    return SubGoal(title=title, goal=goal, indicators=several[:1])


def measure(style: int, n: int, heading: str, body: str) -> Measure:
    """The n-th safeguard by `style`: 0 one paragraph, 1 a heading above its body, 2 with a second paragraph,
    3 a paragraph without number."""
    mark = f"{n}、" if style == 1 else f"（{ordinal(n)}）"
    if style == 3:
        return Measure("", (body,))
    if style == 0:
        return Measure("", (f"{mark}{heading}。{body}",))
    if style == 1:
        return Measure(mark + heading, (body,))
    return Measure(f"{mark}{heading}。", (body, f"同时，{body[body.index('，') + 1 :]}"))


def cover(rng: Random, who: Setting) -> tuple[str, ...]:
    """The cover lines that make the title."""
    kind = f"{who.year}年部门预算绩效文本"
    return rng.choice(
        (
            (who.bureau, kind),
            (who.bureau, kind, "（草案）"),
            (who.bureau, kind, "(草案)"),
            (who.bureau + kind,),
            (who.bureau, f"{who.year}年部门预算绩效目标文本"),
        )
    )


def there(rng: Random, wanted: bool | None) -> bool:
    """Whether an optional part is there: as wanted, else mostly."""
    return rng.random() < 0.95 if wanted is None else wanted


def layout(rng: Random, who: Setting, knobs: Knobs) -> Layout:
    """Draw how it is printed."""
    covered = rng.random() < 0.5 if knobs.cover is None else knobs.cover
    listed = rng.random() < 0.7 if knobs.contents is None else knobs.contents
    style, chosen = rng.randrange(4), rng.sample(words.SAFEGUARDS, rng.randint(2, 6))
    return Layout(
        cover=cover(rng, who) if covered else (),
        contents=covered and listed,
        parts=rng.random() < 0.85,
        joined_parts=rng.random() < 0.2,
        section_style=rng.randrange(2),
        section_words=rng.randrange(3),
        sub_goal_style=rng.randrange(4),
        measures=tuple(measure(style, i + 1, *text) for i, text in enumerate(chosen))
        if there(rng, knobs.safeguards)
        else (),
        project_mark=rng.choice(("{}.", "{}、", "{}.", "{}．", "（{}）", "{chinese}、", "（{chinese}）")),
        goal_mark=rng.choice(("{}.", "{}. ", "{}、")),
        blank_projects=rng.choice((0, 0, 0, 0, 1, 2)) if knobs.blank_projects is None else knobs.blank_projects,
        section_order=(0, 1, 2) if rng.random() < 0.9 else tuple(rng.sample(range(3), 3)),
    )


def overall_goal(rng: Random, who: Setting) -> str:
    """A sentence or two about the year."""
    a, b = rng.sample(who.field.topics, 2)
    return f"{who.year}年，" + rng.choice(words.OVERALL).format(a=a.name, b=b.name)


def generate(seed: int, knobs: Knobs | None = None) -> Content:
    """The content of document number `seed`; equal seeds and knobs give equal content."""
    knobs = knobs or Knobs()
    rng = Random(f"content/{seed}")
    who = setting(rng, knobs)
    shape = layout(rng, who, knobs)
    benefit = "效果指标" if rng.random() < 0.25 and not knobs.tidy else "效益指标"
    author = Author(rng, who, knobs, benefit, costs_apart=rng.random() < 0.12 and not knobs.tidy)
    count = rng.choice((1, 2, 3, 4, 6, 9)) if knobs.projects is None else knobs.projects
    topics = rng.sample(who.field.topics, min(len(who.field.topics), rng.randint(2, 5)))
    undated = not shape.cover and who.generation == 1 and count > 0  # then only the goal can tell the year
    goal = overall_goal(rng, who) if there(rng, knobs.overall) or undated else None
    truth = Document(
        id="",
        source="",
        media_type="",
        form="",
        template="hebei-target-text",
        kind="target-text",
        division=who.division if who.generation > 1 and count else "000000",
        title="".join(shape.cover) or None,
        fiscal_year=who.year if shape.cover or count or goal else None,
        department=Department(name=who.bureau if shape.cover else None),
        overall_goal=goal,
        sub_goals=[sub_goal(rng, topic, shape.sub_goal_style, knobs.tidy) for topic in topics]
        if there(rng, knobs.sub_goals)
        else [],
        safeguards=[item.whole for item in shape.measures],
        projects=[project(author, n + 1) for n in range(count)],
    )
    inferable = {} if shape.cover else {"department.name": who.bureau}
    return Content(truth, shape, inferable | {"department.code": who.department})
