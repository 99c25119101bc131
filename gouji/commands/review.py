"""`gouji review`: the main job; files, folders or archives through the whole pipeline."""

import asyncio
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import click

from gouji.client import Client, UnexpectedAnswerError, UnreachableError
from gouji.deployment import Deployment
from gouji.engines import engine_option
from gouji.inputs import input_files
from gouji.reviewing import Batch
from gouji.settings import CommandSettings
from gouji.telling import report_error
from gouji.terminal import Report
from shared.findings import Severity


@click.command()
@click.argument("paths", nargs=-1, required=True)
@engine_option
@click.option(
    "--json", "as_json", is_flag=True, help="每行一份审核结果（JSON）。 One review (JSON) a line, nothing else."
)
@click.option(
    "--data", type=click.Path(file_okay=False, path_type=Path), help="保留结果的数据目录。 Keep the results here."
)
@click.option("--lang", type=click.Choice(["zh", "en"]), default="zh", help="语言。 Language of the report.")
@click.option(
    "--severity",
    type=click.Choice([severity.value for severity in Severity]),
    default="info",
    help="显示的最低级别。 The lowest severity shown.",
)
def review(paths: tuple[str, ...], as_json: bool, data: Path | None, lang: str, severity: str) -> None:
    """审核文件、文件夹：读取、校验、入库、报告。 Review files and folders.

    退出码 Exit status: 0 正常 fine；1 有错误级发现 an error was found；2 调用有误 wrong call；
    3 有文件无法处理或无法判定 a document could not be processed or judged.
    """
    files = input_files(paths)
    report = Report(as_json=as_json, lang=lang, lowest=Severity(severity))
    try:
        asyncio.run(_review(files, data, report))
    except (UnreachableError, UnexpectedAnswerError) as error:
        report_error(error)
        sys.exit(3)
    sys.exit(report.exit_status)


async def _review(files: list[Path], data: Path | None, report: Report) -> None:
    settings = CommandSettings()
    async with _server(settings, data) as url, Client(url, settings.token) as client:
        batch = Batch(client, settings.max_file_mb)
        with report.progress(len(files)) as advance:
            async for one in batch.reviews(files, advance):
                await report.add(one, client)
    report.close()


@asynccontextmanager
async def _server(settings: CommandSettings, data: Path | None) -> AsyncIterator[str]:
    """The address of the deployment to use: the running one, or one of our own for the length of this call."""
    if settings.url:
        yield settings.url
        return
    async with Deployment.embedded(data) as deployment:
        yield deployment.http_url
