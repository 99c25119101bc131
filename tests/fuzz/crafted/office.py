"""Word files and workbooks that were made to do harm."""

import io
import struct
import zipfile
from functools import partial

from specimens.render_docx import NAMESPACE, RELATIONS, TYPES
from specimens.render_xlsx import MAIN, workbook
from tests.archives import zipped
from tests.fuzz.crafted.archives import GIGABYTE
from tests.fuzz.crafted.case import Case

EXTERNAL = '<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd"><!ENTITY y SYSTEM "http://127.0.0.1:9/x">]>'
PARAMETER = '<!DOCTYPE d [<!ENTITY % p SYSTEM "http://127.0.0.1:9/x"> %p; <!ENTITY x "甲">]>'
LAUGHS = (
    '<!DOCTYPE d [<!ENTITY a0 "哈">' + "".join(f'<!ENTITY a{i} "{f"&a{i - 1};" * 10}">' for i in range(1, 13)) + "]>"
)
BLOW_UP = f'<!DOCTYPE d [<!ENTITY a "{"哈" * 100_000}">]>'  # one entity, many times: no nesting to be counted


def docx(body: str, doctype: str = "") -> bytes:
    """A Word file with this body."""
    xml = f'<?xml version="1.0"?>{doctype}<w:document xmlns:w="{NAMESPACE}"><w:body>{body}</w:body></w:document>'
    return zipped({"[Content_Types].xml": TYPES, "_rels/.rels": RELATIONS, "word/document.xml": xml})


def xlsx(sheet: str, doctype: str = "", strings: str | None = None) -> bytes:
    """A workbook whose only sheet has this XML within its root, and its shared strings, if any."""
    with zipfile.ZipFile(io.BytesIO(workbook({"一": []}, False))) as package:
        files: dict[str, str | bytes] = {name: package.read(name) for name in package.namelist()}
    files["xl/worksheets/sheet1.xml"] = f'<?xml version="1.0"?>{doctype}<worksheet xmlns="{MAIN}">{sheet}</worksheet>'
    if strings is not None:
        files["xl/sharedStrings.xml"] = f'<?xml version="1.0"?><sst xmlns="{MAIN}" {strings}</sst>'
    return zipped(files)


def paragraph(text: str) -> str:
    """A Word paragraph."""
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def cell(inside: str, properties: str = "") -> str:
    """A Word cell."""
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{inside}</w:tc>"


def rows(inside: str) -> bytes:
    """A workbook with these rows."""
    return xlsx(f"<sheetData>{inside}</sheetData>")


def far_cells() -> bytes:
    """A sheet with values in its first and in its very last cell."""
    return rows('<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>')


def many_columns() -> bytes:
    """A sheet with a million columns, more than any program has."""

    def letters(index: int) -> str:
        name = ""
        while index:
            index, rest = divmod(index - 1, 26)
            name = chr(65 + rest) + name
        return name

    return rows(f'<row r="1">{"".join(f"""<c r="{letters(i)}1"><v>1</v></c>""" for i in range(1, 1_000_001))}</row>')


def lying_dimension() -> bytes:
    """A sheet that claims every cell there is and has one."""
    row = '<row r="1"><c r="A1"><v>1</v></c></row>'
    return xlsx(f'<dimension ref="A1:XFD1048576"/><sheetData>{row}</sheetData>')


def lying_strings() -> bytes:
    """A workbook that claims four billion strings, has one, and asks for another."""
    row = '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>4000000000</v></c></row>'
    return xlsx(
        f"<sheetData>{row}</sheetData>", strings='count="4294967295" uniqueCount="4294967295"><si><t>甲</t></si>'
    )


def merged_all() -> bytes:
    """A small sheet whose merged range covers every cell there is."""
    row = '<row r="1"><c r="A1"><v>1</v></c><c r="B1"><v>2</v></c></row>'
    return xlsx(f'<sheetData>{row}</sheetData><mergeCells count="1"><mergeCell ref="A1:XFD1048576"/></mergeCells>')


def merged_often() -> bytes:
    """A sheet with a hundred thousand merged ranges over each other."""
    row = '<row r="1"><c r="A1"><v>1</v></c><c r="CV100"><v>2</v></c></row>'
    merged = "".join(f'<mergeCell ref="A1:CV{i % 100 + 1}"/>' for i in range(100_000))
    return xlsx(f"<sheetData>{row}</sheetData><mergeCells>{merged}</mergeCells>")


def wide_row() -> bytes:
    """A Word row whose cells claim to span a hundred million columns."""
    wide = cell(paragraph("甲"), '<w:gridSpan w:val="99999999"/>')
    return docx(f"<w:tbl>{f'<w:tr>{wide * 9}</w:tr>' * 900}</w:tbl>")


def tables_in_tables(depth: int) -> bytes:
    """Word tables in each other."""
    return docx("<w:tbl><w:tr><w:tc>" * depth + paragraph("甲") + "</w:tc></w:tr></w:tbl>" * depth)


def many_parts() -> bytes:
    """A Word file of sixty thousand parts."""
    return zipped({"word/document.xml": "<a/>", **{f"word/{i}.xml": "" for i in range(60_000)}})


def part_bomb() -> bytes:
    """A Word file whose text unpacks to a quarter of a gigabyte."""
    return zipped({"word/document.xml": b" " * (GIGABYTE // 4)})


def compound_file(stream: str, sectors: int = 8, chain: int = 0) -> bytes:
    """An old Office file with one stream of this name whose chain of sectors comes back to `chain`."""
    header = struct.pack("<8s16xHHHHH6xIIIIIIIII", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 0x3E, 3, 0xFFFE, 9, 6,
                         0, 1, 1, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0)  # fmt: skip
    header += struct.pack("<I", 0) + b"\xff" * (512 - len(header) - 4)
    fat = [0xFFFFFFFD, 0xFFFFFFFE, *range(3, sectors), chain]
    fat += [0xFFFFFFFF] * (128 - len(fat))

    def entry(name: str, kind: int, child: int, start: int, size: int) -> bytes:
        raw = name.encode("utf-16-le")
        return struct.pack("<64sHBBIII36xIQ", raw, len(raw) + 2, kind, 1, 0xFFFFFFFF, 0xFFFFFFFF, child, start, size)

    folder = entry("Root Entry", 5, 1, 0xFFFFFFFE, 0) + entry(stream, 2, 0xFFFFFFFF, 2, 1 << 31) + bytes(256)
    return header + struct.pack("<128I", *fat) + folder + bytes(512 * (sectors - 2))


CASES: tuple[Case, ...] = (
    ("external entity in docx", partial(docx, paragraph("&x;甲"), EXTERNAL), "ok malformed"),
    ("external entity in xlsx", partial(xlsx, "<sheetData>&y;</sheetData>", EXTERNAL), "ok malformed no_content"),
    ("parameter entity in docx", partial(docx, paragraph("&x;甲"), PARAMETER), "ok malformed"),
    ("billion laughs in docx", partial(docx, paragraph("&a12;甲"), LAUGHS), "ok malformed"),
    ("billion laughs in xlsx", partial(xlsx, "<sheetData>&a12;</sheetData>", LAUGHS), "ok malformed no_content"),
    ("quadratic blow-up in docx", partial(docx, paragraph("&a;" * 50_000 + "甲"), BLOW_UP), "ok malformed no_content"),
    ("deep docx", partial(docx, "<w:sdt>" * 100_000), "malformed"),
    ("tables in tables in docx", partial(tables_in_tables, 80), "ok"),
    ("very deep tables in docx", partial(tables_in_tables, 20_000), "ok malformed no_content"),
    ("a million empty paragraphs", lambda: docx("<w:p/>" * 1_000_000 + paragraph("甲")), "ok timeout"),
    ("wide row in docx", wide_row, "ok"),
    ("sixty thousand parts", many_parts, "bomb"),
    ("bomb in a part of docx", part_bomb, "bomb"),
    ("cells at both ends of a sheet", far_cells, "bomb"),
    ("a million columns", many_columns, "bomb"),
    ("a dimension that lies", lying_dimension, "ok"),
    ("shared strings that lie", lying_strings, "malformed"),
    (
        "a cell of no place",
        partial(rows, '<row r="1"><c r="ZZZZZZZZ9"><v>1</v></c></row>'),
        "ok malformed bomb no_content",
    ),
    (
        "a row beyond counting",
        partial(rows, '<row r="99999999999"><c><v>1</v></c></row>'),
        "ok malformed bomb no_content",
    ),
    ("rows in rows", partial(rows, '<row r="1">' * 100_000), "ok malformed no_content"),
    ("everything merged", merged_all, "ok"),
    ("merged a hundred thousand times", merged_often, "ok"),
    (
        "xls whose sectors go in a circle",
        partial(compound_file, "Workbook", chain=2),
        "malformed encrypted out_of_memory",
    ),
    (
        "xls whose sectors lead nowhere",
        partial(compound_file, "Workbook", chain=9999),
        "malformed encrypted out_of_memory",
    ),
    (
        "xls whose folder is its own sector",
        partial(compound_file, "Book", chain=1),
        "malformed encrypted out_of_memory",
    ),
    ("doc whose sectors go in a circle", partial(compound_file, "WordDocument", chain=2), "malformed unsupported"),
    ("rtf of open groups", lambda: b"{\\rtf1" + b"{" * 100_000 + b"x", "ok malformed unsupported no_content timeout"),
    (
        "rtf that includes a file",
        lambda: b'{\\rtf1{\\field{\\*\\fldinst INCLUDETEXT "/etc/passwd"}{\\fldrslt x}} a}',
        "ok malformed unsupported",
    ),
)
