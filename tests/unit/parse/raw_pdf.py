"""Small PDF files written by hand, so that a test says exactly what is drawn."""

from collections.abc import Sequence

WIDTH, HEIGHT = 400, 300
HELVETICA = "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"
XS, YS = (50, 150, 250), (100, 150, 200)
"""The rules of the 2 × 2 table that most tests draw."""


def pdf(
    content: str | Sequence[str],
    *,
    page: str = "",
    font: str = HELVETICA,
    other_font: str = HELVETICA,
    resources: str = "",
    objects: Sequence[tuple[str, str]] = (),
) -> bytes:
    """A file with a page for each content stream; `page` and `resources` add entries, `objects` (dictionary entries,
    stream) are numbered from 10. The fonts are /F and /G."""
    contents = [content] if isinstance(content, str) else list(content)
    first = 10 + len(objects)
    bodies: dict[int, str] = {1: "<< /Type /Catalog /Pages 2 0 R >>", 3: font, 4: other_font}
    kids = []
    for i, stream in enumerate(contents):
        number = first + 2 * i
        kids.append(f"{number} 0 R")
        bodies[number] = (
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {WIDTH} {HEIGHT}] /Contents {number + 1} 0 R {page}"
            f" /Resources << /Font << /F 3 0 R /G 4 0 R >> {resources} >> >>"
        )
        bodies[number + 1] = _stream("", stream)
    for i, (entries, stream) in enumerate(objects, 10):
        bodies[i] = _stream(entries, stream)
    bodies[2] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(kids)} >>"
    return _file(bodies)


def words(*placed: tuple[float, float, str], size: float = 10, extra: str = "") -> str:
    """Text at (x, y), from the lower left as PDF counts."""
    return "\n".join(f"BT {extra} /F {size} Tf 1 0 0 1 {x} {y} Tm ({text}) Tj ET" for x, y, text in placed)


def four_words(extra: str = "") -> str:
    """A, B over C, D: a word in each cell of the table."""
    return words((90, 170, "A"), (190, 170, "B"), (90, 120, "C"), (190, 120, "D"), extra=extra)


def stroked_lines(xs: Sequence[float] = XS, ys: Sequence[float] = YS, style: str = "") -> str:
    """The table's rules as lines, each a path of its own."""
    across = [f"{xs[0]} {y} m {xs[-1]} {y} l S" for y in ys]
    down = [f"{x} {ys[0]} m {x} {ys[-1]} l S" for x in xs]
    return "\n".join([style, *across, *down])


def _stream(entries: str, content: str) -> str:
    return f"<< {entries} /Length {len(content.encode('latin-1'))} >>\nstream\n{content}\nendstream"


def _file(bodies: dict[int, str]) -> bytes:
    out, offsets = b"%PDF-1.7\n", {}
    for number in sorted(bodies):
        offsets[number] = len(out)
        out += f"{number} 0 obj\n{bodies[number]}\nendobj\n".encode("latin-1")
    start = len(out)
    size = max(bodies) + 1
    out += f"xref\n0 {size}\n".encode()
    for number in range(size):
        entry = f"{offsets[number]:010d} 00000 n \n" if number in offsets else "0000000000 65535 f \n"
        out += entry.encode()
    return out + f"trailer << /Size {size} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n".encode()
