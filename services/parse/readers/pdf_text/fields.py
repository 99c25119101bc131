"""Reads the part of a project's table above the indicators: code, name, money, purpose, plan, goals."""

import re
from collections.abc import Iterable, Sequence
from itertools import takewhile

from services.parse.readers.pdf_text.fragments import Fragment, Gap
from services.parse.readers.pdf_text.grid import Fields
from services.parse.readers.pdf_text.labels import Match, words
from services.parse.readers.pdf_text.widths import extent, first_unit
from shared.folding import narrow
from shared.project_code import read_code

AMOUNT = re.compile(r"^[-+]?[\d,，]+(?:\.\d+)?(?:万?元|[%％])?$")
PART_OF_CODE = re.compile(r"^[0-9A-Z-]{1,18}$")
REST = re.compile(r"^[\d,，.]+(?:万?元)?$")
CUT = re.compile(r"^[\d,，]+\.$")
CENTS = re.compile(r"^\d{1,2}$")
WHOLE = re.compile(r"\.\d\d|元$")
MONEY = frozenset({"money", "budget", "fiscal_funds", "other_funds"})
ITEM = re.compile(r"^(?:\d{1,2}[.．、)）](?!\d)|[（(]\d{1,2}[)）]|[一二三四五六七八九十]、|[①-⑩]|目标内容)")


def read_fields(fragments: Sequence[Fragment]) -> Fields:
    """The labels and values of `fragments`, which are in drawing order: a label, then its value."""
    found = Fields()
    role = ""
    index = 0
    taken: set[int] = set()  # fragments that end a label begun on a line before
    while index < len(fragments):
        if index in taken:
            index += 1
            continue
        label = None if role == "goals" else _label_at(fragments, index, found)
        if label:
            role, index = label.role, label.end
            found.labels[role] = (label.text, [fragments[part] for part in label.parts])
            taken.update(label.rest)
            continue
        quarter = words().quarters.at(fragments, index) if role == "plan" else None
        if quarter and quarter.role not in found.quarters:
            found.quarters[quarter.role] = (quarter.text, list(fragments[index : quarter.end]))
            index = quarter.end
            continue
        found.values.setdefault(role, []).append(fragments[index])
        index += 1
    _give_code(found)
    _give_purpose(found)
    return found


def _label_at(fragments: Sequence[Fragment], index: int, found: Fields) -> Match | None:
    """The label of another field than those found that begins at `index`."""
    match = words().fields.at(fragments, index) or words().fields.wrapped_at(fragments, index)
    return match if match and match.role not in found.labels else None


def _give_code(found: Fields) -> None:
    """The rest of a code that its narrow cell wraps (1399|9924P…) stands on lines of its own, behind the name's."""
    values, name = found.values.get("code", []), found.values.get("name", [])
    code, taken = "".join(fragment.text for fragment in values), []
    if not values or read_code(code):
        return
    for fragment in name:
        if fragment.gap is not Gap.SPACE and PART_OF_CODE.match(fragment.text):
            taken.append(fragment)
            code += fragment.text
            if read_code(code):
                found.values["code"] = [*values, *taken]
                found.values["name"] = [fragment for fragment in name if fragment not in taken]
                return


def _give_purpose(found: Fields) -> None:
    """What follows the last amount is the purpose, printed in a row of its own without a label."""
    printed = [role for role in found.values if role in MONEY]
    _end_amounts(found, printed)
    for role in printed[::-1]:
        values = found.values[role]
        amounts = _amounts(values, last=role == printed[-1])
        found.values[role] = values[:amounts]
        found.values.setdefault("purpose", [])[:0] = values[amounts:]


def _end_amounts(found: Fields, printed: Sequence[str]) -> None:
    """Gives amounts that were cut behind the point (1600.|00) their ends: they stand in order behind the last label."""
    cut = [role for role in printed if CUT.match(narrow(found.values[role][0].text))]
    behind = found.values[printed[-1]] if printed else []
    ends = list(takewhile(lambda fragment: CENTS.match(fragment.text), behind))
    if cut and len(ends) == len(cut):
        found.values[printed[-1]] = behind[len(ends) :]
        for role, end in zip(cut, ends, strict=True):
            found.values[role].insert(1, end)


def _amounts(values: Sequence[Fragment], last: bool) -> int:
    """How many of the fragments behind a money label are the amount: 0 where the first begins a text (2024 年经费).

    A narrow cell wraps an amount (16000|00.00). Behind any label but the `last` nothing else can stand; behind that a
    number is its rest where it has a line of its own.
    """
    if not values:
        return 0
    if CUT.match(narrow(values[0].text)):
        return 1 + (len(values) > 1 and CENTS.match(values[1].text) is not None)
    if not AMOUNT.match(narrow(values[0].text)):
        return 0
    if len(values) > 1 and values[1].gap is Gap.SPACE:
        return 2 if values[1].text in ("万元", "元") else 0
    count, amount = 1, values[0].text
    while count < len(values) and _goes_on(amount, values[count : count + 2], last):
        amount += values[count].text
        count += 1
    return count


def _goes_on(amount: str, following: Sequence[Fragment], last: bool) -> bool:
    rest = narrow(following[0].text)
    alone = len(following) == 1 or following[1].gap is not Gap.SPACE
    if not REST.match(rest) or not AMOUNT.match(narrow(amount) + rest):
        return False
    return not last or (alone and not WHOLE.search(narrow(amount)))


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
