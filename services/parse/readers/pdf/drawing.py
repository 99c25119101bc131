"""Ruling lines of a page from its drawing: thin fills, strokes, polylines, dashes, form XObjects, clips.

What only colours a cell, what is clipped away and what is white on white is no rule.
"""

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pypdfium2.raw as pdfium

from services.parse.readers.pdf.geometry import IDENTITY, Box, Matrix, Rule, Transform, applied, box_of, multiply

_THIN = 3.0  # points: a filled box not thicker than this is a line, not an area
_WHITE = 250  # of 255, every channel: not to be seen on paper
# PDFium writes its answers here: a page may have ten thousand objects, and making these anew costs as much as asking.
# One set is enough, since PDFium allows one thread only.
_CHANNELS = tuple(ctypes.c_uint() for _ in range(4))
_SIDES = tuple(ctypes.c_float() for _ in range(4))
_DEEPEST_FORM = 8  # form XObjects may refer to each other in a loop


@dataclass(slots=True)
class Drawing:
    """The rules of a page, the areas that are coloured, and the text objects that cannot be seen."""

    horizontal: list[Rule] = field(default_factory=list)
    vertical: list[Rule] = field(default_factory=list)
    areas: list[Box] = field(default_factory=list)
    white: list[tuple[bool, Rule]] = field(default_factory=list)
    hidden_text: set[int] = field(default_factory=set)  # addresses of text objects
    white_text: list[tuple[int, Box]] = field(default_factory=list)
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
        """White rules and white text are seen on coloured areas only; on white paper nobody sees them."""
        for is_horizontal, rule in self.white:
            middle = (rule.start + rule.end) / 2
            x, y = (middle, rule.at) if is_horizontal else (rule.at, middle)
            if self._coloured(x, y):
                (self.horizontal if is_horizontal else self.vertical).append(rule)
        for address, (x0, top, x1, bottom) in self.white_text:
            if not self._coloured((x0 + x1) / 2, (top + bottom) / 2):
                self.hidden_text.add(address)

    def _coloured(self, x: float, y: float) -> bool:
        return any(x0 <= x <= x1 and top <= y <= bottom for x0, top, x1, bottom in self.areas)


def drawing_of(page: Any, to_display: Transform) -> Drawing:
    """The drawing of an open PDFium page (raw handle)."""
    drawing = Drawing()
    objects = (pdfium.FPDFPage_GetObject(page, i) for i in range(pdfium.FPDFPage_CountObjects(page)))
    _walk(objects, IDENTITY, to_display, drawing, 0)
    drawing.settle_white()
    return drawing


def _walk(objects: Iterator[Any], outer: Matrix, to_display: Transform, drawing: Drawing, depth: int) -> None:
    for item in objects:
        kind = pdfium.FPDFPageObj_GetType(item)
        if kind == pdfium.FPDF_PAGEOBJ_PATH:
            _path(item, outer, to_display, drawing)
        elif kind == pdfium.FPDF_PAGEOBJ_TEXT:
            _text(item, outer, to_display, drawing)
        elif kind == pdfium.FPDF_PAGEOBJ_IMAGE:
            drawing.images.append(_display_box(_bounds(item), outer, to_display))
        elif kind == pdfium.FPDF_PAGEOBJ_FORM and depth < _DEEPEST_FORM:
            inner = (pdfium.FPDFFormObj_GetObject(item, i) for i in range(pdfium.FPDFFormObj_CountObjects(item)))
            _walk(inner, multiply(_matrix(item), outer), to_display, drawing, depth + 1)


def _path(item: Any, outer: Matrix, to_display: Transform, drawing: Drawing) -> None:
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDFPath_GetDrawMode(item, fill, stroke)
    if not fill.value and not stroke.value:
        return
    colour = pdfium.FPDFPageObj_GetStrokeColor if stroke.value else pdfium.FPDFPageObj_GetFillColor
    is_white = _is_white(item, colour)
    clip = _clip(item, outer, to_display)
    box = _display_box(_bounds(item), outer, to_display)
    x0, top, x1, bottom = box
    if min(x1 - x0, bottom - top) <= _THIN:
        if clipped := _clipped(box, clip):
            drawing.add(clipped, is_white=is_white)
        return
    if fill.value and not stroke.value and pdfium.FPDFPath_CountSegments(item) <= 6:
        if not is_white and (clipped := _clipped(box, clip)):
            drawing.areas.append(clipped)
        return
    for edge in _edges(item, outer, to_display):
        if clipped := _clipped(edge, clip):
            drawing.add(clipped, is_white=is_white)


def _edges(item: Any, outer: Matrix, to_display: Transform) -> Iterator[Box]:
    """The straight edges of a path along the axes, as boxes without thickness; and its thin subpaths as rules."""
    matrix = multiply(_matrix(item), outer)
    x, y = ctypes.c_float(), ctypes.c_float()
    start = last = (0.0, 0.0)
    for i in range(pdfium.FPDFPath_CountSegments(item)):
        segment = pdfium.FPDFPath_GetPathSegment(item, i)
        pdfium.FPDFPathSegment_GetPoint(segment, x, y)
        point = to_display(*applied(matrix, x.value, y.value))
        kind = pdfium.FPDFPathSegment_GetType(segment)
        if kind == pdfium.FPDF_SEGMENT_MOVETO:
            start = point
        elif kind == pdfium.FPDF_SEGMENT_LINETO:
            yield from _edge(last, point)
        if pdfium.FPDFPathSegment_GetClose(segment):
            yield from _edge(point, start)
        last = point


def _edge(one: tuple[float, float], other: tuple[float, float]) -> Iterator[Box]:
    box = box_of([one, other])
    across, down = box[2] - box[0], box[3] - box[1]
    if min(across, down) <= 1.0 < max(across, down):  # slanted lines part no cells
        yield box


def _clip(item: Any, outer: Matrix, to_display: Transform) -> Box | None:
    """The box of the object's clip path in display space; None where nothing clips it."""
    clip = pdfium.FPDFPageObj_GetClipPath(item)
    if not clip:
        return None
    box: Box | None = None
    x, y = ctypes.c_float(), ctypes.c_float()
    for path in range(max(0, pdfium.FPDFClipPath_CountPaths(clip))):
        points = []
        for i in range(max(0, pdfium.FPDFClipPath_CountPathSegments(clip, path))):
            pdfium.FPDFPathSegment_GetPoint(pdfium.FPDFClipPath_GetPathSegment(clip, path, i), x, y)
            points.append(to_display(*applied(outer, x.value, y.value)))
        if points:
            box = box_of(points) if box is None else _intersection(box, box_of(points))
    return box


def _clipped(box: Box, clip: Box | None) -> Box | None:
    """What is left of `box` inside `clip`; None when nothing is."""
    if clip is None:
        return box
    x0, top, x1, bottom = _intersection(box, clip)
    return (x0, top, x1, bottom) if x1 >= x0 and bottom >= top else None


def _intersection(one: Box, other: Box) -> Box:
    return max(one[0], other[0]), max(one[1], other[1]), min(one[2], other[2]), min(one[3], other[3])


def _bounds(item: Any) -> Box:
    pdfium.FPDFPageObj_GetBounds(item, *_SIDES)
    left, bottom, right, top = _SIDES
    return left.value, bottom.value, right.value, top.value


def _display_box(bounds: Box, outer: Matrix, to_display: Transform) -> Box:
    left, bottom, right, top = bounds
    if outer is IDENTITY:
        return box_of([to_display(left, bottom), to_display(right, top)])
    corners = [(left, bottom), (right, bottom), (left, top), (right, top)]
    return box_of([to_display(*applied(outer, x, y)) for x, y in corners])


def _matrix(item: Any) -> Matrix:
    matrix = pdfium.FS_MATRIX()
    if not pdfium.FPDFPageObj_GetMatrix(item, matrix):
        return IDENTITY
    return matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f


def _is_white(item: Any, colour: Any) -> bool:
    if not colour(item, *_CHANNELS):
        return False
    red, green, blue, alpha = _CHANNELS
    return (red.value >= _WHITE and green.value >= _WHITE and blue.value >= _WHITE) or not alpha.value


def _text(item: Any, outer: Matrix, to_display: Transform, drawing: Drawing) -> None:
    if pdfium.FPDFTextObj_GetTextRenderMode(item) in _INVISIBLE:
        drawing.hidden_text.add(_address(item))
    elif _is_white(item, pdfium.FPDFPageObj_GetFillColor):
        drawing.white_text.append((_address(item), _display_box(_bounds(item), outer, to_display)))


_INVISIBLE = (pdfium.FPDF_TEXTRENDERMODE_INVISIBLE, pdfium.FPDF_TEXTRENDERMODE_CLIP)


def _address(handle: Any) -> int:
    return ctypes.cast(handle, ctypes.c_void_p).value or 0
