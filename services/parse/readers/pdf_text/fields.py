"""Reads the part of a project's table above the indicators: code, name, money, purpose, plan, goals."""

import re
from collections.abc import Iterable, Sequence

from services.parse.readers.pdf_text.fragments import Fragment, Gap
from services.parse.readers.pdf_text.grid import Fields
from services.parse.readers.pdf_text.labels import words
from services.parse.readers.pdf_text.widths import extent, first_unit
from shared.folding import narrow

AMOUNT = re.compile(r"^[-+]?[\d,，]+(?:\.\d+)?(?:万?元|[%％])?$")
ITEM = re.compile(r"^(?:\d{1,2}[.．、)）](?!\d)|[（(]\d{1,2}[)）]|[一二三四五六七八九十]、|[①-⑩]|目标内容)")


def read_fields(fragments: Sequence[Fragment]) -> Fields:
    """The labels and values of `fragments`, which are in drawing order: a label, then its value."""
    found = Fields()
    role = ""
    index = 0
    while index < len(fragments):
        match = words().fields.at(fragments, index)
        if match and match.role not in found.labels and role != "goals":
            role = match.role
            found.labels[role] = (match.text, list(fragments[index : match.end]))
            index = match.end
            continue
        quarter = words().quarters.at(fragments, index) if role == "plan" else None
        if quarter and quarter.role not in found.quarters:
            found.quarters[quarter.role] = (quarter.text, list(fragments[index : quarter.end]))
            index = quarter.end
            continue
        found.values.setdefault(role, []).append(fragments[index])
        index += 1
    _give_purpose(found)
    return found


def _give_purpose(found: Fields) -> None:
    """What follows the money and is no amount is the purpose, printed in a row of its own without a label."""
    for role in ("other_funds", "fiscal_funds", "budget", "money"):
        values = found.values.get(role, [])
        if not values:
            continue
        amounts = _amounts(values)
        found.values[role] = values[:amounts]
        found.values.setdefault("purpose", [])[:0] = values[amounts:]


def _amounts(values: Sequence[Fragment]) -> int:
    """How many of the fragments behind a money label are the amount: 0 where the first begins a text (2024 年经费)."""
    if not AMOUNT.match(narrow(values[0].text)):
        return 0
    if len(values) == 1 or values[1].gap is not Gap.SPACE:
        return 1
    return 2 if values[1].text in ("万元", "元") else 0


def plan_values(fragments: Iterable[Fragment]) -> list[list[Fragment]]:
    """The values under the plan's columns; a per cent sign set apart stays with its number."""
    values: list[list[Fragment]] = []
    for fragment in fragments:
        if values and fragment.text in ("%", "％"):
            values[-1].append(fragment)
        else:
            values.append([fragment])
    return values


def goal_paragraphs(fragments: Sequence[Fragment]) -> list[list[list[Fragment]]]:
    """The goals as paragraphs of lines of fragments: an item's number starts one, a line that is not full ends one."""
    lines: list[list[Fragment]] = []
    for fragment in fragments:
        if lines and fragment.number == lines[-1][-1].number:
            lines[-1].append(fragment)
        else:
            lines.append([fragment])
    numbered = sum(bool(ITEM.match(line[0].text)) for line in lines)
    full = max((_least(line) for line in lines), default=0.0)
    paragraphs: list[list[list[Fragment]]] = []
    for line in lines:
        starts = bool(ITEM.match(line[0].text))
        if not paragraphs or starts or (not numbered and not _full(paragraphs[-1][-1], line, full)):
            paragraphs.append([line])
        else:
            paragraphs[-1].append(line)
    return paragraphs


def _least(line: Sequence[Fragment]) -> float:
    return sum(fragment.least for fragment in line)


def _full(line: Sequence[Fragment], following: Sequence[Fragment], width: float) -> bool:
    needs = sum(fragment.most + 0.5 for fragment in line) + extent(first_unit(following[0].text))[1]
    return needs > width and line[-1].text[-1] not in "。；"
