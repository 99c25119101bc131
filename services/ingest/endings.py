"""Learning how submissions ended: asked of store when the news speaks of one, and now and then without news.

The news only says when to ask: it may be missed (a restart) or be early (store has not read it yet). What store answers
is the truth, so a submission is asked for again until it has ended.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Generic, Protocol, TypeAlias, TypeVar

import httpx

from shared.errors import DependencyAwayError
from shared.patience import AWAY
from shared.telemetry import Log

Answer: TypeAlias = Mapping[str, Any]
T = TypeVar("T")

_AWAY: tuple[type[Exception], ...] = (DependencyAwayError, *AWAY)  # a folder that cannot be written (OSError) too
ENDS = ("stored", "failed", "duplicate")
_SOON_S, _FIRST_S, _MOST_S = 0.05, 1.0, 30.0


class Store(Protocol):
    """What store tells of submissions."""

    async def submission(self, submission: str) -> Answer | None:
        """What GET /submissions/{id} answers; None while store has not heard of it. Raises DependencyAwayError."""


class HttpStore:
    """Store, over HTTP at `url`."""

    def __init__(self, url: str) -> None:
        self._http = httpx.AsyncClient(base_url=url, timeout=10.0, trust_env=False)

    async def submission(self, submission: str) -> Answer | None:
        try:
            response = await self._http.get(f"/submissions/{submission}")
        except httpx.TransportError as error:
            raise DependencyAwayError(message_en=f"store does not answer: {error}") from error
        if response.status_code == 404:
            return None
        if response.status_code != 200:
            raise DependencyAwayError(message_en=f"store answers {response.status_code}")
        answer: Answer = response.json()
        return answer

    async def close(self) -> None:
        """Close the connections."""
        await self._http.aclose()


class Endings(Generic[T]):
    """Waits for the ends of submissions, each with what is to be finished then."""

    def __init__(self, store: Store, finish: Callable[[T, Answer], Awaitable[None]], log: Log) -> None:
        self._store = store
        self._finish = finish
        self._log = log
        self._open: dict[str, T] = {}
        self._due: dict[str, tuple[float, float]] = {}  # when to ask next, and the pause after that
        self._changed = asyncio.Event()

    def await_end(self, submission: str, what: T) -> None:
        """Have `finish(what, answer)` called when the submission has ended."""
        self._open[submission] = what
        self._ask(submission, _FIRST_S)

    def heard_of(self, submission: str) -> None:
        """The news spoke of the submission: ask soon."""
        if submission in self._open:
            self._ask(submission, _SOON_S)

    async def run(self) -> None:
        """Ask and finish until cancelled."""
        while True:
            self._changed.clear()
            pause = min((at for at, _ in self._due.values()), default=time.monotonic() + _MOST_S) - time.monotonic()
            try:
                await asyncio.wait_for(self._changed.wait(), max(0.0, pause))
            except TimeoutError:
                await self._ask_due()

    async def _ask_due(self) -> None:
        now = time.monotonic()
        for submission in [each for each, (at, _) in self._due.items() if at <= now]:
            pause = self._due[submission][1]
            self._due[submission] = (time.monotonic() + pause, min(2 * pause, _MOST_S))
            try:
                await self._ask_about(submission)
            except _AWAY as error:
                self._log.warning("end_not_known", submission=submission, reason=str(error))

    async def _ask_about(self, submission: str) -> None:
        answer = await self._store.submission(submission)
        if answer is not None and answer["status"] in ENDS:
            await self._finish(self._open[submission], answer)
            del self._open[submission], self._due[submission]

    def _ask(self, submission: str, pause: float) -> None:
        self._due[submission] = (time.monotonic() + pause, 2 * pause)
        self._changed.set()
