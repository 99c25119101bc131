"""Ruling lines of a page from its drawing: thin fills, strokes, polylines, dashes, form XObjects, clips.

What only colours a cell, what is clipped away and what is white on white is no rule.
"""

from dataclasses import dataclass, field
from itertools import chain, repeat

import numpy as np
import pypdfium2.raw as pdfium
from numpy.typing import NDArray

from services.parse.readers.pdf import native
from services.parse.readers.pdf.geometry import IDENTITY, Box, Matrix, Rule, Transform, applied, box_of, multiply

_THIN = 3.0  # points: a filled box not thicker than this is a line, not an area
_WHITE = 250  # of 255, every channel: not to be seen on paper
_ANSWERS = native.Answers(floats=6, integers=4)
_DEEPEST_FORM = 8  # form XObjects may refer to each other in a loop
_SEGMENTS_OF_A_BOX = 6
_INVISIBLE = (pdfium.FPDF_TEXTRENDERMODE_INVISIBLE, pdfium.FPDF_TEXTRENDERMODE_CLIP)


@dataclass(slots=True)
class Drawing:
    """The rules of a page, the areas that are coloured, and the pictures."""

    horizontal: list[Rule] = field(default_factory=list)
    vertical: list[Rule] = field(default_factory=list)
    areas: list[Box] = field(default_factory=list)
    white: list[tuple[bool, Rule]] = field(default_factory=list)
    images: list[Box] = field(default_factory=list)

    def add(self, box: Box, *, is_white: bool = False) -> None:
        """Add a thin box as the rule along its longer side; both sides are thin in the dots of a dotted line."""
        x0, top, x1, bottom = box
        across, down = x1 - x0, bottom - top
        if across >= down:
            self._add(True, Rule((top + bottom) / 2, x0, x1), is_white)
        if down >= across:
            self._add(False, Rule((x0 + x1) / 2, top, bottom), is_white)

    def _add(self, is_horizontal: bool, rule: Rule, is_white: bool) -> None:
        if is_white:
            self.white.append((is_horizontal, rule))
        else:
            (self.horizontal if is_horizontal else self.vertical).append(rule)

    def settle_white(self) -> None:
        """White rules part coloured areas; on white paper nobody sees them."""
        for is_horizontal, rule in self.white:
            middle = (rule.start + rule.end) / 2
            x, y = (middle, rule.at) if is_horizontal else (rule.at, middle)
            if self.coloured(x, y):
                (self.horizontal if is_horizontal else self.vertical).append(rule)

    def coloured(self, x: float, y: float) -> bool:
        """Whether the point lies on a coloured area."""
        return any(x0 <= x <= x1 and top <= y <= bottom for x0, top, x1, bottom in self.areas)


def drawing_of(page: int, to_display: Transform) -> Drawing:
    """The drawing of an open PDFium page, given by its handle."""
    drawing = Drawing()
    count = native.page_count_objects(page)
    _walk(list(map(native.page_object, repeat(page, count), range(count))), IDENTITY, to_display, drawing, 0)
    drawing.settle_white()
    return drawing


def is_hidden(item: int, drawing: Drawing, to_display: Transform) -> bool:
    """Whether a text object cannot be seen: invisible, or white on white paper."""
    if native.text_mode(item) in _INVISIBLE:
        return True
    if not native.object_fill(item, *_ANSWERS.integer_at):
        return False
    red, green, blue, alpha = _ANSWERS.integers(4)
    if alpha and min(red, green, blue) < _WHITE:
        return False
    ((x0, top, x1, bottom),) = _boxes([item], IDENTITY, to_display).tolist()
    return not drawing.coloured((x0 + x1) / 2, (top + bottom) / 2)


def _walk(objects: list[int], outer: Matrix, to_display: Transform, drawing: Drawing, depth: int) -> None:
    kinds = list(map(native.object_type, objects))
    paths = [item for item, kind in zip(objects, kinds, strict=True) if kind == pdfium.FPDF_PAGEOBJ_PATH]
    if paths:
        _add_paths(paths, outer, to_display, drawing)
    if len(paths) + kinds.count(pdfium.FPDF_PAGEOBJ_TEXT) == len(kinds):
        return
    for item, kind in zip(objects, kinds, strict=True):
        if kind == pdfium.FPDF_PAGEOBJ_IMAGE:
            drawing.images += map(tuple, _boxes([item], outer, to_display).tolist())
        elif kind == pdfium.FPDF_PAGEOBJ_FORM and depth < _DEEPEST_FORM:
            count = native.form_count_objects(item)
            inner = list(map(native.form_object, repeat(item, count), range(count)))
            _walk(inner, multiply(_matrix(item), outer), to_display, drawing, depth + 1)


def _add_paths(items: list[int], outer: Matrix, to_display: Transform, drawing: Drawing) -> None:
    """Add the paths of one level. All are asked the same at a time: a loop with four questions costs twice as much."""
    modes = np.zeros((len(items), 2), dtype=np.uint32)
    list(map(native.path_mode, items, *_columns(modes)))
    boxes = _boxes(items, outer, to_display).tolist()
    white = _white(items, modes[:, 1] != 0).tolist()
    clips = map(native.clip_count_paths, map(native.object_clip, items))
    outlined = []
    for item, (fills, strokes), box, is_white, clip_paths in zip(
        items, modes.tolist(), boxes, white, clips, strict=True
    ):
        if not fills and not strokes:
            continue
        clip = _clip(item, clip_paths, outer, to_display) if clip_paths > 0 else None
        x0, top, x1, bottom = box
        if x1 - x0 <= _THIN or bottom - top <= _THIN:
            if clipped := _clipped(box, clip):
                drawing.add(clipped, is_white=is_white)
        elif fills and not strokes and native.path_count_segments(item) <= _SEGMENTS_OF_A_BOX:
            if not is_white and (clipped := _clipped(box, clip)):
                drawing.areas.append(clipped)
        else:
            outlined.append((item, clip, is_white))
    if outlined:
        _add_outlines(outlined, outer, to_display, drawing)


def _add_outlines(
    paths: list[tuple[int, Box | None, bool]], outer: Matrix, to_display: Transform, drawing: Drawing
) -> None:
    """Add the edges of paths, given with their clip and whether they are white."""
    edges, owners = _edges([item for item, _, _ in paths], outer, to_display)
    for edge, owner in zip(edges.tolist(), owners.tolist(), strict=True):
        _, clip, is_white = paths[owner]
        if clipped := _clipped(edge, clip):
            drawing.add(clipped, is_white=is_white)


def _edges(items: list[int], outer: Matrix, to_display: Transform) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """The straight edges of paths along the axes, as boxes without thickness, and the index of the path of each."""
    counts = list(map(native.path_count_segments, items))
    owners = np.repeat(np.arange(len(items)), counts)
    of_items = chain.from_iterable(map(repeat, items, counts))
    segments = list(map(native.path_segment, of_items, chain.from_iterable(map(range, counts))))
    found = np.zeros((len(segments), 2), dtype=np.float32)
    list(map(native.segment_point, segments, *_columns(found)))
    a, b, c, d, e, f = np.array([multiply(_matrix(item), outer) for item in items])[owners].T
    x, y = found.astype(np.float64).T
    points = np.stack(to_display(a * x + c * y + e, b * x + d * y + f), axis=1)
    kinds = np.fromiter(map(native.segment_type, segments), dtype=np.int64, count=len(segments))
    closing = np.flatnonzero(list(map(native.segment_closes, segments)))
    starts = np.maximum.accumulate(np.where(kinds == pdfium.FPDF_SEGMENT_MOVETO, np.arange(len(segments)), 0))
    lines = np.flatnonzero(kinds == pdfium.FPDF_SEGMENT_LINETO)
    ends = np.concatenate((lines, closing))
    one, other = points[np.concatenate((lines - 1, starts[closing]))], points[ends]
    low, high = np.minimum(one, other), np.maximum(one, other)
    across_down = high - low
    straight = (across_down.min(axis=1) <= 1.0) & (across_down.max(axis=1) > 1.0)  # slanted lines part no cells
    return np.concatenate((low, high), axis=1)[straight], owners[ends][straight]


def _clip(item: int, paths: int, outer: Matrix, to_display: Transform) -> Box | None:
    """The box of the object's clip of `paths` paths in display space; None where nothing clips it."""
    clip = native.object_clip(item)
    box: Box | None = None
    for path in range(paths):
        count = native.clip_count_segments(clip, path)
        corners = (0, 2) if count in (4, 5) else range(count)  # of a rectangle two are enough
        segments = [native.clip_segment(clip, path, i) for i in corners]
        if segments:
            part = box_of([to_display(*applied(outer, *_point(segment))) for segment in segments])
            box = part if box is None else _intersection(box, part)
    return box


def _clipped(box: Box, clip: Box | None) -> Box | None:
    """What is left of `box` inside `clip`; None when nothing is."""
    if clip is None:
        return box
    x0, top, x1, bottom = _intersection(box, clip)
    return (x0, top, x1, bottom) if x1 >= x0 and bottom >= top else None


def _intersection(one: Box, other: Box) -> Box:
    return max(one[0], other[0]), max(one[1], other[1]), min(one[2], other[2]), min(one[3], other[3])


def _boxes(items: list[int], outer: Matrix, to_display: Transform) -> NDArray[np.float64]:
    """The boxes of objects in display space, one a row."""
    bounds = np.zeros((len(items), 4), dtype=np.float32)
    list(map(native.object_bounds, items, *_columns(bounds)))
    left, bottom, right, top = bounds.astype(np.float64).T
    corners = [(left, bottom), (right, top)]
    if outer is not IDENTITY:
        corners = [applied(outer, x, y) for x in (left, right) for y in (bottom, top)]  # type: ignore[arg-type, misc]
    xs, ys = zip(*(to_display(x, y) for x, y in corners), strict=True)
    edges = np.min(xs, axis=0), np.min(ys, axis=0), np.max(xs, axis=0), np.max(ys, axis=0)
    return np.stack(edges, axis=1)


def _white(items: list[int], strokes: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Which paths cannot be seen on white paper, by the colour of their stroke, else of their fill."""
    colours = np.zeros((len(items), 4), dtype=np.uint32)
    colours[:, 3] = 1
    asked = (native.object_stroke if stroke else native.object_fill for stroke in strokes.tolist())
    for colour, item, *channels in zip(asked, items, *_columns(colours), strict=True):
        colour(item, *channels)
    return np.asarray((colours[:, :3].min(axis=1) >= _WHITE) | (colours[:, 3] == 0))


def _columns(rows: NDArray[np.uint32] | NDArray[np.float32]) -> list[range]:
    """The addresses of each column of an array of rows."""
    width, first = rows.strides[0], rows.ctypes.data
    return [range(start, start + width * len(rows), width) for start in range(first, first + width, rows.itemsize)]


def _point(segment: int) -> tuple[float, float]:
    native.segment_point(segment, *_ANSWERS.float_at[:2])
    x, y = _ANSWERS.floats(2)
    return x, y


def _matrix(item: int) -> Matrix:
    if not native.object_matrix(item, _ANSWERS.float_at[0]):
        return IDENTITY
    a, b, c, d, e, f = _ANSWERS.floats(6)
    return a, b, c, d, e, f
