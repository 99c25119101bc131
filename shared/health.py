"""The HTTP that every service has: /livez, /readyz and /metrics as one small ASGI application.

/livez fails (503) only when a restart would help; /readyz names what is in the way, one phrase a line. /metrics says
the same in `gouji_ready`, asked anew for each scrape.
"""

from collections.abc import Awaitable, Callable

from prometheus_client import CollectorRegistry, Gauge
from prometheus_client.exposition import CONTENT_TYPE_LATEST, generate_latest

from shared.service import Receive, Scope, Send

Answer = tuple[int, str, bytes]
_TEXT = "text/plain; charset=utf-8"
PATHS = ("/livez", "/readyz", "/metrics")


class Health:
    """Answers for a service that says whether it is `alive` and why it is `unready`."""

    def __init__(
        self, alive: Callable[[], bool], unready: Callable[[], Awaitable[list[str]]], registry: CollectorRegistry
    ) -> None:
        self._alive = alive
        self._unready = unready
        self._registry = registry
        self._own = CollectorRegistry()
        self._ready = Gauge("gouji_ready", "1 when the service can do its work, as /readyz says", registry=self._own)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """An ASGI application for HTTP."""
        status, content_type, body = await self.answer(scope["path"])
        headers = [(b"content-type", content_type.encode()), (b"content-length", str(len(body)).encode())]
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": body})

    async def answer(self, path: str) -> Answer:
        """Status, content type and body for `path`."""
        if path == "/livez":
            return (200, _TEXT, b"ok\n") if self._alive() else (503, _TEXT, b"a consume loop is dead\n")
        if path == "/readyz":
            reasons = await self._unready()
            return (503, _TEXT, "\n".join([*reasons, ""]).encode()) if reasons else (200, _TEXT, b"ok\n")
        if path == "/metrics":
            self._ready.set(not await self._unready())
            return 200, CONTENT_TYPE_LATEST, generate_latest(self._registry) + generate_latest(self._own)
        return 404, _TEXT, b"not found\n"
