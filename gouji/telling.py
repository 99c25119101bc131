"""What goes to standard error: why a file or a call failed, Chinese first. Needs no library, so every image has it."""

import sys

from shared.errors import GoujiError


def report_failure(source: str, failure: GoujiError) -> None:
    """Say why one file could not be processed; the batch goes on."""
    sys.stderr.write(
        f"{source}：{failure.message}（{failure.code}）\n{source}: {failure.message_en} ({failure.code})\n"
    )


def report_error(error: GoujiError) -> None:
    """Say why the call as a whole could not go on."""
    sys.stderr.write(f"{error.message}\n{error.message_en}\n")
