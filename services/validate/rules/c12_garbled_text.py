"""GJ-C12: garbled text, stray Latin letters and impossible dates in a cell."""

import re
from calendar import monthrange
from collections.abc import Iterator

from services.validate.lists import words_of
from services.validate.rule import Context, Severity, Verdict, about, evidence, failed, passed, rule, uncertain
from shared.document import Document, Indicator, Project
from shared.findings import Evidence, Subject
from shared.folding import fold

PROJECT_FIELDS = ("title", "unit_name", "name", "purpose")
INDICATOR_FIELDS = ("name", "description", "target", "basis")

TOKEN = re.compile(r"[A-Za-z0-9][A-Za-z0-9._/@:&%+-]*")
WORD = re.compile(r"[A-Za-z]+")
DATES = (
    re.compile(r"(?:(?P<year>\d{4})年)?(?<!\d)(?P<month>\d{1,2})月(?P<day>\d{1,2})[日号]"),
    re.compile(r"(?<![\d.-])(?P<year>(?:19|20)\d\d)(?P<s>[./-])(?P<month>\d{1,2})(?P=s)(?P<day>\d{1,2})(?![\d.-])"),
)
# What every fault holds: three letters, a garbled character, or a digit behind a month or a year. Most cells do not.
SUSPECT = re.compile(r"[A-Za-zＡ-Ｚａ-ｚ]{3}|[\ufffd\ue000-\uf8ff锟烫屯]|[月./-]\s*[\d０-９]|[０-９]")
GARBLED = re.compile(r"[\ufffd\ue000-\uf8ff]|锟斤拷|烫烫|屯屯")
LEAP_YEAR = 2024  # for a date without a year: 29 February exists in some
TEXT_FORMS = ("ocr-markdown", "word-text", "pdf-text")  # the character stands in the submitted text itself


@rule(
    "GJ-C12",
    title="乱码、占位与非法日期",
    title_en="Garbled text or impossible date",
    summary="单元格中不应有无意义的字母、乱码字符或不存在的日期。",
    severity=Severity.WARNING,
    scope="project",
    clause="地方预决算公开专项检查（可读性）",
    since="0.1.0",
)
def garbled_text(context: Context, project: Project) -> Iterator[Verdict]:
    """Garbled text, stray Latin letters and impossible dates in a cell.

    What it checks
        In the words of a project and of each indicator: three or more Latin letters that are no known abbreviation and
        stand with no digit; characters that a wrong encoding leaves; dates that no calendar has.

    Why it matters
        Such cells were typed with the wrong keyboard layout or left from a draft, and are published as they are.

    Known traps
        LPR-150BP, A4, PDF, addresses of web sites and project codes are meant. Characters that our own reading of a
        PDF or scan could not map are parse_uncertain.

    Example
        “道路保洁面积的 xxwg” as the name of an indicator; “4月31日” as a deadline.

    Severity
        warning; info for an unknown abbreviation in capitals.
    """
    cells = [(field, getattr(project, field)) for field in PROJECT_FIELDS]
    cells += [(f"goals.{number}", goal) for number, goal in enumerate(project.goals)]
    yield _judged(context, about(project), project, cells)
    for number, indicator in enumerate(project.indicators, 1):
        row = [(field, getattr(indicator, field)) for field in INDICATOR_FIELDS]
        yield _judged(context, about(project, number), indicator, row)


def _judged(
    context: Context, subject: Subject, part: Project | Indicator, cells: list[tuple[str, str | None]]
) -> Verdict:
    """One verdict for the cells of a subject: the gravest fault decides, all are quoted."""
    faults = [(field, fault, grave) for field, text in cells if text for fault, grave in faults_in(text)]
    if not faults:
        return passed(subject)
    if any(_is_ours(context.document, fault) for _, fault, _ in faults):
        return uncertain(subject, "有字符未能识别", "some characters could not be read")
    words = "、".join(dict.fromkeys(f"“{fault}”" for _, fault, _ in faults))
    return failed(
        subject,
        f"文字中有无意义的内容{words}，请核对。",
        f"The text holds {words}, which seems to be no meant content.",
        _quotes(part, [field for field, _, _ in faults]),
        severity=Severity.WARNING if any(grave for _, _, grave in faults) else Severity.INFO,
    )


def faults_in(text: str) -> Iterator[tuple[str, bool]]:
    """(what is wrong, whether it is grave) of one cell: only an unknown abbreviation in capitals is not grave."""
    if not SUSPECT.search(text):
        return
    folded = fold(text)
    yield from ((found.group(), True) for found in GARBLED.finditer(text))
    yield from ((date, True) for date in _impossible_dates(folded))
    for token in TOKEN.finditer(folded):
        if not _is_meant(token.group()) and folded[: token.start()][-1:] != "\\":
            yield from ((word, not word.isupper()) for word in WORD.findall(token.group()) if not _is_known(word))


def _is_meant(token: str) -> bool:
    """Whether letters belong to a code, a measure or an address rather than to a word."""
    return any(c.isdigit() for c in token) or "@" in token or "." in token.strip(".") or "://" in token


def _is_known(word: str) -> bool:
    return len(word) < 3 or word.lower() in words_of("latin_words") or set(word.lower()) == {"x"}


def _impossible_dates(text: str) -> Iterator[str]:
    for date in DATES:
        for found in date.finditer(text):
            if not _exists(int(found["year"] or LEAP_YEAR), int(found["month"]), int(found["day"])):
                yield found.group()


def _exists(year: int, month: int, day: int) -> bool:
    return 1 <= month <= 12 and 1 <= day <= monthrange(year, month)[1]


def _is_ours(document: Document, fault: str) -> bool:
    return document.form not in TEXT_FORMS and GARBLED.fullmatch(fault) is not None


def _quotes(part: Project | Indicator, fields: list[str]) -> list[Evidence]:
    return [evidence(part, field) for field in dict.fromkeys(fields)]
