"""The database: SQLite (WAL, one writer) or PostgreSQL by URL; sessions to read and to write; upgrade at start-up."""

import fcntl
import json
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from functools import cache
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any, cast

from alembic import command
from alembic.config import Config
from sqlalchemy import JSON, Connection, Engine, Executable, Table, create_engine, event, insert, make_url, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from services.store.columns import Figure
from services.store.models import Base

BUSY_TIMEOUT_S = 30.0
CONNECT_TIMEOUT_S = 10
MIGRATION_LOCK = 0x676F756A69  # "gouji": the key of PostgreSQL's advisory lock
_as_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
_WRITES = "gouji_writes"  # execution option of a session that is going to write


class Database:
    """One database by URL. Thread-safe; every call takes a connection from the pool."""

    def __init__(self, url: str) -> None:
        self.engine = _engine(url)
        self._writing = self.engine.execution_options(**{_WRITES: True})

    @property
    def dialect(self) -> str:
        """ "sqlite" or "postgresql"."""
        return self.engine.dialect.name

    def upgrade(self, revision: str = "head") -> None:
        """Bring the schema to `revision`. Several processes may call it at once: one migrates, the others wait."""
        with self._alone() as connection, as_file(files("services.store") / "migrations") as scripts:
            config = Config(attributes={"connection": connection})
            config.set_main_option("script_location", str(scripts))
            config.set_main_option("path_separator", "os")
            command.upgrade(config, revision)

    @contextmanager
    def _alone(self) -> Iterator[Connection]:
        """A transaction that no other process migrates beside."""
        if self.dialect == "postgresql":
            with self._writing.begin() as connection:
                connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": MIGRATION_LOCK})
                yield connection
            return
        with Path(f"{self.engine.url.database}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)  # turning WAL on does not wait for anybody, so it needs a lock of its own
            with closing(self.engine.raw_connection()) as raw:
                raw.execute("PRAGMA journal_mode=WAL")
            with self._writing.begin() as connection:
                yield connection

    @contextmanager
    def read(self) -> Iterator[Session]:
        """A session that only reads; on SQLite it never waits for the writer."""
        with Session(self.engine) as session:
            yield session

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """A transaction that commits at the end, or rolls back when something raises."""
        with self._writing.begin() as connection:
            yield connection

    def ping(self) -> None:
        """Raises OperationalError when the database is away."""
        with self.engine.connect() as connection:
            connection.execute(text("SELECT 1"))

    def close(self) -> None:
        """Close every pooled connection."""
        self.engine.dispose()


def table_of(model: type[Base]) -> Table:
    """The table behind a mapped class."""
    return cast(Table, model.__table__)


def insert_missing(connection: Connection, model: type[Base], row: Mapping[str, Any]) -> bool:
    """Insert `row` unless a row with its key is there already; whether it was inserted."""
    return connection.execute(_inserting(model, connection.dialect.name), row).rowcount == 1


@cache
def _inserting(model: type[Base], dialect: str) -> Executable:
    inserting = postgresql.insert if dialect == "postgresql" else sqlite.insert
    return inserting(table_of(model)).on_conflict_do_nothing()


def insert_row(connection: Connection, model: type[Base], row: Mapping[str, Any]) -> int:
    """Insert one new row; the first column of its key, which the database gives where the row does not."""
    written = connection.execute(insert(table_of(model)), row)
    assert written.inserted_primary_key is not None
    key: int = written.inserted_primary_key[0]
    return key


def insert_rows(connection: Connection, model: type[Base], rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert many new rows, all with the same keys in the same order, past SQLAlchemy and its cost.

    A document has a thousand of them: the driver's own executemany on SQLite, COPY on PostgreSQL.
    """
    dialect, table = connection.dialect, table_of(model)
    driver: Any = connection.connection.driver_connection
    write = _insert_sqlite if dialect.name == "sqlite" else _copy_postgresql
    try:
        write(driver, table.name, list(rows[0]), _values(table, rows, dialect.name))
    except dialect.loaded_dbapi.Error as error:  # as SQLAlchemy would raise it
        raise DBAPIError.instance(None, None, error, dialect.loaded_dbapi.Error, dialect=dialect) from error


def _insert_sqlite(driver: Any, table: str, names: list[str], rows: Iterator[Sequence[Any]]) -> None:
    marks = ", ".join("?" * len(names))
    driver.executemany(f"INSERT INTO {table} ({', '.join(names)}) VALUES ({marks})", rows)  # noqa: S608 - our own names


def _copy_postgresql(driver: Any, table: str, names: list[str], rows: Iterator[Sequence[Any]]) -> None:
    with driver.cursor() as cursor, cursor.copy(f"COPY {table} ({', '.join(names)}) FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)


def _values(table: Table, rows: Sequence[Mapping[str, Any]], dialect: str) -> Iterator[Sequence[Any]]:
    """The rows as tuples of what the driver takes: JSON as text, and on SQLite decimals as doubles."""
    types = [table.c[name].type for name in rows[0]]
    as_json = [index for index, kind in enumerate(types) if isinstance(kind, JSON)]
    as_float = [index for index, kind in enumerate(types) if isinstance(kind, Figure)] if dialect == "sqlite" else []
    if not as_json and not as_float:
        yield from (tuple(row.values()) for row in rows)
        return
    for row in rows:
        values = list(row.values())
        for index in as_json:
            values[index] = None if values[index] is None else _as_json(values[index])
        for index in as_float:
            values[index] = None if values[index] is None else float(values[index])
        yield values


def _engine(url: str) -> Engine:
    parsed = make_url(url)
    if parsed.get_backend_name() == "postgresql":
        options = {"connect_timeout": CONNECT_TIMEOUT_S, "tcp_user_timeout": 1000 * CONNECT_TIMEOUT_S}
        return create_engine(
            parsed.set(drivername="postgresql+psycopg"), pool_pre_ping=True, pool_size=10, connect_args=options
        )
    engine = create_engine(parsed, connect_args={"timeout": BUSY_TIMEOUT_S})
    event.listen(engine, "connect", _on_connect)
    event.listen(engine, "begin", _on_begin)
    return engine


def _on_connect(connection: sqlite3.Connection, _record: object) -> None:
    connection.isolation_level = None  # no BEGIN of the driver's own: _on_begin says which
    for pragma in ("synchronous=FULL", "foreign_keys=ON", "cache_size=-16000"):
        connection.execute(f"PRAGMA {pragma}")


def _on_begin(connection: Connection) -> None:
    """A writer takes its lock at once: a reader's snapshot that turns to writing fails without waiting."""
    writes = connection.get_execution_options().get(_WRITES, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
