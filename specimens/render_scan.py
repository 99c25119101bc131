"""Makes a scanned PDF or photographs of an invented PDF file: pages as grey images, a little turned, with dust.

Letters come from the fonts of the machine (the file embeds none), so the bytes differ from machine to machine; what the
document says does not.
"""

import io
from collections.abc import Iterator
from random import Random

import pypdfium2
from PIL import Image, ImageDraw

from specimens.content import Content
from specimens.render_paper import render as render_paper
from specimens.specimen import Specimen, packed

DUST = 40  # specks on a page


def pages(data: bytes, rng: Random, dpi: int, turned: float) -> Iterator[Image.Image]:
    """Each page of a PDF file as a grey image, turned by up to `turned` degrees."""
    document = pypdfium2.PdfDocument(data)
    for page in document:
        image = page.render(scale=dpi / 72, grayscale=True).to_pil()
        page.close()
        image = image.rotate(rng.uniform(-turned, turned), fillcolor=255, resample=Image.Resampling.BICUBIC)
        draw = ImageDraw.Draw(image)
        for _ in range(DUST):
            x, y = rng.randrange(image.width), rng.randrange(image.height)
            draw.point((x, y), fill=rng.randrange(80, 200))
        yield image
    document.close()


def render(content: Content, seed: int, dpi: int = 200, turned: float = 0.8) -> Specimen:
    """The document as a scanned PDF: images only."""
    paper = render_paper(content, seed)
    images = list(pages(paper.content, Random(f"scan/{seed}"), dpi, turned))
    data = io.BytesIO()
    images[0].save(data, "PDF", save_all=True, append_images=images[1:], resolution=dpi)
    truth = paper.truth.model_copy(update={"form": "scan"})
    return packed(f"scan-{seed}.pdf", data.getvalue(), truth, content)


def photograph(content: Content, seed: int, page: int, dpi: int = 200) -> bytes:
    """One page (counted from 1) as a JPEG photograph, turned more than a scan."""
    paper = render_paper(content, seed)
    images = pages(paper.content, Random(f"photo/{seed}"), dpi, 2.5)
    data = io.BytesIO()
    next(image for number, image in enumerate(images, 1) if number == page).save(data, "JPEG", quality=80)
    return data.getvalue()
