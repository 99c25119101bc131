"""Files that were made to do harm, one for each trick; `CRAFTED` names them with the codes in which they may end."""

import gzip
import io
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Mapping
from functools import partial

from specimens.render_docx import NAMESPACE, RELATIONS, TYPES
from specimens.render_xlsx import MAIN, workbook

Files = Mapping[str, str | bytes]

FINE = "ok"
GIGABYTE = 1 << 30


def zipped(files: Files) -> bytes:
    """A zip archive of files, those of bytes in an iterable of chunks too."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return data.getvalue()


def docx(body: str, doctype: str = "") -> bytes:
    """A Word file with this body."""
    xml = f'<?xml version="1.0"?>{doctype}<w:document xmlns:w="{NAMESPACE}"><w:body>{body}</w:body></w:document>'
    return zipped({"[Content_Types].xml": TYPES, "_rels/.rels": RELATIONS, "word/document.xml": xml})


def xlsx(sheet: str, doctype: str = "") -> bytes:
    """A workbook whose only sheet has this XML within its root."""
    with zipfile.ZipFile(io.BytesIO(workbook({"一": []}, False))) as package:
        files: dict[str, str | bytes] = {name: package.read(name) for name in package.namelist()}
    files["xl/worksheets/sheet1.xml"] = f'<?xml version="1.0"?>{doctype}<worksheet xmlns="{MAIN}">{sheet}</worksheet>'
    return zipped(files)


def paragraph(text: str) -> str:
    """A Word paragraph."""
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


EXTERNAL = '<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd"><!ENTITY y SYSTEM "http://127.0.0.1:9/x">]>'
LAUGHS = (
    '<!DOCTYPE d [<!ENTITY a0 "哈">' + "".join(f'<!ENTITY a{i} "{f"&a{i - 1};" * 10}">' for i in range(1, 13)) + "]>"
)


def far_cells() -> bytes:
    """A sheet with values in its first and in its very last cell."""
    rows = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    return xlsx(f"<sheetData>{rows}</sheetData>")


def many_columns() -> bytes:
    """A sheet with a million columns, more than any program has."""

    def letters(index: int) -> str:
        name = ""
        while index:
            index, rest = divmod(index - 1, 26)
            name = chr(65 + rest) + name
        return name

    cells = "".join(f'<c r="{letters(i)}1"><v>1</v></c>' for i in range(1, 1_000_001))
    return xlsx(f'<sheetData><row r="1">{cells}</row></sheetData>')


def merged_all() -> bytes:
    """A small sheet whose merged range covers every cell there is."""
    row = '<row r="1"><c r="A1"><v>1</v></c><c r="B1"><v>2</v></c></row>'
    return xlsx(f'<sheetData>{row}</sheetData><mergeCells count="1"><mergeCell ref="A1:XFD1048576"/></mergeCells>')


def wide_row() -> bytes:
    """A Word row whose cells claim to span a hundred million columns."""
    cell = f'<w:tc><w:tcPr><w:gridSpan w:val="99999999"/></w:tcPr>{paragraph("甲")}</w:tc>'
    return docx(f"<w:tbl>{f'<w:tr>{cell * 9}</w:tr>' * 900}</w:tbl>")


def wide_cells() -> bytes:
    """A web table whose cells claim to span everything."""
    cell = '<td rowspan="99999" colspan="99999">甲</td>'
    return f"<html><body><table>{f'<tr>{cell * 9}</tr>' * 500}</table>".encode()


def deep(tag: str, depth: int = 200_000) -> bytes:
    """A page of elements in each other."""
    return f"<html><body>{f'<{tag}>' * depth}甲".encode()


def pdf(objects: list[bytes], trailer: bytes = b"") -> bytes:
    """A PDF of objects 1, 2, …; the first is the catalogue."""
    out, offsets = bytearray(b"%PDF-1.7\n"), []
    for number, body in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    xref = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    out += b"trailer\n<</Size %d/Root 1 0 R%s>>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, trailer, xref)
    return bytes(out)


def stream(content: bytes, extra: bytes = b"") -> bytes:
    """A stream object."""
    return b"<<%s/Length %d>>\nstream\n%s\nendstream" % (extra, len(content), content)


def pdf_page(content: bytes, box: bytes = b"0 0 595 842", extra: bytes = b"") -> bytes:
    """A PDF of one page with this content stream."""
    font = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[%s]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>" % box
    pages = b"<</Type/Pages/Kids[3 0 R]/Count 1>>"
    return pdf([b"<</Type/Catalog/Pages 2 0 R>>", pages, page, stream(content, extra), font])


def pdf_bomb() -> bytes:
    """A page whose content unpacks to half a gigabyte."""
    packer = zlib.compressobj(9)
    packed = b"".join(packer.compress(b"0 0 m 9 9 l S\n" * 80_000) for _ in range(480)) + packer.flush()
    return pdf_page(packed, extra=b"/Filter/FlateDecode")


def many_rules() -> bytes:
    """A page of half a million ruling lines."""
    return pdf_page(
        b"".join(b"%d %d m %d %d l S\n" % (i % 595, i % 842, i * 7 % 595, i * 3 % 842) for i in range(500_000))
    )


def circular_pages() -> bytes:
    """A tree of pages that contains itself."""
    return pdf([b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[2 0 R 2 0 R]/Count 2000000000>>"])


def encrypted_pdf() -> bytes:
    """A PDF that asks for a password."""
    locked = b"<</Filter/Standard/V 1/R 2/P -4/O<%s>/U<%s>>>" % (b"00" * 32, b"11" * 32)
    objects = [b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[]/Count 0>>", locked]
    return pdf(objects, b"/Encrypt 3 0 R/ID[<00><00>]")


def huge_png() -> bytes:
    """A picture that claims ten billion dots."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    header = struct.pack(">IIBBBBB", 100_000, 100_000, 8, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(bytes(1000))) + chunk(b"IEND", b"")
    )


def zip_bomb() -> bytes:
    """An archive that unpacks to a gigabyte."""
    return zipped({"文本.txt": bytes(GIGABYTE // 8), **{f"{i}.txt": bytes(GIGABYTE // 64) for i in range(56)}})


def part_bomb() -> bytes:
    """A Word file whose text unpacks to a quarter of a gigabyte."""
    return zipped({"word/document.xml": b" " * (GIGABYTE // 4)})


def climbing_tar() -> bytes:
    """A tar whose members climb out, link out and are devices."""
    data = io.BytesIO()
    with tarfile.open(fileobj=data, mode="w") as archive:
        for name, kind in (
            ("../../tmp/climbed", tarfile.REGTYPE),
            ("/tmp/climbed", tarfile.REGTYPE),
            ("l", tarfile.SYMTYPE),
        ):
            info = tarfile.TarInfo(name)
            info.type, info.linkname = kind, "/etc/passwd"
            archive.addfile(info, io.BytesIO())
    return data.getvalue()


def nested_gzip() -> bytes:
    """Fifty wrappings around nothing."""
    data = "甲".encode()
    for _ in range(50):
        data = gzip.compress(data)
    return data


def long_line() -> bytes:
    """Five million letters without a break."""
    return "预算".encode() * 2_500_000


def tabs() -> bytes:
    """A row of a million cells."""
    return "项目编码\t".encode() * 1_000_000 + b"\n"


CRAFTED: dict[str, tuple[Callable[[], bytes], frozenset[str]]] = {
    name: (make, frozenset(codes.split()))
    for name, make, codes in (
        ("external entity in docx", partial(docx, paragraph("&x;甲"), EXTERNAL), "ok malformed"),
        ("external entity in xlsx", partial(xlsx, "<sheetData>&y;</sheetData>", EXTERNAL), "ok malformed no_content"),
        ("billion laughs in docx", partial(docx, paragraph("&a12;甲"), LAUGHS), "ok malformed"),
        ("billion laughs in xlsx", partial(xlsx, "<sheetData>&a12;</sheetData>", LAUGHS), "ok malformed no_content"),
        ("deep docx", partial(docx, "<w:sdt>" * 100_000), "malformed"),
        ("deep page", partial(deep, "div"), "ok malformed no_content"),
        ("deep lists", partial(deep, "b"), "ok malformed no_content"),
        ("deep tables", partial(deep, "table><tr><td", 30_000), "ok malformed no_content"),
        ("cells at both ends of a sheet", far_cells, "bomb"),
        ("a million columns", many_columns, "bomb"),
        ("everything merged", merged_all, "ok"),
        ("wide row in docx", wide_row, "ok"),
        ("wide cells in a page", wide_cells, "ok timeout out_of_memory"),
        ("content bomb in a pdf", pdf_bomb, "ok no_content timeout out_of_memory malformed bomb"),
        ("half a million rules", many_rules, "ok no_content timeout malformed bomb"),
        ("pages in a circle", circular_pages, "ok malformed no_content"),
        ("huge page", partial(pdf_page, b"BT /F 9 Tf (x) Tj ET", b"0 0 1e9 1e9"), "ok no_content malformed"),
        ("page of no size", partial(pdf_page, b"BT /F 9 Tf (x) Tj ET", b"0 0 0 0"), "ok no_content malformed"),
        ("encrypted pdf", encrypted_pdf, "encrypted"),
        ("huge picture", huge_png, "malformed bomb too_large no_content out_of_memory"),
        ("zip bomb", zip_bomb, "bomb too_large"),
        ("bomb in a part of docx", part_bomb, "bomb"),
        ("tar that climbs out", climbing_tar, "empty"),
        ("fifty gzips", nested_gzip, "bomb"),
        ("a line of five million letters", long_line, "ok timeout"),
        ("a row of a million cells", tabs, "ok timeout out_of_memory"),
    )
}
