"""The database: SQLite (WAL, one writer) or PostgreSQL by URL; sessions to read and to write; upgrade at start-up."""

import fcntl
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from importlib.resources import as_file, files
from pathlib import Path

from alembic import command
from alembic.config import Config
from pydantic_core import to_json
from sqlalchemy import Connection, Engine, create_engine, event, inspect, make_url, text
from sqlalchemy.orm import Session

from services.store.models import VIEWS, Base
from shared.errors import GoujiError

BUSY_TIMEOUT_S = 30.0
CONNECT_TIMEOUT_S = 10
MIGRATION_LOCK = 0x676F756A69  # "gouji": the key of PostgreSQL's advisory lock
_WRITES = "gouji_writes"  # execution option of a session that is going to write


class ForeignKeysBroken(GoujiError):
    """A migration left rows that refer to nothing; it was taken back."""

    zh = "数据库升级会留下失去引用的记录，已撤销。"


class OtherTables(GoujiError):
    """The database has other tables than this version; probably an unreleased development version made them.
    Stop, move the data folder (or the data of the database and of NATS) away, start, submit the documents again."""

    zh = (
        "数据库的表与本版本不符，可能由从未发布的开发版本建立："
        "请停止服务，移走数据目录（或数据库与 NATS 的数据），重新启动后再次提交文件。"
    )

    def __init__(self, missing: list[str]) -> None:
        lack, text = ", ".join(missing), " ".join((self.__doc__ or "").split())
        super().__init__(f"{self.zh}（缺少 {lack}）", f"{text} (missing: {lack})")


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
        """Bring the schema to `revision`. Several processes may call it at once: one migrates, the others wait.

        Raises OtherTables where that does not give the tables of the models.
        """
        with self._alone() as connection, as_file(files("services.store") / "migrations") as scripts:
            config = Config(attributes={"connection": connection})
            config.set_main_option("script_location", str(scripts))
            config.set_main_option("path_separator", "os")
            command.upgrade(config, revision)
            if revision == "head" and (missing := _missing(connection)):
                raise OtherTables(missing)

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
            with self._unchained() as connection:
                yield connection

    @contextmanager
    def _unchained(self) -> Iterator[Connection]:
        """A transaction on SQLite that holds rows to what they refer to only at its end: to change a table it is made
        anew, and dropping the old one would take along every row that refers to it."""
        with self._writing.connect() as connection, closing(connection.connection.cursor()) as outside:
            outside.execute("PRAGMA foreign_keys=OFF")  # means nothing once the transaction has begun
            outside.execute("PRAGMA legacy_alter_table=ON")  # or no table that a view looks at could be made anew
            try:
                with connection.begin():
                    yield connection
                    if broken := connection.exec_driver_sql("PRAGMA foreign_key_check").all():
                        raise ForeignKeysBroken(message_en=f"{len(broken)} rows, the first one of {broken[0][0]}")
            finally:
                outside.execute("PRAGMA legacy_alter_table=OFF")
                outside.execute("PRAGMA foreign_keys=ON")

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


def _missing(connection: Connection) -> list[str]:
    """The columns and views that this version asks for and the database lacks."""
    inspector = inspect(connection)
    views, tables = set(inspector.get_view_names()), set(inspector.get_table_names())
    lacks = [f"view {name}" for name in VIEWS if name not in views]
    for name, table in Base.metadata.tables.items():
        there = {column["name"] for column in inspector.get_columns(name)} if name in tables else set()
        lacks += [f"{name}.{column.name}" for column in table.columns if column.name not in there]
    return lacks


def _engine(url: str) -> Engine:
    parsed = make_url(url)
    if parsed.get_backend_name() == "postgresql":
        options = {"connect_timeout": CONNECT_TIMEOUT_S, "tcp_user_timeout": 1000 * CONNECT_TIMEOUT_S}
        return create_engine(
            parsed.set(drivername="postgresql+psycopg"),
            pool_pre_ping=True,
            pool_size=10,
            connect_args=options,
            json_serializer=_as_json,
        )
    engine = create_engine(parsed, connect_args={"timeout": BUSY_TIMEOUT_S}, json_serializer=_as_json)
    event.listen(engine, "connect", _on_connect)
    event.listen(engine, "begin", _on_begin)
    return engine


def _as_json(value: object) -> str:
    return to_json(value).decode()


def _on_connect(connection: sqlite3.Connection, _record: object) -> None:
    connection.isolation_level = None  # no BEGIN of the driver's own: _on_begin says which
    for pragma in ("synchronous=FULL", "foreign_keys=ON", "cache_size=-16000"):
        connection.execute(f"PRAGMA {pragma}")


def _on_begin(connection: Connection) -> None:
    """A writer takes its lock at once: a reader's snapshot that turns to writing fails without waiting."""
    writes = connection.get_execution_options().get(_WRITES, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
