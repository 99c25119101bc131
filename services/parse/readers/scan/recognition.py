"""The recognition model: pictures of lines into texts, with a confidence for each letter.

The model is the one that RapidOCR's wheel ships (nothing is fetched). Only it is loaded, and by the runtime itself: the
package's own engine loads two models more, and makes every short line as wide as a long one.
"""

import math
import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache, partial
from importlib.resources import as_file, files
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from services.parse.readers.scan.lettering import Reading
from services.parse.readers.scan.pictures import Grey
from shared.errors import InternalError

_HEIGHT = 48  # pixels: what the model takes
_STEP = 32  # pixels: widths are rounded up to these, so that lines of about one length go together
_NARROWEST = 96  # pixels: on narrower pictures the model sees nothing
_AT_ONCE = 2560  # pixels of width in one call: more takes memory and gains no time
_MOST_AT_ONCE = 3  # calls: each takes some 150 MB while it lasts
_BLANK = 0  # the model's name for "no letter here"


def recognised(pictures: list[Grey]) -> list[Reading]:
    """What each picture of a line says. Each core takes calls of its own: one call shared by cores costs more."""
    readings: list[Reading] = [Reading("", ())] * len(pictures)
    lines = [_line(picture) for picture in pictures]
    batches = list(_batches([line.shape[1] for line in lines]))
    for batch, found in zip(batches, _model().workers.map(partial(_recognised, lines), batches), strict=True):
        for index, reading in zip(batch, found, strict=True):
            readings[index] = reading
    return readings


def _recognised(lines: list[NDArray[np.float32]], batch: list[int]) -> list[Reading]:
    """What the lines of one call say; the chances of all letters at each step would take much memory together."""
    width = max(_NARROWEST, _rounded_up(max(lines[index].shape[1] for index in batch)))
    paper = np.zeros((len(batch), 3, _HEIGHT, width), dtype=np.float32)
    for row, index in enumerate(batch):
        paper[row, :, :, : lines[index].shape[1]] = lines[index]
    (answers,) = _model().session.run(None, {_model().input: paper})
    return [_read(chances) for chances in answers]


def _line(picture: Grey) -> NDArray[np.float32]:
    """A line at the model's height, from -1 (black) to 1 (white)."""
    height, width = picture.shape
    scaled = cv2.resize(picture, (max(1, math.ceil(_HEIGHT * width / height)), _HEIGHT))
    return np.asarray(scaled, dtype=np.float32) / 127.5 - 1.0


def _batches(widths: list[int]) -> Iterator[list[int]]:
    """Indices of lines of about one width, few enough for one call."""
    batch: list[int] = []
    for index in sorted(range(len(widths)), key=widths.__getitem__):
        if batch and (len(batch) + 1) * _rounded_up(widths[index]) > _AT_ONCE:
            yield batch
            batch = []
        batch.append(index)
    if batch:
        yield batch


def _rounded_up(width: int) -> int:
    return -(-width // _STEP) * _STEP


def _read(chances: NDArray[np.float32]) -> Reading:
    """The likeliest letters of one line: at each step the likeliest, repeated ones once, blanks left out.

    That the model cannot tell a wide mark from a narrow one is no doubt about the mark: their chances count together.
    """
    model = _model()
    best = chances.argmax(axis=1)
    fresh = (best != _BLANK) & np.concatenate(([True], best[1:] != best[:-1]))
    steps = np.flatnonzero(fresh)
    chosen = best[steps]
    sure = chances[steps, chosen] + np.where(model.twins[chosen] > 0, chances[steps, model.twins[chosen]], 0)
    left = chances[steps]
    left[:, _BLANK] = 0
    left[np.arange(len(steps)), chosen] = 0
    return Reading(_spelt(chosen), tuple(sure.round(4).tolist()), _spelt(left.argmax(axis=1)))


def _spelt(numbers: NDArray[np.int64]) -> str:
    letters = _model().letters
    return "".join(letters[number] for number in numbers.tolist())


@dataclass(frozen=True, slots=True)
class _Model:
    """The session, the name of its input, its letters by number, the number of each letter's other width (or 0), and a
    thread for each core."""

    session: Any
    input: str
    letters: list[str]
    twins: NDArray[np.int64]
    workers: ThreadPoolExecutor


def _twins(letters: list[str]) -> NDArray[np.int64]:
    numbers = {letter: number for number, letter in enumerate(letters)}
    twins = np.zeros(len(letters), dtype=np.int64)
    for narrow in range(0x21, 0x7F):
        pair = numbers.get(chr(narrow), 0), numbers.get(chr(narrow + 0xFEE0), 0)
        if all(pair):
            twins[pair[0]], twins[pair[1]] = pair[1], pair[0]
    return twins


@cache
def _model() -> _Model:
    import onnxruntime  # noqa: PLC0415 - half a second that only scans should pay

    options = onnxruntime.SessionOptions()
    options.log_severity_level = 4
    options.intra_op_num_threads = 1
    options.enable_cpu_mem_arena = False
    shipped = [entry for entry in (files("rapidocr") / "models").iterdir() if _is_recognition(entry.name)]
    if not shipped:
        raise InternalError(message_en="the package rapidocr ships no recognition model")
    with as_file(shipped[0]) as path:
        session = onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
    letters = ["", *session.get_modelmeta().custom_metadata_map["character"].splitlines(), " "]
    return _Model(session, session.get_inputs()[0].name, letters, _twins(letters), ThreadPoolExecutor(_cores()))


def _cores() -> int:
    return min(len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else 1, _MOST_AT_ONCE)


def _is_recognition(name: str) -> bool:
    return "_rec_" in name and name.endswith(".onnx")
