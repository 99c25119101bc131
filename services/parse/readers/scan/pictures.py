"""Pictures as pages: PNG, JPEG and TIFF files, and pages of a PDF that are pictures; grey, at one resolution."""

import io
from collections.abc import Iterator
from typing import Any, TypeAlias

import numpy as np
import pypdfium2 as pdfium
from numpy.typing import NDArray
from PIL import Image, ImageOps

from shared.errors import DocumentFailure, Malformed, TooLarge

Grey: TypeAlias = NDArray[np.uint8]

DPI = 200  # what the recognition model was measured at; more costs time and gains nothing
POINT = 72 / DPI  # points a pixel
_A4_WIDTH_POINTS = 595.0
_MOST_PIXELS = 120_000_000  # A3 at 600 dpi has 70 million
_MOST_FRAMES = 500


def pictures_in(data: bytes) -> Iterator[Grey]:
    """The pages of a picture file; each scaled so that an upright sheet is as wide as A4 at DPI.

    Raises Malformed, or TooLarge for more pixels than any sheet of paper has.
    """
    Image.MAX_IMAGE_PIXELS = None  # the limit is ours, with an error of its own
    try:
        _check_frames(data)
        with Image.open(io.BytesIO(data)) as picture:
            for frame in range(getattr(picture, "n_frames", 1)):
                picture.seek(frame)
                _check(picture.width, picture.height)
                yield _scaled(ImageOps.exif_transpose(picture).convert("L"))
    except (DocumentFailure, MemoryError):
        raise
    except Exception as error:  # of every kind, on damaged files
        raise Malformed from error


def _check_frames(data: bytes) -> None:
    """Go to the first page too many: counting them all could take for ever. Pillow counts wrongly after such a step."""
    with Image.open(io.BytesIO(data)) as picture:
        try:
            picture.seek(_MOST_FRAMES)
        except EOFError:
            return
    raise TooLarge("图片页数过多：请拆分后再提交。", "The picture has too many pages: split it.")


def _check(width: int, height: int) -> None:
    if width * height > _MOST_PIXELS:
        raise TooLarge("图片像素过多：请降低分辨率后再提交。", "The picture has too many pixels: scan it at 300 dpi.")


def page_picture(document: pdfium.PdfDocument, index: int) -> Grey:
    """Page `index` (from 0) of a PDF, rendered at DPI. Raises TooLarge for a page larger than any sheet of paper."""
    page = document[index]
    try:
        width, height = page.get_size()
        if width * height / POINT**2 > _MOST_PIXELS:
            raise TooLarge("页面尺寸过大：请按 A4 或 A3 重新扫描。", "The page is too large: scan it as A4 or A3.")
        bitmap = page.render(scale=1 / POINT, grayscale=True)
        picture: Grey = np.array(bitmap.to_numpy(), dtype=np.uint8).reshape(bitmap.height, bitmap.width, -1)[:, :, 0]
        bitmap.close()
        return picture
    finally:
        page.close()


def _scaled(picture: Any) -> Grey:
    """A photograph says nothing of its size; a sheet is taken for A4, upright or across."""
    points = _A4_WIDTH_POINTS if picture.height >= picture.width else _A4_WIDTH_POINTS * 2**0.5
    factor = points / POINT / picture.width
    if not 0.9 < factor < 1.1:
        size = (max(1, round(picture.width * factor)), max(1, round(picture.height * factor)))
        _check(*size)
        picture = picture.resize(size, Image.Resampling.LANCZOS if factor < 1 else Image.Resampling.BICUBIC)
    return np.asarray(picture, dtype=np.uint8)
