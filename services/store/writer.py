"""The one writer: what handlers want recorded goes into one transaction together, and each hears how its own went."""

import asyncio
import contextlib
import sqlite3
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, TypeAlias, TypeVar

from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from services.store.database import Database
from services.store.ledger import Concern, Ledger, opened
from shared.errors import DependencyAwayError, GoujiError

LINGER_S = 0.1  # as long as a small document takes to be read and judged
PAUSE_S = 0.1  # from the beginning of one transaction to the next, unless it is full: what one holds costs less in many
FULL = 64  # records that wait for nothing more
_ALL_IS_THERE = ("DeadlockDetected", "SerializationFailure", "ProgramLimitExceeded")  # operational errors of psycopg
_SQLITE_AWAY = (
    sqlite3.SQLITE_BUSY,
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_LOCKED,
    sqlite3.SQLITE_PERM,
    sqlite3.SQLITE_PROTOCOL,
    sqlite3.SQLITE_READONLY,
)
T = TypeVar("T")
Record: TypeAlias = Callable[[Ledger], T]


@dataclass(frozen=True, slots=True)
class Waiting:
    """What is to be recorded, whose rows that changes (None: not known), and who waits for it."""

    record: Record[Any]
    concern: Concern | None
    done: "asyncio.Future[Any]"


class Writer:
    """Groups records into transactions, in a thread of its own. A turn takes whatever came during the last one.

    What is not urgent waits a little for what is: of a document that moves on quickly all is written at once. While
    much comes even what is urgent waits until a moment after the last turn.
    """

    def __init__(self, database: Database, linger_s: float = LINGER_S, pause_s: float = PAUSE_S) -> None:
        self._database = database
        self._linger_s = linger_s
        self._pause_s = pause_s
        self._waiting: list[Waiting] = []
        self._came = asyncio.Event()
        self._urgent = asyncio.Event()
        self._full = asyncio.Event()
        self._thread = ThreadPoolExecutor(1, "store-writer")

    async def put(self, record: Record[T], concern: Concern | None = None, *, urgent: bool = True) -> T:
        """What `record` returns, after the commit. Raises what it raises; DependencyAwayError for the database."""
        done: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        self._waiting.append(Waiting(record, concern, done))
        self._came.set()
        if urgent or len(self._waiting) >= FULL:
            self._urgent.set()
        if len(self._waiting) >= FULL:
            self._full.set()
        return await done

    async def run(self) -> None:
        """Write until cancelled."""
        loop = asyncio.get_running_loop()
        begun = float("-inf")
        while True:
            await self._came.wait()
            await _within(self._urgent, self._linger_s)
            await _within(self._full, begun + self._pause_s - loop.time())
            begun = loop.time()
            for each in (self._came, self._urgent, self._full):
                each.clear()
            group, self._waiting = self._waiting, []
            results = await loop.run_in_executor(self._thread, write_together, self._database, group)
            for waiting, result in zip(group, results, strict=True):
                _resolve(waiting.done, result)

    def close(self) -> None:
        """Wait for the transaction in hand, and end the thread."""
        self._thread.shutdown()


async def _within(event: asyncio.Event, seconds: float) -> None:
    if seconds > 0 and not event.is_set():
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(event.wait(), seconds)


def write_together(database: Database, group: Sequence[Waiting]) -> list[Any]:
    """The result or the exception of each record, all in one transaction.

    What the database refuses is tried once more, since another store may have begun the same rows. What it refuses
    again would take the others along: then each is written in a transaction of its own.
    """
    results = _attempt(database, group)
    if _refused(results):
        results = _attempt(database, group)
    if not isinstance(results, Exception):
        return results
    if len(group) > 1 and _refused(results):
        return [result for each in group for result in write_together(database, [each])]
    return [results] * len(group)


def _refused(results: list[Any] | Exception) -> bool:
    """Whether the database took the rows for wrong; one that is away takes nothing for anything."""
    return isinstance(results, Exception) and not isinstance(results, DependencyAwayError)


def _attempt(database: Database, group: Sequence[Waiting]) -> list[Any] | Exception:
    """The results of one transaction, or why there are none."""
    try:
        with opened(database, [each.concern for each in group if each.concern is not None]) as ledger:
            return [_recorded(each.record, ledger) for each in group]
    except Exception as error:  # noqa: BLE001 - it is given to whoever waits for the record
        return away(error) or error


def _recorded(record: Record[Any], ledger: Ledger) -> Any:
    """The result; our own refusals come before anything is written, so they are results too."""
    try:
        return record(ledger)
    except GoujiError as error:
        return error


def away(error: Exception) -> DependencyAwayError | None:
    """`error` as "the database is away", when that is what it means: unreachable, locked, full, restarting."""
    cause = getattr(error, "orig", None) or error
    dropped = isinstance(error, DBAPIError) and error.connection_invalidated
    if dropped or isinstance(error, PoolTimeout) or _means_away(error, cause):
        return DependencyAwayError(message_en=f"database: {getattr(cause, 'sqlite_errorname', type(cause).__name__)}")
    return None


def _means_away(error: Exception, cause: BaseException) -> bool:
    """The same of the driver's `cause`: to SQLite a table that is not there is an operational error too."""
    if isinstance(cause, sqlite3.Error):
        return getattr(cause, "sqlite_errorcode", 0) & 0xFF in _SQLITE_AWAY  # the rest of the code says more precisely
    if type(cause).__name__ in _ALL_IS_THERE:
        return False
    return isinstance(error, OperationalError | InterfaceError) or _of_psycopg(error)


def _of_psycopg(error: Exception) -> bool:
    """The same past SQLAlchemy; its classes are known by name, so that it need not be installed."""
    names = {f"{kind.__module__.partition('.')[0]}.{kind.__name__}" for kind in type(error).__mro__}
    return bool(names & {"psycopg.OperationalError", "psycopg.InterfaceError"})


def _resolve(done: "asyncio.Future[Any]", result: Any) -> None:
    if done.done():  # its handler was cancelled
        return
    if isinstance(result, Exception):
        done.set_exception(result)
    else:
        done.set_result(result)
