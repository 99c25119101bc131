"""The declarative base of the store's tables: names of constraints by convention, one column type a Python type."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import JSON, LargeBinary, MetaData, Text
from sqlalchemy.orm import DeclarativeBase

from services.store.columns import Figure, Moment

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}
COMPACT = {"sqlite_with_rowid": False}  # narrow child rows lie in their key's order: half the space on SQLite


class Base(DeclarativeBase):
    """Base of all tables."""

    metadata = MetaData(naming_convention=NAMES)
    type_annotation_map = {  # noqa: RUF012 - read by SQLAlchemy as a class attribute
        str: Text(),
        datetime: Moment(),
        Decimal: Figure(),
        bytes: LargeBinary(),
        dict[str, Any]: JSON(none_as_null=True),
        list[Any]: JSON(none_as_null=True),
        Any: JSON(none_as_null=True),
    }
