"""Decides whether a document is of a template's forms, and of which: by the labels it prints, never by one word."""

from collections.abc import Iterable, Sequence

from services.parse.blocks import Block, Cell, Line, Table
from services.parse.extract.outline import Role
from services.parse.extract.project_table import field_of, split_labels
from services.parse.extract.segments import Segment
from services.parse.extract.table_parts import budget_forms
from services.parse.extract.target_text import SECTIONS, TargetText
from services.parse.templates import COLUMNS, FIELDS, Template
from services.parse.text import compact, label_key, unnumbered
from shared.document import Kind

MOST = 0.6  # of a form's labels; other provinces' forms share up to half of them
LONGEST_TITLE = 60


def kind_of(blocks: Sequence[Block], roles: Sequence[Role | None], target: TargetText, template: Template) -> Kind:
    """The kind of document that this template makes of the blocks; "other" when they are of none of its forms."""
    if has_disclosure_tables(blocks, template):
        return "disclosure"
    if target.cut.segments:
        return "target-text" if is_of(target.cut.segments, template) else "other"
    return "target-text" if _has_sections(roles) else "other"


def has_disclosure_tables(blocks: Sequence[Block], template: Template) -> bool:
    """Whether at least two of the disclosure's tables are named in lines of their own and any table follows, or at
    least three have its headers (a unit calls them 单位预算收支总表)."""
    named = {compact(block.text) for block in blocks if isinstance(block, Line) and len(block.text) <= LONGEST_TITLE}
    titles = {unnumbered(text) for text in named} | named
    if len(titles & template.disclosure_tables) >= 2:
        return any(isinstance(block, Table) for block in blocks)
    return bool(template.disclosure_tables) and budget_forms(blocks) >= 3


def is_of(segments: Iterable[Segment], template: Template) -> bool:
    """Whether any project's table has most of the labels of the form's head, or all its columns and no others."""
    return any(_is_of_form(segment, template) for segment in segments)


def _is_of_form(segment: Segment, template: Template) -> bool:
    rows = [split_labels(row.cells, template) for row in segment.head_rows]
    fields = {name for cells in rows for cell in cells if (name := field_of(cell, template))}
    if "money" in fields:
        fields.add("purpose")
    if len(fields & set(FIELDS)) >= MOST * len(FIELDS):
        return True
    headers = [row.cells for row, is_header in segment.indicator_rows if is_header]
    return bool(headers) and _has_columns(headers[0], template)


def _has_columns(cells: Iterable[Cell], template: Template) -> bool:
    texts = [cell for cell in cells if cell.text]
    names = {template.columns.get(label_key(cell.text)) for cell in texts}
    return None not in names and names >= set(template.column_order) & set(COLUMNS)


def _has_sections(roles: Iterable[Role | None]) -> bool:
    """Whether the prose of a target text is there although no table is."""
    named = {role.section for role in roles if role and role.kind == "heading"}
    return len(named & set(SECTIONS)) >= 2 or bool(named & set(SECTIONS) and named & {"part", "projects"})
