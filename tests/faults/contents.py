"""What a database holds, in a form in which two runs over the same files are equal.

Times, attempts and batches are left out. Ids that differ from run to run (of submissions, readings, reviews,
departments) are replaced by what they stand for: the name of the file, the document with the versions.
"""

import zlib
from collections import Counter
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from sqlalchemy import Table, UniqueConstraint, create_engine, make_url, select
from sqlalchemy.engine import Connection
from sqlalchemy.types import DateTime, TypeDecorator

from services.store.columns import Moment
from services.store.models import Base

Contents = dict[str, Counter[str]]
_LEFT_OUT = {"attempts", "batch"}
_STANDS_FOR = {
    "submission_id": "submissions",
    "first_submission": "submissions",
    "retry_of": "submissions",
    "reading_id": "readings",
    "review_id": "reviews",
    "department_id": "departments",
}
Names = dict[str, dict[Any, str]]


def contents(url: str) -> Contents:
    """Every row of every table as text, by table."""
    address = make_url(url)
    if address.get_backend_name() == "postgresql":
        address = address.set(drivername="postgresql+psycopg")
    engine = create_engine(address)
    try:
        with engine.connect() as connection:
            names = _names(connection)
            tables = Base.metadata.sorted_tables
            return {table.name: Counter(_rows(connection, table, names)) for table in tables}
    finally:
        engine.dispose()


def differences(one: Contents, other: Contents) -> dict[str, tuple[list[str], list[str]]]:
    """By table the rows that only `one` has, and those that only `other` has."""
    pairs = {
        name: (list((one[name] - other[name]).elements()), list((other[name] - one[name]).elements())) for name in one
    }
    return {name: pair for name, pair in pairs.items() if pair[0] or pair[1]}


def _names(connection: Connection) -> Names:
    """What the ids of each table stand for."""
    submissions = Base.metadata.tables["submissions"]
    found: Names = {
        "submissions": {
            row.id: row.source for row in connection.execute(select(submissions.c.id, submissions.c.source))
        }
    }
    for name in ("readings", "reviews", "departments"):
        table = Base.metadata.tables[name]
        unique = next(each for each in table.constraints if isinstance(each, UniqueConstraint))
        rows = connection.execute(select(table.c.id, *unique.columns)).all()
        found[name] = {row[0]: "/".join(map(str, row[1:])) for row in rows}
    return found


def _rows(connection: Connection, table: Table, names: Names) -> list[str]:
    kept = [column for column in table.columns if column.name not in _LEFT_OUT and not _is_time(column.type)]
    rows = connection.execute(select(*kept)).mappings()
    return [repr({name: _plain(table.name, name, value, names) for name, value in row.items()}) for row in rows]


def _is_time(kind: Any) -> bool:
    return isinstance(kind, DateTime | Moment) or (isinstance(kind, TypeDecorator) and isinstance(kind.impl, DateTime))


def _plain(table: str, column: str, value: Any, names: Names) -> Any:
    own = names.get(table) if column == "id" else names.get(_STANDS_FOR.get(column, ""))
    if own is not None:
        return own.get(value, value)
    if column == "body" and isinstance(value, bytes):
        return zlib.decompress(value).decode()
    if isinstance(value, Decimal):
        return value.normalize()
    if column == "event" and isinstance(value, Mapping):
        return dict(sorted(value.items())) | {"submission": names["submissions"].get(value["submission"])}
    return value
