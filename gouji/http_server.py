"""An HTTP server inside our event loop: bound before anything starts, stopped by us and by no signal of its own."""

import asyncio
import contextlib
import socket
from collections.abc import Iterator
from typing import Any, cast

import uvicorn

from shared.errors import GoujiError
from shared.service import Asgi

_GRACE_S = 5


class AddressInUse(GoujiError):
    """The address for HTTP cannot be listened on: another program has it, or it is none of this machine's."""

    zh = "HTTP 地址无法监听：已被其他程序占用，或不是本机地址。"


class _Server(uvicorn.Server):
    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Leave the signals to those who run us."""
        yield


class HttpServer:
    """Serves `asgi` on `listen` ("host:port", port 0 for any free one)."""

    def __init__(self, listen: str) -> None:
        host, _, port = listen.rpartition(":")
        self._socket = _bound(host.strip("[]") or "0.0.0.0", int(port), listen)  # noqa: S104 - only where asked for
        self._server: _Server | None = None
        self._serving: asyncio.Task[None] | None = None

    @property
    def address(self) -> str:
        """host:port that it listens on."""
        host, port = self._socket.getsockname()[:2]
        return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"

    @property
    def url(self) -> str:
        """Where it is reached on this machine."""
        return f"http://{self.address}".replace("//0.0.0.0:", "//127.0.0.1:").replace("//[::]:", "//[::1]:")

    def start(self, asgi: Asgi) -> None:
        """Answer from now on; connections that came since it was bound have waited."""
        config = uvicorn.Config(
            cast(Any, asgi),  # uvicorn has other names for the same shapes
            lifespan="off",
            log_config=None,
            access_log=False,
            server_header=False,
            timeout_graceful_shutdown=_GRACE_S,
        )
        self._server = _Server(config)
        self._serving = asyncio.create_task(self._server.serve(sockets=[self._socket]))

    async def stop(self) -> None:
        """Take no new connection, let the open ones finish."""
        if self._server is not None and self._serving is not None:
            self._server.should_exit = True
            await self._serving
        self._socket.close()


def _bound(host: str, port: int, listen: str) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    bound = socket.socket(family, socket.SOCK_STREAM)
    bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        bound.bind((host, port))
        bound.listen(128)
    except OSError as error:
        bound.close()
        raise AddressInUse(message_en=f"HTTP cannot listen on {listen}: {error.strerror}") from error
    return bound
