"""`gouji provision`: make NATS agree with the topology, or tell where it does not."""

import asyncio
import sys
import time
from collections.abc import Awaitable, Callable

import click
from nats.js import JetStreamContext

from gouji.operating import REFUSED, BusAway, operating
from gouji.settings import OperatorSettings
from gouji.telling import report_error
from shared.patience import pauses
from shared.provision import Change, plan
from shared.provision import provision as apply_topology
from shared.topology import DURABLES, STREAMS, Durable, reader

Work = Callable[[JetStreamContext, OperatorSettings], Awaitable[list[Change]]]


@click.group()
def provision() -> None:
    """在 NATS 上建立流与消费者，或检查是否一致。 Streams and consumers on NATS: make them, or check them."""


@provision.command("plan")
def show_plan() -> None:
    """显示将要进行的改动。 What apply would change. 退出码 Exit status: 0, 3 NATS 不可用 is away."""
    _print(_run(_planned, 0.0))


@provision.command()
@click.option("--wait", "wait_s", default=0.0, help="等待 NATS 的秒数。 How many seconds to wait for NATS.")
def apply(wait_s: float) -> None:
    """建立缺少的，更新不同的；从不删除。 Create what is missing, update what differs; never delete."""
    _print(_run(_applied, wait_s))


@provision.command()
def check() -> None:
    """检查是否与定义一致；不一致时退出码为 1。 Exit status 1 when the server differs from the topology."""
    changes = _run(_planned, 0.0)
    _print(changes)
    sys.exit(1 if changes else 0)


async def _planned(js: JetStreamContext, settings: OperatorSettings) -> list[Change]:
    return await plan(js, STREAMS, _durables(settings), replicas=settings.replicas)


async def _applied(js: JetStreamContext, settings: OperatorSettings) -> list[Change]:
    done = await apply_topology(js, STREAMS, _durables(settings), replicas=settings.replicas)
    return [*done, *(left for left in await _planned(js, settings) if left.action == "foreign")]


def _durables(settings: OperatorSettings) -> list[Durable]:
    return [*DURABLES, *(reader(*each.split("=", 1)) for each in settings.readers.split())]


def _run(work: Work, wait_s: float) -> list[Change]:
    """What `work` tells; ends the process with 3 when NATS is away or refuses, and stays so for `wait_s` seconds."""
    try:
        return asyncio.run(_within(work, OperatorSettings(), time.monotonic() + wait_s))
    except BusAway as error:
        report_error(error)
    sys.exit(3)


async def _within(work: Work, settings: OperatorSettings, deadline: float) -> list[Change]:
    """`work` done, tried again until the deadline: a new cluster answers before it has a leader."""
    for pause in pauses(first_s=0.5):
        try:
            return await _once(work, settings)
        except BusAway:
            if time.monotonic() + pause > deadline:
                raise
        await asyncio.sleep(pause)
    raise AssertionError("pauses never end")


async def _once(work: Work, settings: OperatorSettings) -> list[Change]:
    async with operating(settings) as js:
        try:
            return await work(js, settings)
        except REFUSED as error:
            reason = f"{type(error).__name__}: {error}"
            raise BusAway(f"NATS 未能完成操作：{reason}", f"NATS did not do it: {reason}") from error


def _print(changes: list[Change]) -> None:
    for change in changes:
        click.echo(_line(change))
    if not changes:
        click.echo("一致。 Nothing differs.")


def _line(change: Change) -> str:
    settings = ", ".join(f"{name}: {was!r} → {wanted!r}" for name, (was, wanted) in change.settings.items())
    return f"{change.action} {change.kind} {change.name}" + (f" ({settings})" if settings else "")
