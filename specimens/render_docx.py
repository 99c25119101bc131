"""Prints a truth as a Word file, straight as XML: paragraphs, headings, tables with merged cells."""

import io
import zipfile
from random import Random
from xml.sax.saxutils import escape

from specimens.content import Content
from specimens.front import blanks, heading, printed
from specimens.grid import COLUMNS, Row, placed, project_grid
from specimens.specimen import Specimen, packed

NAMESPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
TYPES = (
    '<?xml version="1.0" encoding="UTF-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Override PartName="/word/document.xml" ContentType='
    '"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
RELATIONS = (
    '<?xml version="1.0" encoding="UTF-8"?>'
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" '
    'Target="word/document.xml"/></Relationships>'
)


def runs(rng: Random, text: str) -> str:
    """A text in one or several runs, as editing leaves it."""
    at = rng.randint(1, len(text) - 1) if len(text) > 3 and rng.random() < 0.3 else len(text)
    parts = (part for part in (text[:at], text[at:]) if part)
    return "".join(f'<w:r><w:t xml:space="preserve">{escape(part)}</w:t></w:r>' for part in parts)


def paragraph(rng: Random, text: str) -> str:
    """One paragraph; a tab is an element of its own."""
    pieces = [runs(rng, piece) for piece in text.split("\t")]
    return f"<w:p>{'<w:r><w:tab/></w:r>'.join(pieces)}</w:p>"


def cell(rng: Random, text: str, columns: int, merge: str = "") -> str:
    """One w:tc."""
    span = f'<w:gridSpan w:val="{columns}"/>' if columns > 1 else ""
    body = "".join(paragraph(rng, line) for line in text.split("\n"))
    return f"<w:tc><w:tcPr>{span}{merge}</w:tcPr>{body}</w:tc>"


def table(rng: Random, rows: list[Row], width: int = COLUMNS) -> str:
    """A w:tbl; a cell over several rows is continued by an empty one in each row below."""
    open_cells: dict[int, tuple[int, int]] = {}  # column -> (rows left, columns)
    printed = []
    for line in placed(rows):
        cells = dict(line)
        texts, column = [], 0
        while column < width:
            if column in cells:
                box = cells[column]
                merge = '<w:vMerge w:val="restart"/>' if box.rows > 1 else ""
                texts.append(cell(rng, box.text, box.columns, merge))
                if box.rows > 1:
                    open_cells[column] = (box.rows - 1, box.columns)
                column += box.columns
            else:
                left, columns = open_cells.pop(column)
                texts.append(cell(rng, "", columns, "<w:vMerge/>"))
                if left > 1:
                    open_cells[column] = (left - 1, columns)
                column += columns
        printed.append(f"<w:tr>{''.join(texts)}</w:tr>")
    return f"<w:tbl>{''.join(printed)}</w:tbl>"


def body(content: Content, seed: int) -> str:
    """All paragraphs and tables."""
    rng = Random(f"docx/{seed}")
    pieces, percent = printed(content, seed)
    parts, inside = [paragraph(rng, piece.text) for piece in pieces], rng.random() < 0.5
    for project in [*content.truth.projects, *blanks(content)]:
        unit = f"{project.unit_code or ''}{project.unit_name or ''}"
        money = f"单位：{project.currency_unit}"
        parts.append(paragraph(rng, heading(content, project)))
        parts += (
            [paragraph(rng, f"{unit}\t{money}".strip())] if inside else [paragraph(rng, unit), paragraph(rng, money)]
        )
        parts += [table(rng, project_grid(project, content.layout.goal_mark, percent)), paragraph(rng, "")]
    return "".join(parts)


def package(files: dict[str, str]) -> bytes:
    """A zip of texts, not compressed and with a fixed date, so that equal content gives equal bytes everywhere."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_STORED) as archive:
        for name, text in files.items():
            archive.writestr(zipfile.ZipInfo(name, (2024, 1, 1, 0, 0, 0)), text)
    return data.getvalue()


def render(content: Content, seed: int) -> Specimen:
    """The document as a .docx file; nothing is lost."""
    xml = (
        f'<?xml version="1.0" encoding="UTF-8"?><w:document xmlns:w="{NAMESPACE}">'
        f"<w:body>{body(content, seed)}</w:body>"
    )
    data = package({"[Content_Types].xml": TYPES, "_rels/.rels": RELATIONS, "word/document.xml": xml + "</w:document>"})
    truth = content.truth.model_copy(update={"form": "docx"})
    return packed(f"word-{seed}.docx", data, truth, content)
