"""The option `--engine`: which library reads PDF pages in this call."""

import os
from typing import Any

import click

ENGINES = ("pdfium", "pdfplumber")


def _chosen(_context: click.Context, _option: click.Parameter, engine: str | None) -> None:
    """As if the setting were in the environment: the services of this call take it from there."""
    if engine:
        os.environ["GOUJI_PDF_ENGINE"] = engine


def engine_option(command: Any) -> Any:
    """Adds `--engine` to a command that reads files in services of its own."""
    return click.option(
        "--engine",
        type=click.Choice(ENGINES),
        callback=_chosen,
        expose_value=False,
        help="读取 PDF 的引擎：默认快速，pdfplumber 为对照。 Which library reads PDF pages.",
    )(command)
