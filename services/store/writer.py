"""The one writer: what handlers want recorded goes into one transaction together, and each hears how its own went."""

import asyncio
import contextlib
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, TypeAlias, TypeVar

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from services.store.database import Database
from shared.errors import DependencyAwayError, GoujiError

LINGER_S = 0.1  # as long as a small document takes to be read and judged
FULL = 64  # records that wait for nothing more
T = TypeVar("T")
Record: TypeAlias = Callable[[Connection], T]


@dataclass(frozen=True, slots=True)
class _Waiting:
    record: Record[Any]
    done: "asyncio.Future[Any]"


class Writer:
    """Groups records into transactions, in a thread of its own. A turn takes whatever came during the last one.

    What is not urgent waits a little for what is: of a document that moves on quickly all is written at once.
    """

    def __init__(self, database: Database, linger_s: float = LINGER_S) -> None:
        self._database = database
        self._linger_s = linger_s
        self._waiting: list[_Waiting] = []
        self._came = asyncio.Event()
        self._urgent = asyncio.Event()
        self._thread = ThreadPoolExecutor(1, "store-writer")

    async def put(self, record: Record[T], *, urgent: bool = True) -> T:
        """What `record` returns, after the commit. Raises what it raises; DependencyAwayError for the database."""
        done: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        self._waiting.append(_Waiting(record, done))
        self._came.set()
        if urgent or len(self._waiting) >= FULL:
            self._urgent.set()
        return await done

    async def run(self) -> None:
        """Write until cancelled."""
        loop = asyncio.get_running_loop()
        while True:
            await self._came.wait()
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._urgent.wait(), self._linger_s)
            self._came.clear()
            self._urgent.clear()
            group, self._waiting = self._waiting, []
            results = await loop.run_in_executor(
                self._thread, write_together, self._database, [waiting.record for waiting in group]
            )
            for waiting, result in zip(group, results, strict=True):
                _resolve(waiting.done, result)

    def close(self) -> None:
        """Wait for the transaction in hand, and end the thread."""
        self._thread.shutdown()


def write_together(database: Database, records: list[Record[Any]]) -> list[Any]:
    """The result or the exception of each record, all in one transaction.

    One that the database refuses would take the others along: then each is written in its own, and once more if it was
    refused there too, since another store may have begun the same row.
    """
    results = _attempt(database, records)
    if not isinstance(results, Exception):
        return results
    if isinstance(results, DependencyAwayError):
        return [results] * len(records)
    if len(records) > 1:
        return [result for record in records for result in write_together(database, [record])]
    again = _attempt(database, records)
    return [again] if isinstance(again, Exception) else again


def _attempt(database: Database, records: list[Record[Any]]) -> list[Any] | Exception:
    """The results of one transaction, or why there are none."""
    try:
        with database.write() as connection:
            return [_recorded(record, connection) for record in records]
    except Exception as error:  # noqa: BLE001 - it is given to whoever waits for the record
        return away(error) or error


def _recorded(record: Record[Any], connection: Connection) -> Any:
    """The result; our own refusals come before anything is written, so they are results too."""
    try:
        return record(connection)
    except GoujiError as error:
        return error


def away(error: Exception) -> DependencyAwayError | None:
    """`error` as "the database is away", when that is what it means: unreachable, locked, full, restarting."""
    dropped = isinstance(error, DBAPIError) and error.connection_invalidated
    if dropped or isinstance(error, OperationalError | InterfaceError | PoolTimeout) or _of_driver(error):
        return DependencyAwayError(message_en=f"database: {type(error.__cause__ or error).__name__}")
    return None


def _of_driver(error: Exception) -> bool:
    """The same of a driver, past SQLAlchemy; its classes are known by name, so that none need be installed."""
    names = {f"{kind.__module__.partition('.')[0]}.{kind.__name__}" for kind in type(error).__mro__}
    return bool(names & {"sqlite3.OperationalError", "psycopg.OperationalError", "psycopg.InterfaceError"})


def _resolve(done: "asyncio.Future[Any]", result: Any) -> None:
    if done.done():  # its handler was cancelled
        return
    if isinstance(result, Exception):
        done.set_exception(result)
    else:
        done.set_result(result)
