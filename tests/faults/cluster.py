"""Four service processes and a NATS server that can be killed, and what must be true of them afterwards."""

import asyncio
import dataclasses
import json
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx
import nats
from nats.aio.client import Client
from nats.errors import Error as NatsError

from gouji.nats_server import NatsServer
from shared.provision import provision
from shared.topology import DEAD, DURABLES, STREAM_DEAD, STREAM_NEWS
from tests.integration.processes import Process
from tests.integration.waiting import until

ACK_WAIT_S = 3.0  # so that the work of the dead is taken up soon; the heartbeat follows
_ENDS = ("stored", "failed", "duplicate")


class Cluster:
    """The whole pipeline in processes of its own."""

    def __init__(self, server: NatsServer, connection: Client, services: dict[str, Process]) -> None:
        self.server = server
        self.services = services
        self.js = connection.jetstream()

    @classmethod
    @asynccontextmanager
    async def running(cls, folder: Path) -> AsyncIterator["Cluster"]:
        """All of it, for the length of a block."""
        server = NatsServer(folder / "nats")
        await server.start()
        connection = await nats.connect(server.url, max_reconnect_attempts=-1, reconnect_time_wait=0.1)
        await provision(connection.jetstream(), durables=[replace(durable) for durable in DURABLES])
        services = _services(folder, server.url)
        try:
            for process in services.values():
                process.start()
            cluster = cls(server, connection, services)
            await until(cluster.healthy, within_s=60)
            yield cluster
        finally:
            for process in services.values():
                process.kill()
            await connection.close()
            await server.stop()

    async def submit(self, data: bytes, name: str) -> str:
        """Upload a file, again and again until it is accepted; the id of its submission."""
        async with httpx.AsyncClient(base_url=self.services["ingest"].url, trust_env=False, timeout=30) as client:

            async def accepted() -> str | None:
                try:
                    answer = await client.post("/documents", files={"file": (name, data)})
                except httpx.TransportError:
                    return None
                return str(answer.json()["submissions"][0]["submission"]) if answer.status_code == 202 else None

            return str(await until(accepted, within_s=60))

    async def restart(self, name: str) -> None:
        """Kill a service or NATS with -9, and start it again."""
        if name == "nats":
            self.server.kill()
            await self.server.start()
            return
        self.services[name].kill()
        self.services[name].start()

    async def healthy(self) -> bool:
        """Whether every service says that it is ready."""
        return all([await process.ready() for process in self.services.values()])

    async def statuses(self, ids: list[str]) -> Counter[str]:
        """How many of the submissions have which status, as store tells."""
        async with httpx.AsyncClient(base_url=self.services["store"].url, trust_env=False, timeout=30) as client:
            try:
                answers = [(await client.get(f"/submissions/{id}")).json() for id in ids]
            except (httpx.TransportError, ValueError):
                return Counter()
        return Counter(str(answer.get("status")) for answer in answers)

    async def stored_so_far(self) -> int:
        """How many `stored` events there are."""
        try:
            subjects = (await self.js.stream_info(STREAM_NEWS.name, subjects_filter=">")).state.subjects or {}
        except (NatsError, TimeoutError):
            return 0
        return int(subjects.get("gouji.v1.documents.stored", 0))

    async def news(self) -> list[dict[str, Any]]:
        """Every event on the stream of news."""
        return [json.loads(message) for message in await self._messages(STREAM_NEWS.name)]

    async def dead(self) -> int:
        """How many dead letters there are."""
        subjects = (await self.js.stream_info(STREAM_DEAD.name, subjects_filter=f"{DEAD}.*")).state.subjects or {}
        return sum(subjects.values())

    async def stuck(self) -> list[str]:
        """The durables that still have something to do."""
        infos = [await self.js.consumer_info(durable.stream, durable.name) for durable in DURABLES]
        return [info.name for info in infos if info.num_pending or info.num_ack_pending]

    async def assert_each_ended_once(self, ids: list[str], within_s: float = 90) -> None:
        """Every submission in exactly one end, told once; a verdict once by id; nothing stuck; all healthy."""
        await until(lambda: self._all_ended(ids), within_s=within_s)
        await until(self._idle, within_s=within_s)
        await until(self.healthy, within_s=within_s)
        events = await self.news()
        ends = Counter(event["data"]["submission"] for event in events if event["type"].split(".")[-2] in _ENDS)
        assert {id: ends[id] for id in ids} == dict.fromkeys(ids, 1)
        assert max(Counter(event["id"] for event in events).values()) == 1
        verdicts = Counter(event["data"]["submission"] for event in events if event["type"] == "cn.gouji.verdicts.v1")
        stored = {event["data"]["submission"] for event in events if event["type"].endswith(".stored.v1")}
        assert verdicts == dict.fromkeys(stored, 1)

    async def _all_ended(self, ids: list[str]) -> bool:
        counts = await self.statuses(ids)
        return sum(counts[end] for end in _ENDS) == len(ids)

    async def _idle(self) -> bool:
        return not await self.stuck()

    async def _messages(self, stream: str) -> list[bytes]:
        state = (await self.js.stream_info(stream)).state
        numbers = range(max(state.first_seq, 1), state.last_seq + 1)
        return [(await self.js.get_msg(stream, number)).data or b"" for number in numbers]


def replace(durable: Any) -> Any:
    """The durable with a short ack wait."""
    return dataclasses.replace(durable, ack_wait_s=ACK_WAIT_S)


def _services(folder: Path, nats_url: str) -> dict[str, Process]:
    common = {"nats_url": nats_url, "drain_timeout_s": 2}
    middle = {name: Process(name, folder, **common) for name in ("parse", "validate")}
    store = Process("store", folder, database_url=f"sqlite:///{folder / 'gouji.db'}", **common)
    ingest = Process("ingest", folder, url=store.url, public_url=store.url, **common)
    return {"ingest": ingest, **middle, "store": store}


async def pause_until(cluster: Cluster, stored: int) -> None:
    """Wait until so many documents are stored."""
    deadline = asyncio.get_running_loop().time() + 120
    while await cluster.stored_so_far() < stored:
        assert asyncio.get_running_loop().time() < deadline, f"{stored} documents are never stored"
        await asyncio.sleep(0.02)
