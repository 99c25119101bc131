"""Ruling lines of a page from its drawing: thin fills, strokes, polylines, dashes, form XObjects, clips.

What only colours a cell, what is clipped away and what is white on white is no rule.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import pypdfium2.raw as pdfium

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
    _walk(list(map(native.page_object, [page] * count, range(count))), IDENTITY, to_display, drawing, 0)
    drawing.settle_white()
    return drawing


def is_hidden(item: int, drawing: Drawing, to_display: Transform) -> bool:
    """Whether a text object cannot be seen: invisible, or white on white paper."""
    if native.text_mode(item) in _INVISIBLE:
        return True
    if not _is_white(item, native.object_fill):
        return False
    x0, top, x1, bottom = _box(item, IDENTITY, to_display)
    return not drawing.coloured((x0 + x1) / 2, (top + bottom) / 2)


def _walk(objects: list[int], outer: Matrix, to_display: Transform, drawing: Drawing, depth: int) -> None:
    for item, kind in zip(objects, map(native.object_type, objects), strict=True):
        if kind == pdfium.FPDF_PAGEOBJ_PATH:
            _path(item, outer, to_display, drawing)
        elif kind == pdfium.FPDF_PAGEOBJ_IMAGE:
            drawing.images.append(_box(item, outer, to_display))
        elif kind == pdfium.FPDF_PAGEOBJ_FORM and depth < _DEEPEST_FORM:
            count = native.form_count_objects(item)
            inner = list(map(native.form_object, [item] * count, range(count)))
            _walk(inner, multiply(_matrix(item), outer), to_display, drawing, depth + 1)


def _path(item: int, outer: Matrix, to_display: Transform, drawing: Drawing) -> None:
    native.path_mode(item, *_ANSWERS.integer_at[:2])
    fills, strokes = _ANSWERS.integers(2)
    if not fills and not strokes:
        return
    is_white = _is_white(item, native.object_stroke if strokes else native.object_fill)
    clip = _clip(item, outer, to_display)
    box = _box(item, outer, to_display)
    x0, top, x1, bottom = box
    if min(x1 - x0, bottom - top) <= _THIN:
        if clipped := _clipped(box, clip):
            drawing.add(clipped, is_white=is_white)
    elif fills and not strokes and native.path_count_segments(item) <= _SEGMENTS_OF_A_BOX:
        if not is_white and (clipped := _clipped(box, clip)):
            drawing.areas.append(clipped)
    else:
        for edge in _edges(item, outer, to_display):
            if clipped := _clipped(edge, clip):
                drawing.add(clipped, is_white=is_white)


def _edges(item: int, outer: Matrix, to_display: Transform) -> Iterator[Box]:
    """The straight edges of a path along the axes, as boxes without thickness."""
    matrix = multiply(_matrix(item), outer)
    start = last = (0.0, 0.0)
    for i in range(native.path_count_segments(item)):
        segment = native.path_segment(item, i)
        point = to_display(*applied(matrix, *_point(segment)))
        kind = native.segment_type(segment)
        if kind == pdfium.FPDF_SEGMENT_MOVETO:
            start = point
        elif kind == pdfium.FPDF_SEGMENT_LINETO:
            yield from _edge(last, point)
        if native.segment_closes(segment):
            yield from _edge(point, start)
        last = point


def _edge(one: tuple[float, float], other: tuple[float, float]) -> Iterator[Box]:
    box = box_of([one, other])
    across, down = box[2] - box[0], box[3] - box[1]
    if min(across, down) <= 1.0 < max(across, down):  # slanted lines part no cells
        yield box


def _clip(item: int, outer: Matrix, to_display: Transform) -> Box | None:
    """The box of the object's clip path in display space; None where nothing clips it."""
    clip = native.object_clip(item)
    if not clip:
        return None
    box: Box | None = None
    for path in range(native.clip_count_paths(clip)):
        segments = [native.clip_segment(clip, path, i) for i in range(native.clip_count_segments(clip, path))]
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


def _box(item: int, outer: Matrix, to_display: Transform) -> Box:
    """The box of an object in display space."""
    native.object_bounds(item, *_ANSWERS.float_at[:4])
    left, bottom, right, top = _ANSWERS.floats(4)
    if outer is IDENTITY:
        return box_of([to_display(left, bottom), to_display(right, top)])
    corners = [(left, bottom), (right, bottom), (left, top), (right, top)]
    return box_of([to_display(*applied(outer, x, y)) for x, y in corners])


def _point(segment: int) -> tuple[float, float]:
    native.segment_point(segment, *_ANSWERS.float_at[:2])
    x, y = _ANSWERS.floats(2)
    return x, y


def _matrix(item: int) -> Matrix:
    if not native.object_matrix(item, _ANSWERS.float_at[0]):
        return IDENTITY
    a, b, c, d, e, f = _ANSWERS.floats(6)
    return a, b, c, d, e, f


def _is_white(item: int, colour: Callable[..., int]) -> bool:
    if not colour(item, *_ANSWERS.integer_at):
        return False
    red, green, blue, alpha = _ANSWERS.integers(4)
    return (red >= _WHITE and green >= _WHITE and blue >= _WHITE) or not alpha
