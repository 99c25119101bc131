"""Column types that mean the same on SQLite and PostgreSQL: moments in UTC and exact figures."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import DateTime, Dialect, Float, Numeric
from sqlalchemy.types import TypeDecorator, TypeEngine


class Moment(TypeDecorator[datetime]):
    """A moment, always in UTC and always with its time zone; SQLite keeps it as text that sorts by time."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """UTC; naive for SQLite, which has no time zones."""
        if value is None:
            return None
        utc = value.astimezone(UTC)
        return utc.replace(tzinfo=None) if dialect.name == "sqlite" else utc

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """The moment with its zone."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Figure(TypeDecorator[Decimal]):
    """A number to search and add up by; what was printed stands beside it.

    NUMERIC on PostgreSQL; SQLite has no decimals and keeps a double, exact to 15 digits: a comparison there may need
    round(x, 2).
    """

    impl = Numeric
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """The column type of each database."""
        return dialect.type_descriptor(Float(53) if dialect.name == "sqlite" else Numeric())

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> float | Decimal | None:
        """A double for SQLite."""
        return float(value) if value is not None and dialect.name == "sqlite" else value

    def process_result_value(self, value: float | Decimal | None, dialect: Dialect) -> Decimal | None:
        """The shortest decimal that the stored number prints as."""
        return None if value is None else Decimal(repr(value)) if isinstance(value, float) else value
