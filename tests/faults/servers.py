"""NATS as these tests disturb it: one server, or three in a cluster, each of which can be killed and started again."""

import asyncio
import subprocess
from pathlib import Path

from gouji.nats_server import NatsServer, binary
from shared.topology import GIB, STREAMS
from tests.integration.processes import free_port
from tests.integration.waiting import until

_CONFIG = """\
server_name: {name}
listen: "127.0.0.1:{port}"
logfile: "{folder}/{name}.log"
max_payload: 2MB
jetstream {{ store_dir: "{folder}/{name}", max_file_store: {room} }}
cluster {{ name: gouji, listen: "127.0.0.1:{inner}", routes: [{routes}] }}
"""


class OneServer:
    """A server alone."""

    replicas = 1

    def __init__(self, folder: Path) -> None:
        self._server = NatsServer(folder / "nats")

    @property
    def urls(self) -> list[str]:
        return [self._server.url]

    async def start(self) -> None:
        await self._server.start()

    async def stop(self) -> None:
        await self._server.stop()

    def kill(self) -> None:
        """As a crash."""
        self._server.kill()

    async def healthy(self) -> bool:
        """Whether the server says so."""
        return await self._server.healthy()


class ThreeServers:
    """Three servers, n0 to n2; every stream is kept on all of them."""

    replicas = 3

    def __init__(self, folder: Path) -> None:
        self._ports = [free_port() for _ in range(3)]
        inner = [free_port() for _ in range(3)]
        routes = ", ".join(f'"nats://127.0.0.1:{port}"' for port in inner)
        self._configs = [folder / f"n{number}.conf" for number in range(3)]
        room = sum(stream.room for stream in STREAMS) + GIB
        for number, path in enumerate(self._configs):
            given = {"name": f"n{number}", "port": self._ports[number], "inner": inner[number], "room": room}
            path.write_text(_CONFIG.format(folder=folder, routes=routes, **given), "utf-8")
        self._processes: dict[str, subprocess.Popen[bytes]] = {}

    @property
    def urls(self) -> list[str]:
        return [f"nats://127.0.0.1:{port}" for port in self._ports]

    @property
    def names(self) -> list[str]:
        return [path.stem for path in self._configs]

    async def start(self) -> None:
        for name in self.names:
            await self.start_one(name)

    async def start_one(self, name: str) -> None:
        """Start a server that does not run."""
        config = self._configs[self.names.index(name)]
        command = [str(binary()), "--config", str(config)]
        self._processes[name] = subprocess.Popen(command, stderr=subprocess.DEVNULL)
        port = self._ports[self.names.index(name)]
        await until(lambda: _accepts(port))

    def kill_one(self, name: str) -> None:
        """As a crash."""
        self._processes[name].kill()
        self._processes[name].wait()

    async def stop(self) -> None:
        for name in self._processes:
            self.kill_one(name)


async def _accepts(port: int) -> bool:
    try:
        _, writer = await asyncio.open_connection("127.0.0.1", port)
    except OSError:
        return False
    writer.close()
    return True
