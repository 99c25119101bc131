"""PDFium's functions with plain signatures: handles are integers, answers go to addresses.

The generated bindings make a pointer object for every handle, and let other threads in around every call; a page asks
PDFium two thousand times, so these cost half. The functions are those of pypdfium2's own library, documented in
PDFium's public headers.
"""

import ctypes
from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray
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


def addresses(rows: NDArray[np.uint32] | NDArray[np.float32]) -> list[range]:
    """The addresses of each column of an array of rows: where PDFium writes its answers."""
    width, first = rows.shape[1] * rows.itemsize, rows.ctypes.data
    return [range(start, start + width * len(rows), width) for start in range(first, first + width, rows.itemsize)]
