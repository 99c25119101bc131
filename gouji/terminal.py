"""What a person sees on the terminal: progress while it runs, then a report a document; plain text when piped."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.padding import Padding
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.text import Text

from gouji.client import Client
from gouji.report import Line, Style, report_lines
from shared.findings import Review, Severity

_STYLES: dict[Style, str] = {
    "plain": "",
    "heading": "bold",
    "group": "bold cyan",
    "error": "bold red",
    "warning": "yellow",
    "info": "",
    "good": "green",
    "detail": "dim",
}
_INDENT = 2


class Report:
    """The output of one call of `gouji review`, written as the reviews come in."""

    def __init__(self, *, as_json: bool, lang: str, lowest: Severity) -> None:
        self._as_json = as_json
        self._lang = lang
        self._lowest = lowest
        self._console = Console(highlight=False, markup=False, emoji=False)
        self._ends: dict[str, int] = {}

    @contextmanager
    def progress(self, total: int) -> Iterator[Callable[[], None]]:
        """A progress bar for the length of the block; the function given moves it by one file.

        It shares the console of the report where that is a terminal, so that neither writes over the other.
        """
        to_terminal = self._console.is_terminal
        console = self._console if to_terminal else Console(stderr=True)
        hidden = not console.is_terminal or (to_terminal and self._as_json)
        columns = (TextColumn("审核 reviewing"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
        with Progress(*columns, console=console, transient=True, disable=hidden) as bar:
            task = bar.add_task("", total=total)
            yield lambda: bar.advance(task)

    async def add(self, review: Review, client: Client) -> None:
        """Print `review` and remember how it ended."""
        end = "failed" if review.status == "failed" else str(review.outcome)
        self._ends[end] = self._ends.get(end, 0) + 1
        if self._as_json:
            sys.stdout.write(review.model_dump_json() + "\n")
            sys.stdout.flush()
            return
        summary = {} if review.failure or review.id is None else await client.document(review.id)
        for line in report_lines(review, summary, self._lang, self._lowest):
            self._print(line)
        self._console.print()

    def close(self) -> None:
        """Print the totals of a call with several documents."""
        total = sum(self._ends.values())
        if self._as_json or total < 2:
            return
        names = {
            "error": "有错误 error",
            "warning": "有警告 warning",
            "info": "有提示 info",
            "clean": "未发现问题 clean",
            "unjudged": "无法判定 unjudged",
            "failed": "未能处理 failed",
        }
        listed = " · ".join(f"{name} {self._ends[end]}" for end, name in names.items() if end in self._ends)
        self._print(Line(0, "heading", f"共 {total} 份文件 documents：{listed}"))

    @property
    def exit_status(self) -> int:
        """3 when a document failed or could not be judged, else 1 with an error found, else 0."""
        if self._ends.keys() & {"failed", "unjudged"}:
            return 3
        return 1 if "error" in self._ends else 0

    def _print(self, line: Line) -> None:
        text = Text(line.text, style=_STYLES[line.style])
        if self._console.is_terminal:
            # Rich counts a Chinese character as two columns, so the hanging indent stays aligned.
            self._console.print(Padding(text, (0, 0, 0, _INDENT * line.depth)))
        else:
            self._console.print(Text(" " * _INDENT * line.depth) + text, soft_wrap=True)
