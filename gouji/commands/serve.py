"""`gouji up` (all services on this machine) and `gouji serve` (one service, configured by environment)."""

import asyncio
import os
import sys
from pathlib import Path

import click

from gouji.deployment import Deployment, Place
from gouji.deployment import up as run_all
from gouji.serving import serve as run_one
from gouji.telling import report_error
from shared.errors import GoujiError
from shared.topology import SERVICES


@click.command()
@click.option("--data", type=click.Path(file_okay=False, path_type=Path), help="数据目录。 The data folder.")
@click.option("--inbox", type=click.Path(file_okay=False, path_type=Path), help="收件夹。 The watched folder.")
@click.option("--http-port", default=8420, show_default=True, help="0 为任意空闲端口。 0 takes any free one.")
@click.option("--nats-port", default=8422, show_default=True, help="0 为任意空闲端口。 0 takes any free one.")
def up(data: Path | None, inbox: Path | None, http_port: int, nats_port: int) -> None:
    """在本机运行全部服务，Ctrl-C 停止。 Everything on this machine; Ctrl-C drains and stops it."""
    folder = data or Path(os.environ.get("GOUJI_DATA", "data"))
    watched = inbox or Path(os.environ.get("GOUJI_INBOX", folder / "inbox"))
    watched.mkdir(parents=True, exist_ok=True)

    def ready(deployment: Deployment) -> None:
        click.echo(
            f"勾稽已启动 ready；按 Ctrl-C 停止 stops it\n  HTTP   {deployment.http_url}\n  NATS   {deployment.nats_url}"
        )
        click.echo(f"  收件夹 inbox {watched}\n  数据 data    {folder}")

    try:
        sys.exit(asyncio.run(run_all(Place(folder, f"127.0.0.1:{http_port}", nats_port, watched), ready)))
    except GoujiError as error:
        report_error(error)
        sys.exit(2)


@click.command()
@click.argument("service", type=click.Choice(list(SERVICES)))
def serve(service: str) -> None:
    """运行一个服务，用环境变量配置。 Run one service, configured by environment."""
    try:
        sys.exit(asyncio.run(run_one(service)))
    except GoujiError as error:
        report_error(error)
        sys.exit(2)
