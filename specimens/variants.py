"""One call from a seed to a document of a form: what property tests, load tests and examples draw from."""

from collections.abc import Callable

from specimens import render_ocr, render_pdf, render_word
from specimens.content import Content, generate
from specimens.setting import Knobs
from specimens.specimen import Specimen

RENDERERS: dict[str, Callable[[Content, int], Specimen]] = {
    "ocr-markdown": render_ocr.render,
    "pdf-text": render_pdf.render,
    "word-text": render_word.render,
}


def variant(form: str, seed: int, knobs: Knobs | None = None) -> Specimen:
    """Document number `seed` printed in `form`; equal arguments give equal bytes."""
    return RENDERERS[form](generate(seed, knobs), seed)
