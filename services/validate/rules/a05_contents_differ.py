"""GJ-A05: the table of contents and the body name different things."""

import re
from collections import Counter
from collections.abc import Iterator
from difflib import SequenceMatcher

from services.validate.rule import (
    DOCUMENT,
    Context,
    Severity,
    Verdict,
    evidence,
    failed,
    not_applicable,
    of_section,
    passed,
    rule,
    uncertain,
)
from shared.budget_kinds import table_kind
from shared.document import Document
from shared.folding import bare, plain

SUFFIX = re.compile(r"(?:项目)?绩效目标表?$")
OF_PROJECT = re.compile(r"绩效目标表$")
NUMBER = re.compile(
    r"^(?:第[一二三四五六七八九十]+部分|[一二三四五六七八九十]+、|[(][一二三四五六七八九十]+[)]|\d+[、.])"
)
ALIKE = 0.85  # likeness from which on an entry and a heading are the same, but for a slip


@rule(
    "GJ-A05",
    title="目录与正文不一致",
    title_en="Contents and body differ",
    summary="目录所列章节和项目应与正文一致。",
    severity=Severity.WARNING,
    scope="document",
    clause="地方预决算公开专项检查（完整性）",
    since="0.1.0",
)
def contents_differ(context: Context) -> Iterator[Verdict]:
    """The table of contents and the body name different things.

    What it checks
        Each entry of the table of contents has a heading, a table or a project in the body; and where the contents
        list projects, each project has an entry.

    Why it matters
        A project that is listed and not there was left out, or the contents are last year's.

    Known traps
        Numbers and page numbers are dropped, wrapped entries joined, lines that only group others left out. Where
        fewer tables were read than the contents promise, our reading may be to blame: parse_uncertain.

    Example
        19 entries of projects and 18 tables.

    Severity
        warning.
    """
    entries = [entry for entry in context.document.contents if _is_comparable(entry)]
    if not entries:
        yield not_applicable(DOCUMENT, "没有目录", "there is no table of contents")
        return
    body = Counter(_key(title) for title in _titles(context.document))
    listed = Counter(_key(entry) for entry in entries)
    missing = [entry for entry in entries if _is_missing(_key(entry), listed, body)]
    doubt = context.doubt({"document": True, "field": "projects"}) or context.doubt(
        {"document": True, "field": "sections"}
    )
    for entry in dict.fromkeys(missing):
        subject = of_section(entry)
        if doubt:
            yield uncertain(subject, doubt.message, doubt.message_en)
        else:
            zh, en = f"目录所列“{entry}”在正文中未见，请核对。", f"“{entry}” of the contents is not in the body."
            yield failed(
                subject, zh, en, [evidence(context.document, f"contents.{context.document.contents.index(entry)}")]
            )
    unlisted = list(_unlisted(context.document, listed)) if any(map(_is_project, entries)) else []
    yield from unlisted
    if not missing and not unlisted:
        yield passed(DOCUMENT)


def _unlisted(document: Document, listed: Counter[str]) -> Iterator[Verdict]:
    for project in document.projects:
        title = project.title or project.name or ""
        if title and not listed[_key(title)] and not _slip(_key(title), listed):
            zh, en = f"正文中的“{title}”未列入目录，请核对。", f"“{title}” of the body is not in the contents."
            yield failed(of_section(title), zh, en, [evidence(project, "title")])


def _is_comparable(entry: str) -> bool:
    """Whether an entry names a section, a table or a project; a line that only groups them need not be repeated."""
    numbered = bool(NUMBER.match(plain(entry))) or table_kind(entry) is not None or _is_project(entry)
    return numbered and bool(_key(entry))


def _is_missing(key: str, listed: Counter[str], body: Counter[str]) -> bool:
    return listed[key] > body[key] if body[key] else not _slip(key, body)


def _is_project(entry: str) -> bool:
    return bool(OF_PROJECT.search(plain(entry)))


def _key(title: str) -> str:
    """A title as it is compared: without its number, the suffix of project tables and punctuation."""
    return bare(SUFFIX.sub("", NUMBER.sub("", plain(title))))


def _titles(document: Document) -> Iterator[str]:
    """Everything in the body that a table of contents may name."""
    yield document.title or ""
    yield from (section.title for section in document.sections)
    yield from (project.title or project.name or "" for project in document.projects)
    yield from (table.kind or "" for table in document.budget_tables)
    yield from (part.title or "" for part in document.sub_goals)


def _slip(key: str, known: Counter[str]) -> bool:
    """Whether a title is there but for a slip, or as a part of a longer one."""
    return any(
        key in other or (other and other in key) or SequenceMatcher(None, key, other).ratio() >= ALIKE
        for other in known
    )
