"""`gouji parse`: read and extract only, without a bus; one document a line."""

import sys
from pathlib import Path

import click

from gouji.inputs import input_files, read_file
from gouji.settings import CommandSettings
from gouji.terminal import report_failure
from services.parse.core import parse as parse_document
from shared.document import Document
from shared.errors import GoujiError, InternalError


@click.command()
@click.argument("paths", nargs=-1, required=True)
def parse(paths: tuple[str, ...]) -> None:
    """只读取并提取，每行输出一份文档（JSON）。 Read and extract only; one document (JSON) a line."""
    limit_mb = CommandSettings().max_file_mb
    failed = False
    for file in input_files(paths):
        try:
            documents = _documents_of(file, limit_mb)
        except GoujiError as failure:
            failed = True
            report_failure(str(file), failure)
            continue
        for document in documents:
            sys.stdout.write(document.model_dump_json() + "\n")
    sys.exit(3 if failed else 0)


def _documents_of(file: Path, limit_mb: int) -> list[Document]:
    try:
        return parse_document(read_file(file, limit_mb), str(file))
    except GoujiError:
        raise
    except Exception as error:  # the rest of the batch goes on
        raise InternalError(
            f"读取程序内部错误：{error}", f"The reader raised {type(error).__name__}: {error}"
        ) from error
