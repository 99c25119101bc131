"""The migrations make exactly the tables that the models describe, upward, and once."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect, text

from services.store.database import Database, OtherTables
from services.store.models import VIEWS, Base


def test_upgraded_database_has_exactly_the_tables_of_the_models(database: Database) -> None:
    with database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []


def test_views_of_an_upgraded_database_are_those_that_are_asked_for(database: Database) -> None:
    assert sorted(inspect(database.engine).get_view_names()) == sorted(VIEWS)


@pytest.mark.parametrize(
    ("earlier", "missing"),
    [
        (["DROP VIEW evidence", "CREATE TABLE evidence (review_id INTEGER, quote TEXT)"], "view evidence"),
        (["ALTER TABLE submissions DROP COLUMN retry_of"], "submissions.retry_of"),
        (["DROP TABLE passages"], "passages.reading_id"),
    ],
)
def test_database_of_an_unreleased_development_version_is_refused(
    database: Database, earlier: list[str], missing: str
) -> None:
    with database.write() as connection:
        for statement in earlier:
            connection.execute(text(statement))
    with pytest.raises(OtherTables) as refused:
        database.upgrade()
    assert missing in refused.value.message
    assert "移走数据目录" in refused.value.message
    assert missing in refused.value.message_en
    assert "move the data folder" in refused.value.message_en


def test_tables_and_views_of_others_do_no_harm(database: Database) -> None:
    with database.write() as connection:
        connection.execute(text("CREATE TABLE notes (text TEXT)"))
        connection.execute(text("CREATE VIEW open AS SELECT id FROM submissions WHERE ended_at IS NULL"))
        connection.execute(text("ALTER TABLE documents ADD COLUMN note TEXT"))
    database.upgrade()


def test_upgrading_twice_changes_nothing(database: Database) -> None:
    with database.write() as connection:
        connection.execute(text("INSERT INTO departments (division, code, name) VALUES ('000000', '1', '')"))
    database.upgrade()
    with database.read() as session:
        assert session.scalar(text("SELECT count(*) FROM departments")) == 1


def test_several_processes_may_upgrade_at_once(empty_url: str) -> None:
    databases = [Database(empty_url) for _ in range(4)]
    with ThreadPoolExecutor(len(databases)) as pool:
        list(pool.map(Database.upgrade, databases))
    assert "documents" in inspect(databases[0].engine).get_table_names()
    for each in databases:
        each.close()


def test_constraints_have_names_that_fit_and_say_their_table() -> None:
    for table in Base.metadata.tables.values():
        for constraint in (*table.constraints, *table.indexes):
            name = str(getattr(constraint, "name", None))
            assert table.name in name
            assert len(name) <= 63, "PostgreSQL would cut it"
