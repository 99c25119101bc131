"""PDFium's functions with plain signatures: handles are integers, answers go to addresses.

The generated bindings make a pointer object for every handle, and let other threads in around every call; a page asks
PDFium two thousand times, so these cost half. The functions are those of pypdfium2's own library, documented in
PDFium's public headers.
"""

import ctypes
from collections.abc import Callable
from typing import Any

from pypdfium2 import raw

_HANDLE = ctypes.c_void_p
_INT = ctypes.c_int
_UINT = ctypes.c_uint


def _plain(name: str, answer: Any, *parameters: Any) -> Callable[..., Any]:
    """The library's function `name` under a signature of our own; the bindings' own one stays as it is."""
    address = ctypes.cast(getattr(raw, name), ctypes.c_void_p).value
    assert address, f"PDFium has no {name}"
    return ctypes.PYFUNCTYPE(answer, *parameters)(address)


page_count_objects = _plain("FPDFPage_CountObjects", _INT, _HANDLE)
page_object = _plain("FPDFPage_GetObject", _HANDLE, _HANDLE, _INT)
form_count_objects = _plain("FPDFFormObj_CountObjects", _INT, _HANDLE)
form_object = _plain("FPDFFormObj_GetObject", _HANDLE, _HANDLE, _UINT)
object_type = _plain("FPDFPageObj_GetType", _INT, _HANDLE)
object_bounds = _plain("FPDFPageObj_GetBounds", _INT, _HANDLE, _HANDLE, _HANDLE, _HANDLE, _HANDLE)
object_matrix = _plain("FPDFPageObj_GetMatrix", _INT, _HANDLE, _HANDLE)
object_fill = _plain("FPDFPageObj_GetFillColor", _INT, _HANDLE, _HANDLE, _HANDLE, _HANDLE, _HANDLE)
object_stroke = _plain("FPDFPageObj_GetStrokeColor", _INT, _HANDLE, _HANDLE, _HANDLE, _HANDLE, _HANDLE)
object_clip = _plain("FPDFPageObj_GetClipPath", _HANDLE, _HANDLE)
clip_count_paths = _plain("FPDFClipPath_CountPaths", _INT, _HANDLE)
clip_count_segments = _plain("FPDFClipPath_CountPathSegments", _INT, _HANDLE, _INT)
clip_segment = _plain("FPDFClipPath_GetPathSegment", _HANDLE, _HANDLE, _INT, _INT)
path_mode = _plain("FPDFPath_GetDrawMode", _INT, _HANDLE, _HANDLE, _HANDLE)
path_count_segments = _plain("FPDFPath_CountSegments", _INT, _HANDLE)
path_segment = _plain("FPDFPath_GetPathSegment", _HANDLE, _HANDLE, _INT)
segment_point = _plain("FPDFPathSegment_GetPoint", _INT, _HANDLE, _HANDLE, _HANDLE)
segment_type = _plain("FPDFPathSegment_GetType", _INT, _HANDLE)
segment_closes = _plain("FPDFPathSegment_GetClose", _INT, _HANDLE)
text_mode = _plain("FPDFTextObj_GetTextRenderMode", _INT, _HANDLE)
text_count_chars = _plain("FPDFText_CountChars", _INT, _HANDLE)
text_unicode = _plain("FPDFText_GetUnicode", _UINT, _HANDLE, _INT)
text_utf16 = _plain("FPDFText_GetText", _INT, _HANDLE, _INT, _INT, _HANDLE)
text_box = _plain("FPDFText_GetLooseCharBox", _INT, _HANDLE, _INT, _HANDLE)
text_is_unsure = _plain("FPDFText_HasUnicodeMapError", _INT, _HANDLE, _INT)
text_matrix = _plain("FPDFText_GetMatrix", _INT, _HANDLE, _INT, _HANDLE)
text_object = _plain("FPDFText_GetTextObject", _HANDLE, _HANDLE, _INT)


def handle(pointer: Any) -> int:
    """The address behind a handle of the generated bindings."""
    return ctypes.cast(pointer, ctypes.c_void_p).value or 0


class Answers:
    """Room for what PDFium writes: floats and unsigned integers, with their addresses. One thread only, as PDFium."""

    def __init__(self, floats: int, integers: int) -> None:
        self._floats = (ctypes.c_float * floats)()
        self._integers = (ctypes.c_uint * integers)()
        first, second = ctypes.addressof(self._floats), ctypes.addressof(self._integers)
        self.float_at = tuple(first + 4 * i for i in range(floats))
        self.integer_at = tuple(second + 4 * i for i in range(integers))

    def floats(self, count: int) -> list[float]:
        """The first `count` floats that were written."""
        return self._floats[:count]

    def integers(self, count: int) -> list[int]:
        """The first `count` integers that were written."""
        return self._integers[:count]
