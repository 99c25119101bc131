"""GJ-A08: a sentence is broken, or counts otherwise than it says."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from services.validate.rule import (
    DOCUMENT,
    Context,
    Severity,
    Verdict,
    about,
    failed,
    not_applicable,
    of_section,
    passed,
    rule,
)
from shared.document import Document
from shared.findings import Evidence, Subject
from shared.folding import plain

NUMERALS = "一二三四五六七八九十"
BLANK_DATE = re.compile(r"(?<![\d一二三四五六七八九十])年月日?(?=起|前|底|至|施行|实施|印发)|\d月日")
ANNOUNCED = re.compile(rf"([{NUMERALS}])(?:个|大)?方面")
COUNTED = re.compile(rf"([{NUMERALS}])是")
NO_VALUE = re.compile(r"[，,；;](?P<name>[^，,；;。\d]{2,20}(?:率|满意度))。")
DOUBLED = re.compile(r"([一-鿿]{2,6})\1")
# Text forms in which cells are put together from several lines, over pages too.
JOINED = ("ocr-markdown", "pdf-text")
# Words that are doubled on purpose, by their first half.
REDUPLICATED = re.compile(r"^(.)\1$")
MEANT = frozenset({"方方", "层层", "人人", "家家", "处处", "时时", "个个", "一个", "一步", "一件", "一项"})

# The number of a measure; its heading may be repeated by the sentence behind it.
NUMBER = re.compile(rf"^(?:[(（][{NUMERALS}]+[)）]|[{NUMERALS}]+、|\d+[、.])")

Text = tuple[str, Any]  # a text without white space, and its place


@rule(
    "GJ-A08",
    title="文字残缺或列举数不符",
    title_en="Broken or miscounted sentence",
    summary="文字应当完整：日期不留空，“N方面”与列举数相符，指标名称后有数值，词语不重复。",
    severity=Severity.INFO,
    scope="document",
    clause="地方预决算公开专项检查（可读性）",
    since="0.1.0",
)
def broken_sentence(context: Context) -> Iterator[Verdict]:
    """A sentence is broken, or counts otherwise than it says.

    What it checks
        In the goals, the safeguards and the words of the projects: dates with a blank (年 月 日), N方面 followed by
        another number of 一是…, an indicator that ends its sentence without a value, and words printed twice in a row.

    Why it matters
        The file is published; a sentence like that shows that nobody read it.

    Known traps
        A sentence may count 一是 to 三是 without announcing a number. Words such as 方方面面 are doubled on purpose.
        A missing value counts only among indicators.

    Example
        “抓好三方面工作：一是…二是…三是…四是…”.

    Severity
        info.
    """
    checked = [(subject, where, texts) for subject, where, texts in _texts(context.document) if texts]
    if not checked:
        yield not_applicable(DOCUMENT, "没有可检查的文字", "there is no text to check")
    for subject, where, texts in checked:
        seam = context.document.form in JOINED and where == "project"
        faults = [
            Fault(*fault, place)
            for text, place in texts
            for fault in faults_in(text, indicators=where == "indicators", joined=seam and isinstance(place, list))
        ]
        yield _failed(subject, faults) if faults else passed(subject)


@dataclass(frozen=True)
class Fault:
    """Words, what is wrong with them in both languages, and where they stand."""

    words: str
    zh: str
    en: str
    place: Any


def faults_in(text: str, *, indicators: bool = False, joined: bool = False) -> Iterator[tuple[str, str, str]]:
    """(the words, what is wrong, the same in English) of each fault in a text without white space.

    Words doubled in a text that was joined over a page (`joined`) may be doubled by the join.
    """
    yield from ((found[0], "日期不完整", "the date is incomplete") for found in BLANK_DATE.finditer(text))
    yield from _miscounted(text)
    if indicators:
        yield from ((found["name"], "没有指标值", "it has no value") for found in NO_VALUE.finditer(text))
    if not joined:
        yield from ((found[0], "词语重复", "words are printed twice") for found in _doubled(text))


def _miscounted(text: str) -> Iterator[tuple[str, str, str]]:
    announced = ANNOUNCED.search(text)
    counted = [NUMERALS.index(found[1]) + 1 for found in COUNTED.finditer(text[announced.end() :])] if announced else []
    if announced and counted[:2] == [1, 2]:
        last = next((n for n, value in enumerate(counted, 1) if value != n), len(counted) + 1) - 1
        if last != NUMERALS.index(announced[1]) + 1:
            yield announced[0], f"实际列举{last}项", f"{last} are listed"


def _doubled(text: str) -> Iterator[re.Match[str]]:
    number = NUMBER.match(text)
    heading = number.end() if number else -1
    for found in DOUBLED.finditer(text):
        if found.start() != heading and found[1] not in MEANT and not REDUPLICATED.match(found[1]):
            yield found


def _failed(subject: Subject, faults: list[Fault]) -> Verdict:
    said = "；".join(f"“{fault.words}”{fault.zh}" for fault in faults)
    said_en = "; ".join(f"“{fault.words}”: {fault.en}" for fault in faults)
    quotes = [Evidence(quote=fault.words, at=fault.place) for fault in faults]
    return failed(subject, f"{said}，请核对。", f"{said_en}.", quotes)


def _texts(document: Document) -> Iterator[tuple[Subject, str, list[Text]]]:
    """(subject, sort of text, texts): the department's goals, their indicators, the safeguards, and every project."""
    goals = [(document.overall_goal, document.at.get("overall_goal"))]
    goals += [(part.goal, part.at.get("goal")) for part in document.sub_goals]
    yield of_section("绩效目标"), "goals", _squeezed(goals)
    listed = [pair for part in document.sub_goals for pair in _placed(part.indicators, part.at.get("indicators"))]
    yield of_section("分项绩效指标"), "indicators", _squeezed(listed)
    yield (
        of_section("工作保障措施"),
        "safeguards",
        _squeezed(_placed(document.safeguards, document.at.get("safeguards"))),
    )
    for project in document.projects:
        cells = [(project.purpose, project.at.get("purpose")), *_placed(project.goals, project.at.get("goals"))]
        cells += [(row.name, row.at.get("name")) for row in project.indicators]
        cells += [(row.description, row.at.get("description")) for row in project.indicators]
        yield about(project), "project", _squeezed(cells)


def _placed(texts: list[str], places: Any) -> list[tuple[str | None, Any]]:
    """Each text of a list with its place, where the places are a list as long."""
    known = isinstance(places, list) and len(places) == len(texts)
    return [(text, places[n] if known else None) for n, text in enumerate(texts)]


def _squeezed(texts: list[tuple[str | None, Any]]) -> list[Text]:
    return [(plain(text), place) for text, place in texts if text and text.strip()]
