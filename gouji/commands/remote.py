"""`gouji submit`, `gouji status` and `gouji purge`: against a running deployment, at GOUJI_URL."""

import asyncio
import sys
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

import click
from ulid import ULID

from gouji.client import Client, Refused, UnexpectedAnswerError, UnreachableError
from gouji.inputs import input_files, read_file
from gouji.settings import CommandSettings
from gouji.telling import report_error, report_failure
from shared.errors import GoujiError

T = TypeVar("T")
_HERE = "http://127.0.0.1:8420"
_ENDED_WELL = ("stored", "duplicate")


@click.command()
@click.argument("paths", nargs=-1, required=True)
def submit(paths: tuple[str, ...]) -> None:
    """提交文件，不等待结果；每行输出提交号与来源。 Hand files in without waiting; a submission and its source a line.

    退出码 Exit status: 0, 2 调用有误 wrong call, 3 有文件未被接收 a file was not accepted.
    """
    files = input_files(paths)
    sys.exit(_with_client(lambda client: _submit(client, files)))


@click.command()
@click.argument("submission", required=False)
@click.option(
    "--stuck-after", default=600.0, show_default=True, help="多少秒未结束视为卡住。 Seconds until it is stuck."
)
def status(submission: str | None, stuck_after: float) -> None:
    """一次提交的状态；不带编号时为全部未结束的提交。 One submission, or all that have not ended.

    退出码 Exit status: 0, 1 卡住、失败或服务未就绪 stuck, failed or not ready, 3 无法连接 no connection.
    """
    sys.exit(
        _with_client(lambda client: _one(client, submission, stuck_after) if submission else _all(client, stuck_after))
    )


@click.command()
@click.option("--before", required=True, type=click.DateTime(["%Y-%m-%d"]), help="此日（UTC）之前。 Before this day.")
@click.confirmation_option(prompt="将删除此日之前结束的提交及其原件，确定吗？ Forget them and their originals?")
def purge(before: datetime) -> None:
    """删除某日之前结束的提交、文档与原件。 Forget what ended before a day, with its originals."""
    sys.exit(_with_client(lambda client: _purge(client, before)))


def _with_client(work: Callable[[Client], Awaitable[T]]) -> T:
    settings = CommandSettings()

    async def run() -> T:
        async with Client(settings.url or _HERE, settings.token) as client:
            return await work(client)

    try:
        return asyncio.run(run())
    except (UnreachableError, UnexpectedAnswerError) as error:
        report_error(error)
        sys.exit(3)


async def _submit(client: Client, files: list[Path]) -> int:
    limit_mb, batch, refused = CommandSettings().max_file_mb, str(ULID()), False
    for path in files:
        try:
            answer = await client.submit(str(path), read_file(path, limit_mb), batch)
        except (UnreachableError, UnexpectedAnswerError):
            raise
        except GoujiError as failure:
            report_failure(str(path), failure)
            refused = True
            continue
        if isinstance(answer, Refused):
            click.echo(
                f"{path}：{answer.failure.message}（{answer.failure.code}）\n{answer.failure.message_en}", err=True
            )
            refused = True
        else:
            click.echo(f"{answer}\t{path}")
    return 3 if refused else 0


async def _one(client: Client, submission: str, stuck_after_s: float) -> int:
    state = await client.submission(submission)
    click.echo(_line(state, stuck_after_s))
    for document in state["documents"]:
        said = document["outcome"] or (document["failure"] or {}).get("code") or ""
        click.echo(f"  {document['status']}\t{said}\t{document['source']}\t{document['review_url'] or ''}")
    if state["failure"]:
        click.echo(f"  {state['failure']['message']}\n  {state['failure']['message_en']}")
    ended = state["status"] == "failed" or _is_stuck(state, stuck_after_s)
    return 1 if ended else 0


async def _all(client: Client, stuck_after_s: float) -> int:
    bad = False
    for reason in await client.unready():
        click.echo(f"服务未就绪 not ready：{reason}")
        bad = True
    count = 0
    async for state in client.submissions(status="open"):
        count += 1
        click.echo(_line(state, stuck_after_s))
        bad = bad or _is_stuck(state, stuck_after_s)
    click.echo(f"未结束 open：{count}")
    return 1 if bad else 0


async def _purge(client: Client, before: datetime) -> int:
    forgotten = await client.purge(before.date().isoformat())
    click.echo(
        f"已删除 forgotten：提交 submissions {forgotten['submissions']}，文档 documents {forgotten['documents']}"
    )
    return 0


def _line(state: dict[str, Any], stuck_after_s: float) -> str:
    note = f"\t卡住 stuck：{_age_s(state):.0f} s" if _is_stuck(state, stuck_after_s) else ""
    return f"{state['submission']}\t{state['status']}\t{state['source']}{note}"


def _is_stuck(state: dict[str, Any], stuck_after_s: float) -> bool:
    ended = state["status"] in (*_ENDED_WELL, "failed")
    return not ended and _age_s(state) > stuck_after_s


def _age_s(state: dict[str, Any]) -> float:
    return (datetime.now(UTC) - datetime.fromisoformat(state["received_at"])).total_seconds()
