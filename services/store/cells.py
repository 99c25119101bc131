"""One row at a time, its columns by name: found or new, and changed; its ledger writes it."""

from typing import Any


class Cells:
    """The columns of one row. `set` changes them; `changed` holds what is not written yet."""

    __slots__ = ("changed", "key", "new", "values")

    def __init__(self, key: tuple[Any, ...], values: dict[str, Any], *, new: bool) -> None:
        self.key = key
        self.values = values
        self.new = new
        self.changed: dict[str, Any] = {}

    def __getitem__(self, name: str) -> Any:
        return self.values[name]

    def set(self, **values: Any) -> None:
        """Change columns."""
        changed = {name: value for name, value in values.items() if self.values[name] != value}
        self.changed |= changed
        self.values |= changed

    def fill(self, **values: Any) -> None:
        """Change those columns that are null."""
        self.set(**{name: value for name, value in values.items() if self.values[name] is None})

    def written(self) -> None:
        """Nothing is left to write."""
        self.new, self.changed = False, {}
