"""GJ-I11, GJ-I12: a published document holds personal data, or cannot be read by machines or in time."""

import re
from collections.abc import Iterator

from services.validate.rule import (
    DISCLOSURE,
    DOCUMENT,
    Context,
    Severity,
    Verdict,
    failed,
    insufficient,
    not_applicable,
    passed,
    rule,
)
from shared.document import Document
from shared.findings import Evidence, Subject
from shared.folding import fold
from shared.project_code import read_code

IDENTITY = re.compile(
    r"(?<![\dA-Za-z])[1-9]\d{5}(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dXx](?![\dA-Za-z])"
)
LONG = re.compile(r"[\d０-９]{11}")
MOBILE = re.compile(r"(?<![\dA-Za-z.])1[3-9]\d{9}(?![\dA-Za-z.])")
CARD = re.compile(r"(?<![\dA-Za-z])62\d{14,17}(?![\dA-Za-z])")
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)  # GB 11643
CHECKS = "10X98765432"
PUBLISHED = ("pdf", "docx", "doc", "html", "xlsx", "xls")  # forms in which text is published as text
READABLE: Subject = {"document": True, "field": "text"}
IN_TIME: Subject = {"document": True, "field": "date"}


@rule(
    "GJ-I11",
    title="公开文本含个人信息",
    title_en="Personal data published",
    summary="公开文本不应含身份证号、手机号码、银行卡号等个人信息。",
    severity=Severity.ERROR,
    scope="document",
    kinds=DISCLOSURE,
    clause="个人信息保护法；实务",
    since="0.1.0",
)
def personal_data(context: Context) -> Iterator[Verdict]:
    """A published document holds personal data.

    What it checks
        Numbers of identity cards (18 characters whose check holds), of mobile telephones, and of bank cards (whose
        check digit holds) in the goals, the projects, the tables and the narrative.

    Why it matters
        The file goes onto the web for everyone.

    Known traps
        Project codes hold long runs of digits and are left out; a number whose check fails is no such number. The
        finding shows the first and last characters only.

    Example
        A contact's mobile number in the purpose of a project.

    Severity
        error.
    """
    found = [(what, number, place) for text, place in _texts(context.document) for what, number in numbers_in(text)]
    if not found:
        yield passed(DOCUMENT)
        return
    kinds = "、".join(dict.fromkeys(what for what, _, _ in found))
    yield failed(
        DOCUMENT,
        f"公开文本中疑有个人信息（{kinds}，共{len(found)}处），请删除。",
        f"The text seems to hold personal data ({len(found)} places): please remove them.",
        [Evidence(quote=_masked(number), at=place) for _, number, place in found],
    )


def numbers_in(text: str) -> Iterator[tuple[str, str]]:
    """(what it is, the number) of each piece of personal data in a text."""
    if not LONG.search(text):
        return
    folded = fold(text)
    yield from (("身份证号", found[0]) for found in IDENTITY.finditer(folded) if is_identity(found[0]))
    yield from (("手机号码", found[0]) for found in MOBILE.finditer(folded))
    yield from (("银行卡号", found[0]) for found in CARD.finditer(folded) if is_card(found[0]))


def is_identity(number: str) -> bool:
    """Whether the check character of a citizen's number holds."""
    total = sum(weight * int(digit) for weight, digit in zip(WEIGHTS, number[:17], strict=True))
    return CHECKS[total % 11] == number[17].upper()


def is_card(number: str) -> bool:
    """Whether the check digit of a bank card holds (Luhn)."""
    doubled = [int(digit) * (2 if n % 2 else 1) for n, digit in enumerate(reversed(number))]
    return sum(value - 9 if value > 9 else value for value in doubled) % 10 == 0


def _masked(number: str) -> str:
    return f"{number[:3]}{'*' * (len(number) - 5)}{number[-2:]}"


def _texts(document: Document) -> Iterator[tuple[str, object]]:
    yield document.overall_goal or "", document.at.get("overall_goal")
    yield from ((text, None) for part in document.sub_goals for text in (part.goal or "", *part.indicators))
    yield from ((text, None) for text in document.safeguards)
    for figure in document.narrative_figures:
        yield figure.text, figure.at.get("text")
    for project in document.projects:
        yield from ((text, project.at.get("goals")) for text in project.goals)
        yield from ((getattr(project, f) or "", project.at.get(f)) for f in ("name", "purpose", "unit_name"))
        for row in project.indicators:
            yield from ((getattr(row, f) or "", row.at.get(f)) for f in ("name", "description", "target", "basis"))
    for table in document.budget_tables:
        yield from (
            (text, None)
            for cells in table.rows
            for text in cells
            if text and LONG.search(text) and read_code(text) is None
        )


@rule(
    "GJ-I12",
    title="公开不及时/不可读",
    title_en="Published late or unreadable",
    summary="公开文件应在批复后二十日内公开，并应有可检索的文字。",
    severity=Severity.ERROR,
    scope="document",
    kinds=DISCLOSURE,
    clause="预算法第十四条；地方预决算公开专项检查（公开形式）",
    since="0.1.0",
)
def published_late_or_unreadable(context: Context) -> Iterator[Verdict]:
    """A document was published late, or holds no text that machines can read.

    What it checks
        A scan has no text of its own and cannot be searched. When the budget was approved and when the file was put on
        the web is in no file: without those dates nothing can be said of the twenty days.

    Why it matters
        Disclosure in time and in a readable form is what inspections begin with.

    Known traps
        Texts that were recognised from a scan before they came here are not known to be scans.

    Example
        A scanned PDF.

    Severity
        error where late, info where scanned.
    """
    form = context.document.form
    if form in PUBLISHED:
        yield passed(READABLE)
        yield insufficient(IN_TIME, "批复日期和公开日期未知", "the dates of approval and publication are unknown")
    elif form == "scan":
        yield failed(
            READABLE,
            "文件为扫描件，没有可检索的文字，建议公开文字版。",
            "The file is a scan without searchable text: please publish a version with text.",
            [Evidence(quote=context.document.title or context.document.source)],
            severity=Severity.INFO,
        )
    else:
        yield not_applicable(DOCUMENT, "文本文件，公开形式未知", "a text dump: how it was published is unknown")
