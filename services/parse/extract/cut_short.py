"""Looks for signs that a document was cut off: a last row or sentence without its end, contents that promise more."""

from collections.abc import Iterator, Sequence

from services.parse.blocks import Block, Line, Table
from services.parse.extract.outline import PAGE_AT_END, Role
from services.parse.extract.paragraphs import ENDS_SENTENCE
from services.parse.extract.segments import Segment
from services.parse.extract.target_text import TargetText
from services.parse.stitch import places_of
from services.parse.templates import Template
from services.parse.text import compact, label_key, numbering
from shared.document import Kind, ReadingWarning
from shared.findings import Subject
from shared.warnings import warning


def signs_of_a_cut(
    blocks: Sequence[Block], roles: Sequence[Role | None], target: TargetText, template: Template, kind: Kind
) -> Iterator[ReadingWarning]:
    """Warnings where the end seems to be missing."""
    yield from _end(blocks, roles, target, template)
    promised = _promised(blocks, roles, template)
    read = len(target.cut.segments) + len(target.cut.bare)
    if promised > read:
        yield warning("projects_missing", None, promised=promised, read=read)
    elif kind == "target-text" and not target.cut.segments:
        yield warning("no_projects", None)


def _end(
    blocks: Sequence[Block], roles: Sequence[Role | None], target: TargetText, template: Template
) -> Iterator[ReadingWarning]:
    last = next((i for i in range(len(blocks) - 1, -1, -1) if roles[i] is None or roles[i] != Role("page")), None)
    if last is None:
        return
    block, role = blocks[last], roles[last]
    if isinstance(block, Table):
        if last in target.cut.used and _ends_short(target.cut.segments, template):
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


def _breaks_off(line: Line, in_section: bool) -> bool:
    text = compact(line.text)
    return not text.endswith(ENDS_SENTENCE) and (in_section or line.level > 0 or numbering(text) is not None)


def _last_row(target: TargetText) -> Subject | None:
    if not target.projects:
        return None
    project = target.projects[-1]
    subject: Subject = {"project": project.ordinal}
    if project.indicators:
        subject["indicator"] = len(project.indicators)
    return subject


def _promised(blocks: Sequence[Block], roles: Sequence[Role | None], template: Template) -> int:
    """How many projects the table of contents names, wrapped entries counted once."""
    entries = [
        compact(PAGE_AT_END.sub("", block.text))
        for block, role in zip(blocks, roles, strict=True)
        if isinstance(block, Line) and role and role.kind == "contents"
    ]
    pairs = zip(["", *entries], entries, strict=False)
    return sum((before + entry if len(entry) < 6 else entry).endswith(template.suffixes) for before, entry in pairs)
