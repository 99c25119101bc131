"""The pipeline as four processes with NATS, for measuring: what it is given, what it has done, what it took."""

import asyncio
import os
import signal
import time
from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import nats
import psutil
from nats.aio.client import Client

from gouji.nats_server import NatsServer
from shared.provision import provision
from shared.topology import FAILED, STORED, STREAM_NEWS
from tests import postgres
from tests.integration.processes import Process
from tests.integration.waiting import until

MB = 1 << 20
_AT_ONCE = 4  # uploads
_LOOK_S = 0.05


@dataclass(frozen=True)
class Usage:
    """CPU seconds so far and resident bytes now of one part of the deployment, its children included."""

    cpu_s: float
    resident: int


class Running:
    """A deployment that is ready."""

    def __init__(self, folder: Path, connection: Client, services: dict[str, Process], others: dict[str, int]) -> None:
        self.folder = folder
        self.connection = connection
        self.js = connection.jetstream()
        self.services = services
        self._others = others  # processes that are none of our services, by what they are

    async def submit(self, documents: Iterable[bytes], name: str = "document") -> None:
        """Upload documents, a few at a time."""
        turns = asyncio.Semaphore(_AT_ONCE)
        async with httpx.AsyncClient(base_url=self.services["ingest"].url, trust_env=False, timeout=120) as client:

            async def upload(number: int, data: bytes) -> None:
                async with turns:
                    while True:
                        answer = await client.post("/documents", files={"file": (f"{name}-{number}.txt", data)})
                        if answer.status_code == 202:
                            return
                        await asyncio.sleep(float(answer.headers["Retry-After"]))

            await asyncio.gather(*(upload(number, data) for number, data in enumerate(documents)))

    async def ended(self) -> int:
        """How many documents have ended."""
        subjects = (await self.js.stream_info(STREAM_NEWS.name, subjects_filter=">")).state.subjects or {}
        return sum(count for subject, count in subjects.items() if subject in (STORED, FAILED))

    async def until_ended(self, count: int, within_s: float = 3600) -> float:
        """Wait until so many documents have ended, and their verdicts are told; when that was (monotonic seconds)."""

        async def all_of_them() -> bool:
            return await self.ended() >= count

        await until(all_of_them, within_s=within_s, every_s=_LOOK_S)
        return time.monotonic()

    def usage(self) -> dict[str, Usage]:
        """What each part has taken so far."""
        pids = {name: process.pid or 0 for name, process in self.services.items()} | self._others
        return {name: _usage(pid) for name, pid in pids.items()}

    def cpu_s(self, *names: str) -> float:
        """CPU seconds so far of the parts whose names begin so; of everything without names."""
        used = self.usage().items()
        return sum(each.cpu_s for name, each in used if not names or name.startswith(names))

    def pause(self, *names: str) -> None:
        """Keep the services whose names begin so from running, without their knowledge."""
        self._signal(signal.SIGSTOP, names)

    def go_on(self, *names: str) -> None:
        """Let them run again."""
        self._signal(signal.SIGCONT, names)

    def _signal(self, which: signal.Signals, names: tuple[str, ...]) -> None:
        for name, process in self.services.items():
            if name.startswith(names) and process.pid is not None:
                os.kill(process.pid, which)


@asynccontextmanager
async def running(
    folder: Path,
    *,
    database_url: str | None = None,
    others: dict[str, int] | None = None,
    workers: int = 1,
    inbox: bool = False,
) -> AsyncIterator[Running]:
    """The four services (`workers` times parse) as processes of their own, ready, for the length of a block."""
    server = NatsServer(folder / "nats")
    await server.start()
    connection = await nats.connect(server.url)
    await provision(connection.jetstream())
    services = _services(folder, server.url, workers)
    store, ingest = services["store"], services["ingest"]
    database = database_url or f"sqlite:///{folder / 'gouji.db'}"
    store.configure(database_url=database, ingest_url=ingest.url, public_url=store.url)
    ingest.configure(url=store.url, **({"inbox": folder / "inbox"} if inbox else {}))
    try:
        for process in services.values():
            process.start()
        for process in services.values():
            await until(process.ready, within_s=60)
        yield Running(folder, connection, services, {"nats-server": server.pid or 0, **(others or {})})
    finally:
        for process in services.values():
            process.kill()
        await connection.close()
        await server.stop()


def _services(folder: Path, nats_url: str, workers: int) -> dict[str, Process]:
    names = ["store", "ingest", "validate", *(f"parse{number}" for number in range(workers))]
    common = {"nats_url": nats_url, "log_level": "warning"}
    return {name: Process(name.rstrip("0123456789"), folder, **common) for name in names}


def _usage(pid: int) -> Usage:
    process = psutil.Process(pid)
    cpu_s, resident = 0.0, 0
    for each in (process, *process.children(recursive=True)):
        times = each.cpu_times()
        cpu_s += times.user + times.system + times.children_user + times.children_system
        resident += each.memory_info().rss
    return Usage(cpu_s, resident)


def postmaster(server: postgres.Server) -> int:
    """The process id of a PostgreSQL server."""
    return int((server.folder / "cluster" / "postmaster.pid").read_text("utf-8").split()[0])


def load() -> str:
    """What else the machine did: its load over the last minute, and its cores."""
    return f"load {psutil.getloadavg()[0]:.1f} on {psutil.cpu_count()} cores"


def quantile(values: Sequence[float], part: float) -> float:
    """The value below which `part` of the values lie."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(part * len(ordered)))]
