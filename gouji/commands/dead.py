"""`gouji dead`: the messages that were set aside: list them, look at one, try its file again, let it go."""

import asyncio
import json
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click
import httpx
from nats.js import JetStreamContext

from gouji import deadletters
from gouji.deadletters import Letter, NoSuchLetter
from gouji.operating import REFUSED, BusAway, operating
from gouji.settings import OperatorSettings
from gouji.telling import report_error
from shared.errors import GoujiError

_TIMEOUT_S = 60.0
_UNDONE: tuple[type[Exception], ...] = (*REFUSED, httpx.TransportError)
Work = Callable[[JetStreamContext, OperatorSettings], Awaitable[None]]


@click.group()
def dead() -> None:
    """死信：列出、查看、重试、丢弃。 Dead letters: messages that were set aside.

    退出码 Exit status: 0；2 没有该死信 no such letter；3 NATS 不可用或未被重新接收 NATS is away, or not accepted again.
    """


@dead.command("list")
@click.option("--json", "as_json", is_flag=True, help="每行一条（JSON）。 One letter (JSON) a line.")
def list_letters(as_json: bool) -> None:
    """列出全部死信，最早的在前。 All letters, the oldest first."""

    async def work(js: JetStreamContext, _: OperatorSettings) -> None:
        count = 0
        async for letter in deadletters.letters(js):
            count += 1
            click.echo(json.dumps(_told(letter), ensure_ascii=False) if as_json else _line(letter))
        if not count and not as_json:
            click.echo("没有死信。 No dead letters.")

    _run(work)


@dead.command()
@click.argument("number", type=int)
@click.option("--original", type=click.Path(dir_okay=False, path_type=Path), help="另存原文件。 Write the file here.")
def show(number: int, original: Path | None) -> None:
    """显示一条死信及其消息（JSON）。 One letter with its message (JSON)."""

    async def work(js: JetStreamContext, _: OperatorSettings) -> None:
        letter = await deadletters.letter(js, number)
        told = {**_told(letter), "message": _readable(letter.payload)}
        click.echo(json.dumps(told, ensure_ascii=False, indent=2))
        if original is not None:
            await asyncio.to_thread(original.write_bytes, await deadletters.original(js, letter))

    _run(work)


@dead.command()
@click.argument("numbers", type=int, nargs=-1)
@click.option("--all", "every", is_flag=True, help="全部。 All of them.")
def retry(numbers: tuple[int, ...], every: bool) -> None:
    """作为新的提交重新处理；成功后死信即移除。 Submit the file again; then the letter is let go."""

    async def work(js: JetStreamContext, settings: OperatorSettings) -> None:
        if not settings.url:
            raise click.UsageError("需要 GOUJI_URL。 GOUJI_URL is needed.")
        headers = {"Authorization": f"Bearer {settings.token.get_secret_value()}"} if settings.token else {}
        async with httpx.AsyncClient(
            base_url=settings.url, headers=headers, timeout=_TIMEOUT_S, trust_env=False
        ) as http:
            async for number in _chosen(js, numbers, every):
                click.echo(f"{number} → {await deadletters.retry(js, http, number)}")

    _run(work)


@dead.command()
@click.argument("numbers", type=int, nargs=-1)
@click.option("--all", "every", is_flag=True, help="全部。 All of them.")
def drop(numbers: tuple[int, ...], every: bool) -> None:
    """丢弃，不可恢复。 Let go for good."""

    async def work(js: JetStreamContext, _: OperatorSettings) -> None:
        async for number in _chosen(js, numbers, every):
            await deadletters.drop(js, number)
            click.echo(f"{number} 已丢弃 dropped")

    _run(work)


async def _chosen(js: JetStreamContext, numbers: tuple[int, ...], every: bool) -> AsyncIterator[int]:
    if every == bool(numbers):
        raise click.UsageError("给出编号，或用 --all。 Give numbers, or --all.")
    for number in [letter.number async for letter in deadletters.letters(js)] if every else numbers:
        yield number


def _run(work: Work) -> None:
    try:
        asyncio.run(_work(work))
    except NoSuchLetter as error:
        report_error(error)
        sys.exit(2)
    except GoujiError as error:
        report_error(error)
        sys.exit(3)
    except _UNDONE as error:
        reason = f"{type(error).__name__}: {error}"
        report_error(BusAway(f"操作未能完成：{reason}", f"It could not be done: {reason}"))
        sys.exit(3)


async def _work(work: Work) -> None:
    settings = OperatorSettings()
    async with operating(settings) as js:
        await work(js, settings)


def _told(letter: Letter) -> dict[str, Any]:
    told = asdict(letter)
    del told["payload"], told["whose"]
    return {**told, "submission": letter.whose.submission, "document": letter.whose.document}


def _line(letter: Letter) -> str:
    whose = letter.whose.submission or "?"
    return f"{letter.number}  {letter.time}  {letter.stage}  {letter.code}  {whose}  {letter.reason}"


def _readable(payload: bytes) -> Any:
    try:
        return json.loads(payload)
    except ValueError:
        return payload.decode("utf-8", "replace")
