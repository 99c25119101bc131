"""One row at a time: found under a lock or new, changed, and written back with what changed."""

from typing import Any

from sqlalchemy import Connection

from services.store import direct
from services.store.models import Base


class Cells:
    """The columns of one row by name. `set` changes them, `save` writes what was changed."""

    def __init__(self, model: type[Base], key: dict[str, str], values: dict[str, Any], *, new: bool) -> None:
        self._model = model
        self._key = key
        self._values = values
        self._new = new
        self._changed: dict[str, Any] = {}

    @classmethod
    def open(cls, connection: Connection, model: type[Base], key: dict[str, str], **begin: Any) -> "Cells":
        """The row with `key`, locked until the end of the transaction; a new one with `begin` where it is not there.

        Of two transactions that both begin it, the second to save fails; done again, it finds the row.
        """
        found = direct.find(connection, model, key)
        if found is not None:
            return cls(model, key, found, new=False)
        return cls(model, key, dict.fromkeys(direct.table_of(model).c.keys()) | key | begin, new=True)

    def __getitem__(self, name: str) -> Any:
        return self._values[name]

    def set(self, **values: Any) -> None:
        """Change columns."""
        self._changed |= {name: value for name, value in values.items() if self._values[name] != value}
        self._values |= self._changed

    def fill(self, **values: Any) -> None:
        """Change those columns that are null."""
        self.set(**{name: value for name, value in values.items() if self._values[name] is None})

    def begin(self, connection: Connection) -> None:
        """Write a new row at once: other rows refer to it."""
        if self._new:
            self.save(connection)

    def save(self, connection: Connection) -> None:
        """Write what was changed."""
        if self._new:
            given = {name: value for name, value in self._values.items() if value is not None}
            direct.insert(connection, self._model, given)
        elif self._changed:
            direct.update(connection, self._model, self._key, self._changed)
        self._changed, self._new = {}, False
