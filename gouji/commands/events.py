"""`gouji events`: follow the public events; one CloudEvent (JSON) a line."""

import asyncio
import contextlib
import sys

import click
from nats.aio.msg import Msg
from nats.js.api import DeliverPolicy

from gouji.operating import BusAway, operating
from gouji.settings import OperatorSettings
from gouji.telling import report_error
from shared.topology import ROOT, STREAM_NEWS


@click.command()
@click.argument("subject", default=f"{ROOT}.>")
@click.option("--all", "from_start", is_flag=True, help="从保留的最早事件开始。 From the oldest event that is kept.")
@click.option("--count", default=0, help="收到这么多条后结束；0 不限。 End after so many; 0 never.")
def events(subject: str, from_start: bool, count: int) -> None:
    """跟踪公开事件，每行一条 JSON；Ctrl-C 结束。 Follow the public events; Ctrl-C ends it."""
    policy = DeliverPolicy.ALL if from_start else DeliverPolicy.NEW
    try:
        with contextlib.suppress(KeyboardInterrupt):
            asyncio.run(_follow(subject, policy, count))
    except BusAway as error:
        report_error(error)
        sys.exit(3)


async def _follow(subject: str, policy: DeliverPolicy, count: int) -> None:
    heard: asyncio.Queue[Msg] = asyncio.Queue()
    async with operating(OperatorSettings()) as js:
        # Ordered: it needs no durable and no acknowledgement, and begins again by itself where a message was missed.
        await js.subscribe(subject, stream=STREAM_NEWS.name, ordered_consumer=True, deliver_policy=policy, cb=heard.put)
        seen = 0
        while not count or seen < count:
            message = await heard.get()
            seen += 1
            sys.stdout.write(message.data.decode("utf-8") + "\n")
            sys.stdout.flush()
