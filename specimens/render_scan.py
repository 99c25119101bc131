"""Makes scans and photographs of an invented PDF file: pages as grey pictures, with all that a scanner does to them.

Letters come from the fonts of the machine (the file may embed none), so the bytes differ from machine to machine; what
the document says does not.
"""

import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from random import Random
from typing import Literal

import numpy as np
import pypdfium2
from PIL import Image, ImageChops, ImageDraw, ImageFilter

from specimens import render_paper, render_typst
from specimens.content import Content
from specimens.specimen import Specimen, packed

Print = Callable[[Content, int], Specimen]
Picture = Literal["PNG", "JPEG", "TIFF"]

PAPER = 255


@dataclass(frozen=True)
class Scanner:
    """How a page becomes a picture. Lengths are in pixels, shades from 0 to 255, `turned` in degrees."""

    dpi: int = 200
    turned: float = 0.8
    """The most that a page lies askew, to either side."""
    dust: int = 40
    """Specks on a page; a tenth of them are blots of some pixels where there are more than 100."""
    grain: float = 0.0
    """The standard deviation of each pixel's shade."""
    blur: float = 0.0
    faded: int = 0
    """The shade of the blackest ink."""
    quality: int | None = None
    """Of JPEG; None keeps every pixel."""
    shadow: int = 0
    """How much darker one corner of the page is than the opposite one."""
    keystone: float = 0.0
    """How much a page's far edges are shorter for the camera's angle, as a part of the width."""


SCANNERS = {
    "clean": Scanner(),
    "300 dpi": Scanner(dpi=300, grain=4, quality=75),
    "150 dpi": Scanner(dpi=150, grain=3, quality=80),
    "faded": Scanner(faded=130, grain=5, blur=0.5),
    "dirty": Scanner(dust=600, grain=8),
    "askew": Scanner(turned=3.5),
    "compressed": Scanner(quality=25),
    "copied": Scanner(dpi=150, faded=60, grain=8, blur=0.6, dust=200, quality=60),
    "photograph": Scanner(turned=1.5, grain=4, blur=0.5, quality=80, shadow=90, keystone=0.02),
}
"""Scanners and a camera, from kind to unkind."""


def pages(data: bytes, rng: Random, scanner: Scanner) -> Iterator[Image.Image]:
    """Each page of a PDF file as a grey picture."""
    document = pypdfium2.PdfDocument(data)
    for page in document:
        image = page.render(scale=scanner.dpi / 72, grayscale=True).to_pil()
        page.close()
        yield scanned(image, rng, scanner)
    document.close()


def scanned(image: Image.Image, rng: Random, scanner: Scanner) -> Image.Image:
    """A clean page as `scanner` sees it."""
    if scanner.faded:
        image = image.point(lambda shade: PAPER - (PAPER - shade) * (PAPER - scanner.faded) // PAPER)
    if scanner.keystone:
        image = _from_aside(image, rng, scanner.keystone)
    turned = rng.uniform(-scanner.turned, scanner.turned)
    image = image.rotate(turned, fillcolor=PAPER, resample=Image.Resampling.BICUBIC)
    _dust(image, rng, scanner.dust)
    if scanner.blur:
        image = image.filter(ImageFilter.GaussianBlur(scanner.blur))
    if scanner.shadow:
        image = ImageChops.subtract(image, _shadow(image.size, scanner.shadow))
    if scanner.grain:
        noise = np.random.default_rng(rng.randrange(2**32)).normal(0, scanner.grain, (image.height, image.width))
        image = Image.fromarray(np.clip(np.asarray(image) + noise, 0, PAPER).astype(np.uint8))
    return image if scanner.quality is None else _compressed(image, scanner.quality)


def _from_aside(image: Image.Image, rng: Random, part: float) -> Image.Image:
    """The page as a camera sees it that is not held straight above: its corners moved inward by up to `part`."""
    width, height = image.size
    corners = ((0, 0), (0, height), (width, height), (width, 0))
    signs = ((1, 1), (1, -1), (-1, -1), (-1, 1))
    moved = [
        (x + sx * rng.uniform(0, part) * width, y + sy * rng.uniform(0, part) * width)
        for (x, y), (sx, sy) in zip(corners, signs, strict=True)
    ]
    rows = []
    for (x, y), (u, v) in zip(moved, corners, strict=True):
        rows += [[x, y, 1, 0, 0, 0, -u * x, -u * y], [0, 0, 0, x, y, 1, -v * x, -v * y]]
    how = np.linalg.solve(np.array(rows, dtype=float), np.array(corners, dtype=float).ravel())
    return image.transform(
        image.size, Image.Transform.PERSPECTIVE, how.tolist(), Image.Resampling.BICUBIC, fillcolor=PAPER
    )


def _dust(image: Image.Image, rng: Random, specks: int) -> None:
    draw = ImageDraw.Draw(image)
    for number in range(specks):
        x, y = rng.randrange(image.width), rng.randrange(image.height)
        reach = rng.randint(1, 3) if specks > 100 and number % 10 == 0 else 0
        draw.ellipse((x, y, x + reach, y + reach), fill=rng.randrange(80, 200))


def _shadow(size: tuple[int, int], depth: int) -> Image.Image:
    across = Image.linear_gradient("L").rotate(45, resample=Image.Resampling.BICUBIC).crop((54, 54, 202, 202))
    return across.resize(size).point(lambda shade: shade * depth // PAPER)


def _compressed(image: Image.Image, quality: int) -> Image.Image:
    data = io.BytesIO()
    image.save(data, "JPEG", quality=quality)
    return Image.open(io.BytesIO(data.getvalue())).convert("L")


def render(
    content: Content, seed: int, scanner: Scanner = SCANNERS["clean"], printed: Print = render_paper.render
) -> Specimen:
    """The document as a scanned PDF: pictures only, of what `printed` prints."""
    paper, images = _pictures(content, seed, scanner, printed)
    data = io.BytesIO()
    images[0].save(data, "PDF", save_all=True, append_images=images[1:], resolution=scanner.dpi)
    truth = paper.truth.model_copy(update={"form": "scan", "pages": len(images)})
    return packed(f"scan-{seed}.pdf", data.getvalue(), truth, content)


def photographs(
    content: Content,
    seed: int,
    form: Picture,
    scanner: Scanner = SCANNERS["photograph"],
    printed: Print = render_typst.render,
) -> Specimen:
    """The document as one file of pictures; of a form that holds one picture only, its first page."""
    paper, images = _pictures(content, seed, scanner, printed)
    kept = images if form == "TIFF" else images[:1]
    data = io.BytesIO()
    if form == "TIFF":
        kept[0].save(data, form, save_all=True, append_images=kept[1:], compression="tiff_deflate")
    else:
        kept[0].save(data, form)
    truth = paper.truth.model_copy(update={"form": "scan", "pages": len(kept)})
    return packed(f"photograph-{seed}.{form.lower()}", data.getvalue(), truth, content)


def _pictures(content: Content, seed: int, scanner: Scanner, printed: Print) -> tuple[Specimen, list[Image.Image]]:
    paper = printed(content, seed)
    return paper, list(pages(paper.content, Random(f"scan/{seed}"), scanner))
