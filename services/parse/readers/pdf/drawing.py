"""Ruling lines of a page from its drawing: thin fills, strokes, polylines, dashes, form XObjects, clips.

What only colours a cell, what is clipped away and what is white on white is no rule.
"""

from dataclasses import dataclass, field
from itertools import chain, compress, repeat

import numpy as np
import pypdfium2.raw as pdfium
from numpy.typing import NDArray

from services.parse.readers.pdf import native
from services.parse.readers.pdf.geometry import (
    IDENTITY,
    Box,
    Floats,
    Mask,
    Matrices,
    Matrix,
    Rule,
    Transform,
    applied,
    displayed,
    multiply,
)

_THIN = 3.0  # points: a filled box not thicker than this is a line, not an area
_WHITE = 250  # of 255, every channel: not to be seen on paper
_PALE = 160  # of 255: lighter than any text that is meant to be read at a glance
_DEEPEST_FORM = 8  # form XObjects may refer to each other in a loop
_SEGMENTS_OF_A_BOX = 6
_INVISIBLE = (pdfium.FPDF_TEXTRENDERMODE_INVISIBLE, pdfium.FPDF_TEXTRENDERMODE_CLIP)
_EVERYWHERE = (-np.inf, -np.inf, np.inf, np.inf)


@dataclass(slots=True)
class Drawing:
    """The rules of a page, the areas that are coloured, the pictures, and the text objects under the matrix of each
    form that holds any."""

    horizontal: list[Rule] = field(default_factory=list)
    vertical: list[Rule] = field(default_factory=list)
    areas: list[Box] = field(default_factory=list)
    white: list[tuple[bool, Rule]] = field(default_factory=list)
    images: list[Box] = field(default_factory=list)
    texts: list[tuple[Matrix, list[int]]] = field(default_factory=list)

    def add(self, boxes: Floats, white: Mask) -> None:
        """Add thin boxes as rules along their longer sides; both sides are thin in the dots of a dotted line."""
        for (x0, top, x1, bottom), is_white in zip(boxes.tolist(), white.tolist(), strict=True):
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


def looks(drawing: Drawing, to_display: Transform) -> tuple[set[int], set[int]]:
    """The text objects that cannot be seen, invisible or white on white paper; and those that are pale on it."""
    hidden: set[int] = set()
    pale: set[int] = set()
    for outer, items in drawing.texts:
        hidden.update(compress(items, map(_INVISIBLE.__contains__, map(native.text_mode, items))))
        lightness = _lightness(items, np.zeros(len(items), dtype=bool))
        light = np.flatnonzero(lightness >= _PALE).tolist()
        boxes = _boxes([items[i] for i in light], outer, to_display).tolist() if light else []
        for i, (x0, top, x1, bottom) in zip(light, boxes, strict=True):
            if not drawing.coloured((x0 + x1) / 2, (top + bottom) / 2):
                (hidden if lightness[i] >= _WHITE else pale).add(items[i])
    return hidden, pale


def _walk(objects: list[int], outer: Matrix, to_display: Transform, drawing: Drawing, depth: int) -> None:
    kinds = list(map(native.object_type, objects))
    paths, texts = (
        list(compress(objects, map(kind.__eq__, kinds)))
        for kind in (pdfium.FPDF_PAGEOBJ_PATH, pdfium.FPDF_PAGEOBJ_TEXT)
    )
    if paths:
        _add_paths(paths, outer, to_display, drawing)
    if texts:
        drawing.texts.append((outer, texts))
    if len(paths) + len(texts) == len(kinds):
        return
    for item, kind in zip(objects, kinds, strict=True):
        if kind == pdfium.FPDF_PAGEOBJ_IMAGE:
            drawing.images += map(tuple, _boxes([item], outer, to_display).tolist())
        elif kind == pdfium.FPDF_PAGEOBJ_FORM and depth < _DEEPEST_FORM:
            count = native.form_count_objects(item)
            inner = list(map(native.form_object, repeat(item, count), range(count)))
            (matrix,) = zip(*_matrices([item]), strict=True)
            _walk(inner, multiply(matrix, outer), to_display, drawing, depth + 1)


def _add_paths(items: list[int], outer: Matrix, to_display: Transform, drawing: Drawing) -> None:
    """Add the paths of one level. All are asked the same at a time: a loop with four questions costs twice as much."""
    modes = np.zeros((len(items), 2), dtype=np.uint32)
    list(map(native.path_mode, items, *native.addresses(modes)))
    fills, strokes = modes.T != 0
    whole, clips = _boxes(items, outer, to_display), _clips(items, outer, to_display)
    white = _lightness(items, strokes) >= _WHITE
    boxes, seen = _within(whole, clips)
    thin = np.minimum(whole[:, 2] - whole[:, 0], whole[:, 3] - whole[:, 1]) <= _THIN
    rules = thin & seen & (fills | strokes)
    drawing.add(boxes[rules], white[rules])
    large = np.flatnonzero(~thin & (fills | strokes))
    segments = np.fromiter((native.path_count_segments(items[i]) for i in large), dtype=np.int64, count=len(large))
    filled = (fills & ~strokes)[large] & (segments <= _SEGMENTS_OF_A_BOX)
    areas = large[filled]
    drawing.areas += map(tuple, boxes[areas][seen[areas] & ~white[areas]].tolist())
    outlines = large[~filled]
    if len(outlines):
        edges, owners = _edges([items[i] for i in outlines], segments[~filled], outer, to_display)
        edges, seen = _within(edges, clips[outlines[owners]])
        drawing.add(edges[seen], white[outlines[owners]][seen])


def _clips(items: list[int], outer: Matrix, to_display: Transform) -> Floats:
    """The box of each object's clip in display space, infinite where nothing clips it."""
    known: dict[tuple[int | None, ...], Box] = {}  # by first segments: most objects share their clip with others
    boxes = []
    for clip in map(native.object_clip, items):
        paths = range(native.clip_count_paths(clip))
        firsts = tuple([native.clip_segment(clip, path, 0) for path in paths])
        if firsts not in known:
            known[firsts] = _clip([_corners(clip, path) for path in paths], outer, to_display)
        boxes.append(known[firsts])
    return np.array(boxes)


def _corners(clip: int, path: int) -> list[int]:
    """The segments that bound one path of a clip: two are enough of a rectangle."""
    count = native.clip_count_segments(clip, path)
    return [native.clip_segment(clip, path, i) for i in ((0, 2) if count in (4, 5) else range(count))]


def _clip(paths: list[list[int]], outer: Matrix, to_display: Transform) -> Box:
    """The box that all paths of a clip leave, each given by its segments."""
    box = np.array(_EVERYWHERE)
    for segments in filter(None, paths):
        points = to_display(*applied(outer, *_points(segments).T))
        box[:2] = np.maximum(box[:2], np.min(points, axis=1))
        box[2:] = np.minimum(box[2:], np.max(points, axis=1))
    x0, top, x1, bottom = box.tolist()
    return x0, top, x1, bottom


def _within(boxes: Floats, clips: Floats) -> tuple[Floats, Mask]:
    """What is left of each box inside its clip, and whether anything is."""
    low, high = np.maximum(boxes[:, :2], clips[:, :2]), np.minimum(boxes[:, 2:], clips[:, 2:])
    return np.concatenate((low, high), axis=1), np.asarray((low <= high).all(axis=1))


def _edges(
    items: list[int], counts: NDArray[np.int64], outer: Matrix, to_display: Transform
) -> tuple[Floats, NDArray[np.int64]]:
    """The straight edges of paths of `counts` segments along the axes, as boxes without thickness, and the index of
    the path of each."""
    owners = np.repeat(np.arange(len(items)), counts)
    of_items = map(items.__getitem__, owners.tolist())
    segments = list(map(native.path_segment, of_items, chain.from_iterable(map(range, counts.tolist()))))
    a, b, c, d, e, f = np.array(multiply(_matrices(items), outer)).take(owners, axis=1)
    x, y = _points(segments).T
    points = np.stack(to_display(a * x + c * y + e, b * x + d * y + f), axis=1)
    kinds = np.fromiter(map(native.segment_type, segments), dtype=np.int64, count=len(segments))
    ends = np.flatnonzero(kinds == pdfium.FPDF_SEGMENT_LINETO)  # what closes an outline is one of them
    one, other = points[ends - 1], points[ends]
    low, high = np.minimum(one, other), np.maximum(one, other)
    across_down = high - low
    straight = (across_down.min(axis=1) <= 1.0) & (across_down.max(axis=1) > 1.0)  # slanted lines part no cells
    return np.concatenate((low, high), axis=1)[straight], owners[ends][straight]


def _points(segments: list[int]) -> Floats:
    """The point of each segment, in the path's own space."""
    found = np.zeros((len(segments), 2), dtype=np.float32)
    list(map(native.segment_point, segments, *native.addresses(found)))
    return found.astype(np.float64)


def _boxes(items: list[int], outer: Matrix, to_display: Transform) -> Floats:
    """The boxes of objects in display space, one a row."""
    bounds = np.zeros((len(items), 4), dtype=np.float32)
    list(map(native.object_bounds, items, *native.addresses(bounds)))
    if outer is IDENTITY:
        return displayed(to_display, bounds)
    left, bottom, right, top = bounds.astype(np.float64).T
    corners = [applied(outer, x, y) for x in (left, right) for y in (bottom, top)]
    xs, ys = zip(*(to_display(x, y) for x, y in corners), strict=True)
    return np.stack((np.min(xs, axis=0), np.min(ys, axis=0), np.max(xs, axis=0), np.max(ys, axis=0)), axis=1)


def _lightness(items: list[int], strokes: Mask) -> NDArray[np.uint32]:
    """How light objects are on white paper, of 255, by the colour of their stroke, else of their fill."""
    colours = np.zeros((len(items), 4), dtype=np.uint32)
    colours[:, 3] = 255
    places = native.addresses(colours)
    if not strokes.any():  # as of all text: nothing to choose
        list(map(native.object_fill, items, *places))
    else:
        for colour, chosen in ((native.object_stroke, strokes.tolist()), (native.object_fill, (~strokes).tolist())):
            list(map(colour, *(compress(column, chosen) for column in (items, *places))))
    return np.asarray(np.maximum(colours[:, :3].min(axis=1), 255 - colours[:, 3]))


def _matrices(items: list[int]) -> Matrices:
    """The matrix of each object, as columns."""
    found = np.tile(np.array(IDENTITY, dtype=np.float32), (len(items), 1))
    list(map(native.object_matrix, items, native.addresses(found)[0]))
    a, b, c, d, e, f = found.T.astype(np.float64)
    return a, b, c, d, e, f
