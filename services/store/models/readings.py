"""What was read from a document: projects, plans, indicators, budget tables, figures, texts and warnings."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import ForeignKey, ForeignKeyConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from services.store.models.base import COMPACT, Base


class Reading(Base):
    """What one parser version read from a document; `body` is the document as parse wrote it, compressed (zlib)."""

    __tablename__ = "readings"

    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[str] = mapped_column(ForeignKey("documents.id", ondelete="CASCADE"))
    parser_version: Mapped[str]
    read_at: Mapped[datetime]
    body: Mapped[bytes]

    __table_args__ = (UniqueConstraint("document_id", "parser_version"),)


def _reading() -> Mapped[int]:
    return mapped_column(ForeignKey("readings.id", ondelete="CASCADE"), primary_key=True)


class Project(Base):
    """One project table. Amounts in 元, as printed in the `_printed` columns (in `currency_unit`)."""

    __tablename__ = "projects"

    reading_id: Mapped[int] = _reading()
    ordinal: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str | None]
    unit_code: Mapped[str | None]
    unit_name: Mapped[str | None]
    currency_unit: Mapped[str | None]
    code: Mapped[str | None]
    name: Mapped[str | None]
    budget: Mapped[Decimal | None]
    fiscal_funds: Mapped[Decimal | None]
    other_funds: Mapped[Decimal | None]
    budget_printed: Mapped[str | None]
    fiscal_funds_printed: Mapped[str | None]
    other_funds_printed: Mapped[str | None]
    purpose: Mapped[str | None]

    __table_args__ = (Index(None, "code"),)  # the same project in other documents and years


class Plan(Base):
    """One value of a project's spending plan: the share due by the end of a month (3, 6, 10, 12)."""

    __tablename__ = "plans"

    reading_id: Mapped[int] = _reading()
    project: Mapped[int] = mapped_column(primary_key=True)
    month: Mapped[int] = mapped_column(primary_key=True)
    percent: Mapped[Decimal | None]
    printed: Mapped[str]

    __table_args__ = (COMPACT,)


class Indicator(Base):
    """One row of a project's indicators; `operator`, `number` (in its base unit) and `unit` are the target as read."""

    __tablename__ = "indicators"

    reading_id: Mapped[int] = _reading()
    project: Mapped[int] = mapped_column(primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    level1: Mapped[str | None]
    level2: Mapped[str | None]
    name: Mapped[str | None]
    description: Mapped[str | None]
    target: Mapped[str | None]
    operator: Mapped[str | None]
    number: Mapped[Decimal | None]
    unit: Mapped[str | None]
    basis: Mapped[str | None]


class Passage(Base):
    """A numbered text: overall_goal, sub_goal, sub_goal_indicator, safeguard, or a project's goal."""

    __tablename__ = "passages"

    reading_id: Mapped[int] = _reading()
    position: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]
    project: Mapped[int | None]
    sub_goal: Mapped[int | None]
    title: Mapped[str | None]
    text: Mapped[str]


class BudgetTable(Base):
    """One budget table; `kind` is its name."""

    __tablename__ = "budget_tables"

    reading_id: Mapped[int] = _reading()
    position: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str | None]
    department_code: Mapped[str | None]
    year: Mapped[int | None]
    currency_unit: Mapped[str | None]
    note: Mapped[str | None]


class BudgetLine(Base):
    """One filled cell of a budget table, with the code and the label that stand to its left in the same row."""

    __tablename__ = "budget_lines"

    reading_id: Mapped[int] = mapped_column(primary_key=True)
    table_position: Mapped[int] = mapped_column(primary_key=True)
    line_number: Mapped[int] = mapped_column(primary_key=True)
    column_number: Mapped[int] = mapped_column(primary_key=True)
    header: Mapped[str | None]
    code: Mapped[str | None]
    label: Mapped[str | None]
    amount: Mapped[Decimal | None]
    printed: Mapped[str]

    __table_args__ = (
        ForeignKeyConstraint(
            ["reading_id", "table_position"],
            ["budget_tables.reading_id", "budget_tables.position"],
            ondelete="CASCADE",
        ),
        COMPACT,
    )


class NarrativeFigure(Base):
    """One amount stated in the narrative, with its sentence."""

    __tablename__ = "narrative_figures"

    reading_id: Mapped[int] = _reading()
    position: Mapped[int] = mapped_column(primary_key=True)
    label: Mapped[str]
    amount: Mapped[Decimal | None]
    printed: Mapped[str]
    unit: Mapped[str]
    text: Mapped[str]


class Warning(Base):
    """What could not be read surely."""

    __tablename__ = "warnings"

    reading_id: Mapped[int] = _reading()
    position: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str]
    message: Mapped[str]
    message_en: Mapped[str]
    text: Mapped[str | None]
    at: Mapped[Any] = mapped_column(nullable=True)
