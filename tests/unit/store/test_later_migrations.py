"""A migration to come, as an example: over a released database with rows, whole or not at all, on both databases.

It is written into a copy of the folder of migrations and thrown away: a column with values made from the old ones, and
a table that SQLite can only change by making it anew.
"""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import inspect, text
from sqlalchemy.exc import IntegrityError

from services.store import migrations
from services.store.answers import review_answer
from services.store.database import Database, ForeignKeysBroken
from tests.unit.store.test_upgrades import DOCUMENT, RELEASED, fill

_NEXT = '''
"""{title}"""

import sqlalchemy as sa
from alembic import op

revision = "9999"
down_revision = "{before}"


def upgrade() -> None:
    op.add_column("documents", sa.Column("kilobytes", sa.Integer()))
    op.execute("UPDATE documents SET kilobytes = size / 1000")
    with op.batch_alter_table("documents") as documents:
        documents.alter_column("kilobytes", existing_type=sa.Integer(), nullable=False)
    with op.batch_alter_table("findings") as findings:  # views look at this one
        findings.alter_column("message", existing_type=sa.Text(), nullable=True)
    {last}
'''


@pytest.fixture
def next_migration(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Puts a migration after the newest one; `last` is what it does in the end."""
    copy = tmp_path / "migrations"
    shutil.copytree(Path(migrations.__file__).parent, copy)

    def put(last: str = "pass") -> None:
        written = _NEXT.format(title="One to throw away.", before=RELEASED[-1].stem, last=last)
        (copy / "versions" / "9999_thrown_away.py").write_text(written, "utf-8")
        monkeypatch.setattr("services.store.database.files", lambda _: tmp_path)

    return put


@pytest.fixture(params=RELEASED, ids=[path.stem for path in RELEASED])
def released(request: pytest.FixtureRequest, empty_url: str) -> Any:
    """A database of a released version with its rows."""
    database = Database(empty_url)
    database.upgrade(request.param.stem)
    fill(database, json.loads(request.param.read_text("utf-8")))
    yield database
    database.close()


def counted(database: Database) -> dict[str, int]:
    """How many rows each table has."""
    with database.read() as session:
        names = inspect(database.engine).get_table_names()
        return {name: session.scalar(text(f"SELECT count(*) FROM {name}")) or 0 for name in names}


def test_a_migration_changes_a_filled_table_and_loses_no_row(released: Database, next_migration: Any) -> None:
    before = counted(released)
    next_migration()
    released.upgrade()
    with released.read() as session:
        sizes = session.execute(text("SELECT size, kilobytes FROM documents")).all()
        review = review_answer(session, DOCUMENT.id)
    assert sizes
    assert all(kilobytes == size // 1000 for size, kilobytes in sizes)
    assert review is not None
    assert review.findings
    assert counted(released) == before


@pytest.mark.parametrize("empty_url", ["sqlite"], indirect=True)
def test_a_migration_that_leaves_rows_without_what_they_refer_to_is_taken_back(
    released: Database, next_migration: Any
) -> None:
    before = counted(released)
    next_migration('op.execute("DELETE FROM documents")')
    with pytest.raises(ForeignKeysBroken):
        released.upgrade()
    assert counted(released) == before
    with pytest.raises(IntegrityError), released.write() as connection:
        connection.execute(text("UPDATE readings SET document_id = 'nothing'"))


def test_a_migration_that_fails_leaves_everything_as_it_was(released: Database, next_migration: Any) -> None:
    before, columns = counted(released), inspect(released.engine).get_columns("documents")
    next_migration('raise RuntimeError("out of luck")')
    with pytest.raises(RuntimeError, match="out of luck"):
        released.upgrade()
    assert counted(released) == before
    assert [each["name"] for each in inspect(released.engine).get_columns("documents")] == [
        each["name"] for each in columns
    ]
    with released.read() as session:
        assert session.scalar(text("SELECT version_num FROM alembic_version")) == RELEASED[-1].stem
    next_migration()
    released.upgrade()
    assert counted(released) == before
