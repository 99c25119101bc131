"""Reads the department's own goals from the lines of its sections: overall goal, sub-goals, safeguards."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from services.parse.blocks import Line
from services.parse.extract.paragraphs import ENDS_SENTENCE, LONGEST_HEADING, Paragraph, outer_style, paragraphs
from services.parse.templates import Template
from services.parse.text import compact, numbering, unnumbered
from shared.document import SubGoal
from shared.places import At, Place, joined


@dataclass
class Text:
    """A text put together from lines, without white space."""

    parts: list[str] = field(default_factory=list)
    places: list[Place] = field(default_factory=list)

    def add(self, text: str, places: Iterable[Place]) -> None:
        if text:
            self.parts.append(text)
            self.places += places

    def __str__(self) -> str:
        return "".join(self.parts)

    def __bool__(self) -> bool:
        return bool(self.parts)


def overall_goal(lines: Sequence[Line]) -> Text:
    """The text of the section, whole."""
    text = Text()
    for line in lines:
        text.add(compact(line.text), line.places)
    return text


def safeguards(lines: Sequence[Line]) -> list[Text]:
    """One text a numbered measure with number, heading and body; without numbers one a paragraph."""
    style = outer_style(lines)
    texts: list[Text] = []
    heading = False  # whether the paragraph above is a heading of what follows
    for paragraph in paragraphs(lines):
        begins = paragraph.numbered_in(style) if style else paragraph.starts and not heading
        if begins or not texts:
            texts.append(Text())
        texts[-1].add(paragraph.text, paragraph.places)
        heading = len(paragraph.text) <= LONGEST_HEADING and not paragraph.text.endswith(ENDS_SENTENCE)
    return texts


def sub_goals(lines: Sequence[Line], template: Template) -> list[SubGoal]:
    """The items of the section: by their numbers, and where there are none by the labels."""
    reader = _SubGoals(lines, template)
    return [_sub_goal(item) for item in reader.items()]


@dataclass
class _Item:
    title: Text = field(default_factory=Text)
    goal: Text = field(default_factory=Text)
    indicators: list[Text] = field(default_factory=list)
    labelled: bool = False  # whether 绩效目标 or 绩效指标 was printed

    def newest(self) -> Text:
        return self.indicators[-1] if self.indicators else self.goal if self.goal else self.title


class _SubGoals:
    """Goes over the paragraphs of the section and puts each into its item."""

    def __init__(self, lines: Sequence[Line], template: Template) -> None:
        self.paragraphs = paragraphs(lines)
        self.style = outer_style(lines)
        self.goal_labels = template.goal_labels
        labels = "|".join(map(re.escape, (*template.goal_labels, *template.indicator_labels)))
        self.label = re.compile(rf"({labels})[\d一二三四五六七八九十]*[：:](.*)", re.DOTALL)

    def items(self) -> list[_Item]:
        items: list[_Item] = []
        for position, paragraph in enumerate(self.paragraphs):
            numbered = bool(self.style and paragraph.numbered_in(self.style)) and not (
                items and self._is_nested(items[-1], position)
            )
            if not items or numbered or self._begins_unnumbered(items[-1], position):
                items.append(_Item())
            self._put(items[-1], paragraph, paragraph.rest if numbered else paragraph.text)
        return items

    def _begins_unnumbered(self, item: _Item, position: int) -> bool:
        """Whether a paragraph begins the next item although items have no numbers."""
        if self.style:
            return False
        if self._is_goal(position):
            return bool(item.goal or item.indicators)
        # A heading stands directly above the goal that it names.
        heads = self.paragraphs[position].starts and not self.label.match(self.paragraphs[position].text)
        return bool(item.indicators) and heads and self._is_goal(position + 1)

    def _is_nested(self, item: _Item, position: int) -> bool:
        """Whether a number goes on counting inside the item's indicator: 绩效指标：1.… 2.…"""
        number = self.paragraphs[position].number
        if not number or not item.indicators or self._is_goal(position + 1):
            return False
        inside = [found for text in item.indicators if (found := numbering(str(text)))]
        opened = bool(inside) and inside[0].style == number.style and inside[0].ordinal == 1
        return opened and number.ordinal == len(item.indicators) + 1

    def _is_goal(self, position: int) -> bool:
        if position >= len(self.paragraphs):
            return False
        found = self.label.match(self.paragraphs[position].text)
        return bool(found and found[1] in self.goal_labels)

    def _put(self, item: _Item, paragraph: Paragraph, text: str) -> None:
        number = numbering(text)
        found = self.label.match(text) or (self.label.match(number.rest) if number else None)
        if found:
            item.labelled = True
            self._labelled(item, found[1]).add(found[2], paragraph.places)
        elif item.indicators and number:
            if item.indicators[-1]:
                item.indicators.append(Text())
            item.indicators[-1].add(text, paragraph.places)
        elif item.title and not item.labelled and not item.goal and paragraph.starts:
            item.goal.add(text, paragraph.places)  # a heading on its own line, and its text
        else:
            item.newest().add(text, paragraph.places)

    def _labelled(self, item: _Item, label: str) -> Text:
        if label in self.goal_labels:
            return item.goal
        item.indicators.append(Text())
        return item.indicators[-1]


def _sub_goal(item: _Item) -> SubGoal:
    title, goal = item.title, item.goal
    if title and not item.labelled and (not goal or str(title).endswith(ENDS_SENTENCE)):
        # A numbered paragraph without a label is no heading but the goal itself.
        title, goal = Text(), Text(title.parts + goal.parts, title.places + goal.places)
    at: At = {name: joined(text.places) for name, text in (("title", title), ("goal", goal)) if text}
    indicators = [text for text in item.indicators if text]
    if len(indicators) > 1:
        for text in indicators:
            text.parts[0] = unnumbered(text.parts[0])
    if indicators:
        at["indicators"] = [joined(text.places) for text in indicators]
    return SubGoal(
        title=str(title) or None, goal=str(goal) or None, indicators=[str(text) for text in indicators], at=at
    )
