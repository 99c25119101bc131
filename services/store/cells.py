"""One row at a time: found under a lock or begun, changed, and written back with what changed.

Events cost a dozen such rows a document; the unit of work of the mapper would make each three times as dear.
"""

from functools import cache
from typing import Any

from sqlalchemy import Connection, Select, Table, Update, bindparam, select, update

from services.store.database import insert_missing, table_of
from services.store.models import Base


class Cells:
    """The columns of one row by name. `set` changes them, `save` writes the changes."""

    def __init__(self, table: Table, values: dict[str, Any]) -> None:
        self._table = table
        self._values = values
        self._changed: dict[str, Any] = {}

    @classmethod
    def open(cls, connection: Connection, model: type[Base], key: dict[str, str], **begin: Any) -> "Cells":
        """The row with `key`, locked until the end of the transaction; begun with `begin` where it is not there."""
        table = table_of(model)
        find, wanted = _find(table), {f"key_{name}": value for name, value in key.items()}
        found = connection.execute(find, wanted).mappings().first()
        if found is None and insert_missing(connection, model, key | begin):
            return cls(table, dict.fromkeys(table.c.keys()) | key | begin)
        return cls(table, dict(found or connection.execute(find, wanted).mappings().one()))

    def __getitem__(self, name: str) -> Any:
        return self._values[name]

    def set(self, **values: Any) -> None:
        """Change columns."""
        self._changed |= {name: value for name, value in values.items() if self._values[name] != value}
        self._values |= self._changed

    def fill(self, **values: Any) -> None:
        """Change those columns that are null."""
        self.set(**{name: value for name, value in values.items() if self._values[name] is None})

    def save(self, connection: Connection) -> None:
        """Write what was changed."""
        if self._changed:
            key = {f"key_{column.name}": self._values[column.name] for column in self._table.primary_key}
            connection.execute(_write(self._table), self._changed | key)
            self._changed = {}


@cache
def _find(table: Table) -> Select[Any]:
    return select(table).where(*_is(table)).with_for_update()


@cache
def _write(table: Table) -> Update:
    return update(table).where(*_is(table))


def _is(table: Table) -> list[Any]:
    return [column == bindparam(f"key_{column.name}") for column in table.primary_key]
