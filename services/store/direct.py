"""Rows straight through the driver, for what is done a dozen times a document and a thousand times within it.

SQLAlchemy knows the tables, types and transaction; executing past it costs a tenth. Errors are the driver's own.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property, lru_cache
from typing import Any, TypeAlias, cast

from sqlalchemy import Connection, Dialect, Table

from services.store.models import Base

Row: TypeAlias = Mapping[str, Any]
Convert: TypeAlias = Callable[[Any], Any] | None


def table_of(model: type[Base]) -> Table:
    """The table behind a mapped class."""
    return cast(Table, model.__table__)


def find(connection: Connection, model: type[Base], key: Row) -> dict[str, Any] | None:
    """The row with `key`, locked until the end of the transaction; None where it is not there."""
    plan = _plan(model, connection.dialect)
    found = _driver(connection).execute(plan.find, tuple(key[name] for name in plan.key)).fetchone()
    return None if found is None else plan.read(found)


def insert(connection: Connection, model: type[Base], row: Row) -> None:
    """Insert one new row."""
    plan = _plan(model, connection.dialect)
    _driver(connection).execute(plan.insert(tuple(row)), plan.write(row))


def insert_numbered(connection: Connection, model: type[Base], row: Row) -> int:
    """Insert one new row of a table whose ids the database gives; the id."""
    plan = _plan(model, connection.dialect)
    statement, values = plan.insert(tuple(row)), plan.write(row)
    if plan.sqlite:
        return int(_driver(connection).execute(statement, values).lastrowid)
    return int(_driver(connection).execute(f"{statement} RETURNING id", values).fetchone()[0])


def insert_missing(connection: Connection, model: type[Base], row: Row) -> None:
    """Insert `row` unless one with its key is there already."""
    plan = _plan(model, connection.dialect)
    _driver(connection).execute(f"{plan.insert(tuple(row))} ON CONFLICT DO NOTHING", plan.write(row))


def update(connection: Connection, model: type[Base], key: Row, changed: Row) -> None:
    """Write the columns that changed into the row with `key`."""
    plan = _plan(model, connection.dialect)
    values = (*plan.write(changed), *(key[name] for name in plan.key))
    _driver(connection).execute(plan.update(tuple(changed)), values)


def insert_all(connection: Connection, model: type[Base], rows: Sequence[Row]) -> None:
    """Insert many new rows, all with the same columns in the same order: executemany on SQLite, COPY on PostgreSQL."""
    plan, driver = _plan(model, connection.dialect), _driver(connection)
    names = tuple(rows[0])
    values = plan.write_all(names, rows)
    if plan.sqlite:
        driver.executemany(plan.insert(names), values)
        return
    with driver.cursor() as cursor, cursor.copy(f"COPY {plan.name} ({', '.join(names)}) FROM STDIN") as copy:
        for each in values:
            copy.write_row(each)


class _Plan:
    """The statements of one table in one dialect, and what converts values for its driver and back."""

    def __init__(self, model: type[Base], dialect: Dialect) -> None:
        table = table_of(model)
        self.name = table.name
        self.key = tuple(column.name for column in table.primary_key)
        self.sqlite = dialect.name == "sqlite"
        self._mark = "?" if self.sqlite else "%s"
        self._columns = tuple(column.name for column in table.columns)
        types = {column.name: column.type.dialect_impl(dialect) for column in table.columns}
        self._to: dict[str, Convert] = {name: kind.bind_processor(dialect) for name, kind in types.items()}
        self._types, self._dialect = types, dialect
        self._inserts: dict[tuple[str, ...], str] = {}
        self._updates: dict[tuple[str, ...], str] = {}

    @cached_property
    def find(self) -> str:
        """Selects one row by its key; PostgreSQL locks it, SQLite has locked everything."""
        lock = "" if self.sqlite else " FOR UPDATE"
        return f"SELECT {', '.join(self._columns)} FROM {self.name} WHERE {self._is_key}{lock}"  # noqa: S608

    def insert(self, names: tuple[str, ...]) -> str:
        """Inserts a row with these columns."""
        if names not in self._inserts:
            marks = ", ".join([self._mark] * len(names))
            self._inserts[names] = f"INSERT INTO {self.name} ({', '.join(names)}) VALUES ({marks})"  # noqa: S608
        return self._inserts[names]

    def update(self, names: tuple[str, ...]) -> str:
        """Updates these columns of one row by its key."""
        if names not in self._updates:
            changes = ", ".join(f"{name} = {self._mark}" for name in names)
            self._updates[names] = f"UPDATE {self.name} SET {changes} WHERE {self._is_key}"  # noqa: S608
        return self._updates[names]

    def read(self, row: Sequence[Any]) -> dict[str, Any]:
        """A row of the driver by the names of its columns."""
        values = dict(zip(self._columns, row, strict=True))
        for name, convert in self._back:
            if values[name] is not None:
                values[name] = convert(values[name])
        return values

    @cached_property
    def _back(self) -> list[tuple[str, Callable[[Any], Any]]]:
        """The columns that the driver does not give as what they are."""
        back = ((name, kind.result_processor(self._dialect, None)) for name, kind in self._types.items())
        return [(name, convert) for name, convert in back if convert is not None]

    def write(self, row: Row) -> tuple[Any, ...]:
        """The values of `row` for the driver."""
        return tuple(convert(value) if (convert := self._to[name]) else value for name, value in row.items())

    def write_all(self, names: tuple[str, ...], rows: Sequence[Row]) -> Iterator[Sequence[Any]]:
        """The same for many rows with the columns `names`: only what must be converted is touched."""
        converted = [(index, convert) for index, name in enumerate(names) if (convert := self._to[name])]
        if not converted:
            yield from (tuple(row.values()) for row in rows)
            return
        for row in rows:
            values = list(row.values())
            for index, convert in converted:
                values[index] = convert(values[index])
            yield values

    @property
    def _is_key(self) -> str:
        return " AND ".join(f"{name} = {self._mark}" for name in self.key)


@lru_cache(maxsize=256)
def _plan(model: type[Base], dialect: Dialect) -> _Plan:
    return _Plan(model, dialect)


def _driver(connection: Connection) -> Any:
    return connection.connection.driver_connection
