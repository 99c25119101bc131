"""One call from a seed to a document of a form: what property tests, load tests and examples draw from."""

from collections.abc import Callable
from functools import partial
from importlib import import_module

from specimens import (
    render_docx,
    render_html,
    render_ocr,
    render_pdf,
    render_sheet_files,
    render_sheets,
    render_word,
    render_xlsx,
)
from specimens.content import Content, generate
from specimens.disclosure import disclosure
from specimens.setting import Knobs
from specimens.specimen import Specimen

RENDERERS: dict[str, Callable[[Content, int], Specimen]] = {
    "ocr-markdown": render_ocr.render,
    "pdf-text": render_pdf.render,
    "word-text": render_word.render,
}


def paper(content: Content, seed: int) -> Specimen:
    """A PDF file; its library is there in development only, so it is imported when it is wanted."""
    module = import_module("specimens.render_paper")
    printed: Specimen = module.render(content, seed)
    return printed


FILES: dict[str, Callable[[Content, int], Specimen]] = {
    "docx": render_docx.render,
    "html": render_html.render,
    "pdf": paper,
    "xlsx": render_xlsx.render,
}
"""Formats that keep the grid: nothing is lost in them."""


def variant(form: str, seed: int, knobs: Knobs | None = None) -> Specimen:
    """Document number `seed` printed in `form`; equal arguments give equal bytes."""
    return (RENDERERS | FILES)[form](generate(seed, knobs), seed)


SHEETS = {**render_sheets.RENDERERS, **render_sheet_files.RENDERERS}


def disclosed(form: str, seed: int) -> Specimen:
    """Disclosure document number `seed` printed in `form`."""
    return SHEETS[form](disclosure(seed), seed)


KINDS: dict[str, Callable[[int], Specimen]] = {
    **{form: partial(variant, form) for form in (*RENDERERS, *FILES)},
    "pdf-text-raw": lambda seed: render_pdf.render(generate(seed), seed, raw=True),
    **{f"disclosure-{form}": partial(disclosed, form) for form in SHEETS},
}
"""Every kind of document that a seed can become."""
