"""Finds where rows of the indicator table can start: at the names of classes, which only the form gives."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from services.parse.readers.pdf_text.fragments import Fragment, Gap
from services.parse.readers.pdf_text.labels import words

Span = tuple[int, int]
WITHOUT_CLASS = 5.0
# A row is hardly longer than this many fragments.
REACH = 60
# A name or a description that is worded like a class begins at most this many fragments into the row.
NEAR = 4


@dataclass(frozen=True, slots=True)
class Start:
    """Where a row can start: the spans of its level labels; its cells begin at `cells`. `missing` is what a label lacks
    when a page break cut it."""

    level1: Span
    level2: Span
    cells: int
    cost: float = 0.0
    missing: str = ""


@dataclass(frozen=True, slots=True)
class Body:
    """The fragments under an indicator header, and what is known of them before any cell is judged.

    `starts` by first fragment; `labelled` those with a whole class name; for each fragment `horizon`, the end of the
    furthest cell that could begin there, and `page`, its next page break or None.
    """

    fragments: Sequence[Fragment]
    starts: dict[int, list[Start]]
    labelled: frozenset[int]
    horizon: list[int]
    page: list[int | None]


def body_of(fragments: Sequence[Fragment]) -> Body:
    """`fragments` with what is known of them before any cell is judged."""
    page = _next_pages(fragments)
    starts: dict[int, list[Start]] = {}
    within: set[int] = set()  # where a second level stands behind its first
    for index, fragment in enumerate(fragments):
        if fragment.gap is Gap.SPACE or index in within:
            continue
        found = list(_starts_at(fragments, index, page))
        if found:
            starts[index] = found
            within = {start.level2[0] for start in found if start.level1[1] > start.level1[0]}
    if 0 not in starts and fragments:
        starts[0] = [Start((0, 0), (0, 0), 0, WITHOUT_CLASS)]
    labelled = frozenset(
        begin for begin, ways in starts.items() if any(way.cells > begin and not way.missing for way in ways)
    )
    return Body(fragments, starts, labelled, _horizon(len(fragments), labelled), page)


def _next_pages(fragments: Sequence[Fragment]) -> list[int | None]:
    following: list[int | None] = [None] * (len(fragments) + 1)
    page: int | None = None
    for index in range(len(fragments) - 1, -1, -1):
        if fragments[index].gap is Gap.PAGE:
            page = index
        following[index] = page if page is not None and page - index <= REACH else None
    return following


def _starts_at(fragments: Sequence[Fragment], index: int, page: Sequence[int | None]) -> Iterator[Start]:
    nothing = (index, index)
    both = False
    for match in words().level1.all_at(fragments, index):
        span = (index, match.end)
        followers = words().level2.all_at(fragments, match.end)
        both = both or bool(followers)
        for follower in followers:
            yield Start(span, (match.end, follower.end), follower.end)
        yield from _unfinished(fragments, span, match.end, page)
        if not followers:
            yield Start(span, (match.end, match.end), match.end, WITHOUT_CLASS)
    if not both:
        for match in words().level2.all_at(fragments, index):
            yield Start(nothing, (index, match.end), match.end)
    yield from _unfinished(fragments, nothing, index, page)


def _unfinished(fragments: Sequence[Fragment], level1: Span, index: int, page: Sequence[int | None]) -> Iterator[Start]:
    """Rows whose class a page break cut: its end must stand first after the break."""
    for beginning, end in words().level2.unfinished_at(fragments, index):
        turn = page[end]
        if len(beginning) < 2 or turn is None:
            continue
        for missing in words().level2.ends(beginning):
            if fragments[turn].text == missing:
                yield Start(level1, (index, end), end, 0.0, missing)


def _horizon(count: int, labelled: frozenset[int]) -> list[int]:
    """For each fragment the class name behind it, or the next one if that is near: no cell reaches further."""
    ends = [count] * (count + 1)
    first = second = count
    for index in range(count - 1, -1, -1):
        ends[index] = first if first > index + NEAR else second
        if index in labelled:
            first, second = index, first
    return ends
