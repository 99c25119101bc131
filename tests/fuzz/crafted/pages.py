"""Web pages that were made to do harm."""

from functools import partial

from tests.fuzz.crafted.case import Case


def page(body: str) -> bytes:
    """A web page."""
    return f"<html><body>{body}</body></html>".encode()


def deep(tag: str, depth: int = 200_000) -> bytes:
    """A page of elements in each other."""
    return f"<html><body>{f'<{tag}>' * depth}甲".encode()


def wide_cells() -> bytes:
    """A web table whose cells claim to span everything."""
    cell = '<td rowspan="99999" colspan="99999">甲</td>'
    return page(f"<table>{f'<tr>{cell * 9}</tr>' * 500}</table>")


def attributes() -> bytes:
    """A table with thirty thousand attributes."""
    return page(f"<table {' '.join(f'a{i}=1' for i in range(30_000))}><tr><td>甲</table>")


CASES: tuple[Case, ...] = (
    ("deep page", partial(deep, "div"), "ok malformed no_content"),
    ("a million tags deep", partial(deep, "i", 1_000_000), "ok malformed no_content"),
    ("deep lists", partial(deep, "b"), "ok malformed no_content"),
    ("deep tables", partial(deep, "table><tr><td", 30_000), "ok malformed no_content"),
    ("wide cells in a page", wide_cells, "ok timeout out_of_memory"),
    (
        "spans that are no numbers",
        partial(page, "<table><tr><td rowspan=-1 colspan=1e9>甲<td rowspan=０>乙</table>"),
        "ok",
    ),
    ("thirty thousand attributes", attributes, "ok malformed timeout"),
    (
        "a million cells in a row",
        lambda: page(f"<table><tr>{'<td>1' * 1_000_000}</table>"),
        "ok timeout out_of_memory bomb",
    ),
    (
        "a charset that lies",
        lambda: b'<html><meta charset="utf-16"><body><p>\xbc\xd7</p>',
        "ok unreadable_text no_content",
    ),
    ("a charset of no kind", lambda: b'<html><meta charset="\xff../../etc"><body><p>a</p>', "ok unreadable_text"),
    (
        "a page that fetches",
        lambda: page('<iframe src="file:///etc/passwd"></iframe><img src="http://127.0.0.1:9/">甲'),
        "ok",
    ),
)
