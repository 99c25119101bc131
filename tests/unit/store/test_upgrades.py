"""A database of every released schema, with rows in it, comes up to the newest one and answers as before.

`released/<revision>.json` holds the rows of one example as that revision stored them. A released file is never changed;
a new migration adds one.
"""

import base64
import json
from pathlib import Path
from typing import Any

import pytest
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import text

from services.store import migrations
from services.store.answers import document_answer, review_answer, submission_answer
from services.store.database import Database
from shared.document import Document
from tests.unit.store.examples import FIRST, SECOND, document, review

RELEASED = sorted((Path(__file__).parent / "released").glob("*.json"))
DOCUMENT = document()


def fill(database: Database, rows: dict[str, list[dict[str, Any]]]) -> None:
    with database.write() as connection:
        for table, each in rows.items():
            for row in each:
                values = {name: _value(value) for name, value in row.items()}
                columns, marks = ", ".join(values), ", ".join(f":{name}" for name in values)
                connection.execute(text(f"INSERT INTO {table} ({columns}) VALUES ({marks})"), values)


def _value(value: Any) -> Any:
    return base64.b64decode(value["base64"]) if isinstance(value, dict) else value


@pytest.mark.parametrize("released", RELEASED, ids=[path.stem for path in RELEASED])
def test_released_database_comes_up_and_answers_as_before(empty_url: str, released: Path) -> None:
    database = Database(empty_url)
    database.upgrade(released.stem)
    fill(database, json.loads(released.read_text("utf-8")))
    database.upgrade()
    with database.read() as session:
        found = review_answer(session, DOCUMENT.id)
        answer = document_answer(session, DOCUMENT.id, "")
        first, second = (submission_answer(session, each, "") for each in (FIRST, SECOND))
    database.close()
    assert found == review(DOCUMENT).model_copy(update={"submission": FIRST, "revision": 1})
    assert answer is not None
    assert first is not None
    assert second is not None
    assert Document.model_validate_json(answer["document"]) == DOCUMENT
    assert (first["status"], second["status"]) == ("stored", "duplicate")


def test_every_revision_has_rows_to_come_up_with() -> None:
    config = Config()
    config.set_main_option("script_location", str(Path(migrations.__file__).parent))
    config.set_main_option("path_separator", "os")
    revisions = {each.revision for each in ScriptDirectory.from_config(config).walk_revisions()}
    assert {path.stem for path in RELEASED} == revisions
