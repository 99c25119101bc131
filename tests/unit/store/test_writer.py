"""Group commit: one transaction for many records, and one that the database refuses takes nobody along."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Iterator
from contextlib import closing, contextmanager
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import event, func, select, text
from sqlalchemy.exc import IntegrityError, OperationalError

from services.store.database import Database
from services.store.ledger import Ledger
from services.store.models import Department
from services.store.writer import FULL, Writer, away
from shared.errors import DependencyAwayError, InternalError


@pytest.fixture
async def writer(database: Database) -> AsyncIterator[Writer]:
    made = Writer(database)
    task = asyncio.create_task(made.run())
    yield made
    task.cancel()
    made.close()


def insert(ledger: Ledger, code: str) -> str:
    ledger.connection.execute(
        text("INSERT INTO departments (division, code, name) VALUES ('', :code, '')"), {"code": code}
    )
    return code


def rows(database: Database) -> int:
    with database.read() as session:
        return session.scalar(select(func.count()).select_from(Department)) or 0


async def test_records_that_wait_together_share_a_transaction(database: Database, writer: Writer) -> None:
    commits = []
    event.listen(database.engine, "commit", lambda _: commits.append(1))
    results = await asyncio.gather(*(writer.put(partial(insert, code=str(n))) for n in range(50)))
    assert results == [str(n) for n in range(50)]
    assert rows(database) == 50
    assert len(commits) <= 2, "the first may go alone, the others go together"


async def test_step_waits_for_the_end_that_is_written_with_it(database: Database) -> None:
    writer = Writer(database, linger_s=60)
    task = asyncio.create_task(writer.run())
    commits = []
    event.listen(database.engine, "commit", lambda _: commits.append(1))
    step = asyncio.ensure_future(writer.put(partial(insert, code="1"), urgent=False))
    await asyncio.sleep(0.05)
    assert not step.done()
    await asyncio.wait_for(writer.put(partial(insert, code="2")), 5)
    assert await asyncio.wait_for(step, 5) == "1"
    assert len(commits) == 1
    task.cancel()
    writer.close()


async def test_step_that_nothing_follows_is_written_all_the_same(database: Database, writer: Writer) -> None:
    assert await asyncio.wait_for(writer.put(partial(insert, code="1"), urgent=False), 5) == "1"


async def test_many_steps_wait_for_nothing_more(database: Database) -> None:
    writer = Writer(database, linger_s=60)
    task = asyncio.create_task(writer.run())
    steps = [writer.put(partial(insert, code=str(n)), urgent=False) for n in range(FULL)]
    assert len(await asyncio.wait_for(asyncio.gather(*steps), 10)) == FULL
    task.cancel()
    writer.close()


async def test_refused_record_hears_why_and_the_others_are_written(database: Database, writer: Writer) -> None:
    codes = ["1", "2", "1", "3"]
    results = await asyncio.gather(*(writer.put(partial(insert, code=code)) for code in codes), return_exceptions=True)
    assert [isinstance(result, IntegrityError) for result in results] == [False, False, True, False]
    assert rows(database) == 3


async def test_refusal_of_our_own_leaves_the_group_together(database: Database, writer: Writer) -> None:
    def refuse(_: Ledger) -> None:
        raise InternalError

    results = await asyncio.gather(writer.put(partial(insert, code="1")), writer.put(refuse), return_exceptions=True)
    assert results[0] == "1"
    assert isinstance(results[1], InternalError)
    assert rows(database) == 1


@pytest.mark.parametrize("past_sqlalchemy", [False, True])
@pytest.mark.parametrize("sql", ["INSERT INTO nowhere VALUES (1)", "UPDATE departments SET nothing = 1", "INSERT"])
async def test_missing_table_or_column_is_no_database_that_is_away(
    database: Database, writer: Writer, sql: str, past_sqlalchemy: bool
) -> None:
    def ask(ledger: Ledger) -> None:
        if past_sqlalchemy:
            ledger.connection.connection.cursor().execute(sql)
        ledger.connection.exec_driver_sql(sql)

    with pytest.raises(Exception, match=r"nowhere|nothing|syntax|incomplete") as refused:
        await writer.put(ask)
    assert not isinstance(refused.value, DependencyAwayError)
    assert await writer.put(partial(insert, code="1")) == "1", "and it goes on afterwards"


def test_what_keeps_sqlite_from_writing_means_away(tmp_path: Path) -> None:
    def locked() -> None:
        with connected(tmp_path / "a.db") as first, connected(tmp_path / "a.db") as second:
            first.execute("BEGIN IMMEDIATE")
            second.execute("BEGIN IMMEDIATE")

    def full() -> None:
        with connected(tmp_path / "b.db") as connection:
            connection.execute("CREATE TABLE t (c)")
            connection.execute("PRAGMA max_page_count=2")
            connection.execute("INSERT INTO t VALUES (zeroblob(100000))")

    def read_only() -> None:
        with connected(tmp_path / "b.db") as connection:
            connection.execute("PRAGMA query_only=ON")
            connection.execute("DELETE FROM t")

    def not_opened() -> None:
        with connected(tmp_path / "no" / "c.db"):
            pass

    names = []
    for attempt in (locked, full, read_only, not_opened):
        with pytest.raises(sqlite3.OperationalError) as refused:
            attempt()
        gone, wrapped = away(refused.value), away(OperationalError("SQL", {}, refused.value))
        assert gone is not None
        assert wrapped is not None
        assert gone.message_en == wrapped.message_en
        names.append(gone.message_en)
    assert names == [f"database: SQLITE_{name}" for name in ("BUSY", "FULL", "READONLY", "CANTOPEN")]


@contextmanager
def connected(path: Path) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(path, timeout=0, isolation_level=None)) as connection:
        yield connection


async def test_database_that_is_away_is_said_to_be_away(database: Database, writer: Writer) -> None:
    def break_off(_: Ledger) -> None:
        raise OperationalError("INSERT", {}, Exception("database is locked"))

    with pytest.raises(DependencyAwayError):
        await writer.put(break_off)
    assert await writer.put(partial(insert, code="1")) == "1", "and it goes on afterwards"


async def test_record_whose_handler_was_cancelled_does_not_stop_the_writer(writer: Writer) -> None:
    waiting = asyncio.ensure_future(writer.put(partial(insert, code="1")))
    await asyncio.sleep(0)
    waiting.cancel()
    assert await writer.put(partial(insert, code="2")) == "2"


def test_only_errors_of_the_connection_mean_away() -> None:
    assert away(OperationalError("SELECT", {}, Exception("gone")))
    assert away(IntegrityError("INSERT", {}, Exception("twice"))) is None
    assert away(ValueError()) is None


@pytest.mark.parametrize("name", ["DeadlockDetected", "SerializationFailure", "ProgramLimitExceeded"])
def test_lost_race_is_run_again_at_once_and_what_is_too_long_is_refused(name: str) -> None:
    assert away(OperationalError("INSERT", {}, type(name, (Exception,), {})())) is None


async def test_group_that_another_store_was_faster_with_is_tried_again_together(
    database: Database, writer: Writer
) -> None:
    tries: list[int] = []

    def race(ledger: Ledger) -> None:
        tries.append(len(tries))
        insert(ledger, "other" if len(tries) > 1 else "1")
        if len(tries) == 1:
            insert(ledger, "1")

    await asyncio.gather(writer.put(race), writer.put(partial(insert, code="2")))
    assert rows(database) == 2
    assert tries == [0, 1]
