"""Rebuilds tables from dumps in drawing order (PDFBox and Tika, pdftotext -raw): cell after cell, without positions."""

from collections.abc import Iterator, Mapping, Sequence

from services.parse.readers.pdf_text.costs import Column, Gaps
from services.parse.readers.pdf_text.fields import read_fields
from services.parse.readers.pdf_text.fragments import Fragment, PrintedLine
from services.parse.readers.pdf_text.grid import IndicatorRow, ProjectTable
from services.parse.readers.pdf_text.measure import learn, learn_gaps, learn_pairs, learn_spaces
from services.parse.readers.pdf_text.regions import Region, find_regions
from services.parse.readers.pdf_text.rows import EASY, Row, best_rows, rows_end
from services.parse.readers.pdf_text.starts import Span, body_of

# Tables that are read twice to learn how a document is set; the others are read once.
SAMPLE = 8
# Before anything is known of a dump its rows look odder than they are.
FIRST_EASY = 2.0
Shape = tuple[str, ...]


def stream_tables(printed: Sequence[PrintedLine]) -> list[ProjectTable]:
    """The project tables of `printed`, in order."""
    regions = find_regions(printed)
    before_latin, after_latin = learn_spaces(_running_text(printed, regions))
    pairs = learn_pairs(line.text for line in printed)
    rows = _rows_of(regions, Gaps(before_latin=before_latin, after_latin=after_latin, pairs=pairs))
    return [_table(printed, region, cut) for region, cut in zip(regions, rows, strict=True)]


def _table(printed: Sequence[PrintedLine], region: Region, rows: Sequence[Row]) -> ProjectTable:
    left = region.body[rows_end(rows) :] if region.header else []
    end = next((i for i in range(region.start, region.end) if left and printed[i].number >= left[0].number), region.end)
    shift = region.header[0].start if region.header else 0
    return ProjectTable(
        region.title_start,
        region.unit_start,
        region.start,
        end,
        read_fields(region.fields),
        [(m.role, m.text, region.header_fragments[m.start - shift : m.end - shift]) for m in region.header],
        [_indicator(region.body, row) for row in rows],
    )


def _indicator(fragments: Sequence[Fragment], row: Row) -> IndicatorRow:
    return IndicatorRow(
        _taken(fragments, row.level1),
        _taken(fragments, row.level2),
        tuple(_taken(fragments, spans) for spans in row.cells),
        row.cost,
        row.margin,
    )


def _taken(fragments: Sequence[Fragment], spans: Sequence[Span]) -> list[Fragment]:
    return [fragment for begin, end in spans for fragment in fragments[begin:end]]


def _running_text(printed: Sequence[PrintedLine], regions: Sequence[Region]) -> Iterator[str]:
    """The lines that no indicator stands on: in them a space is inside a text or between label and value."""
    cells = {fragment.number for region in regions for fragment in region.body}
    return (line.text for line in printed if line.number not in cells)


def _rows_of(regions: Sequence[Region], gaps: Gaps) -> list[list[Row]]:
    """The indicator rows of every region, read with what a sample of them, itself read twice, told of the columns."""
    bodies = [body_of(region.body) for region in regions]
    step = max(1, -(-len(regions) // SAMPLE))
    sample, sampled = regions[::step], bodies[::step]
    known: dict[Shape, list[Column]] = {}
    easy = FIRST_EASY
    for _ in range(2):
        cut = [
            best_rows(body, _columns(region, known), gaps, easy) for region, body in zip(sample, sampled, strict=True)
        ]
        known = _learned(sample, cut)
        gaps = learn_gaps([(region.body, rows) for region, rows in zip(sample, cut, strict=True)], gaps)
        easy = EASY
    return [best_rows(body, _columns(region, known), gaps) for region, body in zip(regions, bodies, strict=True)]


def _columns(region: Region, known: Mapping[Shape, list[Column]]) -> list[Column]:
    return known.get(_shape(region)) or [Column(role) for role in _shape(region)]


def _shape(region: Region) -> Shape:
    return tuple(match.role for match in region.header[2:])


def _learned(regions: Sequence[Region], cut: Sequence[list[Row]]) -> dict[Shape, list[Column]]:
    read: dict[Shape, list[IndicatorRow]] = {}
    for region, rows in zip(regions, cut, strict=True):
        read.setdefault(_shape(region), []).extend(_indicator(region.body, row) for row in rows)
    return {shape: learn([Column(role) for role in shape], rows) for shape, rows in read.items()}
