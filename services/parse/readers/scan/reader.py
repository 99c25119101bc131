"""Scanned pages and photographs into blocks: every place has a confidence, every cell that may be wrong a doubt."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import TypeAlias

from services.parse.blocks import Block, Cell, Line, Table
from services.parse.blocks import Reading as Blocks
from services.parse.readers.pdf.geometry import Box
from services.parse.readers.pdf.grid import Grid, grids_of
from services.parse.readers.scan.inking import ink, letters_of
from services.parse.readers.scan.lettering import Reading, Region, lines_in, picture_of
from services.parse.readers.scan.pictures import POINT, Grey, pictures_in
from services.parse.readers.scan.recognition import recognised
from services.parse.readers.scan.ruling import rules_of
from services.parse.readers.scan.straight import straightened
from services.parse.readers.scan.trust import doubtful, is_nothing, mended, settled
from services.parse.readers.uncertain import uncertain_rows
from services.parse.text import is_page_number
from shared.places import Place
from shared.sandboxed import beat, out_of_time

Doubt: TypeAlias = tuple[str, str | None, tuple[Place, ...]]
Lines: TypeAlias = list[tuple[Region, Reading]]

_INSET = 3  # pixels inside a cell's edges, where its rules are
_OUTSIDE = (-1, -1)


def read_picture(data: bytes, media_type: str) -> Blocks:
    """The blocks of a picture file. Raises Malformed or TooLarge."""
    blocks: list[Block] = []
    doubts: list[Doubt] = []
    number = 0
    for number, picture in enumerate(pictures_in(data), 1):
        if out_of_time():
            doubts.append(("pages_unread", f"{number}–", ({"page": number},)))
            break
        found, unsure = read_page_picture(picture, number)
        blocks += [block for _, block in found]
        doubts += unsure
    return Blocks("scan", media_type, tuple(blocks), number, tuple(doubts))


def read_page_picture(picture: Grey, number: int) -> tuple[list[tuple[Box, Block]], list[Doubt]]:
    """The blocks of one page with their boxes in points, in reading order, and what is doubtful in them."""
    beat()
    upright, _ = straightened(picture)
    horizontal, vertical, unruled = rules_of(ink(upright))
    grids = grids_of(horizontal, vertical)
    regions = list(_regions(grids, letters_of(unruled)))
    readings = map(settled, recognised([picture_of(upright, region) for _, region in regions]))
    lines: dict[tuple[int, int], Lines] = defaultdict(list)
    for (container, region), reading in zip(regions, readings, strict=True):
        if reading.text:
            lines[container].append((region, reading))
    doubts: list[Doubt] = []
    for container, found in lines.items():
        lines[container] = _weighed(number, found, container == _OUTSIDE, doubts)
    tables = [_table(number, i, grid, lines) for i, grid in enumerate(grids)]
    for grid, table in zip(grids, tables, strict=True):
        doubts += () if grid.regular else uncertain_rows(table)
    blocks: list[tuple[Box, Block]] = [(grid.box, table) for grid, table in zip(grids, tables, strict=True)]
    for region, reading in lines[_OUTSIDE]:
        blocks.append((_box(region), Line(reading.text, (_place(number, region, reading),))))
    return sorted(blocks, key=lambda block: (block[0][1], block[0][0])), doubts


def _weighed(number: int, lines: Lines, outside: bool, doubts: list[Doubt]) -> Lines:
    """The lines of a container as far as they are text, a project code repaired; what is doubtful goes to `doubts`."""
    readings = [reading for _, reading in lines]
    repaired = None if outside else mended(readings)
    if repaired:
        doubts.append(("code_repaired", _text(readings), _places(number, lines)))
        return [(region, reading) for (region, _), reading in zip(lines, repaired, strict=True)]
    for index in doubtful(readings):
        region, reading = lines[index]
        if not (outside and is_page_number(reading.text)):
            doubts.append(("ocr_doubtful", reading.text, (_place(number, region, reading),)))
    return [line for line in lines if not (outside and is_nothing(line[1]))]


def _regions(grids: list[Grid], letters: Grey) -> Iterator[tuple[tuple[int, int], Region]]:
    """(grid, cell) and the region of each line of letters; (-1, -1) outside all tables."""
    for i, grid in enumerate(grids):
        for j, cell in enumerate(grid.cells):
            left, top, right, bottom = (round(edge / POINT) for edge in cell.box)
            inside = (left + _INSET, top + _INSET, right - _INSET, bottom - _INSET)
            yield from (((i, j), line) for line in lines_in(letters, inside))
    rest = letters.copy()
    for grid in grids:
        left, top, right, bottom = (round(edge / POINT) for edge in grid.box)
        rest[max(0, top - _INSET) : bottom + _INSET, max(0, left - _INSET) : right + _INSET] = 0
    height, width = rest.shape
    yield from ((_OUTSIDE, line) for line in lines_in(rest, (0, 0, width, height)))


def _table(number: int, index: int, grid: Grid, lines: dict[tuple[int, int], Lines]) -> Table:
    rows = [[Cell("", covered=True)] * (len(grid.xs) - 1) for _ in range(len(grid.ys) - 1)]
    for j, cell in enumerate(grid.cells):
        found = lines.get((index, j), [])
        places = _places(number, found)
        text = _text(reading for _, reading in found)
        blank: Place = {"page": number, "bbox": _rounded(cell.box)}
        rows[cell.row][cell.col] = Cell(text, places or (blank,), cell.row_span, cell.col_span)
    return Table(tuple(tuple(row) for row in rows))


def _places(number: int, lines: Lines) -> tuple[Place, ...]:
    return tuple(_place(number, region, reading) for region, reading in lines)


def _text(readings: Iterable[Reading]) -> str:
    return "\n".join(reading.text for reading in readings)


def _place(number: int, region: Region, reading: Reading) -> Place:
    return {"page": number, "bbox": _rounded(_box(region)), "confidence": round(reading.confidence, 3)}


def _box(region: Region) -> Box:
    left, top, right, bottom = region
    return left * POINT, top * POINT, right * POINT, bottom * POINT


def _rounded(box: Box) -> list[float]:
    return [round(edge, 1) for edge in box]
