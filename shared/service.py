"""What a service is to whoever runs it: `gouji serve` runs one, `gouji up` all four in one event loop.

Each `services/<name>/app.py` has `build(settings, *, metrics) -> Service`, a function that only wires and touches no
network; settings come from the environment under `gouji serve`, from the deployment under `gouji up`.
"""

from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any, Protocol, TypeAlias

Scope: TypeAlias = MutableMapping[str, Any]
Message: TypeAlias = MutableMapping[str, Any]
Receive: TypeAlias = Callable[[], Awaitable[Message]]
Send: TypeAlias = Callable[[Message], Awaitable[None]]
Asgi: TypeAlias = Callable[[Scope, Receive, Send], Awaitable[None]]


class Service(Protocol):
    """One of the four services, built and not yet started."""

    name: str
    asgi: Asgi
    """Its HTTP, /livez, /readyz and /metrics included; it answers before `start` and while `stop` runs. It is given no
    lifespan events: `start` and `stop` are its lifespan."""

    async def start(self) -> None:
        """Connect and bind; returns when the service consumes. Waits, for ever, while NATS or the database is away:
        the caller runs it as a task and cancels it when told to stop."""

    async def stop(self) -> None:
        """Take nothing new, finish what is in hand or give it back, flush, close. May be called whether or not `start`
        has returned, and twice. Never raises because a dependency is away."""

    def alive(self) -> bool:
        """False when only a restart would help: a consume loop is dead."""

    async def unready(self) -> list[str]:
        """Why it cannot do its work now, one phrase a reason; empty when ready. Answers within a second."""
