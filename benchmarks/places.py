"""Draws where values were read over the rendered pages: `python -m benchmarks.places FILE FOLDER [PAGE …]`.

Values of projects and indicators in red, titles and tables in blue, doubts in orange; one PNG a page.
"""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pypdfium2 as pdfium
from PIL import Image, ImageDraw

from services.parse.core import parse

SCALE = 1.6  # pixels a point
VALUE, BLOCK, DOUBT = "red", "blue", "darkorange"


def places(record: Any, colour: str) -> Iterator[tuple[dict[str, Any], str]]:
    """Every place in a part of a document's JSON, with its colour."""
    if isinstance(record, list):
        for each in record:
            yield from places(each, colour)
    elif isinstance(record, dict):
        if "bbox" in record:
            yield record, colour
        for each in record.values():
            yield from places(each, colour)


def drawn(page: pdfium.PdfPage, boxes: list[tuple[list[float], str]]) -> Image.Image:
    """A page with boxes in points from its upper left."""
    image: Image.Image = page.render(scale=SCALE).to_pil().convert("RGB")
    draw = ImageDraw.Draw(image)
    for box, colour in boxes:
        draw.rectangle([edge * SCALE for edge in box], outline=colour)
    return image


def main() -> None:
    """Write a PNG for each page asked for, or for every page."""
    path, folder = Path(sys.argv[1]), Path(sys.argv[2])
    found: dict[int, list[tuple[list[float], str]]] = {}
    for document in parse(path.read_bytes(), path.name):
        record = document.model_dump(mode="json")
        warnings, rest = record.pop("warnings"), record
        parts = [*places(rest.pop("projects"), VALUE), *places(rest, BLOCK), *places(warnings, DOUBT)]
        for place, colour in parts:
            found.setdefault(place["page"], []).append((place["bbox"], colour))
    pages = pdfium.PdfDocument(path)
    folder.mkdir(parents=True, exist_ok=True)
    for number in map(int, sys.argv[3:] or map(str, range(1, len(pages) + 1))):
        drawn(pages[number - 1], found.get(number, [])).save(folder / f"{path.stem}-{number:03}.png")


if __name__ == "__main__":
    main()
