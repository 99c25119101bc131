"""PDF files that were made to do harm."""

import zlib
from functools import partial

from tests.fuzz.crafted.case import Case

TEXT = b"BT /F 9 Tf 9 9 Td (x) Tj ET"


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


def pdf_page(
    content: bytes,
    box: bytes = b"0 0 595 842",
    extra: bytes = b"",
    resources: bytes = b"",
    more: tuple[bytes, ...] = (),
) -> bytes:
    """A PDF of one page with this content stream; `more` are objects 6, 7, …"""
    font = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[%s]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>%s>>>>" % (
        box,
        resources,
    )
    pages = b"<</Type/Pages/Kids[3 0 R]/Count 1>>"
    return pdf([b"<</Type/Catalog/Pages 2 0 R>>", pages, page, stream(content, extra), font, *more])


def pdf_bomb() -> bytes:
    """A page whose content unpacks to half a gigabyte."""
    packer = zlib.compressobj(9)
    packed = b"".join(packer.compress(b"0 0 m 9 9 l S\n" * 80_000) for _ in range(480)) + packer.flush()
    return pdf_page(packed, extra=b"/Filter/FlateDecode")


def filters() -> bytes:
    """A page whose content is packed a hundred times."""
    content = TEXT
    for _ in range(100):
        content = zlib.compress(content)
    return pdf_page(content, extra=b"/Filter[%s]" % (b"/FlateDecode" * 100))


def many_rules() -> bytes:
    """A page of half a million ruling lines."""
    return pdf_page(
        b"".join(b"%d %d m %d %d l S\n" % (i % 595, i % 842, i * 7 % 595, i * 3 % 842) for i in range(500_000))
    )


def fine_grid() -> bytes:
    """A page ruled into a million cells."""
    lines = [
        b"%.1f 0 m %.1f 842 l S 0 %.1f m 595 %.1f l S\n" % (i * 0.6, i * 0.6, i * 0.8, i * 0.8) for i in range(1000)
    ]
    return pdf_page(TEXT + b"\n" + b"".join(lines))


def circular_pages() -> bytes:
    """A tree of pages that contains itself."""
    return pdf([b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[2 0 R 2 0 R]/Count 2000000000>>"])


def same_page(times: int) -> bytes:
    """A tree that names one page many times."""
    kids = b"3 0 R " * times
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>"
    font = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"
    tree = b"<</Type/Pages/Kids[%s]/Count %d>>" % (kids, times)
    return pdf([b"<</Type/Catalog/Pages 2 0 R>>", tree, page, stream(TEXT), font])


def deep_pages(depth: int) -> bytes:
    """A tree of pages that is as deep as a well."""
    tree = [b"<</Type/Pages/Kids[%d 0 R]/Count 1>>" % number for number in range(3, depth + 3)]
    return pdf([b"<</Type/Catalog/Pages 2 0 R>>", *tree, b"<</Type/Page/MediaBox[0 0 9 9]>>"])


def circular_form() -> bytes:
    """A form that draws itself twice."""
    form = stream(b"/X Do /X Do " + TEXT, b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X 6 0 R>>>>")
    return pdf_page(b"/X Do " + TEXT, resources=b"/XObject<</X 6 0 R>>", more=(form,))


def forms_in_forms(depth: int) -> bytes:
    """Forms each of which draws the next one ten times."""
    said = b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X %d 0 R>>>>"
    forms = [stream(b"/X Do " * 10 + b"0 0 m 9 9 l S", said % (number + 1)) for number in range(6, 6 + depth)]
    return pdf_page(b"/X Do " + TEXT, resources=b"/XObject<</X 6 0 R>>", more=tuple(forms))


def huge_image() -> bytes:
    """A page without text whose only picture claims ten billion dots."""
    said = b"/Subtype/Image/Width 100000/Height 100000/BitsPerComponent 8/ColorSpace/DeviceGray/Filter/FlateDecode"
    image = stream(zlib.compress(bytes(1000)), said)
    return pdf_page(b"595 0 0 842 0 0 cm /I Do", resources=b"/XObject<</I 6 0 R>>", more=(image,))


def circular_object_stream() -> bytes:
    """A file whose stream of objects lies in itself, and whose list of objects leads to itself."""
    return pdf_page(TEXT).replace(b"/Root 1 0 R", b"/Prev 9/XRefStm 9/Root 1 0 R").replace(b"4 0 R", b"9 0 R")


def encrypted_pdf() -> bytes:
    """A PDF that asks for a password."""
    locked = b"<</Filter/Standard/V 1/R 2/P -4/O<%s>/U<%s>>>" % (b"00" * 32, b"11" * 32)
    objects = [b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[]/Count 0>>", locked]
    return pdf(objects, b"/Encrypt 3 0 R/ID[<00><00>]")


def opening() -> bytes:
    """A PDF that wants to open files, start programs and run scripts when it is opened."""
    actions = b"/OpenAction<</S/Launch/F(/bin/sh)/Next<</S/URI/URI(http://127.0.0.1:9/)/Next<</S/JavaScript/JS(while(1){})>>>>>>"
    whole = pdf_page(TEXT)
    return whole.replace(b"<</Type/Catalog", b"<<" + actions + b"/Type/Catalog")


ENDS = "ok no_content malformed"
CASES: tuple[Case, ...] = (
    ("content bomb in a pdf", pdf_bomb, f"{ENDS} timeout out_of_memory bomb"),
    ("content packed a hundred times", filters, ENDS),
    ("half a million rules", many_rules, f"{ENDS} timeout bomb"),
    ("a page of a million cells", fine_grid, f"{ENDS} timeout bomb out_of_memory"),
    ("pages in a circle", circular_pages, ENDS),
    ("one page a thousand times", partial(same_page, 1_000), ENDS),
    ("one page a hundred thousand times", partial(same_page, 100_000), f"{ENDS} timeout out_of_memory"),
    ("pages as deep as a well", partial(deep_pages, 5_000), ENDS),
    ("huge page", partial(pdf_page, TEXT, b"0 0 1e9 1e9"), ENDS),
    ("page of no size", partial(pdf_page, TEXT, b"0 0 0 0"), ENDS),
    ("a huge page without text", partial(pdf_page, b"0 0 m 9 9 l S", b"0 0 1e6 1e6"), f"{ENDS} too_large"),
    ("a form that draws itself", circular_form, f"{ENDS} out_of_memory"),
    ("forms in forms", partial(forms_in_forms, 12), f"{ENDS} timeout out_of_memory"),
    ("a huge picture in a page", huge_image, f"{ENDS} too_large out_of_memory"),
    ("a million saved states", lambda: pdf_page(b"q " * 1_000_000 + TEXT), ENDS),
    ("a hundred thousand open brackets", lambda: pdf_page(b"[" * 100_000 + TEXT), ENDS),
    ("an object of open brackets", lambda: pdf_page(TEXT, more=(b"[" * 100_000,)), ENDS),
    ("objects in a circle", circular_object_stream, ENDS),
    ("encrypted pdf", encrypted_pdf, "encrypted"),
    ("a pdf that starts things", opening, ENDS),
)
