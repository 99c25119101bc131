"""Rows straight through the driver, for what is done a dozen times a document and a thousand times within it.

SQLAlchemy knows the tables, types and transaction; executing past it costs a tenth. Errors are the driver's own.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from functools import cached_property, lru_cache
from itertools import count
from typing import Any, TypeAlias, cast

from pydantic_core import to_json
from sqlalchemy import JSON, Connection, Dialect, Table

from services.store.models import Base

Row: TypeAlias = Mapping[str, Any]
Key: TypeAlias = tuple[Any, ...]
Convert: TypeAlias = Callable[[Any], Any] | None


def table_of(model: type[Base]) -> Table:
    """The table behind a mapped class."""
    return cast(Table, model.__table__)


def is_local(connection: Connection) -> bool:
    """Whether the database is in this process, so that one question more costs next to nothing."""
    return connection.dialect.name == "sqlite"


def blank(connection: Connection, model: type[Base], key: Key) -> dict[str, Any]:
    """The columns of a row with `key`, all others null."""
    plan = _plan(model, connection.dialect)
    return plan.blank | dict(zip(plan.key, key, strict=True))


def find(connection: Connection, model: type[Base], key: Key, *, lock: bool) -> dict[str, Any] | None:
    """The row with `key`, locked until the end of the transaction if asked for; None where it is not there."""
    plan = _plan(model, connection.dialect)
    found = _driver(connection).execute(plan.find(lock=lock), key).fetchone()
    return None if found is None else plan.read(found)


def find_id(connection: Connection, model: type[Base], unique: Row) -> int | None:
    """The id of the row with these values; None where it is not there."""
    plan = _plan(model, connection.dialect)
    found = _driver(connection).execute(plan.find_id(tuple(unique)), tuple(unique.values())).fetchone()
    return None if found is None else int(found[0])


def find_all(
    connection: Connection, model: type[Base], where: Mapping[str, Collection[Any]], *, lock: bool
) -> Iterator[tuple[Key, dict[str, Any]]]:
    """The rows of which each column in `where` has one of the values there, by their keys. PostgreSQL only."""
    plan = _plan(model, connection.dialect)
    statement = plan.find_all(tuple(where), lock=lock)
    for found in _driver(connection).execute(statement, tuple(map(list, where.values()))):
        values = plan.read(found)
        yield tuple(values[name] for name in plan.key), values


def versions(
    connection: Connection, model: type[Base], names: Sequence[str], documents: Sequence[str]
) -> list[tuple[Any, ...]]:
    """Id, document and the versions `names` of every row of these documents."""
    plan = _plan(model, connection.dialect)
    columns = f"SELECT id, document_id, {', '.join(names)} FROM {plan.name}"  # noqa: S608 - names of columns
    given: Sequence[Any] = documents if plan.sqlite else [list(documents)]
    where = f"IN ({', '.join('?' * len(documents))})" if plan.sqlite else "= ANY(%s)"
    return list(_driver(connection).execute(f"{columns} WHERE document_id {where}", given).fetchall())


def free_ids(connection: Connection, model: type[Base], at_once: int) -> Iterator[int]:
    """Ids for new rows of a table whose ids count up, without end; a server is asked for so many at once."""
    plan, driver = _plan(model, connection.dialect), _driver(connection)
    if plan.sqlite:  # which has one writer
        [last] = driver.execute(f"SELECT coalesce(max(id), 0) FROM {plan.name}").fetchone()  # noqa: S608
        yield from count(last + 1)
    taken = "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)"
    while True:
        for [number] in driver.execute(taken, (plan.name, at_once)).fetchall():
            yield number


def insert_missing(connection: Connection, model: type[Base], row: Row) -> None:
    """Insert `row` unless one with its key is there already."""
    plan = _plan(model, connection.dialect)
    [values] = plan.write([row])
    _driver(connection).execute(f"{plan.insert(tuple(row))} ON CONFLICT DO NOTHING", values)


def insert_all(connection: Connection, model: type[Base], rows: Sequence[Row]) -> None:
    """Insert new rows, all with the same columns in the same order: executemany on SQLite, COPY on PostgreSQL."""
    if not rows:
        return
    plan, driver = _plan(model, connection.dialect), _driver(connection)
    names = tuple(rows[0])
    if plan.sqlite:
        driver.executemany(plan.insert(names), plan.write(rows))
        return
    with driver.cursor() as cursor, cursor.copy(f"COPY {plan.name} ({', '.join(names)}) FROM STDIN") as copy:
        for each in plan.write(rows):
            copy.write_row(each)


def update_all(connection: Connection, model: type[Base], rows: Collection[tuple[Key, Row]]) -> None:
    """Write the columns that changed into the rows with these keys."""
    alike: dict[tuple[str, ...], list[tuple[Key, Row]]] = defaultdict(list)
    for key, changed in rows:
        alike[tuple(changed)].append((key, changed))
    plan = _plan(model, connection.dialect)
    for names, group in alike.items():
        values = plan.write([changed for _, changed in group])
        given = [(*new, *key) for new, (key, _) in zip(values, group, strict=True)]
        _driver(connection).cursor().executemany(plan.update(names), given)


class _Plan:
    """The statements of one table in one dialect, and what converts values for its driver and back."""

    def __init__(self, model: type[Base], dialect: Dialect) -> None:
        table = table_of(model)
        self.name = table.name
        self.key = tuple(column.name for column in table.primary_key)
        self.sqlite = dialect.name == "sqlite"
        self._mark = "?" if self.sqlite else "%s"
        self._columns = tuple(column.name for column in table.columns)
        self.blank: dict[str, Any] = dict.fromkeys(self._columns)
        types = {column.name: column.type.dialect_impl(dialect) for column in table.columns}
        self._to: dict[str, Convert] = {
            name: _as_json if isinstance(kind, JSON) else kind.bind_processor(dialect) for name, kind in types.items()
        }
        self._types, self._dialect = types, dialect
        self._inserts: dict[tuple[str, ...], str] = {}
        self._updates: dict[tuple[str, ...], str] = {}

    def find(self, *, lock: bool) -> str:
        """Selects one row by its key."""
        return self._select(self._equal(self.key), lock=lock)

    def find_all(self, names: tuple[str, ...], *, lock: bool) -> str:
        """Selects the rows of which each of these columns is one of an array of values, in the order of their keys."""
        where = " AND ".join(f"{name} = ANY(%s)" for name in names)
        return self._select(f"{where} ORDER BY {', '.join(self.key)}", lock=lock)

    def find_id(self, names: tuple[str, ...]) -> str:
        """Selects the id of the row with these columns."""
        return f"SELECT id FROM {self.name} WHERE {self._equal(names)}"  # noqa: S608

    def _select(self, where: str, *, lock: bool) -> str:
        """PostgreSQL locks rows, SQLite has locked everything."""
        ending = " FOR NO KEY UPDATE" if lock and not self.sqlite else ""
        return f"SELECT {', '.join(self._columns)} FROM {self.name} WHERE {where}{ending}"  # noqa: S608

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
            self._updates[names] = f"UPDATE {self.name} SET {changes} WHERE {self._equal(self.key)}"  # noqa: S608
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
        """The columns that the driver does not give as what they are; asked only of tables that are read here."""
        back = ((name, kind.result_processor(self._dialect, None)) for name, kind in self._types.items())
        return [(name, convert) for name, convert in back if convert is not None]

    def write(self, rows: Sequence[Row]) -> Iterator[Sequence[Any]]:
        """The values of rows with the same columns for the driver: only what must be converted is touched."""
        converted = [(index, convert) for index, name in enumerate(rows[0]) if (convert := self._to[name])]
        if not converted:
            yield from (tuple(row.values()) for row in rows)
            return
        for row in rows:
            values = list(row.values())
            for index, convert in converted:
                if values[index] is not None:
                    values[index] = convert(values[index])
            yield values

    def _equal(self, names: tuple[str, ...]) -> str:
        return " AND ".join(f"{name} = {self._mark}" for name in names)


@lru_cache(maxsize=256)
def _plan(model: type[Base], dialect: Dialect) -> _Plan:
    return _Plan(model, dialect)


def _as_json(value: object) -> str:
    return to_json(value).decode()


def _driver(connection: Connection) -> Any:
    return connection.connection.driver_connection
