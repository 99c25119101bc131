"""Looks for signs that a document was cut off: a last row or sentence without its end, contents that promise more."""

from collections.abc import Iterator, Sequence

from services.parse.blocks import Block, Line, Table
from services.parse.extract.contents import list_contents
from services.parse.extract.outline import PAGE_AT_END, Role
from services.parse.extract.paragraphs import ENDS_SENTENCE
from services.parse.extract.segments import Segment
from services.parse.extract.target_text import TargetText
from services.parse.stitch import places_of
from services.parse.templates import Template
from services.parse.text import compact, label_key, numbering, unnumbered
from shared.document import BudgetTable, Kind, Project, ReadingWarning
from shared.findings import Subject
from shared.warnings import warning

LEAST_MISSING = 2  # entries at the end of the contents; a single one may be a slip of the submitter


def signs_of_a_cut(
    blocks: Sequence[Block],
    roles: Sequence[Role | None],
    target: TargetText,
    template: Template,
    kind: Kind,
) -> Iterator[ReadingWarning]:
    """Warnings where the end seems to be missing."""
    promised = _promised(blocks, roles, template)
    read = len(target.cut.segments) + len(target.cut.bare)
    yield from _end(blocks, roles, target, template, promised > read)
    if promised > read:
        yield warning("projects_missing", None, promised=promised, read=read)
    elif kind == "target-text" and not target.cut.segments:
        yield warning("no_projects", None)


def signs_in_contents(
    blocks: Sequence[Block], roles: Sequence[Role | None], target: TargetText, tables: Sequence[BudgetTable]
) -> Iterator[ReadingWarning]:
    """A warning where several of the last entries of the contents are nowhere in the body; it is about the last of the
    budget's `tables` where the document ends in it."""
    entries, _ = list_contents(blocks, roles)
    body = {
        compact(block.text)
        for block, role in zip(blocks, roles, strict=True)
        if isinstance(block, Line) and (role is None or role.kind != "contents")
    }
    titles = body | {unnumbered(text) for text in body}
    missing = 0
    while missing < len(entries) and unnumbered(entries[-1 - missing]) not in titles:
        missing += 1
    if LEAST_MISSING <= missing < len(entries):
        last = blocks[-1]
        where = last.places if isinstance(last, Line) else places_of(last.rows[-1])
        yield warning("document_cut", None, where, _last_table(blocks, target, tables))


def _end(
    blocks: Sequence[Block],
    roles: Sequence[Role | None],
    target: TargetText,
    template: Template,
    more_promised: bool,
) -> Iterator[ReadingWarning]:
    last = next((i for i in range(len(blocks) - 1, -1, -1) if roles[i] is None or roles[i] != Role("page")), None)
    if last is None:
        return
    block, role = blocks[last], roles[last]
    if isinstance(block, Table):
        if last in target.cut.used and (
            more_promised or _ends_short(target.cut.segments, template) or _ends_early(target.projects, template)
        ):
            yield warning("document_cut", None, places_of(block.rows[-1]), _last_row(target))
    elif role and role.kind == "text" and last not in target.cut.headings and _breaks_off(block, last in target.prose):
        yield warning("document_cut", compact(block.text), block.places)


def _ends_short(segments: Sequence[Segment], template: Template) -> bool:
    """Whether the last row of the document ends before the value of its indicator."""
    rows = segments[-1].indicator_rows if segments else []
    headers = [row.cells for row, is_header in rows if is_header]
    if not headers or rows[-1][1]:
        return False  # a form without indicators ends like this too
    values = [i for i, cell in enumerate(headers[-1]) if template.columns.get(label_key(cell.text)) == "target"]
    return bool(values) and len(rows[-1][0].cells) <= values[0]


def _ends_early(projects: Sequence[Project], template: Template) -> bool:
    """Whether the last project has no indicators though all others have, or none of the level with which all others
    end; one alone, whether it has none but of the form's first level."""
    ends = {label_key(project.indicators[-1].level1 or "") if project.indicators else "" for project in projects[:-1]}
    own = {label_key(row.level1 or "") for project in projects[-1:] for row in project.indicators}
    if len(projects) == 1:
        return own == {next(iter(template.levels))}
    if "" in ends:
        return False
    return bool(projects) and (not own or (len(ends) == 1 and not ends & own))


def _last_table(blocks: Sequence[Block], target: TargetText, tables: Sequence[BudgetTable]) -> Subject | None:
    """The budget table in which the document ends, if it does."""
    in_table = bool(blocks and tables) and isinstance(blocks[-1], Table) and len(blocks) - 1 not in target.cut.used
    return {"table": tables[-1].kind or ""} if in_table else None


def _breaks_off(line: Line, in_section: bool) -> bool:
    text = compact(line.text)
    return not text.endswith(ENDS_SENTENCE) and (in_section or line.level > 0 or numbering(text) is not None)


def _last_row(target: TargetText) -> Subject | None:
    if not target.projects:
        return None
    project = target.projects[-1]
    if project.indicators:
        return {"project": project.ordinal, "indicator": len(project.indicators)}
    if target.cut.segments[-1].indicator_rows:
        return {"project": project.ordinal, "field": "indicators"}  # what stands above them is there
    return {"project": project.ordinal}


def _promised(blocks: Sequence[Block], roles: Sequence[Role | None], template: Template) -> int:
    """How many projects the table of contents names, wrapped entries counted once."""
    printed = [
        compact(PAGE_AT_END.sub("", block.text))
        for block, role in zip(blocks, roles, strict=True)
        if isinstance(block, Line) and role and role.kind == "contents"
    ]
    entries = [entry for entry in printed if entry]  # a long entry leaves its page number on a line of its own
    pairs = zip(["", *entries], entries, strict=False)
    return sum((before + entry if len(entry) < 6 else entry).endswith(template.suffixes) for before, entry in pairs)
