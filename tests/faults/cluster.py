"""Four service processes, watched over as by systemd, and a bus, all of which can be killed; what must be true then."""

import asyncio
import contextlib
import dataclasses
import json
import os
import shutil
import signal
from collections import Counter
from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx
import nats
from nats.aio.client import Client
from nats.errors import Error as NatsError
from nats.js import JetStreamContext
from sqlalchemy import create_engine, make_url, text

from shared.provision import provision
from shared.topology import DEAD, DURABLES, STREAM_DEAD, STREAM_NEWS, STREAMS, Stream
from tests.faults.chance import Files
from tests.faults.contents import Contents, contents, differences
from tests.faults.servers import OneServer, ThreeServers
from tests.integration.processes import Process
from tests.integration.waiting import until

ACK_WAIT_S = 3.0  # so that the work of the dead is taken up soon; the heartbeat follows
DURABLES_HERE = [dataclasses.replace(durable, ack_wait_s=ACK_WAIT_S) for durable in DURABLES]
SUPERVISE_S = 0.2
ENDS = ("stored", "failed", "duplicate")
Servers = OneServer | ThreeServers


class Cluster:
    """The whole pipeline in processes of its own."""

    def __init__(self, folder: Path, servers: Servers, connection: Client, database_url: str) -> None:
        self.folder = folder
        self.servers = servers
        self.inbox = folder / "inbox"
        self.database_url = database_url
        self.js = connection.jetstream(timeout=10)
        self.services: dict[str, Process] = {}

    @classmethod
    @asynccontextmanager
    async def running(
        cls,
        folder: Path,
        *,
        servers: Servers | None = None,
        database_url: str | None = None,
        streams: Sequence[Stream] = STREAMS,
        programs: dict[str, str] | None = None,
        replicas: Mapping[str, int] | None = None,
        **settings: Any,
    ) -> AsyncIterator["Cluster"]:
        """All of it, for the length of a block. `programs` are other ways to run a service, by its name; `replicas`
        how many there are of it, one if not said: `parse`, `parse-2` and so on."""
        await asyncio.to_thread(folder.mkdir, exist_ok=True)
        servers = servers or OneServer(folder)
        await servers.start()
        connection = await nats.connect(
            servers.urls, max_reconnect_attempts=-1, reconnect_time_wait=0.1, error_cb=_quiet, allow_reconnect=True
        )
        cluster = cls(folder, servers, connection, database_url or f"sqlite:///{folder / 'gouji.db'}")
        supervisor = None
        try:
            await until(lambda: cluster._provisioned(streams), within_s=60)
            cluster._make_services(programs or {}, replicas or {}, settings)
            supervisor = asyncio.create_task(cluster._supervise())
            await until(cluster.healthy, within_s=90)
            yield cluster
        finally:
            if supervisor is not None:
                supervisor.cancel()
            for process in cluster.services.values():
                process.kill()
            await connection.close()
            await servers.stop()

    async def drop(self, files: Files) -> None:
        """Put files into the inbox."""
        for name, data in files.items():
            half = self.inbox / f".{name}"
            half.write_bytes(data)
            half.rename(self.inbox / name)
            await asyncio.sleep(0)

    async def submit(self, data: bytes, name: str, **fields: str) -> str:
        """Upload a file, again and again until it is accepted; the id of its submission."""
        async with httpx.AsyncClient(base_url=self.services["ingest"].url, trust_env=False, timeout=30) as client:

            async def accepted() -> str | None:
                try:
                    answer = await client.post("/documents", files={"file": (name, data)}, data=fields)
                except httpx.TransportError:
                    return None
                return str(answer.json()["submissions"][0]["submission"]) if answer.status_code == 202 else None

            return str(await until(accepted, within_s=60))

    def kill(self, name: str) -> None:
        """End a service as a crash would; it is started again as a supervisor does."""
        pid = self.services[name].pid
        if pid is not None:
            os.kill(pid, signal.SIGKILL)

    async def restart_nats(self) -> None:
        """Kill the only NATS server and start it again."""
        assert isinstance(self.servers, OneServer)
        self.servers.kill()
        await self.servers.start()

    async def healthy(self) -> bool:
        """Whether every service says that it is ready."""
        return all([await process.answers("/readyz") == 200 for process in self.services.values()])

    async def stored_so_far(self) -> int:
        """How many `stored` events there are; 0 while nobody can tell."""
        try:
            subjects = (await self.js.stream_info(STREAM_NEWS.name, subjects_filter=">")).state.subjects or {}
        except (NatsError, TimeoutError, OSError):
            return 0
        return int(subjects.get("gouji.v1.documents.stored", 0))

    async def pause_until(self, stored: int, within_s: float = 180) -> None:
        """Wait until so many documents are stored."""

        async def enough() -> bool:
            return await self.stored_so_far() >= stored

        await until(enough, within_s=within_s)

    async def news(self) -> list[dict[str, Any]]:
        """Every event on the stream of news."""
        return await events_of(self.js, STREAM_NEWS.name)

    async def dead(self) -> int:
        """How many dead letters there are."""
        subjects = (await self.js.stream_info(STREAM_DEAD.name, subjects_filter=f"{DEAD}.*")).state.subjects or {}
        return sum(subjects.values())

    async def busy(self) -> list[str]:
        """The durables that still have something to do, and the streams of work that still hold something."""
        infos = [await self.js.consumer_info(durable.stream, durable.name) for durable in DURABLES]
        return [info.name for info in infos if info.num_pending or info.num_ack_pending]

    def receipts(self) -> dict[str, dict[str, Any]]:
        """The receipts beside the files that were put away, by the file's name."""
        found = [path for end in ("done", "failed") for path in (self.inbox / end).rglob("*.receipt.json")]
        return {path.name.removesuffix(".receipt.json"): json.loads(path.read_text("utf-8")) for path in found}

    async def statuses(self) -> dict[str, str]:
        """The status of every submission in the database, by its id."""
        return await statuses_in(self.database_url)

    async def ended(self, submissions: int, within_s: float = 180) -> None:
        """Wait for the end of everything; then every submission must be in exactly one end, told once, a verdict event
        be there once by id, nothing be stuck, and every service be healthy."""
        await until(lambda: self._all_ended(submissions), within_s=within_s, every_s=0.2)
        await until(self._idle, within_s=within_s, every_s=0.2)
        await until(self.healthy, within_s=within_s, every_s=0.2)
        statuses = await self.statuses()
        assert len(statuses) == submissions
        told_once(await self.news(), statuses)

    def waiting_in_the_inbox(self) -> list[str]:
        """The files that nobody has taken yet."""
        return [path.name for path in self.inbox.iterdir() if path.is_file()]

    async def nothing_left_in_the_inbox(self, files: Iterable[str], within_s: float = 60) -> None:
        """Every file lies in its folder with its receipt; nothing else is in the inbox."""
        wanted = set(files)
        await until(lambda: set(self.receipts()) == wanted, within_s=within_s, every_s=0.2)
        assert self.waiting_in_the_inbox() == []
        assert list((self.inbox / ".processing").iterdir()) == []

    async def equals(self, expected: Contents) -> None:
        """The database is what an undisturbed run leaves."""
        found = differences(await asyncio.to_thread(contents, self.database_url), expected)
        told = {name: (len(here), len(there), here[:2], there[:2]) for name, (here, there) in found.items()}
        assert not found, f"rows only here, rows only in the undisturbed run, two of each: {told}"

    async def provision(self, streams: Sequence[Stream] = STREAMS) -> None:
        """What `gouji provision apply` does."""
        await provision(self.js, streams, DURABLES_HERE, replicas=self.servers.replicas)

    def mend(self, name: str) -> None:
        """Replace a service that is run in another way by itself as it is."""
        self.services[name].program = self.services["store"].program
        self.kill(name)

    async def retries(self) -> dict[str, str]:
        """The status of each submission that tries another one again, by that one's id."""
        found = await asyncio.to_thread(_select, self.database_url, "SELECT retry_of, status FROM submissions")
        return {retry_of: status for retry_of, status in found if retry_of is not None}

    def pause(self, name: str) -> None:
        """Keep a service from running, without its knowledge."""
        os.kill(self.services[name].pid or 0, signal.SIGSTOP)

    def go_on(self, name: str) -> None:
        """Let a paused service run."""
        os.kill(self.services[name].pid or 0, signal.SIGCONT)

    def log(self, name: str) -> list[str]:
        """The lines that a service has logged."""
        return self.services[name].log.read_text("utf-8").splitlines()

    async def _provisioned(self, streams: Sequence[Stream]) -> bool:
        """A new cluster answers before it has a leader."""
        try:
            await provision(self.js, streams, DURABLES_HERE, replicas=self.servers.replicas)
        except (NatsError, TimeoutError):
            return False
        return True

    def _make_services(self, programs: dict[str, str], replicas: Mapping[str, int], settings: dict[str, Any]) -> None:
        self.inbox.mkdir(exist_ok=True)
        common = {"nats_url": ",".join(self.servers.urls), "drain_timeout_s": 2, **settings}
        for name in ("store", "parse", "validate", "ingest"):
            for number in range(1, replicas.get(name, 1) + 1):
                process = Process(name, self.folder, **common)
                process.program = programs.get(name, process.program)
                self.services[name if number == 1 else f"{name}-{number}"] = process
                process.log = self.folder / f"{name}-{number}.log"
        store, ingest = self.services["store"], self.services["ingest"]
        for process in self.services.values():  # a setting of another service means nothing to it
            process.configure(database_url=self.database_url, ingest_url=ingest.url, public_url=store.url)
        ingest.configure(url=store.url, inbox=self.inbox, inbox_poll_s=0.1, inbox_stable_s=0.2)

    async def _supervise(self) -> None:
        """Start what does not run, again and again."""
        while True:
            for process in self.services.values():
                if process.pid is None:
                    process.start()
            await asyncio.sleep(SUPERVISE_S)

    async def _all_ended(self, submissions: int) -> bool:
        try:
            statuses = await self.statuses()
        except Exception:  # noqa: BLE001 - the database may be away
            return False
        return len(statuses) >= submissions and set(statuses.values()) <= set(ENDS)

    async def _idle(self) -> bool:
        try:
            return not await self.busy()
        except (NatsError, TimeoutError):
            return False


async def statuses_in(database_url: str) -> dict[str, str]:
    """The status of every submission in a database, by its id."""
    return dict(await asyncio.to_thread(_select, database_url, "SELECT id, status FROM submissions"))


async def events_of(js: JetStreamContext, stream: str) -> list[dict[str, Any]]:
    """Every event of a stream, from its beginning."""
    state = (await js.stream_info(stream)).state
    numbers = range(max(state.first_seq, 1), state.last_seq + 1)
    return [json.loads((await js.get_msg(stream, number)).data or b"") for number in numbers]


def told_once(events: Sequence[dict[str, Any]], statuses: Mapping[str, str]) -> None:
    """Every submission, by its id, has one end in the news, the one of its status; one verdict where it was stored."""
    _once([event["id"] for event in events])
    _once([event["data"]["submission"] for event in events if _tells_an_end(event)])
    told = {event["data"]["submission"]: event["type"].split(".")[-2] for event in events if _tells_an_end(event)}
    assert told == statuses
    verdicts = [event["data"]["submission"] for event in events if event["type"] == "cn.gouji.verdicts.v1"]
    _once(verdicts)
    assert set(verdicts) == {id for id, status in statuses.items() if status == "stored"}


def _once(ids: list[str]) -> None:
    assert {id: count for id, count in Counter(ids).items() if count > 1} == {}


def _tells_an_end(event: dict[str, Any]) -> bool:
    return event["type"].split(".")[-2] in ENDS


def _select(url: str, statement: str) -> list[tuple[Any, ...]]:
    address = make_url(url)
    if address.get_backend_name() == "postgresql":
        address = address.set(drivername="postgresql+psycopg")
    engine = create_engine(address)
    try:
        with engine.connect() as connection:
            return [tuple(row) for row in connection.execute(text(statement))]
    finally:
        engine.dispose()


async def _quiet(_error: Exception) -> None:
    """Errors of the test's own connection are what the test makes."""


_EXPECTED: dict[tuple[str, ...], Contents] = {}


async def undisturbed(files: Files, folder: Path) -> Contents:
    """What a run without any fault leaves of the files in its database."""
    key = tuple(files)
    if key not in _EXPECTED:
        place = folder / "undisturbed"
        async with Cluster.running(place) as cluster:
            await cluster.drop(files)
            await cluster.ended(len(files), within_s=600)
            _EXPECTED[key] = await asyncio.to_thread(contents, cluster.database_url)
        with contextlib.suppress(OSError):
            shutil.rmtree(place)
    return _EXPECTED[key]
