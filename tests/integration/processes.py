"""Services as processes of their own, the way `gouji serve` runs them."""

import json
import os
import signal
import socket
import subprocess
import sys
from pathlib import Path
from typing import Any

import httpx

_SERVE = "import asyncio, sys; from gouji.serving import serve; sys.exit(asyncio.run(serve(sys.argv[1])))"


def free_port() -> int:
    """A port that nobody listens on just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


class Process:
    """One service in a process; its log goes to a file."""

    def __init__(self, name: str, folder: Path, **settings: Any) -> None:
        self.name = name
        self.log = folder / f"{name}.log"
        self.port = free_port()
        self.program = _SERVE  # what `python -c` runs, given the name of the service
        self._environment = dict(os.environ)
        self.configure(listen=f"127.0.0.1:{self.port}", **settings)
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def configure(self, **settings: Any) -> None:
        """Give it settings, from its next start on."""
        self._environment |= {f"GOUJI_{key.upper()}": str(value) for key, value in settings.items()}

    @property
    def pid(self) -> int | None:
        """Its process id while it runs."""
        return self._process.pid if self._process is not None and self._process.poll() is None else None

    def start(self) -> None:
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-c", self.program, self.name], env=self._environment, stderr=log, stdout=log
            )

    def kill(self) -> None:
        """As a crash: no word, no drain."""
        self._send(signal.SIGKILL)

    def stop(self, timeout_s: float = 20.0) -> int:
        """As an operator: SIGTERM; the exit status."""
        return self._send(signal.SIGTERM, timeout_s)

    async def answers(self, path: str) -> int:
        """The HTTP status of `path`; 0 while nobody answers."""
        async with httpx.AsyncClient(trust_env=False) as client:
            try:
                return (await client.get(self.url + path)).status_code
            except httpx.TransportError:
                return 0

    async def ready(self) -> bool:
        """Whether it says that it can do its work; one that has ended never will."""
        assert self._process is None or self._process.poll() is None, self.log.read_text("utf-8")[-2000:]
        return await self.answers("/readyz") == 200

    def events(self) -> list[dict[str, Any]]:
        """Its log, line by line."""
        return [json.loads(line) for line in self.log.read_text("utf-8").splitlines()]

    def _send(self, which: signal.Signals, timeout_s: float = 20.0) -> int:
        if self._process is None:
            return 0
        process, self._process = self._process, None
        process.send_signal(which)
        try:
            return process.wait(timeout_s)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
            raise
