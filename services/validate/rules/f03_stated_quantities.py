"""GJ-F03: a quantity in the goals or the purpose differs from the indicators."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from services.validate.indicators import Row, rows
from services.validate.rule import (
    Context,
    Severity,
    Verdict,
    about,
    evidence,
    failed,
    not_applicable,
    passed,
    rule,
)
from shared.amounts import digits, read_number
from shared.document import Project
from shared.findings import Evidence
from shared.folding import plain
from shared.lexicon import COUNT_UNITS
from shared.units import read_unit

CLAUSE = re.compile(r"[^，,。；;：:、！？]+")
COUNT = re.compile(r"(?<![\d.〔\[(（第])(?P<number>\d+(?:\.\d+)?)(?P<rest>万?[一-鿿]{1,4})")
HOLDS = {"≥": Decimal.__ge__, ">": Decimal.__gt__, "≤": Decimal.__le__, "<": Decimal.__lt__}
SHARED = 3  # characters that a name and a clause must have in common to speak of one thing


@dataclass(frozen=True)
class Stated:
    """A quantity in a text: its number in the base unit, its unit, the clause it stands in, and where."""

    number: Decimal
    unit: str
    clause: str
    printed: str
    place: Any = None
    in_goal: bool = True


@rule(
    "GJ-F03",
    title="文字数量与指标不一致",
    title_en="Quantities of the text and of the indicators",
    summary="绩效目标和资金用途中的数量应与绩效指标一致。",
    severity=Severity.WARNING,
    scope="project",
    clause="财预〔2015〕88号（相应匹配）",
    since="0.1.0",
    after=("GJ-B08",),
)
def stated_quantities(context: Context, project: Project) -> Iterator[Verdict]:
    """A quantity in the goals or the purpose differs from the indicators.

    What it checks
        Each number with a unit that counts (人, 件, 公里 …) in a goal or the purpose against the values of indicators
        in the same unit whose name or description shares words with its clause.

    Why it matters
        Goal and indicators are two wordings of one target.

    Known traps
        Money, percentages, dates and numbers of documents are no quantities. A number above ≥ satisfies the bound: a
        note. A quantity of the goals that no indicator has is a note as well.

    Example
        “修剪行道树8000株” among the goals, 修剪株数 ≤6000株 among the indicators.

    Severity
        warning; info where the bound holds or where no indicator has the quantity.
    """
    subject = about(project)
    once: dict[tuple[str, str], Stated] = {}
    for quantity in _stated(project):
        once.setdefault((quantity.printed, quantity.clause), quantity)
    stated = list(once.values())
    if context.found("GJ-B08", subject) or not stated:
        yield not_applicable(
            subject, "文字中没有数量，或没有绩效指标", "no quantity is stated, or there are no indicators"
        )
        return
    counted = [row for row in rows(project) if row.value.quantity is not None and not row.value.unit.per]
    faults = [fault for quantity in stated if (fault := _fault(quantity, counted))]
    if not faults:
        yield passed(subject)
        return
    grave = any(severity is Severity.WARNING for severity, *_ in faults)
    chosen = [fault for fault in faults if not grave or fault[0] is Severity.WARNING]
    yield failed(
        subject,
        "；".join(zh for _, zh, _, _ in chosen) + "，请核对。",
        "; ".join(en for _, _, en, _ in chosen) + ".",
        [quote for _, _, _, quotes in chosen for quote in quotes],
        severity=Severity.WARNING if grave else Severity.INFO,
    )


def _stated(project: Project) -> Iterator[Stated]:
    """The quantities of the goals and of the purpose."""
    for number, goal in enumerate(project.goals):
        yield from quantities(goal, evidence(project, f"goals.{number}").at)
    for stated in quantities(project.purpose or "", project.at.get("purpose")):
        yield replace(stated, in_goal=False)


def quantities(text: str, place: Any = None) -> Iterator[Stated]:
    """The numbers with a unit that counts in a text, each with its clause."""
    for clause in CLAUSE.findall(plain(text)):
        for found in COUNT.finditer(clause):
            _, unit = read_unit(found["rest"])
            if unit.base in COUNT_UNITS and not unit.per:
                number = read_number(found["number"]) * unit.magnitude
                yield Stated(number, unit.base, clause, f"{found['number']}{unit.printed}", place)


def _fault(stated: Stated, counted: list[Row]) -> tuple[Severity, str, str, list[Evidence]] | None:
    akin = [row for row in counted if row.value.unit.base == stated.unit and _speak_of_one(row, stated)]
    own = Evidence(quote=stated.clause, value=digits(stated.number), unit=stated.unit, at=stated.place)
    if any(row.value.quantity == stated.number for row in akin):
        return None
    if not akin:
        same = [row for row in counted if row.value.unit.base == stated.unit and row.value.quantity == stated.number]
        if same or not stated.in_goal:
            return None
        zh, en = f"文字中的“{stated.printed}”在绩效指标中没有体现", f"no indicator has “{stated.printed}” of the text"
        return Severity.INFO, zh, en, [own]
    holds = [row for row in akin if _satisfies(stated.number, row)]
    row = (holds or akin)[0]
    zh = f"文字中的“{stated.printed}”与指标“{row.indicator.name}”的“{row.target}”不一致"
    en = f"“{stated.printed}” of the text is not “{row.target}” of the indicator “{row.indicator.name}”"
    quotes = [own, row.evidence(digits(row.value.quantity or Decimal(0)), stated.unit)]
    return (Severity.INFO if holds else Severity.WARNING), zh, en, quotes


def _speak_of_one(row: Row, stated: Stated) -> bool:
    """Whether the row's name or description shares a stretch of words with the clause beside the number."""
    clause = stated.clause.replace(stated.printed, "，")
    return any(_common(text, clause) for text in (row.name, row.description))


def _common(one: str, other: str) -> bool:
    return any(one[n : n + SHARED] in other for n in range(len(one) - SHARED + 1))


def _satisfies(number: Decimal, row: Row) -> bool:
    bound, holds = row.value.quantity, HOLDS.get(row.value.operator or "")
    return bool(bound is not None and holds and holds(number, bound))
