"""A server of the cluster that has not heard of anything for a while: asked directly, it answers as of then."""

from typing import Any

import pytest
from nats.js import JetStreamContext
from nats.js.errors import NotFoundError

Key = tuple[str, int | None, str | None]


class Behind:
    """Makes `js` ask such a server wherever any server will do; it knows only what it was let `know`."""

    def __init__(self, js: JetStreamContext, monkeypatch: pytest.MonkeyPatch) -> None:
        self._ask = js.get_msg
        self._known: dict[Key, Any] = {}
        monkeypatch.setattr(js, "get_msg", self._get)

    async def know(self, stream: str, subject: str) -> None:
        """Let it know what stands there now, and nothing that comes later."""
        self._known[stream, None, subject] = await self._ask(stream, subject=subject)

    async def _get(
        self, stream: str, seq: int | None = None, subject: str | None = None, direct: bool = False, next: bool = False
    ) -> Any:
        if not direct:
            return await self._ask(stream, seq, subject, next=next)
        if (stream, seq, subject) not in self._known:
            raise NotFoundError
        return self._known[stream, seq, subject]
